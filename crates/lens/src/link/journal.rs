//! What people decided about matches, and the groups that follow: a merge and its undoing are entries, nothing is
//! overwritten. It must not know the database that keeps the entries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What somebody decided about two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// 合并: they are the same.
    Same,
    /// 拆分: they are not.
    Different,
    /// 撤回: what was decided before no longer counts.
    Withdrawn,
}

/// One decision. Later entries replace earlier ones about the same two records; all are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// One record.
    pub left: String,
    /// The other.
    pub right: String,
    /// What was decided.
    pub judgement: Judgement,
    /// Who decided.
    pub by: String,
    /// When, as given by the caller.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// A match proposed by a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// One record.
    pub left: String,
    /// The other.
    pub right: String,
    /// Its probability.
    pub probability: f64,
}

type PairKey = (String, String);

fn key(a: &str, b: &str) -> PairKey {
    if a <= b {
        (a.to_owned(), b.to_owned())
    } else {
        (b.to_owned(), a.to_owned())
    }
}

/// The judgement that counts for each pair: the last one in the journal.
pub fn in_force(journal: &[Decision]) -> BTreeMap<PairKey, Judgement> {
    let mut last = BTreeMap::new();
    for entry in journal {
        last.insert(key(&entry.left, &entry.right), entry.judgement);
    }
    last.retain(|_, judgement| *judgement != Judgement::Withdrawn);
    last
}

/// All decisions about one record, in order: its history.
pub fn history<'a>(journal: &'a [Decision], id: &'a str) -> impl Iterator<Item = &'a Decision> {
    journal
        .iter()
        .filter(move |entry| entry.left == id || entry.right == id)
}

/// Groups of records: what people joined is joined, then proposals from the most probable on, as long as nothing that
/// people hold apart comes together. Groups and members are in the order of their ids.
pub fn groups(ids: &[String], proposals: &[Proposal], journal: &[Decision]) -> Vec<Vec<String>> {
    let judged = in_force(journal);
    let mut of: BTreeMap<&str, usize> = ids
        .iter()
        .enumerate()
        .map(|(i, id)| (id.as_str(), i))
        .collect();
    let joined = judged.iter().filter(|(_, j)| **j == Judgement::Same);
    for ((a, b), _) in joined {
        join(&mut of, a, b);
    }
    let apart: Vec<&PairKey> = judged
        .iter()
        .filter(|(_, j)| **j == Judgement::Different)
        .map(|(k, _)| k)
        .collect();
    let mut ordered: Vec<&Proposal> = proposals.iter().collect();
    ordered.sort_by(|x, y| {
        y.probability
            .total_cmp(&x.probability)
            .then_with(|| key(&x.left, &x.right).cmp(&key(&y.left, &y.right)))
    });
    for proposal in ordered {
        if !brings_together(&of, proposal, &apart) {
            join(&mut of, &proposal.left, &proposal.right);
        }
    }
    let mut groups: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (id, group) in of {
        groups.entry(group).or_default().push(id.to_owned());
    }
    let mut groups: Vec<Vec<String>> = groups.into_values().collect();
    groups.sort();
    groups
}

fn join(of: &mut BTreeMap<&str, usize>, a: &str, b: &str) {
    if let (Some(x), Some(y)) = (of.get(a).copied(), of.get(b).copied()) {
        of.values_mut()
            .filter(|group| **group == y)
            .for_each(|group| *group = x);
    }
}

fn brings_together(of: &BTreeMap<&str, usize>, proposal: &Proposal, apart: &[&PairKey]) -> bool {
    let group = |id: &str| of.get(id).copied();
    let (x, y) = (group(&proposal.left), group(&proposal.right));
    x != y
        && apart.iter().any(|(a, b)| {
            let (p, q) = (group(a), group(b));
            (p == x && q == y) || (p == y && q == x)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(left: &str, right: &str, judgement: Judgement) -> Decision {
        Decision {
            left: left.into(),
            right: right.into(),
            judgement,
            by: "周".into(),
            at: "2026-01-02".into(),
            reason: "核对".into(),
        }
    }

    fn proposed(left: &str, right: &str, probability: f64) -> Proposal {
        Proposal {
            left: left.into(),
            right: right.into(),
            probability,
        }
    }

    fn ids() -> Vec<String> {
        ["a", "b", "c"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_split_holds_against_every_later_run() {
        let proposals = [proposed("a", "b", 0.9), proposed("b", "c", 0.8)];
        assert_eq!(groups(&ids(), &proposals, &[]), [["a", "b", "c"]]);
        let journal = [decided("c", "a", Judgement::Different)];
        assert_eq!(
            groups(&ids(), &proposals, &journal),
            [vec!["a", "b"], vec!["c"]]
        );
    }

    #[test]
    fn a_merge_can_be_taken_back_and_stays_in_the_history() {
        let mut journal = vec![decided("a", "c", Judgement::Same)];
        assert_eq!(groups(&ids(), &[], &journal), [vec!["a", "c"], vec!["b"]]);
        journal.push(decided("c", "a", Judgement::Withdrawn));
        assert_eq!(groups(&ids(), &[], &journal), [["a"], ["b"], ["c"]]);
        assert_eq!(history(&journal, "a").count(), 2);
    }
}
