//! Slugs: what an agency calls a story, which version of it a message is, and whether the message takes it back.

use super::vocabulary::Words;
use jiff::civil::Date;
use serde::Deserialize;

/// What an agency calls a story. By it the versions of a story are found where they have no id in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slug {
    /// Who calls it so, in lower case: the sign of a service; empty where that is not said.
    pub service: Box<str>,
    /// What it is called, in lower case: `elmport-bridge`.
    pub keywords: Box<str>,
    /// Whether that may well be the name of several stories of a day.
    pub loose: bool,
    /// The day it was sent.
    pub day: Option<Date>,
    /// When it was sent, in seconds since 1970 by the clock of the service.
    pub time: Option<i64>,
    /// Which version of the story it is: 0 is an alert, 1 the first report, 2 its first lead.
    pub lead: u64,
    /// The number of the message, in lower case: `a0101`.
    pub message: Option<Box<str>>,
    /// The messages and the slugs that it names where it takes something back.
    pub named: Vec<Box<str>>,
}

/// What a message tells editors to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    /// Plans and notes: no article at all.
    Advisory,
    Withhold,
    Kill,
}

/// A line that is a slug, or has one in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'l> {
    pub(super) keywords: &'l str,
    pub(super) lead: u64,
    /// Whether it is a further part of a text.
    pub(super) part: bool,
    pub(super) order: Option<Order>,
}

/// The words that agencies use among themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Marks {
    lead: Words,
    alert: Words,
    part: Words,
    filler: Words,
    kill: Words,
    hold: Words,
    advisory: Words,
    note: Words,
    opening: Words,
    kill_verb: Words,
    hold_verb: Words,
    gone: Words,
    object: Words,
    piece: Words,
}

/// So many words of a message are looked at for what it says to editors.
const OPENING: usize = 60;
/// A line that is longer is no slug.
const LONGEST: usize = 100;

impl Marks {
    pub(super) fn load() -> Result<Marks, String> {
        toml::from_str(include_str!("../../rules/words/wires.toml"))
            .map_err(|e| format!("rules/words/wires.toml: {e}"))
    }

