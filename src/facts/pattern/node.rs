//! A pattern as it is written, and what can be told of it before it is compiled.

use super::parse::first_terms;
use super::{Slot, Step};
use crate::facts::role::{Role, Takes};

/// A pattern as it is written.
pub(super) enum Node {
    Step(Step),
    Gap(u8),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Option(Box<Node>),
    /// Once or more.
    Repeat(Box<Node>),
}

/// How many steps of a kind the fullest match takes.
pub(super) fn most(node: &Node, kind: fn(&Step) -> bool) -> usize {
    match node {
        Node::Step(step) => usize::from(kind(step)),
        Node::Gap(_) => 0,
        Node::Sequence(nodes) => nodes.iter().map(|n| most(n, kind)).sum(),
        Node::Either(nodes) => nodes.iter().map(|n| most(n, kind)).max().unwrap_or(0),
        Node::Option(node) => most(node, kind),
        Node::Repeat(node) => 2 * most(node, kind),
    }
}

/// The roles a node takes, in the order they are written.
pub(super) fn collect_roles(node: &Node, many: bool, out: &mut Vec<(Role, Takes, bool)>) {
    match node {
        Node::Step(Step::Slot(Slot::Role(role, takes))) => out.push((*role, *takes, many)),
        Node::Step(_) | Node::Gap(_) => {}
        Node::Sequence(nodes) | Node::Either(nodes) => {
            nodes.iter().for_each(|n| collect_roles(n, many, out));
        }
        Node::Option(node) => collect_roles(node, many, out),
        Node::Repeat(node) => collect_roles(node, true, out),
    }
}

/// Whether a sequence forbids a word and asks for it in one breath.
pub(super) fn contradicts(node: &Node) -> bool {
    match node {
        Node::Sequence(nodes) => {
            nodes.iter().any(contradicts)
                || nodes.windows(2).any(|pair| match pair {
                    [Node::Step(Step::Not(terms)), next] => {
                        let mut first = Vec::new();
                        first_terms(next, &mut first);
                        let sure =
                            matches!(next, Node::Sequence(_) | Node::Either(_) | Node::Step(Step::Term(_)));
                        sure && !first.is_empty() && first.iter().all(|t| terms.contains(t))
                    }
                    _ => false,
                })
        }
        Node::Either(nodes) => nodes.iter().all(contradicts),
        Node::Repeat(node) => contradicts(node),
        Node::Step(_) | Node::Gap(_) | Node::Option(_) => false,
    }
}
