//! `dateline-ignore`: what an article itself says of rules that are not to speak of it, in a comment of its markup or in
//! a field of its metadata. Only its form is read here; whether there are such rules, `rules` knows.

use crate::span::{Raw, Span};
use memchr::memmem;
use std::collections::HashMap;
use std::ops::Range;

/// An order to leave something alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Where it stands: the comment, the value of the field; an empty span at the start in a container, whose fields are
    /// not in the article's source.
    pub span: Span<Raw>,
    /// The names of the rules as they are written, each with its place.
    pub rules: Vec<(Box<str>, Span<Raw>)>,
    /// Why; empty where it is not said.
    pub reason: Box<str>,
    /// What it speaks of.
    pub scope: Scope,
    /// What is wrong with its form; it silences nothing then.
    pub fault: Option<Box<str>>,
}

/// What a directive speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole article.
    Article,
    /// A passage of it; an empty one where nothing follows a comment.
    Passage(Span<Raw>),
}

impl Directive {
    /// Whether it speaks of the words at `span`.
    pub fn covers(&self, span: Span<Raw>) -> bool {
        match self.scope {
            Scope::Article => true,
            Scope::Passage(passage) => passage.overlaps(span),
        }
    }

    /// The same with its rules at one place.
    pub(super) fn at_rule(mut self, place: Span<Raw>) -> Self {
        self.rules.iter_mut().for_each(|(_, at)| *at = place);
        self
    }
}

/// The name of the field, with no `-` and in lower case, as metadata are compared.
const FIELD: &str = "datelineignore";

/// The order about a whole file, in the same way.
const OF_FILE: &str = "datelineignorefile";

const HOW: &str = "write `dateline-ignore RULE: reason`";

/// How a name of a field or the first words of a comment relate to `dateline-ignore`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// It is that.
    Exactly,
    /// It is so like it that nothing else can be meant.
    Nearly,
}

impl Meant {
    /// How a field's name does, `-`, `_` and capitals aside.
    pub(super) fn by_field(name: &str) -> Option<Self> {
        // Most fields of most records are passed over here.
        if !name.starts_with(['d', 'D', '"', '\'', ' ']) {
            return None;
        }
        match plain(name) {
            plain if plain == FIELD => Some(Meant::Exactly),
            plain => is_like_it(&plain).then_some(Meant::Nearly),
        }
    }
}

/// Letters and digits, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a word differs from the order's name by a letter or two.
fn is_like_it(plain: &str) -> bool {
    const LIKE: f32 = 0.88;
    let is_like = |name: &str| {
        plain.len().abs_diff(name.len()) <= 3 && similar::TextDiff::from_chars(plain, name).ratio() >= LIKE
    };
    is_like(FIELD) || is_like(OF_FILE)
}

/// The first words of a comment, as far as they look like an order that is written in another way: `dateline_ignore`,
/// `Dateline ignore`, `datelin-ignore`.
fn mistyped(text: &str) -> Option<&str> {
    let ends =
        text.match_indices(|c: char| c.is_whitespace() || c == ':').map(|(at, _)| at).chain([text.len()]);
    let mut firsts = ends.take(3).filter_map(|end| text.get(..end)).take_while(|first| first.len() < 40);
    firsts.find(|first| {
        let plain = plain(first);
        // Of several words the first is our name.
        let ours = plain.starts_with("dateline") || !first.contains(|c: char| c.is_whitespace() || c == ':');
        ours && is_like_it(&plain)
    })
}

/// A comment of the markup, with its scope still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// With its `<!--` and `-->`.
    pub(super) at: Range<usize>,
    /// Whether it speaks of the whole article.
    pub(super) whole: bool,
    directive: Directive,
}

impl Comment {
    /// Reads the comment at `at` in `raw`, if it is one for us: its first word is `dateline-ignore`, begins so, or looks
    /// so. One without an end is wrong.
    pub(super) fn read(raw: &str, at: Range<usize>) -> Option<Comment> {
        let inner = raw.get(at.clone())?.strip_prefix("<!--")?;
        let closed = ["-->", "--!>"].iter().find_map(|end| inner.strip_suffix(end));
        let inner = closed.unwrap_or(inner);
        let start = at.start + "<!--".len() + (inner.len() - inner.trim_start().len());
        let text = inner.trim();
        let word = text.split(|c: char| c.is_whitespace() || c == ':').next().unwrap_or("");
        let known = matches!(word, "dateline-ignore" | "dateline-ignore-file");
        let word = match mistyped(text).filter(|_| !known) {
            Some(words) => words,
            None if word.starts_with("dateline-") => word,
            None => return None,
        };
        if closed.is_none() {
            // The whole rest of the article is no good place to point at.
            let span = Span::of(at.start..start + word.len());
            let fault =
                format!("`<!-- {word}` never ends with `-->`, so that what follows may be lost; close it");
            let directive = Directive { fault: Some(fault.into()), ..empty(span) };
            return Some(Comment { at, whole: true, directive });
        }
        let span = Span::of(at.clone());
        let (whole, directive) = match word {
            "dateline-ignore" | "dateline-ignore-file" => {
                let rest = start + word.len();
                let body = &text[word.len()..];
                (word == "dateline-ignore-file", parse(body, Some(rest), span))
            }
            _ => {
                let fault = format!("`{word}` is no order to dateline; {HOW}");
                (true, Directive { fault: Some(fault.into()), ..empty(span) })
            }
        };
        Some(Comment { at, whole, directive })
    }

