//! Paths and bytes in, [`Article`]s out: the raw source, the clues to its publication date with their spans, and the
//! pieces of prose in it. This room owns file formats, boilerplate and metadata.

mod address;
mod archive;
mod boilerplate;
mod carry;
mod chains;
mod dateline;
mod directive;
mod encoding;
mod feed;
mod field_date;
mod fields;
mod flat;
mod folder;
mod fragment;
mod front_matter;
mod head;
mod html;
mod ignore_field;
mod inline;
mod issue;
mod json_feed;
mod jsonl;
mod kind;
mod latest;
mod layout;
mod lines;
mod mail;
mod markdown;
mod members;
mod ninjs;
mod offsets;
mod order;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(not(feature = "parquet"))]
#[path = "no_parquet.rs"]
mod parquet;
mod paths;
mod plain;
mod read;
mod record;
mod reference;
mod shelf;
mod sitemap;
mod slug;
mod sniff;
mod source;
mod split;
mod stamp;
mod state;
mod stream;
mod table;
mod unpack;
mod versions;
mod vocabulary;
mod walk;
mod warc;
mod whole;
mod wire;
mod wrap;
mod xml;

use crate::interval::Interval;
use crate::span::{Raw, Span};
use jiff::civil::Date;
use std::borrow::Cow;
use std::sync::Arc;

pub use chains::{Chains, Named};
pub use directive::{Directive, Scope};
pub use fields::Fields;
pub use latest::{Latest, Version};
pub use offsets::Offsets;
pub use parquet::is_guarded;
pub use paths::{normal, slashes};
pub use read::Origin;
pub use slug::Slug;
pub use state::FileState;
pub use unpack::Limits;
pub use versions::{Edition, Status};
pub use walk::{Corpus, Entry, Sieve, Text};

/// One article as it was read.
#[derive(Clone, Debug)]
pub struct Article {
    /// The path as it is shown: relative to the configuration's folder or the working directory, with `/`.
    pub path: Arc<str>,
    /// The id that the article itself states (JSON Lines `id`).
    pub id: Option<String>,
    /// The line of the file, counted from 1, where the article is a line of a container (JSON Lines).
    pub line: Option<u32>,
    /// The source: the file as it lies, or in a container the decoded text, followed by the decoded title if it has one.
    pub raw: String,
    /// In a container with a title field: where in `raw` the title starts. Spans from here on are in the field `title`.
    pub title_from: Option<u32>,
    /// Where the title stands.
    pub title: Option<Span<Raw>>,
    /// Who published it, where that is stated (JSON Lines `source`, front matter).
    pub outlet: Option<String>,
    /// The story it is said to belong to, where that is stated.
    pub story: Option<String>,
    /// All that hints at the day of publication, in the order of the text.
    pub clues: Vec<Clue>,
    /// The addresses of its page, the surest first.
    pub addresses: Vec<Box<str>>,
    /// What it says of rules that are not to speak of it, in the order of the text.
    pub ignores: Vec<Directive>,
    /// The prose, in the order of reading: all that `text` learns of a format.
    pub prose: Vec<Piece>,
    /// What it says of its versions and of its being fit for use; nothing where it says nothing.
    pub edition: Option<Box<Edition>>,
    /// Where the source stands in the file, where that is not in UTF-8.
    pub offsets: Option<Box<Offsets>>,
}

impl Default for Article {
    /// An article of nothing.
    fn default() -> Self {
        Article {
            path: Arc::from(""),
            id: None,
            line: None,
            raw: String::new(),
            title_from: None,
            title: None,
            outlet: None,
            story: None,
            clues: Vec::new(),
            addresses: Vec::new(),
            ignores: Vec::new(),
            prose: Vec::new(),
            edition: None,
            offsets: None,
        }
    }
}

