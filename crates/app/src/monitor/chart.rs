//! A run's figures as pictures, each bar a link where the page knows one. It must not count.

use fangfei_report::chart::{
    BarChart, Category, Direction, Measure, Palette, Series, Tie, TieChart, Tone,
};

use super::{Association, Overview};

/// Subjects by band over the runs, without the lowest band, which would hide the others.
pub fn trend_chart(overview: &Overview) -> Option<String> {
    let bands: Vec<&str> = overview
        .kept
        .bands
        .iter()
        .skip(1)
        .map(|b| b.band.as_str())
        .collect();
    if overview.trend.len() < 2 {
        return None;
    }
    let series = bands.iter().enumerate().map(|(at, band)| Series {
        name: (*band).to_owned(),
        values: overview
            .trend
            .iter()
            .map(|(_, counts)| count_of(counts, band))
            .collect(),
        tone: Some(tone(at, bands.len())),
    });
    let chart = BarChart {
        title: "历次运行各分段主体数".to_owned(),
        categories: overview
            .trend
            .iter()
            .map(|(day, _)| Category::new(day.strftime("%y-%m-%d").to_string()))
            .collect(),
        series: series.collect(),
        measure: Measure::Count("家"),
        direction: Direction::Standing,
        stacked: true,
        width: 640,
    };
    Some(chart.drawing().to_svg(Palette::Page))
}

fn count_of(counts: &[fangfei_model::index_run::BandCount], band: &str) -> i64 {
    let found = counts
        .iter()
        .find(|c| c.band == band)
        .map_or(0, |c| c.subjects);
    i64::try_from(found).unwrap_or(i64::MAX)
}

/// The higher the band, the warmer the tone.
fn tone(at: usize, of: usize) -> Tone {
    match of - at {
        1 => Tone::Critical,
        2 => Tone::High,
        3 => Tone::Medium,
        4 => Tone::Low,
        _ => Tone::Series(at),
    }
}

/// Points by dimension against the most each can add.
pub fn dimension_chart(names: &[String], tenths: &[u16], caps: &[u16]) -> String {
    // Whole points, so that the two parts of a bar add up to its cap; the exact figure stands beside the name.
    let whole = |tenths: u16| i64::from((tenths + 5) / 10);
    let got: Vec<i64> = tenths.iter().map(|t| whole(*t)).collect();
    let left: Vec<i64> = caps
        .iter()
        .zip(&got)
        .map(|(cap, got)| (whole(*cap) - got).max(0))
        .collect();
    let named = |at: usize| {
        let (got, cap) = (tenths[at], caps[at]);
        Category::new(format!(
            "{} {}.{}/{}",
            names[at],
            got / 10,
            got % 10,
            cap / 10
        ))
    };
    let chart = BarChart {
        title: "各维度得分和上限".to_owned(),
        categories: (0..names.len().min(tenths.len()).min(caps.len()))
            .map(named)
            .collect(),
        series: vec![
            Series {
                name: "得分".to_owned(),
                values: got,
                tone: Some(Tone::High),
            },
            Series {
                name: "距上限".to_owned(),
                values: left,
                tone: Some(Tone::Muted),
            },
        ],
        measure: Measure::Count("分"),
        direction: Direction::Lying,
        stacked: true,
        width: 420,
    };
    chart.drawing().to_svg(Palette::Page)
}

/// Tenths of points of a number of points.
pub fn tenths_of(points: f64) -> u16 {
    // The clamp keeps the cast exact; no index is above a hundred.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=1000 just before"
    )]
    let tenths = (points * 10.0).round().clamp(0.0, 1000.0) as u16;
    tenths
}

/// The firms tied to one, as a picture.
pub fn ties_picture(name: &str, ties: &[Association]) -> Option<String> {
    if ties.is_empty() {
        return None;
    }
    let chart = TieChart {
        title: format!("{name}的关联企业"),
        middle: name.to_owned(),
        ties: ties
            .iter()
            .map(|tie| Tie {
                from: tie.from_name.clone(),
                to: tie.to_name.clone(),
                words: tie.tie.clone(),
            })
            .collect(),
        width: 860,
    };
    Some(chart.drawing().to_svg(Palette::Page))
}
