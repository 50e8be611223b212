//! Ranking the clues of an article: the most reliable wins, windows narrow, conflicts are kept for a finding.

use super::{DateEvidence, Published};
use crate::corpus::{Article, Clue, ClueKind, Stamp};
use crate::interval::Interval;
use crate::span::{Raw, Span};
use jiff::ToSpan;
use jiff::civil::Date;

/// Works out when an article was published, from its clues and from what its lead reports, if anything.
///
/// The highest-ranked clue that gives days wins. Evidence below it narrows a window where the two meet. What an article
/// reports in its lead and the year of its copyright only count where nothing better is known.
pub fn rank(article: &Article, lead: Option<DateEvidence>) -> Published {
    let mut evidence: Vec<DateEvidence> = article.clues.iter().filter_map(understand).chain(lead).collect();
    // The same day said twice in one place is one piece of evidence; the sort is stable, so text order stays.
    evidence.sort_by_key(|e| e.kind);
    let window = evidence.iter().find(|e| is_sure(e.kind)).map(|e| e.when);
    let yearless = article.clues.iter().filter(|c| c.stamp.year.is_none());
    let completed: Vec<DateEvidence> = yearless.filter_map(|c| complete(c, window?)).collect();
    evidence.extend(completed);
    evidence.sort_by_key(|e| e.kind);
    let Some(first) = evidence.first() else { return Published::unknown() };
    let mut when = first.when;
    for other in &evidence[1..] {
        let narrows = first.kind < ClueKind::Updated && is_sure(other.kind);
        if let Some(both) = when.intersect(&other.when).filter(|_| narrows) {
            when = both;
        }
    }
    let anchor = when.single().or_else(|| match first.kind {
        ClueKind::Lead => when.low.limit(),
        _ => None,
    });
    Published { when, anchor, evidence }
}

/// Days that a report may wait between its dateline and its publication: over a weekend.
const HELD: i32 = 3;

/// Pairs of clues that cannot both give the day of publication, the more reliable first: each day told with the first
/// clue that it contradicts, days that agree with the best clue left out.
///
/// Clues a day or more apart conflict, unless they are one day apart and either carries a time zone or lacks the year, or
/// the earlier one is a dateline of the days before: a report may be held over a weekend. A copyright line, a lead and a
/// later update contradict nothing, nor does a clue that gives the day of an update.
pub fn conflicts(published: &Published) -> Vec<(DateEvidence, DateEvidence)> {
    let strong: Vec<&DateEvidence> = published.evidence.iter().filter(|e| is_sure(e.kind)).collect();
    let mut out: Vec<(DateEvidence, DateEvidence)> = Vec::new();
    for (i, later) in strong.iter().enumerate() {
        let agrees = i > 0 && strong.first().is_some_and(|best| !contradicts(best, later));
        if agrees || out.iter().any(|(_, told)| told.when == later.when) {
            continue;
        }
        let contradicted =
            |first: &&&DateEvidence| contradicts(first, later) && !is_update(published, first, later);
        if let Some(first) = strong[..i].iter().find(contradicted) {
            out.push((**first, **later));
        }
    }
    // A text cannot have been changed before it was published.
    let updates = published.evidence.iter().filter(|e| e.kind == ClueKind::Updated);
    for update in updates {
        let before = |first: &&&DateEvidence| update.when.precedes(&first.when) && contradicts(first, update);
        if let Some(first) = strong.iter().find(before) {
            out.push((**first, *update));
        }
    }
    out
}

/// Whether one of two clues gives the day of the last change, which another states: nothing contradicts then.
fn is_update(published: &Published, a: &DateEvidence, b: &DateEvidence) -> bool {
    let late = if a.when.precedes(&b.when) { b } else { a };
    let mut updates =
        published.evidence.iter().filter(|e| matches!(e.kind, ClueKind::Updated | ClueKind::Lastmod));
    // All that a sitemap says is that no change came later: its last day is the one that it names.
    updates.any(|update| match update.kind {
        ClueKind::Lastmod => update.when.high.limit().is_some_and(|day| late.when.contains(day)),
        _ => update.when.meets(&late.when),
    })
}

