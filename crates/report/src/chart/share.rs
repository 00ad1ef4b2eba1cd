//! One bar of shares (占比条): how a total divides, for levels and states; used instead of pies.

use super::{
    canvas::{Anchor, Drawing, Ink, Mark, Tone, label, text_width},
    legend,
    measure::Measure,
};

/// One part of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its name.
    pub name: String,
    /// Its value in raw units; negative ones count as zero.
    pub value: i64,
    /// Its colour.
    pub tone: Tone,
    /// A path on this site that lists the rows behind the figure.
    pub href: Option<String>,
}

/// A bar that divides a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareBar {
    /// What the chart shows.
    pub title: String,
    /// The parts in their natural order.
    pub shares: Vec<Share>,
    /// What the values measure.
    pub measure: Measure,
    /// Width in CSS pixels.
    pub width: u16,
}

impl ShareBar {
    /// Lays the chart out.
    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing::new(f64::from(self.width.max(160)), &self.title);
        let total: i128 = self.shares.iter().map(value).sum();
        if total == 0 {
            return drawing.empty();
        }
        let words = |s: &Share| {
            format!(
                "{}{}（{}）",
                s.name,
                self.measure.exact(s.value.max(0)),
                percent(value(s), total)
            )
        };
        drawing.description = self.shares.iter().map(words).collect::<Vec<_>>().join("；");
        let key: Vec<_> = self
            .shares
            .iter()
            .map(|s| {
                (
                    format!(
                        "{} {}（{}）",
                        s.name,
                        self.measure.short(s.value.max(0)),
                        percent(value(s), total)
                    ),
                    s.tone,
                )
            })
            .collect();
        let mut x = 0.0;
        for share in self.shares.iter().filter(|s| value(s) > 0) {
            let wide = value(share) as f64 / total as f64 * drawing.width;
            let gap = if wide > 3.0 { 1.0 } else { 0.0 };
            let ink = Ink::Tone(share.tone);
            let mut marks = vec![Mark::Rect {
                x,
                y: 0.0,
                w: wide - gap,
                h: 22.0,
                ink,
            }];
            let text = self.measure.short(share.value);
            if text_width(&text) + 8.0 < wide {
                marks.push(label(
                    (x + wide / 2.0, 15.5),
                    text,
                    Ink::Ground,
                    Anchor::Middle,
                ));
            }
            drawing.marks.push(Mark::Group {
                tip: words(share),
                href: share.href.clone(),
                marks,
            });
            x += wide;
        }
        drawing.height = legend::draw(&mut drawing, 28.0, &key);
        drawing
    }
}

fn value(share: &Share) -> i128 {
    share.value.max(0).into()
}

/// Whole percent; a part that exists is never “0%”.
fn percent(part: i128, total: i128) -> String {
    let rounded = (part * 200 + total) / (total * 2);
    if rounded == 0 && part > 0 {
        "<1%".to_owned()
    } else {
        format!("{rounded}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Palette;

    #[test]
    fn shares_are_named_with_count_and_percent() {
        let share = |name: &str, value, tone| Share {
            name: name.into(),
            value,
            tone,
            href: None,
        };
        let bar = ShareBar {
            title: "风险等级".into(),
            shares: vec![
                share("重大", 1, Tone::Critical),
                share("一般", 299, Tone::Low),
                share("较大", 0, Tone::High),
            ],
            measure: Measure::Count("件"),
            width: 400,
        };
        assert_eq!(
            bar.drawing().description(),
            "重大1件（<1%）；一般299件（100%）；较大0件（0%）"
        );
        assert!(bar.drawing().to_svg(Palette::Print).contains("299件"));
    }
}
