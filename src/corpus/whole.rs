//! An article that is a whole source: a file of plain text or Markdown, a web page, an agency's item.

use super::directive::in_text;
use super::kind::Format;
use super::layout::is_impossible;
use super::record::when;
use super::reference::keep;
use super::source::Source;
use super::vocabulary::Vocabulary;
use super::{Article, Clue, ClueKind, Piece, Role, html, mail, markdown, plain, stamp, wire, xml};
use crate::error::Notice;
use crate::span::{Raw, Span};

/// The mark that some programs put before UTF-8.
pub(super) const BOM: &str = "\u{feff}";

/// Reads a source that is one article, with notices about its metadata; or says why there is none, and gives the text back.
pub(super) fn article(
    source: &Source,
    raw: String,
    v: &Vocabulary,
) -> Result<(Article, Vec<Notice>), (Vec<Notice>, String)> {
    let read = match source.format {
        Format::Xml => xml::article(raw, &source.shown, None, None, v),
        Format::Wire => match wire::messages(&raw).first() {
            Some((message, _)) => wire::article(raw, message.clone(), &source.shown, None, v).map(Some),
            // The control characters were taken out on the way.
            None => return text(source, raw, v),
        },
        _ => return text(source, raw, v),
    };
    let told = |problem| notice(source, None, problem);
    match read {
        Ok(Some((mut article, problems))) => {
            article.ignores.extend(in_text(&article.raw, NO_COMMENTS));
            let mut notices = problems.into_iter().map(told).collect();
            finish(&mut article, source, v, &mut notices);
            Ok((article, notices))
        }
        Ok(None) => Err((Vec::new(), String::new())),
        Err((problem, raw)) => Err((vec![told(problem)], raw)),
    }
}

/// A file of plain text or Markdown.
fn text(
    source: &Source,
    raw: String,
    v: &Vocabulary,
) -> Result<(Article, Vec<Notice>), (Vec<Notice>, String)> {
    let nul = memchr::memchr(0, raw.as_bytes());
    if let Some(at) = nul.filter(|_| source.format != Format::Html || html::is_binary(&raw)) {
        let line = line_of(raw.as_bytes(), at);
        return Err((vec![notice(source, Some(line), format!("there is a NUL at byte {at}"))], raw));
    }
    let from = if raw.starts_with(BOM) { BOM.len() } else { 0 };
    if source.format == Format::Html && html::is_report(&raw) {
        return Err((
            vec![notice(source, None, "a report of dateline's own; it is no article".to_owned())],
            raw,
        ));
    }
    let mut notices = Vec::new();
    let mut article = Article { path: source.shown.clone(), raw, ..Article::default() };
    let impossible = match source.format {
        Format::Markdown => {
            let read = markdown::read(&article.raw, from, v);
            front_matter(&mut article, &read, source, v, &mut notices);
            article.prose.extend(read.layout.markdown_pieces(&article.raw));
            article.title = read.title.as_ref().map(|t| t.0).or(read.layout.title);
            article.clues.extend(read.layout.clues);
            article.ignores = read.ignores;
            notices.extend(read.unclosed.map(|(at, what)| unclosed(source, &article.raw, at, what)));
            read.layout.impossible
        }
        Format::Html => {
            let read = html::read(&article.raw, from, v);
            article.prose = read.prose;
            article.title = read.title;
            article.outlet = read.outlet;
            article.clues = read.clues;
            article.addresses = read.addresses;
            article.ignores = read.ignores;
            notices.extend(read.unclosed.map(|at| unclosed(source, &article.raw, at, "a comment")));
            notices.extend(read.notice.map(|told| notice(source, None, told.to_owned())));
            read.impossible
        }
        Format::Mail if mail::is_message(&article.raw[from..]) => match mail::read(&article.raw, from, v) {
            Ok(mail) => {
                (article.title, article.clues, article.prose) = (mail.title, mail.clues, mail.prose);
                article.ignores = mail.ignores;
                notices.extend(mail.unclosed.map(|at| unclosed(source, &article.raw, at, "a comment")));
                notices.extend(mail.notice.map(|told| notice(source, None, told.to_owned())));
                mail.impossible
            }
            Err(why) => return Err((vec![notice(source, None, why)], article.raw)),
        },
        _ => {
            let layout = plain::read(&article.raw, from, article.raw.len(), None, v);
            article.prose = layout.pieces(&article.raw);
            article.title = layout.title;
            article.clues = layout.clues;
            article.ignores = in_text(&article.raw, NO_COMMENTS);
            layout.impossible
        }
    };
    for (at, date) in impossible {
        let line = line_of(article.raw.as_bytes(), at);
        notices.push(notice(source, Some(line), format!("`{date}` is no date of the calendar")));
    }
    finish(&mut article, source, v, &mut notices);
    Ok((article, notices))
}

