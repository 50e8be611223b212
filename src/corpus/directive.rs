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
pub(super) const FIELD: &str = "datelineignore";

const HOW: &str = "write `dateline-ignore RULE: reason`";

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
    /// Reads the comment at `at` in `raw`, if it is one for us: its first word is `dateline-ignore`, or begins so.
    pub(super) fn read(raw: &str, at: Range<usize>) -> Option<Comment> {
        let inner = raw.get(at.clone())?.strip_prefix("<!--")?;
        let inner = inner.strip_suffix("-->").unwrap_or(inner);
        let start = at.start + "<!--".len() + (inner.len() - inner.trim_start().len());
        let text = inner.trim();
        let word = text.split(|c: char| c.is_whitespace() || c == ':').next().unwrap_or("");
        if !word.starts_with("dateline-") {
            return None;
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
                    closes = false;
                    at += 4;
                }
            },
            _ => at += 1,
        }
    }
    found
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
        assert!(fault("<!-- dateline-ingore age: r -->").starts_with("`dateline-ingore` is no order"));
    }

    #[test]
    fn only_comments_are_comments() {
        for raw in [
            "to silence it, write `<!-- dateline-ignore age: r -->` there",
            "``a ` <!-- dateline-ignore age: r --> b``",
            "\\<!-- dateline-ignore age: r -->",
            "<!-- dateline-ignore age: it never ends",
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
