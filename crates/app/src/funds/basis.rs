//! The statement rows behind a participant's figures (逐笔依据): day, which way, how much, what was
//! written, in which file and row. It must not know files that go out.

use fangfei_report::{Cell, Column, Kind, MoneyUnit};
use jiff::civil::Date;

use super::{Ledger, Participant};
use crate::subject::masked_accounts_in;

/// One transfer behind the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BasisRow {
    day: Option<Date>,
    paid_in: bool,
    amount: fangfei_model::money::Fen,
    memo: String,
    place: String,
    twin: String,
}

/// The transfers behind a participant's figures, each once, in order of time.
pub(crate) fn basis(ledger: &Ledger, person: &Participant) -> Vec<BasisRow> {
    let mut places = person.rows.clone();
    places.sort_unstable();
    places.dedup();
    let row = |place: u32| {
        let row = ledger.rows.get(place as usize)?;
        Some(BasisRow {
            day: row.at.civil().map(|at| at.date()),
            paid_in: person.accounts.contains(&row.payer),
            amount: row.amount,
            memo: masked_accounts_in(ledger.memo(row)),
            place: ledger.place(row.source),
            twin: row.twin.map(|twin| ledger.place(twin)).unwrap_or_default(),
        })
    };
    places.into_iter().filter_map(row).collect()
}

/// The columns of such a table.
pub(crate) fn basis_columns() -> Vec<Column> {
    vec![
        Column::new("日期", Kind::Date),
        Column::new("方向", Kind::Text).wide(8),
        Column::new("金额", Kind::Money(MoneyUnit::Yuan)),
        Column::new("摘要", Kind::Text),
        Column::new("流水（文件、工作表、行）", Kind::Text).wide(32),
        Column::new("对方流水中的同一笔", Kind::Text).wide(32),
    ]
}

impl BasisRow {
    /// The cells under [`basis_columns`].
    pub(crate) fn cells(self) -> Vec<Cell> {
        vec![
            self.day.map_or(Cell::Empty, Cell::Date),
            if self.paid_in { "投入" } else { "收到" }.into(),
            self.amount.into(),
            self.memo.into(),
            self.place.into(),
            self.twin.into(),
        ]
    }
}
