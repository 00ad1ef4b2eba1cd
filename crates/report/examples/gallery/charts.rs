//! One of every chart, filled with made-up figures.

use fangfei_report::chart::{
    BarChart, Category, Direction, Drawing, LineChart, LineSeries, Measure, Milestone, Palette,
    Phase, Series, Share, ShareBar, Sparkline, State, Timeline, Tone,
};
use jiff::{ToSpan, civil::date};

const TOWNS: [&str; 9] = [
    "青禾镇",
    "柳泉镇",
    "石门乡",
    "白杨河乡",
    "南山街道办事处",
    "经济技术开发区管理委员会",
    "云岭乡",
    "东河镇",
    "西川镇",
];

pub fn all() -> Vec<(&'static str, String)> {
    drawings()
        .into_iter()
        .map(|(name, d)| (name, d.to_svg(Palette::Print)))
        .collect()
}

pub fn page() -> String {
    let charts: String = drawings()
        .into_iter()
        .map(|(name, d)| format!("<h3>{name}</h3><div>{}</div>\n", d.to_svg(Palette::Page)))
        .collect();
    format!(
        "<!doctype html><meta charset=utf-8><body style='font-family:sans-serif;margin:16px'>{charts}"
    )
}

fn drawings() -> Vec<(&'static str, Drawing)> {
    vec![
        ("lying", lying().drawing()),
        (
            "lying-grouped",
            BarChart {
                direction: Direction::Lying,
                series: two_series(),
                ..lying()
            }
            .drawing(),
        ),
        ("standing", standing().drawing()),
        (
            "standing-stacked",
            BarChart {
                stacked: true,
                series: two_series(),
                ..standing()
            }
            .drawing(),
        ),
        (
            "standing-narrow",
            BarChart {
                width: 320,
                series: two_series(),
                ..standing()
            }
            .drawing(),
        ),
        ("months", months().drawing()),
        ("line", line().drawing()),
        ("timeline", timeline().drawing()),
        (
            "timeline-phone",
            Timeline {
                width: 360,
                ..timeline()
            }
            .drawing(),
        ),
        ("share", share().drawing()),
        ("spark", spark().drawing()),
    ]
}

fn lying() -> BarChart {
    BarChart {
        title: "各乡镇涉及金额".into(),
        categories: TOWNS.iter().map(|t| Category::new(*t)).collect(),
        series: vec![Series {
            name: "涉及金额".into(),
            values: (0..9).map(|i| (9 - i) * (9 - i) * 12_345_600).collect(),
            tone: None,
        }],
        measure: Measure::Money,
        direction: Direction::Lying,
        stacked: false,
        width: 640,
    }
}

fn two_series() -> Vec<Series> {
    let series = |name: &str, k: i64, tone| Series {
        name: name.into(),
        values: (1..=9).map(|i| i * k % 23).collect(),
        tone,
    };
    vec![
        series("新增线索", 7, None),
        series("办结", 5, Some(Tone::Good)),
    ]
}

fn standing() -> BarChart {
    BarChart {
        direction: Direction::Standing,
        measure: Measure::Count("件"),
        series: vec![Series {
            name: "线索".into(),
            values: vec![3, 18, 7, 0, 12, 22, 9, 1, 5],
            tone: None,
        }],
        ..lying()
    }
}

fn months() -> BarChart {
    BarChart {
        categories: (1..=24)
            .map(|m| Category::new(format!("{}月", (m - 1) % 12 + 1)))
            .collect(),
        series: vec![Series {
            name: "线索".into(),
            values: (0..24).map(|i| i * 37 % 1900 + 8_000).collect(),
            tone: None,
        }],
        ..standing()
    }
}

fn line() -> LineChart {
    let points = |k: i64| {
        (0..18_i64).map(move |i| {
            let day = date(2023, 7, 1).saturating_add(i.months());
            (day, (i != 6).then_some((i * k) % 97 * 1_000_000))
        })
    };
    let series = |name: &str, k| LineSeries {
        name: name.into(),
        points: points(k).collect(),
        tone: None,
    };
    LineChart {
        title: "每月新增与清退金额".into(),
        series: vec![series("新增", 31), series("清退", 17)],
        measure: Measure::Money,
        width: 640,
        height: 180,
    }
}

fn timeline() -> Timeline {
    let phase = |name: &str, a: (i16, i8, i8), b: (i16, i8, i8), state| Phase {
        name: name.into(),
        start: Some(date(a.0, a.1, a.2)),
        end: Some(date(b.0, b.1, b.2)),
        state,
        href: None,
    };
    let due = |name: &str, y, m, d, state| Milestone {
        name: name.into(),
        day: date(y, m, d),
        state,
        href: None,
    };
    Timeline {
        title: "专项行动进度".into(),
        phases: vec![
            phase("部署发动", (2024, 5, 1), (2024, 6, 30), State::Done),
            phase("风险排查", (2024, 7, 1), (2024, 8, 31), State::Overdue),
            phase("打击处置", (2024, 9, 1), (2025, 12, 31), State::Current),
            phase("建章立制", (2024, 10, 1), (2025, 12, 31), State::Current),
            phase(
                "巩固提升（回头看）",
                (2025, 6, 1),
                (2025, 12, 31),
                State::Planned,
            ),
        ],
        milestones: vec![
            due("报送分管领导和联络员名单", 2024, 6, 25, State::Done),
            due("报送二季度进展", 2024, 6, 30, State::Overdue),
            due("报送三季度进展", 2024, 9, 30, State::Done),
            due("报送四季度进展", 2024, 12, 31, State::Current),
            due("报送一季度进展", 2025, 3, 31, State::Planned),
            due("报送专项行动总结报告", 2025, 11, 1, State::Planned),
            due("报送四季度进展", 2025, 12, 31, State::Planned),
        ],
        today: Some(date(2024, 11, 21)),
        width: 860,
    }
}

fn share() -> ShareBar {
    let share = |name: &str, value, tone| Share {
        name: name.into(),
        value,
        tone,
        href: None,
    };
    ShareBar {
        title: "风险等级".into(),
        shares: vec![
            share("重大", 2, Tone::Critical),
            share("较大", 19, Tone::High),
            share("一般", 87, Tone::Medium),
            share("较低", 143, Tone::Low),
            share("未评定", 12, Tone::Muted),
        ],
        measure: Measure::Count("件"),
        width: 640,
    }
}

fn spark() -> Sparkline {
    Sparkline {
        title: "近十二月".into(),
        values: [3, 5, 4, 8, 9, 7, 12, 3, 4, 6, 11, 9].map(Some).to_vec(),
        measure: Measure::Count("件"),
        width: 110,
        height: 24,
    }
}
