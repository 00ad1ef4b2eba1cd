//! The accounts of a register (收款账号): two people who are to be paid on one account, one person who is
//! entered twice, numbers that no bank has. It must not know how money is divided.

use std::collections::BTreeMap;

use fangfei_flow::claim::{Holding, shared};
use fangfei_model::money::Fen;

use super::ClaimsFile;
use crate::subject::masked_account;

/// Accounts of banks and payment firms have this many characters; anything else is a slip of the pen.
const PLAUSIBLE: std::ops::RangeInclusive<usize> = 8..=32;
/// How many are named before the rest is only counted.
const NAMED: usize = 50;

/// What is odd in the accounts of a register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountDoubts {
    /// Several people with a loss are to be paid on one account: the same money twice, unless a person
    /// says why.
    pub same_payee: Vec<String>,
    /// Everything else that a person should look at.
    pub notes: Vec<String>,
}

/// Looks at the accounts of everybody who is counted.
pub fn account_doubts(file: &ClaimsFile) -> AccountDoubts {
    let counted = |at: &usize| file.claims[*at].counts() && file.claims[*at].loss() > Fen::ZERO;
    let people: Vec<usize> = (0..file.claims.len()).filter(counted).collect();
    let holding = |accounts: &[Box<str>]| Holding {
        accounts: accounts.to_vec(),
        places: Vec::new(),
    };
    let payees = people.iter().map(|at| {
        let first = file.people[*at].accounts.first();
        holding(first.map_or(&[], std::slice::from_ref))
    });
    let all = people.iter().map(|at| holding(&file.people[*at].accounts));
    let named = |claims: &[usize]| {
        let rows = claims.iter().take(NAMED).map(|at| file.named(people[*at]));
        rows.collect::<Vec<_>>().join("、")
    };
    let same = |holdings: Vec<Holding>, what: &str| -> Vec<String> {
        let found = shared(&holdings).into_iter();
        found
            .map(|one| {
                let account = one.account.as_deref().map(masked_account);
                let account = account.unwrap_or_default();
                format!("{}{what} {account}", named(&one.claims))
            })
            .collect()
    };
    let same_payee = same(payees.collect(), "的收款账号同为");
    let mut notes = same(all.collect(), "登记了同一账号");
    if notes.len() == same_payee.len() {
        notes.clear();
    }
    notes.extend(same_names(file, &people));
    notes.extend(people.iter().filter_map(|at| {
        let account = file.people[*at].accounts.first()?;
        let problem = implausible(account)?;
        Some(format!("{}的收款账号{problem}", file.named(*at)))
    }));
    let more = notes.len().saturating_sub(NAMED);
    notes.truncate(NAMED);
    if more > 0 {
        notes.push(format!("账号另有 {more} 处要核对"));
    }
    AccountDoubts { same_payee, notes }
}

impl ClaimsFile {
    /// A claim as a person finds it in the file.
    fn named(&self, at: usize) -> String {
        let person = &self.people[at];
        let name = person.name.as_deref().unwrap_or(&self.claims[at].claimant);
        format!("第 {} 行（{name}）", person.row)
    }
}

/// One name under two numbers: two people of one name, or one person counted twice.
fn same_names(file: &ClaimsFile, people: &[usize]) -> Vec<String> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in people {
        if let Some(name) = &file.people[*at].name {
            by_name.entry(name).or_default().push(*at);
        }
    }
    let twice = by_name.into_values().filter(|rows| rows.len() > 1);
    twice
        .map(|rows| {
            let rows: Vec<String> = rows.iter().map(|at| file.named(*at)).collect();
            format!(
                "{}姓名相同：请核对证件号，同一人的要合并，不能计算两次",
                rows.join("、")
            )
        })
        .collect()
}

/// Why a bank would not know the number, in words; `None` for one that may be right.
pub(crate) fn implausible(account: &str) -> Option<String> {
    if account.contains('*') {
        return Some("不完整，银行不能付款；请补全".to_owned());
    }
    if let Some(problem) = implausible_length(account) {
        return Some(problem);
    }
    let length = account.chars().count();
    let card = matches!(length, 16 | 19) && account.bytes().all(|b| b.is_ascii_digit());
    (card && !check_digit_fits(account)).then(|| {
        "是银行卡号的位数，但校验位不符；是卡号的请核对有没有写错一位，是存折账号的不必更改"
            .to_owned()
    })
}

/// That the number is too short or too long for any bank, in words.
pub(crate) fn implausible_length(account: &str) -> Option<String> {
    let length = account.chars().count();
    (!PLAUSIBLE.contains(&length)).then(|| {
        format!(
            "是 {length} 位（一般为 {} 至 {} 位），请核对是否漏写、多写",
            PLAUSIBLE.start(),
            PLAUSIBLE.end()
        )
    })
}

/// The check digit of card numbers (ISO/IEC 7812, Luhn).
fn check_digit_fits(card: &str) -> bool {
    let digits = card.bytes().rev().map(|b| u32::from(b.wrapping_sub(b'0')));
    let sum: u32 = digits
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) => twice / 10 + twice % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::super::{Duplicates, read_claims};
    use super::*;

    fn doubts(rows: &str) -> AccountDoubts {
        let text = format!("编号,姓名,收款账号,投入本金,已返还本金,利息\n{rows}");
        let file = read_claims(text.as_bytes(), "登记表.csv", Duplicates::Refuse).unwrap();
        account_doubts(&file)
    }

    #[test]
    fn two_people_on_one_account_are_named() {
        let found =
            doubts("Q1,李四,6222021234567894,100,0,0\nQ2,张三,6222 0212 3456 7894,100,0,0\n");
        assert_eq!(found.same_payee.len(), 1);
        assert!(
            found.same_payee[0].contains("第 2 行（李四）、第 3 行（张三）"),
            "{found:?}"
        );
        let apart =
            doubts("Q1,李四,6222021234567894,100,0,0\nQ2,张三,6222021234567894,100,0,100\n");
        assert_eq!(apart.same_payee, [""; 0], "nobody without a loss is paid");
    }

    #[test]
    fn one_name_under_two_numbers_is_told() {
        let found = doubts("Q1,李四,,100,0,0\nQ2,李四,,100,0,0\n");
        assert!(found.notes[0].contains("姓名相同"), "{found:?}");
    }

    #[test]
    fn numbers_that_no_bank_has_are_told() {
        // 6222021234567894 bears its check digit.
        for (account, fine) in [
            ("6222021234567894", true),
            ("6222021234567895", false),
            ("6217999", false),
            ("123456789012345678901234567890123", false),
            ("104600000001", true),
            ("6222****7894", false),
        ] {
            assert_eq!(implausible(account).is_none(), fine, "{account}");
        }
        let found = doubts("Q1,李四,6217999,100,0,0\n");
        assert!(found.notes[0].contains("7 位"), "{found:?}");
    }
}
