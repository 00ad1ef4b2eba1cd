//! All patterns over one till (an account, or several that work as one), fed its transfers in order of time. It must
//! not know transfers inside the till: moving money between one's own pockets is no payment.

use super::curve::Curve;
use super::event::Event;
use super::finding::Finding;
use super::parameters::Parameters;
use super::payer::{Payers, Payout};
use super::{fixed_rate, late_phase, memo_words, new_money, payout_day};
use crate::ordinary::Profile;
use crate::transfer::{AccountId, HolderKind};

/// What the rules on a till are asked about at the end.
pub(crate) struct Till<'a> {
    pub accounts: &'a [AccountId],
    pub label: &'a str,
    pub payers: &'a Payers,
    pub payouts: &'a [Payout],
    pub principals: &'a [Payout],
    pub other_out: &'a [Payout],
    pub curve: &'a Curve,
}

/// The state of one till.
#[derive(Debug, Default)]
pub(crate) struct PoolWatch {
    payers: Payers,
    payouts: Vec<Payout>,
    principals: Vec<Payout>,
    other_out: Vec<Payout>,
    curve: Curve,
    fixed_rate: fixed_rate::State,
    memo_words: memo_words::State,
    new_money: new_money::State,
    pub profile: Profile,
}

impl PoolWatch {
    pub fn see(&mut self, p: &Parameters, event: &Event) {
        if event.own {
            return;
        }
        if event.into {
            self.came(p, event);
        } else {
            self.went(p, event);
        }
        if event.person() {
            self.memo_words.see(&p.memo_words.values, event);
        }
    }

    /// Money that the printed balances of its accounts show and no row does; below zero where it went.
    pub fn had(&mut self, amount: i64) {
        self.new_money.had(amount);
    }

    fn came(&mut self, p: &Parameters, event: &Event) {
        self.profile.came(event);
        let day = self.curve.on(event.day);
        day.came_all = day.came_all.saturating_add(event.amount);
        if !event.person() {
            self.new_money.income(event);
            return;
        }
        day.came = day.came.saturating_add(event.amount);
        let round = p.fixed_rate.values.round();
        self.payers.pays_in(round, event);
        if event.amount >= round.min && event.multiple_of(round.unit) {
            self.principals.push(row(event));
        }
    }

    fn went(&mut self, p: &Parameters, event: &Event) {
        let payer = event.person().then(|| self.payers.payout(event)).flatten();
        self.profile.went(event, payer.is_some());
        let day = self.curve.on(event.day);
        let Some(payer) = payer else {
            day.other_out = day.other_out.saturating_add(event.amount);
            if event.amount >= late_phase::SUM {
                self.other_out.push(row(event));
            }
            return;
        };
        day.payouts = day.payouts.saturating_add(event.amount);
        let no = u32::try_from(self.payouts.len()).unwrap_or(u32::MAX);
        self.payouts.push(row(event));
        self.fixed_rate.see(&p.fixed_rate.values, &payer, event, no);
        self.new_money
            .payout(&p.new_money.values, &self.payers, event);
    }

    /// Asks every rule; the profile tells ordinary collectors apart.
    pub fn finish(
        self,
        p: &Parameters,
        (accounts, label): (&[AccountId], &str),
        found: &mut Vec<Finding>,
    ) -> Profile {
        let till = Till {
            accounts,
            label,
            payers: &self.payers,
            payouts: &self.payouts,
            principals: &self.principals,
            other_out: &self.other_out,
            curve: &self.curve,
        };
        self.fixed_rate.finish(&p.fixed_rate, &till, found);
        self.new_money.finish(&p.new_money, &till, found);
        payout_day::finish(&p.payout_day, &till, found);
        self.memo_words.finish(&p.memo_words, &till, found);
        late_phase::finish(&p.late_phase, &till, found);
        self.profile.with_payers(&self.payers)
    }
}

fn row(event: &Event) -> Payout {
    Payout {
        index: event.index,
        other: event.other.0,
        at: event.at,
        amount: event.amount,
    }
}

/// Whether a holder of this kind keeps a till: payment firms and cash are nobody's.
pub(crate) fn keeps_till(kind: HolderKind) -> bool {
    !matches!(kind, HolderKind::Intermediary | HolderKind::Cash)
}
