//! Whether the words around a hit forbid, exclude, deny or warn of it. It must not know word classes.

use super::{context_file::ContextFile, field::Field, fold::Folded};

/// Characters looked at before and after a hit.
const REACH: usize = 120;

/// The text around a hit: its sentence or bracket, without quotation marks and without brackets that are closed.
#[derive(Debug)]
pub(super) struct Surroundings {
    left: String,
    right: String,
    /// Between 《 and 》.
    titled: bool,
    field: Field,
}

impl Surroundings {
    /// Around `[start, end)` of a folded text. In short texts a line ends a sentence, in scopes lines are broken anywhere.
    pub fn of(folded: &Folded, start: usize, end: usize, field: Field) -> Self {
        let text = folded.text.as_str();
        let broken =
            |from: usize, to: usize| field == Field::Text && folded.breaks_between(from, to);
        let left = left_of(text, start, |at| broken(at, start));
        let right = right_of(text, end, |at| broken(end, at));
        let titled = field == Field::Name && opens_title(&text[..start]);
        Self {
            left,
            right,
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
                .any(|e| self.right.ends_with(e))
        };
        let title = self.field == Field::Name && (self.titled || society());
        title.then(|| "报刊名称".to_owned())
    }

    fn denied(&self, cues: &ContextFile) -> Option<String> {
        let near = |cue: &str| {
            self.before(cue, cues)
                .is_some_and(|gap| same_clause(gap) && length(gap) <= 12)
        };
        let at = |cue: &str| self.before(cue, cues).is_some_and(str::is_empty);
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
            let gap = self.right.split_once(c.as_str()).map(|(gap, _)| gap);
            gap.is_some_and(|gap| {
                same_clause(gap)
                    && length(gap) <= 40
                    && !cues.not_excluded.iter().any(|n| gap.contains(n))
            })
        });
        if let Some(cue) = after {
            return Some(format!("后文“{cue}”：排除性表述"));
        }
        let cue = cues.exclusion_before.iter().find(|c| match c.as_str() {
            "除" => self.except(cues),
            cue => self
                .before(cue, cues)
                .is_some_and(|gap| self.field == Field::Scope || same_clause(gap)),
        })?;
        Some(format!("前文“{cue}”：排除性表述"))
    }

    /// 除……外, or 除 at the head of a bracket: 金属材料（除贵金属）. Not 清除, 解除, 海外.
    fn except(&self, cues: &ContextFile) -> bool {
        let Some(gap) = self.before("除", cues).filter(|gap| same_clause(gap)) else {
            return false;
        };
        let head = &self.left[..self.left.len() - gap.len() - "除".len()];
        if head.ends_with('(') && !gap.contains('外') {
            return true;
        }
        let opened = !head.ends_with(['清', '删', '解', '消', '扣', '免', '排', '拆', '根']);
        let closes = |(at, _): (usize, &str)| {
            let (head, tail) = (&self.right[..at], &self.right[at + "外".len()..]);
            let ends = tail.is_empty() || tail.starts_with([',', '、', '的', ')', '(']);
            ends && same_clause(head) && !head.ends_with(['海', '对', '国', '境', '室', '户', '意'])
        };
        opened && self.right.match_indices('外').any(closes)
    }

    /// 未经金融监管部门批准: the word is part of the condition.
    fn conditional(&self, cues: &ContextFile) -> Option<String> {
        let cue = cues
            .condition_before
            .iter()
            .find(|c| self.before(c, cues).is_some_and(same_clause))?;
        let clause = self.right.split([',', ':']).next().unwrap_or_default();
        let end = cues.condition_after.iter().find(|c| {
            clause
                .split_once(c.as_str())
                .is_some_and(|(gap, _)| length(gap) <= 20)
        })?;
        Some(format!("“{cue}……{end}”：条件表述"))
    }

    fn warned(&self, cues: &ContextFile) -> Option<String> {
        if self.field != Field::Text {
            return None;
        }
        let before = |c: &&String| {
            self.before(c, cues)
                .is_some_and(|gap| same_clause(gap) && length(gap) <= 24)
        };
        if let Some(cue) = cues.warning_before.iter().find(before) {
            return Some(format!("前文“{cue}”：提醒防范"));
        }
        let gap = |c: &String| self.right.split_once(c.as_str()).map(|(gap, _)| gap);
        let far = |c: &&String| gap(c).is_some_and(|gap| length(gap) <= 16);
        let near = |c: &&String| far(c) && gap(c).is_some_and(same_clause);
        let mut nouns = cues.warning_after.iter();
        let cue = nouns
            .find(near)
            .or_else(|| cues.warning_after_far.iter().find(far))?;
        Some(format!("后文“{cue}”：提醒防范"))
    }

    /// What stands between the last `cue` and the hit, unless the cue is part of a phrase that only looks like one.
    fn before(&self, cue: &str, cues: &ContextFile) -> Option<&str> {
        let at = self.left.rfind(cue)?;
        let end = at + cue.len();
        let disguised = |phrase: &String| {
            phrase.match_indices(cue).any(|(offset, _)| {
                at.checked_sub(offset)
                    .and_then(|from| self.left.get(from..from + phrase.len()))
                    == Some(phrase.as_str())
            })
        };
        if cues.not_negation.iter().any(disguised) {
            None
        } else {
            self.left.get(end..)
        }
    }
}

fn opens_title(left: &str) -> bool {
    left.rfind('《')
        .is_some_and(|at| !left[at..].contains('》'))
}

fn left_of(text: &str, start: usize, broken: impl Fn(usize) -> bool) -> String {
    let mut kept = Vec::new();
    let mut closed = 0usize;
    for (at, c) in text[..start].char_indices().rev().take(REACH) {
        match c {
            _ if broken(at + c.len_utf8()) => break,
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

fn right_of(text: &str, end: usize, broken: impl Fn(usize) -> bool) -> String {
    let mut kept = String::new();
    let mut opened = 0usize;
    for (offset, c) in text[end..].char_indices().take(REACH) {
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
