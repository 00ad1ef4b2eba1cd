//! Many persons pay in, and most of it leaves again to a few accounts within the short term (分散转入、集中转出).
//! It must not know what the receivers do with it.

use serde::Deserialize;

use super::Pattern;
use super::episode::{Episode, Taken};
use super::event::Event;
use super::finding::{Finding, at_least, day_text, money, percent};
use super::parameters::{Sheet, Yuan};
use super::window::Window;
use super::window_rule::{Who, WindowRule};

/// When it is met, at the end of a day, over ten working days.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Distinct persons who paid in.
    pub min_payers: usize,
    /// What they paid together.
    pub min_sum_yuan: Yuan,
    /// What they paid on average each time.
    pub min_mean_yuan: Yuan,
    /// The few: so many receivers with the largest sums.
    pub top_payees: usize,
    /// What the few got, as a share of what the persons paid in.
    pub out_percent: i64,
    /// Payers for each receiver of the few, at least.
    pub payers_per_payee: usize,
}

impl WindowRule for Rule {
    fn met(&self, window: &Window) -> Option<(usize, i64)> {
        let credits = &window.credits;
        let count = credits.persons_count.cast_signed();
        let many = credits.persons >= self.min_payers
            && credits.persons_sum >= self.min_sum_yuan.fen()
            && i128::from(credits.persons_sum)
                >= i128::from(self.min_mean_yuan.fen()) * i128::from(count);
        if !many || window.debits.others.is_empty() {
            return None;
        }
        let few = self.top_payees.min(window.debits.others.len());
        let met = credits.persons >= few * self.payers_per_payee
            && at_least(
                window.debits.top_sum(few),
                self.out_percent,
                credits.persons_sum,
            );
        met.then_some((credits.persons, credits.persons_sum))
    }

    fn take(&self, window: &Taken<'_>, episode: &mut Episode) {
        episode.take_credits(window, Event::in_crowd);
        episode.take_debits(window, |_| true);
    }

    fn say(sheet: &Sheet<Self>, who: &Who<'_>, episode: Episode) -> Finding {
        let Episode {
            credits,
            debits,
            noticed,
            ..
        } = episode;
        let few = debits.main(
            sheet.values.top_payees,
            sheet.values.out_percent,
            credits.sum,
        );
        let moved = few
            .iter()
            .filter_map(|id| debits.others.get(&id.0))
            .map(|o| o.1)
            .sum();
        let reason = format!(
            "{}至{}，“{}”收到{}名个人（含户名不明）转入{}笔，合计{}；同期转出{}笔，合计{}，其中收款最多的{}个账户共{}（占个人转入的{}%）。资金分散转入后集中转出，请核实用途。",
            day_text(credits.first_day()),
            day_text(credits.last_day().max(debits.last_day())),
            who.label,
            credits.others.len(),
            credits.count,
            money(credits.sum),
            debits.count,
            money(debits.sum),
            few.len(),
            money(moved),
            percent(moved, credits.sum),
        );
        let accounts = [who.account].into_iter().chain(few).collect();
        let crowd = credits.others.len();
        let evidence = credits.with(&debits);
        evidence
            .finding(Pattern::Gather, accounts, noticed, reason, &sheet.printed)
            .of_crowd(crowd)
    }
}
