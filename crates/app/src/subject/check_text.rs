//! Ad-hoc screening of a pasted name, scope or advert. Nothing is kept. It must not know subjects.

use fangfei_lens::screen::{ClassSummary, Field, Hit};
use fangfei_model::{ctx::Ctx, permission::Permission};
use serde::{Deserialize, Serialize};

use crate::{App, Error, Result};

/// The longest text, in characters.
const LONGEST: usize = 20_000;

/// What is to be checked, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextDraft {
    /// `name`, `scope` or `text`.
    pub field: String,
    /// The text.
    pub text: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextCheck {
    /// The text.
    pub text: String,
    /// Every hit, suppressed ones too, in the order of their places.
    pub hits: Vec<Hit>,
    /// The version of the rules.
    pub rule_version: String,
}

/// Checks a text.
pub fn check_text(app: &App, ctx: &Ctx, draft: &TextDraft) -> Result<TextCheck> {
    ctx.require(Permission::SubjectRead)?;
    let length = draft.text.chars().count();
    if draft.text.trim().is_empty() {
        return Err(Error::field(
            "text",
            "请粘贴要核对的名称、经营范围或宣传文字",
        ));
    }
    if length > LONGEST {
        return Err(Error::field(
            "text",
            format!("一次最多核对 {LONGEST} 字，现在是 {length} 字，请分段粘贴"),
        ));
    }
    let field = match draft.field.as_str() {
        "name" => Field::Name,
        "scope" => Field::Scope,
        _ => Field::Text,
    };
    let text = draft.text.replace("\r\n", "\n");
    let hits = app.rules().screen.screen(&text, field);
    Ok(TextCheck {
        hits,
        text,
        rule_version: app.rules().screen.version().to_string(),
    })
}

/// The word classes in force, for the page that explains them.
pub fn word_classes(app: &App) -> Vec<ClassSummary> {
    app.rules().screen.classes().collect()
}
