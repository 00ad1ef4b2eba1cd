//! What each kind of scheme offers: units, rates, days, commissions, the words on its transfers. The
//! figures are invented; the shapes are those of known cases. It must not know who takes part.

use std::str::FromStr;

use fangfei_model::money::Fen;
use jiff::{ToSpan, civil::Date};

use crate::demo::draw::Draw;

/// The kinds of schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 养老会员卡.
    ElderCare,
    /// 解债: 10 % service fee and a deposit of 20, 30 or 50 % of the debt.
    DebtRelief,
    /// 理财, a fixed interest every month.
    Wealth,
    /// 农业认养.
    Adoption,
    /// 虚拟币, static and dynamic rewards.
    Coin,
    /// 消费返利.
    Rebate,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ElderCare,
        Self::DebtRelief,
        Self::Wealth,
        Self::Adoption,
        Self::Coin,
        Self::Rebate,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::ElderCare => "elder-care",
            Self::DebtRelief => "debt-relief",
            Self::Wealth => "wealth",
            Self::Adoption => "adoption",
            Self::Coin => "coin",
            Self::Rebate => "rebate",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.iter().map(|kind| kind.name()).collect();
                format!("没有“{text}”这一类；可用：{}", names.join("、"))
            })
    }
}

/// How money comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Every so many months a rate on the principal, the principal with or after the last one.
    Months {
        /// Months from one payment to the next.
        step: i64,
        /// Number of payments.
        times: i64,
        /// Basis points of the principal per payment.
        rate: i64,
        /// The day of the month on which everybody is paid; `None`: the contract's own day.
        day: Option<i8>,
    },
    /// Every so many days a rate; the principal is never paid back apart from it.
    Days {
        /// Days from one payment to the next.
        step: i64,
        /// Number of payments.
        times: i64,
        /// Basis points of what was paid in per payment.
        rate: i64,
    },
    /// The debt is paid off in equal parts over as many months as the deposit bought.
    Instalments,
}

/// What a kind of scheme offers.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The firm's name.
    pub firm: &'static str,
    /// One unit.
    pub unit: Fen,
    /// Units that people take, each as often as its weight.
    pub units: &'static [(i64, u32)],
    /// How it comes back.
    pub plan: Plan,
    /// Basis points to the recruiter, his recruiter, and so on.
    pub commission: &'static [i64],
    /// What payers write.
    pub words_in: &'static [&'static str],
    /// What stands on interest.
    pub words_out: &'static [&'static str],
    /// What stands on principal.
    pub words_back: &'static [&'static str],
    /// What stands on principal and interest in one payment.
    pub words_both: &'static [&'static str],
    /// What stands on commission.
    pub words_commission: &'static [&'static str],
}

/// A payment that the contract promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// Principal.
    pub principal: Fen,
    /// Interest.
    pub interest: Fen,
}

/// A contract: what is paid in (one or two transfers) and what is promised.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Transfers at the start, with the word on each.
    pub paid: Vec<(Fen, &'static str)>,
    /// What is promised, in order of time.
    pub dues: Vec<Due>,
}

/// A part of an amount in basis points, rounded down to the fen.
pub fn part(amount: Fen, basis_points: i64) -> Fen {
    Fen(amount.0 * basis_points / 10_000)
}

