//! What the scheme pays to people: dues when they come, late or never, principal that runs on,
//! commission on Fridays. It must not know who comes in.

use fangfei_model::money::Fen;
use jiff::{ToSpan, civil::Date};

use super::{
    super::{
        terms::{Due, part},
        world::{Movement, Purpose},
    },
    Event, Venture, later,
};

impl Venture<'_> {
    /// A due that has become late, or that cannot be paid today, comes again some days later.
    pub(super) fn promise(&mut self, contract: usize, dues: Vec<Due>) {
        let count = dues.len();
        let withdraws = count > 3 && self.draw.chance(8) && dues[count - 1].principal > Fen::ZERO;
        let middle = count / 2;
        for (i, mut due) in dues.into_iter().enumerate() {
            if withdraws && i == middle {
                due.principal = Fen(self.contracts[contract].principal.0 / 2);
            }
            if withdraws && i > middle {
                due.interest = Fen(due.interest.0 / 2);
            }
            if withdraws && i + 1 == count {
                due.principal.0 -= self.contracts[contract].principal.0 / 2;
            }
            if due.on >= self.course.late {
                let wait = self.draw.between(0, 25);
                due.on = due.on.saturating_add(wait.days());
            }
            let event = Event::Due {
                contract,
                due,
                last: i + 1 == count,
            };
            self.events.entry(due.on).or_default().push(event);
        }
    }

    pub(super) fn pay_dues(&mut self, day: Date, dues: Vec<(usize, Due, bool)>) {
        let mut ready = Vec::new();
        for (contract, due, last) in dues {
            if last && due.principal > Fen::ZERO && self.draw.chance(40) {
                self.roll_over(contract, due, day);
                ready.push((
                    contract,
                    Due {
                        principal: Fen::ZERO,
                        ..due
                    },
                    false,
                ));
            } else {
                ready.push((contract, due, last));
            }
        }
        let need: i64 = ready
            .iter()
            .map(|(_, due, _)| due.principal.0 + due.interest.0)
            .sum();
        let payout = self.fund(day, Fen(need));
        for (contract, due, last) in ready {
            let sum = Fen(due.principal.0 + due.interest.0);
            if sum > self.world.gained(payout) {
                let wait = self.draw.between(2, 9);
                let on = day.saturating_add(wait.days());
                let event = Event::Due {
                    contract,
                    due: Due { on, ..due },
                    last,
                };
                self.events.entry(on).or_default().push(event);
            } else if sum > Fen::ZERO {
                self.pay_due(day, payout, contract, due);
                if last && self.draw.chance(40) {
                    let wait = self.draw.between(1, 12);
                    let person = self.contracts[contract].person;
                    self.plan(person, day.saturating_add(wait.days()), true);
                }
            }
        }
    }

    /// 续签: the principal runs on under a new term and no money moves.
    pub(super) fn roll_over(&mut self, contract: usize, due: Due, day: Date) {
        let person = self.contracts[contract].person;
        self.world.people[person].rolled.0 += due.principal.0;
        let dues = self.terms.dues(day, due.principal);
        self.promise(contract, dues);
    }

    pub(super) fn pay_due(&mut self, day: Date, payout: usize, contract: usize, due: Due) {
        let running = self.contracts[contract].clone();
        self.contracts[contract].left.0 -= due.principal.0;
        let at = self.office_hour(day, 9, 12);
        let both = due.principal > Fen::ZERO && due.interest > Fen::ZERO;
        let parts = match both && self.draw.chance(40) {
            true => vec![(Fen::ZERO, due.interest), (due.principal, Fen::ZERO)],
            false => vec![(due.principal, due.interest)],
        };
        let account = self.world.account_of(running.person);
        for (i, (principal, interest)) in parts.into_iter().enumerate() {
            let words = match (principal > Fen::ZERO, interest > Fen::ZERO) {
                (true, true) => self.terms.words_both,
                (true, false) => self.terms.words_back,
                _ => self.terms.words_out,
            };
            self.world.pay(Movement {
                at: later(at, 60 * i64::try_from(i).unwrap_or(0)),
                payer: payout,
                payee: account,
                amount: Fen(principal.0 + interest.0),
                purpose: Purpose::Payout {
                    principal,
                    interest,
                },
                person: Some(running.person),
                memo: format!("{}{}", self.draw.of(words), running.number),
                channel: "网上银行",
                reversed: false,
            });
        }
    }

    pub(super) fn credit_recruiters(&mut self, person: usize, amount: Fen) {
        let mut above = self.world.people[person].recruiter;
        for share in self.terms.commission {
            let Some(recruiter) = above else { return };
            self.owed.entry(recruiter).or_default().0 += part(amount, *share).0;
            above = self.world.people[recruiter].recruiter;
        }
    }

    pub(super) fn pay_commissions(&mut self, day: Date) {
        let need: Fen = self.owed.values().copied().sum();
        let payout = self.fund(day, need);
        for (person, amount) in std::mem::take(&mut self.owed) {
            if amount > self.world.gained(payout) {
                self.owed.insert(person, amount);
                continue;
            }
            let at = self.office_hour(day, 13, 17);
            let payee = self.world.account_of(person);
            let memo = self.draw.of(self.terms.words_commission).to_owned();
            self.world.pay(Movement {
                at,
                payer: payout,
                payee,
                amount,
                purpose: Purpose::Commission,
                person: Some(person),
                memo,
                channel: "网上银行",
                reversed: false,
            });
        }
    }
}
