//! Rows of the ledger as a table: when, from whom, to whom, how much, what was written, where it
//! stands in the files. Account numbers are masked. It must not know why the rows are shown.

use fangfei_app::{
    funds::{AccountView, Ledger},
    subject::{masked_account, masked_accounts_in},
};
use fangfei_model::id::FundsInquiryId;

use super::step;
use crate::ui::format;

/// One transfer as a row.
pub struct RowLine {
    /// When.
    pub at: String,
    /// Who paid.
    pub payer: Party,
    /// Who received.
    pub payee: Party,
    /// Fen.
    pub amount: i64,
    /// What was written on it.
    pub memo: String,
    /// File, sheet and row.
    pub place: String,
    /// The row on the other side's statement; blank when there is none.
    pub twin: String,
    /// May be a transfer that another row shows already.
    pub perhaps_twice: bool,
}

/// One end of a transfer.
pub struct Party {
    /// The name, else the number.
    pub label: String,
    /// The masked number; blank where it is the label or unknown.
    pub number: String,
    /// The account's page.
    pub href: String,
}

/// The rows at these places of the ledger.
pub fn rows(
    inquiry: FundsInquiryId,
    ledger: &Ledger,
    places: impl IntoIterator<Item = u32>,
) -> Vec<RowLine> {
    let line = |place: u32| {
        let row = ledger.rows.get(place as usize)?;
        let at = row.at.civil()?;
        let midnight = at.time() == jiff::civil::Time::midnight();
        Some(RowLine {
            at: if midnight {
                format::day(at.date())
            } else {
                at.strftime("%Y-%m-%d %H:%M").to_string()
            },
            payer: party(inquiry, ledger, row.payer),
            payee: party(inquiry, ledger, row.payee),
            amount: row.amount.0,
            memo: masked_accounts_in(ledger.memo(row)),
            place: ledger.place(row.source),
            twin: row.twin.map(|twin| ledger.place(twin)).unwrap_or_default(),
            perhaps_twice: ledger.is_perhaps_twice(place),
        })
    };
    places.into_iter().filter_map(line).collect()
}

/// An account by its place in the ledger.
pub fn party(inquiry: FundsInquiryId, ledger: &Ledger, place: u32) -> Party {
    let unknown = || Party {
        label: "未知账户".to_owned(),
        number: String::new(),
        href: String::new(),
    };
    ledger.account(place).map_or_else(unknown, |account| Party {
        label: label(account),
        number: match (&account.name, &account.number) {
            (Some(_), Some(number)) => masked_account(number),
            _ => String::new(),
        },
        href: step(inquiry, &format!("accounts/{place}")),
    })
}

/// The name, else the masked number.
pub fn label(account: &AccountView) -> String {
    let number = || account.number.as_deref().map(masked_account);
    account
        .name
        .clone()
        .or_else(number)
        .unwrap_or_else(|| "未知账户".to_owned())
}
