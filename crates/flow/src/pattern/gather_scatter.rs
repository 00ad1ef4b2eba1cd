//! Many persons pay in, and about as much leaves to many others who did not pay in (先汇集、再分散). It must not
//! count persons who get their own money back: that is a payout.

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
    /// Distinct persons who paid in, and distinct persons who were paid.
    pub min_each: usize,
    /// What the persons paid in.
    pub min_sum_yuan: Yuan,
    /// What left to persons, as a share of what persons paid in: at least.
    pub out_percent_min: i64,
    /// The same, at most.
    pub out_percent_max: i64,
    /// Persons on both sides, as a share of the smaller side: at most.
    pub overlap_percent: i64,
}

impl WindowRule for Rule {
    fn met(&self, window: &Window) -> Option<(usize, i64)> {
        let (credits, debits) = (&window.credits, &window.debits);
        let smaller = credits.persons.min(debits.persons);
        let met = smaller >= self.min_each
            && credits.persons_sum >= self.min_sum_yuan.fen()
            && at_least(
                debits.persons_sum,
                self.out_percent_min,
                credits.persons_sum,
            )
            && !at_least(
                debits.persons_sum,
                self.out_percent_max + 1,
                credits.persons_sum,
            );
        if !met {
            return None;
        }
        let paid_in = |id: &u32| credits.others.get(id).is_some_and(|o| o.in_crowd());
        let paid = debits.others.iter().filter(|(_, o)| o.in_crowd());
        let both = paid.filter(|(id, _)| paid_in(id)).count();
        let apart = both * 100 <= smaller * usize::try_from(self.overlap_percent).unwrap_or(0);
        apart.then_some((smaller, credits.persons_sum))
    }

    fn take(&self, window: &Taken<'_>, episode: &mut Episode) {
        episode.take_credits(window, Event::in_crowd);
        episode.take_debits(window, Event::in_crowd);
    }

    fn say(sheet: &Sheet<Self>, who: &Who<'_>, episode: Episode) -> Finding {
        let Episode {
            credits,
            debits,
            noticed,
            ..
        } = episode;
        let reason = format!(
            "{}至{}，“{}”收到{}名个人（含户名不明）转入{}笔，合计{}；又向{}名个人转出{}笔，合计{}（为转入的{}%），收款人大多不是先前的付款人。请核实收付双方的关系。",
            day_text(credits.first_day()),
            day_text(credits.last_day().max(debits.last_day())),
            who.label,
            credits.others.len(),
            credits.count,
            money(credits.sum),
            debits.others.len(),
            debits.count,
            money(debits.sum),
            percent(debits.sum, credits.sum),
        );
        let crowd = credits.others.len();
        let evidence = credits.with(&debits);
        let accounts = vec![who.account];
        evidence
            .finding(
                Pattern::GatherScatter,
                accounts,
                noticed,
                reason,
                &sheet.printed,
            )
            .of_crowd(crowd)
    }
}
