//! Whether the words around a hit forbid, exclude, deny or warn of it. It must not know word classes.

use std::fmt;

use super::{
    context_file::{Before, Behind, Cues},
    cue::{Around, Cue, CuePlace},
    field::Field,
    fold::Folded,
};

/// Characters looked at before and after a hit.
const REACH: usize = 120;
/// The cue that needs another one behind the hit: 除……外.
const EXCEPT: &str = "除";

/// The text around a hit: its sentence or bracket, without quotation marks and without brackets that are closed. The buffers
/// are used again for the next hit.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    left: Around<Before>,
    right: Around<Behind>,
    /// Between 《 and 》.
    titled: bool,
}

/// Why a hit does not count, with the cue that says so.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reason<'c> {
    /// Part of the title of a paper.
    Published,
    Denied(&'c Cue),
    Forbidden(&'c Cue),
    ExcludedBefore(&'c Cue),
    ExcludedBehind(&'c Cue),
    /// Both halves of a condition.
    Conditional(&'c Cue, &'c Cue),
    WarnedBefore(&'c Cue),
    WarnedBehind(&'c Cue),
    /// Who warns, and how.
    WarnedBy(&'c Cue, &'c Cue),
}

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Published => f.write_str("报刊名称"),
            Self::Denied(cue) => write!(f, "前文“{cue}”：否定表述"),
            Self::Forbidden(cue) => write!(f, "前文“{cue}”：禁止性表述"),
            Self::ExcludedBefore(cue) => write!(f, "前文“{cue}”：排除性表述"),
            Self::ExcludedBehind(cue) => write!(f, "后文“{cue}”：排除性表述"),
            Self::Conditional(cue, end) => write!(f, "“{cue}……{end}”：条件表述"),
            Self::WarnedBefore(cue) => write!(f, "前文“{cue}”：提醒防范"),
            Self::WarnedBehind(cue) => write!(f, "后文“{cue}”：提醒防范"),
            Self::WarnedBy(who, cue) => write!(f, "“{who}……{cue}”：提醒防范"),
        }
    }
}

impl Surroundings {
    /// Why the hit `[start, end)` of a folded text does not count; `None` when it does. In short texts a line ends a sentence,
    /// in scopes lines are broken anywhere.
    pub fn judge<'c>(
        &mut self,
        folded: &Folded,
        (start, end): (usize, usize),
        field: Field,
        cues: &'c Cues,
    ) -> Option<Reason<'c>> {
        let text = folded.chars.as_slice();
        let line = match field {
            Field::Text => folded.line_around(start, end),
            Field::Name | Field::Scope => (0, text.len()),
        };
        fill_left(&text[line.0..start], &mut self.left.letters);
        fill_right(&text[end..line.1], &mut self.right.letters);
        self.titled = field == Field::Name && opens_title(&text[..start]);
        cues.look(&mut self.left, &mut self.right);
        if field != Field::Name && self.left.says_nothing() && self.right.says_nothing() {
            return None;
        }
        self.reason(field, cues)
    }

    fn reason<'c>(&self, field: Field, cues: &'c Cues) -> Option<Reason<'c>> {
        self.published(field, cues)
            .or_else(|| self.denied(cues))
            .or_else(|| self.forbidden(field, cues))
            .or_else(|| self.excluded(field, cues))
            .or_else(|| self.conditional(cues))
            .or_else(|| self.warned(field, cues))
    }

    /// 《中国农村金融》杂志社: a title, no business.
    fn published<'c>(&self, field: Field, cues: &'c Cues) -> Option<Reason<'c>> {
        let endings = &cues.listed.publication_endings;
        let society = || {
            let right = &self.right.letters;
            endings.iter().any(|e| right.ends_with(&e.letters))
        };
        let title = field == Field::Name && (self.titled || society());
        title.then_some(Reason::Published)
    }

    fn denied<'c>(&self, cues: &'c Cues) -> Option<Reason<'c>> {
        let near = |gap: &[char]| same_clause(gap) && gap.len() <= 12;
        let cue = self
            .before(Before::Negation, cues, <[char]>::is_empty)
            .or_else(|| self.before(Before::NegationNear, cues, near))?;
        Some(Reason::Denied(cue))
    }

    fn forbidden<'c>(&self, field: Field, cues: &'c Cues) -> Option<Reason<'c>> {
        let reaches = |gap: &[char]| field == Field::Scope || same_clause(gap);
        let cue = self.before(Before::Prohibition, cues, reaches)?;
        Some(Reason::Forbidden(cue))
    }

    fn excluded<'c>(&self, field: Field, cues: &'c Cues) -> Option<Reason<'c>> {
        if field == Field::Name {
            return None;
        }
        let not_excluded = &cues.listed.not_excluded;
        let close = |gap: &[char]| {
            let other = || not_excluded.iter().any(|n| holds(gap, &n.letters));
            same_clause(gap) && gap.len() <= 40 && !other()
        };
        if let Some(cue) = self.behind(Behind::Exclusion, cues, close) {
            return Some(Reason::ExcludedBehind(cue));
        }
        let listed = cues.listed.before(Before::Exclusion);
        let mut told = self.left.cues(Before::Exclusion);
        let cue = told.find_map(|place| {
            let cue = listed.get(place.number)?;
            let gap = self.gap_before(cue, place, cues)?;
            let reaches = if cue.text == EXCEPT {
                self.except(place, gap)
            } else {
                field == Field::Scope || same_clause(gap)
            };
            reaches.then_some(cue)
        })?;
        Some(Reason::ExcludedBefore(cue))
    }

    /// 除……外, or 除 at the head of a bracket: 金属材料（除贵金属）. Not 清除, 解除, 海外.
    fn except(&self, place: CuePlace, gap: &[char]) -> bool {
        if !same_clause(gap) {
            return false;
        }
        let ends_in =
            |text: &[char], letters: &str| text.last().is_some_and(|c| letters.contains(*c));
        let head = &self.left.letters[..place.start];
        if ends_in(head, "(") && !gap.contains(&'外') {
            return true;
        }
        let right = self.right.letters.as_slice();
        let closes = |at: usize| {
            let (head, tail) = (&right[..at], &right[at + 1..]);
            let ends = tail.first().is_none_or(|c| ",、的)(".contains(*c));
            ends && same_clause(head) && !ends_in(head, "海对国境室户意")
        };
        let mut outer = (0..right.len()).filter(|at| right[*at] == '外');
        !ends_in(head, "清删解消扣免排拆根") && outer.any(closes)
    }

    /// 未经金融监管部门批准: the word is part of the condition.
    fn conditional<'c>(&self, cues: &'c Cues) -> Option<Reason<'c>> {
        let cue = self.before(Before::Condition, cues, same_clause)?;
        let mut clauses = self.right.letters.split(|c| matches!(c, ',' | ':'));
        let clause = clauses.next().unwrap_or_default();
        let near = |end: &&Cue| place_of(clause, &end.letters).is_some_and(|gap| gap <= 20);
        let end = cues.listed.condition_after.iter().find(near)?;
        Some(Reason::Conditional(cue, end))
    }

    fn warned<'c>(&self, field: Field, cues: &'c Cues) -> Option<Reason<'c>> {
        if field != Field::Text {
            return None;
        }
        let reaches = |gap: &[char]| same_clause(gap) && gap.len() <= 24;
        if let Some(cue) = self.before(Before::Warning, cues, reaches) {
            return Some(Reason::WarnedBefore(cue));
        }
        let warner = self.left.cues(Before::Warner).next();
        let warner = warner.and_then(|place| cues.listed.warner.get(place.number));
        if let Some(who) = warner
            && let Some(cue) = self.behind(Behind::WarningFar, cues, |_| true)
        {
            return Some(Reason::WarnedBy(who, cue));
        }
        let far = |gap: &[char]| gap.len() <= 16;
        let near = |gap: &[char]| far(gap) && same_clause(gap);
        let cue = self
            .behind(Behind::Warning, cues, near)
            .or_else(|| self.behind(Behind::WarningFar, cues, far))?;
        Some(Reason::WarnedBehind(cue))
    }

    /// The first cue of a list whose last place before the hit is no part of a phrase that only looks like one, with a gap up to
    /// the hit that is as asked.
    fn before<'c>(
        &self,
        list: Before,
        cues: &'c Cues,
        reaches: impl Fn(&[char]) -> bool,
    ) -> Option<&'c Cue> {
        let listed = cues.listed.before(list);
        let mut told = self.left.cues(list);
        told.find_map(|place| {
            let cue = listed.get(place.number)?;
            let gap = self.gap_before(cue, place, cues)?;
            reaches(gap).then_some(cue)
        })
    }

    /// What stands between a cue and the hit, unless the cue is part of a phrase that only looks like one.
    fn gap_before(&self, cue: &Cue, place: CuePlace, cues: &Cues) -> Option<&[char]> {
        let left = self.left.letters.as_slice();
        let disguised = |phrase: &Cue| {
            let mut within = places_of(&phrase.letters, &cue.letters);
            within.any(|offset| {
                let from = place.start.checked_sub(offset);
                from.is_some_and(|from| left[from..].starts_with(&phrase.letters))
            })
        };
        let looks_like = cues.listed.not_negation.iter().any(disguised);
        (!looks_like).then(|| &left[place.end..])
    }

    /// The first cue of a list whose first place behind the hit leaves a gap that is as asked.
    fn behind<'c>(
        &self,
        list: Behind,
        cues: &'c Cues,
        reaches: impl Fn(&[char]) -> bool,
    ) -> Option<&'c Cue> {
        let right = self.right.letters.as_slice();
        let mut told = self.right.cues(list);
        let place = told.find(|place| reaches(&right[..place.start]))?;
        cues.listed.behind(list).get(place.number)
    }
}

