//! The end of a scheme: less comes in than at its best, payouts slow down, or most of what is left leaves at once
//! (流入下降、返款放缓、资金转出). It must not say that nothing will be paid any more.

use serde::Deserialize;

use super::Pattern;
use super::curve::{Curve, Day};
use super::evidence::Evidence;
use super::finding::{Finding, at_least, day_text, money, percent};
use super::parameters::{Sheet, Yuan};
use super::pool_watch::Till;
use crate::transfer::Moment;

/// When the end shows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Persons who ever paid in.
    pub min_payers: usize,
    /// The best window's income from persons.
    pub min_peak_yuan: Yuan,
    /// Calendar days of a window.
    pub window_days: i32,
    /// Income from persons has fallen to this share of its best or below.
    pub fallen_percent: i64,
    /// Payouts have fallen to this share of their best or below.
    pub payout_fallen_percent: i64,
    /// Or: so much of what was still there left on one day to others than savers.
    pub move_out_percent: i64,
}

/// Ten thousand yuan in fen: smaller payments to others are not listed as money moved out, though they are summed.
pub(crate) const SUM: i64 = 1_000_000;

/// What the curve shows at the end of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LatePhase {
    pub peak: Day,
    pub since: i32,
    pub now: Day,
    pub payout_peak: i64,
    pub payouts_fallen: bool,
    /// Day, amount, what was there before it.
    pub moved: Option<(i32, i64, i64)>,
}

/// Reads the curve from front to back; what is found holds to the end of the data: a season that comes back is none.
pub(crate) fn read(rule: &Rule, curve: &Curve) -> Option<LatePhase> {
    let mut peak = Day::default();
    let mut payout_peak = 0;
    let mut balance = 0_i64;
    let mut moved = None;
    let mut late: Option<LatePhase> = None;
    for (day, window) in curve.0.iter().zip(curve.windows(rule.window_days)) {
        if window.came >= peak.came && window.came > 0 {
            (peak, moved) = (window, None);
        }
        payout_peak = payout_peak.max(window.payouts);
        moved = moved.or_else(|| moved_out(rule, day, balance));
        balance = balance + day.came_all - day.payouts - day.other_out;
        let fallen = peak.came >= rule.min_peak_yuan.fen()
            && window.day > peak.day
            && !above(window.came, rule.fallen_percent, peak.came);
        let payouts_fallen =
            payout_peak > 0 && !above(window.payouts, rule.payout_fallen_percent, payout_peak);
        if fallen && (payouts_fallen || moved.is_some()) {
            let since = late.map_or(window.day, |l| l.since);
            let now = window;
            late = Some(LatePhase {
                peak,
                since,
                now,
                payout_peak,
                payouts_fallen,
                moved,
            });
        } else {
            late = None;
        }
    }
    late
}

fn above(part: i64, percent: i64, whole: i64) -> bool {
    i128::from(part) * 100 > i128::from(whole) * i128::from(percent)
}

fn moved_out(rule: &Rule, day: &Day, balance: i64) -> Option<(i32, i64, i64)> {
    let there = balance
        .saturating_add(day.came_all)
        .saturating_sub(day.payouts);
    let met = there >= rule.min_peak_yuan.fen() / 4
        && at_least(day.other_out, rule.move_out_percent, there);
    met.then_some((day.day, day.other_out, there))
}

/// Says it for a till that pays persons back.
pub(crate) fn finish(sheet: &Sheet<Rule>, till: &Till<'_>, found: &mut Vec<Finding>) {
    if till.payers.all.len() < sheet.values.min_payers || till.payers.paid_back == 0 {
        return;
    }
    let Some(late) = read(&sheet.values, till.curve) else {
        return;
    };
    let from = late.peak.day.max(late.since - sheet.values.window_days);
    let mut evidence = Evidence::default();
    for p in till
        .principals
        .iter()
        .chain(till.payouts)
        .chain(till.other_out)
    {
        let moved = late.moved.is_some_and(|m| m.0 == p.at.day());
        if p.at.day() > from || moved {
            evidence.add_row(p.index, p.at, p.amount);
        }
    }
    let days = sheet.values.window_days;
    let mut reason = format!(
        "截至{}的{days}天内，{}个人转入最多，为{}；自{}起，近{days}天的个人转入持续不足其{}%（截至{}为{}，{}%）。",
        day_text(late.peak.day),
        till.label,
        money(late.peak.came),
        day_text(late.since),
        sheet.values.fallen_percent,
        day_text(late.now.day),
        money(late.now.came),
        percent(late.now.came, late.peak.came),
    );
    if late.payouts_fallen {
        let (now, best) = (money(late.now.payouts), money(late.payout_peak));
        reason += &format!("返款由最多{days}天{best}降至{now}。");
    }
    if let Some((day, amount, there)) = late.moved {
        reason += &format!(
            "{}转给返款对象以外的账户{}，占当时账面推算余额{}的{}%。",
            day_text(day),
            money(amount),
            money(there),
            percent(amount, there),
        );
    }
    reason += "请尽快核实兑付情况和资金去向。";
    let noticed = Moment(i64::from(late.since) * 86_400 + 86_399);
    let accounts = till.accounts.to_vec();
    found.push(evidence.finding(
        Pattern::LatePhase,
        accounts,
        noticed,
        reason,
        &sheet.printed,
    ));
}