    /// The same where comments say nothing; `instead` says what does.
    fn unheeded(mut self, instead: &str) -> Directive {
        self.directive.fault.get_or_insert_with(|| instead.into());
        self.directive
    }

    /// The directive with what it speaks of.
    pub(super) fn speaks_of(self, passage: Option<Range<usize>>) -> Directive {
        let scope = match passage {
            _ if self.whole => Scope::Article,
            Some(passage) => Scope::Passage(Span::of(passage)),
            None => Scope::Passage(Span::new(self.directive.span.end, self.directive.span.end)),
        };
        Directive { scope, ..self.directive }
    }
}

/// Whether what begins like a comment of a page goes on to the page's end.
pub(super) fn never_ends(comment: &str) -> bool {
    let is_short = matches!(comment, "<!-->" | "<!--->");
    comment.starts_with("<!--") && !is_short && !comment.ends_with("-->") && !comment.ends_with("--!>")
}

/// The comments for us in a block of Markdown, in order; what stands in code or is escaped is no comment. Linear in
/// the text: what has no end is looked for once.
pub(super) fn comments(raw: &str, block: Range<usize>) -> Vec<Comment> {
    let bytes = &raw.as_bytes()[..block.end];
    let mut found = Vec::new();
    if memmem::find(&bytes[block.start..], b"<!--").is_none() {
        return found;
    }
    let mut closes = true;
    let runs = Backticks::of(bytes, block.start);
    let mut at = block.start;
    while let Some(step) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'\\', b'`', b'<', rest)) {
        at += step;
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => {
                let run = length(&bytes[at..]);
                at = runs.next(run, at + run).unwrap_or(at) + run;
            }
            _ if closes && bytes[at..].starts_with(b"<!--") => match memmem::find(&bytes[at + 4..], b"-->") {
                Some(end) => {
                    let end = at + 4 + end + 3;
                    found.extend(Comment::read(raw, at..end));
                    at = end;
                }
                None => {
                    found.extend(Comment::read(raw, at..block.end));
                    closes = false;
                    at += 4;
                }
            },
            _ => at += 1,
        }
    }
    found
}

/// What is written like comments for us in a text that has no comments; nothing of it is heeded, and `instead` says what
/// would be.
pub(super) fn in_text(raw: &str, instead: &str) -> Vec<Directive> {
    let bytes = raw.as_bytes();
    let mut end = 0;
    let mut found = Vec::new();
    for at in memmem::find_iter(bytes, b"<!--") {
        if at >= end {
            let Some(close) = memmem::find(&bytes[at..], b"-->") else { break };
            end = at + close + 3;
            found.extend(Comment::read(raw, at..end).map(|comment| comment.unheeded(instead)));
        }
    }
    found
}

/// Comments with what they speak of: the block that each is in, else the one that follows. `edge` is where the block that
/// it is in begins, or the one before it ends; `passages` are the blocks of prose, in order.
pub(super) fn placed(comments: &[(Comment, usize)], passages: &[Range<usize>]) -> Vec<Directive> {
    let speaks_of = |(comment, edge): &(Comment, usize)| {
        let next = passages.partition_point(|passage| passage.end <= comment.at.start);
        let before = next.checked_sub(1).map(|i| &passages[i]).filter(|passage| passage.end > *edge);
        comment.clone().speaks_of(before.or(passages.get(next)).cloned())
    };
    comments.iter().map(speaks_of).collect()
}

/// Where runs of backticks start, by their length.
struct Backticks(HashMap<usize, Vec<usize>>);

impl Backticks {
    fn of(bytes: &[u8], from: usize) -> Self {
        let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut at = from;
        while let Some(step) = memchr::memchr(b'`', &bytes[at..]) {
            at += step;
            let run = length(&bytes[at..]);
            runs.entry(run).or_default().push(at);
            at += run;
        }
        Backticks(runs)
    }

    /// The next run of a length.
    fn next(&self, run: usize, from: usize) -> Option<usize> {
        let places = self.0.get(&run)?;
        places.get(places.partition_point(|&at| at < from)).copied()
    }
}

/// How many backticks `bytes` starts with.
fn length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| **b == b'`').count()
}

/// Reads the value of a field: `member-count, age: reason`. `start` is where it stands, if it stands in the source.
pub(super) fn field(value: &str, start: Option<usize>) -> Directive {
    let span = start.map_or(Span::new(0, 0), |at| Span::of(at..at + value.len()));
    parse(value, start, span)
}

