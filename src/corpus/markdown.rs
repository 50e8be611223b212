//! Markdown: front matter, headings, lists, quotations; fenced code and comments are no prose.

use super::directive::{Comment, Directive, comments};
use super::front_matter::{self, FrontMatter};
use super::layout::{Layout, arrange};
use super::lines::{Line, beginning, lines};
use super::vocabulary::Vocabulary;
use super::{Role, inline, wrap};
use crate::span::{Raw, Span};
use std::ops::Range;

/// A source laid out, with its front matter.
pub(super) struct Markdown {
    pub(super) layout: Layout,
    pub(super) front: FrontMatter,
    /// The title of the front matter, if it has one: its place and what it says.
    pub(super) title: Option<(Span<Raw>, String)>,
    /// What its comments and its front matter say of rules that are not to speak of it.
    pub(super) ignores: Vec<Directive>,
    /// What starts and never ends, and where: a code block, or a comment that is none for us.
    pub(super) unclosed: Option<(usize, &'static str)>,
}

/// Lays out `raw` from byte `from` on.
pub(super) fn read(raw: &str, from: usize, v: &Vocabulary) -> Markdown {
    let mut front = front_matter::read(raw, from, v);
    let stated = front.entries.iter().find(|e| matches!(e.key.as_str(), "title" | "headline"));
    let Blocks { lines, roles, apart, code, unclosed } = blocks(raw, front.end, stated.is_some(), v);
    let mut ignores = std::mem::take(&mut front.ignores);
    ignores.extend(directives(raw, &lines, &roles, apart, &code));
    let role = |start: usize| roles.binary_search_by_key(&start, |r| r.0).ok().map(|i| roles[i].1);
    let layout = arrange(raw, lines, stated.map(|e| e.value.as_str()), role, v);
    let title = stated.map(|e| (Span::of(e.span.clone()), e.value.clone())).filter(|t| !t.1.is_empty());
    Markdown { layout, front, title, ignores, unclosed }
}

impl Layout {
    /// The blocks as pieces, with the markup inside them cut.
    pub(super) fn markdown_pieces(&self, raw: &str) -> Vec<super::Piece> {
        let mut out = Vec::with_capacity(self.blocks.len() * 4);
        let mut last = 0;
        for &(span, role) in &self.blocks {
            out.push(super::Piece::Break(Span::new(last.min(span.start), span.start), role));
            inline::pieces(raw, span, &mut out);
            last = span.end;
        }
        out
    }
}

/// Two lines of a paragraph are one where the first is at least so long, in bytes; shorter ones are lines of their own,
/// as pages print them between headline and body.
const WRAPPED: usize = 45;

/// What the markup makes of a text.
struct Blocks {
    lines: Vec<Line>,
    /// The roles of some of them, by where they start.
    roles: Vec<(usize, Role)>,
    /// The comments for us that lines begin with.
    apart: Vec<Apart>,
    /// Lines that an indent makes code.
    code: Vec<Range<usize>>,
    /// What starts and never ends, and where.
    unclosed: Option<(usize, &'static str)>,
}

fn blocks(raw: &str, from: usize, titled: bool, v: &Vocabulary) -> Blocks {
    let mut out: Vec<Line> = Vec::new();
    let mut roles: Vec<(usize, Role)> = Vec::new();
    let mut fence: Option<Fence> = None;
    let mut comment = false;
    let mut unclosed = None;
    // Whether an item of a list is open, whose text may be indented, and whether the last line was code by its indent.
    let (mut listed, mut indented) = (false, false);
    let mut code = Vec::new();
    // The tag that ends what is no prose at all.
    let mut unread: Option<(usize, &str)> = None;
    let mut apart = Vec::new();
    let mut titled = titled;
    // How long the last line of the open paragraph is.
    let mut open: Option<usize> = None;
    for mut line in lines(raw, from, raw.len()) {
        let mut text = line.text(raw);
        let inner = text.trim_start_matches(['>', ' ', '\t']);
        // A quotation that ends takes its code with it.
        fence = fence.filter(|fence| !fence.quoted || text.starts_with('>'));
        if let Some(Fence { mark, len, quoted, .. }) = fence {
            let code = if quoted { inner } else { text };
            if run(code, mark) >= len && code.bytes().all(|b| b == mark) {
                fence = None;
            }
            continue;
        }
        if comment {
            comment = !text.contains("-->");
            continue;
        }
        if let Some((at, end)) = unread {
            unread = Some((at, end)).filter(|(_, end)| !closes(text, end));
            continue;
        }
        if let Some(end) = opens_unread(text) {
            unread = Some((line.start, end)).filter(|(_, end)| !closes(text, end));
            open = None;
            continue;
        }
        if is_template(text) {
            continue;
        }
        let inner = item(inner).map_or(inner, |mark| &inner[mark..]);
        let fenced = |&mark: &u8| match run(inner, mark) {
            len if len < 3 => false,
            // Code in a line may begin so, too.
            len => mark == b'~' || !inner[len..].contains('`'),
        };
        if let Some(mark) = [b'`', b'~'].into_iter().find(fenced) {
            fence =
                Some(Fence { mark, len: run(inner, mark), quoted: text.starts_with('>'), at: line.start });
            open = None;
            continue;
        }
        listed = (listed && (line.indented || !line.gap)) || item(text).is_some();
        indented = line.indented && !listed && (line.gap || indented) && is_deep(&raw[..line.start]);
        if indented {
            code.push(line.start..line.end);
            if text.starts_with("<!--") {
                open = None;
                continue;
            }
        }
        while text.starts_with("<!--") {
            open = None;
            let Some(close) = raw[line.start..].find("-->").map(|at| line.start + at + "-->".len()) else {
                let at = line.start;
                let ours = Comment::read(raw, at..raw.len());
                unclosed = ours.is_none().then_some((at, "a comment"));
                apart.extend(ours.map(|c| Apart { comment: c, block: out.len(), alone: true }));
                comment = true;
                break;
            };
            comment = close > line.end;
            let end = close.min(line.end);
            let rest = raw[end..line.end].trim_start();
            let comment = Comment::read(raw, line.start..close);
            apart.extend(comment.map(|c| Apart { comment: c, block: out.len(), alone: rest.is_empty() }));
            line = Line { start: line.end - rest.len(), gap: true, ..line };
            text = rest;
        }
        if comment || line.start == line.end {
            continue;
        }
        let quoted = text.trim_start_matches(['>', ' ', '\t']);
        let text = if text.starts_with('>') { quoted } else { text };
        let mut line = Line { start: line.end - text.len(), ..line };
        if text.is_empty() {
            open = None;
            continue;
        }
        if is_rule(text) {
            // Under a paragraph it makes a heading of it.
            if let (Some(_), Some(last), true) =
                (open, out.last(), matches!(text.as_bytes()[0], b'=' | b'-') && !line.gap)
            {
                let role = if text.starts_with('=') && !titled { Role::Title } else { Role::Heading };
                titled |= role == Role::Title;
                roles.push((last.start, role));
            }
            open = None;
            continue;
        }
        if is_definition(text) {
            open = None;
            continue;
        }
        let level = run(text, b'#');
        if (1..=6).contains(&level) && text[level..].starts_with([' ', '\t']) {
            line.start += level + text[level..].len() - text[level..].trim_start().len();
            let inner = line.text(raw).trim_end_matches('#').trim_end();
            line.end = line.start + inner.len();
            let role = if level == 1 && !titled && out.is_empty() { Role::Title } else { Role::Heading };
            titled |= role == Role::Title;
            roles.push((line.start, role));
            out.push(Line { gap: true, ..line });
            open = None;
            continue;
        }
        if text.starts_with('|') {
            cells(raw, line, &mut out);
            open = None;
            continue;
        }
        if let Some(mark) = item(text) {
            line.start += mark;
            roles.push((line.start, Role::Bullet));
            out.push(Line { gap: true, ..line });
            open = Some(text.len());
            continue;
        }
        let goes_on = |before: &Line| wrap::goes_on(last_line(before.text(raw)), text, v);
        let wrapped = open.is_some_and(|len| {
            len >= WRAPPED || text.starts_with(char::is_lowercase) || out.last().is_some_and(goes_on)
        });
        match out.last_mut().filter(|_| wrapped && !line.gap) {
            Some(paragraph) => paragraph.end = line.end,
            None => out.push(line),
        }
        open = Some(text.len());
    }
    roles.sort_by_key(|r| r.0);
    roles.dedup_by_key(|r| r.0);
    let unclosed = unclosed.or(fence.map(|fence| (fence.at, "a code block")));
    let unclosed = unclosed.or(unread.map(|(at, _)| (at, "a script or a style sheet")));
    Blocks { lines: out, roles, apart, code, unclosed }
}

/// The marks that code stands between.
#[derive(Clone, Copy)]
struct Fence {
    mark: u8,
    len: usize,
    /// Whether it is in a quotation.
    quoted: bool,
    at: usize,
}

/// Whether a line that goes on behind `before` is indented like code.
fn is_deep(before: &str) -> bool {
    let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
    line.starts_with("    ") || line.trim_start_matches(' ').starts_with('\t')
}

/// The last line of an open paragraph.
fn last_line(paragraph: &str) -> &str {
    paragraph.rsplit(['\n', '\r']).next().unwrap_or(paragraph)
}

/// A comment for us that a line begins with.
struct Apart {
    comment: Comment,
    /// The number of the block after it.
    block: usize,
    /// Whether nothing stands after it on its line.
    alone: bool,
}

/// The orders in comments. One on lines of its own speaks of what follows, up to the next blank line; one that begins or
/// ends a paragraph, or stands in it, of that paragraph.
fn directives(
    raw: &str,
    blocks: &[Line],
    roles: &[(usize, Role)],
    apart: Vec<Apart>,
    code: &[Range<usize>],
) -> Vec<Directive> {
    let is_code = |directive: &Directive| {
        let at = directive.span.start as usize;
        code[..code.partition_point(|line| line.start <= at)].last().is_some_and(|line| at < line.end)
    };
    let heads = |line: &Line| {
        let role = roles.binary_search_by_key(&line.start, |r| r.0).ok().map(|i| roles[i].1);
        role.is_some_and(Role::is_headline)
    };
    let joined = |i: usize| !blocks[i].gap && !heads(&blocks[i]) && !heads(&blocks[i - 1]);
    let paragraph = |i: usize| {
        let first = (1..=i).rev().find(|&i| !joined(i)).unwrap_or(0);
        let last = (i + 1..blocks.len()).find(|&i| !joined(i)).unwrap_or(blocks.len()) - 1;
        blocks[first].start..blocks[last].end
    };
    let following = |i: usize| {
        let blank = |i: &usize| {
            let between = raw[blocks[i - 1].end..blocks[*i].start].replace("\r\n", "\n");
            let lines: Vec<&str> = between.split(['\n', '\r']).collect();
            lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
        };
        let last = (i + 1..blocks.len()).find(blank).unwrap_or(blocks.len()) - 1;
        blocks[i].start..blocks[last].end
    };
    let mut found: Vec<Directive> = Vec::new();
    for Apart { comment, block, alone } in apart {
        let passage = (block < blocks.len()).then(|| if alone { following(block) } else { paragraph(block) });
        found.push(comment.speaks_of(passage));
    }
    for (i, block) in blocks.iter().enumerate() {
        found.extend(
            comments(raw, block.start..block.end).into_iter().map(|c| c.speaks_of(Some(paragraph(i)))),
        );
    }
    found.retain(|directive| !is_code(directive));
    found.sort_by_key(|d| d.span);
    found
}

fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|&b| b == mark).count()
}

