//! All patterns over one account, fed its transfers in order of time: each is looked at once, and at the end of a
//! day the rules over the short term are asked. It must not know other accounts' transfers.

use super::day_book::DayBook;
use super::event::Event;
use super::finding::Finding;
use super::parameters::Parameters;
use super::window::Window;
use super::window_rule::{Watched, Who};
use super::{dormant, large, public_to_private, transit, under_threshold};

/// The state of one account.
#[derive(Debug, Default)]
pub(crate) struct AccountWatch {
    window: Window,
    book: DayBook,
    many_payers: Watched,
    gather: Watched,
    scatter: Watched,
    gather_scatter: Watched,
    large: large::State,
    under_threshold: under_threshold::State,
    transit: transit::State,
    public_to_private: public_to_private::State,
    dormant: dormant::State,
}

impl AccountWatch {
    pub fn see(
        &mut self,
        parameters: &Parameters,
        who: &Who<'_>,
        event: &Event,
        found: &mut Vec<Finding>,
    ) {
        if self.book.day().is_some_and(|(day, _)| day != event.day) {
            self.close_day(parameters, who, found);
        }
        self.window.enter(event);
        self.book.events.push(*event);
        let limits = &parameters.large.values;
        self.under_threshold
            .see(&parameters.under_threshold.values, limits, who, event);
        self.dormant.see(&parameters.dormant, who, event, found);
    }

    fn close_day(&mut self, p: &Parameters, who: &Who<'_>, found: &mut Vec<Finding>) {
        let Some(day) = self.book.day() else { return };
        let window = &self.window;
        self.many_payers
            .close_day(&p.many_payers, who, window, day, found);
        self.gather.close_day(&p.gather, who, window, day, found);
        self.scatter.close_day(&p.scatter, who, window, day, found);
        self.gather_scatter
            .close_day(&p.gather_scatter, who, window, day, found);
        self.large.close_day(&p.large.values, who, &self.book);
        self.transit.close_day(&p.transit.values, &self.book);
        self.public_to_private
            .close_day(&p.public_to_private.values, &self.book);
        self.book.events.clear();
    }

    pub fn finish(mut self, p: &Parameters, who: &Who<'_>, found: &mut Vec<Finding>) {
        self.close_day(p, who, found);
        self.many_payers.finish(&p.many_payers, who, found);
        self.gather.finish(&p.gather, who, found);
        self.scatter.finish(&p.scatter, who, found);
        self.gather_scatter.finish(&p.gather_scatter, who, found);
        self.large.finish(&p.large, who, found);
        self.under_threshold.finish(&p.under_threshold, who, found);
        self.transit.finish(&p.transit, who, found);
        self.public_to_private
            .finish(&p.public_to_private, who, found);
        self.dormant.finish(&p.dormant, who, found);
    }
}
