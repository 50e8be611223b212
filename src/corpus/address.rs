//! Addresses of pages, in a form in which two of one page are equal.

/// An address without what does not tell pages apart: the scheme, `www.`, the standard port, the fragment, marks of campaigns, a
/// slash at the end. Nothing where it is no full address of the web.
pub(super) fn key(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    })?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = page.split_at(page.find('/').unwrap_or(page.len()));
    let host = host.rsplit('@').next().unwrap_or(host).to_ascii_lowercase();
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(&host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host.is_empty() || host.contains(char::is_whitespace) {
        return None;
    }
    let path = percent_encoding::percent_decode_str(path.trim_end_matches('/')).decode_utf8_lossy();
    let mut key = format!("{host}{path}");
    let marks = |pair: &&str| !pair.is_empty() && !CAMPAIGN.iter().any(|mark| pair.starts_with(mark));
    for (i, pair) in query.split('&').filter(marks).enumerate() {
        key.push(if i == 0 { '?' } else { '&' });
        key.push_str(pair);
    }
    Some(key)
}

/// How the parts of a query begin that say where readers come from.
const CAMPAIGN: [&str; 4] = ["utm_", "fbclid=", "gclid=", "mc_"];

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn addresses_of_one_page() {
        let page = key("https://post.example/2031/bridge");
        assert!(page.is_some());
        for same in [
            "http://www.post.example/2031/bridge/",
            "HTTPS://Post.Example:443/2031/bridge#comments",
            "//post.example/2031/bridge?utm_source=feed&utm_medium=rss",
            " https://post.example/2031/br%69dge ",
        ] {
            assert_eq!(key(same), page, "{same}");
        }
        for other in [
            "https://post.example/2031/Bridge",
            "https://post.example/2031/bridge?page=2",
            "https://news.post.example/2031/bridge",
        ] {
            assert_ne!(key(other), page, "{other}");
        }
        for none in ["/2031/bridge", "urn:post:bridge", "https://", "", "ftp://post.example/a"] {
            assert_eq!(key(none), None, "{none}");
        }
    }
}
