//! An account without dealings for over a year suddenly moves much money (久悬账户突然启用). Only for accounts whose
//! statement is at hand: of the others silence says nothing. It must not count the bank's own interest.

use serde::Deserialize;

use super::Pattern;
use super::event::Event;
use super::evidence::Evidence;
use super::finding::{Finding, day_text, money};
use super::parameters::{Sheet, Yuan};
use super::window::SHORT_TERM;
use super::window_rule::Who;
use super::words::MemoWords;
use crate::transfer::Moment;

/// When an account slept and how it wakes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Calendar days without dealings, more than.
    pub min_days_asleep: i32,
    /// What came and went in the ten working days after waking.
    pub min_sum_yuan: Yuan,
    /// In so many transfers at least.
    pub min_transfers: u64,
}

/// A waking under way.
#[derive(Debug)]
struct Waking {
    slept_from: i32,
    first_work: i32,
    evidence: Evidence,
}

/// One account's rest.
#[derive(Debug, Default)]
pub(crate) struct State {
    last_day: Option<i32>,
    waking: Option<Waking>,
}

/// What a bank books by itself while an account sleeps.
const BOOKED_BY_THE_BANK: MemoWords = MemoWords::BANK_INTEREST.or(MemoWords::FEE);

impl State {
    pub fn see(
        &mut self,
        sheet: &Sheet<Rule>,
        who: &Who<'_>,
        event: &Event,
        found: &mut Vec<Finding>,
    ) {
        if !who.held || event.words.any(BOOKED_BY_THE_BANK) {
            return;
        }
        if self
            .waking
            .as_ref()
            .is_some_and(|w| event.work - w.first_work >= SHORT_TERM)
        {
            self.finish(sheet, who, found);
        }
        let asleep_since = self.last_day.replace(event.day);
        if let Some(since) = asleep_since.filter(|d| event.day - d > sheet.values.min_days_asleep) {
            self.waking = Some(Waking {
                slept_from: since,
                first_work: event.work,
                evidence: Evidence::default(),
            });
        }
        if let Some(waking) = &mut self.waking {
            waking.evidence.add(event);
        }
    }

    /// Tells a waking whose ten working days are over.
    pub fn finish(&mut self, sheet: &Sheet<Rule>, who: &Who<'_>, found: &mut Vec<Finding>) {
        let Some(waking) = self.waking.take() else {
            return;
        };
        let evidence = waking.evidence;
        if evidence.sum < sheet.values.min_sum_yuan.fen()
            || evidence.count < sheet.values.min_transfers
        {
            return;
        }
        let reason = format!(
            "“{}”自{}起{}天没有交易，{}重新启用，10个工作日内收付{}笔，合计{}。请核实启用原因；如该期间流水未提供齐全，此项不成立。",
            who.label,
            day_text(waking.slept_from),
            evidence.first_day() - waking.slept_from,
            day_text(evidence.first_day()),
            evidence.count,
            money(evidence.sum),
        );
        let noticed = Moment(i64::from(evidence.last_day()) * 86_400 + 86_399);
        let accounts = vec![who.account];
        found.push(evidence.finding(Pattern::Dormant, accounts, noticed, reason, &sheet.printed));
    }
}
