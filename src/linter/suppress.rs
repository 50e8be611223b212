//! What articles and the configuration say is to be left alone.

use super::{Checked, Linter};
use crate::corpus::Directive;
use crate::dating::Published;
use crate::facts::attribute::{ArticleId, Card};
use crate::rules::suppress::{Ignore, SuppressionRules, Suppressions};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The check of suppressions that silence nothing.
pub(super) const UNUSED: &str = "unused-suppression";
/// The check of suppressions that cannot be heeded.
pub(super) const INVALID: &str = "invalid-suppression";

/// The checks whose examples need the other rules.
pub(super) const ABOUT: [&str; 2] = [UNUSED, INVALID];

/// What is to be left alone besides what articles themselves say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exceptions<'a> {
    /// The entries of the configuration.
    pub ignores: &'a [Ignore],
    /// The path of the configuration, as it is shown. Findings about its entries stand in an article of their own, the
    /// one after the last; whoever opens articles for a report gives the configuration's text for it.
    pub configuration: &'a str,
    /// The day of the run; where it is not known, no entry is over.
    pub today: Option<Date>,
}

impl Linter {
    /// Sets apart what is suppressed, and adds what is wrong with suppressions.
    pub(super) fn suppress(
        &self,
        checked: &mut Checked,
        directives: &BTreeMap<ArticleId, Vec<Directive>>,
        exceptions: &Exceptions<'_>,
    ) {
        if directives.is_empty() && exceptions.ignores.is_empty() {
            return;
        }
        let known: Vec<Arc<str>> = self.book.rules.iter().map(|rule| Arc::clone(&rule.id)).collect();
        let configuration = ArticleId(u32::try_from(checked.cards.len()).unwrap_or(u32::MAX));
        let suppressions = Suppressions {
            directives,
            ignores: exceptions.ignores,
            configuration,
            today: exceptions.today,
            known: &known,
            runs: &|rule| self.runs(rule),
            rules: SuppressionRules { unused: self.rule_of(UNUSED), invalid: self.rule_of(INVALID) },
        };
        let outcomes = suppressions.apply(std::mem::take(&mut checked.findings), &checked.cards);
        checked.findings = outcomes.reported;
        checked.apart = outcomes.apart;
        if !exceptions.ignores.is_empty() {
            checked.cards.push(Card {
                id: configuration,
                path: exceptions.configuration.into(),
                name: None,
                line: None,
                outlet: None,
                story: None,
                published: Published::unknown(),
            });
        }
    }
}
