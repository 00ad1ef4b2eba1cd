//! Whether the words around a hit forbid, exclude, deny or warn of it. It must not know word classes.

use super::{
    context_file::ContextFile,
    cue::{Around, Cue},
    field::Field,
    fold::Folded,
};

/// Characters looked at before and after a hit.
const REACH: usize = 120;
/// The cue that needs another one behind the hit: 除……外.
const EXCEPT: &str = "除";

/// The text around a hit: its sentence or bracket, without quotation marks and without brackets that are closed.
#[derive(Debug)]
pub(super) struct Surroundings {
    left: Around,
    right: Around,
    /// Between 《 and 》.
    titled: bool,
    field: Field,
}

impl Surroundings {
    /// Around `[start, end)` of a folded text. In short texts a line ends a sentence, in scopes lines are broken anywhere.
    pub fn of(folded: &Folded, start: usize, end: usize, field: Field) -> Self {
        let text = folded.chars.as_slice();
        let broken =
            |from: usize, to: usize| field == Field::Text && folded.breaks_between(from, to);
        let left = left_of(text, start, |at| broken(at, start));
        let right = right_of(text, end, |at| broken(end, at));
        let titled = field == Field::Name && opens_title(&text[..start]);
        Self {
            left: left.into(),
            right: right.into(),
            titled,
            field,
        }
    }

    /// Why a hit does not count; `None` when it does.
    pub fn judge(&self, cues: &ContextFile) -> Option<String> {
        self.published(cues)
            .or_else(|| self.denied(cues))
            .or_else(|| self.forbidden(cues))
            .or_else(|| self.excluded(cues))
            .or_else(|| self.conditional(cues))
            .or_else(|| self.warned(cues))
    }

    /// 《中国农村金融》杂志社: a title, no business.
    fn published(&self, cues: &ContextFile) -> Option<String> {
        let society = || {
            cues.publication_endings
                .iter()
                .any(|e| self.right.text().ends_with(&e.text))
        };
        let title = self.field == Field::Name && (self.titled || society());
        title.then(|| "报刊名称".to_owned())
    }

    fn denied(&self, cues: &ContextFile) -> Option<String> {
        let near = |cue: &Cue| {
            self.before(cue, cues)
                .is_some_and(|gap| same_clause(gap) && length(gap) <= 12)
        };
        let at = |cue: &Cue| self.before(cue, cues).is_some_and(str::is_empty);
        let cue = cues
            .negation
            .iter()
            .find(|c| at(c))
            .or_else(|| cues.negation_near.iter().find(|c| near(c)))?;
        Some(format!("前文“{cue}”：否定表述"))
    }

    fn forbidden(&self, cues: &ContextFile) -> Option<String> {
        let reaches = |gap: &str| self.field == Field::Scope || same_clause(gap);
        let cue = cues
            .prohibition
            .iter()
            .find(|c| self.before(c, cues).is_some_and(reaches))?;
        Some(format!("前文“{cue}”：禁止性表述"))
    }

    fn excluded(&self, cues: &ContextFile) -> Option<String> {
        if self.field == Field::Name {
            return None;
        }
        let after = cues.exclusion_after.iter().find(|c| {
            self.right.up_to(c).is_some_and(|gap| {
                same_clause(gap)
                    && length(gap) <= 40
                    && !cues.not_excluded.iter().any(|n| gap.contains(&n.text))
            })
        });
        if let Some(cue) = after {
            return Some(format!("后文“{cue}”：排除性表述"));
        }
        let reaches = |gap: &str| self.field == Field::Scope || same_clause(gap);
        let cue = cues.exclusion_before.iter().find(|c| {
            if c.text == EXCEPT {
                self.except(c, cues)
            } else {
                self.before(c, cues).is_some_and(reaches)
            }
        })?;
        Some(format!("前文“{cue}”：排除性表述"))
    }

    /// 除……外, or 除 at the head of a bracket: 金属材料（除贵金属）. Not 清除, 解除, 海外.
    fn except(&self, cue: &Cue, cues: &ContextFile) -> bool {
        let Some(gap) = self.before(cue, cues).filter(|gap| same_clause(gap)) else {
            return false;
        };
        let (left, right) = (self.left.text(), self.right.text());
        let head = &left[..left.len() - gap.len() - EXCEPT.len()];
        if head.ends_with('(') && !gap.contains('外') {
            return true;
        }
        let opened = !head.ends_with(['清', '删', '解', '消', '扣', '免', '排', '拆', '根']);
        let closes = |(at, _): (usize, &str)| {
            let (head, tail) = (&right[..at], &right[at + "外".len()..]);
            let ends = tail.is_empty() || tail.starts_with([',', '、', '的', ')', '(']);
            ends && same_clause(head) && !head.ends_with(['海', '对', '国', '境', '室', '户', '意'])
        };
        opened && right.match_indices('外').any(closes)
    }

