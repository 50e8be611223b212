//! `arithmetic`: figures of one sentence that its words relate, and that do not fit each other. Which words relate them is
//! said in the rule files; here is what each relation asks of its figures.

use super::{CheckRule, ReadArticle};
use crate::dating::Grain;
use crate::facts::relation::{Figure, Relation, Term};
use crate::facts::role::{Direction, RelationKind, Role};
use crate::grammar::quantity::QuantityKind;
use crate::interval::{Bound, Interval};
use crate::rules::finding::{Evidence, Finding};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A figure this many times another is of another magnitude that the words left out: "from 50 to 60 million".
const MAGNITUDE: Decimal = Decimal::ONE_HUNDRED;

/// A length that differs from its period by this much is of another thing: two weeks each year from 2010 to 2015.
const SCALE: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// A list further from its number than this is a list of something else.
const MISCOUNT: Decimal = Decimal::TWO;

/// A figure that changed so many times more than the percentage says was compared with that of another day.
const BASE: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// What is wrong with a relation: the role whose figure the others speak against, what it would have to be, and a remark.
struct Wrong {
    role: Role,
    message: String,
    help: String,
}

/// The relations of an article whose figures do not fit. `relations` are of this rule.
pub fn arithmetic<'a>(
    rule: &CheckRule,
    article: &ReadArticle,
    relations: impl Iterator<Item = &'a Relation>,
) -> Vec<Finding> {
    // A sentence that is also the headline or a caption is one mistake.
    let mut told = std::collections::BTreeSet::new();
    let findings = relations.filter_map(|relation| {
        let wrong = judge(article, relation)?;
        let side = |term: &Term| {
            let note = if term.role == wrong.role { String::new() } else { wrong_note(term.role).to_owned() };
            Evidence { site: article.site(term.span), value: value(&term.figure), note }
        };
        let (mine, others): (Vec<&Term>, Vec<&Term>) =
            relation.terms.iter().filter(|t| t.role != Role::Aside).partition(|t| t.role == wrong.role);
        let (first, more) = mine.split_first()?;
        let there = others.iter().chain(more).map(|t| side(t)).collect();
        Some(rule.finding(side(first), there, wrong.message, wrong.help))
    });
    findings.filter(|f| told.insert(f.message.clone())).collect()
}

fn wrong_note(role: Role) -> &'static str {
    match role {
        Role::From => "from this",
        Role::To => "to this",
        Role::Change => "the change",
        Role::Total => "the whole",
        Role::Part => "a part",
        Role::Share => "the share",
        Role::Item => "listed",
        Role::Length => "the length",
        Role::Start => "the start",
        Role::End => "the end",
        Role::Period => "start and end",
        Role::Aside => "",
    }
}

fn judge(article: &ReadArticle, relation: &Relation) -> Option<Wrong> {
    let words =
        |term: &Term| term.span.cut(&article.clean.text).split_whitespace().collect::<Vec<_>>().join(" ");
    match relation.kind {
        RelationKind::ChangePercent | RelationKind::Difference => change(relation, &words),
        RelationKind::Sum => sum(relation, &words),
        RelationKind::Share => share(relation, &words),
        RelationKind::Respectively => {
            let (items, parts) = (relation.of(Role::Item).count(), relation.of(Role::Part).count());
            (items != parts).then(|| Wrong {
                role: Role::Part,
                message: format!("{items} are named, but {parts} values are given to them respectively"),
                help: "a name or a value is missing, or one is too many".to_owned(),
            })
        }
        RelationKind::Listed => {
            let total = relation.of(Role::Total).next()?;
            let items = relation.of(Role::Item).count();
            let announced = Amount::of(total)?.single()?;
            let off = (announced - Decimal::from(items)).abs();
            (!off.is_zero() && off <= MISCOUNT).then(|| Wrong {
                role: Role::Total,
                message: format!("“{}” are announced, but {items} are listed", words(total)),
                help: "a name is missing, or one is too many, or the number is wrong".to_owned(),
            })
        }
        RelationKind::Length => length(relation, &words),
    }
}

/// A number of a relation.
#[derive(Clone, Copy)]
struct Amount<'a> {
    may_be: Interval<Decimal>,
    stated: Decimal,
    place: Decimal,
    kind: QuantityKind,
    unit: &'a str,
}

