//! Ties between names (关系图): one name in the middle, those tied to it around it, those one step further
//! on a wider ring, each tie a line with its words as a tip. It must not know what ties them.

use std::{collections::BTreeMap, f64::consts::TAU};

use super::canvas::{Anchor, Drawing, Ink, Mark, Tone, fitted, label, text_width};

/// One tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// One end.
    pub from: String,
    /// The other.
    pub to: String,
    /// In words: 持股 60%.
    pub words: String,
}

/// A picture of ties around one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieChart {
    /// What it shows.
    pub title: String,
    /// The name in the middle.
    pub middle: String,
    /// The ties.
    pub ties: Vec<Tie>,
    /// Width in CSS pixels.
    pub width: u16,
}

/// Names drawn; the rest stands in the list beside the picture.
const MOST: usize = 48;
/// Room for a name, over two lines where one does not hold it.
const ROOM: f64 = 132.0;
/// Ties whose words are written beside them; with more they would cover each other, and stand in the tips alone.
const MOST_WORDS: usize = 12;
/// Height of a line of text.
const LINE: f64 = 16.0;

impl TieChart {
    /// Lays the names out on two rings. The same ties in any order give the same picture.
    pub fn drawing(&self) -> Drawing {
        let mut drawing = Drawing::new(f64::from(self.width.max(320)), &self.title);
        if self.ties.is_empty() {
            return drawing.empty();
        }
        let places = self.places(drawing.width);
        drawing.height = places.1;
        let mut ties = self.ties.clone();
        ties.sort_by(|a, b| (&a.from, &a.to, &a.words).cmp(&(&b.from, &b.to, &b.words)));
        let words: Vec<String> = ties
            .iter()
            .map(|t| format!("{}—{}：{}", t.from, t.to, t.words))
            .collect();
        drawing.description = words.join("；");
        for (tie, tip) in ties.iter().zip(words) {
            if let (Some(from), Some(to)) = (places.0.get(&tie.from), places.0.get(&tie.to)) {
                let beside = (ties.len() <= MOST_WORDS).then_some(tie.words.as_str());
                drawing.marks.push(line(*from, *to, tip, beside));
            }
        }
        for (name, at) in &places.0 {
            drawing.marks.push(node(name, *at, *name == self.middle));
        }
        drawing
    }

    /// Where each name stands, and how high the picture is.
    fn places(&self, width: f64) -> (BTreeMap<String, (f64, f64)>, f64) {
        let mut inner: Vec<&str> = Vec::new();
        let mut outer: Vec<&str> = Vec::new();
        for tie in &self.ties {
            match (tie.from == self.middle, tie.to == self.middle) {
                (true, false) => inner.push(&tie.to),
                (false, true) => inner.push(&tie.from),
                _ => outer.extend([tie.from.as_str(), tie.to.as_str()]),
            }
        }
        inner.sort_unstable();
        inner.dedup();
        outer.sort_unstable();
        outer.dedup();
        outer.retain(|name| *name != self.middle && inner.binary_search(name).is_err());
        inner.truncate(MOST);
        outer.truncate(MOST.saturating_sub(inner.len()));
        let wide = (width / 2.0 - ROOM / 2.0).max(120.0);
        let tall = if outer.is_empty() { 130.0 } else { 230.0 };
        let centre = (width / 2.0, tall + 30.0);
        let mut places = BTreeMap::from([(self.middle.clone(), centre)]);
        let share = if outer.is_empty() { 0.9 } else { 0.5 };
        ring(&mut places, &inner, centre, (wide * share, tall * share));
        ring(&mut places, &outer, centre, (wide, tall));
        (places, tall * 2.0 + 60.0)
    }
}

fn ring(
    places: &mut BTreeMap<String, (f64, f64)>,
    names: &[&str],
    centre: (f64, f64),
    radius: (f64, f64),
) {
    // An odd number of places, so that no two names face each other and their tie does not run under the middle; an
    // empty place is the lowest. A single name stands above the middle.
    let slots = (names.len() | 1) as f64;
    let first = if names.len() % 2 == 1 { 0.0 } else { 1.0 };
    let begin = if names.len() % 2 == 1 {
        -TAU / 4.0
    } else {
        TAU / 4.0
    };
    for (at, name) in names.iter().enumerate() {
        let angle = begin + TAU / slots * (at as f64 + first);
        let place = (
            centre.0 + radius.0 * angle.cos(),
            centre.1 + radius.1 * angle.sin(),
        );
        places.insert((*name).to_owned(), place);
    }
}

