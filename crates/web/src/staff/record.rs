//! Links to records and words for their values, for pages that show any noun: search, audit,
//! ledgers. It must not know what a record means.

use fangfei_model::{
    noun::Noun,
    record::{FieldKind, Value},
};
use uuid::Uuid;

use crate::ui::format;

/// The page of a record; `None` for nouns without a page of their own.
pub fn record_href(noun: Noun, id: Uuid) -> Option<String> {
    let folder = match noun {
        Noun::Unit => "units",
        Noun::User => "users",
        Noun::Subject => "subjects",
        Noun::Clue => "clues",
        Noun::Assessment => "assessments",
        Noun::RiskItem => "risks",
        Noun::Campaign => "campaigns",
        Noun::Task => "tasks",
        Noun::PeriodicReturn => "returns",
        Noun::ImportRun => "imports",
        Noun::FundsInquiry => "funds",
        Noun::Claim => "claims",
        Noun::RefundBatch => "refunds",
        Noun::Alert => "alerts",
        Noun::IndexRun => "index-runs",
        Noun::RuleSet => "rule-sets",
        Noun::Likeness => "likenesses",
        Noun::LicensedBody => return Some("/screening#licensed".to_owned()),
        Noun::Evidence | Noun::ImportProfile => return None,
    };
    Some(format!("/{folder}/{}", id.simple()))
}

/// A value as people read it: codes as words, fen as yuan, moments in China's time; blank if unknown.
pub fn words(value: &Value, kind: FieldKind) -> String {
    match (value, kind) {
        (Value::Null, _) => String::new(),
        (Value::Text(code), FieldKind::Code(list)) => list.title(code).unwrap_or(code).to_owned(),
        (Value::Text(text), _) => text.clone(),
        (Value::Int(fen), FieldKind::Money) => format::yuan(*fen),
        (Value::Int(number), _) => number.to_string(),
        (Value::Bool(yes), _) => if *yes { "是" } else { "否" }.to_owned(),
        (Value::Date(day), _) => format::day(*day),
        (Value::Time(at), _) => format::moment(*at),
        (Value::Ref(id), _) => id.simple().to_string(),
    }
}