/// A field of a form that cannot be read.
pub(super) fn unreadable(span: Range<usize>, form: &str) -> Directive {
    let fault = format!("a `dateline-ignore` field is a text `RULE: reason`, or a list of them, not {form}");
    Directive { fault: Some(fault.into()), ..empty(Span::of(span)) }
}

/// A field whose name is not quite ours.
pub(super) fn misnamed(name: &str, span: Range<usize>) -> Directive {
    let fault = format!("`{}` is no field that dateline knows; did you mean `dateline-ignore`?", name.trim());
    Directive { fault: Some(fault.into()), ..empty(Span::of(span)) }
}

fn empty(span: Span<Raw>) -> Directive {
    Directive { span, rules: Vec::new(), reason: Box::default(), scope: Scope::Article, fault: None }
}

/// `member-count, age: reason`, which stands at `start` of the source if it stands there at all.
fn parse(text: &str, start: Option<usize>, span: Span<Raw>) -> Directive {
    let (names, reason) = text.split_once(':').unwrap_or((text, ""));
    let mut rules = Vec::new();
    let mut at = 0;
    for part in names.split(',') {
        let name = part.trim();
        if !name.is_empty() {
            let from = at + part.len() - part.trim_start().len();
            let place = start.map_or(span, |start| Span::of(start + from..start + from + name.len()));
            rules.push((Box::from(name), place));
        }
        at += part.len() + 1;
    }
    let reason: Box<str> = reason.split_whitespace().collect::<Vec<_>>().join(" ").into();
    let fault = match () {
        () if rules.is_empty() => Some(format!("it names no rule; {HOW}")),
        () if reason.is_empty() => Some(format!("it gives no reason; {HOW}")),
        () => None,
    };
    Directive { rules, reason, fault: fault.map(Into::into), ..empty(span) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Vec<Comment> {
        comments(raw, 0..raw.len())
    }

    #[test]
    fn what_a_comment_says() {
        let raw = "Ten. <!-- dateline-ignore  member-count, age : as of\n the vote: 3 -->";
        let found = read(raw);
        let directive = &found[0].directive;
        let names: Vec<&str> = directive.rules.iter().map(|r| r.1.cut(raw)).collect();
        assert_eq!(names, ["member-count", "age"]);
        assert_eq!((&*directive.reason, &directive.fault), ("as of the vote: 3", &None));
        assert_eq!(directive.span.cut(raw), &raw[5..]);
        assert!(read("<!-- dateline-ignore-file age: r -->")[0].whole);
    }

    #[test]
    fn what_is_wrong_with_it() {
        let fault = |raw: &str| read(raw)[0].directive.fault.as_deref().unwrap_or("").to_owned();
        assert!(fault("<!-- dateline-ignore -->").starts_with("it names no rule"));
        assert!(fault("<!-- dateline-ignore: because -->").starts_with("it names no rule"));
        assert!(fault("<!-- dateline-ignore age -->").starts_with("it gives no reason"));
        assert!(fault("<!-- dateline-ignore age:  -->").starts_with("it gives no reason"));
        for (words, rest) in [
            ("dateline-ingore", " age: r"),
            ("dateline-disable", " age: r"),
            ("Dateline-Ignore", " age: r"),
            ("dateline_ignore", " age: r"),
            ("dateline ignore", " age: r"),
            ("dateline:ignore", " age: r"),
            ("datelin-ignore", ": r"),
            ("@dateline-ignore", " age: r"),
            ("DATELINEIGNORE", ""),
        ] {
            let said = fault(&format!("<!-- {words}{rest} -->"));
            assert!(said.starts_with(&format!("`{words}` is no order")), "{words}: {said}");
        }
        for raw in ["<!-- dateline-ignore age: it never ends", "Ten.\n<!-- dateline_ignore age: r\n\nTwo."] {
            assert!(fault(raw).contains("never ends"), "{raw}");
        }
        for raw in
            ["<!-- dateline: Elmport -->", "<!-- dateline info -->", "<!-- ignore -->", "<!-- datelines -->"]
        {
            assert_eq!(read(raw), [], "{raw}");
        }
    }

    #[test]
    fn only_comments_are_comments() {
        for raw in [
            "to silence it, write `<!-- dateline-ignore age: r -->` there",
            "``a ` <!-- dateline-ignore age: r --> b``",
            "\\<!-- dateline-ignore age: r -->",
            "<!-- see dateline-ignore age: r -->",
            "the words dateline-ignore age: r",
        ] {
            assert_eq!(read(raw), [], "{raw}");
        }
        assert_eq!(read("a lone ` tick <!-- dateline-ignore age: r -->").len(), 1);
    }

    #[test]
    fn no_text_is_slow() {
        for unit in ["<!--", "`", "`` `", "\\", "<!-- -->", "<!-- dateline-ignore -->"] {
            read(&unit.repeat(60_000));
        }
        // Runs of every length, none of which closes.
        read(&(1..700).map(|n| "`".repeat(n) + " ").collect::<String>());
    }
}
