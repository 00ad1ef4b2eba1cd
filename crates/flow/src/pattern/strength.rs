//! How much a finding weighs beside others (强度), so that a reader knows where to begin: what the pattern alone says,
//! how much evidence there is, and which other patterns the same account meets. It is an order, no probability, and
//! no verdict.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Pattern};
use crate::transfer::AccountId;

/// What a pattern says by itself. Gains paid at a rate to those who paid in are hardly ever anything else; many
/// payers are mostly customers; a large sum is large.
fn alone(pattern: Pattern) -> u8 {
    match pattern {
        Pattern::FixedRate => 70,
        Pattern::NewMoney | Pattern::Cycle | Pattern::ScatterGather => 60,
        Pattern::PayoutDay => 55,
        Pattern::MemoWords | Pattern::LatePhase => 50,
        Pattern::CycleUnordered => 45,
        Pattern::GatherScatter => 40,
        Pattern::ManyPayers | Pattern::Gather | Pattern::Scatter => 35,
        Pattern::Transit | Pattern::PublicToPrivate | Pattern::FanIn | Pattern::FanOut => 30,
        Pattern::UnderThreshold | Pattern::Dormant => 25,
        Pattern::Large => 10,
    }
}

/// For each further pattern that the account meets.
const TOGETHER: u8 = 8;
/// At most so many of them count.
const MOST_TOGETHER: usize = 3;
/// For each doubling of the transfers beyond eight …
const DOUBLING: u32 = 2;
/// … up to this.
const MOST_EVIDENCE: u32 = 10;

/// Weighs findings against each other.
pub(super) fn weigh(findings: &mut [Finding]) {
    let mut met: BTreeMap<AccountId, BTreeSet<Pattern>> = BTreeMap::new();
    for finding in findings.iter() {
        if let Some(first) = finding.accounts.first() {
            met.entry(*first).or_default().insert(finding.pattern);
        }
    }
    for finding in findings {
        let patterns = finding.accounts.first().and_then(|first| met.get(first));
        let others = patterns.map_or(0, |met| met.len() - 1).min(MOST_TOGETHER);
        finding.strength = alone(finding.pattern)
            .saturating_add(evidence(finding.transfer_count))
            .saturating_add(TOGETHER.saturating_mul(u8::try_from(others).unwrap_or(0)))
            .min(99);
    }
}

fn evidence(transfers: u64) -> u8 {
    let doublings = (transfers / 8).max(1).ilog2();
    u8::try_from((doublings * DOUBLING).min(MOST_EVIDENCE)).unwrap_or(0)
}
