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
}

/// A piece of a line that is marked throughout or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    text: String,
    /// The shortest mark over this piece.
    mark: Option<usize>,
    /// Ids of further marks that begin here.
    anchors: Vec<String>,
    /// Whether its own mark begins here and carries the id.
    first: bool,
}

/// The text in lines with its marks, printed with `{{ source }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/source_text.html")]
pub struct SourceText {
    /// Name of the document, shown above.
    pub title: String,
    lines: Vec<Vec<Segment>>,
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
            let length = line.chars().count();
            lines.push(segments(line, offset, &marks, &mut begun));
            offset += length + 1;
        }
        Self {
            title: title.into(),
            lines,
            marks,
        }
    }

    fn mark_of(&self, segment: &Segment) -> Option<&Mark> {
        segment.mark.and_then(|index| self.marks.get(index))
    }
}

/// Cuts one line at every boundary of a mark. A mark gets its id where it is first seen.
fn segments(line: &str, offset: usize, marks: &[Mark], begun: &mut [bool]) -> Vec<Segment> {
    let characters: Vec<char> = line.trim_end_matches('\r').chars().collect();
    let end = offset + characters.len();
    let mut cuts: Vec<usize> = marks
        .iter()
        .flat_map(|mark| [mark.start, mark.end])
        .filter(|cut| (offset..end).contains(cut))
        .chain([offset, end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|cut| {
            let text = characters[cut[0] - offset..cut[1] - offset]
                .iter()
                .collect();
            segment(text, cut[0], marks, begun)
        })
        .collect()
}

fn segment(text: String, at: usize, marks: &[Mark], begun: &mut [bool]) -> Segment {
    let over = || {
        let indexed = marks.iter().enumerate();
        indexed.filter(move |(_, mark)| mark.start <= at && at < mark.end)
    };
    let own = over()
        .min_by_key(|(_, mark)| mark.length())
        .map(|(index, _)| index);
    let first = own.is_some_and(|index| !begun[index]);
    let mut anchors = Vec::new();
    for (index, mark) in over() {
        if !begun[index] && own != Some(index) {
            anchors.push(mark.id.clone());
        }
        begun[index] = true;
    }
    Segment {
        text,
        mark: own,
        anchors,
        first,
    }
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
    fn no_character_is_lost_or_doubled() {
        let text = "一、目标\r\n\n二、任务<b>";
        let source = SourceText::new("", text, vec![mark("a", 2, 9), mark("b", 3, 900)]);
        let lines: Vec<String> = source
            .lines
            .iter()
            .map(|line| line.iter().map(|segment| segment.text.as_str()).collect())
            .collect();
        assert_eq!(lines, ["一、目标", "", "二、任务<b>"]);
        assert!(!source.to_string().contains("<b>"));
    }
}
