//! The value of each term for one platform, with the figures and months that a reason prints. It must not know weights
//! or other platforms but for the market's medians.

use super::{
    figure::{Figure, RETURNS, TERMS as LOAN_TERMS},
    market::{Market, mean_return},
    method::Method,
    month::Month,
    row::PlatformMonth,
    term::Term,
    trend::{Change, belief, recent, unrest},
};

/// A term measured on one platform.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    /// The larger, the worse.
    pub value: f64,
    /// How far it is believed, 0 to 1: few months tell little of a trend.
    pub belief: f64,
    /// Figures and months in words.
    pub detail: String,
}

/// What is looked at.
pub(super) struct Subject<'a> {
    /// Oldest first, at least one.
    pub rows: &'a [PlatformMonth],
    pub market: &'a Market,
    pub method: &'a Method,
    /// The last month any platform tells of.
    pub latest: Month,
    /// The month the platform opened, where a register says so.
    pub opened: Option<Month>,
}

type Series = Vec<Option<f64>>;

impl Subject<'_> {
    /// The term's value; nothing where the figures are missing.
    pub fn measure(&self, term: Term) -> Option<Measured> {
        match term {
            Term::ReturnAboveMarket => self.return_above(),
            Term::BorrowerConcentration => {
                self.share(Figure::TopTenBorrowers, "前十大借款人占待还余额")
            }
            Term::InvestorsPerBorrower => self.investors_per_borrower(),
            Term::LargeLoans => self.large_loans(),
            Term::SmallScale => self.small_scale(),
            Term::InvestorsFalling => self.falling(PlatformMonth::investors, "投资人"),
            Term::BorrowersFalling => self.falling(PlatformMonth::borrowers, "借款人"),
            Term::SlowFill => self.slow_fill(),
            Term::FillSlowing => self.fill_slowing(),
            Term::InvestorConcentration => {
                self.share(Figure::TopTenInvestors, "前十大投资人占待收余额")
            }
            Term::ConcentrationRising => self.concentration_rising(),
            Term::Unsteady => self.unsteady(),
            Term::ReturnRising => self.return_rising(),
            Term::ShortTerms => self.short_terms(),
            Term::Silent => Some(self.silent()),
            Term::Young => self.young(),
        }
    }

    fn series(&self, of: impl Fn(&PlatformMonth) -> Option<f64>) -> Series {
        self.rows.iter().map(of).collect()
    }

    fn level(&self, of: impl Fn(&PlatformMonth) -> Option<f64>) -> Option<f64> {
        recent(&self.series(of), &self.method.recent)
    }

    /// The last month for which a figure is known.
    fn known(&self, of: impl Fn(&PlatformMonth) -> Option<f64>) -> Option<(Month, f64)> {
        let mut rows = self.rows.iter().rev();
        rows.find_map(|row| Some((row.month, of(row)?)))
    }

    fn return_above(&self) -> Option<Measured> {
        let value = self.level(|row| self.market.return_above(row))?;
        let (month, mean) = self.known(mean_return)?;
        let beside = if value >= 0.0 { "高" } else { "低" };
        Some(level(
            value,
            format!(
                "{month}平均年化{mean:.1}%，比同期限市场中位数{beside}{:.1}个百分点（近月加权）",
                value.abs()
            ),
        ))
    }

    fn share(&self, figure: Figure, whose: &str) -> Option<Measured> {
        let value = self.level(|row| row.share(figure))?;
        let (month, last) = self.known(|row| row.share(figure))?;
        Some(level(value, format!("{month}{whose}{last:.1}%")))
    }

    fn investors_per_borrower(&self) -> Option<Measured> {
        let ratio =
            |row: &PlatformMonth| Some(((row.investors()? + 1.0) / (row.borrowers()? + 1.0)).ln());
        let value = self.level(ratio)?;
        let (month, borrowers) = self.known(PlatformMonth::borrowers)?;
        let (_, investors) = self.known(PlatformMonth::investors)?;
        Some(level(
            value,
            format!("{month}投资人{investors:.0}人，借款人只有{borrowers:.0}人"),
        ))
    }

    fn large_loans(&self) -> Option<Measured> {
        let value = self.level(|row| {
            row.borrower_shares()
                .map(|[_, middle, large]| large + middle / 2.0)
        })?;
        let (month, middle) =
            self.known(|row| row.borrower_shares().map(|shares| shares[1] * 100.0))?;
        let (_, large) = self.known(|row| row.borrower_shares().map(|shares| shares[2] * 100.0))?;
        Some(level(
            value,
            format!(
                "{month}借款20万至100万元的占借款人{}，100万元以上的占{}",
                tenths(middle),
                tenths(large)
            ),
        ))
    }

    fn small_scale(&self) -> Option<Measured> {
        let value = self.level(|row| Some(-row.investors()?.ln_1p()))?;
        let (month, last) = self.known(PlatformMonth::investors)?;
        Some(level(value, format!("{month}活跃投资人{last:.0}人")))
    }

    fn falling(&self, of: fn(&PlatformMonth) -> Option<f64>, whom: &str) -> Option<Measured> {
        let logs = self.series(|row| of(row).map(f64::ln_1p));
        let change = Change::of(&logs)?;
        let (from, to) = (change.from.exp_m1(), change.to.exp_m1());
        let month = self.last();
        let words = if to < from { "减少" } else { "增加" };
        let percent = if from > 0.0 {
            ((to - from) / from * 100.0).abs()
        } else {
            0.0
        };
        let detail = format!(
            "{month}{whom}{to:.0}人，较此前{}个月的中位数{from:.0}人{words}{percent:.0}%",
            change.months
        );
        Some(trend(-change.difference(), change.months, detail))
    }

    fn slow_fill(&self) -> Option<Measured> {
        let value = self.level(|row| self.market.fill_above(row))?;
        let month = self.known(|row| self.market.fill_above(row))?.0;
        Some(level(
            value,
            format!(
                "截至{month}满标用时为同期限市场中位数的{}（近月加权）",
                times(value)
            ),
        ))
    }

    fn fill_slowing(&self) -> Option<Measured> {
        let change = Change::of(&self.series(|row| self.market.fill_above(row)))?;
        let month = self.last();
        let detail = format!(
            "{month}满标用时（相对市场）为此前{}个月的{}",
            change.months,
            times(change.difference())
        );
        Some(trend(change.difference(), change.months, detail))
    }

    fn concentration_rising(&self) -> Option<Measured> {
        let of = |figure| Change::of(&self.series(move |row| row.share(figure)));
        let (borrowers, investors) = (of(Figure::TopTenBorrowers), of(Figure::TopTenInvestors));
        let both: Vec<Change> = borrowers.into_iter().chain(investors).collect();
        let value =
            super::percentile::mean(&both.iter().map(Change::difference).collect::<Vec<f64>>())?;
        let months = both.iter().map(|change| change.months).max()?;
        let shown = |name: &str, change: Option<Change>| {
            change.map(|c| format!("{name}由{:.1}%到{:.1}%", c.from, c.to))
        };
        let parts = [
            shown("前十大借款人占比", borrowers),
            shown("前十大投资人占比", investors),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        Some(trend(
            value,
            months,
            format!("截至{}，{}", self.last(), parts.join("，")),
        ))
    }

    fn unsteady(&self) -> Option<Measured> {
        let (value, steps) = unrest(&self.series(|row| row.investors().map(f64::ln_1p)))?;
        let detail = format!(
            "{}至{}投资人数逐月平均变动{:.0}%",
            self.rows[0].month,
            self.last(),
            value.exp_m1() * 100.0
        );
        Some(trend(value, steps, detail))
    }

    fn return_rising(&self) -> Option<Measured> {
        let change = Change::of(&self.series(|row| self.market.return_above(row)))?;
        let own = Change::of(&self.series(mean_return))?;
        let detail = format!(
            "{}平均年化{:.1}%，此前{}个月的中位数{:.1}%",
            self.last(),
            own.to,
            own.months,
            own.from
        );
        Some(trend(change.difference(), change.months, detail))
    }

    fn short_terms(&self) -> Option<Measured> {
        let series = self.series(short_share);
        let value = recent(&series, &self.method.recent)?;
        let rise = Change::of(&series).map_or(0.0, |c| c.difference() * belief(c.months));
        let row = self
            .rows
            .iter()
            .rev()
            .find(|row| short_share(row).is_some())?;
        let offered: Vec<&str> = RETURNS
            .iter()
            .zip(LOAN_TERMS)
            .filter_map(|(term, name)| row.positive(*term).map(|_| name))
            .collect();
        Some(level(
            value + rise,
            format!("{}在售期限：{}", row.month, offered.join("、")),
        ))
    }

    /// Months without a row or without anybody, since the first row and within the last six.
    fn silent(&self) -> Measured {
        let window = self.latest.since(self.rows[0].month).min(5);
        let quiet: Vec<Month> = (0..=window)
            .rev()
            .map(|back| self.latest.before(back))
            .filter(|month| {
                self.rows
                    .iter()
                    .all(|row| row.month != *month || row.idle())
            })
            .collect();
        let now = quiet.last() == Some(&self.latest);
        let value = super::percentile::count(quiet.len()) + if now { 3.0 } else { 0.0 };
        let months: Vec<String> = quiet.iter().map(ToString::to_string).collect();
        let detail = if quiet.is_empty() {
            "各月均有数据".to_owned()
        } else {
            format!("{}没有数据或者没有人投资、借款", months.join("、"))
        };
        level(value, detail)
    }

    fn young(&self) -> Option<Measured> {
        let opened = self.opened?;
        let age = self.latest.since(opened).max(0);
        Some(level(
            -f64::from(age),
            format!("{opened}上线，至{}共{age}个月", self.latest),
        ))
    }

    fn last(&self) -> Month {
        self.rows.last().map_or(self.latest, |row| row.month)
    }
}

