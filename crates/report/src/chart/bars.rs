//! Bar charts (条形图、柱形图): side by side or stacked, lying or standing, always from zero.

use super::{
    axis::ValueScale,
    canvas::{Anchor, Drawing, Ink, Mark, SIZE, Tone, fitted, label, text_width},
    legend,
    measure::{Measure, Unit},
    wrap::wrapped,
};

/// Which way the bars grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the right; best for names.
    Lying,
    /// Upwards; best for months and quarters.
    Standing,
}

/// One place on the chart's base line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its name, shortened with “…” where it does not fit.
    pub label: String,
    /// A path on this site that lists the rows behind the figure.
    pub href: Option<String>,
}

/// One series of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name in the key.
    pub name: String,
    /// One value for every category, in the measure's raw unit (fen for money); missing ones count as zero.
    pub values: Vec<i64>,
    /// Its colour; `None` takes the next of the palette.
    pub tone: Option<Tone>,
}

/// A bar chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarChart {
    /// What the chart shows, for screen readers and files.
    pub title: String,
    /// The base line.
    pub categories: Vec<Category>,
    /// One or more series.
    pub series: Vec<Series>,
    /// What the values measure.
    pub measure: Measure,
    /// Which way the bars grow.
    pub direction: Direction,
    /// Whether the series stand on each other.
    pub stacked: bool,
    /// Width in CSS pixels; the height follows from the content.
    pub width: u16,
}

impl Category {
    /// A category without a link.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: None,
        }
    }
}

/// A bar in the making: from one value to another, along the base line by `across`.
struct Bar {
    from: i128,
    to: i128,
    tone: Tone,
    slot: usize,
}

const STANDING_HEIGHT: f64 = 200.0;
const BAR: f64 = 16.0;

