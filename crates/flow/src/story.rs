//! Transfers told in a line each, for tests of this crate: moments, names, yuan. It must not be built
//! into the product.

use std::collections::HashMap;

use fangfei_model::money::Fen;

use crate::transfer::{Account, AccountId, HolderKind, Moment, RowRef, Transfer, Transfers};

/// A list of transfers under way.
#[derive(Debug, Default)]
pub struct Story {
    transfers: Transfers,
    ids: HashMap<String, AccountId>,
}

impl Story {
    pub fn new() -> Self {
        Self::default()
    }

    /// The account of that name: firms and schools are bodies, everyone else a person. Digits are an account number
    /// whose holder nobody knows.
    pub fn id(&mut self, name: &str) -> AccountId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let body = [
            "公司", "学校", "中心", "小学", "超市", "店", "局", "物业", "厂",
        ];
        let number = name.bytes().all(|b| b.is_ascii_digit());
        let holder = match name {
            _ if number => HolderKind::Unknown,
            "现金" => HolderKind::Cash,
            _ if name.contains("支付") => HolderKind::Intermediary,
            _ if body.iter().any(|w| name.contains(w)) => HolderKind::Body,
            _ => HolderKind::Person,
        };
        let id = self.transfers.add_account(Account {
            number: number.then(|| name.into()),
            name: (!number).then(|| name.into()),
            holder,
            held: false,
        });
        self.ids.insert(name.to_owned(), id);
        id
    }

    /// Marks an account's statement as at hand.
    pub fn held(&mut self, name: &str) {
        let id = self.id(name);
        self.transfers.accounts[id.0 as usize].held = true;
    }

    /// One transfer: `2024-03-01 09:00` or a day, in yuan.
    pub fn pay(&mut self, at: &str, payer: &str, payee: &str, yuan: &str, memo: &str) {
        let at = if at.len() == 10 {
            at.parse::<jiff::civil::Date>().unwrap().at(0, 0, 0, 0)
        } else {
            at.parse().unwrap()
        };
        let row = RowRef {
            statement: 0,
            row: u32::try_from(self.transfers.list.len()).unwrap() + 1,
        };
        let (payer, payee) = (self.id(payer), self.id(payee));
        let memo = self.transfers.intern_memo(memo);
        self.transfers.list.push(Transfer {
            at: Moment::from_civil(at),
            payer,
            payee,
            amount: Fen::parse_yuan(yuan).unwrap(),
            memo,
            source: row,
            twin: None,
        });
    }

    /// The transfers as told.
    pub fn unsorted(&self) -> Transfers {
        self.transfers.clone()
    }

    /// The transfers in order of time.
    pub fn sorted(&self) -> Transfers {
        let mut transfers = self.transfers.clone();
        transfers.sort();
        transfers
    }
}