/// Share of terms of at most two months among those offered.
fn short_share(row: &PlatformMonth) -> Option<f64> {
    let offered: Vec<bool> = RETURNS
        .iter()
        .map(|term| row.positive(*term).is_some())
        .collect();
    let share = |terms: &[bool]| super::percentile::count(terms.iter().filter(|o| **o).count());
    (share(&offered) > 0.0).then(|| share(&offered[..2]) / share(&offered))
}

fn level(value: f64, detail: String) -> Measured {
    Measured {
        value,
        belief: 1.0,
        detail,
    }
}

fn trend(value: f64, months: usize, detail: String) -> Measured {
    Measured {
        value,
        belief: belief(months),
        detail,
    }
}

/// A logarithm as “so many times”.
fn times(logarithm: f64) -> String {
    let times = logarithm.exp();
    if times >= 10.0 {
        format!("{times:.0}倍")
    } else if times >= 0.095 {
        format!("{times:.1}倍")
    } else {
        format!("{:.1}%", times * 100.0)
    }
}
/// A share in percent to the tenth; one that is there is never printed as none.
fn tenths(percent: f64) -> String {
    if percent > 0.0 && percent < 0.05 {
        "不足0.1%".to_owned()
    } else {
        format!("{percent:.1}%")
    }
}
