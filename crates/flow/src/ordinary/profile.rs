//! What a till does, in counts and sums: who pays in, with which words and amounts, who is paid and how regularly, and
//! whether anybody gets back more than a refund. It must not conclude.

use crate::graph::QuickMap;
use crate::pattern::MemoWords;
use crate::pattern::event::Event;
use crate::pattern::payer::Payers;
use crate::transfer::{HolderKind, Moment};

/// Transfers with a class of words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordCounts {
    /// 物业、停车、供暖.
    pub property: u64,
    /// 学费、餐费、班费.
    pub school: u64,
    /// 水电燃气通信.
    pub utility: u64,
    /// 房租、押金.
    pub rent: u64,
    /// 货款、消费.
    pub goods: u64,
    /// 礼金、家用.
    pub gift: u64,
    /// 工资、劳务、补助.
    pub wage: u64,
    /// 投资、返利、佣金.
    pub scheme: u64,
}

impl WordCounts {
    fn add(&mut self, words: MemoWords) {
        let classes = [
            (&mut self.property, MemoWords::PROPERTY),
            (&mut self.school, MemoWords::SCHOOL),
            (&mut self.utility, MemoWords::UTILITY),
            (&mut self.rent, MemoWords::RENT),
            (&mut self.goods, MemoWords::GOODS),
            (&mut self.gift, MemoWords::GIFT.or(MemoWords::FAMILY)),
            (&mut self.wage, MemoWords::WAGE.or(MemoWords::BENEFIT)),
            (&mut self.scheme, MemoWords::SCHEME),
        ];
        for (count, class) in classes {
            *count += u64::from(words.any(class));
        }
    }
}

/// How one person is paid over time.
#[derive(Debug, Clone, Copy, Default)]
struct Payee {
    count: u32,
    months: u32,
    first_month: i32,
    last_month: i32,
}

impl Payee {
    /// Paid about once in nearly every month from the first to the last, three at least.
    fn monthly(self) -> bool {
        let span = self.last_month - self.first_month + 1;
        self.months >= 3 && self.count * 2 <= self.months * 3 && self.months * 4 >= span as u32 * 3
    }
}

/// A till's doings.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Credits from persons, and what they add up to in fen.
    pub person_credits: (u64, i64),
    /// Those below `SMALL`.
    pub small_credits: u64,
    /// Those of whole thousands of yuan.
    pub round_credits: u64,
    /// Credits from bodies, payment firms and cash.
    pub other_credits: (u64, i64),
    /// Words on the credits.
    pub credit_words: WordCounts,
    /// Debits to persons that are no payouts.
    pub person_debits: (u64, i64),
    /// Payouts to persons who had paid round sums in.
    pub payouts: (u64, i64),
    /// Debits to bodies.
    pub body_debits: (u64, i64),
    /// Words on the debits.
    pub debit_words: WordCounts,
    /// Distinct persons who paid in.
    pub payers: u64,
    /// Distinct persons who got a payout.
    pub paid_back: u64,
    /// Distinct persons paid without a payout.
    pub payees: u64,
    /// Those of them who are paid month by month.
    pub monthly_payees: u64,
    by_payee: QuickMap<u32, Payee>,
}

/// Five thousand yuan in fen: what a household pays at once in daily life.
pub const SMALL: i64 = 500_000;

impl Profile {
    pub(crate) fn came(&mut self, event: &Event) {
        if event.person() {
            add(&mut self.person_credits, event.amount);
            self.small_credits += u64::from(event.amount < SMALL);
            self.round_credits += u64::from(event.multiple_of(100_000));
            self.credit_words.add(event.words);
        } else {
            add(&mut self.other_credits, event.amount);
        }
    }

    pub(crate) fn went(&mut self, event: &Event, payout: bool) {
        if event.person() {
            self.debit_words.add(event.words);
        }
        if payout {
            add(&mut self.payouts, event.amount);
        } else if event.person() {
            add(&mut self.person_debits, event.amount);
            self.pays(event);
        } else if event.kind == HolderKind::Body {
            add(&mut self.body_debits, event.amount);
        }
    }

    fn pays(&mut self, event: &Event) {
        let month = month(event.at);
        let payee = self.by_payee.entry(event.other.0).or_default();
        payee.count += 1;
        if payee.months == 0 {
            payee.first_month = month;
        }
        if payee.months == 0 || payee.last_month != month {
            payee.months += 1;
            payee.last_month = month;
        }
    }

    /// The profile complete, with what is known of the payers.
    pub(crate) fn with_payers(mut self, payers: &Payers) -> Self {
        self.payers = payers.all.len() as u64;
        self.paid_back = u64::from(payers.paid_back);
        self.payees = self.by_payee.len() as u64;
        self.monthly_payees = self.by_payee.values().filter(|p| p.monthly()).count() as u64;
        self.by_payee = QuickMap::default();
        self
    }
}

fn add(sum: &mut (u64, i64), amount: i64) {
    *sum = (sum.0 + 1, sum.1.saturating_add(amount));
}

/// Months since the year 0: only differences matter.
fn month(at: Moment) -> i32 {
    at.civil()
        .map_or(0, |c| i32::from(c.year()) * 12 + i32::from(c.month()))
}
