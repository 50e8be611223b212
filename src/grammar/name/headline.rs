//! Names in headlines, where capitals tell nothing: only those that the body knows.

use super::entity::{Cast, known_reference};
use super::forms::{Forms, Units};
use super::refer::mark;
use super::words::*;
use super::{Mark, Name, NameWords, Reference};
use crate::grammar::input::Tokens;
use crate::text::Shape;

/// The mentions of a headline's names that the body knows.
pub(super) fn headline(
    words: &NameWords,
    tokens: Tokens<'_>,
    sentence: u32,
    forms: &Forms,
    cast: &mut Cast,
    out: &mut Vec<Mark<Name>>,
) {
    const LONGEST: u32 = 5;
    let range = tokens.clean.sentences[sentence as usize].tokens.clone();
    let all = &tokens.clean.tokens;
    let shouted = range.clone().all(|i| !matches!(all[i as usize].shape, Shape::Capital | Shape::Lower));
    let mut i = range.start;
    while i < range.end {
        if !all[i as usize].is_capital() {
            i += 1;
            continue;
        }
        let slice = i as usize..range.end as usize;
        let known = (words.flags(tokens.words[i as usize]) & KNOWN != 0)
            .then(|| words.known.find(&all[slice.clone()], &tokens.words[slice], !shouted))
            .flatten();
        if let Some(found) = known {
            let key = u64::from(found.entry) | 1 << 63;
            let entity = forms.by_key.get(&key).and_then(|&f| cast.of_form[f as usize]);
            if let Some((entity, _)) = entity {
                out.push(mark(tokens, i, i + found.len, entity, known_reference(found.form)));
            }
            i += found.len;
            continue;
        }
        let longest = (1..=LONGEST.min(range.end - i)).rev().find_map(|n| {
            let last = all[(i + n - 1) as usize];
            let flags = words.flags(tokens.words[i as usize]);
            if !last.is_capital() || n == 1 && flags & (ORDINARY | TITLE | TITLE_PART) != 0 {
                return None;
            }
            let units = Units::of(words, tokens, i, i + n)?;
            let Some(&form) = forms.by_key.get(&units.key()) else {
                // A surname that the body writes with its given name only.
                let bearers = cast.bearers.get(&units.last()).map(Vec::as_slice);
                return match bearers {
                    Some(&[(entity, _)]) if n == 1 && flags & OPENING == 0 => {
                        Some((n, entity, Reference::Surname))
                    }
                    _ => None,
                };
            };
            (forms.list[form as usize].known.is_none()).then_some(())?;
            cast.of_form[form as usize].map(|(entity, how)| (n, entity, how))
        });
        match longest {
            Some((n, entity, how)) => {
                out.push(mark(tokens, i, i + n, entity, how));
                i += n;
            }
            None => i += 1,
        }
    }
}
