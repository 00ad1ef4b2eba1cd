//! What all kept nouns have in common: a record projects itself into named, typed fields, so that
//! lists, ledgers, returns and search are written once. It must not know how fields are stored.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    code_list::CodeList,
    money::Fen,
    noun::Noun,
    scope::{Place, Visibility},
};

/// A code or word outside a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”不在可选范围内，可选：{known}")]
pub struct UnknownCode {
    /// What was given.
    pub text: String,
    /// The choices, for the reader.
    pub known: String,
}

/// The type of a projected field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Words.
    Text,
    /// One of a closed list; the projection holds its code.
    Code(CodeList),
    /// Whole number.
    Int,
    /// Fen.
    Money,
    /// Civil day.
    Date,
    /// Moment.
    Time,
    /// Yes or no.
    Bool,
    /// The id of another record; ledgers may follow it.
    Ref(Noun),
}

/// One named field of a noun's projection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Stable English name: column, filter key, ledger path.
    pub name: &'static str,
    /// The Chinese title.
    pub title: &'static str,
    /// Its type.
    pub kind: FieldKind,
}

/// One value of a projection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Unknown, never a default.
    Null,
    /// Yes or no.
    Bool(bool),
    /// Whole number, fen, or (on reading back) any integer column.
    Int(i64),
    /// Civil day.
    Date(Date),
    /// Moment.
    Time(Timestamp),
    /// Words and codes.
    Text(String),
    /// Another record.
    Ref(Uuid),
}

/// What search shows and finds of a record. `text` holds the words to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchText {
    /// The line shown.
    pub title: String,
    /// The line below it.
    pub subtitle: String,
    /// Everything that may be searched for, blank-separated.
    pub text: String,
}

/// A noun that is kept: written through the audited transaction, with every earlier version.
pub trait Record: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Which noun.
    const NOUN: Noun;
    /// The projection's fields, in order.
    const FIELDS: &'static [Field];
    /// How far units without a division-wide view see it.
    const VISIBILITY: Visibility;

    /// Its id.
    fn record_id(&self) -> Uuid;
    /// Where it belongs.
    fn place(&self) -> Place;
    /// The projection, as long as `FIELDS` and of their kinds.
    fn values(&self) -> Vec<Value>;
    /// What search finds it by; `None` keeps it out of search.
    fn search(&self) -> Option<SearchText> {
        None
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<Fen> for Value {
    fn from(fen: Fen) -> Self {
        Self::Int(fen.0)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Time(at)
    }
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Ref(id)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Value {
    /// Whether the value may stand in a field of this kind.
    pub fn fits(&self, kind: FieldKind) -> bool {
        match self {
            Self::Null => true,
            Self::Bool(_) => kind == FieldKind::Bool,
            Self::Int(_) => matches!(kind, FieldKind::Int | FieldKind::Money),
            Self::Date(_) => kind == FieldKind::Date,
            Self::Time(_) => kind == FieldKind::Time,
            Self::Text(_) => matches!(kind, FieldKind::Text | FieldKind::Code(_)),
            Self::Ref(_) => matches!(kind, FieldKind::Ref(_)),
        }
    }
}

/// Declares a noun's fields and their values side by side, so that the two cannot go out of step.
macro_rules! projection {
    ($record:ident, $noun:ident, $visibility:ident { $($name:ident $title:literal $kind:expr => |$r:ident| $value:expr),* $(,)? }) => {
        const NOUN: $crate::noun::Noun = $crate::noun::Noun::$noun;
        const VISIBILITY: $crate::scope::Visibility = $crate::scope::Visibility::$visibility;
        const FIELDS: &'static [$crate::record::Field] = &[
            $($crate::record::Field { name: stringify!($name), title: $title, kind: $kind }),*
        ];

        fn record_id(&self) -> uuid::Uuid {
            self.id.uuid()
        }

        fn values(&self) -> Vec<$crate::record::Value> {
            vec![$({ let $r: &$record = self; $crate::record::Value::from($value) }),*]
        }
    };
}
pub(crate) use projection;