impl Terms {
    /// Those of a scheme of this kind.
    pub fn draw(kind: Kind, draw: &mut Draw) -> Self {
        let base = |firm, yuan: i64, units, plan, commission| Self {
            firm,
            unit: Fen(yuan * 100),
            units,
            plan,
            commission,
            words_in: &["投资款"],
            words_out: &["利息"],
            words_back: &["本金"],
            words_both: &["本息"],
            words_commission: &["佣金", "业务提成"],
        };
        let months = |step, times, rate, day| Plan::Months {
            step,
            times,
            rate,
            day,
        };
        match kind {
            Kind::ElderCare => {
                let times = *draw.weighted(&[(6, 1), (12, 2)]);
                let plan = months(1, times, draw.between(70, 110), Some(15));
                let units: &[_] = &[(1, 30), (2, 25), (3, 15), (5, 20), (10, 8), (20, 2)];
                Self {
                    words_in: &["养老卡款", "会员卡", "养老床位预订款", "办卡", ""],
                    words_out: &["福利金", "消费补贴", "养老补贴"],
                    words_back: &["退卡款", "会员卡退款"],
                    words_both: &["退卡及补贴", "到期退卡本息"],
                    ..base("颐年松康养老服务有限公司", 10_000, units, plan, &[500])
                }
            }
            Kind::DebtRelief => Self {
                words_in: &["解债服务费", "解债保证金"],
                words_out: &["解债回款", "债务化解款"],
                ..base(
                    "融信和债务咨询服务有限公司",
                    50_000,
                    &[(1, 20), (2, 35), (3, 20), (6, 20), (10, 5)],
                    Plan::Instalments,
                    &[300, 100],
                )
            },
            Kind::Wealth => {
                let day = draw.chance(50).then_some(10);
                let times = *draw.weighted(&[(3, 1), (6, 2), (12, 2)]);
                let plan = months(1, times, draw.between(10, 15) * 10, day);
                let units: &[_] = &[(1, 35), (2, 30), (4, 15), (6, 10), (10, 8), (20, 2)];
                Self {
                    words_in: &["投资款", "理财款", "理财", "出借款", "转账", ""],
                    words_out: &["利息", "理财收益", "月息"],
                    words_back: &["到期本金", "返还本金", "退本金"],
                    words_both: &["本息", "到期本息", "本金及利息"],
                    ..base("鼎泓财富管理有限公司", 50_000, units, plan, &[800, 200])
                }
            }
            Kind::Adoption => {
                let plan = months(3, 4, draw.between(25, 40) * 10, None);
                let units: &[_] = &[(1, 20), (2, 20), (5, 30), (10, 20), (20, 8), (50, 2)];
                Self {
                    words_in: &["认养款", "果树认养", "认养合同款", "联合种植款"],
                    words_out: &["认养收益", "分红", "季度收益"],
                    words_back: &["回购款", "认养本金"],
                    words_both: &["回购及收益", "到期回购本息"],
                    ..base("绿垚生态农业专业合作社", 2_600, units, plan, &[600])
                }
            }
            Kind::Coin => {
                let plan = Plan::Days {
                    step: 5,
                    times: 60,
                    rate: draw.between(18, 30) * 10,
                };
                let units: &[_] = &[(1, 40), (2, 25), (6, 20), (10, 10), (20, 5)];
                Self {
                    words_in: &["充值", "入金", "激活", "矿机", ""],
                    words_out: &["静态收益", "提现", "静态释放"],
                    words_commission: &["动态奖励", "推荐奖", "团队奖"],
                    ..base(
                        "星链元数字科技有限公司",
                        3_500,
                        units,
                        plan,
                        &[800, 400, 200],
                    )
                }
            }
            Kind::Rebate => {
                let plan = Plan::Days {
                    step: 7,
                    times: 80,
                    rate: draw.between(10, 18) * 10,
                };
                let units: &[_] = &[(1, 40), (2, 25), (5, 20), (10, 10), (25, 5)];
                Self {
                    words_in: &["购物款", "货款", "消费充值", "报单"],
                    words_out: &["消费返利", "返现", "每周返利"],
                    words_commission: &["推荐奖", "团队奖励"],
                    ..base("惠聚购电子商务有限公司", 1_980, units, plan, &[500, 300])
                }
            }
        }
    }

    /// What somebody takes on this day.
    pub fn contract(&self, draw: &mut Draw, on: Date) -> Contract {
        let amount = Fen(self.unit.0 * draw.weighted(self.units));
        if self.plan == Plan::Instalments {
            return self.debt(draw, on, amount);
        }
        let word = draw.of(self.words_in);
        Contract {
            paid: vec![(amount, word)],
            dues: self.dues(on, amount),
        }
    }

    /// What is promised for this principal from this day on.
    pub fn dues(&self, on: Date, principal: Fen) -> Vec<Due> {
        match self.plan {
            Plan::Months {
                step,
                times,
                rate,
                day,
            } => (1..=times)
                .map(|i| Due {
                    on: months_later(on, i * step, day),
                    principal: if i == times { principal } else { Fen::ZERO },
                    interest: part(principal, rate),
                })
                .collect(),
            Plan::Days { step, times, rate } => (1..=times)
                .map(|i| Due {
                    on: on.saturating_add((i * step).days()),
                    principal: Fen::ZERO,
                    interest: part(principal, rate),
                })
                .collect(),
            Plan::Instalments => Vec::new(),
        }
    }

    fn debt(&self, draw: &mut Draw, on: Date, debt: Fen) -> Contract {
        let (deposit, months) =
            *draw.weighted(&[((2_000, 36), 4), ((3_000, 24), 4), ((5_000, 12), 2)]);
        let dues = (1..=months)
            .map(|i| Due {
                on: months_later(on, i, Some(20)),
                principal: Fen::ZERO,
                interest: Fen(debt.0 / months),
            })
            .collect();
        Contract {
            paid: vec![
                (part(debt, 1_000), self.words_in[0]),
                (part(debt, deposit), self.words_in[1]),
            ],
            dues,
        }
    }
}

fn months_later(on: Date, months: i64, day: Option<i8>) -> Date {
    let later = on.saturating_add(months.months());
    day.and_then(|day| Date::new(later.year(), later.month(), day).ok())
        .unwrap_or(later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn debt_relief_takes_service_fee_and_deposit_of_the_debt() {
        let mut draw = Draw::seeded(3);
        let terms = Terms::draw(Kind::DebtRelief, &mut draw);
        for _ in 0..50 {
            let contract = terms.contract(&mut draw, date(2024, 1, 31));
            let (fee, deposit) = (contract.paid[0].0, contract.paid[1].0);
            let months = contract.dues.len();
            let share = deposit.0 / fee.0;
            assert!(
                matches!((share, months), (2, 36) | (3, 24) | (5, 12)),
                "{share} {months}"
            );
        }
    }

    #[test]
    fn monthly_interest_ends_with_the_principal() {
        let mut draw = Draw::seeded(3);
        let terms = Terms::draw(Kind::ElderCare, &mut draw);
        let dues = terms.dues(date(2024, 1, 31), Fen(1_000_000));
        let last = dues.len() - 1;
        assert!(last == 5 || last == 11);
        assert!(dues.iter().all(|due| due.on.day() == 15));
        let back: Fen = dues.iter().map(|due| due.principal).sum();
        assert_eq!(back, Fen(1_000_000));
        assert_eq!(dues[last].principal, back);
    }
}
