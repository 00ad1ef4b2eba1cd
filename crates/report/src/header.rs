//! The header's merged cells, worked out from the columns' groups. It must not know about files.

use crate::Column;

/// One heading and the cells it covers, relative to the header's first cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) text: String,
    pub(crate) row: u32,
    pub(crate) column: u16,
    pub(crate) last_row: u32,
    pub(crate) last_column: u16,
}

/// How many rows the header needs.
pub(crate) fn depth(columns: &[Column]) -> u32 {
    let deepest = columns.iter().map(|c| c.groups.len()).max().unwrap_or(0);
    u32::try_from(deepest).unwrap_or(0) + 1
}

/// All headings by row, then column, as a streaming writer needs them.
pub(crate) fn headings(columns: &[Column]) -> Vec<Heading> {
    let depth = depth(columns);
    let mut all = Vec::new();
    for level in 0..depth as usize {
        all.extend(groups_at(columns, level));
        all.extend(titles_at(columns, level, depth));
    }
    all.sort_by_key(|h| (h.row, h.column));
    all
}

/// Runs of neighbours whose groups agree down to `level`.
fn groups_at(columns: &[Column], level: usize) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut previous: Option<&[String]> = None;
    for (i, column) in (0u16..).zip(columns) {
        let path = column.groups.get(..=level);
        match (path, found.last_mut()) {
            (Some(path), Some(last)) if previous == Some(path) => {
                debug_assert_eq!(last.text, path[level]);
                last.last_column = i;
            }
            (Some(path), _) => found.push(cell(&path[level], level as u32, i, level as u32)),
            (None, _) => {}
        }
        previous = path;
    }
    found
}

/// The columns' own titles that begin on this row; they reach down to the last one.
fn titles_at(columns: &[Column], level: usize, depth: u32) -> Vec<Heading> {
    (0u16..)
        .zip(columns)
        .filter(|(_, c)| c.groups.len() == level)
        .map(|(i, c)| cell(&c.title, level as u32, i, depth - 1))
        .collect()
}

fn cell(text: &str, row: u32, column: u16, last_row: u32) -> Heading {
    Heading {
        text: text.to_owned(),
        row,
        column,
        last_row,
        last_column: column,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn spans(columns: &[Column]) -> Vec<(String, u32, u16, u32, u16)> {
        headings(columns)
            .into_iter()
            .map(|h| (h.text, h.row, h.column, h.last_row, h.last_column))
            .collect()
    }

    #[test]
    fn groups_merge_across_and_titles_merge_down() {
        let columns = [
            Column::new("序号", Kind::Integer),
            Column::new("户数", Kind::Integer)
                .under("排查")
                .under("企业"),
            Column::new("金额", Kind::Integer)
                .under("排查")
                .under("企业"),
            Column::new("人数", Kind::Integer).under("排查"),
            Column::new("人数", Kind::Integer).under("处置"),
        ];
        assert_eq!(
            spans(&columns),
            [
                ("序号".into(), 0, 0, 2, 0),
                ("排查".into(), 0, 1, 0, 3),
                ("处置".into(), 0, 4, 0, 4),
                ("企业".into(), 1, 1, 1, 2),
                ("人数".into(), 1, 3, 2, 3),
                ("人数".into(), 1, 4, 2, 4),
                ("户数".into(), 2, 1, 2, 1),
                ("金额".into(), 2, 2, 2, 2),
            ]
        );
    }

    #[test]
    fn equal_names_apart_stay_apart() {
        let columns = [
            Column::new("a", Kind::Text).under("组"),
            Column::new("b", Kind::Text),
            Column::new("c", Kind::Text).under("组"),
        ];
        let groups = spans(&columns).into_iter().filter(|s| s.0 == "组").count();
        assert_eq!(groups, 2);
    }
}
