//! A sparkline (走势线) for a table cell: shape only, its values in words for screen readers.

use super::{
    canvas::{Drawing, Ink, Mark, Tone},
    measure::Measure,
};

/// A small line without axes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sparkline {
    /// What it shows.
    pub title: String,
    /// Values in order, in raw units; `None` leaves a gap.
    pub values: Vec<Option<i64>>,
    /// What the values measure.
    pub measure: Measure,
    /// Width in CSS pixels.
    pub width: u16,
    /// Height in CSS pixels.
    pub height: u16,
}

impl Sparkline {
    /// Lays the line out between zero and the largest value.
    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing::new(f64::from(self.width.max(20)), &self.title);
        drawing.height = f64::from(self.height.max(12));
        let words = |v: &Option<i64>| v.map_or_else(|| "无".to_owned(), |v| self.measure.exact(v));
        drawing.description = self.values.iter().map(words).collect::<Vec<_>>().join("、");
        let known = || self.values.iter().flatten().map(|v| i128::from(*v));
        let low = known().min().unwrap_or(0).min(0);
        let range = (known().max().unwrap_or(0).max(0) - low).max(1) as f64;
        let (w, h) = (drawing.width - 6.0, drawing.height - 6.0);
        let step = w / (self.values.len().saturating_sub(1).max(1)) as f64;
        let at = |i: usize, v: i64| {
            (
                3.0 + step * i as f64,
                3.0 + h - (i128::from(v) - low) as f64 / range * h,
            )
        };
        let points: Vec<_> = self
            .values
            .iter()
            .enumerate()
            .map(|(i, v)| v.map(|v| at(i, v)))
            .collect();
        let ink = Ink::Tone(Tone::Series(0));
        for run in points.split(Option::is_none).filter(|r| r.len() > 1) {
            drawing.marks.push(Mark::Path {
                points: run.iter().flatten().copied().collect(),
                ink,
                thick: 1.5,
            });
        }
        if let Some(last) = points.iter().flatten().last() {
            drawing.marks.push(Mark::Dot {
                at: *last,
                radius: 2.2,
                ink,
            });
        }
        drawing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Palette;

    #[test]
    fn it_is_small_and_speaks() {
        let line = Sparkline {
            title: "近四季".into(),
            values: vec![Some(3), None, Some(8), Some(5)],
            measure: Measure::Count("件"),
            width: 80,
            height: 20,
        };
        let svg = line.drawing().to_svg(Palette::Page);
        assert!(svg.contains("<desc>3件、无、8件、5件</desc>"));
        assert!(svg.len() < 900);
    }
}
