//! A campaign's timeline (进度图): phases as bars, deadlines as diamonds, today as a line.

use jiff::{ToSpan, civil::Date};

use super::{
    axis::DateScale,
    canvas::{Anchor, Drawing, Ink, Mark, SIZE, Tone, fitted, label, text_width},
};

/// How far a phase or deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not begun, or not yet due.
    Planned,
    /// Under way, or due soon.
    Current,
    /// Done.
    Done,
    /// Past its end and not done.
    Overdue,
}

/// A phase (阶段).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Its name.
    pub name: String,
    /// First day; `None` reaches back to the chart's edge.
    pub start: Option<Date>,
    /// Last day; `None` reaches to the chart's edge.
    pub end: Option<Date>,
    /// How far it is.
    pub state: State,
    /// A path on this site.
    pub href: Option<String>,
}

/// A deadline (时限节点).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// What is due.
    pub name: String,
    /// The day it is due.
    pub day: Date,
    /// How far it is.
    pub state: State,
    /// A path on this site.
    pub href: Option<String>,
}

/// A campaign's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The campaign's name.
    pub title: String,
    /// Phases, in their order; they may overlap.
    pub phases: Vec<Phase>,
    /// Deadlines, in any order.
    pub milestones: Vec<Milestone>,
    /// The day to mark as today, when it falls into the chart.
    pub today: Option<Date>,
    /// Width in CSS pixels.
    pub width: u16,
}

const ROW: f64 = 30.0;
/// Below this width the names stand above their bars instead of beside them.
const NARROW: f64 = 560.0;
const NAME_LINE: f64 = 18.0;
const LANE: f64 = 22.0;
const HEAD: f64 = 42.0;
const RIGHT: f64 = 14.0;

/// The horizontal frame all parts share.
struct Frame {
    left: f64,
    first: Date,
    last: Date,
    days: DateScale,
    narrow: bool,
}

impl Frame {
    /// Height of a phase's row.
    fn row(&self) -> f64 {
        if self.narrow { ROW + NAME_LINE } else { ROW }
    }

    fn x(&self, day: Date) -> f64 {
        self.left + self.days.at(day)
    }
}

impl Timeline {
    /// Lays the chart out.
    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing::new(f64::from(self.width.max(320)), &self.title);
        let Some(frame) = self.frame(drawing.width) else {
            return drawing.empty();
        };
        drawing.description = self.describe();
        let lanes = self.lanes(&frame, drawing.width);
        let lane_count = lanes.iter().map(|l| l.lane + 1).max().unwrap_or(0);
        let deadlines_top =
            HEAD + frame.row() * self.phases.len() as f64 + if lane_count > 0 { 10.0 } else { 0.0 };
        let bottom = deadlines_top + LANE * lane_count as f64;
        grid(&mut drawing, &frame, bottom);
        for (i, phase) in self.phases.iter().enumerate() {
            drawing.marks.push(phase_row(
                phase,
                &frame,
                HEAD + frame.row() * i as f64,
                drawing.width,
            ));
        }
        if lane_count > 0 && !frame.narrow {
            let middle = deadlines_top + LANE * lane_count as f64 / 2.0 + SIZE * 0.36;
            drawing.text((frame.left - 10.0, middle), "时限", Ink::Text, Anchor::End);
        }
        drawing.marks.extend(
            lanes
                .iter()
                .map(|l| l.mark(deadlines_top + LANE * l.lane as f64 + LANE / 2.0)),
        );
        self.draw_today(&mut drawing, &frame, bottom);
        drawing.height = bottom + 8.0;
        drawing
    }

    /// From the first to the last known day, with a little air; nothing to draw without a day.
    fn frame(&self, width: f64) -> Option<Frame> {
        let phases = self.phases.iter().flat_map(|p| [p.start, p.end]).flatten();
        let known: Vec<Date> = phases
            .chain(self.milestones.iter().map(|m| m.day))
            .collect();
        let (first, last) = (*known.iter().min()?, *known.iter().max()?);
        let air = ((last - first).get_days() / 40).max(2);
        let (first, last) = (
            first.saturating_sub(air.days()),
            last.saturating_add(air.days()),
        );
        let names = self
            .phases
            .iter()
            .map(|p| text_width(&p.name))
            .fold(SIZE * 2.0, f64::max);
        let narrow = width < NARROW;
        let left = if narrow {
            2.0
        } else {
            names.min(width * 0.3) + 18.0
        };
        Some(Frame {
            left,
            first,
            last,
            days: DateScale::new(first, last, width - left - RIGHT),
            narrow,
        })
    }

    fn draw_today(&self, drawing: &mut Drawing, frame: &Frame, bottom: f64) {
        let Some(today) = self
            .today
            .filter(|t| (frame.first..=frame.last).contains(t))
        else {
            return;
        };
        let (x, ink) = (frame.x(today), Ink::Tone(Tone::Critical));
        drawing.marks.push(Mark::Line {
            from: (x, 20.0),
            to: (x, bottom),
            ink,
            thick: 1.5,
            dashed: true,
        });
        let text = format!("今天 {}月{}日", today.month(), today.day());
        let half = text_width(&text) / 2.0;
        drawing.text(
            (x.clamp(half, drawing.width - half), 14.0),
            text,
            ink,
            Anchor::Middle,
        );
    }

    /// Puts every deadline on the first lane where its diamond and name are free of others.
    fn lanes(&self, frame: &Frame, width: f64) -> Vec<Placed<'_>> {
        let mut order: Vec<&Milestone> = self.milestones.iter().collect();
        order.sort_by_key(|m| m.day);
        let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
        order
            .into_iter()
            .map(|milestone| {
                let mut placed = Placed::new(milestone, frame, width);
                let (from, to) = placed.span;
                let free = |lane: &Vec<(f64, f64)>| lane.iter().all(|(a, b)| to < *a || from > *b);
                placed.lane = taken.iter().position(free).unwrap_or(taken.len());
                if placed.lane == taken.len() {
                    taken.push(Vec::new());
                }
                taken[placed.lane].push(placed.span);
                placed
            })
            .collect()
    }

    fn describe(&self) -> String {
        let day = |d: Option<Date>| d.map_or_else(|| "未定".to_owned(), |d| d.to_string());
        let phases = self
            .phases
            .iter()
            .map(|p| format!("{} {} 至 {}", p.name, day(p.start), day(p.end)));
        let deadlines = self
            .milestones
            .iter()
            .map(|m| format!("{} {}（{}）", m.day, m.name, due_word(m.state)));
        phases.chain(deadlines).collect::<Vec<_>>().join("；")
    }
}