    /// 未经金融监管部门批准: the word is part of the condition.
    fn conditional(&self, cues: &ContextFile) -> Option<String> {
        let cue = cues
            .condition_before
            .iter()
            .find(|c| self.before(c, cues).is_some_and(same_clause))?;
        let clause = self
            .right
            .text()
            .split([',', ':'])
            .next()
            .unwrap_or_default();
        let end = cues.condition_after.iter().find(|c| {
            clause
                .split_once(&c.text)
                .is_some_and(|(gap, _)| length(gap) <= 20)
        })?;
        Some(format!("“{cue}……{end}”：条件表述"))
    }

    fn warned(&self, cues: &ContextFile) -> Option<String> {
        if self.field != Field::Text {
            return None;
        }
        let before = |c: &&Cue| {
            self.before(c, cues)
                .is_some_and(|gap| same_clause(gap) && length(gap) <= 24)
        };
        if let Some(cue) = cues.warning_before.iter().find(before) {
            return Some(format!("前文“{cue}”：提醒防范"));
        }
        let gap = |c: &Cue| self.right.up_to(c);
        let far = |c: &&Cue| gap(c).is_some_and(|gap| length(gap) <= 16);
        let told = |c: &&Cue| self.left.last(c).is_some();
        let warns = |c: &&Cue| gap(c).is_some();
        if let Some(cue) = cues.warning_after_far.iter().find(warns)
            && let Some(who) = cues.warner.iter().find(told)
        {
            return Some(format!("“{who}……{cue}”：提醒防范"));
        }
        let near = |c: &&Cue| far(c) && gap(c).is_some_and(same_clause);
        let mut nouns = cues.warning_after.iter();
        let cue = nouns
            .find(near)
            .or_else(|| cues.warning_after_far.iter().find(far))?;
        Some(format!("后文“{cue}”：提醒防范"))
    }

    /// What stands between the last `cue` and the hit, unless the cue is part of a phrase that only looks like one.
    fn before(&self, cue: &Cue, cues: &ContextFile) -> Option<&str> {
        let at = self.left.last(cue)?;
        let left = self.left.text();
        let disguised = |phrase: &Cue| {
            let mut places = phrase.text.match_indices(&cue.text);
            places.any(|(offset, _)| {
                at.checked_sub(offset)
                    .and_then(|from| left.get(from..from + phrase.text.len()))
                    == Some(phrase.text.as_str())
            })
        };
        if cues.not_negation.iter().any(disguised) {
            None
        } else {
            left.get(at + cue.text.len()..)
        }
    }
}

fn opens_title(left: &[char]) -> bool {
    let opened = left.iter().rposition(|c| *c == '《');
    opened.is_some_and(|at| !left[at..].contains(&'》'))
}

fn left_of(text: &[char], start: usize, broken: impl Fn(usize) -> bool) -> String {
    let mut kept = Vec::new();
    let mut closed = 0usize;
    for (at, c) in text[..start].iter().copied().enumerate().rev().take(REACH) {
        match c {
            _ if broken(at + 1) => break,
            ')' => closed += 1,
            '(' if closed == 0 => kept.push(c),
            '(' => closed -= 1,
            _ if closed > 0 || is_quote(c) => {}
            c if ends_sentence(c) => break,
            c => kept.push(c),
        }
    }
    kept.into_iter().rev().collect()
}

fn right_of(text: &[char], end: usize, broken: impl Fn(usize) -> bool) -> String {
    let mut kept = String::new();
    let mut opened = 0usize;
    for (offset, c) in text[end..].iter().copied().enumerate().take(REACH) {
        match c {
            _ if broken(end + offset) => break,
            '(' => opened += 1,
            ')' if opened == 0 => break,
            ')' => opened -= 1,
            _ if opened > 0 || is_quote(c) => {}
            c if ends_sentence(c) => break,
            c => kept.push(c),
        }
    }
    kept
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

fn same_clause(gap: &str) -> bool {
    !gap.contains([',', ':'])
}

fn length(text: &str) -> usize {
    text.chars().count()
}
