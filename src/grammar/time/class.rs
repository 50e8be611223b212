//! What words do: in a time expression, and for the tense of a passage.

use serde::Deserialize;

macro_rules! classes {
    ($(#[$doc:meta])* $name:ident: $bits:ty { $($variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum $name { $($variant),* }
        impl $name {
            pub(crate) const fn bit(self) -> $bits {
                1 << self as u32
            }
        }
    };
}

classes! {
    /// What a word does in a time expression, as in `rules/words/time-words.toml`.
    Class: u128 {
        The, A, Possessor, This, That, Same, Last, Next, Past, Coming, Previous, Following, Current, Latest, Recent,
        Other, First, Each, Per, Ago, Earlier, Later, Back, Onward, After, Before, Since, Until, By, From, To, And, Or,
        Bi, Semi, Of, In, On, At, During, Between, Ahead, Now, Today, Yesterday, Tomorrow, Early, Mid, Late, Start, Middle, End,
        Ending, Sometime, Approx, Nearly, Over, Under, More, Less, Than, Least, Most, Up, Just, No, Several, Couple,
        Dozen, Half, Fiscal, School, LaterPart, Part, Rest, Week, Year, Day, Period, Time, Bc, Ad, Am, Pm, OClock,
        Old, Age, Once, Long, OrSo, Zone, Local, YearBefore, Thing, PresentRef, PastRef,
        FutureRef, CurrentRef, RecentRef, FutureNoun, PastNoun, Near, Right, Another, All, While, Alternate, HundredWord, Noon, Midnight, Tonight, Overnight,
        SeasonNoun, Measured,
        // Not in the file: set by the other files of the vocabulary.
        Month, Weekday, Weekdays, UnitWord, LongWord, SeasonWord, PartWord, Holiday, Often, DecadeWord,
    }
}

classes! {
    /// What a word does for the tense of a passage, as in `rules/words/tense.toml`.
    Tense: u64 {
        Will, May, Planned, Ahead, Have, Had, BePast, BePresent, BeBase, DoPast, DoPresent, To, Schedule, When, Clause,
        Join, Since, Following, Until, By, NotVerb, Report, Come, Past, AsSoon, As, For, ToNoun, Able, Not, Adverb, Done, Wants, PutOff, PutTo,
    }
}

/// The set of several classes.
pub(super) const fn bits(classes: &[Class]) -> u128 {
    let (mut all, mut at) = (0, 0);
    while at < classes.len() {
        all |= classes[at].bit();
        at += 1;
    }
    all
}