/// A deadline with its place.
struct Placed<'a> {
    milestone: &'a Milestone,
    x: f64,
    text: String,
    left_side: bool,
    span: (f64, f64),
    lane: usize,
}

impl<'a> Placed<'a> {
    fn new(milestone: &'a Milestone, frame: &Frame, width: f64) -> Self {
        let x = frame.x(milestone.day);
        let full = format!(
            "{}月{}日 {}",
            milestone.day.month(),
            milestone.day.day(),
            milestone.name
        );
        let (right_room, left_room) = (width - x - 12.0, x - frame.left - 12.0);
        let needed = text_width(&full);
        let left_side = needed > right_room && left_room > right_room;
        let text = fitted(&full, if left_side { left_room } else { right_room });
        let reach = text_width(&text) + 14.0;
        let span = if left_side {
            (x - reach, x + 10.0)
        } else {
            (x - 10.0, x + reach)
        };
        Self {
            milestone,
            x,
            text,
            left_side,
            span,
            lane: 0,
        }
    }

    fn mark(&self, y: f64) -> Mark {
        let (x, r) = (self.x, 6.0);
        let ink = Ink::Tone(tone(self.milestone.state));
        let diamond = vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
        let (at, anchor) = if self.left_side {
            (x - 10.0, Anchor::End)
        } else {
            (x + 10.0, Anchor::Start)
        };
        let text = label((at, y + SIZE * 0.36), self.text.clone(), Ink::Text, anchor);
        let m = self.milestone;
        Mark::Group {
            tip: format!("{} {}（{}）", m.day, m.name, due_word(m.state)),
            href: m.href.clone(),
            marks: vec![
                Mark::Polygon {
                    points: diamond,
                    ink,
                },
                text,
            ],
        }
    }
}

fn grid(drawing: &mut Drawing, frame: &Frame, bottom: f64) {
    for (day, name) in frame.days.ticks(72.0) {
        let x = frame.x(day);
        drawing.line((x, HEAD - 8.0), (x, bottom), Ink::Grid);
        let half = text_width(&name) / 2.0;
        drawing.text(
            (x.min(drawing.width - half), HEAD - 12.0),
            name,
            Ink::Faint,
            Anchor::Middle,
        );
    }
    drawing.line(
        (frame.left, HEAD - 8.0),
        (drawing.width - RIGHT, HEAD - 8.0),
        Ink::Axis,
    );
}

