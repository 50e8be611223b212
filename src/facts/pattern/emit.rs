//! From a pattern as it is written to the steps of its program.

use super::{Node, Step};

/// Adds the steps of a node.
pub(super) fn emit(node: &Node, steps: &mut Vec<Step>) {
    let here = |steps: &Vec<Step>| u32::try_from(steps.len()).unwrap_or(u32::MAX);
    match node {
        Node::Step(step) => steps.push(step.clone()),
        Node::Sequence(nodes) => nodes.iter().for_each(|n| emit(n, steps)),
        Node::Gap(most) => {
            // Reluctant: the shortest gap that lets the rest match.
            let mut splits = Vec::new();
            for _ in 0..*most {
                splits.push(steps.len());
                let next = here(steps) + 1;
                steps.push(Step::Split(0, next));
                steps.push(Step::Any);
            }
            let end = here(steps);
            for split in splits {
                if let Step::Split(first, _) = &mut steps[split] {
                    *first = end;
                }
            }
        }
        Node::Repeat(node) => {
            let first = here(steps);
            emit(node, steps);
            let next = here(steps) + 1;
            steps.push(Step::Split(first, next));
        }
        Node::Option(node) => {
            let split = steps.len();
            steps.push(Step::Match);
            emit(node, steps);
            let first = u32::try_from(split + 1).unwrap_or(u32::MAX);
            steps[split] = Step::Split(first, here(steps));
        }
        Node::Either(nodes) => {
            let mut jumps = Vec::new();
            for (i, node) in nodes.iter().enumerate() {
                if i + 1 == nodes.len() {
                    emit(node, steps);
                    continue;
                }
                let split = steps.len();
                steps.push(Step::Match);
                emit(node, steps);
                jumps.push(steps.len());
                steps.push(Step::Match);
                let first = u32::try_from(split + 1).unwrap_or(u32::MAX);
                steps[split] = Step::Split(first, here(steps));
            }
            let end = here(steps);
            for jump in jumps {
                steps[jump] = Step::Jump(end);
            }
        }
    }
}
