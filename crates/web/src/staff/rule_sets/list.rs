//! The rule sets, and the indicators in force.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Page, monitor,
    rule_set::{self, RuleSetRow},
};
use fangfei_model::permission::Permission;
use serde::{Deserialize, Serialize};

use super::{LIST, href, state_badge};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ActionForm, Badge, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "rule_sets/list.html")]
struct RuleSetListPage {
    shell: Shell,
    rows: Vec<Row>,
    version: String,
    dimensions: Vec<Dimension>,
    bands: Vec<(String, String)>,
    form: Option<ActionForm>,
}

struct Row {
    href: String,
    row: RuleSetRow,
    state: Badge,
}

struct Dimension {
    name: String,
    about: String,
    cap: String,
    indicators: Vec<Line>,
}

struct Line {
    title: String,
    ground: String,
    most: String,
    version: String,
}

/// A new draft.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TitleForm {
    title: String,
}

/// Shows the list.
pub async fn show(reader: SignedIn) -> Result<Response, WebError> {
    page(&reader, &TitleForm::default(), None).await
}

/// Starts a draft.
pub async fn draft(posted: Posted<TitleForm>) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match rule_set::draft(reader.app(), &reader.ctx, &form.title).await {
        Ok(set) => Ok(Sent::to(href(set.id))
            .done("已起草。选择要调整的指标，改好后与现行方案对照试运行。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, &form, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    typed: &TitleForm,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let rows = rule_set::list(app, ctx, Page::first(50)).await?;
    let files = rule_set::in_force(app, ctx).await?.map(|set| set.files);
    let rules = monitor::rules(app, &files.unwrap_or_default())?;
    let status = rejected.as_ref().map_or(StatusCode::OK, |r| r.status);
    let page = RuleSetListPage {
        shell: reader.shell(Some(Place::RuleSets), "指标方案"),
        rows: rows
            .into_iter()
            .map(|row| Row {
                href: href(row.set.id),
                state: state_badge(row.set.status()),
                row,
            })
            .collect(),
        version: rules.version.clone(),
        dimensions: rules
            .settings
            .dimensions
            .iter()
            .map(|d| Dimension {
                name: d.name.clone(),
                about: d.about.clone(),
                cap: d.cap.to_string(),
                indicators: rules
                    .indicators
                    .iter()
                    .filter(|i| i.dimension == d.name)
                    .map(|i| Line {
                        title: i.title.clone(),
                        ground: i.ground.clone(),
                        most: i.most().to_string(),
                        version: i.version.clone(),
                    })
                    .collect(),
            })
            .collect(),
        bands: rules
            .settings
            .bands
            .iter()
            .map(|b| (b.title.clone(), b.from.to_string()))
            .collect(),
        form: form(reader, typed, rejected),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn form(reader: &SignedIn, typed: &TitleForm, rejected: Option<Rejected>) -> Option<ActionForm> {
    if !reader.may(Permission::RuleDraft) {
        return None;
    }
    let mut fields = vec![
        Field::text("title", "名称")
            .value(&typed.title)
            .example("养老领域提高权重")
            .required()
            .max(100),
    ];
    let errors = rejected.map(|r| r.mark(&mut fields)).unwrap_or_default();
    let form = ActionForm::new("起草新方案", LIST.to_owned(), reader.csrf(), fields);
    Some(form.errors(errors))
}
