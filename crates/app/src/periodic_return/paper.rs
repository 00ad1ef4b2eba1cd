//! A return on paper: a Word report with its tables as attachments, and a workbook with a sheet for
//! each. It must not compute anything.

use fangfei_intake::value::{self, MoneyUnit as Given};
use fangfei_model::{
    action::Action,
    ctx::{CHINA, Ctx},
    money::Fen,
    periodic_return::{Computed, Line, PeriodicReturn},
    return_template::Table,
};
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit,
    docx::{Attachment, Block, Paper, Signature},
    xlsx::{Origin, Sheet, Spread, Workbook},
};

use super::{
    compute::list_columns,
    show::{FigureHead, ReturnFile, figure_heads},
};
use crate::{
    App, Error, Result,
    ledger::{Print, Shown},
};

/// One table ready to be laid out.
struct Out {
    title: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    total: Option<Vec<Cell>>,
}

/// The return as a Word file; leaves a journal entry.
pub async fn docx(app: &App, ctx: &Ctx, file: &ReturnFile) -> Result<Vec<u8>> {
    let record = &file.stored.record;
    let mut attachments = Vec::new();
    for out in tables(record)? {
        let mut rows = out.rows;
        rows.extend(out.total);
        let table = fangfei_report::docx::Table {
            unit_line: String::new(),
            columns: out.columns,
            rows,
        };
        attachments.push(
            Attachment::new(
                without_number(&out.title),
                vec![Block::Table(table), Block::Note(note(file))],
            )
            .landscape(),
        );
    }
    let narrative = if record.narrative.trim().is_empty() {
        "（未填写文字说明）"
    } else {
        record.narrative.as_str()
    };
    let paper = Paper {
        title: format!(
            "{}\n{}{}",
            file.unit_name,
            file.period.label(),
            record.title
        ),
        addressee: file.receiver_name.clone(),
        body: narrative
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(block)
            .collect(),
        attachments,
        signature: Some(Signature {
            unit: file.unit_name.clone(),
            date: signed(record),
        }),
        ..Paper::default()
    };
    journaled(app, ctx, file, "docx").await?;
    paper.to_docx().map_err(Error::bug)
}

/// The return as a workbook; leaves a journal entry.
pub async fn xlsx(app: &App, ctx: &Ctx, file: &ReturnFile) -> Result<Vec<u8>> {
    let record = &file.stored.record;
    let origin = Origin {
        unit: file.unit_name.clone(),
        made_at: CHINA.to_datetime(record.made.at),
    };
    let mut book = Workbook::new(&origin).map_err(Error::bug)?;
    for out in tables(record)? {
        let mut sheet = book.sheet(sheet(file, &out)).map_err(Error::bug)?;
        for row in &out.rows {
            sheet.row(row).map_err(Error::bug)?;
        }
        if let Some(total) = &out.total {
            sheet.total(total).map_err(Error::bug)?;
        }
        sheet.finish().map_err(Error::bug)?;
    }
    journaled(app, ctx, file, "xlsx").await?;
    book.into_bytes().map_err(Error::bug)
}

async fn journaled(app: &App, ctx: &Ctx, file: &ReturnFile, format: &str) -> Result<()> {
    let mut write = app.store.write(ctx, Action::Export).await?;
    write
        .detail("return", file.stored.record.id.to_string())
        .detail("format", format);
    write.commit().await?;
    Ok(())
}

fn sheet(file: &ReturnFile, out: &Out) -> Sheet {
    let record = &file.stored.record;
    Sheet {
        name: without_number(&out.title).to_owned(),
        title: out.title.clone(),
        subtitle: vec![Spread::new(
            format!("填报单位：{}", file.unit_name),
            file.period.label(),
            format!("状态：{}", record.status()),
        )],
        columns: out.columns.clone(),
        frozen_columns: 2,
        notes: vec![note(file)],
        footer: vec![Spread::new(
            format!("填表人：{}", record.made.name),
            "审核人：",
            "负责人：",
        )],
        ..Sheet::default()
    }
}

fn note(file: &ReturnFile) -> String {
    let record = &file.stored.record;
    let moment = CHINA.to_datetime(record.as_of).strftime("%Y-%m-%d %H:%M");
    format!("说明：各数由系统按 {moment} 之前的记录统计，可逐项查到明细。")
}

fn signed(record: &PeriodicReturn) -> jiff::civil::Date {
    use fangfei_model::periodic_return::ReturnState;
    match &record.state {
        ReturnState::Submitted { stamp }
        | ReturnState::Accepted {
            submitted: stamp, ..
        } => stamp.day(),
        ReturnState::Draft | ReturnState::SentBack { .. } => record.made.day(),
    }
}

