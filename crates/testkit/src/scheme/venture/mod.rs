//! A scheme from its first day to its collapse, day by day: who invests, who is paid and from what,
//! what the organiser puts aside. It must not know how statements look.

mod house;
mod pay;

use std::collections::BTreeMap;

use fangfei_model::money::Fen;
use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday},
};

use super::{
    cast::Cast,
    terms::{Due, Terms},
    world::{Movement, Purpose, World},
};
use crate::demo::draw::Draw;

/// The days that shape a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// The first day money comes in.
    pub first: Date,
    /// From here on fewer come and payouts are late.
    pub late: Date,
    /// The day everything is moved out.
    pub collapse: Date,
}

/// What stands on payments, besides the terms' own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writing {
    /// Cash paid in does not say who brought it.
    pub nameless_cash: bool,
    /// Contracts have numbers that stand on transfers.
    pub numbered: bool,
}

#[derive(Debug, Clone)]
enum Event {
    Invest {
        person: usize,
        again: bool,
    },
    Due {
        contract: usize,
        due: Due,
        last: bool,
    },
}

#[derive(Debug, Clone)]
struct Running {
    person: usize,
    number: String,
    principal: Fen,
    left: Fen,
}

/// The running scheme.
pub struct Venture<'a> {
    world: &'a mut World,
    cast: &'a Cast,
    terms: &'a Terms,
    draw: &'a mut Draw,
    course: Course,
    writing: Writing,
    events: BTreeMap<Date, Vec<Event>>,
    contracts: Vec<Running>,
    owed: BTreeMap<usize, Fen>,
}

/// Runs the scheme and answers the principal that contracts still owed at the end.
pub fn run(
    world: &mut World,
    cast: &Cast,
    terms: &Terms,
    draw: &mut Draw,
    course: Course,
    writing: Writing,
) -> Fen {
    let mut venture = Venture {
        world,
        cast,
        terms,
        draw,
        course,
        writing,
        events: BTreeMap::new(),
        contracts: Vec::new(),
        owed: BTreeMap::new(),
    };
    venture.invite();
    let mut day = course.first;
    while day < course.collapse {
        venture.day(day);
        day = day.saturating_add(1.days());
    }
    venture.move_out();
    venture.contracts.iter().map(|contract| contract.left).sum()
}

impl Venture<'_> {
    /// Everybody's first day: more and more of them until the late phase, few after it.
    fn invite(&mut self) {
        let all = days(self.course.first, self.course.collapse);
        let growing = days(self.course.first, self.course.late);
        for person in self.cast.investors.clone() {
            let day = if self.draw.chance(8) {
                self.draw.between(growing, all - 1)
            } else {
                let one = self.draw.between(0, growing - 1);
                match self.draw.chance(50) {
                    true => one.max(self.draw.between(0, growing - 1)),
                    false => one,
                }
            };
            self.plan(person, self.course.first.saturating_add(day.days()), false);
            if self.draw.chance(35) {
                let more = self.draw.between(day, all - 1);
                self.plan(person, self.course.first.saturating_add(more.days()), true);
            }
        }
    }

    pub(super) fn plan(&mut self, person: usize, on: Date, again: bool) {
        let event = Event::Invest { person, again };
        self.events.entry(on).or_default().push(event);
    }

    fn day(&mut self, day: Date) {
        let events = self.events.remove(&day).unwrap_or_default();
        let mut dues = Vec::new();
        let mut invests = Vec::new();
        for event in events {
            match event {
                Event::Invest { person, again } => invests.push((person, again)),
                Event::Due {
                    contract,
                    due,
                    last,
                } => dues.push((contract, due, last)),
            }
        }
        self.pay_dues(day, dues);
        if day.weekday() == Weekday::Friday {
            self.pay_commissions(day);
        }
        for (person, again) in invests {
            self.invest(day, person, again);
        }
        if day.weekday() == Weekday::Friday {
            self.put_aside(day);
        }
        if day.day() == 25 {
            self.upkeep(day);
        }
    }

    fn invest(&mut self, day: Date, person: usize, again: bool) {
        let contract = self.terms.contract(self.draw, day);
        let number = self.contract_number(day);
        let collector = self.collector(day);
        let total: Fen = contract.paid.iter().map(|(amount, _)| *amount).sum();
        let cash = self.draw.chance(self.cast.cash_percent);
        let mut at = self.office_hour(day, 9, 17);
        for (amount, word) in contract.paid {
            let word = if again && !word.is_empty() && self.draw.chance(50) {
                "复投"
            } else {
                word
            };
            self.pay_in(at, person, collector, amount, word, &number, cash);
            at = later(at, self.draw.between(40, 400));
        }
        self.credit_recruiters(person, total);
        self.contracts.push(Running {
            person,
            number,
            principal: total,
            left: total,
        });
        let place = self.contracts.len() - 1;
        self.promise(place, contract.dues);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one booking, each part a word of it"
    )]
    fn pay_in(
        &mut self,
        at: DateTime,
        person: usize,
        collector: usize,
        amount: Fen,
        word: &str,
        number: &str,
        cash: bool,
    ) {
        let name = self.world.people[person].name.clone();
        let (payer, memo, channel) = if cash {
            let memo = match self.writing.nameless_cash && self.draw.chance(60) {
                true => "现金存入".to_owned(),
                false => format!("现金存入 {name}"),
            };
            (self.cast.cash, memo, "柜面")
        } else {
            let accounts = &self.world.people[person].accounts;
            let payer = accounts[self.draw.below(accounts.len())];
            let memo = match self.draw.below(8) {
                0 if !word.is_empty() => format!("{name}{word}"),
                _ => word.to_owned(),
            };
            (
                payer,
                format!("{memo}{number}"),
                self.draw
                    .of(&["手机银行", "网上银行", "柜面转账", "跨行转账"]),
            )
        };
        self.world.pay(Movement {
            at,
            payer,
            payee: collector,
            amount,
            purpose: Purpose::PrincipalIn,
            person: Some(person),
            memo,
            channel,
            reversed: false,
        });
    }

    /// Collecting accounts come and go; two of them are in use at a time.
    fn collector(&mut self, day: Date) -> usize {
        let all = days(self.course.first, self.course.collapse).max(1);
        let count = i64::try_from(self.cast.collectors.len()).unwrap_or(1);
        let phase = days(self.course.first, day) * count / (all + 1);
        let place = (phase + self.draw.between(0, 1)) % count;
        self.cast.collectors[usize::try_from(place).unwrap_or(0)]
    }

    fn contract_number(&mut self, day: Date) -> String {
        match self.writing.numbered {
            true => format!(" 合同{}-{:04}", day.year(), self.contracts.len() + 1),
            false => String::new(),
        }
    }

    pub(super) fn office_hour(&mut self, day: Date, from: i8, to: i8) -> DateTime {
        let second = self
            .draw
            .between(i64::from(from) * 3600, i64::from(to) * 3600 - 1);
        later(day.at(0, 0, 0, 0), second)
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn later(at: DateTime, seconds: i64) -> DateTime {
    at.saturating_add(seconds.seconds())
}