impl<'a> Amount<'a> {
    fn of(term: &'a Term) -> Option<Amount<'a>> {
        let Figure::Amount { amount, stated, place, kind, unit } = &term.figure else { return None };
        Some(Amount { may_be: *amount, stated: *stated, place: *place, kind: *kind, unit })
    }

    fn single(&self) -> Option<Decimal> {
        self.may_be.single()
    }

    /// Whether two numbers may be added and compared: a bare one is taken to be of the other's unit.
    fn is_like(&self, other: &Amount) -> bool {
        let bare = |a: &Amount| a.kind == QuantityKind::Cardinal && a.unit.is_empty();
        (self.kind == other.kind && self.unit == other.unit) || bare(self) || bare(other)
    }

    /// With a whole unit of the last place for those who cut where others round.
    fn cut_or_rounded(&self) -> Interval<Decimal> {
        widened(self.may_be, self.place / Decimal::TWO)
    }
}

fn widened(amount: Interval<Decimal>, by: Decimal) -> Interval<Decimal> {
    let end = |bound: Bound<Decimal>, by: Decimal| match bound {
        Bound::Unbounded => bound,
        Bound::Closed(n) | Bound::Open(n) => n.checked_add(by).map_or(Bound::Unbounded, Bound::Closed),
    };
    Interval { low: end(amount.low, -by), high: end(amount.high, by) }
}

fn negative(amount: Interval<Decimal>) -> Interval<Decimal> {
    let turn = |bound: Bound<Decimal>| match bound {
        Bound::Unbounded => bound,
        Bound::Closed(n) => Bound::Closed(-n),
        Bound::Open(n) => Bound::Open(-n),
    };
    Interval { low: turn(amount.high), high: turn(amount.low) }
}

fn added(a: Interval<Decimal>, b: Interval<Decimal>) -> Interval<Decimal> {
    let both = |a: Bound<Decimal>, b: Bound<Decimal>| match (a.limit(), b.limit()) {
        (Some(a), Some(b)) => a.checked_add(b).map_or(Bound::Unbounded, Bound::Closed),
        _ => Bound::Unbounded,
    };
    Interval { low: both(a.low, b.low), high: both(a.high, b.high) }
}

/// By how many per cent an amount above nothing changes.
fn percent(from: Interval<Decimal>, to: Interval<Decimal>) -> Option<Interval<Decimal>> {
    let (least, most) = (from.low.limit()?, from.high.limit());
    if least <= Decimal::ZERO || to.low.limit()? < Decimal::ZERO {
        return None;
    }
    let of = |to: Decimal, from: Decimal| {
        to.checked_div(from)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)
    };
    let low = match most {
        Some(most) => of(to.low.limit()?, most)?,
        None => -Decimal::ONE_HUNDRED,
    };
    let high = to.high.limit().and_then(|to| of(to, least)).map_or(Bound::Unbounded, Bound::Closed);
    Some(Interval { low: Bound::Closed(low), high })
}

fn change(relation: &Relation, words: &dyn Fn(&Term) -> String) -> Option<Wrong> {
    let term = |role| relation.of(role).next();
    let (from, to, by) = (term(Role::From)?, term(Role::To)?, term(Role::Change)?);
    let (old, new, step) = (Amount::of(from)?, Amount::of(to)?, Amount::of(by)?);
    if !old.is_like(&new) || old.stated <= Decimal::ZERO || new.stated <= Decimal::ZERO {
        return None;
    }
    let times = new.stated.checked_div(old.stated)?;
    if times >= MAGNITUDE || times * MAGNITUDE <= Decimal::ONE {
        return None;
    }
    let difference = added(new.may_be, negative(old.may_be));
    let points = step.unit == "point";
    let computed = relation.kind == RelationKind::ChangePercent && !points;
    let mut truth = Vec::new();
    if relation.kind == RelationKind::Difference
        || old.kind == QuantityKind::Percent
        || new.kind == QuantityKind::Percent
    {
        if relation.kind == RelationKind::Difference && !step.is_like(&new) && !points {
            return None;
        }
        truth.push(difference);
    }
    if computed {
        truth.push(percent(old.may_be, new.may_be)?);
    }
    let said = if computed { step.cut_or_rounded() } else { step.may_be };
    let ways = match relation.direction {
        Some(Direction::Up) => vec![said],
        Some(Direction::Down) => vec![negative(said)],
        None => vec![said, negative(said)],
    };
    if truth.is_empty() || truth.iter().any(|t| ways.iter().any(|w| w.meets(t))) {
        return None;
    }
    let way = if new.stated < old.stated { "a fall" } else { "a rise" };
    let off = (new.stated - old.stated).abs();
    let right = if computed {
        let exact = off.checked_div(old.stated)?.checked_mul(Decimal::ONE_HUNDRED)?;
        if exact >= step.stated.abs().checked_mul(BASE)? {
            return None;
        }
        format!("{} percent", exact.round_dp(1).normalize())
    } else {
        off.normalize().to_string()
    };
    Some(Wrong {
        role: Role::Change,
        message: format!("from {} to {} is {way} of {right}, not “{}”", words(from), words(to), words(by)),
        help: "one of the three figures is wrong, or they do not measure the same thing".to_owned(),
    })
}

