//! Where the records of a stream end, found in one pass over its bytes as they come.

use super::json_feed;

/// What is next in a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// More bytes are needed to tell.
    More,
    /// So many bytes are no record.
    Skip(usize),
    /// So many bytes are a record; and what is odd about it.
    Record(usize, Option<String>),
    /// Nothing after this can be read, and why.
    Stop(String),
}

/// Finds records. Each call gets the bytes from the end of the last step on, at least those of the call before, and
/// whether they are the last.
pub(super) trait Split: Send {
    fn next(&mut self, bytes: &[u8], last: bool) -> Step;
}

/// A record that is longer than this is a mistake in the markup.
const LONGEST: usize = 512 << 20;

fn too_long() -> Step {
    Step::Stop(format!("a record of more than {} MiB; the rest is not read", LONGEST >> 20))
}

/// An array of objects, or objects one after the other, or the articles of a JSON Feed.
#[derive(Debug, Default)]
pub(super) struct Objects {
    /// Whether it was found out if it is a feed, and whether it is one.
    known: bool,
    feed: bool,
    /// Whether an array was opened.
    inside: bool,
    /// How far the open record was looked at, how many braces are open in it, and whether a string is.
    at: usize,
    depth: usize,
    string: bool,
}

impl Split for Objects {
    fn next(&mut self, bytes: &[u8], last: bool) -> Step {
        if self.at == 0 {
            let blank = bytes.iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
            if blank > 0 {
                return Step::Skip(blank);
            }
            if !self.known && bytes.first() == Some(&b'{') && (last || bytes.len() >= json_feed::HEAD) {
                (self.known, self.feed) = (true, json_feed::is_feed(bytes));
            }
            match bytes.first() {
                None => return Step::More,
                Some(b'{') if !self.known => return Step::More,
                Some(_) if self.feed && !self.inside => return self.feed(bytes, last),
                Some(b'[') if !self.inside => {
                    (self.known, self.inside) = (true, true);
                    return Step::Skip(1);
                }
                Some(b']') if self.inside => {
                    self.inside = false;
                    return Step::Skip(1);
                }
                Some(b'{') => {}
                Some(_) => return Step::Stop("a record that is no object; the rest is not read".to_owned()),
            }
        }
        match self.object(bytes) {
            Some(end) => {
                (self.at, self.depth, self.string) = (0, 0, false);
                Step::Record(end, None)
            }
            None if last && !bytes.is_empty() => {
                self.at = 0;
                Step::Record(bytes.len(), None)
            }
            None if bytes.len() > LONGEST => too_long(),
            None => Step::More,
        }
    }
}

impl Objects {
    /// What stands before and after the articles of a feed.
    fn feed(&mut self, bytes: &[u8], last: bool) -> Step {
        match json_feed::items(bytes) {
            Some(start) if bytes.starts_with(b"{") => {
                self.inside = true;
                Step::Skip(start)
            }
            _ if !bytes.starts_with(b"{") => Step::Skip(bytes.len()),
            _ if last => Step::Stop("a JSON Feed without articles".to_owned()),
            _ if bytes.len() > LONGEST => too_long(),
            _ => Step::More,
        }
    }

    fn object(&mut self, bytes: &[u8]) -> Option<usize> {
        while let Some(rest) = bytes.get(self.at..) {
            if self.string {
                let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                    self.at = bytes.len();
                    return None;
                };
                if rest[found] == b'"' {
                    self.string = false;
                    self.at += found + 1;
                } else if rest.len() > found + 1 {
                    self.at += found + 2;
                } else {
                    // The letter after the backslash is not there yet.
                    self.at += found;
                    return None;
                }
                continue;
            }
            let Some(found) = memchr::memchr3(b'"', b'{', b'}', rest) else {
                self.at = bytes.len();
                return None;
            };
            self.at += found + 1;
            match rest[found] {
                b'"' => self.string = true,
                b'{' => self.depth += 1,
                _ => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(self.at);
                    }
                }
            }
        }
        None
    }
}

/// Rows of a table, by the rules of RFC 4180 and the lenience of spreadsheets.
#[derive(Debug)]
pub(super) struct Rows {
    separator: u8,
    at: usize,
    state: Cell,
    /// Whether something stood after a closing quote.
    stray: bool,
    /// A quote that opens this row is a letter: it is never closed.
    literal: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: the end, or half of a double one.
    Quote,
}

/// A quoted cell that is longer than this was opened by mistake.
const CELL: usize = 128 << 20;

impl Rows {
    pub(super) fn new(separator: u8) -> Self {
        Rows { separator, at: 0, state: Cell::Start, stray: false, literal: false }
    }

