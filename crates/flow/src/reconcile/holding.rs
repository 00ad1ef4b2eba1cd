//! Whose statements are at hand: statements of one account put together, the same number first, a
//! masked number or a bare name only where there is no doubt. It must not know entries.

use std::collections::BTreeMap;

use fangfei_model::statement::{Party, Statement};

use super::exception::{Check, CheckKind};
use super::mask::{is_full, names_agree, numbers_agree, plain};
use super::same_account::SameAccount;

/// An account with its statements.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub party: Party,
    pub statements: Vec<u32>,
}

/// Puts statements together. The groups are in an order that the order of the statements does not
/// change.
pub(super) fn groups(
    statements: &[Statement],
    same: &SameAccount,
    checks: &mut Vec<Check>,
) -> Vec<Group> {
    let mut found: BTreeMap<(u8, String), Group> = BTreeMap::new();
    let mut unsure = Vec::new();
    for (place, statement) in statements.iter().enumerate() {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let main = main_of(&statement.account, same);
        match key(&main) {
            Some(key) => add(&mut found, key, place, &main),
            None => unsure.push(place),
        }
    }
    let sure: Vec<((u8, String), Party)> = found
        .iter()
        .map(|(key, group)| (key.clone(), group.party.clone()))
        .collect();
    for place in unsure {
        let statement = &statements[place as usize];
        let account = &statement.account;
        let same: Vec<&(u8, String)> = sure
            .iter()
            .filter(|(_, party)| may_be_same(party, account))
            .map(|(key, _)| key)
            .collect();
        let key = match same[..] {
            [only] => only.clone(),
            _ => own_key(statement),
        };
        if same.len() > 1 || (same.is_empty() && account.account.is_none()) {
            let named = account.name.as_deref().or(account.account.as_deref());
            let reason = match named {
                Some(name) => format!("流水只写明“{name}”，不能确定是哪个账户，单独列为一个账户"),
                None => "流水没有写明户名和账号，按文件单独列为一个账户".to_owned(),
            };
            checks.push(Check {
                statement: Some(place),
                row: None,
                kind: CheckKind::AmbiguousAccount,
                expected: None,
                printed: None,
                reason: reason.into(),
            });
        }
        add(&mut found, key, place, account);
    }
    found.into_values().collect()
}

/// The account by the number that stands for all of its numbers.
fn main_of(account: &Party, same: &SameAccount) -> Party {
    let number = account.account.as_deref();
    Party {
        account: number.map(|number| same.main(number).into()),
        ..account.clone()
    }
}

fn add(found: &mut BTreeMap<(u8, String), Group>, key: (u8, String), place: u32, party: &Party) {
    let group = found.entry(key).or_insert_with(|| Group {
        party: party.clone(),
        statements: Vec::new(),
    });
    group.statements.push(place);
    let take = |old: &mut Option<Box<str>>, new: &Option<Box<str>>| {
        // The smaller of two spellings, so that the order of files does not matter.
        if let Some(new) = new
            && old.as_ref().is_none_or(|old| new < old)
        {
            *old = Some(new.clone());
        }
    };
    take(&mut group.party.name, &party.name);
    take(&mut group.party.bank, &party.bank);
}

/// The key of an account whose number is known in full. A telephone number is an account with each
/// payment firm.
fn key(party: &Party) -> Option<(u8, String)> {
    let number = party
        .account
        .as_deref()
        .filter(|n| is_full(n) || n.contains('@'))?;
    let is_phone =
        number.len() == 11 && number.starts_with('1') && number.bytes().all(|b| b.is_ascii_digit());
    let firm = party.bank.as_deref().filter(|_| is_phone).unwrap_or("");
    Some((0, format!("{number}{firm}")))
}

/// The key of an account that stays by itself.
fn own_key(statement: &Statement) -> (u8, String) {
    let account = &statement.account;
    match (&account.account, &account.name) {
        (Some(number), name) => (1, format!("{number}|{}", name.as_deref().unwrap_or(""))),
        (None, Some(name)) => (
            2,
            format!("{}|{}", plain(name), account.bank.as_deref().unwrap_or("")),
        ),
        (None, None) => (3, statement.file.to_string()),
    }
}

/// Whether a masked number or a bare name may mean an account known in full.
fn may_be_same(known: &Party, unsure: &Party) -> bool {
    let names = match (&known.name, &unsure.name) {
        (Some(a), Some(b)) => Some(names_agree(a, b)),
        _ => None,
    };
    match (&known.account, &unsure.account) {
        (Some(a), Some(b)) => numbers_agree(a, b) && names != Some(false),
        (Some(_), None) => {
            let banks = known.bank.is_some() && known.bank == unsure.bank;
            names == Some(true) && banks
        }
        _ => false,
    }
}
