//! One fact behind a point: the row of the lake as it was loaded, under its Chinese headings. It must not know
//! indicators.

use fangfei_lens::{
    index::Engine,
    lake::{Answer, ColumnSpec, ColumnType, Limits, TableSpec},
};
use fangfei_model::{ctx::Ctx, id::SubjectId, money::Fen, noun::Noun, permission::Permission};
use serde_json::{Map, Value};

use super::{
    engine::{apart, lake, screen},
    list::latest,
    office_facts,
};
use crate::{App, Error, Result, subject};

/// A fact of the lake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The table's Chinese title.
    pub table: String,
    /// What a row of the table is.
    pub about: String,
    /// The file it came from.
    pub file: String,
    /// The sheet, empty for files without sheets.
    pub sheet: String,
    /// The row number as the file shows it.
    pub row: u32,
    /// The day from which it was known.
    pub known_on: String,
    /// Heading and content, without empty cells and without what tells of persons.
    pub cells: Vec<(String, String)>,
    /// Cells about persons that are filled and not shown.
    pub hidden: usize,
}

/// The fact of this number about a subject, as known on the latest run's day.
///
/// # Errors
/// [`Error::NotFound`] where the row does not exist, is not about this subject, or was not known by then.
pub async fn fact(app: &App, ctx: &Ctx, id: SubjectId, reference: u64) -> Result<Fact> {
    ctx.require(Permission::MonitorRead)?;
    let subject = subject::get(app, ctx, id).await?.record;
    let missing = || Error::NotFound(Noun::Subject);
    let run = latest(app, ctx).await?.ok_or_else(missing)?;
    let (lake, screen, as_of) = (lake(app)?, screen(app), run.as_of);
    let code = office_facts::code(&subject);
    apart(move || async move {
        let engine = Engine::open(&lake, &screen, as_of, Limits::of(&lake)).await?;
        let (source, row) = engine.manifest().source(reference).ok_or_else(missing)?;
        let table = engine.tables().get(&source.table).ok_or_else(missing)?;
        let sql = format!(
            "SELECT * FROM \"{}\" WHERE ref = {reference} AND subject = '{}'",
            table.table,
            code.replace('\'', "''")
        );
        let mut answer = Answer::ask(engine.context(), &sql).await?;
        while let Some(rows) = answer.next_rows().await? {
            if let Some(found) = rows.first() {
                return Ok(Fact {
                    table: table.title.clone(),
                    about: table.about.clone(),
                    file: source.file.clone(),
                    sheet: source.sheet.clone(),
                    row,
                    known_on: found
                        .get("known_on")
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                        .to_owned(),
                    cells: cells(table, found),
                    hidden: hidden(table, found),
                });
            }
        }
        Err(missing())
    })
    .await
}

fn is_filled(found: &Map<String, Value>, column: &ColumnSpec) -> bool {
    found
        .get(&column.name)
        .is_some_and(|value| !value.is_null())
}

fn cells(table: &TableSpec, found: &Map<String, Value>) -> Vec<(String, String)> {
    table
        .columns
        .iter()
        .filter(|column| !column.personal && is_filled(found, column))
        .map(|column| (column.title.clone(), shown(column, &found[&column.name])))
        .filter(|(_, content)| !content.is_empty())
        .collect()
}

fn hidden(table: &TableSpec, found: &Map<String, Value>) -> usize {
    let personal = table.columns.iter().filter(|column| column.personal);
    personal.filter(|column| is_filled(found, column)).count()
}

/// A cell as an office would write it: sums in yuan, the first of the words of a choice, 是 and 否.
fn shown(column: &ColumnSpec, value: &Value) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match column.kind {
        ColumnType::Money => value
            .as_i64()
            .map_or_else(|| plain(value), |fen| format!("{} 元", Fen(fen))),
        ColumnType::Rate => format!("{}%", plain(value)),
        ColumnType::Flag => if value.as_bool() == Some(true) {
            "是"
        } else {
            "否"
        }
        .to_owned(),
        ColumnType::Choice => {
            let code = plain(value);
            let word = column.words.iter().find(|word| word.code == code);
            word.and_then(|word| word.words.first())
                .cloned()
                .unwrap_or(code)
        }
        _ => plain(value),
    }
}
