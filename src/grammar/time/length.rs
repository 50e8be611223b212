//! Lengths of time and what recurs.

use super::base::{Grammar, Read, digits, hyphen, is_dash, no, tight, value, when};
use super::expr::{Amount, Clock, Grain, Length, Shade, Unit};
use super::words::{Class, bits};
use crate::grammar::input::Tokens;
use crate::interval::Interval;
use nom::Parser;
use nom::combinator::opt;
use rust_decimal::Decimal;

impl Grammar<'_> {
    /// "ten years", "a year and a half", "five-year", "the past three months", "recent weeks", "years".
    pub(super) fn length<'a>(self, input: Tokens<'a>) -> Read<'a, Length> {
        if let Ok(found) = self.determined(input) {
            return Ok(found);
        }
        if let Ok(found) = self.counted(input) {
            return Ok(found);
        }
        if let Ok(found) = self.single(input) {
            return Ok(found);
        }
        self.bare_plural(input)
    }

    /// "the past three months", "the next few days", "the first nine months", "recent years", "the nine months".
    fn determined<'a>(self, input: Tokens<'a>) -> Read<'a, Length> {
        let (rest, the) =
            opt(self.any_of(&[Class::The, Class::Possessor, Class::This, Class::That])).parse(input)?;
        let (rest, which) = opt(self.any_of(&[
            Class::Past,
            Class::Last,
            Class::Next,
            Class::First,
            Class::Coming,
            Class::Previous,
            Class::Following,
            Class::Recent,
            Class::Latest,
            Class::Other,
        ]))
        .parse(rest)?;
        if the.is_none() && which.is_none() {
            return no(input);
        }
        let (rest, _) =
            if which.is_none() { opt(self.word(Class::Fiscal)).parse(rest)? } else { (rest, None) };
        if let Ok((end, length)) = self.counted(rest) {
            // "the two-week crisis": the article is the noun's; only "the last twenty-four hours" keeps it.
            let glued =
                input.clean.tokens.get((rest.start as usize + 1)..end.start as usize).is_some_and(|run| {
                    run.iter().any(|t| {
                        t.shape == crate::text::Shape::Mark
                            && !t.spaced
                            && t.span.cut(&input.clean.text) == "-"
                    })
                });
            let spelled = glued && self.words.meaning(end.words[end.start as usize - 1]).plural;
            return if glued && which.is_none() && !spelled { no(input) } else { Ok((end, length)) };
        }
        let (rest, _) = opt(self.word(Class::Other)).parse(rest)?;
        let Some(item) = rest.get(0) else { return no(input) };
        let (rest, (unit, plural)) = self.unit(rest)?;
        // "the fiscal year ended June 30", "the year to March".
        if !plural
            && which.is_none()
            && unit.grain == Grain::Year
            && the.is_some_and(|t| self.words.is(t.word, Class::The))
            && rest.get(0).is_some_and(|i| i.text() == "ended" || self.words.is(i.word, Class::To))
            && self.ended(rest).is_ok()
        {
            return Ok((rest, Length { parts: vec![(Amount::exact(Decimal::ONE), unit)] }));
        }
        // "the next fortnight"; "the past decade" is the last ten years, not the last that has a name.
        let past = which.is_some_and(|w| self.words.is(w.word, Class::Past)) && unit.grain >= Grain::Decade;
        if !plural && which.is_some() && (unit.times > 1 || past) {
            return Ok((rest, Length { parts: vec![(Amount::exact(Decimal::ONE), unit)] }));
        }
        // "recent years", "the coming weeks", "the last days of".
        let vague = which.is_some_and(|w| {
            [
                Class::Recent,
                Class::Coming,
                Class::Past,
                Class::Next,
                Class::Last,
                Class::First,
                Class::Previous,
                Class::Following,
            ]
            .iter()
            .any(|&c| self.words.is(w.word, c))
        });
        if plural && vague && !item.token.is_capital() {
            let rest = self.and_unit(rest);
            return Ok((rest, Length { parts: vec![(Amount::Vague, unit)] }));
        }
        // "the weeks ahead".
        if plural
            && the.is_some()
            && let Ok((rest, _)) = self.word(Class::Ahead)(rest)
        {
            return Ok((rest, Length { parts: vec![(Amount::Vague, unit)] }));
        }
        no(input)
    }

    /// Past "and months" in "recent weeks and months".
    fn and_unit<'a>(self, input: Tokens<'a>) -> Tokens<'a> {
        let more = self.any_of(&[Class::And, Class::Or])(input).and_then(|(rest, _)| self.unit(rest));
        match more {
            Ok((rest, (_, true))) => rest,
            _ => input,
        }
    }

    /// "ten years", "5-year", "three-year", "a few more days", "two and a half years", "2 years and 6 months".
    fn counted<'a>(self, input: Tokens<'a>) -> Read<'a, Length> {
        let (rest, amount) = self.amount(input)?;
        let (rest, dash) = opt(when(|i| is_dash(i.text()) && tight(i))).parse(rest)?;
        let (rest, picked) = if dash.is_none() {
            opt(self.any_of(&[
                Class::Other,
                Class::Recent,
                Class::Past,
                Class::Next,
                Class::Coming,
                Class::Previous,
                Class::Following,
            ]))
            .parse(rest)?
        } else {
            (rest, None)
        };
        let (rest, (unit, plural)) = self.unit(rest)?;
        // "the two previous years"; "only 3 next week" counts no weeks.
        let year = matches!(amount, Amount::Number { stated, .. } if stated >= Decimal::ONE_HUNDRED);
        if (!plural || year) && picked.is_some_and(|i| !self.words.is(i.word, Class::Other)) {
            return no(input);
        }
        let one = matches!(amount, Amount::Number { stated, .. } if stated <= Decimal::ONE);
        // "two year" is written, "2 second" is a place.
        if dash.is_none()
            && !plural
            && !one
            && (unit.loose || unit.weekend || unit.grain == Grain::Day && matches!(amount, Amount::Vague))
        {
            return no(input);
        }
        // "a quarter", "three-quarters of it", "CBS's 60 Minutes".
        let fraction = unit.loose && unit.grain == Grain::Quarter && (one || dash.is_some());
        let named = unit.grain < Grain::Day
            && rest.start > 0
            && input.clean.tokens.get(rest.start as usize - 1).is_some_and(crate::text::Token::is_capital);
        if fraction || named {
            return no(input);
        }
        let mut parts = vec![(amount, unit)];
        let mut rest = rest;
        if dash.is_some() {
            // "8-month-old" is an age, "decade-long" a length.
            if let Ok((after, _)) = hyphen(rest) {
                if self.sees(after, Class::Old) {
                    return no(input);
                }
                if let Ok((after, _)) = self.word(Class::Long)(after) {
                    rest = after;
                }
            }
            return Ok((rest, Length { parts }));
        }
        if self.sees(rest, Class::Old)
            || rest.get(0).is_some_and(|i| self.words.is(i.word, Class::Of))
                && rest.get(1).is_some_and(|i| self.words.is(i.word, Class::Age))
        {
            return no(input);
        }
        // "a year and a half", "two years and six months", "1 hour, 20 minutes", "3 minutes 58 seconds".
        for _ in 0..3 {
            let (after, _) = opt(self.word(Class::And)).parse(super::base::skip_comma(rest))?;
            if after.start > rest.start
                && let Ok((end, _)) = opt(self.word(Class::A)).parse(after)
                && let Ok((end, _)) = self.word(Class::Half)(end)
                && let Some((Amount::Number { stated, .. }, _)) = parts.last()
            {
                let value = *stated + Decimal::new(5, 1);
                if let Some(last) = parts.last_mut() {
                    last.0 = Amount::exact(value);
                }
                rest = end;
                break;
            }
            let Ok((end, amount)) = self.amount(after) else { break };
            let Ok((end, (finer, _))) = self.unit(end) else { break };
            if parts.last().is_none_or(|(_, unit)| finer.grain >= unit.grain || unit.grain > Grain::Year)
                || finer.weekend
                || matches!(amount, Amount::Vague)
            {
                break;
            }
            parts.push((amount, finer));
            rest = end;
        }
        if parts.len() == 1 && matches!(parts[0].0, Amount::Vague) {
            rest = self.and_unit(rest);
        }
        Ok((rest, Length { parts }))
    }

    /// "a year", "an hour and a half", "another month", "one-year": one of a unit.
    fn single<'a>(self, input: Tokens<'a>) -> Read<'a, Length> {
        if let Ok((rest, _)) = self.word(Class::A)(input)
            && let Ok((rest, _)) = self.word(Class::While)(rest)
        {
            return Ok((rest, Length { parts: Vec::new() }));
        }
        if let Ok((rest, item)) = self.word(Class::LongWord)(input)
            && let Some(unit) = self.meaning(&item).unit
        {
            return Ok((rest, Length { parts: vec![(Amount::exact(Decimal::ONE), unit)] }));
        }
        // "all day", "an all-day meeting", "a full year", "full-day classes".
        let full = input.get(0).is_some_and(|i| i.text() == "full");
        let (rest, first) = self.any_of(&[Class::A, Class::Another, Class::All, Class::Other])(input)?;
        let whole = full || self.words.is(first.word, Class::All);
        if !whole && self.words.is(first.word, Class::Other) && !self.words.is(first.word, Class::Another) {
            return no(input);
        }
        let (rest, _) = if whole { opt(hyphen).parse(rest)? } else { (rest, None) };
        let (rest, _) = opt(self.word(Class::Other)).parse(rest)?;
        let (rest, (unit, plural)) = self.unit(rest)?;
        // "full year 1986" names it.
        let named = full && rest.get(0).is_some_and(|i| digits(&i) && i.text().len() == 4);
        if plural || unit.loose || named {
            return no(input);
        }
        if let Ok((after, _)) = hyphen(rest) {
            return match self.word(Class::Long)(after) {
                Ok((rest, _)) => Ok((rest, Length { parts: vec![(Amount::exact(Decimal::ONE), unit)] })),
                Err(_) => no(input),
            };
        }
        let mut amount = Decimal::ONE;
        let mut rest = rest;
        if let Ok((after, _)) = self.word(Class::And)(rest)
            && let Ok((after, _)) = opt(self.word(Class::A)).parse(after)
            && let Ok((after, _)) = self.word(Class::Half)(after)
        {
            amount += Decimal::new(5, 1);
            rest = after;
        }
        // "a year or two".
        if let Ok((after, _)) = self.word(Class::Or)(rest)
            && let Ok((after, more)) = self.count(after)
            && more > amount
        {
            let within = Interval::closed(amount, more);
            return Ok((after, Length { parts: vec![(Amount::Number { stated: amount, within }, unit)] }));
        }
        Ok((rest, Length { parts: vec![(Amount::exact(amount), unit)] }))
    }

    /// "years", "weeks or months", "decades-long", "month-long".
    fn bare_plural<'a>(self, input: Tokens<'a>) -> Read<'a, Length> {
        let Some(first) = input.get(0) else { return no(input) };
        let (rest, (unit, plural)) = self.unit(input)?;
        if let Ok((after, _)) = hyphen(rest)
            && let Ok((after, _)) = self.word(Class::Long)(after)
        {
            let amount = if plural { Amount::Vague } else { Amount::exact(Decimal::ONE) };
            return Ok((after, Length { parts: vec![(amount, unit)] }));
        }
        let many = input.start.checked_sub(2).is_some_and(|b| input.clean.token(b) == "as");
        let aged = self.sees(rest, Class::Of)
            && rest.get(1).is_some_and(|i| self.words.is(i.word, Class::Age))
            && !self.starts_sentence(input, input.start);
        // "megawatt hours", "man-hours" measure something else.
        let measured = |back| {
            let before = input.start.checked_sub(back).map(|start| Tokens { start, ..input });
            before.is_some_and(|before| self.sees(before, Class::Measured))
        };
        let other = measured(1) || measured(2) && input.clean.token(input.start - 1) == "-";
        // "the years 1990 to 1995" names them.
        let listed = rest.get(0).is_some_and(|i| digits(&i) && i.text().len() == 4);
        if self.sees(rest, Class::Old)
            || listed
            || other
            || many
            || aged
            || !plural
            || unit.loose
            || unit.weekend
            || first.token.is_capital() && !self.starts_sentence(input, input.start)
        {
            return no(input);
        }
        if rest.get(0).is_some_and(|i| tight(&i) && i.text() == "-") {
            return no(input);
        }
        let rest = self.and_unit(rest);
        Ok((rest, Length { parts: vec![(Amount::Vague, unit)] }))
    }

    /// "3:07:35" as a time that was run, as long as it is not a time of the clock.
    pub(super) fn run_time<'a>(self, input: Tokens<'a>) -> Read<'a, Length> {
        let (rest, clock) = self.clock_digits(input)?;
        let (Some(minute), Some(second)) = (clock.minute, clock.second) else { return no(input) };
        let unit = |grain| Unit { grain, times: 1, weekend: false, loose: false };
        let amount = |n: u8| Amount::exact(Decimal::from(n));
        let parts = vec![
            (amount(clock.hour), unit(Grain::Hour)),
            (amount(minute), unit(Grain::Minute)),
            (amount(second), unit(Grain::Second)),
        ];
        Ok((rest, Length { parts }))
    }

    /// "3:07", "3:07:35" in digits.
    pub(super) fn clock_digits<'a>(self, input: Tokens<'a>) -> Read<'a, Clock> {
        let (rest, hour) = when(|i| digits(i) && i.text().len() <= 2)(input)?;
        let (rest, _) = when(|i| i.text() == ":" && tight(i))(rest)?;
        let (rest, minute) = when(|i| digits(i) && i.text().len() == 2 && tight(i))(rest)?;
        let (rest, second) = opt(|i| {
            let (i, _) = when(|t| t.text() == ":" && tight(t))(i)?;
            when(|t| digits(t) && t.text().len() == 2 && tight(t))(i)
        })
        .parse(rest)?;
        let small =
            |text: &str, top: u32| value(text).filter(|&v| v <= top).and_then(|v| u8::try_from(v).ok());
        let (Some(hour), Some(minute)) = (small(hour.text(), 24), small(minute.text(), 59)) else {
            return no(input);
        };
        let second = match second {
            None => None,
            Some(item) => match small(item.text(), 59) {
                Some(second) => Some(second),
                None => return no(input),
            },
        };
        Ok((rest, Clock { hour, minute: Some(minute), second }))
    }

    /// "about", "more than", "at least", "up to", "nearly" …: what a modifier before a length makes of it.
    pub(super) fn hedge<'a>(self, input: Tokens<'a>) -> Read<'a, Shade> {
        const HEDGES: &[Class] = &[
            Class::At,
            Class::More,
            Class::Less,
            Class::No,
            Class::Up,
            Class::Approx,
            Class::Nearly,
            Class::Over,
            Class::Under,
        ];
        let (rest, first) = self.any_of(HEDGES)(input)?;
        let is = |class| self.words.is(first.word, class);
        let next = |class| self.word(class)(rest);
        if is(Class::At) {
            if let Ok((rest, _)) = next(Class::Least) {
                return Ok((rest, Shade::AtLeast));
            }
            return next(Class::Most).map(|(rest, _)| (rest, Shade::AtMost));
        }
        if is(Class::More)
            && let Ok((rest, _)) = next(Class::Than)
        {
            return Ok((rest, Shade::MoreThan));
        }
        if is(Class::Less)
            && let Ok((rest, _)) = next(Class::Than)
        {
            return Ok((rest, Shade::LessThan));
        }
        if is(Class::No) {
            let (rest, side) = self.any_of(&[Class::More, Class::Less])(rest)?;
            let (rest, _) = self.word(Class::Than)(rest)?;
            return Ok((
                rest,
                if self.words.is(side.word, Class::More) { Shade::AtMost } else { Shade::AtLeast },
            ));
        }
        if is(Class::Up) {
            return next(Class::To).map(|(rest, _)| (rest, Shade::AtMost));
        }
        if is(Class::Approx) {
            return Ok((rest, Shade::Approx));
        }
        if is(Class::Nearly) {
            return Ok((rest, Shade::AtMost));
        }
        // "over the past year" and "under its two-year plan" are prepositions.
        const DETERMINERS: &[Class] =
            &[Class::The, Class::Possessor, Class::This, Class::That, Class::Last, Class::Past];
        if (is(Class::Over) || is(Class::Under)) && !self.near(rest, 1, bits(DETERMINERS)) {
            return Ok((rest, if is(Class::Over) { Shade::MoreThan } else { Shade::LessThan }));
        }
        no(input)
    }
}
