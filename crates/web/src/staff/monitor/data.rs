//! The tables of facts and loading a file into one. What could not be read is listed row by row.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    lake::{Loaded, Rejected as RejectedRow, TableSummary},
    monitor::{self, LoadDraft},
};
use fangfei_model::permission::Permission;

use crate::{
    WebError,
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, Width, filters},
    uploaded::Uploaded,
};

/// Refused rows shown; the count says how many there are.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "monitor/data.html")]
struct DataPage {
    shell: Shell,
    tables: Vec<TableSummary>,
    fields: Option<Vec<Field>>,
    errors: ErrorSummary,
    loaded: Option<(String, Loaded)>,
    refused: Vec<RejectedRow>,
}

/// Shows the tables.
pub async fn show(reader: SignedIn) -> Result<Response, WebError> {
    page(&reader, &LoadDraft::default(), None, None).await
}

/// Loads a file, and says what became of its rows.
pub async fn load(uploaded: Uploaded) -> Result<Response, WebError> {
    let draft = LoadDraft {
        table: uploaded.text("table").to_owned(),
        known_on: uploaded.text("known_on").to_owned(),
    };
    let reader = &uploaded.reader;
    let done = match uploaded.files.first() {
        Some(file) => {
            let bytes = file.bytes.to_vec();
            monitor::load_file(reader.app(), &reader.ctx, &draft, &file.name, bytes)
                .await
                .map(|loaded| (file.name.clone(), loaded))
        }
        None => Err(fangfei_app::Error::field("file", "没有选择文件")),
    };
    match done {
        Ok(loaded) => page(reader, &LoadDraft::default(), None, Some(loaded)).await,
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(reader, &draft, Some(rejected), None).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    draft: &LoadDraft,
    rejected: Option<Rejected>,
    loaded: Option<(String, Loaded)>,
) -> Result<Response, WebError> {
    let tables = monitor::tables(reader.app(), &reader.ctx).await?;
    let status = rejected.as_ref().map_or(StatusCode::OK, |r| r.status);
    let mut fields = fields(&tables, draft);
    let errors = rejected.map(|r| r.mark(&mut fields)).unwrap_or_default();
    let refused = loaded.as_ref().map(|(_, l)| l.rejected.clone());
    let mut refused = refused.unwrap_or_default();
    refused.truncate(SHOWN);
    let page = DataPage {
        shell: reader
            .shell(Some(Place::Monitor), "监测数据")
            .crumb("监测总览", super::OVERVIEW),
        tables,
        fields: reader.may(Permission::MonitorWrite).then_some(fields),
        errors,
        loaded,
        refused,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn fields(tables: &[TableSummary], draft: &LoadDraft) -> Vec<Field> {
    let choices = tables.iter().map(|t| (t.table.as_str(), t.title.as_str()));
    vec![
        Field::select("table", "数据表")
            .choose(choices, &[draft.table.as_str()])
            .required()
            .width(Width::Half),
        Field::date("known_on", "得知日期")
            .value(&draft.known_on)
            .hint("没有自己日期的事实按这一天得知；留空为今天")
            .width(Width::Half),
        Field::file(
            "file",
            "文件（xlsx、xls、csv、Parquet）",
            ".xlsx,.xls,.csv,.parquet",
            false,
        )
        .required(),
    ]
}