/// 一、 and （一） begin headings, as offices write them.
fn block(line: &str) -> Block {
    let line = line.trim();
    let is_number = |c: char| "一二三四五六七八九十".contains(c);
    let first = line.trim_start_matches(is_number);
    if line.starts_with(is_number) && first.starts_with('、') && line.chars().count() <= 30 {
        return Block::Heading(1, line.to_owned());
    }
    let inner = line
        .strip_prefix('（')
        .map(|rest| rest.trim_start_matches(is_number));
    if inner.is_some_and(|rest| rest.starts_with('）')) && line.chars().count() <= 30 {
        return Block::Heading(2, line.to_owned());
    }
    Block::Paragraph(line.to_owned())
}

/// 附件1 工作情况统计表 → 工作情况统计表: the paper numbers its attachments itself.
fn without_number(title: &str) -> &str {
    let rest = title.strip_prefix("附件").map(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start()
    });
    rest.filter(|rest| !rest.is_empty()).unwrap_or(title)
}

fn tables(record: &PeriodicReturn) -> Result<Vec<Out>> {
    let mut all = Vec::new();
    for table in &record.form.tables {
        if !table.figures.is_empty() {
            all.push(figures(table, &record.computed));
        }
        if let Some(rule) = &table.rows {
            all.push(list(table, &list_columns(rule)?, &record.computed));
        }
    }
    Ok(all)
}

fn figures(table: &Table, computed: &Computed) -> Out {
    let heads = figure_heads(table);
    let column = |head: &FigureHead| {
        let kind = if head.money {
            Kind::Money(MoneyUnit::WanYuan)
        } else {
            Kind::Integer
        };
        let column = Column::new(head.title.clone(), kind);
        head.group
            .as_ref()
            .map_or(column.clone(), |group| column.clone().under(group))
    };
    let columns = std::iter::once(Column::new("单位", Kind::Text))
        .chain(heads.iter().map(column))
        .collect();
    let cell = |head: &FigureHead, value: i64| {
        if head.money {
            Fen(value).into()
        } else {
            value.into()
        }
    };
    let value = |line: &Line, head: &FigureHead| line.figures.get(&head.id).map_or(0, |f| f.value);
    let row = |line: &Line| {
        let values = heads.iter().map(|head| cell(head, value(line, head)));
        std::iter::once(Cell::from(line.unit_name.as_str()))
            .chain(values)
            .collect()
    };
    let total = heads
        .iter()
        .map(|head| cell(head, computed.total(&head.id)));
    Out {
        title: table.title.clone(),
        columns,
        rows: computed.lines.iter().map(row).collect(),
        total: Some(std::iter::once(Cell::from("合计")).chain(total).collect()),
    }
}

fn list(table: &Table, columns: &[Shown], computed: &Computed) -> Out {
    let listed = computed
        .lists
        .get(&table.id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let number = Column::new("序号", Kind::Integer).wide(6);
    let rows = listed.iter().zip(1_i64..).map(|(row, n)| {
        let cells = columns
            .iter()
            .zip(&row.cells)
            .map(|(column, text)| typed(column.print, text));
        std::iter::once(Cell::Int(n)).chain(cells).collect()
    });
    Out {
        title: table.title.clone(),
        columns: std::iter::once(number)
            .chain(columns.iter().map(Shown::out))
            .collect(),
        rows: rows.collect(),
        total: None,
    }
}

/// A frozen cell as the value it was printed from, so that a spreadsheet can count with it.
fn typed(print: Print, text: &str) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    let read = match print {
        Print::Int => text.parse::<i64>().ok().map(Cell::Int),
        Print::Date => text.parse().ok().map(Cell::Date),
        Print::Money(unit) => {
            let unit = if unit == MoneyUnit::WanYuan {
                Given::Wan
            } else {
                Given::Yuan
            };
            value::amount(text, Some(unit))
                .ok()
                .map(|read| Cell::Fen(read.value.low))
        }
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frozen_cells_become_numbers_again() {
        assert_eq!(
            typed(Print::Money(MoneyUnit::WanYuan), "300.123456"),
            Cell::Fen(Fen(300_123_456))
        );
        assert_eq!(typed(Print::Int, "12"), Cell::Int(12));
        assert_eq!(
            typed(Print::Date, "2024-09-30"),
            Cell::Date(jiff::civil::date(2024, 9, 30))
        );
        assert_eq!(typed(Print::Text, "=1+1"), Cell::Text("=1+1".to_owned()));
    }

    #[test]
    fn numbered_lines_of_the_text_become_headings() {
        assert_eq!(
            block("一、总体情况"),
            Block::Heading(1, "一、总体情况".to_owned())
        );
        assert_eq!(
            block("（二）下一步打算"),
            Block::Heading(2, "（二）下一步打算".to_owned())
        );
        assert!(matches!(
            block("一季度共受理线索三条。"),
            Block::Paragraph(_)
        ));
        assert_eq!(without_number("附件1 工作情况统计表"), "工作情况统计表");
    }
}
