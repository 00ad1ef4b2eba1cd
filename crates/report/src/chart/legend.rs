//! The key of a chart's colours, wrapped to the width. It must not know the values.

use super::canvas::{Anchor, Drawing, Ink, SIZE, Tone, text_width};

const ROW: f64 = 20.0;
const SWATCH: f64 = 10.0;
const GAP: f64 = 18.0;

/// Draws the key from `top` and answers where the chart may begin.
pub(crate) fn draw(drawing: &mut Drawing, top: f64, entries: &[(String, Tone)]) -> f64 {
    if entries.is_empty() {
        return top;
    }
    let (mut x, mut y) = (0.0, top);
    for (name, tone) in entries {
        let name = super::canvas::fitted(name, drawing.width - SWATCH - 6.0);
        let needed = SWATCH + 6.0 + text_width(&name);
        if x > 0.0 && x + needed > drawing.width {
            x = 0.0;
            y += ROW;
        }
        drawing.rect((x, y + 4.0), (SWATCH, SWATCH), Ink::Tone(*tone));
        drawing.text(
            (x + SWATCH + 6.0, y + SIZE + 1.0),
            name,
            Ink::Text,
            Anchor::Start,
        );
        x += needed + GAP;
    }
    y + ROW + 6.0
}
