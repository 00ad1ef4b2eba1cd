//! One account of an inquiry: every transfer of it, newest first.

use askama::Template;
use axum::{
    extract::{Path, Query as Params},
    response::Html,
};
use fangfei_app::funds;
use fangfei_model::{id::FundsInquiryId, money::Fen};
use serde::Deserialize;

use super::{
    frame,
    frame::Frame,
    rows::{RowLine, label, party, rows},
    step,
};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Pager, Query, Shell, Stat, filters, format},
};

/// Rows on a page.
const SIZE: usize = 200;

#[derive(Template)]
#[template(path = "funds/account.html")]
struct AccountPage {
    shell: Shell,
    frame: Frame,
    label: String,
    number: String,
    held: bool,
    stats: Vec<Stat>,
    forward: String,
    back: String,
    lines: Vec<RowLine>,
    pager: Pager,
}

/// The page of rows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct At {
    page: String,
}

/// Shows the account.
pub async fn show(
    reader: SignedIn,
    Path((id, place)): Path<(FundsInquiryId, u32)>,
    Params(at): Params<At>,
) -> Result<Html<String>, WebError> {
    let file = funds::file(reader.app(), &reader.ctx, id).await?;
    let ledger = funds::ledger(reader.app(), &file.inquiry.record).await?;
    let account = ledger.account(place).ok_or(WebError::NotFound)?;
    let own = |row: &&(usize, &funds::LedgerRow)| row.1.payer == place || row.1.payee == place;
    let all: Vec<(usize, &funds::LedgerRow)> = ledger
        .rows
        .iter()
        .enumerate()
        .filter(|row| own(&row))
        .collect();
    let sum = |of: fn(&funds::LedgerRow) -> u32| -> Fen {
        let of_place = all.iter().filter(|(_, row)| of(row) == place);
        of_place.map(|(_, row)| row.amount).sum()
    };
    let number: usize = at.page.parse().unwrap_or(1).max(1);
    let shown: Vec<u32> = all
        .iter()
        .rev()
        .skip((number - 1).saturating_mul(SIZE))
        .take(SIZE)
        .filter_map(|(at, _)| u32::try_from(*at).ok())
        .collect();
    let address = Query::new(step(id, &format!("accounts/{place}")), [("", "")]);
    let to = |page: usize| address.with("page", page.to_string()).href();
    let frame = frame(&reader, &file, "account");
    let page = AccountPage {
        shell: frame.shell.clone(),
        label: label(account),
        number: party(id, &ledger, place).number,
        held: account.held,
        forward: step(id, &format!("trace?account={place}")),
        back: step(id, &format!("trace?account={place}&direction=back")),
        stats: vec![
            Stat::new("收入", format::wan(sum(|row| row.payee).0), ""),
            Stat::new("支出", format::wan(sum(|row| row.payer).0), ""),
            Stat::new("往来", format::grouped(&all.len().to_string()), "笔"),
        ],
        pager: Pager {
            shown: shown.len(),
            total: Some(all.len() as u64),
            prev: (number > 1).then(|| to(number - 1)),
            next: (all.len() > number.saturating_mul(SIZE)).then(|| to(number + 1)),
            ..Pager::default()
        },
        lines: rows(id, &ledger, shown),
        frame,
    };
    Ok(Html(page.render()?))
}
