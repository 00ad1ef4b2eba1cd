//! The overview: bands, divisions, who rose, who stands highest, which indicators spoke, and the runs.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Page, alert,
    monitor::{self, AskDraft, IndicatorLine, Overview, RankLine},
    place_names::PlaceNames,
};
use fangfei_model::{
    code::division::DivisionCode,
    index_run::{IndexRun, RunState, RunStatus},
    permission::Permission,
};

use super::{OVERVIEW, index_href};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::alerts,
    ui::{
        ActionForm, Badge, Chart, ErrorSummary, Field, Place, Shell, Stat, Tone, filters, format,
    },
};

/// Runs listed.
const RUNS: u64 = 12;
/// Lines of an order shown at first.
const LINES: usize = 50;

#[derive(Template)]
#[template(path = "monitor/overview.html")]
struct OverviewPage {
    shell: Shell,
    stats: Vec<Stat>,
    overview: Option<Overview>,
    trend: Option<Chart>,
    bands: Vec<String>,
    places: Vec<PlaceRow>,
    top: Vec<Row>,
    risen: Vec<(Row, String)>,
    indicators: Vec<IndicatorLine>,
    silent: Vec<IndicatorLine>,
    runs: Vec<RunRow>,
    form: Option<ActionForm>,
    waiting: bool,
}

struct PlaceRow {
    name: String,
    cells: Vec<Cell>,
    total: u64,
}

/// A count, and how dark its ground is, 0 to 5.
struct Cell {
    count: u64,
    shade: u8,
}

struct Row {
    name: String,
    code: String,
    href: Option<String>,
    index: String,
    band: String,
    coverage: u8,
}

struct RunRow {
    run: IndexRun,
    state: Badge,
    words: String,
}

/// Shows the overview.
pub async fn show(reader: SignedIn) -> Result<Response, WebError> {
    page(&reader, &AskDraft::default(), None).await
}

