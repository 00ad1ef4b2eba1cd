//! One run: its mapping and preview while it waits, its progress while it runs, its result after.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    import::{self, ImportKind, ImportState, Preview, Review, SheetView},
    place_names,
};
use fangfei_model::{
    id::ImportId,
    import_run::{ImportCounts, ImportRun, ImportStatus, RowReason},
};

use super::{
    href,
    list::{TITLE, state_badge},
};
use crate::{
    WebError,
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{Badge, ErrorSummary, Field, Place, Progress, Shell, Stat, Tone, Width, filters},
};

/// Reasons shown of each sort on the page of a result; the file holds them all.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "imports/review.html")]
struct ReviewPage {
    shell: Shell,
    run: ImportRun,
    state: Badge,
    kind: &'static str,
    href: String,
    errors: ErrorSummary,
    fields: Vec<Field>,
    options: Vec<(String, String, bool)>,
    sheets: Vec<SheetPart>,
    notes: Vec<String>,
    withheld: String,
    preview: Preview,
    stats: Vec<Stat>,
    profile: Field,
}

struct SheetPart {
    view: SheetView,
    columns: Vec<ColumnPart>,
    units: [&'static str; 4],
}

struct ColumnPart {
    name: String,
    column: import::ColumnView,
    unit: String,
    titled: bool,
}

#[derive(Template)]
#[template(path = "imports/running.html")]
struct RunningPage {
    shell: Shell,
    state: Badge,
    progress: Progress,
    waiting: bool,
    error: String,
}

#[derive(Template)]
#[template(path = "imports/result.html")]
struct ResultPage {
    shell: Shell,
    run: ImportRun,
    state: Badge,
    kind: &'static str,
    stats: Vec<Stat>,
    rejected_file: String,
    rejected: Vec<RowReason>,
    skipped: Vec<RowReason>,
    notes: Vec<RowReason>,
    records: String,
    withheld: String,
}

/// The run as it stands.
pub async fn show(reader: SignedIn, Path(id): Path<ImportId>) -> Result<Response, WebError> {
    let state = import::state(reader.app(), &reader.ctx, id).await?;
    match state.run.status {
        ImportStatus::Uploaded => review(&reader, state, None).await,
        ImportStatus::Running => running(&reader, state),
        ImportStatus::Done | ImportStatus::Failed => result(&reader, state.run),
    }
}

/// The run again, with a correction that was not taken.
pub(super) async fn again(
    reader: &SignedIn,
    id: ImportId,
    rejected: Rejected,
) -> Result<Response, WebError> {
    let state = import::state(reader.app(), &reader.ctx, id).await?;
    review(reader, state, Some(rejected)).await
}

fn shell(reader: &SignedIn, run: &ImportRun) -> Shell {
    reader
        .shell(Some(Place::Imports), &run.file_name)
        .crumb(TITLE.0, TITLE.1)
}

fn kind(run: &ImportRun) -> &'static str {
    run.kind.parse::<ImportKind>().map_or("", ImportKind::title)
}

async fn review(
    reader: &SignedIn,
    state: ImportState,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let (app, ctx, id) = (reader.app(), &reader.ctx, state.run.id);
    let Review {
        sheets,
        fields: options,
        notes,
        preview,
    } = import::review(app, ctx, id).await?;
    let mut fields = settings(reader, &state).await?;
    let errors = rejected
        .as_ref()
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    let page = ReviewPage {
        shell: shell(reader, &state.run),
        state: state_badge(state.run.status),
        kind: kind(&state.run),
        href: href(id),
        errors,
        fields,
        options,
        sheets: sheets.into_iter().enumerate().map(part).collect(),
        notes,
        withheld: import::told(&state.run.withheld).unwrap_or_default(),
        stats: stats(preview.counts, preview.only_first),
        preview,
        profile: Field::text("name", "方案名称")
            .example("市场监管局月报")
            .max(60)
            .width(Width::Half),
        run: state.run,
    };
    let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
    Ok((status, Html(page.render()?)).into_response())
}

