//! The scheme day by day (资金曲线): what came in, what was paid, what is owed, what is left, how
//! much of the payouts only new money can have paid. It must not know single people.

use std::collections::BTreeMap;

use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ledger::Participants;
use crate::{
    graph::{Adjacency, unseen},
    refund::Rate,
    transfer::{AccountId, Moment, Transfers},
};

/// One day with dealings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Principal paid in.
    pub paid_in: Fen,
    /// Principal returned.
    pub returned: Fen,
    /// Interest, dividends, rebates, commission paid.
    pub received: Fen,
    /// What else came in: from bodies, from nobody known.
    pub other_in: Fen,
    /// What else went out: costs, wages, money moved away.
    pub other_out: Fen,
    /// Principal paid in and not returned, at the end of the day: what is owed.
    pub outstanding: Fen,
    /// What the scheme's accounts hold: what they have gained since the first day seen, with what their printed
    /// balances show besides (期初余额, missing rows).
    pub cash: Fen,
    /// The share of all payouts up to this day that no other income can have covered, at least;
    /// none before the first payout.
    pub new_money: Option<Rate>,
}

/// The curve.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Curve {
    /// Days with dealings, in order.
    pub days: Vec<Day>,
    /// 不归日: the first day from which on, without exception, the money in the scheme's accounts
    /// was less than the principal owed. From that day the scheme could not have paid everybody.
    pub no_return: Option<Date>,
    /// The day on which most was owed, and how much.
    pub peak: Option<(Date, Fen)>,
}

#[derive(Default)]
struct Sums {
    paid_in: i64,
    returned: i64,
    received: i64,
    into: i64,
    out: i64,
    /// What printed balances show and no row does; below zero where it went.
    unseen: i64,
}

/// The curve of a scheme.
pub fn curve(transfers: &Transfers, participants: &Participants) -> Curve {
    let mut days = Vec::new();
    let (mut outstanding, mut cash, mut payouts, mut income) = (0_i64, 0_i64, 0_i64, 0_i64);
    for (day, sums) in sums(transfers, participants) {
        let paid_out = sums.returned + sums.received;
        outstanding += sums.paid_in - sums.returned;
        cash += sums.into - sums.out + sums.unseen;
        payouts += paid_out;
        income += sums.into - sums.paid_in + sums.unseen.max(0);
        let Some(at) = Moment(i64::from(day) * 86_400).civil() else {
            continue;
        };
        days.push(Day {
            date: at.date(),
            paid_in: Fen(sums.paid_in),
            returned: Fen(sums.returned),
            received: Fen(sums.received),
            other_in: Fen(sums.into - sums.paid_in),
            other_out: Fen(sums.out - paid_out),
            outstanding: Fen(outstanding),
            cash: Fen(cash),
            new_money: Rate::new((payouts - income).max(0), payouts),
        });
    }
    let covered = days.iter().rposition(|day| day.cash >= day.outstanding);
    let no_return = days.get(covered.map_or(0, |at| at + 1)).map(|day| day.date);
    let peak = days
        .iter()
        .max_by_key(|day| (day.outstanding, std::cmp::Reverse(day.date)));
    Curve {
        peak: peak.map(|day| (day.date, day.outstanding)),
        no_return,
        days,
    }
}

fn sums(transfers: &Transfers, participants: &Participants) -> BTreeMap<i32, Sums> {
    let mut days: BTreeMap<i32, Sums> = BTreeMap::new();
    let holds = |account: AccountId| participants.till.binary_search(&account).is_ok();
    for t in &transfers.list {
        match (holds(t.payer), holds(t.payee)) {
            (true, false) => days.entry(t.at.day()).or_default().out += t.amount.0,
            (false, true) => days.entry(t.at.day()).or_default().into += t.amount.0,
            _ => {}
        }
    }
    for unseen in unseen(transfers, &Adjacency::new(transfers)) {
        if holds(unseen.account) {
            days.entry(unseen.at.day()).or_default().unseen += unseen.amount;
        }
    }
    for dealing in participants.list.iter().flat_map(|p| &p.dealings) {
        let Some(t) = transfers.list.get(dealing.transfer as usize) else {
            continue;
        };
        let day = days.entry(t.at.day()).or_default();
        day.paid_in += dealing.paid_in.0;
        day.returned += dealing.out.principal.0;
        day.received += dealing.out.gain.0 + dealing.out.commission.0;
    }
    days
}
