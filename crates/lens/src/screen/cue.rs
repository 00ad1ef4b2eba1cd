//! Cues of context: all that stand around a hit are found in one walk over what surrounds it, since most texts hold none.
//! It must not know what cues mean.

use std::{cmp::Reverse, collections::BTreeMap, fmt};

use serde::Deserialize;

use crate::text::Phrases;

/// A cue, folded.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub(super) struct Cue {
    pub text: String,
    pub letters: Vec<char>,
}

/// A cue of a list, by its number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Listed<L> {
    list: L,
    number: usize,
}

/// The cues of several lists `L`, looked for together.
#[derive(Debug)]
pub(super) struct CueIndex<L> {
    /// Every text that is a cue, with its place in `lists`.
    texts: Phrases<u32>,
    /// In which lists it stands.
    lists: Vec<Vec<Listed<L>>>,
}

/// Letters beside a hit, and the cues that stand in them. Its buffers are used again for the next hit.
#[derive(Debug)]
pub(super) struct Around<L> {
    pub letters: Vec<char>,
    /// By list and number; of a cue that stands twice the place nearest to the hit, which alone counts.
    places: Vec<(Listed<L>, CuePlace)>,
}

/// Where a cue stands in the letters beside a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CuePlace {
    /// Number of the cue in its list.
    pub number: usize,
    pub start: usize,
    pub end: usize,
}

impl From<String> for Cue {
    fn from(text: String) -> Self {
        let letters = text.chars().collect();
        Self { text, letters }
    }
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<L: Copy + Ord> CueIndex<L> {
    /// Of lists of cues.
    pub fn new<'c>(lists: impl IntoIterator<Item = (L, &'c [Cue])>) -> Self {
        let mut cited: BTreeMap<&str, Vec<Listed<L>>> = BTreeMap::new();
        for (list, cues) in lists {
            for (number, cue) in cues.iter().enumerate() {
                let listed = cited.entry(&cue.text).or_default();
                listed.push(Listed { list, number });
            }
        }
        Self {
            texts: Phrases::new(cited.keys().copied().zip(0..)),
            lists: cited.into_values().collect(),
        }
    }

    /// Finds the cues in the letters before a hit.
    pub fn look_back(&self, around: &mut Around<L>) {
        self.look(around);
        let last = |(listed, place): &(Listed<L>, CuePlace)| (*listed, Reverse(place.start));
        around.places.sort_unstable_by_key(last);
        around.places.dedup_by_key(|(listed, _)| *listed);
    }

    /// Finds the cues in the letters behind a hit.
    pub fn look_ahead(&self, around: &mut Around<L>) {
        self.look(around);
        let first = |(listed, place): &(Listed<L>, CuePlace)| (*listed, place.start);
        around.places.sort_unstable_by_key(first);
        around.places.dedup_by_key(|(listed, _)| *listed);
    }

    fn look(&self, around: &mut Around<L>) {
        let Around { letters, places } = around;
        places.clear();
        for start in 0..letters.len() {
            self.texts.each(letters, start, |text, end| {
                let listed = self.lists.get(text as usize).into_iter().flatten();
                places.extend(listed.map(|listed| {
                    let number = listed.number;
                    (*listed, CuePlace { number, start, end })
                }));
            });
        }
    }
}

impl<L> Default for Around<L> {
    fn default() -> Self {
        Self {
            letters: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl<L: Copy + PartialEq> Around<L> {
    /// The cues of a list that stand here, in the order of the list.
    pub fn cues(&self, list: L) -> impl Iterator<Item = CuePlace> {
        let of_list = self.places.iter().filter(move |(l, _)| l.list == list);
        of_list.map(|(_, place)| *place)
    }

    /// Whether no cue stands here.
    pub fn says_nothing(&self) -> bool {
        self.places.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Around, Cue, CueIndex};

    #[test]
    fn the_nearest_place_of_each_cue_is_found() {
        let lists = [(1, ["不得", "不"]), (2, ["息", "不"])]
            .map(|(list, cues)| (list, cues.map(|c| Cue::from(c.to_owned()))));
        let index = CueIndex::new(lists.iter().map(|(list, cues)| (*list, &cues[..])));
        let mut around = Around::default();
        around.letters.extend("不保本也不得付息".chars());
        let found = |around: &Around<i32>, list| {
            let cues = around.cues(list);
            cues.map(|c| (c.number, c.start, c.end)).collect::<Vec<_>>()
        };
        index.look_back(&mut around);
        assert_eq!(found(&around, 1), [(0, 4, 6), (1, 4, 5)]);
        assert_eq!(found(&around, 2), [(0, 7, 8), (1, 4, 5)]);
        index.look_ahead(&mut around);
        assert_eq!(found(&around, 1), [(0, 4, 6), (1, 0, 1)]);
        around.letters.clear();
        index.look_back(&mut around);
        assert!(around.says_nothing());
    }
}