fn line(from: (f64, f64), to: (f64, f64), tip: String, beside: Option<&str>) -> Mark {
    let mut marks = vec![Mark::Line {
        from,
        to,
        ink: Ink::Axis,
        thick: 1.2,
        dashed: false,
    }];
    if let Some(words) = beside {
        let words = fitted(words, ROOM);
        let half = text_width(&words) / 2.0 + 3.0;
        let at = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        marks.push(ground(at, half, 9.0, Ink::Ground));
        marks.push(label((at.0, at.1 + 4.0), words, Ink::Faint, Anchor::Middle));
    }
    Mark::Group {
        tip,
        href: None,
        marks,
    }
}

fn ground(at: (f64, f64), half: f64, tall: f64, ink: Ink) -> Mark {
    Mark::Rect {
        x: at.0 - half,
        y: at.1 - tall,
        w: half * 2.0,
        h: tall * 2.0,
        ink,
    }
}

/// A name on one line, or on two of about the same length.
fn lines(name: &str) -> Vec<String> {
    if text_width(name) <= ROOM - 12.0 {
        return vec![name.to_owned()];
    }
    let chars: Vec<char> = name.chars().collect();
    let (upper, lower) = chars.split_at(chars.len().div_ceil(2));
    [upper, lower]
        .map(|part| fitted(&part.iter().collect::<String>(), ROOM - 12.0))
        .into()
}

fn node(name: &str, at: (f64, f64), is_middle: bool) -> Mark {
    let words = lines(name);
    let wide = words.iter().map(|w| text_width(w)).fold(0.0, f64::max);
    let half = wide / 2.0 + 6.0;
    let tall = 3.0 + LINE / 2.0 * words.len() as f64;
    let tone = if is_middle { Tone::High } else { Tone::Medium };
    let mut marks = vec![
        ground(at, half, tall, Ink::Ground),
        ground(at, half, tall, Ink::Pale(tone)),
    ];
    let top = at.1 - LINE * (words.len() as f64 - 1.0) / 2.0 + 4.0;
    marks.extend(words.into_iter().enumerate().map(|(n, line)| {
        let y = top + LINE * n as f64;
        label((at.0, y), line, Ink::Text, Anchor::Middle)
    }));
    Mark::Group {
        tip: name.to_owned(),
        href: None,
        marks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Palette;

    fn tie(from: &str, to: &str) -> Tie {
        Tie {
            from: from.into(),
            to: to.into(),
            words: "持股 60%".into(),
        }
    }

    fn chart(ties: Vec<Tie>) -> TieChart {
        TieChart {
            title: "关联企业".into(),
            middle: "甲行".into(),
            ties,
            width: 720,
        }
    }

    #[test]
    fn every_name_and_every_tie_is_drawn_whatever_the_order() {
        let (a, b) = (tie("甲行", "乙行"), tie("丙行", "乙行"));
        let one = chart(vec![a.clone(), b.clone()])
            .drawing()
            .to_svg(Palette::Page);
        let other = chart(vec![b, a]).drawing().to_svg(Palette::Page);
        assert_eq!(one, other);
        assert!(
            ["甲行", "乙行", "丙行"]
                .iter()
                .all(|name| one.contains(name))
        );
        assert!(one.contains("丙行—乙行：持股 60%"));
    }

    #[test]
    fn no_two_names_of_a_ring_face_each_other() {
        for count in 2..20 {
            let names: Vec<String> = (0..count).map(|n| format!("企业{n:02}")).collect();
            let around: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut places = BTreeMap::new();
            ring(&mut places, &around, (0.0, 0.0), (100.0, 60.0));
            for a in places.values() {
                for b in places.values().filter(|b| *b != a) {
                    assert!((a.0 + b.0).hypot(a.1 + b.1) > 1.0, "{count}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn a_long_name_is_written_whole_on_two_lines() {
        let svg = chart(vec![tie("甲行", "云溪县清溪镇丰地种植专业合作社")])
            .drawing()
            .to_svg(Palette::Page);
        assert!(
            svg.contains(">云溪县清溪镇丰地<") && svg.contains(">种植专业合作社<"),
            "{svg}"
        );
    }

    #[test]
    fn without_ties_it_says_so() {
        assert!(
            chart(Vec::new())
                .drawing()
                .to_svg(Palette::Page)
                .contains("暂无数据")
        );
    }

    #[test]
    fn a_crowd_is_cut_and_the_picture_keeps_its_size() {
        let crowd = (0..300).map(|n| tie("甲行", &format!("企业{n:03}")));
        let svg = chart(crowd.collect()).drawing().to_svg(Palette::Page);
        assert!(svg.len() < 120_000);
    }
}