impl BarChart {
    /// Lays the chart out.
    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing::new(f64::from(self.width.max(160)), &self.title);
        if self.categories.is_empty() || self.series.is_empty() {
            return drawing.empty();
        }
        drawing.description = self.describe();
        let top = if self.series.len() > 1 {
            legend::draw(&mut drawing, 0.0, &self.key())
        } else {
            0.0
        };
        match self.direction {
            Direction::Lying => self.lying(&mut drawing, top),
            Direction::Standing => self.standing(&mut drawing, top),
        }
        drawing
    }

    fn lying(&self, drawing: &mut Drawing, top: f64) {
        let left = self.longest_label().min(drawing.width * 0.4) + 10.0;
        let value_room = self.longest_value() + 10.0;
        let room = (drawing.width - left - value_room).max(40.0);
        let ticks = ((room / 80.0) as u32).clamp(1, 6);
        let scale = self.scale(ticks, room);
        let unit = self.measure.unit_for(self.largest());
        let band = self.slots() as f64 * BAR + 12.0;
        let bottom = top + 18.0 + band * self.categories.len() as f64;
        drawing.text(
            (0.0, top + 11.0),
            format!("单位：{}", unit.name),
            Ink::Faint,
            Anchor::Start,
        );
        for tick in scale.ticks() {
            let x = left + scale.at(tick.into());
            drawing.line(
                (x, top + 18.0),
                (x, bottom),
                if tick == 0 { Ink::Axis } else { Ink::Grid },
            );
            drawing.text(
                (x, bottom + 16.0),
                unit.tick(tick),
                Ink::Faint,
                Anchor::Middle,
            );
        }
        for (i, category) in self.categories.iter().enumerate() {
            let y = top + 18.0 + band * i as f64;
            let mut marks = vec![label(
                (left - 8.0, y + band / 2.0 + SIZE * 0.36),
                fitted(&category.label, left - 10.0),
                Ink::Text,
                Anchor::End,
            )];
            for bar in self.bars(i) {
                let (x0, x1) = (scale.at(bar.from), scale.at(bar.to));
                let y = y + 6.0 + BAR * bar.slot as f64;
                marks.push(rect(
                    (left + x0.min(x1), y),
                    (width_of(x0, x1), BAR - 2.0),
                    bar.tone,
                ));
            }
            marks.extend(self.lying_values(i, left, y + 6.0, &scale));
            drawing.marks.push(Mark::Group {
                tip: self.tip(i),
                href: category.href.clone(),
                marks,
            });
        }
        drawing.height = bottom + 24.0;
    }

    /// The values at the ends of lying bars; a stack shows its sum.
    fn lying_values(&self, category: usize, left: f64, top: f64, scale: &ValueScale) -> Vec<Mark> {
        self.ends(category)
            .into_iter()
            .map(|(slot, value)| {
                let end = scale.at(i128::from(value).max(0));
                let y = top + BAR * slot as f64 + (BAR - 2.0) / 2.0 + SIZE * 0.36;
                label(
                    (left + end + 6.0, y),
                    self.measure.short(value),
                    Ink::Text,
                    Anchor::Start,
                )
            })
            .collect()
    }

    fn standing(&self, drawing: &mut Drawing, top: f64) {
        let scale = self.scale(5, STANDING_HEIGHT);
        let unit = self.measure.unit_for(self.largest());
        let ticks = scale.ticks();
        let left = ticks
            .iter()
            .map(|t| text_width(&unit.tick(*t)))
            .fold(0.0, f64::max)
            + 10.0;
        let base = top + 34.0 + STANDING_HEIGHT;
        drawing.text(
            (0.0, top + 11.0),
            format!("单位：{}", unit.name),
            Ink::Faint,
            Anchor::Start,
        );
        for tick in ticks {
            let y = base - scale.at(tick.into());
            drawing.line(
                (left, y),
                (drawing.width, y),
                if tick == 0 { Ink::Axis } else { Ink::Grid },
            );
            drawing.text(
                (left - 8.0, y + SIZE * 0.36),
                unit.tick(tick),
                Ink::Faint,
                Anchor::End,
            );
        }
        let band = (drawing.width - left) / self.categories.len() as f64;
        let every = self.label_every(band);
        let mut lines = 1;
        for (i, category) in self.categories.iter().enumerate() {
            let x = left + band * i as f64;
            let mut marks = self.standing_bars(i, (x, base), band, &scale);
            marks.extend(self.standing_values(i, (x, base), band, &scale, &unit));
            if i % every == 0 {
                let names = wrapped(&category.label, band * every as f64 - 6.0);
                lines = lines.max(names.len());
                for (n, name) in names.into_iter().enumerate() {
                    let y = base + 16.0 + 15.0 * n as f64;
                    marks.push(label((x + band / 2.0, y), name, Ink::Text, Anchor::Middle));
                }
            }
            drawing.marks.push(Mark::Group {
                tip: self.tip(i),
                href: category.href.clone(),
                marks,
            });
        }
        drawing.height = base + 10.0 + 15.0 * lines as f64;
    }

    fn standing_bars(
        &self,
        i: usize,
        (x, base): (f64, f64),
        band: f64,
        scale: &ValueScale,
    ) -> Vec<Mark> {
        let (first, each) = self.standing_slots(band);
        self.bars(i)
            .map(|bar| {
                let (y0, y1) = (scale.at(bar.from), scale.at(bar.to));
                let at = (x + first + each * bar.slot as f64, base - y0.max(y1));
                rect(at, ((each - 2.0).max(1.0), width_of(y0, y1)), bar.tone)
            })
            .collect()
    }

    /// Values over standing bars, only where all of a band fit beside each other.
    fn standing_values(
        &self,
        i: usize,
        (x, base): (f64, f64),
        band: f64,
        scale: &ValueScale,
        unit: &Unit,
    ) -> Vec<Mark> {
        let (first, each) = self.standing_slots(band);
        let room = if self.slots() == 1 { band } else { each };
        let widest = (0..self.categories.len())
            .flat_map(|c| self.ends(c))
            .map(|(_, v)| text_width(&unit.rounded(v)))
            .fold(0.0, f64::max);
        if widest + 4.0 > room {
            return Vec::new();
        }
        self.ends(i)
            .into_iter()
            .map(|(slot, value)| {
                let at = (
                    x + first + each * (slot as f64 + 0.5) - 1.0,
                    base - scale.at(i128::from(value).max(0)) - 5.0,
                );
                label(at, unit.rounded(value), Ink::Text, Anchor::Middle)
            })
            .collect()
    }

    /// Where the first bar of a band stands and how far apart they are.
    fn standing_slots(&self, band: f64) -> (f64, f64) {
        let slots = self.slots() as f64;
        let each = (band * 0.72 / slots).min(44.0);
        ((band - each * slots) / 2.0, each)
    }

    /// Every how many categories a label fits.
    fn label_every(&self, band: f64) -> usize {
        let needed = self.longest_label().min(SIZE * 4.0) + 6.0;
        ((needed / band).ceil() as usize).max(1)
    }

    fn bars(&self, category: usize) -> impl Iterator<Item = Bar> {
        let (mut up, mut down) = (0_i128, 0_i128);
        self.series.iter().enumerate().map(move |(s, series)| {
            let value = i128::from(series.values.get(category).copied().unwrap_or(0));
            let tone = series.tone.unwrap_or(Tone::Series(s));
            if !self.stacked {
                return Bar {
                    from: 0,
                    to: value,
                    tone,
                    slot: s,
                };
            }
            let end = if value < 0 { &mut down } else { &mut up };
            let from = *end;
            *end += value;
            Bar {
                from,
                to: *end,
                tone,
                slot: 0,
            }
        })
    }

    /// The figures to print at the bars of a category: one a bar, or the sum of a stack.
    fn ends(&self, category: usize) -> Vec<(usize, i64)> {
        let values = self
            .series
            .iter()
            .map(|s| s.values.get(category).copied().unwrap_or(0));
        if self.stacked {
            vec![(0, values.fold(0, i64::saturating_add))]
        } else {
            values.enumerate().collect()
        }
    }

    fn slots(&self) -> usize {
        if self.stacked { 1 } else { self.series.len() }
    }

    fn scale(&self, ticks: u32, length: f64) -> ValueScale {
        let ends = (0..self.categories.len())
            .flat_map(|c| self.bars(c))
            .map(|b| clamp(b.to));
        ValueScale::new(ends, self.measure.smallest_step(), ticks, length)
    }

    /// The value furthest from zero; it decides the unit of the axis.
    fn largest(&self) -> i64 {
        let ends = (0..self.categories.len())
            .flat_map(|c| self.bars(c))
            .map(|b| clamp(b.to));
        ends.max_by_key(|v| v.unsigned_abs()).unwrap_or(0)
    }

    fn longest_label(&self) -> f64 {
        self.categories
            .iter()
            .map(|c| text_width(&c.label))
            .fold(0.0, f64::max)
    }

    fn longest_value(&self) -> f64 {
        (0..self.categories.len())
            .flat_map(|c| self.ends(c))
            .map(|(_, v)| text_width(&self.measure.short(v)))
            .fold(0.0, f64::max)
    }

    fn key(&self) -> Vec<(String, Tone)> {
        self.series
            .iter()
            .enumerate()
            .map(|(i, s)| (s.name.clone(), s.tone.unwrap_or(Tone::Series(i))))
            .collect()
    }

    /// One category in words: `金峰乡：排查12户，立案1件`.
    fn tip(&self, category: usize) -> String {
        let parts = self.series.iter().map(|s| {
            let value = self
                .measure
                .exact(s.values.get(category).copied().unwrap_or(0));
            if self.series.len() > 1 {
                format!("{}{value}", s.name)
            } else {
                value
            }
        });
        format!(
            "{}：{}",
            self.categories[category].label,
            parts.collect::<Vec<_>>().join("，")
        )
    }

    fn describe(&self) -> String {
        (0..self.categories.len())
            .map(|c| self.tip(c))
            .collect::<Vec<_>>()
            .join("；")
    }
}