/// The tag that closes an element without prose that a line opens: a script, a style sheet.
fn opens_unread(text: &str) -> Option<&'static str> {
    let ends =
        |at: usize| text[at..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/'));
    let opens = |name: &str| {
        text.get(1..=name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name)) && ends(name.len() + 1)
    };
    let kinds = [("script", "</script"), ("style", "</style")];
    kinds.into_iter().find(|(name, _)| text.starts_with('<') && opens(name)).map(|(_, end)| end)
}

fn closes(text: &str, end: &str) -> bool {
    text.as_bytes().windows(end.len()).any(|window| window.eq_ignore_ascii_case(end.as_bytes()))
}

/// A line that is nothing but an order to the program that makes pages of it: `{{< figure … >}}`, `{% include … %}`.
fn is_template(text: &str) -> bool {
    text.starts_with("{{") && text.ends_with("}}") || text.starts_with("{%") && text.ends_with("%}")
}

/// `---`, `***`, `===`, `| --- |`: a line of marks.
fn is_rule(text: &str) -> bool {
    let marks = text.bytes().filter(|b| matches!(b, b'-' | b'=' | b'*' | b'_')).count();
    marks >= 2 && text.bytes().all(|b| matches!(b, b'-' | b'=' | b'*' | b'_' | b'|' | b':' | b' ' | b'\t'))
}

