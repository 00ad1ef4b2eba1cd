//! The list of import runs, with the upload form.

use askama::Template;
use axum::{
    extract::Query as Params,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Error, Page,
    import::{self, ImportKind, allowed_kinds},
};
use fangfei_model::import_run::{ImportRun, ImportStatus};
use serde::Deserialize;

use super::{LIST, href};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Badge, ErrorSummary, Field, Place, Shell, Tone, filters},
    uploaded::Uploaded,
};

#[derive(Template)]
#[template(path = "imports/list.html")]
struct ImportListPage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    run: ImportRun,
    kind: &'static str,
    state: Badge,
}

/// What the link to the form asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    kind: String,
}

/// Runs shown.
const SHOWN: u64 = 100;

/// The list.
pub async fn show(reader: SignedIn, Params(wanted): Params<Wanted>) -> Result<Response, WebError> {
    page(&reader, &wanted.kind, StatusCode::OK, None).await
}

/// Takes a file in.
pub async fn submit(uploaded: Uploaded) -> Result<Response, WebError> {
    let (reader, kind) = (&uploaded.reader, uploaded.text("kind"));
    let wrong = async |message: String| {
        page(
            reader,
            kind,
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(message),
        )
        .await
    };
    let [file] = uploaded.files.as_slice() else {
        return wrong("请选择一个表格文件（xlsx、xls 或 csv）".to_owned()).await;
    };
    let chosen = match kind.parse::<ImportKind>() {
        Ok(chosen) => chosen,
        Err(error) => return wrong(error.to_string()).await,
    };
    match import::upload(reader.app(), &reader.ctx, chosen, &file.name, &file.bytes).await {
        Ok(run) => Ok(crate::posted::Sent::to(href(run.id)).into_response()),
        Err(error @ (Error::File { .. } | Error::Invalid(_))) => wrong(error.to_string()).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(
    reader: &SignedIn,
    kind: &str,
    status: StatusCode,
    wrong: Option<String>,
) -> Result<Response, WebError> {
    let runs = import::list(reader.app(), &reader.ctx, Page::first(SHOWN)).await?;
    let kinds: Vec<(&str, &str)> = allowed_kinds(&reader.ctx)
        .into_iter()
        .map(|k| (k.code(), k.title()))
        .collect();
    let chosen = if kinds.iter().any(|(code, _)| *code == kind) {
        kind
    } else {
        kinds.first().map_or("", |k| k.0)
    };
    let mut file = Field::file("file", "表格文件", ".xlsx,.xls,.csv,.et,.txt", false)
        .hint("xlsx、xls、csv 都可以，表头可以有标题行和合并单元格；不超过 64 MB")
        .required();
    file.error = wrong.unwrap_or_default();
    let fields = vec![
        Field::radio("kind", "导入内容").choose(kinds, &[chosen]),
        file,
    ];
    let row = |run: ImportRun| Row {
        href: href(run.id),
        kind: run.kind.parse::<ImportKind>().map_or("", ImportKind::title),
        state: state_badge(run.status),
        run,
    };
    let page = ImportListPage {
        shell: reader.shell(Some(Place::Imports), "数据导入"),
        errors: ErrorSummary::of(fields.iter()),
        rows: runs.into_iter().map(row).collect(),
        fields,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// The state as a badge.
pub(super) fn state_badge(status: ImportStatus) -> Badge {
    let tone = match status {
        ImportStatus::Uploaded => Tone::Watch,
        ImportStatus::Running => Tone::Info,
        ImportStatus::Done => Tone::Done,
        ImportStatus::Failed => Tone::Neutral,
    };
    Badge::state(status.title(), tone)
}

/// For links to the list.
pub(super) const TITLE: (&str, &str) = ("数据导入", LIST);