fn clamp(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// A value that is not zero is never invisible.
fn width_of(from: f64, to: f64) -> f64 {
    let length = (to - from).abs();
    if length > 0.0 { length.max(1.0) } else { 0.0 }
}

fn rect((x, y): (f64, f64), (w, h): (f64, f64), tone: Tone) -> Mark {
    Mark::Rect {
        x,
        y,
        w,
        h,
        ink: Ink::Tone(tone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Palette;

    fn chart(direction: Direction, stacked: bool) -> BarChart {
        BarChart {
            title: "各乡镇线索".into(),
            categories: vec![
                Category {
                    label: "青禾镇".into(),
                    href: Some("/clues?town=1".into()),
                },
                Category {
                    label: "<script>".into(),
                    href: Some("https://elsewhere.example".into()),
                },
            ],
            series: vec![
                Series {
                    name: "新增".into(),
                    values: vec![12, 3],
                    tone: None,
                },
                Series {
                    name: "办结".into(),
                    values: vec![8],
                    tone: Some(Tone::Good),
                },
            ],
            measure: Measure::Count("件"),
            direction,
            stacked,
            width: 480,
        }
    }

    #[test]
    fn it_says_in_words_what_it_shows() {
        let drawing = chart(Direction::Lying, false).drawing();
        assert_eq!(
            drawing.description(),
            "青禾镇：新增12件，办结8件；<script>：新增3件，办结0件"
        );
        let svg = drawing.to_svg(Palette::Page);
        assert!(svg.contains("aria-label=\"各乡镇线索\"") && svg.contains("<desc>青禾镇"));
    }

    #[test]
    fn text_is_escaped_and_links_stay_on_the_site() {
        let svg = chart(Direction::Standing, true)
            .drawing()
            .to_svg(Palette::Print);
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;"));
        assert!(svg.contains("<a href=\"/clues?town=1\">"));
        assert!(!svg.contains("elsewhere") && !svg.contains("var(") && !svg.contains("style="));
    }

    #[test]
    fn stacks_show_their_sum() {
        let svg = chart(Direction::Lying, true)
            .drawing()
            .to_svg(Palette::Print);
        assert!(svg.contains(">20件<"));
    }

    #[test]
    fn no_data_says_so() {
        let empty = BarChart {
            series: vec![],
            ..chart(Direction::Lying, false)
        };
        assert!(empty.drawing().to_svg(Palette::Page).contains("暂无数据"));
    }
}
