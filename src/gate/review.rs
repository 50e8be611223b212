//! The review: the whole archive is read, and what is told is what a changed article takes part in, at that article.

use crate::facts::attribute::ArticleId;
use crate::rules::finding::{Evidence, Finding, Outcome, Sides};
use std::collections::BTreeSet;

/// Keeps the findings that a changed article takes part in, and makes its side the primary one.
pub fn review(findings: Vec<Finding>, changed: &BTreeSet<ArticleId>) -> Vec<Finding> {
    findings.into_iter().filter_map(|finding| turned(finding, changed)).collect()
}

/// Whether a changed article takes part in a finding.
pub fn takes_part(finding: &Finding, changed: &BTreeSet<ArticleId>) -> bool {
    let sides = finding.there.iter().filter(|e| !e.is_publication());
    std::iter::once(&finding.here).chain(sides).any(|e| changed.contains(&e.site.article))
}

/// A finding seen from a changed article, if one takes part.
fn turned(finding: Finding, changed: &BTreeSet<ArticleId>) -> Option<Finding> {
    let is_changed = |e: &Evidence| changed.contains(&e.site.article);
    if is_changed(&finding.here) {
        return Some(finding);
    }
    // A day of publication is no side; whose article has no side, has no part in it.
    let at = finding.there.iter().position(|e| !e.is_publication() && is_changed(e))?;
    let against = finding.sides.against;
    let of_its_side = match against {
        0 => finding.reference.is_some() || finding.there[at].value == finding.here.value,
        against => at >= against,
    };
    let mut turned = finding.clone();
    turned.here = finding.there[at].clone();
    if of_its_side {
        // What stands against it stays the next label, which the message speaks of.
        turned.there[at] = finding.here;
        return Some(turned);
    }
    let mut others = finding.there;
    others.remove(at);
    let sides = others.len().min(against.max(1) - 1);
    let first_date = others.iter().position(Evidence::is_publication).unwrap_or(others.len());
    // Those of what was the primary side stand against it now.
    let mut there = vec![finding.here];
    let of_primary = if against == 0 { first_date..first_date } else { sides..first_date };
    there.extend(others[of_primary.clone()].iter().cloned());
    turned.sides = Sides { against: if against == 0 { 0 } else { there.len() }, ..finding.sides };
    there.extend(others[..of_primary.start].iter().chain(&others[of_primary.end..]).cloned());
    turned.there = there;
    turned.sides.words = turned.sides.words.map(|[here, there]| match against {
        0 if turned.there.iter().filter(|e| !e.is_publication()).count() > 1 => {
            [turned.here.value.clone(), here]
        }
        _ => [there, here],
    });
    // "31 here, but 32 elsewhere" is true of either side; "went from 31 to 32" is not.
    if turned.outcome != Outcome::Clash {
        let message = turned.message.replace("{here}", "\0").replace("{there}", "{here}");
        turned.message = message.replace('\0', "{there}");
    }
    Some(turned)
}
