//! Schedule (进度图): phases as bars and due dates as points over the months, drawn in SVG with
//! percentages, so that it fits any width without script or style. It must not know campaigns.

use askama::Template;
use jiff::{ToSpan, civil::Date};

use super::{Tone, filters, format, markup::markup};

/// A dated point in a lane: a report that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// When.
    pub date: Date,
    /// What is due; shown when pointed at and read aloud.
    pub label: String,
    /// Where it leads; empty when nowhere.
    pub href: String,
    /// Done, overdue, soon or plain.
    pub tone: Tone,
}

/// One phase or duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Its name: 风险排查阶段.
    pub label: String,
    /// Where it leads; empty when nowhere.
    pub href: String,
    /// First and last day; `None` when it has points only.
    pub span: Option<(Date, Date)>,
    /// Colour of the bar.
    pub tone: Tone,
    /// Its points.
    pub points: Vec<Point>,
}

/// The picture, printed with `{{ schedule }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/schedule.html")]
pub struct Schedule {
    lanes: Vec<Lane>,
    first: Date,
    /// One past the last day.
    end: Date,
    today: Date,
}
markup!(Schedule);

impl Lane {
    /// `2024-07-01 至 2024-08-31`; empty when it has points only.
    fn dates(&self) -> String {
        match self.span {
            Some((start, end)) => format!("{} 至 {}", format::day(start), format::day(end)),
            None => String::new(),
        }
    }
}

/// A month's beginning on the axis.
struct Tick {
    at: String,
    text: String,
    strong: bool,
    /// Left out on a phone.
    minor: bool,
}

impl Schedule {
    /// Lays out the lanes over whole months; `None` when nothing in them has a date.
    pub fn new(lanes: Vec<Lane>, today: Date) -> Option<Self> {
        let spans = lanes
            .iter()
            .filter_map(|lane| lane.span)
            .flat_map(|(start, end)| [start, end]);
        let points = lanes
            .iter()
            .flat_map(|lane| &lane.points)
            .map(|point| point.date);
        let dates: Vec<Date> = spans.chain(points).collect();
        let (first, last) = (dates.iter().min()?, dates.iter().max()?);
        Some(Self {
            first: first.first_of_month(),
            end: after(last.last_of_month()),
            lanes,
            today,
        })
    }

    /// Where the beginning of a day lies, as a percentage with two decimals.
    fn at(&self, date: &Date) -> String {
        let all = days(self.first, self.end).max(1);
        let share = days(self.first, (*date).clamp(self.first, self.end)) * 10_000 / all;
        format!("{}.{:02}%", share / 100, share % 100)
    }

    /// Where the middle of a day lies, near enough: points sit on their day, not on its edge.
    fn point_at(&self, date: &Date) -> String {
        let all = days(self.first, self.end).max(1) * 2;
        let share = (days(self.first, (*date).clamp(self.first, self.end)) * 2 + 1) * 10_000 / all;
        format!("{}.{:02}%", share / 100, share % 100)
    }

    /// How wide the days from `start` to `end` are, both counted.
    fn width(&self, start: &Date, end: &Date) -> String {
        let all = days(self.first, self.end).max(1);
        let share = days(*start, after(*end)).max(1) * 10_000 / all;
        format!("{}.{:02}%", share / 100, share % 100)
    }

    fn shows_today(&self) -> bool {
        (self.first..self.end).contains(&self.today)
    }

    /// Every month, every third or every January, so that about a dozen words stand on the axis.
    fn ticks(&self) -> Vec<Tick> {
        let months = self
            .first
            .series(1.month())
            .take_while(|month| *month < self.end);
        let months: Vec<Date> = months.collect();
        let step = match months.len() {
            ..=14 => 1,
            15..=36 => 3,
            _ => 12,
        };
        // The first words name the year and are long: nothing else stands within a twelfth of them.
        let labelled = |(index, month): &(usize, Date)| {
            let regular = (month.month() - 1) % step == 0 && index * 12 >= months.len();
            *index == 0 || regular
        };
        let minor = months.len() > 5;
        // A phone shows only what stands well clear of the first words.
        let clear = |index: usize| index == 0 || index * 3 >= months.len();
        let labelled = months.iter().copied().enumerate().filter(labelled);
        labelled
            .map(|(index, month)| self.tick(month, clear(index), minor))
            .collect()
    }

    fn tick(&self, month: Date, clear: bool, minor: bool) -> Tick {
        let named = month.month() == 1 || month == self.first;
        let strong = named && (clear || !minor);
        let year = if named {
            format!("{}年", month.year())
        } else {
            String::new()
        };
        Tick {
            at: self.at(&month),
            text: format!("{year}{}月", month.month()),
            strong,
            minor,
        }
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// The next day; the last day of the calendar stays.
fn after(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn lane(start: Date, end: Date) -> Lane {
        Lane {
            label: "排查".into(),
            href: String::new(),
            span: Some((start, end)),
            tone: Tone::Info,
            points: Vec::new(),
        }
    }

    #[test]
    fn a_whole_month_fills_the_picture() {
        let schedule = Schedule::new(
            vec![lane(date(2024, 7, 1), date(2024, 7, 31))],
            date(2024, 7, 1),
        )
        .unwrap();
        assert_eq!(schedule.at(&date(2024, 7, 1)), "0.00%");
        assert_eq!(
            schedule.width(&date(2024, 7, 1), &date(2024, 7, 31)),
            "100.00%"
        );
    }

    #[test]
    fn today_outside_the_campaign_draws_no_line() {
        let schedule = Schedule::new(
            vec![lane(date(2024, 7, 1), date(2024, 8, 31))],
            date(2026, 1, 1),
        )
        .unwrap();
        assert!(!schedule.to_string().contains("schedule__today"));
    }

    #[test]
    fn nothing_dated_draws_nothing() {
        assert_eq!(Schedule::new(Vec::new(), date(2024, 7, 1)), None);
    }

    #[test]
    fn long_campaigns_do_not_crowd_the_axis() {
        let schedule = Schedule::new(
            vec![lane(date(2024, 5, 1), date(2025, 12, 31))],
            date(2024, 7, 1),
        )
        .unwrap();
        assert!(schedule.ticks().len() <= 14);
        assert!(schedule.to_string().contains("2025年1月"));
    }
}
