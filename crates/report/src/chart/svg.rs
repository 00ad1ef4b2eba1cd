//! A drawing as SVG text. Only presentation attributes: no style element or attribute, so that a
//! strict content security policy lets it pass. It must not know any chart.

use std::fmt::Write;

use super::canvas::{Anchor, Drawing, Ink, Mark, Tone};
use crate::text::clean;

/// Where the colours come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// CSS variables of the page (`--chart-1` … `--chart-6`, `--chart-critical`, `--chart-text` …) with a fallback.
    Page,
    /// Plain colours, for files and printing.
    Print,
}

const FONTS: &str =
    "system-ui, 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

impl Drawing {
    /// The drawing as one `<svg>` element, the same bytes for the same data.
    pub fn to_svg(&self, palette: Palette) -> String {
        let mut out = String::with_capacity(4096);
        let (w, h) = (self.width, self.height.ceil());
        let linked = self
            .marks
            .iter()
            .any(|m| matches!(m, Mark::Group { href: Some(_), .. }));
        // An image hides its parts from screen readers; links inside must stay reachable.
        let role = if linked { "group" } else { "img" };
        let title = escape(&self.title);
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
             role=\"{role}\" aria-label=\"{title}\" font-family=\"{FONTS}\" class=\"chart\">\
             <title>{title}</title><desc>{}</desc>",
            escape(&self.description)
        );
        for mark in &self.marks {
            write_mark(&mut out, mark, palette);
        }
        out.push_str("</svg>");
        out
    }

    /// What the chart says in words, for a caption or a text-only page.
    pub fn description(&self) -> &str {
        &self.description
    }
}

fn write_mark(out: &mut String, mark: &Mark, palette: Palette) {
    let _ = match mark {
        Mark::Rect { x, y, w, h, ink } => write!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            n(*x),
            n(*y),
            n(w.max(0.0)),
            n(h.max(0.0)),
            colour(*ink, palette)
        ),
        Mark::Line {
            from,
            to,
            ink,
            thick,
            dashed,
        } => write!(
            out,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{}/>",
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1),
            colour(*ink, palette),
            n(*thick),
            if *dashed {
                " stroke-dasharray=\"4 3\""
            } else {
                ""
            }
        ),
        Mark::Path { points, ink, thick } => write!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
            list(points),
            colour(*ink, palette),
            n(*thick)
        ),
        Mark::Polygon { points, ink } => {
            write!(
                out,
                "<polygon points=\"{}\" fill=\"{}\"/>",
                list(points),
                colour(*ink, palette)
            )
        }
        Mark::Dot { at, radius, ink } => write!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>",
            n(at.0),
            n(at.1),
            n(*radius),
            colour(*ink, palette)
        ),
        Mark::Text {
            at,
            text,
            size,
            ink,
            anchor,
            bold,
        } => write!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{}\"{}>{}</text>",
            n(at.0),
            n(at.1),
            n(*size),
            colour(*ink, palette),
            anchor_name(*anchor),
            if *bold { " font-weight=\"600\"" } else { "" },
            escape(text)
        ),
        Mark::Group { tip, href, marks } => {
            write_group(out, tip, href.as_deref(), marks, palette);
            Ok(())
        }
    };
}

fn write_group(out: &mut String, tip: &str, href: Option<&str>, marks: &[Mark], palette: Palette) {
    // Only links within the site: a chart never leads elsewhere, whatever its data says.
    let href = href.filter(|h| h.starts_with('/') && !h.starts_with("//") && !h.starts_with("/\\"));
    let _ = match href {
        Some(href) => write!(out, "<a href=\"{}\">", escape(href)),
        None => write!(out, "<g>"),
    };
    let _ = write!(out, "<title>{}</title>", escape(tip));
    for mark in marks {
        write_mark(out, mark, palette);
    }
    out.push_str(if href.is_some() { "</a>" } else { "</g>" });
}

fn anchor_name(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

/// At most one decimal, without trailing zero; anything not finite is zero.
fn n(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

fn list(points: &[(f64, f64)]) -> String {
    points
        .iter()
        .map(|(x, y)| format!("{},{}", n(*x), n(*y)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn colour(ink: Ink, palette: Palette) -> String {
    let (name, plain) = named(ink);
    match palette {
        Palette::Page => format!("var(--chart-{name}, {plain})"),
        Palette::Print => plain.to_owned(),
    }
}

/// Every tone has at least 3:1 against white; text inks have 4.5:1.
fn named(ink: Ink) -> (&'static str, &'static str) {
    match ink {
        Ink::Tone(tone) => tone_named(tone),
        Ink::Pale(tone) => pale_named(tone),
        Ink::Text => ("text", "#1f2933"),
        Ink::Faint => ("faint", "#5b6672"),
        Ink::Grid => ("grid", "#e4e8ec"),
        Ink::Axis => ("axis", "#9aa5b1"),
        Ink::Ground => ("ground", "#ffffff"),
    }
}

fn tone_named(tone: Tone) -> (&'static str, &'static str) {
    const SERIES: [(&str, &str); 6] = [
        ("1", "#2f6db5"),
        ("2", "#c0701a"),
        ("3", "#2f8f6b"),
        ("4", "#7a5aa6"),
        ("5", "#6b7a89"),
        ("6", "#a8456b"),
    ];
    match tone {
        Tone::Series(i) => SERIES[i % SERIES.len()],
        Tone::Critical => ("critical", "#b3261e"),
        Tone::High => ("high", "#c2570c"),
        Tone::Medium => ("medium", "#a07a00"),
        Tone::Low => ("low", "#2f6db5"),
        Tone::Good => ("good", "#2e7d4f"),
        Tone::Muted => ("muted", "#87929d"),
    }
}

fn pale_named(tone: Tone) -> (&'static str, &'static str) {
    match tone {
        Tone::Critical => ("critical-pale", "#f8dedc"),
        Tone::High => ("high-pale", "#fbe5d3"),
        Tone::Medium => ("medium-pale", "#f6ecc6"),
        Tone::Good => ("good-pale", "#d6eddf"),
        Tone::Muted => ("muted-pale", "#e9ecef"),
        Tone::Low | Tone::Series(_) => ("low-pale", "#d8e6f5"),
    }
}
