//! A trace for the police file (资金走向表): the payments, every row behind them with full numbers and
//! its place in the statements, and how it was worked out. It leaves a journal entry. It must not know
//! how money is followed.

use fangfei_flow::{
    trace::{Direction, Trace, TraceEdge},
    transfer::Moment,
};
use fangfei_model::{
    action::Action,
    ctx::{CHINA, Ctx},
    funds_inquiry::FundsInquiry,
    id::FundsInquiryId,
    money::Fen,
    permission::Permission,
};
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit,
    csv::{CsvWriter, Encoding},
    xlsx::{Origin, Sheet, Spread, Workbook},
};

use super::{
    super::{Ledger, get},
    draft::TraceDraft,
    follow::{Followed, run},
    who::words_of,
};
use crate::{App, Error, Result, setup};

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TraceFormat {
    /// Excel: payments, rows, how it was worked out.
    Xlsx,
    /// UTF-8 with BOM: the rows.
    Csv,
}

impl TraceFormat {
    /// The form of this name; `None` when no file is asked for.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// A table that was worked out.
struct Tables {
    edges: Vec<Vec<Cell>>,
    rows: Vec<Vec<Cell>>,
    made: Vec<Vec<Cell>>,
}

/// The trace as a file with its name.
pub async fn export_trace(
    app: &App,
    ctx: &Ctx,
    id: FundsInquiryId,
    draft: &TraceDraft,
    format: TraceFormat,
) -> Result<(String, Vec<u8>)> {
    ctx.require(Permission::PersonalNumberRead)?;
    let inquiry = get(app, ctx, id).await?.record;
    let (of, asked) = (inquiry.clone(), draft.clone());
    let tables = run(app, ctx, &inquiry, draft, move |followed| {
        tables(&of, &asked, &followed)
    })
    .await?;
    let office = setup::office_name(app).await?;
    let (ending, bytes) = match format {
        TraceFormat::Xlsx => {
            let origin = Origin {
                unit: office,
                made_at: CHINA.to_datetime(ctx.now()),
            };
            ("xlsx", workbook(&origin, &inquiry, &tables)?)
        }
        TraceFormat::Csv => ("csv", text(&tables.rows)?),
    };
    let mut write = app.store.write(ctx, Action::Export).await?;
    write
        .detail("funds_inquiry", inquiry.number.as_str())
        .detail("paper", "trace")
        .detail("rows", tables.rows.len() as u64);
    write.commit().await?;
    Ok((format!("资金走向表 {}.{ending}", inquiry.number), bytes))
}

fn tables(inquiry: &FundsInquiry, draft: &TraceDraft, followed: &Followed) -> Tables {
    let (ledger, trace) = (&followed.ledger, &followed.trace);
    Tables {
        edges: (1..)
            .zip(&trace.edges)
            .map(|(at, edge)| edge_row(at, ledger, edge))
            .collect(),
        rows: (1..)
            .zip(parts(trace))
            .filter_map(|(at, part)| ledger_row(at, ledger, part))
            .collect(),
        made: made(inquiry, draft, followed),
    }
}

fn workbook(origin: &Origin, inquiry: &FundsInquiry, tables: &Tables) -> Result<Vec<u8>> {
    let mut book = Workbook::new(origin).map_err(Error::bug)?;
    let sheets = [
        ("逐条走向", edge_columns(), 2, &tables.edges),
        ("逐笔流水", row_columns(), 3, &tables.rows),
        ("怎样得出", made_columns(), 0, &tables.made),
    ];
    for (name, columns, frozen_columns, rows) in sheets {
        let sheet = Sheet {
            name: name.to_owned(),
            title: format!("{}　资金走向表（{name}）", inquiry.title),
            subtitle: vec![Spread::new(
                format!("制表单位：{}", origin.unit),
                inquiry.number.as_str(),
                "单位：元",
            )],
            columns,
            frozen_columns,
            ..Sheet::default()
        };
        let mut sheet = book.sheet(sheet).map_err(Error::bug)?;
        for row in rows {
            sheet.row(row).map_err(Error::bug)?;
        }
        sheet.finish().map_err(Error::bug)?;
    }
    book.into_bytes().map_err(Error::bug)
}

fn text(rows: &[Vec<Cell>]) -> Result<Vec<u8>> {
    let columns = row_columns();
    let mut writer = CsvWriter::new(Vec::new(), Encoding::Utf8Bom, &columns).map_err(Error::bug)?;
    for row in rows {
        writer.row(row).map_err(Error::bug)?;
    }
    writer.finish().map_err(Error::bug)
}

fn ends() -> Vec<Column> {
    vec![
        Column::new("户名", Kind::Text).wide(14).under("付款方"),
        Column::new("账号", Kind::Code).under("付款方"),
        Column::new("户名", Kind::Text).wide(14).under("收款方"),
        Column::new("账号", Kind::Code).under("收款方"),
    ]
}

fn edge_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::new("序号", Kind::Integer).wide(6),
        Column::new("层级", Kind::Integer).wide(6),
    ];
    columns.extend(ends());
    columns.extend([
        Column::new("追踪金额", Kind::Money(MoneyUnit::Yuan)),
        Column::new("笔数", Kind::Integer).wide(7),
        Column::new("首笔", Kind::Date),
        Column::new("末笔", Kind::Date),
    ]);
    columns
}