fn phase_row(phase: &Phase, frame: &Frame, y: f64, width: f64) -> Mark {
    let edge = |day: Option<Date>, open: Date| frame.x(day.unwrap_or(open));
    let end = phase.end.map(|d| d.tomorrow().unwrap_or(d));
    let (a, b) = (
        edge(phase.start, frame.first),
        edge(end, frame.last).min(width - RIGHT),
    );
    let (x, wide) = (a.min(b), (b - a).abs().max(3.0));
    let name = if frame.narrow {
        label(
            (frame.left, y + NAME_LINE - 1.0),
            fitted(&phase.name, width),
            Ink::Text,
            Anchor::Start,
        )
    } else {
        let at = (frame.left - 10.0, y + ROW / 2.0 + SIZE * 0.36);
        label(
            at,
            fitted(&phase.name, frame.left - 14.0),
            Ink::Text,
            Anchor::End,
        )
    };
    let y = y + frame.row() - ROW;
    let middle = y + ROW / 2.0 + SIZE * 0.36;
    let bar = Mark::Rect {
        x,
        y: y + 6.0,
        w: wide,
        h: ROW - 12.0,
        ink: Ink::Pale(tone(phase.state)),
    };
    let edge_bar = Mark::Rect {
        x,
        y: y + 6.0,
        w: 3.0,
        h: ROW - 12.0,
        ink: Ink::Tone(tone(phase.state)),
    };
    let mut marks = vec![name, bar, edge_bar];
    marks.extend(phase_dates(phase, (x, wide), middle, width));
    let tip = format!(
        "{} {}（{}）",
        phase.name,
        range_text(phase),
        phase_word(phase.state)
    );
    Mark::Group {
        tip,
        href: phase.href.clone(),
        marks,
    }
}

/// The dates inside the bar, or beside it where there is more room.
fn phase_dates(phase: &Phase, (x, wide): (f64, f64), y: f64, width: f64) -> Option<Mark> {
    let text = range_text(phase);
    let needed = text_width(&text) + 16.0;
    if needed <= wide {
        Some(label((x + wide / 2.0, y), text, Ink::Text, Anchor::Middle))
    } else if x + wide + needed <= width {
        Some(label((x + wide + 6.0, y), text, Ink::Faint, Anchor::Start))
    } else {
        Some(label((x - 6.0, y), text, Ink::Faint, Anchor::End))
    }
}

fn range_text(phase: &Phase) -> String {
    let short = |d: Date| format!("{}.{}", d.month(), d.day());
    let long = |d: Date| format!("{}.{}", d.year(), short(d));
    match (phase.start, phase.end) {
        (Some(a), Some(b)) if a.year() == b.year() => format!("{}—{}", short(a), short(b)),
        (Some(a), Some(b)) => format!("{}—{}", long(a), long(b)),
        (Some(a), None) => format!("{}起", short(a)),
        (None, Some(b)) => format!("至{}", short(b)),
        (None, None) => "时间未定".to_owned(),
    }
}

fn tone(state: State) -> Tone {
    match state {
        State::Planned => Tone::Muted,
        State::Current => Tone::Low,
        State::Done => Tone::Good,
        State::Overdue => Tone::Critical,
    }
}

fn due_word(state: State) -> &'static str {
    match state {
        State::Planned => "未到期",
        State::Current => "临近",
        State::Done => "已完成",
        State::Overdue => "已逾期",
    }
}

fn phase_word(state: State) -> &'static str {
    match state {
        State::Planned => "未开始",
        State::Current => "进行中",
        State::Done => "已结束",
        State::Overdue => "逾期未完成",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::chart::Palette;

    fn milestone(name: &str, day: Date) -> Milestone {
        Milestone {
            name: name.into(),
            day,
            state: State::Planned,
            href: None,
        }
    }

    fn timeline(milestones: Vec<Milestone>) -> Timeline {
        let phase = |name: &str, start, end| Phase {
            name: name.into(),
            start,
            end,
            state: State::Current,
            href: None,
        };
        Timeline {
            title: "专项行动".into(),
            phases: vec![
                phase("部署发动", Some(date(2024, 5, 1)), Some(date(2024, 6, 30))),
                phase("建章立制", None, Some(date(2025, 12, 31))),
            ],
            milestones,
            today: Some(date(2024, 11, 21)),
            width: 800,
        }
    }

    #[test]
    fn phases_deadlines_and_today_are_there() {
        let svg = timeline(vec![milestone("报送季报", date(2024, 9, 30))])
            .drawing()
            .to_svg(Palette::Page);
        for expected in [
            "部署发动",
            "9月30日 报送季报",
            "今天 11月21日",
            "至12.31",
            "<polygon",
        ] {
            assert!(svg.contains(expected), "{expected}");
        }
    }

    #[test]
    fn without_any_day_there_is_nothing_to_draw() {
        let mut timeline = timeline(vec![]);
        timeline.phases.clear();
        assert!(timeline.drawing().description().contains("暂无数据"));
    }

    proptest! {
        /// However many deadlines fall together, no two names lie on each other.
        #[test]
        fn names_never_overlap(days in prop::collection::vec(0_i64..500, 0..30)) {
            let start = date(2024, 5, 1);
            let all = days.iter().map(|d| milestone("报送阶段性工作进展情况", start.saturating_add(d.days()))).collect();
            let timeline = timeline(all);
            let frame = timeline.frame(800.0).expect("there are days");
            let placed = timeline.lanes(&frame, 800.0);
            for (i, a) in placed.iter().enumerate() {
                prop_assert!(a.span.1 <= 812.0);
                for b in &placed[i + 1..] {
                    prop_assert!(a.lane != b.lane || a.span.1 < b.span.0 || b.span.1 < a.span.0);
                }
            }
        }
    }
}