fn sum(relation: &Relation, words: &dyn Fn(&Term) -> String) -> Option<Wrong> {
    let total = relation.of(Role::Total).next()?;
    let whole = Amount::of(total)?;
    let parts: Vec<Amount> = relation.of(Role::Part).map(Amount::of).collect::<Option<_>>()?;
    if parts.len() < 2 || !parts.iter().all(|p| p.is_like(&whole)) {
        return None;
    }
    let all = parts.iter().fold(Interval::point(Decimal::ZERO), |sum, part| added(sum, part.may_be));
    let said =
        if whole.kind == QuantityKind::Percent { widened(whole.may_be, whole.place) } else { whole.may_be };
    if all.meets(&said) {
        return None;
    }
    let stated = parts.iter().try_fold(Decimal::ZERO, |sum, p| sum.checked_add(p.stated))?.normalize();
    Some(Wrong {
        role: Role::Total,
        message: format!("the parts add up to {stated}, not to “{}”", words(total)),
        help: "one of the figures is wrong, or a part is missing".to_owned(),
    })
}

fn share(relation: &Relation, words: &dyn Fn(&Term) -> String) -> Option<Wrong> {
    let term = |role| relation.of(role).next();
    let (total, part, share) = (term(Role::Total)?, term(Role::Part)?, term(Role::Share)?);
    let (whole, some, says) = (Amount::of(total)?, Amount::of(part)?, Amount::of(share)?);
    if !some.is_like(&whole) || whole.stated <= Decimal::ZERO || some.stated < Decimal::ZERO {
        return None;
    }
    let truth = added(percent(whole.may_be, some.may_be)?, Interval::point(Decimal::ONE_HUNDRED));
    let said = match says.kind {
        // "A third" is said of what is near a third.
        QuantityKind::Fraction => {
            let percent = says.stated.checked_mul(Decimal::ONE_HUNDRED)?;
            let one = Decimal::ONE_HUNDRED.checked_div(whole.stated)?;
            widened(Interval::point(percent), Decimal::new(25, 1).max(one))
        }
        _ => says.cut_or_rounded(),
    };
    if truth.meets(&said) {
        return None;
    }
    let exact =
        some.stated.checked_div(whole.stated)?.checked_mul(Decimal::ONE_HUNDRED)?.round_dp(1).normalize();
    Some(Wrong {
        role: Role::Share,
        message: format!("{} of {} is {exact} percent, not “{}”", words(part), words(total), words(share)),
        help: "one of the three figures is wrong, or the share is of something else".to_owned(),
    })
}

/// Days in a unit of time that is a day or longer.
fn days_in(unit: Grain) -> Option<Decimal> {
    Some(match unit {
        Grain::Day => Decimal::ONE,
        Grain::Week => Decimal::from(7),
        Grain::Month => Decimal::new(3044, 2),
        Grain::Year => Decimal::new(36525, 2),
        Grain::Decade => Decimal::new(36525, 1),
        _ => return None,
    })
}

fn length(relation: &Relation, words: &dyn Fn(&Term) -> String) -> Option<Wrong> {
    let term = |role| relation.of(role).next();
    let stated = term(Role::Length)?;
    let Figure::Length(amount, unit) = stated.figure else { return None };
    let (start, end) = match term(Role::Period).map(|p| &p.figure) {
        Some(Figure::Period(start, end)) => (*start, *end),
        _ => match (&term(Role::Start)?.figure, &term(Role::End)?.figure) {
            (Figure::Days(start), Figure::Days(end)) => (*start, *end),
            _ => return None,
        },
    };
    let days = |from: Bound<Date>, to: Bound<Date>| {
        Some(Decimal::from(to.limit()?.duration_since(from.limit()?).as_hours() / 24))
    };
    // With the last day counted or not, and from any day the words allow to any other.
    let (least, most) = (days(start.high, end.low)?, days(start.low, end.high)? + Decimal::ONE);
    if most <= Decimal::ONE {
        return None;
    }
    let unit_days = days_in(unit)?;
    let said = amount.checked_mul(unit_days)?;
    let leeway = unit_days.max(said / Decimal::TEN);
    // What is so much shorter or longer is the length of something else that went on at that time.
    let (shortest, longest) = (said / SCALE, said * SCALE);
    if said + leeway >= least && said - leeway <= most || most < shortest || least > longest {
        return None;
    }
    let name = match unit {
        Grain::Day => "days",
        Grain::Week => "weeks",
        Grain::Month => "months",
        Grain::Year => "years",
        _ => "decades",
    };
    let round = |days: Decimal| (days / unit_days).round_dp(0).normalize();
    let (low, high) = (round(least), round(most));
    let right = if low == high { low.to_string() } else { format!("{low} to {high}") };
    Some(Wrong {
        role: Role::Length,
        message: format!("start and end are {right} {name} apart, not “{}”", words(stated)),
        help: "one of the two dates or the length is wrong".to_owned(),
    })
}

/// The value in its standard form.
fn value(figure: &Figure) -> String {
    match figure {
        Figure::Amount { stated, .. } => stated.normalize().to_string(),
        Figure::Days(days) => super::days(days),
        Figure::Period(start, end) => format!("{}/{}", super::days(start), super::days(end)),
        Figure::Length(amount, unit) => format!("{} {unit:?}", amount.normalize()).to_lowercase(),
        Figure::Name => String::new(),
    }
}
