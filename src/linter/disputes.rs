//! The pictures of what is disputed: of all threads of an archive, those that findings are about.

use super::{Linter, Survey};
use crate::corpus::Corpus;
use crate::facts::attribute::{ArticleId, Site};
use crate::report::chart::Chart;
use crate::rules::finding::{Finding, Outcome};
use crate::span::{Raw, Span};
use rayon::prelude::*;
use std::collections::BTreeMap;

impl Linter {
    /// A chart for each thing that some of the findings dispute, with every report of it. The clashes number the
    /// findings as they are given here, which may be fewer than the survey's.
    pub fn disputed(&self, corpus: &Corpus, survey: &Survey, findings: &[Finding]) -> Vec<Chart> {
        let threads = self.threads(survey);
        let mut stated: BTreeMap<ArticleId, Vec<(Span<Raw>, usize)>> = BTreeMap::new();
        for (number, thread) in threads.iter().enumerate() {
            for fact in thread.facts.iter().filter_map(|&fact| survey.facts.get(fact)) {
                stated.entry(fact.site.article).or_default().push((fact.site.span, number));
            }
        }
        // A thread is given the findings that touch it alone: all with all would be quadratic.
        let mut touching: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let touches = |site: Site, span: Span<Raw>| span.start < site.span.end && site.span.start < span.end;
        for (number, finding) in findings.iter().enumerate().filter(|(_, f)| f.outcome != Outcome::Update) {
            let site = finding.here.site;
            for &(span, thread) in stated.get(&site.article).into_iter().flatten() {
                if touches(site, span) {
                    touching.entry(thread).or_default().push(number);
                }
            }
        }
        let draw = |(thread, mut numbers): (usize, Vec<usize>)| {
            numbers.dedup();
            let own: Vec<Finding> = numbers.iter().filter_map(|&n| findings.get(n).cloned()).collect();
            let mut chart = self.chart(corpus, survey, threads.get(thread)?, &own);
            for clash in &mut chart.clashes {
                clash.finding = *numbers.get(clash.finding)?;
            }
            (!chart.clashes.is_empty()).then_some(chart)
        };
        let charts: Vec<Option<Chart>> = touching.into_par_iter().map(draw).collect();
        charts.into_iter().flatten().collect()
    }
}
