//! What the organiser does with the money: brings it where it is needed, puts it aside, pays the costs,
//! moves it out on the last day. It must not know the participants.

use fangfei_model::money::Fen;
use jiff::civil::{Date, DateTime};

use super::{
    super::world::{Movement, Purpose},
    Venture, later,
};

impl Venture<'_> {
    /// Brings what is needed today from the collecting accounts to the paying one.
    pub(super) fn fund(&mut self, day: Date, need: Fen) -> usize {
        let payout = self.cast.payouts[self.draw.below(self.cast.payouts.len())];
        let mut second = 0;
        for collector in self.cast.collectors.clone() {
            let lacks = need.0 - self.world.gained(payout).0;
            let has = self.world.gained(collector).0;
            let take = round_up(lacks, 100_000).min(has / 100_000 * 100_000);
            if lacks > 0 && take > 0 {
                second += 60;
                self.between(
                    later(day.at(8, 20, 0, 0), second),
                    collector,
                    payout,
                    Fen(take),
                );
            }
        }
        payout
    }

    /// The organiser takes a part of what came in.
    pub(super) fn put_aside(&mut self, day: Date) {
        for collector in self.cast.collectors.clone() {
            let share = self.draw.between(10, 25);
            let amount = self.world.gained(collector).0 * share / 100 / 100_000 * 100_000;
            if amount > 2_000_000 {
                let at = self.office_hour(day, 18, 20);
                let hidden = self.cast.hidden[self.draw.below(self.cast.hidden.len())];
                self.between(at, collector, hidden, Fen(amount));
            }
        }
    }

    pub(super) fn between(&mut self, at: DateTime, payer: usize, payee: usize, amount: Fen) {
        let memo = self
            .draw
            .of(&["往来款", "调拨", "转账", "借款", ""])
            .to_owned();
        self.world.pay(Movement {
            at,
            payer,
            payee,
            amount,
            purpose: Purpose::Internal,
            person: None,
            memo,
            channel: "网上银行",
            reversed: false,
        });
    }

    /// Wages of the salesmen, rent, gifts for those who come to meetings.
    pub(super) fn upkeep(&mut self, day: Date) {
        let payer = self.cast.collectors[0];
        let mut costs: Vec<(usize, i64, &str)> = Vec::new();
        for (supplier, word) in &self.cast.suppliers {
            costs.push((*supplier, self.draw.between(300_000, 1_500_000), word));
        }
        for person in &self.cast.salesmen {
            let account = self.world.account_of(*person);
            costs.push((account, self.draw.between(300_000, 500_000), "工资"));
        }
        for (payee, amount, memo) in costs {
            if self.world.gained(payer).0 > amount {
                let at = self.office_hour(day, 14, 17);
                self.world.pay(Movement {
                    at,
                    payer,
                    payee,
                    amount: Fen(amount),
                    purpose: Purpose::Upkeep,
                    person: None,
                    memo: memo.to_owned(),
                    channel: "网上银行",
                    reversed: false,
                });
            }
        }
    }

    /// The last day: whatever is left goes to accounts that took no part before.
    pub(super) fn move_out(&mut self) {
        let day = self.course.collapse;
        let own = [&self.cast.collectors, &self.cast.payouts, &self.cast.hidden];
        let mut minute = 0;
        for account in own.into_iter().flatten().copied().collect::<Vec<_>>() {
            let left = self.world.gained(account).0 / 10_000 * 10_000;
            if left <= 0 {
                continue;
            }
            minute += 7;
            let payee = self.cast.exits[self.draw.below(self.cast.exits.len())];
            self.world.pay(Movement {
                at: later(day.at(8, 40, 13, 0), minute * 60),
                payer: account,
                payee,
                amount: Fen(left),
                purpose: Purpose::MoveOut,
                person: None,
                memo: self.draw.of(&["转账", "往来", "还款"]).to_owned(),
                channel: "网上银行",
                reversed: false,
            });
        }
    }
}

fn round_up(amount: i64, step: i64) -> i64 {
    (amount.max(0) + step - 1) / step * step
}