fn contradicts(a: &DateEvidence, b: &DateEvidence) -> bool {
    if a.when.meets(&b.when) {
        return false;
    }
    let zones = if a.zoned || b.zoned { 1 } else { 0 };
    let (first, second) = if a.when.precedes(&b.when) { (a, b) } else { (b, a) };
    let held = first.kind == ClueKind::Dateline && second.kind != ClueKind::Dateline;
    let slack = if held { HELD } else { zones };
    let apart = |low: &Interval<Date>, high: &Interval<Date>| match (low.high.limit(), high.low.limit()) {
        (Some(end), Some(start)) => (start - end).get_days() > slack,
        _ => false,
    };
    apart(&first.when, &second.when)
}

/// Whether a clue says when an article was published, and not only around when.
fn is_sure(kind: ClueKind) -> bool {
    kind < ClueKind::Updated
}

fn understand(clue: &Clue) -> Option<DateEvidence> {
    let days = clue.stamp.days()?;
    let when = match clue.kind {
        // The year of a copyright line may be that of the page, years after the article.
        ClueKind::Copyright | ClueKind::Lastmod => {
            Interval { low: crate::interval::Bound::Unbounded, high: days.high }
        }
        ClueKind::Lead => {
            let last = days.high.limit()?.checked_add(2.days()).ok()?;
            Interval { low: days.low, high: crate::interval::Bound::Closed(last) }
        }
        _ => days,
    };
    Some(DateEvidence { kind: clue.kind, span: clue.span, when, zoned: clue.zoned })
}

