//! The scheme's curve (曲线): what came in, what went out, what is owed, and the thresholds as
//! information.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::funds::{self, MeterLine};
use fangfei_model::id::FundsInquiryId;

use super::{frame, frame::Frame, person::percent};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Chart, Shell, Stat, Tone, filters, format},
};

#[derive(Template)]
#[template(path = "funds/curve.html")]
struct CurvePage {
    shell: Shell,
    frame: Frame,
    stats: Vec<Stat>,
    charts: Vec<(&'static str, Chart)>,
    meter: Vec<MeterLine>,
    analysed: bool,
}

/// Shows the curve.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<FundsInquiryId>,
) -> Result<Html<String>, WebError> {
    let file = funds::file(reader.app(), &reader.ctx, id).await?;
    let inquiry = &file.inquiry.record;
    let people = funds::participants(reader.app(), inquiry).await?;
    let curve = &people.curve;
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "—".to_owned(), format::day);
    let peak = curve.days.iter().map(|d| d.owed.0).max().unwrap_or(0);
    let share = curve.new_money.map_or_else(|| "—".to_owned(), percent);
    let last = curve.days.last();
    let stats = vec![
        Stat::new("首笔", day(curve.days.first().map(|d| d.day)), ""),
        Stat::new("末笔", day(last.map(|d| d.day)), ""),
        Stat::new("未返还本金最高", format::wan(peak), ""),
        Stat::new(
            "末日未返还本金",
            format::wan(last.map_or(0, |d| d.owed.0)),
            "",
        ),
        Stat::new("返款中来自他人新款", share, "").tone(Tone::Watch),
        Stat::new("资金不可持续之日", day(curve.no_return), "")
            .note("此日起账上资金已不够偿付未返还本金"),
    ];
    let frame = frame(&reader, &file, "curve");
    let page = CurvePage {
        shell: frame.shell.clone(),
        frame,
        stats,
        charts: funds::curve_charts(curve)
            .into_iter()
            .map(|(title, svg)| (title, Chart::new(svg)))
            .collect(),
        analysed: inquiry.analysis.is_some() && !curve.days.is_empty(),
        meter: people.meter,
    };
    Ok(Html(page.render()?))
}
