//! The first page's figures as pictures, each bar a link where the page knows one. It must not count.

use fangfei_model::level::Level;
use fangfei_report::chart::{BarChart, Category, Direction, Measure, Palette, Series, Tone};

use super::{Month, PlaceFigures};

/// Found, opened and closed by month; `href` leads to the clues of a month.
pub fn trend_chart(months: &[Month], href: impl Fn(&Month) -> String) -> String {
    let category = |month: &Month| Category {
        label: month.first.strftime("%y-%m").to_string(),
        href: Some(href(month)),
    };
    let series = |name: &str, tone, value: fn(&Month) -> u64| Series {
        name: name.to_owned(),
        values: months.iter().map(|m| whole(value(m))).collect(),
        tone: Some(tone),
    };
    let chart = BarChart {
        title: "近十二个月发现线索、挂账和销号".to_owned(),
        categories: months.iter().map(category).collect(),
        series: vec![
            series("发现线索", Tone::Series(0), |m| m.found),
            series("挂账", Tone::Series(1), |m| m.opened),
            series("销号", Tone::Good, |m| m.closed),
        ],
        measure: Measure::Count("件"),
        direction: Direction::Standing,
        stacked: false,
        width: 640,
    };
    chart.drawing().to_svg(Palette::Page)
}

/// Open risk items by level; `href` leads to those of a level.
pub fn level_chart(levels: &[(Level, u64)], href: impl Fn(Level) -> String) -> String {
    let chart = BarChart {
        title: "在办风险事项按等级".to_owned(),
        categories: levels
            .iter()
            .map(|(level, _)| Category {
                label: level.title().to_owned(),
                href: Some(href(*level)),
            })
            .collect(),
        series: vec![Series {
            name: "在办".to_owned(),
            values: levels.iter().map(|(_, count)| whole(*count)).collect(),
            tone: Some(Tone::High),
        }],
        measure: Measure::Count("件"),
        direction: Direction::Lying,
        stacked: false,
        width: 340,
    };
    chart.drawing().to_svg(Palette::Page)
}

/// Clues of the year and open items by place; `href` leads to a place's open items.
pub fn place_chart(places: &[PlaceFigures], href: impl Fn(&PlaceFigures) -> String) -> String {
    let series = |name: &str, tone, value: fn(&PlaceFigures) -> u64| Series {
        name: name.to_owned(),
        values: places.iter().map(|p| whole(value(p))).collect(),
        tone: Some(tone),
    };
    let chart = BarChart {
        title: "按属地：在办风险事项和近十二个月线索".to_owned(),
        categories: places
            .iter()
            .map(|p| Category {
                label: p.name.clone(),
                href: Some(href(p)),
            })
            .collect(),
        series: vec![
            series("在办风险事项", Tone::High, |p| p.open),
            series("近十二个月线索", Tone::Series(0), |p| p.clues),
        ],
        measure: Measure::Count("件"),
        direction: Direction::Lying,
        stacked: false,
        width: 460,
    };
    chart.drawing().to_svg(Palette::Page)
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
