//! A message of electronic mail as it is saved to a file: a heading of fields, an empty line, a text of one part.

use super::directive::{Directive, in_text};
use super::html;
use super::layout::{Layout, arrange};
use super::lines::lines;
use super::sniff::HEAD;
use super::stamp::{dates, words};
use super::vocabulary::Vocabulary;
use super::whole::NO_COMMENTS;
use super::wrap::unwrap;
use super::{Clue, ClueKind, Piece, Role};
use crate::span::{Raw, Span};
use std::ops::Range;

/// What is read of a message.
#[derive(Default)]
pub(super) struct Mail {
    /// Where its subject stands.
    pub(super) title: Option<Span<Raw>>,
    pub(super) clues: Vec<Clue>,
    pub(super) prose: Vec<Piece>,
    /// Dates in lines of metadata that no calendar has, with where they stand.
    pub(super) impossible: Vec<(usize, String)>,
    /// What the comments of its page say that are for us, and those that a text has in vain.
    pub(super) ignores: Vec<Directive>,
    /// Where a comment of its page begins that never ends.
    pub(super) unclosed: Option<usize>,
    /// What the user should know of its page.
    pub(super) notice: Option<&'static str>,
}

/// Whether a source that begins so is a message. Its heading may go on for longer than that, and the last line be cut.
pub(super) fn is_mail(start: &[u8]) -> bool {
    let start = String::from_utf8_lossy(start);
    if start.len() < HEAD - 64 {
        return is_message(&start);
    }
    let lines = &start[..start.rfind('\n').map_or(0, |end| end + 1)];
    let relayed = |heading: Heading| heading.is_open && heading.has(lines, &["received", "message-id"]);
    is_message(lines) || heading(lines, 0).is_some_and(relayed)
}

/// Whether a text begins as a message does: with fields that say from whom it is or what about, and when it was sent.
pub(super) fn is_message(text: &str) -> bool {
    heading(text, 0).is_some_and(|heading| {
        heading.has(text, &["from", "subject"])
            && heading.has(text, &["date", "message-id", "received", "mime-version"])
    })
}

/// Reads the message `raw[from..]`, or says why it is not read.
pub(super) fn read(raw: &str, from: usize, v: &Vocabulary) -> Result<Mail, String> {
    let heading = heading(raw, from).ok_or("no message: it does not begin with fields such as `From:`")?;
    let says = |name: &str| heading.field(raw, name).map(|at| raw[at].to_ascii_lowercase());
    let kind = says("content-type").unwrap_or_else(|| "text/plain".to_owned());
    let body = heading.end;
    if kind.starts_with("multipart/") {
        return Err("a message of several parts, which is not read; save its text by itself".to_owned());
    }
    if !kind.starts_with("text/") {
        return Err("a message that is no text".to_owned());
    }
    let coding = says("content-transfer-encoding").unwrap_or_default();
    if coding.starts_with("base64") || coding.starts_with("quoted-printable") && raw[body..].contains('=') {
        let coding = coding.split_whitespace().next().unwrap_or_default();
        return Err(format!("a message written in {coding}, which is not read; save its text by itself"));
    }
    // A subject with characters beyond ASCII is written in a way of its own.
    let subject =
        heading.field(raw, "subject").filter(|at| !at.is_empty() && !raw[at.clone()].contains("=?"));
    let title = subject.map(Span::of);
    let mut mail = Mail { title, ..Mail::default() };
    if let Some(title) = title {
        mail.prose.push(Piece::Break(Span::new(title.start, title.start), Role::Title));
        mail.prose.push(Piece::Keep(title));
    }
    if kind.starts_with("text/html") {
        let page = html::read(raw, body, v);
        mail.clues = page.clues;
        mail.prose.extend(page.prose);
        mail.impossible = page.impossible;
        (mail.ignores, mail.unclosed, mail.notice) = (page.ignores, page.unclosed, page.notice);
    } else {
        let layout = text(raw, body, title.map(|title| title.cut(raw)), v);
        mail.prose.extend(layout.pieces(raw));
        mail.clues = layout.clues;
        mail.impossible = layout.impossible;
        mail.ignores = in_text(raw, NO_COMMENTS);
    }
    if let Some(sent) = heading.field(raw, "date") {
        let found = dates(&words(&raw[sent.clone()], v)).into_iter().find(|date| date.stamp.year.is_some());
        mail.clues.splice(
            0..0,
            found.map(|date| Clue {
                kind: ClueKind::Header,
                span: Some(Span::of(sent.start + date.bytes.0..sent.start + date.bytes.1)),
                stamp: date.stamp,
                zoned: date.zoned,
            }),
        );
    }
    Ok(mail)
}

/// Lays out the text without what it quotes of an earlier message, and without the signature.
fn text(raw: &str, from: usize, title: Option<&str>, v: &Vocabulary) -> Layout {
    let mut found = lines(raw, from, raw.len());
    if let Some(end) = found.iter().position(|line| line.text(raw) == "--") {
        found.truncate(end);
    }
    let mut quoted = false;
    found.retain_mut(|line| {
        let quotes = line.text(raw).starts_with('>');
        line.gap |= quoted;
        quoted = quotes;
        !quotes
    });
    unwrap(raw, &mut found, v);
    arrange(raw, found, title, |_| None, v)
}

/// The fields that a message begins with.
struct Heading {
    /// The name and the value of each, folded lines included.
    fields: Vec<(Range<usize>, Range<usize>)>,
    /// Where the text begins.
    end: usize,
    /// Whether no empty line ends it.
    is_open: bool,
}

impl Heading {
    /// Where the value of a field stands.
    fn field(&self, raw: &str, name: &str) -> Option<Range<usize>> {
        let found = self.fields.iter().find(|(at, _)| raw[at.clone()].eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone())
    }

