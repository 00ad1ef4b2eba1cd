//! Whether many payers are unusual for an account that is known by its number only. Its holder may be any shop, so that
//! a crowd says something only where it comes at once, or where another pattern says what it is for. It must not know
//! how crowds are counted.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Pattern};
use crate::graph::QuickMap;
use crate::ordinary::{OrdinaryRule, Profile};
use crate::transfer::AccountId;

/// Everybody whom accounts without a known holder ever dealt with: who paid, who was paid.
#[derive(Debug, Default)]
pub(super) struct Crowds(QuickMap<u32, (u64, u64)>);

impl Crowds {
    pub fn note(&mut self, account: AccountId, profile: &Profile) {
        let paid = profile.payees + profile.paid_back;
        self.0.insert(account.0, (profile.payers, paid));
    }

    /// The same with what else was found.
    pub fn among<'c>(&'c self, found: &[Finding]) -> Told<'c> {
        let telling = found.iter().filter(|f| tells_purpose(f.pattern));
        let told = telling.flat_map(|f| f.accounts.iter().copied()).collect();
        let mut times: BTreeMap<(Pattern, AccountId), usize> = BTreeMap::new();
        for finding in found.iter().filter(|f| f.crowd > 0) {
            if let Some(first) = finding.accounts.first() {
                *times.entry((finding.pattern, *first)).or_default() += 1;
            }
        }
        Told {
            crowds: self,
            told,
            times,
        }
    }
}

/// Crowds beside the accounts of which other patterns tell what the money is for.
pub(super) struct Told<'c> {
    crowds: &'c Crowds,
    told: BTreeSet<AccountId>,
    /// How often a crowd came to an account.
    times: BTreeMap<(Pattern, AccountId), usize>,
}

impl Told<'_> {
    /// Whether a crowd is what the account always has.
    pub fn usual(&self, rule: &OrdinaryRule, finding: &Finding) -> bool {
        let Some(first) = finding.accounts.first().filter(|_| finding.crowd > 0) else {
            return false;
        };
        let of_all = match finding.pattern {
            Pattern::Scatter => |c: (u64, u64)| c.1,
            _ => |c: (u64, u64)| c.0,
        };
        let Some(all) = self.crowds.0.get(&first.0).copied().map(of_all) else {
            return false;
        };
        let days = finding.until.day() - finding.from.day() + 1;
        let times = self.times.get(&(finding.pattern, *first)).copied();
        let at_once = days <= rule.burst_days
            && times.is_none_or(|times| times <= rule.bursts)
            && finding.crowd as u64 * 100 >= all * rule.burst_percent;
        !at_once && !self.told.contains(first)
    }
}

/// Patterns of which shops and employers have none.
fn tells_purpose(pattern: Pattern) -> bool {
    matches!(
        pattern,
        Pattern::FixedRate
            | Pattern::NewMoney
            | Pattern::PayoutDay
            | Pattern::MemoWords
            | Pattern::LatePhase
    )
}
