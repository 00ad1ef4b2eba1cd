//! Registers of accounts (账户信息, 注册信息) that answers to inquiries put beside the movements: they name the holder of a
//! number where the movements print the number only. It must not know entries.

use std::collections::{HashMap, HashSet};

use fangfei_model::statement::{Party, Statement};

use super::account::{name, number};
use crate::table::{Mapping, Sheet};

/// The accounts that a table without movements names with their holders, each number once.
pub(super) fn holders(sheet: &Sheet, mapping: &Mapping) -> Vec<Party> {
    let column = |field: &str| mapping.column_of(field).map(|c| c.column);
    let (Some(named), Some((_, header))) = (column("account_name"), mapping.header_rows) else {
        return Vec::new();
    };
    let numbers: Vec<usize> = ["account", "account_second"]
        .into_iter()
        .filter_map(column)
        .collect();
    let moves = [
        "mark",
        "amount",
        "out",
        "in",
        "counter_account",
        "counter_name",
    ];
    if moves.iter().any(|field| column(field).is_some()) {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut rows = 0;
    for row in sheet.rows.iter().filter(|row| row.number > header) {
        rows += 1;
        let Some(holder) = name(&row.cell(named).shown()) else {
            continue;
        };
        for account in numbers.iter().filter_map(|c| number(row.cell(*c))) {
            if is_whole(&account) && seen.insert((account.clone(), holder.clone())) {
                found.push(Party {
                    account: Some(account),
                    name: Some(holder.clone()),
                    bank: None,
                });
            }
        }
    }
    // Movements of which no amount was found repeat their account from row to row.
    match found.len() * 5 >= rows * 4 {
        true => found,
        false => Vec::new(),
    }
}

/// Whether a number shows all of its digits, so that it can be one account's only.
fn is_whole(number: &str) -> bool {
    number.len() >= 8 && number.is_ascii() && !number.contains('*')
}

/// Gives statements without a holder's name the one that registers read beside them have for their number, or for the
/// other number of the same account. Two names for one number are none.
pub fn name_holders(statements: &mut [Statement], holders: &[Party]) {
    let mut known: HashMap<&str, Option<&str>> = HashMap::new();
    for party in holders {
        if let (Some(number), Some(holder)) = (party.account.as_deref(), party.name.as_deref()) {
            let same = known.entry(number).or_insert(Some(holder));
            *same = same.filter(|before| *before == holder);
        }
    }
    let named = |number: &str| known.get(number).copied().flatten();
    for statement in statements {
        let own = statement.account.account.as_deref();
        let Some(own) = own.filter(|_| statement.account.name.is_none()) else {
            continue;
        };
        let pairs = statement.same_account.iter();
        let mut others = pairs.filter_map(|(a, b)| match () {
            () if **a == *own => named(b),
            () if **b == *own => named(a),
            () => None,
        });
        let holder = named(own).or_else(|| others.next());
        statement.account.name = holder.map(Into::into);
    }
}

#[cfg(test)]
mod tests {
    use fangfei_model::statement::{StatedTotals, Statement};

    use super::*;

    fn statement(number: &str, name: Option<&str>) -> Statement {
        Statement {
            file: "流水.csv".into(),
            sheet: None,
            account: Party {
                account: Some(number.into()),
                name: name.map(Into::into),
                bank: None,
            },
            same_account: vec![("6222021234567890123".into(), "764357912345".into())],
            currency: "CNY".into(),
            opening: None,
            closing: None,
            period: None,
            stated: StatedTotals::default(),
            entries: Vec::new(),
            others: Vec::new(),
        }
    }

    fn holder(number: &str, name: &str) -> Party {
        Party {
            account: Some(number.into()),
            name: Some(name.into()),
            bank: None,
        }
    }

    #[test]
    fn a_register_names_the_holder_of_a_number_or_of_the_account_behind_it() {
        let mut found = [
            statement("6222021234567890123", None),
            statement("6217001234567890456", None),
            statement("6217001234567890999", Some("丙某")),
            statement("6217001234567890777", None),
        ];
        let register = [
            holder("764357912345", "甲某"),
            holder("6217001234567890999", "乙某"),
            holder("6217001234567890777", "乙某"),
            holder("6217001234567890777", "丁某"),
        ];
        name_holders(&mut found, &register);
        let names: Vec<_> = found.iter().map(|s| s.account.name.as_deref()).collect();
        assert_eq!(names, [Some("甲某"), None, Some("丙某"), None]);
    }
}
