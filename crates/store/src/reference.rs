//! Reference tables: divisions with their history, industries. Imported whole or in part within an
//! audited write; the journal holds how many rows came and their hash. It must not know files.

use fangfei_model::code::{
    division::{Division, DivisionHistory},
    industry::{IndustryCode, IndustryLevel},
};
use jiff::civil::Date;
use sea_orm::{
    ConnectionTrait, QueryResult, Statement,
    sea_query::{Expr, InsertStatement, OnConflict},
};
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    journal::hex,
    store::Store,
    write::Write,
};

/// One industry of GB/T 4754.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Industry {
    /// The code.
    pub code: IndustryCode,
    /// Its name.
    pub name: String,
}

/// Rows to a statement.
const PART: usize = 1000;

impl Write {
    /// Adds divisions; one with the same code and first day takes the new name and last day.
    pub async fn put_divisions(&mut self, divisions: &[Division]) -> Result<()> {
        self.start()?;
        for part in divisions.chunks(PART) {
            let mut insert = InsertStatement::new();
            insert.into_table("division").columns([
                "code",
                "name",
                "level",
                "parent",
                "valid_from",
                "valid_to",
            ]);
            for division in part {
                insert.values_panic(division_row(division));
            }
            let mut conflict = OnConflict::columns(["code", "valid_from"]);
            insert.on_conflict(
                conflict
                    .update_columns(["name", "level", "parent", "valid_to"])
                    .to_owned(),
            );
            self.tx.execute(&insert).await?;
        }
        let lines = divisions
            .iter()
            .map(|d| format!("{} {} {:?} {:?}", d.code, d.name, d.valid_from, d.valid_to));
        self.note_reference("division", lines);
        self.done();
        Ok(())
    }

    /// Adds industries; one with the same code takes the new name.
    pub async fn put_industries(&mut self, industries: &[Industry]) -> Result<()> {
        self.start()?;
        for part in industries.chunks(PART) {
            let mut insert = InsertStatement::new();
            insert
                .into_table("industry")
                .columns(["code", "name", "level"]);
            for industry in part {
                let level = level(industry.code.level());
                insert.values_panic([
                    industry.code.as_str().into(),
                    industry.name.as_str().into(),
                    level.into(),
                ]);
            }
            insert.on_conflict(
                OnConflict::column("code")
                    .update_columns(["name", "level"])
                    .to_owned(),
            );
            self.tx.execute(&insert).await?;
        }
        self.note_reference(
            "industry",
            industries.iter().map(|i| format!("{} {}", i.code, i.name)),
        );
        self.done();
        Ok(())
    }

    fn note_reference(&mut self, table: &str, lines: impl Iterator<Item = String>) {
        let mut sha = Sha256::new();
        let count = lines.map(|line| sha.update(line + "\n")).count();
        self.detail(
            table,
            serde_json::json!({ "count": count, "sha256": hex(&sha.finalize()) }),
        );
    }
}

fn level(level: IndustryLevel) -> &'static str {
    match level {
        IndustryLevel::Section => "section",
        IndustryLevel::Division => "division",
        IndustryLevel::Group => "group",
        IndustryLevel::Class => "class",
    }
}

fn division_row(division: &Division) -> [Expr; 6] {
    let day = |day: Option<Date>| day.map(|d| d.to_string());
    [
        division.code.to_string().into(),
        division.name.as_str().into(),
        division.code.level().label().into(),
        division.code.parent().map(|p| p.to_string()).into(),
        day(division.valid_from).unwrap_or_default().into(),
        day(division.valid_to).into(),
    ]
}

impl Store {
    /// All divisions with their history.
    pub async fn divisions(&self) -> Result<DivisionHistory> {
        let sql = "SELECT code, name, valid_from, valid_to FROM division ORDER BY code, valid_from";
        let rows = self
            .pool()
            .all_raw(Statement::from_string(self.sides().backend, sql))
            .await?;
        let divisions = rows.iter().map(read_division).collect::<Result<Vec<_>>>()?;
        Ok(DivisionHistory::from_divisions(divisions))
    }

    /// All industries, in the order of their codes.
    pub async fn industries(&self) -> Result<Vec<Industry>> {
        let sql = "SELECT code, name FROM industry ORDER BY code";
        let rows = self
            .pool()
            .all_raw(Statement::from_string(self.sides().backend, sql))
            .await?;
        rows.iter().map(read_industry).collect()
    }
}

fn damaged(table: &'static str, reason: impl ToString) -> Error {
    Error::DamagedTable {
        table,
        reason: reason.to_string(),
    }
}

pub(crate) fn read_division(row: &QueryResult) -> Result<Division> {
    let code: String = row.try_get_by_index(0)?;
    let from: String = row.try_get_by_index(2)?;
    let to: Option<String> = row.try_get_by_index(3)?;
    let day = |text: String| text.parse::<Date>().map_err(|e| damaged("division", e));
    Ok(Division {
        code: code.parse().map_err(|e| damaged("division", e))?,
        name: row.try_get_by_index(1)?,
        valid_from: Some(from).filter(|f| !f.is_empty()).map(day).transpose()?,
        valid_to: to.map(day).transpose()?,
    })
}

fn read_industry(row: &QueryResult) -> Result<Industry> {
    let code: String = row.try_get_by_index(0)?;
    let code = code.parse().map_err(|e| damaged("industry", e))?;
    Ok(Industry {
        code,
        name: row.try_get_by_index(1)?,
    })
}
