//! What was made of texts, for the life of a session: several indicators ask the same of the same texts, mostly in the same
//! order. It must not know what is made of them.

use std::{
    hash::{Hash, Hasher},
    sync::RwLock,
};

use rustc_hash::{FxHashMap, FxHasher};

/// Texts that are remembered; beyond them they are read again.
const MOST: usize = 4_000_000;
/// Entries that are looked at before the table is asked, which costs a wait for memory.
const NEAR: usize = 4;

/// Values by text.
#[derive(Debug)]
pub(super) struct Remembered<V> {
    known: RwLock<Known<V>>,
}

/// Values in the order in which the texts were first met, and where each stands.
#[derive(Debug)]
struct Known<V> {
    entries: Vec<(u64, V)>,
    places: FxHashMap<u64, usize>,
}

/// Where a column was found last: in two runs of entries, since one text that stands elsewhere does not end a run.
#[derive(Debug, Default)]
struct Fingers([usize; 2]);

/// A text that is not known, and where it stands in its column.
struct Strange<'t> {
    row: usize,
    key: u64,
    text: &'t str,
}

/// A key for a text: 64 bits, so that among millions of texts no two are taken for one.
fn key(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

impl<V> Default for Remembered<V> {
    fn default() -> Self {
        Self {
            known: RwLock::new(Known {
                entries: Vec::new(),
                places: FxHashMap::default(),
            }),
        }
    }
}

impl<V: Copy> Remembered<V> {
    /// The values of a column of texts, none where there is none; `make` makes those that are not known yet, while others
    /// may ask and remember.
    pub fn of<'t>(
        &self,
        texts: impl Iterator<Item = Option<&'t str>>,
        mut make: impl FnMut(&str) -> V,
    ) -> Vec<Option<V>> {
        let (mut values, strange) = self.known_of(texts);
        let mut places: FxHashMap<u64, usize> = FxHashMap::default();
        let mut made: Vec<(u64, V)> = Vec::new();
        for Strange { row, key, text } in strange {
            let place = *places.entry(key).or_insert_with(|| {
                made.push((key, make(text)));
                made.len() - 1
            });
            values[row] = Some(made[place].1);
        }
        self.remember(made);
        values
    }

    /// What is known of the texts, and those of which nothing is.
    fn known_of<'t>(
        &self,
        texts: impl Iterator<Item = Option<&'t str>>,
    ) -> (Vec<Option<V>>, Vec<Strange<'t>>) {
        let mut fingers = Fingers::default();
        let mut strange = Vec::new();
        // What a thread that failed was adding is whole entries all the same.
        let known = self.known.read().unwrap_or_else(|e| e.into_inner());
        let values = texts.enumerate().map(|(row, text)| {
            let text = text?;
            let key = key(text);
            let value = known.get(key, &mut fingers);
            if value.is_none() {
                strange.push(Strange { row, key, text });
            }
            value
        });
        let values = values.collect();
        (values, strange)
    }

    fn remember(&self, made: Vec<(u64, V)>) {
        if made.is_empty() {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(|e| e.into_inner());
        for (key, value) in made {
            let next = known.entries.len();
            if next < MOST && *known.places.entry(key).or_insert(next) == next {
                known.entries.push((key, value));
            }
        }
    }
}

impl<V: Copy> Known<V> {
    fn get(&self, key: u64, fingers: &mut Fingers) -> Option<V> {
        for turn in 0..2 {
            let from = fingers.0[turn].min(self.entries.len());
            let near = self.entries[from..].iter().take(NEAR);
            let found = near.enumerate().find(|(_, (other, _))| *other == key);
            if let Some((steps, (_, value))) = found {
                fingers.0[turn] = from + steps + 1;
                fingers.0.swap(0, turn);
                return Some(*value);
            }
        }
        let place = *self.places.get(&key)?;
        fingers.0[1] = place + 1;
        Some(self.entries[place].1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Remembered;

    proptest! {
        #[test]
        fn every_text_has_its_own_value_and_is_read_once(
            columns in prop::collection::vec(prop::collection::vec(prop::option::of(0..40_usize), 0..60), 0..6)
        ) {
            let texts: Vec<String> = (0..40).map(|number| "文".repeat(number)).collect();
            let remembered = Remembered::default();
            let mut read = Vec::new();
            for column in columns {
                let asked = column.iter().map(|text| text.map(|t| texts[t].as_str()));
                let values = remembered.of(asked, |text| {
                    read.push(text.to_owned());
                    text.chars().count()
                });
                prop_assert_eq!(values, column);
            }
            let all = read.len();
            read.sort();
            read.dedup();
            prop_assert_eq!(read.len(), all);
        }
    }
}
