//! The value of one field of an imported row. It must not know columns or sheets.

use fangfei_model::code::citizen_id::CitizenId;
use fangfei_model::code::uscc::Uscc;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::count::Count;
use super::date::When;
use super::firm_code::FirmCode;
use super::phone::Phone;

/// What a cell holds once its column's meaning is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Words, tidied at both ends, line breaks kept.
    Text(String),
    /// A sum of money.
    Amount(Amount),
    /// A number of people or things.
    Count(Count),
    /// A date.
    Date(When),
    /// Telephone numbers, at least one.
    Phones(Vec<Phone>),
    /// A code of an organisation.
    Firm(FirmCode),
    /// A citizen number.
    Citizen(CitizenId),
    /// Yes or no.
    Flag(bool),
    /// A code of the field's list, and the word as written.
    Choice {
        /// The code.
        code: String,
        /// The word as written.
        printed: String,
    },
    /// A code of digits and letters, such as a division or an industry.
    Code(String),
}

impl Value {
    /// The value in the one form that does not depend on how it was written; what fingerprints are
    /// made of.
    pub fn canonical(&self) -> String {
        match self {
            Self::Text(text) => super::normal::fold(text),
            Self::Amount(a) => format!(
                "{}..{}{:?}",
                a.low.0,
                a.high.map_or(a.low.0, |h| h.0),
                a.bound
            ),
            Self::Count(c) => format!("{}..{}{:?}", c.low, c.high.unwrap_or(c.low), c.bound),
            Self::Date(w) => format!("{}T{:?}{:?}", w.date, w.time, w.precision),
            Self::Phones(list) => {
                let parts: Vec<String> = list
                    .iter()
                    .map(|p| format!("{}#{}", p.number, p.extension.as_deref().unwrap_or("")))
                    .collect();
                parts.join(",")
            }
            Self::Firm(code) => code.as_str().to_owned(),
            Self::Citizen(id) => id.full().to_owned(),
            Self::Code(code) => code.clone(),
            Self::Flag(flag) => flag.to_string(),
            Self::Choice { code, .. } => code.clone(),
        }
    }

    /// The words of a text value.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The sum of an amount.
    pub fn as_amount(&self) -> Option<&Amount> {
        match self {
            Self::Amount(amount) => Some(amount),
            _ => None,
        }
    }

    /// The number of a count.
    pub fn as_count(&self) -> Option<&Count> {
        match self {
            Self::Count(count) => Some(count),
            _ => None,
        }
    }

    /// The date.
    pub fn as_date(&self) -> Option<&When> {
        match self {
            Self::Date(when) => Some(when),
            _ => None,
        }
    }

    /// The unified social credit code, where the value is one.
    pub fn as_uscc(&self) -> Option<&Uscc> {
        match self {
            Self::Firm(FirmCode::Uscc(code)) => Some(code),
            _ => None,
        }
    }

    /// The code of a choice.
    pub fn as_choice(&self) -> Option<&str> {
        match self {
            Self::Choice { code, .. } => Some(code),
            _ => None,
        }
    }
}