fn part((at, view): (usize, SheetView)) -> SheetPart {
    let columns = view.columns.iter().map(|column| ColumnPart {
        name: format!("{at}-{}", column.column),
        unit: column
            .unit
            .map(|unit| unit.title().to_owned())
            .unwrap_or_default(),
        titled: !column.title.is_empty(),
        column: column.clone(),
    });
    SheetPart {
        columns: columns.collect(),
        units: ["元", "千元", "万元", "亿元"],
        view,
    }
}

async fn settings(reader: &SignedIn, state: &ImportState) -> Result<Vec<Field>, WebError> {
    let settings = &state.settings;
    let places = place_names::choices(reader.app(), &reader.ctx).await?;
    let first = (String::new(), "本单位辖区".to_owned());
    let places =
        std::iter::once(first).chain(places.into_iter().map(|p| (p.code.to_string(), p.name)));
    let division = settings
        .division
        .map(|code| code.to_string())
        .unwrap_or_default();
    let mut fields = Vec::new();
    if matches!(state.run.kind.as_str(), "subject" | "clue") {
        fields.push(
            Field::select("division", "没有写明属地的行归入")
                .choose(places, &[division.as_str()])
                .hint("写明了乡镇、村或地址的行按所写的归属")
                .width(Width::Third),
        );
    }
    fields.push(
        Field::text("year", "没有年份的日期按哪一年")
            .value(settings.year.map(|y| y.to_string()).unwrap_or_default())
            .example("2024")
            .hint("例如表里只写“4月15日”")
            .max(4)
            .width(Width::Third),
    );
    if state.run.kind == "clue" {
        fields.push(
            Field::date("found_on", "没有日期的线索按哪一天登记")
                .value(
                    settings
                        .found_on
                        .map(|day| day.to_string())
                        .unwrap_or_default(),
                )
                .hint("不填则退回没有日期的行")
                .width(Width::Third),
        );
    }
    Ok(fields)
}

fn running(reader: &SignedIn, state: ImportState) -> Result<Response, WebError> {
    let job = state.job.as_ref();
    let (done, total) = job.map_or((0, 0), |job| (job.done, job.total.unwrap_or(0)));
    let page = RunningPage {
        shell: shell(reader, &state.run),
        state: state_badge(state.run.status),
        progress: Progress::new("已核对的行", done.min(total), total),
        waiting: total == 0,
        error: job.and_then(|job| job.error.clone()).unwrap_or_default(),
    };
    Ok(Html(page.render()?).into_response())
}

fn result(reader: &SignedIn, run: ImportRun) -> Result<Response, WebError> {
    let cut = |list: &[RowReason]| list.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    let records = match run.kind.as_str() {
        "subject" => "/subjects",
        "clue" => "/clues",
        "contact" => "/units",
        "licensed_body" => "/screening#licensed",
        _ => "",
    };
    let rejected_file = if run.counts.rejected > 0 && import::may_fetch(&reader.ctx, &run) {
        format!("{}/rejected", href(run.id))
    } else {
        String::new()
    };
    let page = ResultPage {
        shell: shell(reader, &run),
        state: state_badge(run.status),
        kind: kind(&run),
        stats: stats(run.counts, None),
        rejected_file,
        rejected: cut(&run.rejected),
        skipped: cut(&run.skipped),
        notes: cut(&run.notes),
        records: records.to_owned(),
        withheld: import::told(&run.withheld).unwrap_or_default(),
        run,
    };
    Ok(Html(page.render()?).into_response())
}

fn stats(counts: ImportCounts, only_first: Option<usize>) -> Vec<Stat> {
    let stat = |label: &str, number: u64| {
        Stat::new(label, crate::ui::format::grouped(&number.to_string()), "行")
    };
    let watch = if counts.rejected > 0 {
        Tone::Watch
    } else {
        Tone::Neutral
    };
    vec![
        stat(
            if only_first.is_some() {
                "已核对行数（不是全部）"
            } else {
                "表内行数"
            },
            counts.rows,
        ),
        stat("新增", counts.added),
        stat("更新", counts.changed),
        stat("没有变化", counts.unchanged),
        stat("退回", counts.rejected).tone(watch),
        stat("跳过", counts.skipped).note("空行、合计、说明"),
    ]
}
