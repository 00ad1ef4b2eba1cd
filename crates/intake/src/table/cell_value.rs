//! One cell as its field wants it: the cell's own kind first (numbers, dates, errors), then the words.
//! It must not know rows.

use super::cell::Cell;
use super::mapping::{ColumnMapping, Made};
use super::matching::Title;
use super::read::Options;
use crate::kind::{Field, FieldType};
use crate::value::{self, DateContext, Fault, Read, Value, When, date_from_serial, tidy};

/// Reads a cell as its field wants it. `shown` is the cell as a person sees it.
///
/// # Errors
/// What is wrong with the cell and what to do.
pub(super) fn cell_value(
    cell: &Cell,
    shown: &str,
    field: &Field,
    column: &ColumnMapping,
    options: &Options,
    made: Option<Made>,
) -> Result<Read<Value>, Fault> {
    match cell {
        Cell::Error(code) => {
            return Err(Fault::new(
                format!("单元格是错误值 {code}"),
                "请在原表改正公式，或改填实际的值",
            ));
        }
        Cell::Uncomputed => {
            return Err(Fault::new(
                "单元格是没有算出结果的公式",
                "请用表格软件打开文件、保存一次再导入，或改填实际的值",
            ));
        }
        Cell::Number(number) if number.abs() >= 1e15 && is_code(field.field_type) => {
            return Err(Fault::new(
                format!("“{shown}”以数字保存，表格软件只保留15位，末几位已经丢失"),
                "请在原表把这一列设为“文本”后重新录入，再导入",
            ));
        }
        _ => {}
    }
    let context = DateContext {
        year: options.year,
        order: column.day_order,
    };
    match field.field_type {
        FieldType::Text => Ok(Read::clean(Value::Text(tidy(shown)))),
        FieldType::Amount => money(cell, shown, column, options),
        FieldType::Count => whole_cell(cell, shown)
            .and_then(|text| value::count(&text))
            .map(|r| r.map(Value::Count)),
        FieldType::Date => match (date_value(cell, shown, context), made) {
            (Err(_), Some(made)) if context.year.is_none() => {
                of_the_table(cell, shown, context, made)
            }
            (read, _) => read,
        }
        .map(|r| r.map(Value::Date)),
        FieldType::Phone => value::phones(shown).map(|r| r.map(Value::Phones)),
        FieldType::Uscc => value::firm_code(shown, true).map(|r| r.map(Value::Firm)),
        FieldType::FirmCode => value::firm_code(shown, false).map(|r| r.map(Value::Firm)),
        FieldType::CitizenId => value::citizen_number(shown).map(|r| r.map(Value::Citizen)),
        FieldType::Flag => value::flag(shown).map(|flag| Read::clean(Value::Flag(flag))),
        FieldType::Choice => {
            let options = field
                .choices
                .iter()
                .map(|c| (c.code.as_str(), c.words.as_slice()));
            let code = value::choice(shown, options)?.to_owned();
            Ok(Read::clean(Value::Choice {
                code,
                printed: shown.to_owned(),
            }))
        }
        FieldType::Code => code(shown).map(Read::clean),
    }
}

fn money(
    cell: &Cell,
    shown: &str,
    column: &ColumnMapping,
    options: &Options,
) -> Result<Read<Value>, Fault> {
    if matches!(cell, Cell::DateTime(_) | Cell::Bool(_)) {
        return Err(Fault::new(
            format!("“{shown}”不是金额"),
            "请改填金额，并检查单元格格式",
        ));
    }
    if column.unit.is_none() && Title::is_foreign(&column.title) {
        return Err(Fault::new(
            format!("“{}”这一列是外币", column.title),
            "请折算成人民币填写",
        ));
    }
    value::amount(shown, column.unit.or(options.unit)).map(|r| r.map(Value::Amount))
}

fn is_code(field_type: FieldType) -> bool {
    matches!(
        field_type,
        FieldType::Uscc
            | FieldType::FirmCode
            | FieldType::CitizenId
            | FieldType::Code
            | FieldType::Phone
            | FieldType::Text
    )
}

/// Counts in number cells: 12.0 is 12, and what arithmetic left behind the point is told.
fn whole_cell(cell: &Cell, shown: &str) -> Result<String, Fault> {
    match cell {
        Cell::DateTime(_) | Cell::Bool(_) => Err(Fault::new(
            format!("“{shown}”不是数量"),
            "请改填整数，并检查单元格格式",
        )),
        _ => Ok(shown.to_owned()),
    }
}

/// Real date cells, serials in number cells, and texts. A number cell 2023.1 may have been 2023.10.
fn date_value(cell: &Cell, shown: &str, context: DateContext) -> Result<Read<When>, Fault> {
    match cell {
        Cell::DateTime(at) if is_a_year(at.date()) => Err(Fault::new(
            format!("“{shown}”像是把年份填进了日期格式的单元格"),
            "请写成 2023-04-15；只知道年份的，请写成 2023年",
        )),
        Cell::DateTime(at) => Ok(Read::clean(When::from_cell(*at, shown))),
        Cell::Bool(_) => Err(Fault::new(
            format!("“{shown}”不是日期"),
            "请写成 2023-04-15",
        )),
        Cell::Number(number) => {
            if let Some(when) = date_from_serial(*number, shown) {
                let note = format!("“{shown}”按表格软件的日期序号读成 {}", when.date);
                return Ok(Read::noted(when, note));
            }
            let part = shown.split_once('.').map(|(_, part)| part);
            match part {
                Some("1") => Err(Fault::new(
                    format!("“{shown}”以数字保存，分不清是1月还是10月"),
                    "请把这一列设为“文本”，写成 2023年1月 或 2023年10月",
                )),
                Some(_) if *number < 1000.0 => Err(Fault::new(
                    format!("“{shown}”以数字保存，又没有年份，读不成日期"),
                    "请写成 2023-04-15",
                )),
                _ => value::date(shown, context),
            }
        }
        _ => value::date(shown, context),
    }
}

/// A day without a year, of the year the table was made in, or of the year before where it would be later than that.
fn of_the_table(
    cell: &Cell,
    shown: &str,
    context: DateContext,
    made: Made,
) -> Result<Read<When>, Fault> {
    let of = |year| {
        let context = DateContext {
            year: Some(year),
            ..context
        };
        date_value(cell, shown, context)
    };
    let mut read = of(made.year)?;
    if made.on.is_some_and(|on| read.value.date > on) {
        read = of(made.year - 1)?;
    }
    let year = read.value.date.year();
    read.notes
        .push(format!("“{shown}”没有写年份，按表前写的时间读成 {year} 年").into());
    Ok(read)
}

/// A spreadsheet shows the numbers 1950 to 2100 under a format of dates as days of 1905.
fn is_a_year(day: jiff::civil::Date) -> bool {
    use jiff::civil::date;
    (date(1905, 5, 3)..=date(1905, 9, 30)).contains(&day)
}

fn code(shown: &str) -> Result<Value, Fault> {
    let plain = value::squeeze(shown).to_uppercase();
    if !plain.is_empty()
        && plain
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
    {
        Ok(Value::Code(plain))
    } else {
        Err(Fault::new(
            format!("“{shown}”不是代码"),
            "代码只含数字和字母",
        ))
    }
}

impl Title {
    /// True when a title states a foreign currency.
    fn is_foreign(title: &str) -> bool {
        Self::of(title).foreign
    }
}