fn row_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::new("序号", Kind::Integer).wide(6),
        Column::new("层级", Kind::Integer).wide(6),
        Column::new("时间", Kind::Code).wide(19),
    ];
    columns.extend(ends());
    columns.extend([
        Column::new("交易金额", Kind::Money(MoneyUnit::Yuan)),
        Column::new("追踪金额", Kind::Money(MoneyUnit::Yuan)),
        Column::new("摘要", Kind::Text).wide(16),
        Column::new("流水出处", Kind::Text).wide(30),
        Column::new("对方流水出处", Kind::Text).wide(30),
    ]);
    columns
}

fn made_columns() -> Vec<Column> {
    vec![
        Column::new("项目", Kind::Text).wide(16),
        Column::new("内容", Kind::Text).wide(90),
    ]
}

/// The two ends of a payment: name and full number each.
fn ends_of(ledger: &Ledger, payer: u32, payee: u32) -> [Cell; 4] {
    let text = |place: u32| {
        let account = ledger.account(place);
        let name = account.and_then(|a| a.name.as_deref()).unwrap_or_default();
        let number = account
            .and_then(|a| a.number.as_deref())
            .unwrap_or_default();
        (Cell::from(name), Cell::from(number))
    };
    let ((from, from_number), (to, to_number)) = (text(payer), text(payee));
    [from, from_number, to, to_number]
}

fn edge_row(at: i64, ledger: &Ledger, edge: &TraceEdge) -> Vec<Cell> {
    let mut cells = vec![Cell::Int(at), Cell::Int(i64::from(edge.hop))];
    cells.extend(ends_of(ledger, edge.payer.0, edge.payee.0));
    cells.extend([
        edge.amount.into(),
        Cell::Int(i64::try_from(edge.parts.len()).unwrap_or(i64::MAX)),
        day(edge.first),
        day(edge.last),
    ]);
    cells
}

/// Rows by hop and time: hop, place in the ledger, followed part.
fn parts(trace: &Trace) -> Vec<(u32, u32, Fen)> {
    let of_edge = |edge: &TraceEdge| {
        let hop = edge.hop;
        let parts = edge.parts.clone();
        parts
            .into_iter()
            .map(move |part| (hop, part.transfer, part.amount))
    };
    let mut parts: Vec<_> = trace.edges.iter().flat_map(of_edge).collect();
    // Places of the ledger are in order of time.
    parts.sort_unstable();
    parts
}

fn ledger_row(
    at: i64,
    ledger: &Ledger,
    (hop, place, followed): (u32, u32, Fen),
) -> Option<Vec<Cell>> {
    let row = ledger.rows.get(place as usize)?;
    let moment = row.at.civil()?.strftime("%F %T").to_string();
    let mut cells = vec![Cell::Int(at), Cell::Int(i64::from(hop)), moment.into()];
    cells.extend(ends_of(ledger, row.payer, row.payee));
    cells.extend([
        row.amount.into(),
        followed.into(),
        ledger.memo(row).into(),
        ledger.place(row.source).into(),
        match row.twin {
            Some(twin) => ledger.place(twin).into(),
            None if ledger.is_perhaps_twice(place) => "可能与另一行是同一笔".into(),
            None => Cell::Empty,
        },
    ]);
    Some(cells)
}

fn day(moment: Moment) -> Cell {
    moment
        .civil()
        .map_or(Cell::Empty, |at| Cell::Date(at.date()))
}

/// What a reader needs to work it out again: start, rule, limits, files by their digest.
fn made(inquiry: &FundsInquiry, draft: &TraceDraft, followed: &Followed) -> Vec<Vec<Cell>> {
    let trace = &followed.trace;
    let line = |title: &str, text: String| vec![title.into(), text.into()];
    let starts = followed
        .starts
        .iter()
        .filter_map(|place| followed.ledger.account(*place));
    let starts: Vec<String> = starts.map(words_of).collect();
    let period = match (draft.from.trim(), draft.until.trim()) {
        ("", "") => "全部".to_owned(),
        (from, until) => format!("{from} 至 {until}"),
    };
    let mut lines = vec![
        line("起点", starts.join("、")),
        line(
            "方向",
            match trace.direction {
                Direction::Forward => "钱去了哪里",
                Direction::Back => "钱从哪里来",
            }
            .to_owned(),
        ),
        line("起点往来期间", period),
        line("追踪金额合计", format!("{} 元", trace.total.grouped())),
        line("规则", trace.rule.to_owned()),
        line("未再追踪", none_if_blank(trace.cut_text())),
        line(
            "说明",
            "追踪金额是该笔交易中属于所追踪资金的部分；同一笔交易在付款方、收款方流水中各有一行的，两处出处都列出"
                .to_owned(),
        ),
    ];
    for file in inquiry.files_in_use() {
        let name = crate::subject::masked_accounts_in(&file.file_name);
        lines.push(line("流水文件", format!("{name}　SHA-256 {}", file.sha256)));
    }
    lines
}

fn none_if_blank(text: String) -> String {
    if text.is_empty() {
        return "无".to_owned();
    }
    text
}