    /// Whether there is one of these fields.
    fn has(&self, raw: &str, names: &[&str]) -> bool {
        names.iter().any(|name| self.field(raw, name).is_some())
    }
}

/// No heading has more fields.
const MOST: usize = 2000;

/// Reads the heading; nothing where the text begins with something else.
fn heading(raw: &str, from: usize) -> Option<Heading> {
    let mut fields: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut is_open = true;
    let mut at = raw.len() - raw[from..].trim_ascii_start().len();
    for line in raw[at..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        if text.is_empty() {
            is_open = false;
            break;
        }
        if line.starts_with([' ', '\t']) {
            fields.last_mut()?.1.end = start + text.len();
            continue;
        }
        let colon = text.find(':')?;
        let named = colon > 0 && text[..colon].bytes().all(|b| b.is_ascii_graphic());
        if !named || fields.len() == MOST {
            return None;
        }
        let value = text[colon + 1..].trim_start();
        fields.push((start..start + colon, start + text.len() - value.len()..start + text.len()));
    }
    (!fields.is_empty()).then_some(Heading { fields, end: at, is_open })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "From: Ada Quill <ada@elmport.example>\r\nTo: the desk\r\nSubject: The bridge of Elmport\r\n stays shut\r\n\
        Date: Thu, 4 Mar 2021 23:30:00 -0500\r\n\r\nThe alliance of the harbour towns now has 30\r\nmembers.\r\n> It had 29\r\n> members.\r\n-- \r\nAda, 31 members\r\n";

    fn prose(raw: &str) -> Result<String, String> {
        let v = Vocabulary::shared().unwrap();
        let cut = |piece: Piece| match piece {
            Piece::Keep(span) => span.cut(raw).replace("\r\n", " ").replace("  ", " "),
            Piece::Replace(_, with) => with.into(),
            Piece::Break(..) => "|".to_owned(),
        };
        read(raw, 0, &v).map(|mail| mail.prose.into_iter().map(cut).collect())
    }

    #[test]
    fn a_message() {
        assert!(is_mail(MESSAGE.as_bytes()));
        let expected =
            "|The bridge of Elmport stays shut|The alliance of the harbour towns now has 30 members.";
        assert_eq!(prose(MESSAGE).as_deref(), Ok(expected));
        let mail = read(MESSAGE, 0, &Vocabulary::shared().unwrap()).unwrap();
        assert_eq!(mail.clues[0].span.map(|span| span.cut(MESSAGE)), Some("4 Mar 2021"));
        assert!(mail.clues[0].zoned);
        let page = "Subject: a\nContent-Type: text/html\n\n<p>The bridge is <b>open</b>.</p>";
        assert_eq!(prose(page).as_deref(), Ok("|a|The bridge is open."));
    }

    #[test]
    fn what_is_not_read() {
        for (field, told) in [
            ("Content-Type: multipart/mixed; boundary=x", "several parts"),
            ("Content-Type: image/png", "no text"),
            ("Content-Transfer-Encoding: base64", "base64"),
            ("Content-Transfer-Encoding: Quoted-Printable", "quoted-printable"),
        ] {
            let why = prose(&format!("Subject: a\n{field}\n\nTen=20fell.")).unwrap_err();
            assert!(why.contains(told), "{why}");
        }
        assert_eq!(
            prose("Content-Transfer-Encoding: quoted-printable\n\nTen fell.").as_deref(),
            Ok("|Ten fell.")
        );
        for text in [
            "",
            "Ten fell.\n",
            "Note: ten fell.\n\nIt rose.",
            "Title: a\nDate: May 5\n\nTen fell.",
            "From: a\n\nTen",
        ] {
            assert!(!is_mail(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_long_heading() {
        let hop = "Received: from a.example by b.example;\n  Thu, 4 Mar 2021 23:30:00 -0500\n".repeat(80);
        for text in [
            format!("{hop}From: Ada <ada@elmport.example>\nSubject: a\n\nTen fell."),
            format!("From: Ada <ada@elmport.example>\nSubject: a\n{hop}\nTen fell."),
        ] {
            assert!(is_message(&text));
            (HEAD - 60..=HEAD).for_each(|cut| assert!(is_mail(&text.as_bytes()[..cut]), "{cut}"));
            assert_eq!(prose(&text).as_deref(), Ok("|a|Ten fell."));
        }
        let list = "Note: ten fell.\n".repeat(400);
        assert!(!is_mail(&list.as_bytes()[..HEAD]));
        // An end that is no field is one that was cut only where it was cut.
        assert!(!is_mail(b"From: a\nDate: Thu, 4 Mar 2021\nTen fell."));
    }

    #[test]
    fn orders_in_a_page_are_heeded() {
        let v = Vocabulary::shared().unwrap();
        let mail = |kind: &str, text: &str| {
            let raw = format!("Subject: a\nContent-Type: {kind}\n\n{text}");
            let mail = read(&raw, 0, &v).ok().unwrap();
            let [order] = &mail.ignores[..] else { panic!("{raw}") };
            (order.span.cut(&raw) == ORDER, order.fault.is_some(), mail.unclosed.is_some())
        };
        const ORDER: &str = "<!-- dateline-ignore weekday: as printed -->";
        assert_eq!(mail("text/html", &format!("<p>Ten. {ORDER}</p>")), (true, false, false));
        assert_eq!(mail("text/html", &format!("<p>Ten. {ORDER}</p><!-- a note")), (true, false, true));
        assert_eq!(mail("text/plain", &format!("Ten. {ORDER}")), (true, true, false));
    }
}
