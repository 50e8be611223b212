//! The relations that figures of one sentence may stand in, and the roles they play.

use super::pattern::{Pattern, ValueSlot};

/// What a figure is in a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// What it was.
    From,
    /// What it became.
    To,
    /// By how much it changed.
    Change,
    /// The whole.
    Total,
    /// A part of it, or one of several values.
    Part,
    /// How much of the whole a part is, as a fraction or in per cent.
    Share,
    /// One of the things that are listed, by its name.
    Item,
    /// A length of time.
    Length,
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// Both, where one expression says them: "May 3-10".
    Period,
    /// A figure that stands between the others and plays no part.
    Aside,
}

/// What a role's slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Takes {
    /// A count, an amount of money, a percentage or a measure.
    Amount,
    /// Only this kind.
    Only(ValueSlot),
    /// A name.
    Name,
}

impl Role {
    const NAMES: [(&'static str, Role); 12] = [
        ("from", Role::From),
        ("to", Role::To),
        ("change", Role::Change),
        ("total", Role::Total),
        ("part", Role::Part),
        ("share", Role::Share),
        ("item", Role::Item),
        ("length", Role::Length),
        ("start", Role::Start),
        ("end", Role::End),
        ("period", Role::Period),
        ("aside", Role::Aside),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, r)| *r == self).map_or("", |(n, _)| n)
    }

    /// The role and kind that a slot names, or what is wrong with it.
    pub(super) fn read(name: &str, kind: Option<&str>) -> Result<(Role, Takes), String> {
        let Some(&(_, role)) = Self::NAMES.iter().find(|(n, _)| *n == name) else {
            let roles: Vec<&str> = Self::NAMES.iter().map(|(n, _)| *n).collect();
            return Err(format!(
                "no slot is called `{name}`; there are value, subject, object, when, of, facet, gap, close, and for relations {}",
                roles.join(", ")
            ));
        };
        let kinds: &[ValueSlot] = match role {
            Role::Item => &[],
            Role::Length => &[ValueSlot::Duration],
            Role::Start | Role::End | Role::Period => &[ValueSlot::Date],
            Role::Share => &[ValueSlot::Fraction, ValueSlot::Percent],
            _ => &[ValueSlot::Count, ValueSlot::Money, ValueSlot::Percent, ValueSlot::Measure],
        };
        let names = || {
            let of = |k: &ValueSlot| ValueSlot::NAMES.iter().find(|(_, n)| n == k).map_or("", |(n, _)| n);
            kinds.iter().map(of).collect::<Vec<_>>().join(", ")
        };
        match (kind, kinds) {
            (None, []) => Ok((role, Takes::Name)),
            (None, [only]) => Ok((role, Takes::Only(*only))),
            (None, _) if role == Role::Share => Err(format!("`{name}` needs a kind: {}", names())),
            (None, _) => Ok((role, Takes::Amount)),
            (Some(_), []) => Err(format!("`{name}` takes a name and has no kind")),
            (Some(kind), kinds) => match ValueSlot::named(kind).filter(|k| kinds.contains(k)) {
                Some(kind) => Ok((role, Takes::Only(kind))),
                None => Err(format!("`{name}` takes no `{kind}`, but {}", names())),
            },
        }
    }
}

/// How the figures of a relation belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelationKind {
    /// `change` is so many per cent of `from`, and leads to `to`.
    ChangePercent,
    /// `change` is `to` without `from`.
    Difference,
    /// All `part`s together are `total`.
    Sum,
    /// `part` is `share` of `total`.
    Share,
    /// As many `part`s as `item`s.
    Respectively,
    /// As many `item`s as `total` says.
    Listed,
    /// From `start` to `end`, or over `period`, it is `length`.
    Length,
}

impl RelationKind {
    /// The names that rule files use.
    pub const NAMES: [(&'static str, RelationKind); 7] = [
        ("change-percent", RelationKind::ChangePercent),
        ("difference", RelationKind::Difference),
        ("sum", RelationKind::Sum),
        ("share", RelationKind::Share),
        ("respectively", RelationKind::Respectively),
        ("listed", RelationKind::Listed),
        ("length", RelationKind::Length),
    ];

    /// The roles it needs, and whether a match may take more than one of each.
    fn roles(self, pattern: &Pattern) -> &'static [(Role, bool)] {
        let period = pattern.roles().iter().any(|(r, ..)| *r == Role::Period);
        match self {
            RelationKind::Length if period => &[(Role::Length, false), (Role::Period, false)],
            RelationKind::ChangePercent | RelationKind::Difference => {
                &[(Role::From, false), (Role::To, false), (Role::Change, false)]
            }
            RelationKind::Sum => &[(Role::Total, false), (Role::Part, true)],
            RelationKind::Share => &[(Role::Total, false), (Role::Part, false), (Role::Share, false)],
            RelationKind::Respectively => &[(Role::Item, true), (Role::Part, true)],
            RelationKind::Listed => &[(Role::Total, false), (Role::Item, true)],
            RelationKind::Length => &[(Role::Length, false), (Role::Start, false), (Role::End, false)],
        }
    }

    /// How many quantities, time expressions and names a sentence must have to state it.
    pub(super) fn least(self) -> [usize; 3] {
        match self {
            RelationKind::ChangePercent
            | RelationKind::Difference
            | RelationKind::Sum
            | RelationKind::Share => [3, 0, 0],
            RelationKind::Respectively => [2, 0, 2],
            RelationKind::Listed => [1, 0, 2],
            RelationKind::Length => [0, 2, 0],
        }
    }