impl Article {
    /// What a span of the source says to a reader: its prose, without the markup that may stand in it.
    pub fn words(&self, span: Span<Raw>) -> Cow<'_, str> {
        let written = span.cut(&self.raw);
        if !written.contains(['<', '&']) {
            return Cow::Borrowed(written);
        }
        let mut words = String::with_capacity(written.len());
        for piece in &self.prose {
            match piece {
                Piece::Keep(place) if place.overlaps(span) => {
                    let part = Span::<Raw>::new(place.start.max(span.start), place.end.min(span.end));
                    words.push_str(part.cut(&self.raw));
                }
                Piece::Replace(place, with) if place.overlaps(span) => words.push_str(with),
                _ => {}
            }
        }
        if words.is_empty() { Cow::Borrowed(written) } else { Cow::Owned(words) }
    }

    /// Where a span of the source stands for a reader: in the field it is in, in bytes of the file as it lies, or in a
    /// container in bytes of the decoded field.
    ///
    /// ```
    /// use dateline::corpus::Article;
    /// use dateline::span::Span;
    /// let article = Article { raw: "Ten fell.Storm".into(), title_from: Some(9), ..Article::default() };
    /// assert_eq!(article.place(Span::new(9, 14)), (0, 5));
    /// assert_eq!(article.place(Span::new(0, 3)), (0, 3));
    /// ```
    pub fn place(&self, span: Span<Raw>) -> (u32, u32) {
        let base = self.title_from.filter(|&from| span.start >= from).unwrap_or(0);
        let (start, end) = match &self.offsets {
            Some(offsets) => (offsets.file(span.start), offsets.file(span.end)),
            None => (span.start, span.end),
        };
        (start.saturating_sub(base), end.saturating_sub(base))
    }
}

/// What a run of prose is in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The headline.
    Title,
    /// The summary under the headline.
    Standfirst,
    /// A heading between paragraphs.
    Heading,
    /// A paragraph of the body.
    Body,
    /// An item of a list.
    Bullet,
    /// What is written under a picture.
    Caption,
    /// A note on what an earlier version had wrong: it states no fact, but explains differences.
    Correction,
}

impl Role {
    /// Whether words may be capitalised in it for being in a headline.
    pub fn is_headline(self) -> bool {
        matches!(self, Role::Title | Role::Heading)
    }
}

/// A piece of the way from raw source to clean prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Prose that is taken as it is.
    Keep(Span<Raw>),
    /// Raw bytes that stand for other prose: a character reference, an escape.
    Replace(Span<Raw>, Box<str>),
    /// Not prose; what follows is a new block of this role. The first piece of an article is a break.
    Break(Span<Raw>, Role),
}

/// A date as metadata give it; parts that are not given are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp {
    /// The year, as in the Gregorian calendar.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: Option<i8>,
    /// The day of the month, 1 to 31.
    pub day: Option<i8>,
}

impl Stamp {
    /// The days it may mean, where the year is given and the date exists.
    pub fn days(self) -> Option<Interval<Date>> {
        let year = self.year?;
        let (first, last) = match (self.month, self.day) {
            (Some(month), Some(day)) => {
                (Date::new(year, month, day).ok()?, Date::new(year, month, day).ok()?)
            }
            (Some(month), None) => {
                let first = Date::new(year, month, 1).ok()?;
                (first, first.last_of_month())
            }
            _ => (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?),
        };
        Some(Interval::closed(first, last))
    }
}

/// Where a clue to the publication date stands, the most reliable first: the order is the rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClueKind {
    /// A field of the record or the front matter.
    Field,
    /// A header such as `date 2024-02-22`.
    Header,
    /// What a web page's linked data (JSON-LD) call the day of publication.
    LinkedData,
    /// What a `meta` element calls so: `article:published_time`.
    Meta,
    /// What an element of the page is marked to be (microdata): `itemprop="datePublished"`.
    Microdata,
    /// What a news sitemap says of the page of this address.
    Sitemap,
    /// The address of a page: `/2024/02/22/`.
    Address,
    /// A `<time>` beside the headline.
    TimeElement,
    /// A line that is nothing but a date.
    DateLine,
    /// A byline with a date.
    Byline,
    /// A dateline with a date: `ANKARA, March 2 (Reuters) -`.
    Dateline,
    /// The name of the file.
    FileName,
    /// A line that says when it was last changed: `Updated: March 3, 2021`. It may well be after the day of publication.
    Updated,
    /// A lead that reports something "on April 29, 2024": that day to two days later.
    Lead,
    /// Some other line of a web page, where no better place has a date.
    Elsewhere,
    /// A copyright line: not after that year.
    Copyright,
    /// When a sitemap says that the page of this address was last changed: not after that day.
    Lastmod,
}

/// Something that hints at the day of publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// What sort of place it stands in.
    pub kind: ClueKind,
    /// Where it stands; nothing where it is not in the article's own source (a field of a container, a file name).
    pub span: Option<Span<Raw>>,
    /// What it says.
    pub stamp: Stamp,
    /// Whether it carries a time zone, so that its day may be another elsewhere.
    pub zoned: bool,
}
