//! Whose money is followed: an account, or every account that a person has in the statements. What fits
//! several people is refused with their names. It must not know how money is followed.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{AccountView, Ledger, Participants},
    draft::TraceDraft,
};
use crate::{Error, Result, claim::account_number, subject::masked_account};

/// Candidates named when words fit several people.
const NAMED: usize = 8;

/// An account as a person reads and writes it: 张三（6222****1234）.
pub fn words_of(account: &AccountView) -> String {
    let number = account.number.as_deref().map(masked_account);
    match (&account.name, number) {
        (Some(name), Some(number)) => format!("{name}（{number}）"),
        (Some(name), None) => name.clone(),
        (None, Some(number)) => number,
        (None, None) => "未知账户".to_owned(),
    }
}

/// What to offer for choice: names that several accounts bear, then the accounts whose statements are
/// at hand, then the others, `most` at the most.
pub fn starts(ledger: &Ledger, most: usize) -> Vec<String> {
    let mut borne: BTreeMap<&str, usize> = BTreeMap::new();
    for name in ledger.accounts.iter().filter_map(|a| a.name.as_deref()) {
        *borne.entry(name).or_default() += 1;
    }
    let several = borne.iter().filter(|(_, accounts)| **accounts > 1);
    let several = several.map(|(name, _)| (*name).to_owned());
    let (held, others): (Vec<_>, Vec<_>) = ledger.accounts.iter().partition(|a| a.held);
    let alone = held.into_iter().chain(others).map(words_of);
    let mut seen = BTreeSet::new();
    several
        .chain(alone)
        .filter(|words| seen.insert(words.clone()))
        .take(most)
        .collect()
}

/// The accounts that are meant: places in the ledger, at least one.
pub(super) fn meant(
    ledger: &Ledger,
    people: &Participants,
    draft: &TraceDraft,
) -> Result<Vec<u32>> {
    let words = draft.who.trim();
    let found = match (words, draft.account.trim(), draft.person.trim()) {
        ("", "", "") => return Err(Error::field("who", "请填写从谁开始")),
        ("", "", person) => of_participant(people, person),
        ("", account, _) => account.parse().ok().map(|place| vec![place]),
        (words, ..) => return by_words(ledger, words),
    };
    let known = |places: &Vec<u32>| {
        !places.is_empty() && places.iter().all(|place| ledger.account(*place).is_some())
    };
    found
        .filter(known)
        .ok_or_else(|| Error::field("who", "流水中没有这个账户，请重新选择"))
}

fn of_participant(people: &Participants, place: &str) -> Option<Vec<u32>> {
    let person = people.list.get(place.parse::<usize>().ok()?)?;
    Some(person.accounts.clone())
}

fn by_words(ledger: &Ledger, words: &str) -> Result<Vec<u32>> {
    let places = |fits: &dyn Fn(&AccountView) -> bool| -> Vec<u32> {
        (0..)
            .zip(&ledger.accounts)
            .filter(|(_, account)| fits(account))
            .map(|(place, _)| place)
            .collect()
    };
    let exact = places(&|account| words_of(account) == words);
    if !exact.is_empty() {
        return Ok(exact);
    }
    let named = places(&|account| account.name.as_deref() == Some(words));
    if !named.is_empty() {
        return Ok(named);
    }
    let digits = account_number(words);
    let numbered = digits.len() >= 4 && digits.chars().all(|c| c.is_ascii_alphanumeric());
    let ends = |account: &AccountView| {
        account
            .number
            .as_deref()
            .is_some_and(|n| n.ends_with(&digits))
    };
    let by_number = if numbered { places(&ends) } else { Vec::new() };
    if !by_number.is_empty() {
        return one(ledger, words, by_number, false);
    }
    let holds = |account: &AccountView| account.name.as_deref().is_some_and(|n| n.contains(words));
    one(ledger, words, places(&holds), true)
}

/// The places if all of them are one person's (by name) or one account; else who they are.
fn one(ledger: &Ledger, words: &str, places: Vec<u32>, by_name: bool) -> Result<Vec<u32>> {
    let accounts = places.iter().filter_map(|place| ledger.account(*place));
    let told: BTreeSet<String> = accounts
        .map(|account| match &account.name {
            Some(name) if by_name => name.clone(),
            _ => words_of(account),
        })
        .collect();
    match told.len() {
        0 => Err(Error::field(
            "who",
            format!("流水中没有“{words}”；请填写户名，或账号最后四位以上的数字"),
        )),
        1 => Ok(places),
        count => {
            let first: Vec<String> = told.into_iter().take(NAMED).collect();
            let more = if count > NAMED { "等" } else { "" };
            Err(Error::field(
                "who",
                format!(
                    "“{words}”对应 {count} 个：{}{more}；请写全",
                    first.join("、")
                ),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use fangfei_flow::transfer::HolderKind;

    use super::*;
    use crate::funds::Participant;

    fn ledger() -> Ledger {
        let account = |name: &str, number: &str| AccountView {
            number: (!number.is_empty()).then(|| number.to_owned()),
            name: Some(name.to_owned()),
            holder: HolderKind::Person,
            held: false,
        };
        Ledger {
            accounts: vec![
                account("张一", "6222020409001234567"),
                account("张一", "6217000100001230001"),
                account("张一平", "6228480010009994567"),
                account("李二", ""),
            ],
            ..Ledger::default()
        }
    }

    fn found(who: &str) -> std::result::Result<Vec<u32>, String> {
        let draft = TraceDraft {
            who: who.to_owned(),
            ..TraceDraft::default()
        };
        meant(&ledger(), &Participants::default(), &draft).map_err(|error| error.to_string())
    }

    #[test]
    fn a_name_means_all_accounts_of_that_name_and_no_other() {
        assert_eq!(found("张一"), Ok(vec![0, 1]));
        assert_eq!(found("一平"), Ok(vec![2]));
        assert_eq!(found("李二"), Ok(vec![3]));
    }

    #[test]
    fn one_account_is_meant_by_what_is_offered_or_by_its_last_digits() {
        assert_eq!(found("张一（6222****4567）"), Ok(vec![0]));
        assert_eq!(found("０００1"), Ok(vec![1]));
        let both = found("4567").unwrap_err();
        assert!(
            both.contains("张一（6222****4567）") && both.contains("张一平（6228****4567）"),
            "{both}"
        );
        assert!(!both.contains("6222020409001234567"), "masked: {both}");
    }

    #[test]
    fn words_that_fit_several_people_or_nobody_are_refused_with_what_to_do() {
        let several = found("张").unwrap_err();
        assert!(several.contains("张一、张一平"), "{several}");
        assert!(found("王").unwrap_err().contains("没有“王”"));
        assert!(found(" ").is_err());
    }

    #[test]
    fn a_participant_stands_for_all_accounts_of_it() {
        let people = Participants {
            list: vec![Participant {
                accounts: vec![0, 1],
                ..Participant::default()
            }],
            ..Participants::default()
        };
        let draft = |person: &str| TraceDraft {
            person: person.to_owned(),
            ..TraceDraft::default()
        };
        assert_eq!(
            meant(&ledger(), &people, &draft("0")).ok(),
            Some(vec![0, 1])
        );
        assert!(meant(&ledger(), &people, &draft("7")).is_err());
    }

    #[test]
    fn names_of_several_accounts_are_offered_first() {
        let offered = starts(&ledger(), 3);
        assert_eq!(offered[0], "张一");
        assert_eq!(offered.len(), 3);
    }
}
