//! Lines over dates (折线图), from zero, with gaps where nothing is known.

use jiff::civil::Date;

use super::{
    axis::{DateScale, ValueScale},
    canvas::{Anchor, Drawing, Ink, Mark, SIZE, Tone, label, text_width},
    legend,
    measure::{Measure, Unit},
};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSeries {
    /// Its name in the key.
    pub name: String,
    /// Values by day in raw units (fen for money); `None` leaves a gap. Any order.
    pub points: Vec<(Date, Option<i64>)>,
    /// Its colour; `None` takes the next of the palette.
    pub tone: Option<Tone>,
}

/// A chart of lines over dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChart {
    /// What the chart shows.
    pub title: String,
    /// One or more lines.
    pub series: Vec<LineSeries>,
    /// What the values measure.
    pub measure: Measure,
    /// Width in CSS pixels.
    pub width: u16,
    /// Height of the plot in CSS pixels.
    pub height: u16,
}

/// The plot's place and scales.
struct Plot {
    left: f64,
    base: f64,
    days: DateScale,
    values: ValueScale,
    unit: Unit,
}

impl LineChart {
    /// Lays the chart out.
    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing::new(f64::from(self.width.max(160)), &self.title);
        let days = || {
            self.series
                .iter()
                .flat_map(|s| s.points.iter().map(|p| p.0))
        };
        let (Some(first), Some(last)) = (days().min(), days().max()) else {
            return drawing.empty();
        };
        drawing.description = self.describe();
        let top = if self.series.len() > 1 {
            legend::draw(&mut drawing, 0.0, &self.key())
        } else {
            0.0
        };
        let plot = self.plot(&drawing, top, first, last);
        self.draw_axes(&mut drawing, top, &plot);
        for (i, series) in self.series.iter().enumerate() {
            self.draw_series(
                &mut drawing,
                &plot,
                series,
                series.tone.unwrap_or(Tone::Series(i)),
            );
        }
        drawing.height = plot.base + 26.0;
        drawing
    }

    fn plot(&self, drawing: &Drawing, top: f64, first: Date, last: Date) -> Plot {
        let height = f64::from(self.height.max(60));
        let known = || {
            self.series
                .iter()
                .flat_map(|s| s.points.iter().filter_map(|p| p.1))
        };
        let values = ValueScale::new(known(), self.measure.smallest_step(), 5, height);
        let unit = self
            .measure
            .unit_for(known().max_by_key(|v| v.unsigned_abs()).unwrap_or(0));
        let left = values
            .ticks()
            .iter()
            .map(|t| text_width(&unit.tick(*t)))
            .fold(0.0, f64::max)
            + 10.0;
        let days = DateScale::new(first, last, (drawing.width - left - 44.0).max(40.0));
        Plot {
            left: left + 8.0,
            base: top + 30.0 + height,
            days,
            values,
            unit,
        }
    }

    fn draw_axes(&self, drawing: &mut Drawing, top: f64, plot: &Plot) {
        let name = format!("单位：{}", plot.unit.name);
        drawing.text((0.0, top + 11.0), name, Ink::Faint, Anchor::Start);
        for tick in plot.values.ticks() {
            let y = plot.base - plot.values.at(tick.into());
            drawing.line(
                (plot.left - 8.0, y),
                (drawing.width, y),
                if tick == 0 { Ink::Axis } else { Ink::Grid },
            );
            drawing.text(
                (plot.left - 16.0, y + SIZE * 0.36),
                plot.unit.tick(tick),
                Ink::Faint,
                Anchor::End,
            );
        }
        for (day, name) in plot.days.ticks(76.0) {
            let x = plot.left + plot.days.at(day);
            drawing.line((x, plot.base), (x, plot.base + 4.0), Ink::Axis);
            // The last label keeps inside the drawing, the first one clear of the left edge.
            let half = text_width(&name) / 2.0;
            let at = x.clamp(half, drawing.width - half);
            drawing.text((at, plot.base + 19.0), name, Ink::Faint, Anchor::Middle);
        }
    }

    fn draw_series(&self, drawing: &mut Drawing, plot: &Plot, series: &LineSeries, tone: Tone) {
        let ink = Ink::Tone(tone);
        let mut points = series.points.clone();
        points.sort_unstable();
        let at = |day, value: i64| {
            (
                plot.left + plot.days.at(day),
                plot.base - plot.values.at(value.into()),
            )
        };
        for run in points.split(|p| p.1.is_none()) {
            let path: Vec<_> = run
                .iter()
                .filter_map(|(d, v)| v.map(|v| at(*d, v)))
                .collect();
            if path.len() > 1 {
                drawing.marks.push(Mark::Path {
                    points: path,
                    ink,
                    thick: 2.0,
                });
            }
        }
        let known: Vec<_> = points
            .iter()
            .filter_map(|(d, v)| v.map(|v| (*d, v)))
            .collect();
        let radius = if known.len() > 60 { 1.5 } else { 3.0 };
        for (day, value) in &known {
            let tip = format!("{} {}：{}", day, series.name, self.measure.exact(*value));
            let dot = Mark::Dot {
                at: at(*day, *value),
                radius,
                ink,
            };
            drawing.marks.push(Mark::Group {
                tip,
                href: None,
                marks: vec![dot],
            });
        }
        if let (1, Some((day, value))) = (self.series.len(), known.last()) {
            let (x, y) = at(*day, *value);
            let text = plot.unit.rounded(*value);
            let x = x.min(drawing.width - text_width(&text) / 2.0);
            drawing
                .marks
                .push(label((x, y - 9.0), text, Ink::Text, Anchor::Middle));
        }
    }

    fn key(&self) -> Vec<(String, Tone)> {
        self.series
            .iter()
            .enumerate()
            .map(|(i, s)| (s.name.clone(), s.tone.unwrap_or(Tone::Series(i))))
            .collect()
    }

    fn describe(&self) -> String {
        let line = |s: &LineSeries| {
            let mut known: Vec<_> = s
                .points
                .iter()
                .filter_map(|(d, v)| v.map(|v| (*d, v)))
                .collect();
            known.sort_unstable();
            let say = |p: Option<&(Date, i64)>| {
                p.map(|(d, v)| format!("{d} 为{}", self.measure.exact(*v)))
            };
            match (say(known.first()), say(known.last())) {
                (Some(first), Some(last)) if known.len() > 1 => {
                    format!("{}：{first}，{last}", s.name)
                }
                (Some(only), _) => format!("{}：{only}", s.name),
                _ => format!("{}：暂无数据", s.name),
            }
        };
        self.series.iter().map(line).collect::<Vec<_>>().join("；")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::chart::Palette;

    fn chart(points: Vec<(Date, Option<i64>)>) -> LineChart {
        let series = vec![LineSeries {
            name: "新增线索".into(),
            points,
            tone: None,
        }];
        LineChart {
            title: "每月新增线索".into(),
            series,
            measure: Measure::Count("件"),
            width: 600,
            height: 160,
        }
    }

    #[test]
    fn unknown_months_are_gaps_not_zeros() {
        let points = (1..=6)
            .map(|m| (date(2024, m, 1), (m != 3).then_some(i64::from(m))))
            .collect();
        let svg = chart(points).drawing().to_svg(Palette::Print);
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert_eq!(svg.matches("<circle").count(), 5);
    }

    #[test]
    fn one_day_and_no_day_are_drawn() {
        assert!(
            chart(vec![(date(2024, 1, 1), Some(5))])
                .drawing()
                .to_svg(Palette::Page)
                .contains("<circle")
        );
        assert!(chart(vec![]).drawing().description().contains("暂无数据"));
    }
}