    /// What is wrong with a pattern of this relation, if anything is.
    pub fn fault(self, pattern: &Pattern) -> Option<String> {
        let name = Self::NAMES.iter().find(|(_, k)| *k == self).map_or("", |(n, _)| n);
        let (needed, roles) = (self.roles(pattern), pattern.roles());
        let plays = |role: Role| role == Role::Aside || needed.iter().any(|&(n, _)| n == role);
        if let Some((role, ..)) = roles.iter().find(|(r, ..)| !plays(*r)) {
            return Some(format!("`{}` plays no part in the relation `{name}`", role.name()));
        }
        for &(role, several) in needed {
            let written = roles.iter().filter(|(r, ..)| *r == role).count();
            let repeats = roles.iter().any(|&(r, _, many)| r == role && many);
            if written == 0 {
                return Some(format!("the relation `{name}` needs a `{{{}}}`", role.name()));
            }
            if several && written < 2 && !repeats {
                return Some(format!("the relation `{name}` needs more than one `{{{}}}`", role.name()));
            }
            if !several && repeats {
                return Some(format!(
                    "the relation `{name}` has one `{{{}}}`, which cannot repeat",
                    role.name()
                ));
            }
        }
        let takes = |role| roles.iter().filter(move |(r, ..)| *r == role).map(|(_, t, _)| *t);
        let percent = |t| t == Takes::Only(ValueSlot::Percent);
        if self == RelationKind::ChangePercent && !takes(Role::Change).all(percent) {
            return Some(format!("the `{{change}}` of `{name}` is written {{change:percent}}"));
        }
        // What is added or compared is of one kind.
        let alike: &[Role] = match self {
            RelationKind::ChangePercent => &[Role::From, Role::To],
            // Percentages differ by points, which may be plain numbers: "six points".
            RelationKind::Difference
                if takes(Role::Change).all(|t| t == Takes::Only(ValueSlot::Count))
                    && takes(Role::To).all(percent) =>
            {
                &[Role::From, Role::To]
            }
            RelationKind::Difference => &[Role::From, Role::To, Role::Change],
            RelationKind::Sum | RelationKind::Share => &[Role::Total, Role::Part],
            RelationKind::Respectively | RelationKind::Listed | RelationKind::Length => &[],
        };
        let mut kinds = alike.iter().flat_map(|&r| takes(r));
        let first = kinds.next()?;
        let mixed = kinds.any(|k| k != first);
        mixed.then(|| {
            let all: Vec<String> = alike.iter().map(|r| format!("{{{}}}", r.name())).collect();
            format!("{} are of one kind in the relation `{name}`", all.join(" and "))
        })
    }
}

/// Which way a figure changed, where the words say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// It grew.
    Up,
    /// It shrank.
    Down,
}

impl Direction {
    /// The names that rule files use.
    pub const NAMES: [(&'static str, Direction); 2] = [("up", Direction::Up), ("down", Direction::Down)];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::pattern::{Compiler, SlotWords};
    use crate::grammar::lexicon::Lexicon;

    /// What is wrong with a pattern of a relation, its slots first.
    fn fault(kind: RelationKind, pattern: &str) -> Option<String> {
        let mut lexicon = Lexicon::default();
        match Compiler::default().compile(pattern, &SlotWords::default(), &mut lexicon) {
            Ok(pattern) => kind.fault(&pattern),
            Err(errors) => errors.into_iter().next().map(|e| e.message),
        }
    }

    #[test]
    fn roles_that_fit() {
        let fits = |kind, pattern| assert_eq!(fault(kind, pattern), None, "{pattern}");
        fits(RelationKind::ChangePercent, "rose {change:percent} to {to} (, {aside})? from {from}");
        fits(RelationKind::Difference, "rose {change:count} points to {to:percent} from {from:percent}");
        fits(RelationKind::Sum, "{total:count} people : ({part:count} men ,)+");
        fits(RelationKind::Length, "{length} from {start} to {end}");
        fits(RelationKind::Length, "{length} in {period}");
        fits(RelationKind::Respectively, "({item} ,)+ and {item} got {part} and {part}");
    }

    #[test]
    fn roles_that_do_not() {
        let says = |kind, pattern, what: &str| {
            let fault = fault(kind, pattern).unwrap_or_default();
            assert!(fault.contains(what), "{pattern}: {fault}");
        };
        says(RelationKind::Sum, "{total:count} people", "needs a `{part}`");
        says(RelationKind::Sum, "{total:count} people and {part:count} men", "more than one `{part}`");
        says(RelationKind::Sum, "({total:count} of)+ {part:count} {part:count}", "cannot repeat");
        says(RelationKind::Sum, "{total:count} of {part:money} and {part:money}", "of one kind");
        says(RelationKind::ChangePercent, "rose {change:money} to {to} from {from}", "{change:percent}");
        says(
            RelationKind::ChangePercent,
            "rose {change:percent} to {to:money} from {from:count}",
            "of one kind",
        );
        says(RelationKind::Difference, "rose {change:count} to {to} from {from}", "of one kind");
        says(RelationKind::Share, "{share} of {total}", "`share` needs a kind");
        says(RelationKind::Length, "{length:count} from {start} to {end}", "takes no `count`");
        says(RelationKind::Listed, "{total} : {item:count}", "takes a name");
        says(RelationKind::Listed, "{total} : {thing}", "no slot is called `thing`");
        says(RelationKind::Listed, "{total} {from} boats : ({item} ,)+", "plays no part");
    }
}
