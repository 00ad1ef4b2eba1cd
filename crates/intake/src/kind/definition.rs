//! The shape of a kind and its fields, read from TOML. It must not know which kinds are shipped.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::value::MoneyUnit;

/// The name of a field in records and JSON: `subject_name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldId(Arc<str>);

impl FieldId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for FieldId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl std::borrow::Borrow<str> for FieldId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the cells of a field are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Words.
    Text,
    /// A sum of money.
    Amount,
    /// A number of people or things.
    Count,
    /// A date.
    Date,
    /// Telephone numbers.
    Phone,
    /// A unified social credit code; older numbers are taken with a note.
    Uscc,
    /// Any code by which a register knows an organisation.
    FirmCode,
    /// A citizen number.
    CitizenId,
    /// Yes or no.
    Flag,
    /// A word of the field's list.
    Choice,
    /// Letters and digits, such as a division or industry code.
    Code,
}

/// One entry of a closed list: its code, and the words offices write for it, the shown one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The code in records.
    pub code: String,
    /// The words.
    pub words: Vec<String>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its id.
    pub id: FieldId,
    /// The Chinese title, as the product shows it.
    pub title: String,
    /// How its cells are read.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// A row without it is rejected.
    #[serde(default)]
    pub required: bool,
    /// Other names in use.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Names that mean this field where no other column does it better: 线索名称 may be the subject's.
    #[serde(default)]
    pub weak: Vec<String>,
    /// The field that takes telephone numbers printed beside a name in this column.
    #[serde(default)]
    pub phone_field: Option<FieldId>,
    /// The unit of bare sums where practice knows only one.
    #[serde(default)]
    pub unit: Option<MoneyUnit>,
    /// Names that mean this field only to the right of the field in `after`: 职务 after 分管领导.
    #[serde(default)]
    pub near: Vec<String>,
    /// The field whose column gives `near` its meaning.
    #[serde(default)]
    pub after: Option<FieldId>,
    /// The field that takes a citizen number found in this column, where natural persons stand in one
    /// list with firms.
    #[serde(default)]
    pub citizen_field: Option<FieldId>,
    /// A cell that cannot be read is kept as extra text with a warning instead of rejecting the row.
    #[serde(default)]
    pub lenient: bool,
    /// The column says who reported: its cells are recognised, never read and never kept.
    #[serde(default)]
    pub withheld: bool,
    /// The column holds running words, in which a person may be named beside the matter.
    #[serde(default)]
    pub prose: bool,
    /// The closed list of a [`FieldType::Choice`].
    #[serde(default)]
    pub choices: Vec<Choice>,
}

/// A kind of table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its id: `clue`.
    pub id: String,
    /// The Chinese title.
    pub title: String,
    /// Of each group, at least one field must be filled in a row.
    #[serde(default)]
    pub require_one: Vec<Vec<FieldId>>,
    /// Fields whose value names one record; a second row with the same value is warned about.
    #[serde(default)]
    pub unique: Vec<FieldId>,
    /// The field that a sheet's name gives where each township has its own sheet.
    #[serde(default)]
    pub sheet_name: Option<FieldId>,
    /// The fields.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// A kind that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KindError {
    /// Not TOML of the expected shape.
    #[error("表类定义“{kind}”有误：{detail}")]
    Malformed {
        /// The kind.
        kind: String,
        /// The parser's words.
        detail: String,
    },
    /// No kind of this name.
    #[error("没有“{0}”这种表；可用的有：{known}", known = super::SHIPPED.join("、"))]
    Unknown(String),
}

impl Kind {
    /// Reads a kind from TOML.
    ///
    /// # Errors
    /// [`KindError::Malformed`] for wrong shape, a repeated field id or a reference to no field.
    pub fn parse(name: &str, toml_text: &str) -> Result<Self, KindError> {
        let malformed = |detail: String| KindError::Malformed {
            kind: name.to_owned(),
            detail,
        };
        let kind: Self = toml::from_str(toml_text).map_err(|e| malformed(e.to_string()))?;
        let mut seen = BTreeSet::new();
        for field in &kind.fields {
            if !seen.insert(field.id.clone()) {
                return Err(malformed(format!("字段 {} 重复", field.id)));
            }
        }
        let references = kind
            .require_one
            .iter()
            .flatten()
            .chain(&kind.unique)
            .chain(&kind.sheet_name);
        let after = kind.fields.iter().flat_map(|f| {
            let owners = f.citizen_field.iter().chain(&f.phone_field);
            f.after.iter().chain(owners)
        });
        for id in references.chain(after) {
            if !seen.contains(id) {
                return Err(malformed(format!("没有字段 {id}")));
            }
        }
        Ok(kind)
    }

    /// The field of this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id.as_str() == id)
    }
}