fn opens_title(left: &[char]) -> bool {
    let opened = left.iter().rposition(|c| *c == '《');
    opened.is_some_and(|at| !left[at..].contains(&'》'))
}

/// The letters before a hit that belong to it.
fn fill_left(text: &[char], kept: &mut Vec<char>) {
    kept.clear();
    let mut closed = 0usize;
    for c in text.iter().copied().rev().take(REACH) {
        match c {
            ')' => closed += 1,
            '(' if closed == 0 => kept.push(c),
            '(' => closed -= 1,
            _ if closed > 0 || is_quote(c) => {}
            c if ends_sentence(c) => break,
            c => kept.push(c),
        }
    }
    kept.reverse();
}

/// The letters behind a hit that belong to it.
fn fill_right(text: &[char], kept: &mut Vec<char>) {
    kept.clear();
    let mut opened = 0usize;
    for c in text.iter().copied().take(REACH) {
        match c {
            '(' => opened += 1,
            ')' if opened == 0 => break,
            ')' => opened -= 1,
            _ if opened > 0 || is_quote(c) => {}
            c if ends_sentence(c) => break,
            c => kept.push(c),
        }
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | ';' | '!' | '?')
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '《' | '》' | '【' | '】'
    )
}

fn same_clause(gap: &[char]) -> bool {
    !gap.iter().any(|c| matches!(c, ',' | ':'))
}

/// Every place of a word in a text.
fn places_of(text: &[char], word: &[char]) -> impl Iterator<Item = usize> {
    (0..text.len()).filter(move |at| text[*at..].starts_with(word))
}

fn place_of(text: &[char], word: &[char]) -> Option<usize> {
    places_of(text, word).next()
}

fn holds(text: &[char], word: &[char]) -> bool {
    place_of(text, word).is_some()
}
