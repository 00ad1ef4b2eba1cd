//! Many natural persons pay one account within a short term, mostly in round amounts (多名自然人向一户转入).
//! It must not know where the money went afterwards.

use serde::Deserialize;

use super::Pattern;
use super::episode::{Episode, Taken};
use super::finding::{Finding, at_least, day_text, money};
use super::parameters::{Sheet, Yuan};
use super::window::Window;
use super::window_rule::{Who, WindowRule};

/// When it is met, at the end of a day, over ten working days.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Distinct persons.
    pub min_payers: usize,
    /// What they paid together.
    pub min_sum_yuan: Yuan,
    /// What they paid on average each time.
    pub min_mean_yuan: Yuan,
    /// Share of payments that are whole thousands of yuan.
    pub round_percent: i64,
}

impl WindowRule for Rule {
    fn met(&self, window: &Window) -> Option<(usize, i64)> {
        let credits = &window.credits;
        let count = credits.persons_count.cast_signed();
        let met = credits.persons >= self.min_payers
            && credits.persons_sum >= self.min_sum_yuan.fen()
            && i128::from(credits.persons_sum)
                >= i128::from(self.min_mean_yuan.fen()) * i128::from(count)
            && at_least(
                credits.persons_round.cast_signed(),
                self.round_percent,
                count,
            );
        met.then_some((credits.persons, credits.persons_sum))
    }

    fn take(&self, window: &Taken<'_>, episode: &mut Episode) {
        episode.take_credits(window, super::event::Event::in_crowd);
    }

    fn say(sheet: &Sheet<Self>, who: &Who<'_>, episode: Episode) -> Finding {
        let Episode {
            credits,
            noticed,
            peak,
            ..
        } = episode;
        let reason = format!(
            "{}至{}，“{}”收到{}名个人（含户名不明）转入{}笔，合计{}，平均每笔{}；最密集的10个工作日内有{}人转入{}。请核实收款事由。",
            day_text(credits.first_day()),
            day_text(credits.last_day()),
            who.label,
            credits.others.len(),
            credits.count,
            money(credits.sum),
            money(credits.sum / i64::try_from(credits.count.max(1)).unwrap_or(i64::MAX)),
            peak.0,
            money(peak.1),
        );
        let crowd = credits.others.len();
        credits
            .finding(
                Pattern::ManyPayers,
                vec![who.account],
                noticed,
                reason,
                &sheet.printed,
            )
            .of_crowd(crowd)
    }
}