/// `[label]: http://…`, perhaps with a title in quotation marks.
fn is_definition(text: &str) -> bool {
    let Some(at) =
        beginning(text, 80).find("]:").filter(|_| text.starts_with('[') && !text.starts_with("[^"))
    else {
        return false;
    };
    let target = text[at + 2..].trim();
    target.split_once(' ').is_none_or(|(_, title)| {
        let title = title.trim_start();
        title.starts_with(['"', '\'', '(']) && title.ends_with(['"', '\'', ')'])
    })
}

/// How many bytes the mark of an item of a list takes.
fn item(text: &str) -> Option<usize> {
    let digits = run_of_digits(text);
    let mark = match text.as_bytes().first()? {
        b'-' | b'*' | b'+' => 1,
        _ if (1..=3).contains(&digits) && text[digits..].starts_with(['.', ')']) => digits + 1,
        _ => return super::boilerplate::bullet(text),
    };
    let rest = &text[mark..];
    rest.starts_with([' ', '\t']).then(|| text.len() - rest.trim_start().len())
}

fn run_of_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The cells of a row of a table, each a block.
fn cells(raw: &str, line: Line, out: &mut Vec<Line>) {
    let mut at = line.start;
    for cell in line.text(raw).split('|') {
        let inner = cell.trim();
        if !inner.is_empty() {
            let start = at + cell.len() - cell.trim_start().len();
            out.push(Line { start, end: start + inner.len(), gap: true, indented: false });
        }
        at += cell.len() + 1;
    }
}