/// Adds the clues that stand beside a source: a date that is given with it, the name of its file.
fn finish(article: &mut Article, source: &Source, v: &Vocabulary, notices: &mut Vec<Notice>) {
    if let Some(published) = &source.published {
        match stamp::field(published, v) {
            Some((stamp, zoned)) if !is_impossible(stamp) => {
                article.clues.insert(0, Clue { kind: ClueKind::Field, span: None, stamp, zoned });
            }
            _ => notices.push(notice(source, None, format!("`{published}` is no date of the calendar"))),
        }
    }
    if let Some((stamp, sure)) = stamp::file_name(&source.shown) {
        if !is_impossible(stamp) {
            article.clues.push(Clue { kind: ClueKind::FileName, span: None, stamp, zoned: false });
        } else if sure {
            notices.push(notice(source, None, "the date in its name is no date of the calendar".to_owned()));
        }
    }
}

/// Takes over what the front matter says.
fn front_matter(
    article: &mut Article,
    read: &markdown::Markdown,
    source: &Source,
    v: &Vocabulary,
    notices: &mut Vec<Notice>,
) {
    let at = |byte: usize| Some(line_of(article.raw.as_bytes(), byte));
    if let Some((byte, problem)) = &read.front.problem {
        notices.push(notice(source, at(*byte), problem.clone()));
    }
    let mut dates = Vec::new();
    for entry in &read.front.entries {
        let is = |list: &[String]| list.contains(&entry.key);
        let kind = match () {
            () if is(&v.date_fields) => ClueKind::Field,
            () if is(&v.updated_fields) => ClueKind::Updated,
            () if is(&v.outlet_fields) => {
                article.outlet.get_or_insert_with(|| entry.value.clone());
                continue;
            }
            () => {
                match entry.key.as_str() {
                    "id" => article.id = Some(entry.value.clone()),
                    "story" => article.story = Some(entry.value.clone()),
                    "url" | "link" | "canonical" | "canonicalurl" | "permalink" => {
                        article.addresses.push(entry.value.as_str().into());
                    }
                    _ => {}
                }
                continue;
            }
        };
        match when(&entry.value, v) {
            Some((stamp, zoned)) if !is_impossible(stamp) => {
                let span: Option<Span<Raw>> = Some(Span::of(entry.span.clone()));
                dates.push(Clue { kind, span, stamp, zoned });
            }
            Some(_) => {
                let message = format!("`{}` is no date of the calendar", entry.value);
                notices.push(notice(source, at(entry.span.start), message));
            }
            None => {
                notices.push(notice(source, at(entry.span.start), format!("`{}` is no date", entry.value)));
            }
        }
    }
    article.clues.extend(dates);
    let Some((title, written)) = &read.title else { return };
    article.prose.push(Piece::Break(Span::new(title.start, title.start), Role::Title));
    if title.cut(&article.raw) == written {
        keep(&article.raw, *title, &mut article.prose);
    } else {
        article.prose.push(Piece::Replace(*title, written.as_str().into()));
    }
}

/// What a comment for us in a file of another format is answered.
pub(super) const NO_COMMENTS: &str =
    "comments of this format are not heeded; name the file in an `[[ignore]]` of dateline.toml";

/// Something without an end takes the rest of the text with it.
fn unclosed(source: &Source, raw: &str, at: usize, what: &str) -> Notice {
    let message = format!("{what} begins here and never ends; what follows is not read");
    notice(source, Some(line_of(raw.as_bytes(), at)), message)
}

/// A notice about something that is not read.
pub(super) fn refused(path: &str, what: &str) -> Notice {
    Notice { path: path.to_owned(), line: None, message: format!("{what}, which is not read") }
}

/// A notice about a source.
pub(super) fn notice(source: &Source, line: Option<u32>, message: String) -> Notice {
    Notice { path: source.shown.to_string(), line, message }
}

/// The line of a byte, counted from 1; a line ends with LF, CRLF or CR.
fn line_of(bytes: &[u8], at: usize) -> u32 {
    let before = &bytes[..at];
    let ends = memchr::memchr2_iter(b'\n', b'\r', before)
        .filter(|&i| before[i] == b'\n' || bytes.get(i + 1) != Some(&b'\n'))
        .count();
    narrow(ends + 1)
}

/// A count or an index that fits 32 bits.
pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
