//! The participants as a workbook or csv with full numbers: the participant ledger (集资参与人台账) for
//! the file. It leaves a journal entry. It must not count.

use fangfei_model::{
    action::Action,
    ctx::{CHINA, Ctx},
    id::FundsInquiryId,
    permission::Permission,
};
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit,
    csv::{CsvWriter, Encoding},
    xlsx::{Origin, Sheet, Spread, Workbook},
};

use super::{Ledger, Participant, basis, basis_columns, get, ledger, participants};
use crate::{App, Error, Result, setup};

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeopleFormat {
    /// Excel.
    Xlsx,
    /// UTF-8 with BOM.
    Csv,
}

impl PeopleFormat {
    /// The form of this name; `None` when no file is asked for.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// The people at these places of the list, in this order, as a file with its name.
pub async fn export_people(
    app: &App,
    ctx: &Ctx,
    id: FundsInquiryId,
    format: PeopleFormat,
    order: &[usize],
) -> Result<(String, Vec<u8>)> {
    ctx.require(Permission::PersonalNumberRead)?;
    let inquiry = get(app, ctx, id).await?.record;
    let people = participants(app, &inquiry).await?;
    let chosen = order.iter().filter_map(|place| people.list.get(*place));
    let rows: Vec<Vec<Cell>> = chosen.zip(1..).map(|(p, at)| row(at, p)).collect();
    let office = setup::office_name(app).await?;
    let (ending, bytes) = match format {
        PeopleFormat::Xlsx => {
            let origin = Origin {
                unit: office.clone(),
                made_at: CHINA.to_datetime(ctx.now()),
            };
            let line = Spread::new(
                format!("制表单位：{office}"),
                inquiry.number.as_str(),
                "单位：元",
            );
            let ledger = ledger(app, &inquiry).await?;
            let chosen = order.iter().filter_map(|place| people.list.get(*place));
            let mut book = Workbook::new(&origin).map_err(Error::bug)?;
            write_people(&mut book, &inquiry.title, line, &rows)?;
            write_basis(&mut book, &inquiry.title, &ledger, chosen)?;
            ("xlsx", book.into_bytes().map_err(Error::bug)?)
        }
        PeopleFormat::Csv => ("csv", text(&rows)?),
    };
    let mut write = app.store.write(ctx, Action::Export).await?;
    write
        .detail("funds_inquiry", inquiry.number.as_str())
        .detail("paper", "participants")
        .detail("rows", rows.len() as u64);
    write.commit().await?;
    Ok((format!("集资参与人台账 {}.{ending}", inquiry.number), bytes))
}

fn columns() -> Vec<Column> {
    let yuan = |title: &str| Column::new(title, Kind::Money(MoneyUnit::Yuan));
    vec![
        Column::new("序号", Kind::Integer).wide(6),
        Column::new("姓名", Kind::Text).wide(12),
        Column::new("账号", Kind::Code),
        yuan("投入本金"),
        yuan("返还本金"),
        yuan("利息、返利"),
        yuan("提成"),
        yuan("性质未定"),
        yuan("净得失"),
        Column::new("首次往来", Kind::Date),
        Column::new("末次往来", Kind::Date),
        Column::new("确定程度", Kind::Text),
        Column::new("逐笔数", Kind::Integer),
    ]
}

fn row(at: i64, person: &Participant) -> Vec<Cell> {
    let (first, last) = person.period.unzip();
    vec![
        Cell::Int(at),
        person.name.as_str().into(),
        person.numbers.join("、").into(),
        person.paid_in.into(),
        person.returned.into(),
        person.interest.into(),
        person.commission.into(),
        person.undecided.into(),
        person.net.into(),
        first.map_or(Cell::Empty, Cell::Date),
        last.map_or(Cell::Empty, Cell::Date),
        if person.certain {
            "确定".into()
        } else {
            person.doubt.as_str().into()
        },
        Cell::Int(i64::try_from(person.rows.len()).unwrap_or(i64::MAX)),
    ]
}

fn write_people(book: &mut Workbook, title: &str, line: Spread, rows: &[Vec<Cell>]) -> Result<()> {
    let sheet = Sheet {
        name: "集资参与人台账".to_owned(),
        title: format!("{title}　集资参与人台账"),
        subtitle: vec![line],
        columns: columns(),
        frozen_columns: 2,
        notes: vec![
            "说明：金额由流水逐笔计算，每人的各行见“逐笔依据”表；“性质未定”是摘要、合同和金额规律都不能区分本金或收益的款项。"
                .to_owned(),
        ],
        ..Sheet::default()
    };
    let mut sheet = book.sheet(sheet).map_err(Error::bug)?;
    for row in rows {
        sheet.row(row).map_err(Error::bug)?;
    }
    sheet.finish().map_err(Error::bug)
}

/// The rows of the statements behind everybody's figures, by the number in the first sheet.
fn write_basis<'a>(
    book: &mut Workbook,
    title: &str,
    ledger: &Ledger,
    people: impl Iterator<Item = &'a Participant>,
) -> Result<()> {
    let mut columns = vec![
        Column::new("序号", Kind::Integer).wide(6),
        Column::new("姓名", Kind::Text).wide(12),
    ];
    columns.extend(basis_columns());
    let sheet = Sheet {
        name: "逐笔依据".to_owned(),
        title: format!("{title}　集资参与人逐笔依据"),
        columns,
        frozen_columns: 2,
        notes: vec![
            "说明：序号与“集资参与人台账”相同；双方流水都有的一笔只列一次，另一行写在最后一列。"
                .to_owned(),
        ],
        ..Sheet::default()
    };
    let mut sheet = book.sheet(sheet).map_err(Error::bug)?;
    for (person, at) in people.zip(1_i64..) {
        for row in basis(ledger, person) {
            let mut cells = vec![Cell::Int(at), person.name.as_str().into()];
            cells.extend(row.cells());
            sheet.row(&cells).map_err(Error::bug)?;
        }
    }
    sheet.finish().map_err(Error::bug)
}

fn text(rows: &[Vec<Cell>]) -> Result<Vec<u8>> {
    let mut writer =
        CsvWriter::new(Vec::new(), Encoding::Utf8Bom, &columns()).map_err(Error::bug)?;
    for row in rows {
        writer.row(row).map_err(Error::bug)?;
    }
    writer.finish().map_err(Error::bug)
}
