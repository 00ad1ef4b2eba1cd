//! One file of a rule set in the editor: the text as it would count, and the shipped one beside it.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{monitor, rule_set};
use fangfei_model::{id::RuleSetId, rule_set::RuleSet};
use serde::{Deserialize, Serialize};

use super::{LIST, href, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "rule_sets/file.html")]
struct RuleFilePage {
    shell: Shell,
    action: String,
    back: String,
    errors: ErrorSummary,
    field: Field,
    shipped: Option<String>,
    may_change: bool,
}

/// The text as typed.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextForm {
    text: String,
}

/// Shows the editor.
pub async fn show(
    reader: SignedIn,
    Path((id, name)): Path<(RuleSetId, String)>,
) -> Result<Response, WebError> {
    let set = rule_set::get(reader.app(), &reader.ctx, id).await?.record;
    let shipped = monitor::shipped_text(reader.app(), &name);
    let own = set.files.iter().find(|f| f.name == name);
    let text = own
        .map(|f| f.text.clone())
        .or_else(|| shipped.clone())
        .ok_or(WebError::NotFound)?;
    page(&reader, &set, &name, text, None)
}

/// Keeps the text, or shows it again with what is wrong.
pub async fn change(
    Path((id, name)): Path<(RuleSetId, String)>,
    posted: Posted<TextForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let (app, ctx) = (reader.app(), &reader.ctx);
    match rule_set::change(app, ctx, id, &name, &form.text).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已保存。修改后请重新对照试运行。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            let set = rule_set::get(app, ctx, id).await?.record;
            page(&reader, &set, &name, form.text, Some(rejected))
        }
    }
}

fn page(
    reader: &SignedIn,
    set: &RuleSet,
    name: &str,
    text: String,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let status = rejected.as_ref().map_or(StatusCode::OK, |r| r.status);
    let mut fields = vec![
        Field::area("text", "指标文件（TOML）", 28)
            .value(&text)
            .hint("清空后保存，恢复为随附的指标；写 state = \"off\" 停用")
            .max(40_000),
    ];
    let errors = rejected.map(|r| r.mark(&mut fields)).unwrap_or_default();
    let Some(field) = fields.pop() else {
        return Err(WebError::NotFound);
    };
    let page = RuleFilePage {
        shell: reader
            .shell(Some(Place::RuleSets), name)
            .crumb("指标方案", LIST)
            .crumb(&set.title, href(set.id)),
        action: step(set.id, &format!("files/{name}")),
        back: href(set.id),
        errors,
        field,
        shipped: monitor::shipped_text(reader.app(), name).filter(|shipped| *shipped != text),
        may_change: rule_set::moves(&reader.ctx, set).change,
    };
    Ok((status, Html(page.render()?)).into_response())
}
