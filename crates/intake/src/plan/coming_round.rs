//! Duties of a sentence that come round or hang on an event, one deadline for each.
//! It must not know single dates, save those that belong to a habit.

use super::date::Grain;
use super::deadline::{Due, Paragraph};
use super::mention::{Form, Mention};
use super::page::{Extent, Page};
use super::reading::{Deadline, Recurrence};
use super::recurrence::{self, Turn};
use super::report;
use super::said::{Said, clause_at, with_before};

impl Paragraph<'_> {
    pub(super) fn recurring(
        &mut self,
        sentence: &Extent,
        (mentions, turns): (&[Mention], &[Turn]),
        due: &mut Due,
    ) {
        let page = self.plan.page;
        let text = page.slice(sentence);
        let mut last_to: Option<Extent> = None;
        for (at, turn) in turns.iter().enumerate() {
            if self.is_aside(sentence, (at, turns), mentions, due)
                || self.keeps_habit(sentence, turn)
                || !recurrence::is_duty(text, turn, sentence.start)
                || report::exempts(page.slice(&clause_at(page, sentence, turn.extent.start)))
            {
                continue;
            }
            let whole = habit_extent(page, turn, mentions);
            let dated = mentions
                .iter()
                .filter(|mention| !self.is_background(mention))
                .map(|mention| mention.extent.start)
                .find(|&start| start >= whole.end);
            let beside = (
                dated,
                at.checked_sub(1).and_then(|before| turns.get(before)),
                turns.get(at + 1),
            );
            let said = Said::recurring(self.plan, sentence, turn, &whole, beside);
            let said = if turn.recurrence == Recurrence::OnEvent {
                // “2小时内电话报告区教体局，24小时内书面报告”: both go to the same body.
                let to = said.to.clone().or_else(|| {
                    let reports = said.what.ends_with("报告") || said.what.ends_with("报送");
                    last_to.clone().filter(|_| reports)
                });
                Said { to, ..said }
            } else {
                self.with_recipient(said)
            };
            due.deadlines.push(Deadline {
                date: None,
                recurrence: Some(turn.recurrence),
                relative: Some(page.printed(&whole)),
                what: said.what,
                to: said.to.as_ref().map(|to| page.printed(to)),
                who: said.who,
                by_address: said.by_address,
                phase: None,
                span: page.span(sentence),
            });
            last_to = said.to.clone().or(last_to);
            due.recipients.extend(said.to);
        }
    }

    /// A recurring time that another time of the sentence says, bounds or counts.
    fn is_aside(
        &self,
        sentence: &Extent,
        (at, turns): (usize, &[Turn]),
        mentions: &[Mention],
        due: &Due,
    ) -> bool {
        let page = self.plan.page;
        let Some(turn) = turns.get(at) else {
            return true;
        };
        let (word, behind) = (page.slice(&turn.extent), &page.text[turn.extent.end..]);
        let same = |other: &&Turn| other.recurrence == turn.recurrence;
        // 每年5月: the date belongs to the habit; 春节后第一周 begins with a feast and says more.
        let inside = mentions.iter().any(|mention| {
            let feast = matches!(mention.form, Form::Single(point) if point.grain == Grain::Feast);
            mention.extent.contains(&turn.extent.start)
                && (!feast || mention.extent.end >= turn.extent.end)
        });
        let slogan = matches!(turn.recurrence, Recurrence::Periodic | Recurrence::OnEvent)
            && !word.ends_with('内')
            && self.plan.is_heading_title(turn.extent.start);
        // “实行月报制度，每月28日前报送”: the system is what the second says.
        let system =
            behind.starts_with("制度") && turns.iter().filter(same).any(|other| other != turn);
        // “分别于7月5日、12月5日前报送半年、全年总结”: the dates say when.
        let named = word.starts_with(['半', '上']) && word.contains("半年") && !mentions.is_empty();
        // “节后一周内（2月24日前）”: the bracket says which day.
        let explained = behind.starts_with('(')
            && mentions
                .iter()
                .any(|mention| mention.extent.start == turn.extent.end + 1);
        // “每周五前报送信息，每周不少于1条”: how much, not once more.
        let amount = ["不少于", "至少", "不低于"]
            .iter()
            .any(|word| behind.starts_with(word))
            && turns[..at].iter().any(|other| same(&other));
        inside
            || explained
            || amount
            || slogan
            || system
            || named
            || self.is_manner(page.slice(sentence), sentence, turn, due)
    }

    /// “（含零报告）”, “无情况的实行‘零报告’”: how the reports are made whose times the paragraph gives.
    fn is_manner(&self, text: &str, sentence: &Extent, turn: &Turn, due: &Due) -> bool {
        let at = turn.extent.start - sentence.start;
        let before = text[..at].trim_end_matches('“');
        let enclosed = before.ends_with(['(', '含']) || before.ends_with("包括");
        text[at..].starts_with("零报告") && (enclosed || due.deadlines.len() > self.first)
    }

    /// A habit told of instead of ordered: 近年来…每年, 已建立每月会商制度, 该公司每季度召开推介会.
    fn keeps_habit(&self, sentence: &Extent, turn: &Turn) -> bool {
        let page = self.plan.page;
        let text = page.slice(sentence);
        let at = turn.extent.start - sentence.start;
        let (before, behind) = (&text[..at], &text[at..]);
        let clause = before.rsplit(['，', '；']).next().unwrap_or_default();
        let own = behind.split(['，', '；', '。']).next().unwrap_or_default();
        if self.is_of_suspect(sentence, turn.extent.start) && !report::is_remedy(own) {
            return true;
        }
        if report::orders(clause) || report::orders(own) {
            return false;
        }
        // “在每月排查的基础上”: what is built on.
        own.ends_with("的基础上")
            || report::looks_back(text)
            || report::is_kept_already(clause)
            || report::looks_around(text) && report::reports(text)
            || self.in_report(turn.extent.start)
    }
}

/// A habit with its date: 每年5月, 每年6月底前.
fn habit_extent(page: &Page, turn: &Turn, mentions: &[Mention]) -> Extent {
    let joined = mentions
        .iter()
        .find(|mention| mention.extent.start == turn.extent.end);
    joined.map_or(turn.extent.clone(), |mention| {
        turn.extent.start..with_before(page, &mention.extent).end
    })
}
