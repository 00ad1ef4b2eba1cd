//! Duties of a sentence that come round or hang on an event, one deadline for each.
//! It must not know single dates, save those that belong to a habit.

use std::sync::LazyLock;

use regex::Regex;

use super::date::{Grain, YearWord};
use super::deadline::{Due, Paragraph};
use super::mention::{Form, Mention};
use super::page::{Extent, Page};
use super::reading::{Deadline, Recurrence};
use super::recipient::recipient;
use super::recurrence::{self, Turn};
use super::report;
use super::said::{Said, clause_at, with_before};
use super::year::Days;

/// Headings below which a day without its month is one of every month.
const MONTHLY: [&str; 5] = ["月度", "月报", "每月", "按月", "逐月"];

/// 每年|都要, 每年的|3月10日前…: what follows is ordered for every year.
static EVERY_YEAR: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"每年度?(?:(?:的|于)?\d|都|均|应|要|须)"));

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
                || !super::turn_duty::is_duty(text, turn, sentence.start)
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
                // “按月上报甲，一般应在月底前上报”: the clause before named who receives it.
                let ahead = sentence.start..turn.extent.start;
                let to = said.to.clone().or_else(|| {
                    let reports = ["报送", "上报"]
                        .iter()
                        .any(|verb| said.what.starts_with(verb));
                    reports.then(|| recipient(page.slice(&ahead), ahead.start))?
                });
                self.with_recipient(Said { to, ..said })
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
            self.habit = match turn.recurrence {
                Recurrence::Monthly => Some(Recurrence::Monthly),
                Recurrence::Yearly => Some(Recurrence::Yearly),
                _ => self.habit,
            };
            last_to = said.to.clone().or(last_to);
            due.recipients.extend(said.to);
        }
    }

    /// How often a date comes round that stands with a habit instead of a year or month of its own.
    pub(super) fn habit(
        &mut self,
        sentence: &Extent,
        mention: &Mention,
        days: &[Days],
    ) -> Option<Recurrence> {
        if self.comes_monthly(sentence, mention) {
            return Some(Recurrence::Monthly);
        }
        let is_yearly = self.comes_yearly(sentence, mention, days);
        if is_yearly {
            self.habit = Some(Recurrence::Yearly);
        }
        is_yearly.then_some(Recurrence::Yearly)
    }

    /// A day of its own month ends what came round every month.
    pub(super) fn ends_habit(&mut self, mention: &Mention) {
        if self.habit == Some(Recurrence::Monthly) && !is_bare(mention) {
            self.habit = None;
        }
    }

    /// “每月巡查2次，月底前汇总”, “每月20日前汇总，25日前报送”: the day comes round with the month.
    pub(super) fn comes_monthly(&self, sentence: &Extent, mention: &Mention) -> bool {
        let before = &self.plan.page.text[sentence.start..mention.extent.start];
        let monthly = || {
            let turns = recurrence::turns(before, 0);
            turns
                .iter()
                .any(|turn| turn.recurrence == Recurrence::Monthly)
        };
        let has_month = self
            .recent
            .is_some_and(|before| before.grain.month().is_some());
        let below = || {
            self.is_in_section(mention.extent.start, |title| {
                MONTHLY.iter().any(|word| title.contains(word))
            })
        };
        is_bare(mention)
            && (monthly() || !has_month && (self.habit == Some(Recurrence::Monthly) || below()))
    }

    /// “各县每年都要…，于11月底前报告”, “次年1月20日前” where no year is known: the day comes round with the year.
    fn comes_yearly(&self, sentence: &Extent, mention: &Mention, days: &[Days]) -> bool {
        let points = mention.points();
        let of_month = points.iter().all(|point| point.grain.month().is_some());
        let (bare, next) = (
            points.iter().all(|point| point.year.is_none()),
            points
                .iter()
                .any(|point| point.year == Some(YearWord::Next)),
        );
        let unknown = days.iter().all(|days| days.end.is_none());
        let before = &self.plan.page.text[sentence.start..mention.extent.start];
        of_month
            && (next && (unknown || EVERY_YEAR.is_match(before))
                || bare && unknown && self.habit == Some(Recurrence::Yearly)
                || bare && EVERY_YEAR.is_match(before))
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
        // “（一）建立周报制度。每周一下班前…报送”: the sentences below say when.
        let system = system
            || behind.starts_with("制度")
                && word.ends_with('报')
                && self.is_told_below(sentence, turn);
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

    fn is_told_below(&self, sentence: &Extent, turn: &Turn) -> bool {
        let below = super::reach::head(&self.plan.page.text[sentence.end..], 240);
        let told = recurrence::turns(below, 0);
        told.iter().any(|other| other.recurrence == turn.recurrence)
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
    let joined = mentions.iter().find(|mention| {
        let between = page.text.get(turn.extent.end..mention.extent.start);
        matches!(between, Some("" | "的"))
    });
    joined.map_or(turn.extent.clone(), |mention| {
        turn.extent.start..with_before(page, &mention.extent).end
    })
}

/// 25日前, 月底前 without a month.
fn is_bare(mention: &Mention) -> bool {
    mention.form.is_bare_day()
        || matches!(mention.form, Form::Single(point) if point.grain == Grain::BareMonthEnd)
}
