//! Source text (原文) with the places marked from which things were read, for review beside a form.
//! It must not know what was read; marks come as character offsets.

use askama::Template;

use super::{filters, markup::markup};

/// A place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its id; links lead to `#<id>`.
    pub id: String,
    /// First character, counted from 0 in characters.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What it is: 期限; shown as its title.
    pub label: String,
    /// Kind, for its colour: `date`, `unit`, `duty`, `ledger`, `warning` or empty.
    pub kind: &'static str,
}

impl Mark {
    fn length(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// A mark of no length still covers the character it stands before, so that links to it lead somewhere.
    fn covers(&self, at: usize) -> bool {
        self.start <= at && at < self.end.max(self.start + 1)
    }
}

/// A piece of a line. Marks nest, the longest outermost; where two cross, the shorter is cut in two.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// Begins the mark of that index; only its first part carries the id.
    Open {
        mark: usize,
        first: bool,
    },
    Close,
}

/// The text in lines with its marks, printed with `{{ source }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/source_text.html")]
pub struct SourceText {
    /// Name of the document, shown above.
    pub title: String,
    lines: Vec<Vec<Piece>>,
    marks: Vec<Mark>,
}
markup!(SourceText);

impl SourceText {
    /// Lays `marks` over `text`. Marks may touch, overlap, nest, cross lines or reach past the end.
    pub fn new(title: impl Into<String>, text: &str, marks: Vec<Mark>) -> Self {
        let mut begun = vec![false; marks.len()];
        let mut offset = 0;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            lines.push(pieces(
                line.trim_end_matches('\r'),
                offset,
                &marks,
                &mut begun,
            ));
            offset += line.chars().count() + 1;
        }
        Self {
            title: title.into(),
            lines,
            marks,
        }
    }

    fn mark(&self, index: &usize) -> &Mark {
        &self.marks[*index]
    }
}

/// One line, cut wherever a mark begins or ends.
fn pieces(line: &str, offset: usize, marks: &[Mark], begun: &mut [bool]) -> Vec<Piece> {
    let characters: Vec<char> = line.chars().collect();
    let mut pieces = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for cut in cuts(offset, offset + characters.len(), marks).windows(2) {
        let wanted = covering(cut[0], marks);
        let kept = open
            .iter()
            .zip(&wanted)
            .take_while(|(now, next)| now == next)
            .count();
        pieces.extend(open.drain(kept..).map(|_| Piece::Close));
        for mark in wanted.into_iter().skip(kept) {
            pieces.push(Piece::Open {
                mark,
                first: !begun[mark],
            });
            begun[mark] = true;
            open.push(mark);
        }
        pieces.push(Piece::Text(
            characters[cut[0] - offset..cut[1] - offset]
                .iter()
                .collect(),
        ));
    }
    pieces.extend(open.into_iter().map(|_| Piece::Close));
    pieces
}

fn cuts(start: usize, end: usize, marks: &[Mark]) -> Vec<usize> {
    let edges = marks
        .iter()
        .flat_map(|mark| [mark.start, mark.end.max(mark.start + 1)]);
    let inside = edges.filter(|edge| (start..end).contains(edge));
    let mut cuts: Vec<usize> = inside.chain([start, end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// The marks over a character, longest first.
fn covering(at: usize, marks: &[Mark]) -> Vec<usize> {
    let over = marks.iter().enumerate().filter(|(_, mark)| mark.covers(at));
    let mut over: Vec<usize> = over.map(|(index, _)| index).collect();
    over.sort_by_key(|index| std::cmp::Reverse(marks[*index].length()));
    over
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(id: &str, start: usize, end: usize) -> Mark {
        Mark {
            id: id.into(),
            start,
            end,
            label: String::new(),
            kind: "date",
        }
    }

    fn ids(html: &str, id: &str) -> usize {
        html.matches(&format!(r#"id="{id}""#)).count()
    }

    #[test]
    fn every_mark_can_be_linked_to_exactly_once() {
        let text = "请各乡镇于5月3日前\n报送进展情况。";
        let marks = vec![
            mark("a", 0, 9),
            mark("b", 5, 9),
            mark("c", 8, 13),
            mark("d", 5, 9),
        ];
        let html = SourceText::new("方案", text, marks).to_string();
        for id in ["a", "b", "c", "d"] {
            assert_eq!(ids(&html, id), 1, "{id} in {html}");
        }
    }

    #[test]
    fn a_mark_inside_another_leaves_the_outer_whole() {
        let html = SourceText::new(
            "",
            "于5月3日前报送进展",
            vec![mark("date", 1, 6), mark("duty", 0, 10)],
        )
        .to_string();
        assert_eq!(html.matches("<mark").count(), 2, "{html}");
        assert!(
            html.find(r#"id="duty""#) < html.find(r#"id="date""#),
            "{html}"
        );
    }

    #[test]
    fn every_mark_that_is_opened_is_closed() {
        let marks = vec![
            mark("a", 0, 6),
            mark("b", 3, 9),
            mark("c", 5, 5),
            mark("d", 8, 40),
        ];
        let html = SourceText::new("", "各乡镇按时报\n送阶段进展", marks).to_string();
        assert_eq!(
            html.matches("<mark").count(),
            html.matches("</mark>").count()
        );
        assert_eq!(ids(&html, "c"), 1, "{html}");
    }

    #[test]
    fn no_character_is_lost_or_doubled() {
        let text = "一、目标\r\n\n二、任务<b>";
        let source = SourceText::new("", text, vec![mark("a", 2, 9), mark("b", 3, 900)]);
        let lines: Vec<String> = source
            .lines
            .iter()
            .map(|line| {
                line.iter()
                    .map(|piece| {
                        if let Piece::Text(text) = piece {
                            text
                        } else {
                            ""
                        }
                    })
                    .collect()
            })
            .collect();
        assert_eq!(lines, ["一、目标", "", "二、任务<b>"]);
        assert!(!source.to_string().contains("<b>"));
    }
}
