//! The index of one subject taken apart: dimensions, every point with its rows and ground, what is
//! missing, what is harmless; what the subject could be told.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::{
    alert,
    monitor::{self, SubjectIndex},
    subject,
};
use fangfei_model::{alert::Alert, id::SubjectId};

use crate::{
    WebError,
    signed_in::SignedIn,
    staff::{alerts, subjects},
    ui::{Badge, Chart, Place, Shell, Stat, filters, format},
};

#[derive(Template)]
#[template(path = "monitor/subject.html")]
struct SubjectIndexPage {
    shell: Shell,
    file: String,
    ties: String,
    stats: Vec<Stat>,
    chart: Option<Chart>,
    points: Vec<PointRow>,
    index: Option<SubjectIndex>,
    missing: Vec<(String, Vec<String>)>,
    alerts: Vec<AlertRow>,
}

struct PointRow {
    title: String,
    dimension: String,
    says: String,
    points: String,
    rows: Vec<RowLink>,
    more: usize,
    as_of: String,
    ground: String,
    version: String,
}

/// A row of a file, and where it is shown.
struct RowLink {
    href: String,
    words: String,
}

struct AlertRow {
    href: String,
    number: String,
    state: Badge,
    seen: String,
}

/// Rows named one by one.
const ROWS: usize = 6;

/// Shows it.
pub async fn show(reader: SignedIn, Path(id): Path<SubjectId>) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let subject = subject::get(app, ctx, id).await?.record;
    let index = monitor::subject_index(app, ctx, id).await?;
    let found = alert::of_subject(app, ctx, id).await?;
    let page = SubjectIndexPage {
        shell: reader
            .shell(Some(Place::Monitor), format!("{}：风险指数", subject.name))
            .crumb("监测总览", super::OVERVIEW)
            .crumb(&subject.name, subjects::href(id)),
        file: subjects::href(id),
        ties: format!("/subjects/{id}/ties"),
        stats: index.as_ref().map(stats).unwrap_or_default(),
        chart: index.as_ref().map(chart),
        points: index.as_ref().map(|i| points(id, i)).unwrap_or_default(),
        missing: index.as_ref().map(missing).unwrap_or_default(),
        alerts: found.into_iter().map(|a| alert_row(&a.record)).collect(),
        index,
    };
    Ok(Html(page.render()?))
}

fn stats(index: &SubjectIndex) -> Vec<Stat> {
    let anatomy = &index.anatomy;
    vec![
        Stat::new("风险指数", format::tenths(anatomy.index.0), "分")
            .note(format!("截至 {}", index.as_of)),
        Stat::new("分段", &anatomy.band, ""),
        Stat::new("已知", anatomy.coverage.to_string(), "%")
            .note("按权重计；未知的既不计分，也不算好"),
        Stat::new(
            "指标方案",
            index.rules_title.as_deref().unwrap_or("程序自带方案"),
            "",
        )
        .note(if index.is_in_force {
            format!("版本 {}", anatomy.rules)
        } else {
            format!(
                "版本 {}；现行方案已更换，再运行一次后按新方案计",
                anatomy.rules
            )
        }),
    ]
}

fn chart(index: &SubjectIndex) -> Chart {
    let names: Vec<String> = index.caps.iter().map(|(name, _)| name.clone()).collect();
    let caps: Vec<u16> = index.caps.iter().map(|(_, cap)| *cap).collect();
    let got: Vec<u16> = names
        .iter()
        .map(|name| {
            let points = index.anatomy.dimensions.get(name).and_then(|v| v.as_f64());
            fangfei_app::monitor::tenths_of(points.unwrap_or(0.0))
        })
        .collect();
    Chart::new(monitor::dimension_chart(&names, &got, &caps))
}

fn points(id: SubjectId, index: &SubjectIndex) -> Vec<PointRow> {
    let mut points: Vec<_> = index.anatomy.points.iter().collect();
    points.sort_by_key(|p| std::cmp::Reverse(p.points));
    points
        .into_iter()
        .map(|p| PointRow {
            title: p.title.clone(),
            dimension: p.dimension.clone(),
            says: p.says.clone(),
            points: format::tenths(p.points.0),
            rows: p
                .rows
                .iter()
                .take(ROWS)
                .map(|r| {
                    let sheet = if r.sheet.is_empty() {
                        String::new()
                    } else {
                        format!("“{}”", r.sheet)
                    };
                    RowLink {
                        href: super::fact_href(id, r.reference),
                        words: format!("{}{sheet}第 {} 行", r.file, r.row),
                    }
                })
                .collect(),
            more: p.rows.len().saturating_sub(ROWS),
            as_of: p.as_of.clone().unwrap_or_default(),
            ground: p.ground.clone(),
            version: p.version.clone(),
        })
        .collect()
}

/// Missing indicators by the tables that would tell, each once.
fn missing(index: &SubjectIndex) -> Vec<(String, Vec<String>)> {
    let mut by_table: std::collections::BTreeMap<String, Vec<String>> = Default::default();
    for line in &index.missing {
        by_table
            .entry(line.needs.join("、"))
            .or_default()
            .push(line.title.clone());
    }
    by_table.into_iter().collect()
}

fn alert_row(alert: &Alert) -> AlertRow {
    AlertRow {
        href: alerts::href(alert.id),
        number: alert.number.clone(),
        state: alerts::state_badge(alert.status()),
        seen: alert
            .latest()
            .map(|s| format::day(s.as_of))
            .unwrap_or_default(),
    }
}
