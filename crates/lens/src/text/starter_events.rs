//! Events by reviewed words (审定的事件词): what the starter says a text tells of, with a stated probability. It must not know own
//! models, or how yes or no is decided.

use std::sync::Arc;

use super::{
    letters::{LetterReader, Letters},
    signal::{SignalHit, SignalList, SignalWork},
};

const EVENTS: &str = include_str!("../../starter/events.txt");
/// The event that is the answer yes itself.
const YES: &str = "涉嫌非法集资";
/// The line of words of prevention.
const PREVENTION: &str = "防范";
/// Letters before and behind words of prevention within which nothing is told of.
const REACH: u32 = 48;
const REACH_BACK: u32 = 24;
/// More is never stated: words alone are no proof.
const MOST: f32 = 0.98;

/// Words of events, ready to be matched.
#[derive(Debug)]
pub(super) struct StarterEvents {
    list: SignalList,
    yes: Arc<str>,
    events: Vec<Arc<str>>,
    /// Of every signal of the list its event and the probability stated for it; none for words of prevention.
    told: Vec<Option<(usize, f32)>>,
}

impl StarterEvents {
    /// The words that ship.
    pub fn builtin(reader: &LetterReader) -> Self {
        let list = SignalList::read(EVENTS, reader);
        let mut events: Vec<Arc<str>> = Vec::new();
        let mut told = Vec::new();
        for name in (0..).map_while(|at| list.signal_name(at)) {
            let line = name.rsplit_once(' ');
            let stated = line.and_then(|(event, p)| Some((event, p.parse().ok()?)));
            told.push(stated.filter(|(_, p)| *p > 0.0).map(|(event, p)| {
                let known = events.iter().position(|e| **e == *event);
                let number = known.unwrap_or_else(|| {
                    events.push(event.into());
                    events.len() - 1
                });
                (number, p)
            }));
        }
        Self {
            list,
            yes: YES.into(),
            events,
            told,
        }
    }

    /// The events of a text, the likeliest first; `yes` is the probability that it is an offer or a report. Words are only
    /// looked for where it tells of trouble.
    pub fn read(
        &self,
        letters: &Letters,
        trouble: bool,
        yes: f32,
        work: &mut SignalWork,
    ) -> Vec<(Arc<str>, f32)> {
        let mut doubt = vec![1.0f32; self.events.len()];
        if trouble {
            self.list.hits(&letters.codes, &mut work.hits);
            self.doubt(&work.hits, &mut doubt);
        }
        let words = self.events.iter().zip(doubt);
        let mut found: Vec<(Arc<str>, f32)> = words
            .map(|(event, doubt)| (event.clone(), (1.0 - doubt).min(MOST)))
            .chain([(self.yes.clone(), yes)])
            .filter(|(_, p)| *p >= 0.5)
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found
    }

    /// What is left of doubt about each event: each line that says so counts once.
    fn doubt(&self, hits: &[SignalHit], doubt: &mut [f32]) {
        let mut heard = vec![false; self.told.len()];
        let mut warned = Vec::new();
        let prevention = |h: &&SignalHit| {
            self.list
                .signal_name(h.signal.into())
                .is_some_and(|n| n.starts_with(PREVENTION))
        };
        warned.extend(hits.iter().filter(prevention).map(|h| (h.from, h.to)));
        for hit in hits {
            let Some(Some((event, p))) = self.told.get(usize::from(hit.signal)).copied() else {
                continue;
            };
            // Hits come in the order of their places: the warnings near are found by halving.
            let next = warned.partition_point(|(from, _)| *from < hit.from);
            let before = next.checked_sub(1).and_then(|at| warned.get(at));
            let near = before.is_some_and(|(_, to)| hit.from <= to + REACH)
                || warned
                    .get(next)
                    .is_some_and(|(from, _)| *from <= hit.to + REACH_BACK);
            let first = heard
                .get_mut(usize::from(hit.signal))
                .is_some_and(|h| !std::mem::replace(h, true));
            if !near && first {
                doubt[event] *= 1.0 - p;
            } else if near && first {
                heard[usize::from(hit.signal)] = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let reader = LetterReader::builtin().unwrap();
        let events = StarterEvents::builtin(&reader);
        let mut letters = Letters::default();
        reader.read(text, &mut letters);
        let found = events.read(&letters, true, 0.0, &mut SignalWork::default());
        found
            .into_iter()
            .map(|(event, _)| event.to_string())
            .collect()
    }

    #[test]
    fn a_text_tells_of_what_happened_not_of_what_may() {
        for (text, events) in [
            ("平台提现困难，老板跑路", &["提现困难", "失联跑路"][..]),
            ("院长手机关机，会员费要不回来", &["失联跑路", "提现困难"]),
            ("该公司涉嫌传销被查", &["涉嫌传销"]),
            ("董事长已被刑拘", &["高管负面"]),
            ("存五万，随时提现，日返1%", &[]),
            ("谨防高息理财平台跑路", &[]),
            ("公司不会跑路，提现秒到", &[]),
            ("防范传销进校园", &[]),
        ] {
            let mut found = told(text);
            found.sort();
            let mut expected: Vec<String> = events.iter().map(|e| (*e).to_owned()).collect();
            expected.sort();
            assert_eq!(found, expected, "{text}");
        }
    }
}
