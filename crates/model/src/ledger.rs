//! Ledgers (台账) as definitions over the records: which noun, which columns, which rows, in which
//! order. Written as TOML, so that an office adds one without touching Rust. It must not know SQL.

use serde::{Deserialize, Serialize};

use crate::{
    noun::Noun,
    query::{Condition, Order, Path, PathError, Query},
};

/// One column of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The field: `number`, `subject.uscc`.
    pub path: Path,
    /// The heading; the field's own title when absent.
    #[serde(default)]
    pub title: Option<String>,
    /// The heading above, shared by neighbours: 涉案情况.
    #[serde(default)]
    pub group: Option<String>,
    /// Money in 万元 instead of 元.
    #[serde(default)]
    pub wan: bool,
}

/// A ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// Stable id: `risk-items`.
    pub id: String,
    /// Its name: 风险企业管控台账.
    pub title: String,
    /// Other names that plans use for it, for matching.
    #[serde(default)]
    pub also: Vec<String>,
    /// Which plan or rule it comes from.
    #[serde(default)]
    pub source: String,
    /// The noun.
    pub noun: Noun,
    /// The columns.
    pub columns: Vec<Column>,
    /// Which rows.
    #[serde(default, rename = "where")]
    pub conditions: Vec<Condition>,
    /// In which order.
    #[serde(default)]
    pub order: Vec<Order>,
}

/// A definition that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Not TOML of this shape.
    #[error("台账定义格式不对：{0}")]
    Syntax(#[from] toml::de::Error),
    /// A field that the noun does not have.
    #[error("台账“{ledger}”：{path}；请改为该类记录已有的字段名")]
    Path {
        /// The ledger.
        ledger: String,
        /// The path.
        path: PathError,
    },
}

impl Ledger {
    /// Reads and checks one definition.
    pub fn parse(toml: &str) -> Result<Self, LedgerError> {
        let ledger: Self = toml::from_str(toml)?;
        let wrap = |path| LedgerError::Path {
            ledger: ledger.id.clone(),
            path,
        };
        ledger.query().check().map_err(wrap)?;
        for column in &ledger.columns {
            column.path.resolve(ledger.noun).map_err(wrap)?;
        }
        Ok(ledger)
    }

    /// The rows.
    pub fn query(&self) -> Query {
        Query {
            noun: self.noun,
            conditions: self.conditions.clone(),
            order: self.order.clone(),
            as_of: None,
        }
    }
}
