//! `headline-figure`: the headline gives another figure than the sentences under it.

use super::super::{CheckRule, ReadArticle};
use super::meet::{clashes, supports};
use super::said::{Said, Sort, Value};
use super::slot;
use super::words::ParallelWords;
use crate::corpus::Role;
use crate::rules::finding::{Evidence, Finding};
use crate::text::Sentence;

/// Sentences of the body that tell what the headline tells.
const LEAD: usize = 3;
/// Sentences of the body that may bear the headline out.
const BODY: usize = 200;
/// Content words of the headline that a sentence must share.
const SHARED: usize = 2;

/// Figures of the headline that the first sentences contradict and no sentence bears out.
pub fn headline_figure(rule: &CheckRule, words: &ParallelWords, article: &ReadArticle) -> Vec<Finding> {
    let clean = article.clean;
    let role = |s: &&Sentence| clean.blocks.get(s.block as usize).map(|b| b.role);
    let is_title = |s: &&Sentence| role(s) == Some(Role::Title);
    let has_figure = |s: &&Sentence| {
        let from = article.quantities.partition_point(|m| m.tokens.start < s.tokens.start);
        article.quantities.get(from).is_some_and(|m| m.tokens.start < s.tokens.end)
    };
    if !clean.sentences.iter().take(LEAD).any(|s| is_title(&s) && has_figure(&s)) {
        return Vec::new();
    }
    let marks = slot::marks(article);
    let said = |s: &Sentence| Said::new(words, article, &marks, s);
    let titles: Vec<Said> = clean.sentences.iter().take_while(is_title).take(LEAD).map(said).collect();
    let prose = |s: &&Sentence| matches!(role(s), Some(Role::Body | Role::Standfirst | Role::Bullet));
    let body: Vec<Said> = clean.sentences.iter().filter(prose).take(BODY).map(said).collect();
    let mut findings = Vec::new();
    for title in &titles {
        for (at, lead) in body.iter().take(LEAD).enumerate() {
            if title.shared(lead) < SHARED {
                continue;
            }
            for clash in clashes(title, lead) {
                let (here, there) = (&title.values[clash.here], &lead.values[clash.there]);
                let others = |but: usize| body.iter().enumerate().filter(move |(i, _)| *i != but);
                let borne_out = body.iter().any(|s| supports(here, s, 0))
                    || others(at).any(|(_, s)| s.values.iter().any(|v| v.sort == here.sort))
                    || body.iter().any(|s| s.values.iter().any(|v| same_number(here, v)));
                if !is_figure(here) || !is_figure(there) || borne_out {
                    continue;
                }
                findings.push(tell(rule, article, here, there));
            }
            // The first sentence that speaks of it settles it.
            if !findings.is_empty() {
                return findings;
            }
        }
    }
    findings
}

fn is_figure(value: &Value) -> bool {
    matches!(value.sort, Sort::Amount { .. }) && !value.part && !value.within
}

/// Whether both write one number, and only one of them says that it is a bound: a headline has no room for "more than".
fn same_number(a: &Value, b: &Value) -> bool {
    let (Sort::Amount { amount: a, .. }, Sort::Amount { amount: b, .. }) = (&a.sort, &b.sort) else {
        return false;
    };
    let ends = [a.low.limit(), a.high.limit()];
    ends.iter().flatten().any(|end| [b.low.limit(), b.high.limit()].contains(&Some(*end)))
}

fn tell(rule: &CheckRule, article: &ReadArticle, title: &Value, lead: &Value) -> Finding {
    let evidence = |value: &Value| Evidence {
        site: article.site(value.slot.span),
        value: value.slot.value.clone(),
        note: String::new(),
    };
    let message = format!("the headline says “{}”, the text “{}”", title.said, lead.said);
    let help =
        "no sentence of the text gives the headline's figure: one of the two is wrong, or was not updated";
    rule.finding(evidence(lead), vec![evidence(title)], message, help.to_owned())
}