    /// The end of the row, its line end included.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        while self.at < bytes.len() {
            let rest = &bytes[self.at..];
            match self.state {
                Cell::Quoted => match memchr::memchr(b'"', rest) {
                    Some(found) => {
                        self.at += found + 1;
                        self.state = Cell::Quote;
                    }
                    None => self.at = bytes.len(),
                },
                Cell::Start if rest[0] == b'"' && !self.literal => {
                    self.at += 1;
                    self.state = Cell::Quoted;
                }
                Cell::Quote if rest[0] == b'"' => {
                    self.at += 1;
                    self.state = Cell::Quoted;
                }
                state => {
                    let plain = memchr::memchr3(self.separator, b'\n', b'\r', rest);
                    let Some(found) = plain else {
                        self.stray |= state == Cell::Quote && !rest.is_empty();
                        self.state = Cell::Plain;
                        self.at = bytes.len();
                        return None;
                    };
                    self.stray |= state == Cell::Quote && found > 0;
                    self.at += found + 1;
                    self.state = Cell::Start;
                    if rest[found] != self.separator {
                        return Some(self.at);
                    }
                }
            }
        }
        None
    }

    /// Whether every quote of a row is closed in it.
    pub(super) fn is_closed(&mut self, row: &[u8]) -> bool {
        self.end(row);
        self.state != Cell::Quoted
    }

    fn reset(&mut self) -> bool {
        let stray = self.stray;
        *self = Rows::new(self.separator);
        stray
    }
}

const STRAY: &str = "a quotation mark that does not belong (inside a quoted cell it is written twice)";

impl Split for Rows {
    fn next(&mut self, bytes: &[u8], last: bool) -> Step {
        if self.at == 0 {
            let blank = bytes.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
            if blank > 0 {
                return Step::Skip(blank);
            }
        }
        let open = |rows: &Rows| rows.state == Cell::Quoted;
        let end = match self.end(bytes) {
            None if open(self) && (last || bytes.len() > CELL) => {
                // It was no quote: the row ends with its line.
                *self = Rows { literal: true, stray: true, ..Rows::new(self.separator) };
                self.end(bytes)
            }
            end => end,
        };
        match end {
            Some(end) => {
                let stray = self.reset();
                Step::Record(end, stray.then(|| STRAY.to_owned()))
            }
            None if last && !bytes.is_empty() => {
                let stray = self.reset();
                Step::Record(bytes.len(), stray.then(|| STRAY.to_owned()))
            }
            None if bytes.len() > LONGEST => too_long(),
            None => Step::More,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The records, when the bytes come so many at a time.
    fn records(mut split: impl Split, bytes: &[u8], at_once: usize) -> Vec<(String, bool)> {
        let (mut from, mut to) = (0, 0);
        let mut out = Vec::new();
        loop {
            match split.next(&bytes[from..to], to == bytes.len()) {
                Step::More if to == bytes.len() => return out,
                Step::More => to = (to + at_once).min(bytes.len()),
                Step::Skip(len) => from += len,
                Step::Record(len, odd) => {
                    out.push((
                        String::from_utf8_lossy(&bytes[from..from + len]).trim_end().to_owned(),
                        odd.is_some(),
                    ));
                    from += len;
                }
                Step::Stop(why) => {
                    out.push((why, true));
                    return out;
                }
            }
        }
    }

    #[test]
    fn objects_of_an_array() {
        let json = br#" [ {"a":"}\"{"}, {"b":{"c":[1,{}]}} , 7, "x" ]"#;
        let found = records(Objects::default(), json, 3);
        let texts: Vec<&str> = found.iter().map(|(r, _)| r.as_str()).collect();
        let stop = "a record that is no object; the rest is not read";
        assert_eq!(texts, [r#"{"a":"}\"{"}"#, r#"{"b":{"c":[1,{}]}}"#, stop]);
        assert_eq!(records(Objects::default(), b"{\"a\":1}\n{\"b\":2}{\"c\":", 9).len(), 3);
    }

    #[test]
    fn rows_of_a_table() {
        let rows = |text: &str| records(Rows::new(b','), text.as_bytes(), 4);
        let ok = |text: &str| (text.to_owned(), false);
        assert_eq!(
            rows("a,b\r\n\"x\ny\",\"say \"\"so\"\"\"\n5\" pipe,c"),
            [ok("a,b"), ok("\"x\ny\",\"say \"\"so\"\"\""), ok("5\" pipe,c")]
        );
        assert_eq!(rows("a,\"b\n1,2\n3,4\n"), [("a,\"b".to_owned(), true), ok("1,2"), ok("3,4")]);
        assert_eq!(rows("\"a\" b,c\nd,e"), [("\"a\" b,c".to_owned(), true), ok("d,e")]);
    }

    proptest! {
        #[test]
        fn pieces_change_nothing(bytes in "[a\"\\\\{}\\[\\], \n\r]{0,40}", at_once in 1..9usize) {
            let bytes = bytes.as_bytes();
            prop_assert_eq!(records(Rows::new(b','), bytes, at_once), records(Rows::new(b','), bytes, 99));
            prop_assert_eq!(records(Objects::default(), bytes, at_once), records(Objects::default(), bytes, 99));
        }
    }
}
