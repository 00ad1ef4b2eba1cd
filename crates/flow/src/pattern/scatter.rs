//! A few accounts pay in, and most of it leaves again to many persons within the short term (集中转入、分散转出).
//! It must not know whether the persons ever paid in: that is another pattern's question.

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
    /// Distinct persons who were paid.
    pub min_payees: usize,
    /// What they got together.
    pub min_sum_yuan: Yuan,
    /// The few: so many payers with the largest sums.
    pub top_payers: usize,
    /// What the few paid, as a share of all that came in.
    pub in_percent: i64,
    /// What the persons got, as a share of all that came in.
    pub out_percent: i64,
}

impl WindowRule for Rule {
    fn met(&self, window: &Window) -> Option<(usize, i64)> {
        let (credits, debits) = (&window.credits, &window.debits);
        let many = debits.persons >= self.min_payees
            && debits.persons_sum >= self.min_sum_yuan.fen()
            && credits.sum > 0
            && at_least(debits.persons_sum, self.out_percent, credits.sum);
        if !many {
            return None;
        }
        let met = at_least(
            credits.top_sum(self.top_payers),
            self.in_percent,
            credits.sum,
        );
        met.then_some((debits.persons, debits.persons_sum))
    }

    fn take(&self, window: &Taken<'_>, episode: &mut Episode) {
        episode.take_credits(window, |_| true);
        episode.take_debits(window, Event::in_crowd);
    }

    fn say(sheet: &Sheet<Self>, who: &Who<'_>, episode: Episode) -> Finding {
        let Episode {
            credits,
            debits,
            noticed,
            ..
        } = episode;
        let few = credits.main(
            sheet.values.top_payers,
            sheet.values.in_percent,
            credits.sum,
        );
        let came: i64 = few
            .iter()
            .filter_map(|id| credits.others.get(&id.0))
            .map(|o| o.1)
            .sum();
        let reason = format!(
            "{}至{}，“{}”转入{}笔，合计{}，其中付款最多的{}个账户共{}（占{}%）；同期向{}名个人（含户名不明）转出{}笔，合计{}。资金集中转入后分散转出，请核实用途。",
            day_text(credits.first_day()),
            day_text(credits.last_day().max(debits.last_day())),
            who.label,
            credits.count,
            money(credits.sum),
            few.len(),
            money(came),
            percent(came, credits.sum),
            debits.others.len(),
            debits.count,
            money(debits.sum),
        );
        let accounts = [who.account].into_iter().chain(few).collect();
        let crowd = debits.others.len();
        let evidence = credits.with(&debits);
        evidence
            .finding(Pattern::Scatter, accounts, noticed, reason, &sheet.printed)
            .of_crowd(crowd)
    }
}
