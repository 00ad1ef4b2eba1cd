//! Questions about kept records: filter, order, as of which moment. Lists, ledgers and returns are
//! all asked this way. It must not know SQL.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    noun::Noun,
    record::{Field, FieldKind, Value},
};

/// A field of the noun itself (`state`) or of a record it refers to (`subject.name`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Path(pub String);

/// A path that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{}”没有字段“{path}”", .noun.title())]
pub struct PathError {
    /// Where the path starts.
    pub noun: Noun,
    /// The path.
    pub path: String,
}

impl Path {
    /// Resolves the path from `noun`: the hops as (noun, field) pairs, the last being the field
    /// itself, the earlier ones `Ref` fields.
    pub fn resolve(&self, noun: Noun) -> Result<Vec<(Noun, &'static Field)>, PathError> {
        let error = || PathError {
            noun,
            path: self.0.clone(),
        };
        let mut at = noun;
        let mut hops = Vec::new();
        let mut parts = self.0.split('.').peekable();
        while let Some(part) = parts.next() {
            let field = at.field(part).ok_or_else(error)?;
            hops.push((at, field));
            if parts.peek().is_some() {
                let FieldKind::Ref(next) = field.kind else {
                    return Err(error());
                };
                at = next;
            }
        }
        Ok(hops)
    }
}

impl From<&str> for Path {
    fn from(path: &str) -> Self {
        Self(path.to_owned())
    }
}

/// How a field is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Equal to one of these.
    In(Vec<Value>),
    /// None of these, nor unknown.
    NotIn(Vec<Value>),
    /// At least.
    From(Value),
    /// Before or below, exclusive.
    Below(Value),
    /// At least what another field of the same record says, both known: a task is late by its day only
    /// if that day does not lie before it was raised.
    NotBefore(Path),
    /// Contains these characters.
    Contains(String),
    /// Starts with these characters.
    StartsWith(String),
    /// Unknown.
    Missing,
    /// Known.
    Present,
}

/// One condition; all of a query's conditions hold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Which field.
    pub path: Path,
    /// Compared how.
    pub test: Test,
}

impl Condition {
    /// The fields that it compares.
    fn paths(&self) -> impl Iterator<Item = &Path> {
        let other = match &self.test {
            Test::NotBefore(other) => Some(other),
            _ => None,
        };
        std::iter::once(&self.path).chain(other)
    }
}

/// One step of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// By which field.
    pub path: Path,
    /// Largest first.
    #[serde(default)]
    pub descending: bool,
}

/// A question about the records of one noun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The noun.
    pub noun: Noun,
    /// All must hold.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// By these, then by id.
    #[serde(default)]
    pub order: Vec<Order>,
    /// As the records stood just before this moment; `None` is now.
    #[serde(default)]
    pub as_of: Option<Timestamp>,
}

impl Query {
    /// All records of the noun.
    pub fn of(noun: Noun) -> Self {
        Self {
            noun,
            conditions: Vec::new(),
            order: Vec::new(),
            as_of: None,
        }
    }

    /// With one more condition.
    pub fn when(mut self, path: &str, test: Test) -> Self {
        self.conditions.push(Condition {
            path: path.into(),
            test,
        });
        self
    }

    /// With the field equal to this.
    pub fn equals(self, path: &str, value: impl Into<Value>) -> Self {
        self.when(path, Test::In(vec![value.into()]))
    }

    /// Then by this field.
    pub fn by(mut self, path: &str, descending: bool) -> Self {
        self.order.push(Order {
            path: path.into(),
            descending,
        });
        self
    }

    /// As the records stood just before this moment.
    pub fn as_of(mut self, moment: Timestamp) -> Self {
        self.as_of = Some(moment);
        self
    }

    /// Checks every path against the nouns' fields.
    pub fn check(&self) -> Result<(), PathError> {
        let paths = self
            .conditions
            .iter()
            .flat_map(Condition::paths)
            .chain(self.order.iter().map(|o| &o.path));
        for path in paths {
            path.resolve(self.noun)?;
        }
        Ok(())
    }
}