/// A month and day take their year from a surer clue: the one that brings them nearest to it.
fn complete(clue: &Clue, window: Interval<Date>) -> Option<DateEvidence> {
    let (low, high) = (window.low.limit()?, window.high.limit()?);
    let candidates = (low.year() - 1..=high.year() + 1)
        .filter_map(|year| Stamp { year: Some(year), ..clue.stamp }.days())
        .filter_map(|days| days.single());
    let distance = |day: Date| match () {
        () if day < low => (low - day).get_days(),
        () if day > high => (day - high).get_days(),
        () => 0,
    };
    let day = candidates.min_by_key(|&day| distance(day))?;
    let span: Option<Span<Raw>> = clue.span;
    // Written without its year it is the day of some report, "(Nov. 1)": a day of difference says nothing.
    Some(DateEvidence { kind: clue.kind, span, when: Interval::point(day), zoned: true })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Piece;

    fn article(clues: &[(ClueKind, (i16, i8, i8), bool)]) -> Article {
        let some = |n: i8| (n > 0).then_some(n);
        Article {
            path: "a".into(),
            id: None,
            line: None,
            raw: String::new(),
            title_from: None,
            title: None,
            outlet: None,
            story: None,
            clues: clues
                .iter()
                .map(|&(kind, (year, month, day), zoned)| Clue {
                    kind,
                    span: None,
                    stamp: Stamp { year: (year > 0).then_some(year), month: some(month), day: some(day) },
                    zoned,
                })
                .collect(),
            ignores: Vec::new(),
            prose: Vec::<Piece>::new(),
            ..Article::default()
        }
    }

    fn when(clues: &[(ClueKind, (i16, i8, i8), bool)]) -> String {
        format!("{:?}", rank(&article(clues), None).when)
    }

    #[test]
    fn the_best_clue_wins_and_windows_narrow() {
        use ClueKind::{Copyright, DateLine, Dateline, Field, FileName, Updated};
        assert_eq!(
            when(&[(FileName, (2021, 3, 5), false), (Field, (2021, 3, 4), false)]),
            "[2021-03-04, 2021-03-04]"
        );
        assert_eq!(
            when(&[(Field, (2021, 3, 0), false), (DateLine, (2021, 3, 4), false)]),
            "[2021-03-04, 2021-03-04]"
        );
        assert_eq!(when(&[(Copyright, (2019, 0, 0), false)]), "(-∞, 2019-12-31]");
        assert_eq!(
            when(&[(Copyright, (2019, 0, 0), false), (Field, (2021, 3, 4), false)]),
            "[2021-03-04, 2021-03-04]"
        );
        assert_eq!(when(&[(Updated, (2021, 3, 4), false)]), "[2021-03-04, 2021-03-04]");
        assert_eq!(when(&[(Dateline, (0, 3, 4), true)]), "(-∞, ∞)");
        assert_eq!(
            when(&[(Dateline, (0, 3, 4), true), (Copyright, (2019, 0, 0), false)]),
            "(-∞, 2019-12-31]"
        );
        assert_eq!(
            when(&[(Field, (2021, 0, 0), false), (Dateline, (0, 3, 4), true)]),
            "[2021-03-04, 2021-03-04]"
        );
        assert_eq!(when(&[(Field, (2021, 2, 30), false)]), "(-∞, ∞)");
    }

    #[test]
    fn a_lead_gives_a_window_and_an_anchor() {
        let day = Date::constant(2021, 3, 4);
        let window = Interval::closed(day, Date::constant(2021, 3, 6));
        let lead = DateEvidence { kind: ClueKind::Lead, span: None, when: window, zoned: false };
        let published = rank(&article(&[(ClueKind::Copyright, (2022, 0, 0), false)]), Some(lead));
        assert_eq!((published.when, published.anchor), (window, Some(day)));
    }

    #[test]
    fn conflicts_among_clues() {
        use ClueKind::{Copyright, DateLine, Dateline, Field, FileName, Header, Updated};
        let count = |clues: &[_]| conflicts(&rank(&article(clues), None)).len();
        assert_eq!(count(&[(Header, (2021, 3, 4), false), (DateLine, (2021, 3, 5), false)]), 1);
        assert_eq!(
            count(&[
                (Header, (2021, 3, 4), false),
                (DateLine, (2021, 3, 5), false),
                (FileName, (2021, 3, 4), false)
            ]),
            1
        );
        assert_eq!(count(&[(Field, (2021, 3, 4), true), (DateLine, (2021, 3, 5), false)]), 0);
        assert_eq!(count(&[(Field, (2021, 3, 4), true), (DateLine, (2021, 3, 6), false)]), 1);
        assert_eq!(count(&[(Field, (2015, 3, 4), false), (Copyright, (2019, 0, 0), false)]), 0);
        assert_eq!(count(&[(Field, (2015, 3, 4), false), (Copyright, (2012, 0, 0), false)]), 0);
        assert_eq!(count(&[(Field, (2021, 3, 0), false), (DateLine, (2021, 3, 9), false)]), 0);
        assert_eq!(count(&[(Field, (2021, 3, 4), false), (Updated, (2021, 3, 9), false)]), 0);
        assert_eq!(count(&[(Field, (2021, 3, 4), false), (Updated, (2021, 3, 2), false)]), 1);
        // The day of the last change, told once more as if it were that of publication.
        let changed =
            [(Field, (2021, 3, 4), false), (DateLine, (2021, 3, 9), false), (Updated, (2021, 3, 9), false)];
        assert_eq!(count(&changed), 0);
        assert_eq!(count(&changed[..2]), 1);
        assert_eq!(count(&[(Field, (2021, 1, 1), false), (Dateline, (0, 12, 31), true)]), 0);
        assert_eq!(count(&[(Field, (2021, 1, 1), false), (Dateline, (0, 12, 20), true)]), 1);
        assert_eq!(count(&[(Field, (2021, 3, 8), false), (Dateline, (2021, 3, 5), false)]), 0);
        assert_eq!(count(&[(Field, (2021, 3, 9), false), (Dateline, (2021, 3, 5), false)]), 1);
        assert_eq!(count(&[(Field, (2021, 3, 5), false), (Dateline, (2021, 3, 8), false)]), 1);
    }
}
