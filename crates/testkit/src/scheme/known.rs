//! What a perfect reader makes of the files, as the money engine's transfers, and which findings fell on
//! whom. It must not know how patterns are found.

use std::collections::{BTreeMap, BTreeSet};

use fangfei_flow::{
    pattern::Finding,
    transfer::{self, AccountId, HolderKind, Moment, RowRef, Transfers},
};

use super::{
    folder::Folder,
    sheet::RowTruth,
    story::Story,
    truth::{self, Fate},
    world::{Account, Role},
};

/// Every movement in yuan that the files show, once, with both ends as the truth has them. An account's
/// id is its place in the story's world.
pub fn transfers(story: &Story, folder: &Folder) -> Transfers {
    let held = folder.accounts();
    let mut all = Transfers::default();
    for (place, account) in story.world.accounts.iter().enumerate() {
        all.add_account(known(account, held.contains(&place)));
    }
    for (at, row) in truth::rows(folder).into_iter().enumerate() {
        let (RowTruth::Entry { movement, .. }, Fate::Transfer) = (row.truth, row.fate) else {
            continue;
        };
        let one = &story.world.movements[movement];
        if story.world.accounts[one.payer].currency != story.world.accounts[one.payee].currency {
            continue;
        }
        let memo = all.intern_memo(&one.memo);
        let statement = u32::try_from(at).unwrap_or(u32::MAX);
        all.list.push(transfer::Transfer {
            at: Moment::from_civil(one.at),
            payer: id(one.payer),
            payee: id(one.payee),
            amount: one.amount,
            memo,
            source: RowRef {
                statement,
                row: u32::try_from(row.row).unwrap_or(u32::MAX),
            },
            twin: None,
        });
    }
    all.sort();
    all
}

fn id(place: usize) -> AccountId {
    AccountId(u32::try_from(place).unwrap_or(u32::MAX))
}

fn known(account: &Account, held: bool) -> transfer::Account {
    let text = |words: &str| (!words.is_empty()).then(|| words.into());
    transfer::Account {
        number: text(&account.number),
        name: text(&account.holder),
        holder: match account.role {
            Role::Cash => HolderKind::Cash,
            Role::Bank => HolderKind::Intermediary,
            _ if account.person.is_some() => HolderKind::Person,
            _ if account.number.is_empty() => HolderKind::Unknown,
            // A wallet belongs to a person although it stands in nobody's list of accounts.
            Role::Household => HolderKind::Person,
            _ => HolderKind::Body,
        },
        held,
    }
}

/// How many accounts of a role met each pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// By role and pattern: the accounts that a finding is about in the first place.
    pub met: BTreeMap<(Role, &'static str), BTreeSet<usize>>,
}

impl Tally {
    /// Counts the findings over the transfers of [`transfers`].
    pub fn of(story: &Story, findings: &[Finding]) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            let first = finding.accounts.first().map_or(0, |id| id.0 as usize);
            let role = story.world.accounts[first].role;
            let key = (role, finding.pattern.id());
            tally.met.entry(key).or_default().insert(first);
        }
        tally
    }

    /// Accounts of these roles that met one of these patterns.
    pub fn accounts(&self, roles: impl Fn(Role) -> bool, patterns: &[&str]) -> BTreeSet<usize> {
        let met = self.met.iter();
        met.filter(|((role, pattern), _)| roles(*role) && patterns.contains(pattern))
            .flat_map(|(_, accounts)| accounts.iter().copied())
            .collect()
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for ((role, pattern), accounts) in &self.met {
            writeln!(f, "{:<14}{pattern:<20}{:>5}", role.name(), accounts.len())?;
        }
        Ok(())
    }
}