/// Asks for a run.
pub async fn run(posted: Posted<AskDraft>) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match monitor::ask(reader.app(), &reader.ctx, &draft).await {
        Ok(run) => Ok(Sent::to(OVERVIEW.to_owned())
            .done(format!(
                "已开始运行，截至 {}。完成后结果显示在本页。",
                run.as_of
            ))
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, &draft, Some(rejected)).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    draft: &AskDraft,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let overview = monitor::overview(app, ctx).await?;
    let runs = monitor::runs(app, ctx, Page::first(RUNS)).await?;
    let status = rejected.as_ref().map_or(StatusCode::OK, |r| r.status);
    let open = alert::open_count(app, ctx).await?;
    let kept = overview.as_ref().map(|o| &o.kept);
    let (spoken, silent) = indicators(kept.map(|k| k.indicators.clone()).unwrap_or_default());
    let page = OverviewPage {
        shell: reader.shell(Some(Place::Monitor), "监测总览"),
        stats: overview
            .as_ref()
            .map(|o| stats(o, open))
            .unwrap_or_default(),
        trend: overview
            .as_ref()
            .and_then(monitor::trend_chart)
            .map(Chart::new),
        bands: kept
            .map(|k| k.bands.iter().map(|b| b.band.clone()).collect())
            .unwrap_or_default(),
        places: match &overview {
            Some(o) => places(reader, o).await?,
            None => Vec::new(),
        },
        top: kept
            .map(|k| k.top.iter().take(LINES).map(row).collect())
            .unwrap_or_default(),
        risen: overview.as_ref().map(risen).unwrap_or_default(),
        indicators: spoken,
        silent,
        waiting: runs.iter().any(|r| r.state == RunState::Running),
        runs: runs.into_iter().map(run_row).collect(),
        form: form(reader, draft, rejected),
        overview,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn form(reader: &SignedIn, draft: &AskDraft, rejected: Option<Rejected>) -> Option<ActionForm> {
    if !reader.may(Permission::MonitorWrite) {
        return None;
    }
    let mut fields = vec![
        Field::date("as_of", "截至日期")
            .value(&draft.as_of)
            .hint("只用这一天以前已经知道的数据；留空为今天"),
    ];
    let errors: ErrorSummary = rejected.map(|r| r.mark(&mut fields)).unwrap_or_default();
    let form = ActionForm::new("运行指数", OVERVIEW.to_owned(), reader.csrf(), fields);
    Some(form.errors(errors))
}

fn stats(overview: &Overview, open: u64) -> Vec<Stat> {
    let count = |n: u64| format::grouped(&n.to_string());
    let mut stats = vec![
        Stat::new("待处理预警", count(open), "条")
            .href(alerts::LIST)
            .tone(if open > 0 { Tone::Watch } else { Tone::Neutral }),
        Stat::new("纳入监测", count(overview.kept.subjects), "家")
            .note(format!("截至 {}", overview.run.as_of)),
    ];
    let higher = overview.kept.bands.iter().skip(1);
    stats.extend(higher.map(|band| Stat::new(&band.band, count(band.subjects), "家")));
    stats
}

/// Divisions with most subjects above the lowest band first.
async fn places(reader: &SignedIn, overview: &Overview) -> Result<Vec<PlaceRow>, WebError> {
    let lines = &overview.kept.divisions;
    let codes: Vec<DivisionCode> = lines.iter().filter_map(|l| l.code.parse().ok()).collect();
    let names = PlaceNames::of(reader.app(), codes).await?;
    let most = lines
        .iter()
        .flat_map(|l| l.bands.iter().skip(1))
        .copied()
        .max()
        .unwrap_or(0);
    let mut rows: Vec<PlaceRow> = lines
        .iter()
        .map(|line| PlaceRow {
            name: match line.code.parse() {
                Ok(code) => names.get(&code),
                Err(_) => "属地不详".to_owned(),
            },
            cells: line
                .bands
                .iter()
                .enumerate()
                .map(|(at, count)| Cell {
                    count: *count,
                    shade: if at == 0 { 0 } else { shade(*count, most) },
                })
                .collect(),
            total: line.bands.iter().sum(),
        })
        .collect();
    let above = |row: &PlaceRow| row.cells.iter().skip(1).map(|c| c.count).sum::<u64>();
    rows.sort_by_key(|row| std::cmp::Reverse((above(row), row.total)));
    Ok(rows)
}

fn shade(count: u64, most: u64) -> u8 {
    if count == 0 || most == 0 {
        return 0;
    }
    u8::try_from((count * 5).div_ceil(most)).unwrap_or(5)
}

fn row(line: &RankLine) -> Row {
    Row {
        name: line.name.clone().unwrap_or_else(|| line.code.clone()),
        code: line.code.clone(),
        href: line.file.map(index_href),
        index: format::tenths(line.tenths),
        band: line.band.clone(),
        coverage: line.coverage,
    }
}

fn risen(overview: &Overview) -> Vec<(Row, String)> {
    let lines = overview.risen.iter().take(LINES / 2);
    lines
        .map(|(line, was)| (row(line), format::tenths(line.tenths - was)))
        .collect()
}

/// Those that gave points, most subjects first; and those that could not, for want of data.
fn indicators(mut lines: Vec<IndicatorLine>) -> (Vec<IndicatorLine>, Vec<IndicatorLine>) {
    lines.sort_by_key(|line| std::cmp::Reverse(line.subjects));
    let (spoken, rest): (Vec<_>, Vec<_>) = lines.into_iter().partition(|l| l.subjects > 0);
    let silent = rest.into_iter().filter(|l| !l.covered).collect();
    (spoken, silent)
}

fn run_row(run: IndexRun) -> RunRow {
    let tone = match run.status() {
        RunStatus::Running => Tone::Info,
        RunStatus::Done => Tone::Done,
        RunStatus::Failed => Tone::Danger,
    };
    let words = match &run.state {
        RunState::Running => "正在计算，完成后刷新本页".to_owned(),
        RunState::Failed { reason } => reason.clone(),
        RunState::Done { outcome } => format!(
            "{} 家；新增预警 {} 条，并入 {} 条；方案 {}",
            format::grouped(&outcome.subjects.to_string()),
            outcome.raised,
            outcome.merged,
            outcome.rules
        ),
    };
    RunRow {
        state: Badge::state(run.status().title(), tone),
        words,
        run,
    }
}