    /// The slug in a heading or at the start of a text. With `alone`, a line that is nothing else counts even without the
    /// `BC-` that American wires write before it.
    pub(super) fn slug<'l>(&self, line: &'l str, alone: bool) -> Option<Line<'l>> {
        let designator = words(line).find(|word| {
            let cycle = word
                .get(..3)
                .is_some_and(|c| ["bc-", "am-", "pm-", "ap-"].contains(&&*c.to_ascii_lowercase()));
            cycle && word.len() > 5
        });
        match designator {
            Some(word) => self.parse(&line[offset(line, word) + 3..], false),
            None if alone && line.len() <= LONGEST => self.parse(line.trim(), true),
            None => None,
        }
    }

    /// The keywords reach to a comma or to the first mark; with `strict`, they are one word of several parts, and nothing
    /// but marks follows.
    fn parse<'l>(&self, slug: &'l str, strict: bool) -> Option<Line<'l>> {
        let comma = slug.find(',').unwrap_or(slug.len());
        let mut end = 0;
        for (at, word) in words(&slug[..comma]).enumerate() {
            let start = offset(slug, word);
            if at > 0 && (is_sent(word) || self.is_mark(word)) {
                break;
            }
            if strict && at > 0 {
                return None;
            }
            end = start + word.len();
        }
        let mut keywords = slug[..end].trim_end_matches(['/', '-', '=', ':', '.']);
        let mut order = None;
        // `Elmport-Bakers-KILL`: a mark only where it is shouted and the rest is not.
        if let Some((rest, last)) = keywords.rsplit_once('-')
            && last.len() > 3
            && last.bytes().all(|b| b.is_ascii_uppercase())
            && rest.bytes().any(|b| b.is_ascii_lowercase())
            && let Some(found) = self.order(last)
        {
            (keywords, order) = (rest, Some(found));
        }
        let letters = |part: &str| part.bytes().filter(u8::is_ascii_alphabetic).count() > 1;
        if strict
            && (keywords.split(['-', '/']).filter(|part| letters(part)).count() < 2
                || keywords.contains(['.', '"']))
        {
            return None;
        }
        let mut line = Line { keywords, lead: 1, part: false, order };
        let (mut ordinal, mut leads, mut alert) = (None, false, false);
        for word in
            slug[end..].split([' ', '\t', ',', '-', '/', '=', '\'', ':', '\r']).filter(|w| !w.is_empty())
        {
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            let lower = word.to_ascii_lowercase();
            let rest = &lower[digits..];
            let rest = ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|e| rest.strip_prefix(e))
                .filter(|_| digits > 0)
                .unwrap_or(rest);
            if digits > 0 && digits < 3 && digits < word.len() {
                ordinal = word[..digits].parse::<u64>().ok();
            }
            match rest {
                "" => {}
                _ if self.lead.contains(rest) => leads = true,
                _ if self.alert.contains(rest) => alert = true,
                _ if self.part.contains(rest) => line.part = true,
                _ => match self.order(rest) {
                    Some(found) => line.order = line.order.max(Some(found)),
                    None if strict && !self.filler.contains(rest) => return None,
                    None => {}
                },
            }
        }
        line.lead = match (leads, alert) {
            (true, _) => ordinal.unwrap_or(1).saturating_add(1),
            (false, true) => 0,
            (false, false) => 1,
        };
        (!line.keywords.is_empty()).then_some(line)
    }

    /// Whether a word of a slug is none of its keywords.
    fn is_mark(&self, word: &str) -> bool {
        let mut parts = word.split(['-', '/']).map(|part| {
            let lower = part.to_ascii_lowercase();
            let rest = lower.trim_start_matches(|c: char| c.is_ascii_digit());
            ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|e| rest.strip_prefix(e))
                .filter(|_| rest.len() < lower.len())
                .unwrap_or(rest)
                .to_owned()
        });
        parts.next().is_some_and(|first| {
            first.is_empty() && word.starts_with(|c: char| c.is_ascii_digit())
                || [&self.lead, &self.alert, &self.part].iter().any(|set| set.contains(&*first))
                || self.order(&first).is_some()
                || word.bytes().all(|b| b.is_ascii_punctuation())
        })
    }

    fn order(&self, word: &str) -> Option<Order> {
        let lower = word.to_ascii_lowercase();
        let is = |set: &Words| set.contains(&*lower);
        match () {
            () if is(&self.kill) => Some(Order::Kill),
            () if is(&self.hold) => Some(Order::Withhold),
            () if is(&self.advisory) => Some(Order::Advisory),
            () => None,
        }
    }

    /// What a line of capitals says that is nothing but an order: `MANDATORY KILL`, `KILL KILL KILL ''''' =`.
    pub(super) fn shouted(&self, line: &str) -> Option<Order> {
        if line.len() > LONGEST || line.bytes().any(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let mut found = None;
        for word in line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let lower = word.to_ascii_lowercase();
            match self.order(&lower) {
                Some(order) => found = found.max(Some(order)),
                None if self.filler.contains(&*lower) || self.alert.contains(&*lower) => {}
                None => return None,
            }
        }
        found
    }

    /// What the beginning of a text tells editors to do with a whole story: `EDITORS: Kill BC-Elmport-Bakers, a0101.`
    pub(super) fn told(&self, text: &str) -> Option<Order> {
        let words: Vec<String> = words(text)
            .take(OPENING)
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase())
            .filter(|w| !w.is_empty())
            .collect();
        let addressed = words.first().is_some_and(|first| self.opening.contains(&**first));
        let from = match words.iter().take(12).position(|w| w == "please") {
            Some(at) => at,
            None if addressed => 0,
            None => return None,
        };
        let verb = |w: &String| self.kill_verb.contains(&**w) || self.hold_verb.contains(&**w);
        let thing = |w: &String| {
            self.object.contains(&**w)
                || number(w).is_some()
                || ["bc-", "am-", "pm-"].iter().any(|c| w.starts_with(c))
        };
        if let Some(at) = words[from..].iter().take(12).position(verb).map(|at| at + from) {
            let order = if self.kill_verb.contains(&*words[at]) { Order::Kill } else { Order::Withhold };
            let what = words[at + 1..].iter().take(8).find(|w| thing(w) || self.piece.contains(&***w))?;
            return thing(what).then_some(order);
        }
        let gone = words.iter().take(25).position(|w| self.gone.contains(&**w))?;
        let whole =
            words[..gone].iter().any(thing) && !words[..gone].iter().any(|w| self.piece.contains(&**w));
        (addressed && whole).then_some(Order::Kill)
    }

    /// Whether a line is a note to editors that goes before a report: `Eds: UPDATES with quotes.`
    pub(super) fn is_note(&self, line: &str) -> bool {
        let Some((first, _)) = line.split_once(':') else { return false };
        self.note.contains(&*first.trim().to_ascii_lowercase())
    }

    /// The messages and slugs that a text names.
    pub(super) fn named(text: &str) -> Vec<Box<str>> {
        let mut named: Vec<Box<str>> = Vec::new();
        for word in words(text).take(OPENING) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
            match word.get(..3) {
                Some("bc-" | "am-" | "pm-") if word.len() > 5 => named.push(word[3..].into()),
                _ if number(&word).is_some() => named.push(word.into()),
                _ => {}
            }
        }
        named.sort();
        named.dedup();
        named
    }
}

/// The letters of a message's number: `a0101`, `EWA0017`.
pub(super) fn number(word: &str) -> Option<&str> {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = word.len() - letters;
    let fits = matches!(letters, 1..=4)
        && matches!(digits, 3..=5)
        && word[letters..].bytes().all(|b| b.is_ascii_digit());
    fits.then(|| &word[..letters])
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty())
}

fn offset(line: &str, word: &str) -> usize {
    word.as_ptr() as usize - line.as_ptr() as usize
}

