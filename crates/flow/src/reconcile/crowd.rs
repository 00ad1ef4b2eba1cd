//! Many rows of one amount and day: who may be whose other side without comparing each with each, since on the day a
//! scheme pays out thousands of rows are alike. It must not know times or memos.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::mask::{is_full_name, plain};
use super::twin::TwinSearch;

/// More pairs of rows than this are not compared one by one before names have told most of them apart.
pub(super) const MOST_PAIRS: usize = 2_500;
/// More pairs than this of rows that names leave together are not compared at all.
const MOST_NAMED_PAIRS: usize = 10_000;

/// What printed names leave of the pairs of one amount and day.
#[derive(Debug, Default)]
pub(super) struct Narrowed {
    /// Pairs to compare.
    pub pairs: Vec<(usize, usize)>,
    /// Payers' rows beside payees' rows that are too many to compare.
    pub crowds: Vec<(Vec<usize>, Vec<usize>)>,
}

/// The pairs among payers' rows and payees' rows that names allow, in about as many steps as there are rows and pairs.
pub(super) fn narrow(search: &TwinSearch<'_>, outs: &[usize], ins: &[usize]) -> Narrowed {
    let (outs, ins) = (Rows::of(search, outs), Rows::of(search, ins));
    let mut narrowed = Narrowed::default();
    for ((owner, printed), rows) in &outs.full {
        let answer = (printed.clone(), owner.clone());
        narrowed.add(rows, found(&ins.full, &answer));
    }
    for (printed, rows) in &outs.by_printed {
        narrowed.add(rows, found(&ins.vague_by_owner, printed));
    }
    for (printed, rows) in &ins.by_printed {
        narrowed.add(found(&outs.vague_by_owner, printed), rows);
    }
    narrowed.add(&outs.vague, &ins.vague);
    narrowed
}

impl Narrowed {
    fn add(&mut self, outs: &[usize], ins: &[usize]) {
        match outs.len() * ins.len() {
            0 => (),
            pairs if pairs > MOST_NAMED_PAIRS => self.crowds.push((outs.to_vec(), ins.to_vec())),
            _ => {
                let with = |out: &usize| ins.iter().map(|into| (*out, *into)).collect::<Vec<_>>();
                self.pairs.extend(outs.iter().flat_map(with));
            }
        }
    }
}

/// Rows of one direction by what they print in full.
#[derive(Debug, Default)]
struct Rows {
    /// Those that print the full name of the other side, by a name of their own account and that name.
    full: BTreeMap<(String, String), Vec<usize>>,
    /// The same by what they print alone.
    by_printed: BTreeMap<String, Vec<usize>>,
    /// Those that print no full name.
    vague: Vec<usize>,
    /// The same by the names of their own account.
    vague_by_owner: BTreeMap<String, Vec<usize>>,
}

impl Rows {
    fn of(search: &TwinSearch<'_>, places: &[usize]) -> Self {
        let mut rows = Self::default();
        let mut names: HashMap<u32, BTreeSet<String>> = HashMap::new();
        for at in places.iter().copied() {
            let item = &search.items[at];
            let owner = search.owners[item.holding as usize];
            let owners = names
                .entry(owner)
                .or_insert_with(|| search.nodes.full_names(owner));
            let party = &item.of(search.statements).counterparty;
            let printed = party.name.as_deref().filter(|name| is_full_name(name));
            let Some(printed) = printed.map(plain) else {
                rows.vague.push(at);
                for name in owners.iter() {
                    let theirs = rows.vague_by_owner.entry(name.clone()).or_default();
                    theirs.push(at);
                }
                continue;
            };
            for name in owners.iter() {
                let key = (name.clone(), printed.clone());
                rows.full.entry(key).or_default().push(at);
            }
            rows.by_printed.entry(printed).or_default().push(at);
        }
        rows
    }
}

fn found<'r, K: Ord>(rows: &'r BTreeMap<K, Vec<usize>>, key: &K) -> &'r [usize] {
    rows.get(key).map_or(&[], Vec::as_slice)
}
