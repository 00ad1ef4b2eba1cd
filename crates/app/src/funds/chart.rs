//! The scheme's curve as pictures, the same in pages and papers. It must not count.

use fangfei_report::chart::{LineChart, LineSeries, Measure, Palette, Tone};

use super::{Curve, CurveDay};

/// Title and SVG of each chart.
pub fn curve_charts(curve: &Curve) -> Vec<(&'static str, String)> {
    if curve.days.is_empty() {
        return Vec::new();
    }
    let flows = vec![
        line("累计投入", Tone::Series(0), running(curve, |d| d.paid_in.0)),
        line(
            "累计返款",
            Tone::Series(1),
            running(curve, |d| d.paid_out.0),
        ),
    ];
    let owed = vec![line(
        "未返还本金",
        Tone::High,
        points(curve, |day| day.owed.0),
    )];
    vec![
        ("累计投入和返款", svg("累计投入和返款", flows)),
        ("未返还本金", svg("未返还本金", owed)),
    ]
}

fn line(name: &str, tone: Tone, points: Vec<(jiff::civil::Date, Option<i64>)>) -> LineSeries {
    LineSeries {
        name: name.to_owned(),
        points,
        tone: Some(tone),
    }
}

fn points(curve: &Curve, of: fn(&CurveDay) -> i64) -> Vec<(jiff::civil::Date, Option<i64>)> {
    thinned(&curve.days)
        .into_iter()
        .map(|(_, day)| (day.day, Some(of(day))))
        .collect()
}

fn running(curve: &Curve, of: fn(&CurveDay) -> i64) -> Vec<(jiff::civil::Date, Option<i64>)> {
    let mut sums = Vec::with_capacity(curve.days.len());
    let mut sum = 0_i64;
    for day in &curve.days {
        sum = sum.saturating_add(of(day));
        sums.push(sum);
    }
    thinned(&curve.days)
        .into_iter()
        .map(|(at, day)| (day.day, sums.get(at).copied()))
        .collect()
}

/// A screen has no room for more points; the first and the last stay.
const MOST_POINTS: usize = 200;

fn thinned(days: &[CurveDay]) -> Vec<(usize, &CurveDay)> {
    let step = days.len().div_ceil(MOST_POINTS).max(1);
    let last = days.len().saturating_sub(1);
    days.iter()
        .enumerate()
        .filter(|(at, _)| at % step == 0 || *at == last)
        .collect()
}

fn svg(title: &str, series: Vec<LineSeries>) -> String {
    let chart = LineChart {
        title: title.to_owned(),
        series,
        measure: Measure::Money,
        width: 960,
        height: 220,
    };
    chart.drawing().to_svg(Palette::Page)
}