/// Whether a word of a heading says when the message was sent or how long it is: `03-07`, `0245`.
fn is_sent(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit() || b == b'-') && word.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Marks {
        Marks::load().unwrap()
    }

    #[test]
    fn leads_and_keywords() {
        let marks = marks();
        let read = |line: &'static str| marks.slug(line, true).map(|l| (l.keywords, l.lead, l.part, l.order));
        for (line, keywords, lead) in [
            ("r i BC-Elmport-Bridge,2nd Ld-Writethru 03-07 0245", "Elmport-Bridge", 3),
            ("BC-Elmport-Bridge 03-07 0245", "Elmport-Bridge", 1),
            ("BC-Elmport-Bridge,1stLd-Writethru,0245", "Elmport-Bridge", 2),
            ("bc-Elmport-Bridge, 10thLd", "Elmport-Bridge", 11),
            ("BC-CA--Elmport Fire,3rd Lead", "CA--Elmport Fire", 4),
            ("BC-Elmport-Bridge 1stLd-Writethru 03-07", "Elmport-Bridge", 2),
            ("BC-Elmport-Bridge,URGENT", "Elmport-Bridge", 0),
            ("AM-Elmport-Bridge, Bulletin,1st Ld", "Elmport-Bridge", 2),
            ("PM-Elmport-Bridge,Lead", "Elmport-Bridge", 2),
            ("Elmport-bridge/", "Elmport-bridge", 1),
            ("Elmport-bridge, 2ndLd-Writethru", "Elmport-bridge", 3),
            ("Elmport/bridge URGENT =", "Elmport/bridge", 0),
        ] {
            assert_eq!(read(line), Some((keywords, lead, false, None)), "{line}");
        }
        assert_eq!(read("BC-Elmport-Bridge,1st Add"), Some(("Elmport-Bridge", 1, true, None)));
        for line in [
            "The bridge of Elmport",
            "Ex-mayor of Elmport dies",
            "Elmport",
            "10-14",
            "Elmport-Bridge to close",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn orders_in_slugs() {
        let marks = marks();
        let read = |line: &'static str| marks.slug(line, true).and_then(|l| l.order.map(|o| (l.keywords, o)));
        let bakers = |order| Some(("Elmport-Bakers", order));
        assert_eq!(read("BC-Elmport-Bakers,KILL"), bakers(Order::Kill));
        assert_eq!(read("BC-Elmport-Bakers, Mandatory Kill 03-05 0030"), bakers(Order::Kill));
        assert_eq!(read("BC-Elmport-Bakers-KILL"), bakers(Order::Kill));
        assert_eq!(read("BC-Elmport-Bakers,1st Ld,WITHHOLD"), bakers(Order::Withhold));
        assert_eq!(read("BC-Elmport-Bakers,Advisory"), bakers(Order::Advisory));
        // Stories of kills and advisories.
        assert_eq!(read("BC-Moose-Kill"), None);
        assert_eq!(read("BC-ELMPORT-KILL"), None);
        assert_eq!(read("BC-Winter-Advisory 03-05 0300"), None);
    }

    #[test]
    fn orders_in_texts() {
        let marks = marks();
        assert_eq!(marks.shouted("MANDATORY KILL"), Some(Order::Kill));
        assert_eq!(marks.shouted("KILL KILL KILL ''''' ="), Some(Order::Kill));
        assert_eq!(marks.shouted("BULLETIN KILL"), Some(Order::Kill));
        assert_eq!(marks.shouted("HOLD HOLD HOLD"), Some(Order::Withhold));
        assert_eq!(marks.shouted("ADVISORY TO EDITORS"), Some(Order::Advisory));
        for line in ["Kill", "KILL BILL RETURNS", "ELMPORT", "", "URGENT"] {
            assert_eq!(marks.shouted(line), None, "{line}");
        }
        for text in [
            "EDITORS: Kill the story slugged BC-Elmport-Bakers.",
            "EDITORS: kill BC-Elmport-Bakers, a0101. The strike did not take place.",
            "WEST ELMPORT (AP) - Please kill the story Elmport-Bakers, V9991. A kill is mandatory.",
            "Please kill item EWA0017 \"Trams to run\".",
            "Editors: The story BC-Elmport-Bakers has been withdrawn. A new version will follow.",
            "Kill a0101, BC-Elmport-Bakers.",
        ] {
            assert_eq!(marks.told(text), Some(Order::Kill), "{text}");
        }
        assert_eq!(marks.told("EDITORS: Withhold the story until further notice."), Some(Order::Withhold));
        for text in [
            "Eds: Kill the fifth paragraph of the story, on the price of bread.",
            "Eds: UPDATES with quotes from bakers.",
            "ELMPORT (AP) _ A man who killed a moose told his story on Monday.",
            "Police said a report that they wanted to kill the story was wrong.",
            "Note: the headline has been withdrawn from the story.",
        ] {
            assert_eq!(marks.told(text), None, "{text}");
        }
        assert_eq!(
            Marks::named("Kill BC-Elmport-Bakers, a0101. BC-Elmport-Bakers is wrong."),
            ["a0101".into(), "elmport-bakers".into()]
        );
    }
}
