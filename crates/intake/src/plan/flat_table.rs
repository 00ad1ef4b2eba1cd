//! Tables that lost their rows when they were pasted, one cell to a line: set in rows again by the header's cells.
//! It must not know what the rows say.

use super::line::{Glyph, Line};
use super::table::{Column, column, is_header};

/// The widest header cell, in characters.
const WIDEST: usize = 10;
/// The most columns of a table.
const MOST_COLUMNS: usize = 8;

/// Joins the cells of such tables into rows; all other lines stay as they are.
pub(super) fn join(lines: Vec<Line>) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let mut rows = Vec::new();
        if let Some(behind_rows) = blank_rows(rest, &mut rows) {
            out.append(&mut rows);
            rest = behind_rows;
            continue;
        }
        let after = Table::at(rest)
            .map(|table| table.rows(rest, &mut rows))
            .filter(|_| rows.len() > 1);
        match after {
            Some(after) => {
                out.append(&mut rows);
                rest = after;
            }
            // Headings that stand one below the other head no table.
            None => {
                out.push(first.clone());
                rest = behind;
            }
        }
    }
    out
}

/// “序号 工作任务 责任单位 完成时限”: a header and rows whose cells stand apart by blanks alone.
fn blank_rows<'a>(lines: &'a [Line], out: &mut Vec<Line>) -> Option<&'a [Line]> {
    let (first, mut rest) = lines.split_first()?;
    if first.is_row
        || first
            .glyphs
            .first()
            .is_none_or(|glyph| glyph.folded != '序')
    {
        return None;
    }
    let header = at_blanks(first);
    let titles: Vec<String> = header.iter().map(Line::text).collect();
    let counted = usize::from(titles.first().is_some_and(|first| first == "序号"));
    let columns: Vec<Column> = titles.iter().map(|title| column(title)).collect();
    let is_table = counted == 1
        && columns.len() >= 3
        && titles.iter().all(|title| is_title(title))
        && is_header(&columns[counted..]);
    if !is_table {
        return None;
    }
    out.push(row(&header));
    while let Some((line, behind)) = rest.split_first() {
        let cells = at_blanks(line);
        let number = cells.first().map(Line::text).unwrap_or_default();
        let is_next = number == out.len().to_string();
        if line.is_row || !is_next || cells.len() != columns.len() {
            break;
        }
        out.push(row(&cells));
        rest = behind;
    }
    if out.len() < 2 {
        out.clear();
        return None;
    }
    Some(rest)
}

/// The words of a line as cells, cut wherever a blank stood.
fn at_blanks(line: &Line) -> Vec<Line> {
    let mut cells: Vec<Line> = Vec::new();
    for glyph in &line.glyphs {
        match cells.last_mut().filter(|_| !glyph.blank) {
            Some(open) => open.glyphs.push(*glyph),
            None => cells.push(Line {
                glyphs: vec![*glyph],
                is_row: false,
            }),
        }
    }
    cells
}

/// A header whose cells stand on lines of their own.
struct Table {
    columns: Vec<Column>,
    is_counted: bool,
}

impl Table {
    fn at(lines: &[Line]) -> Option<Self> {
        let cells: Vec<String> = lines
            .iter()
            .take(MOST_COLUMNS)
            .map(Line::text)
            .take_while(|text| is_title(text))
            .collect();
        let is_counted = cells.first().is_some_and(|first| first == "序号");
        // The longest run of titles may reach into the first row: the header ends with its last known column.
        let known: Vec<Column> = cells.iter().map(|cell| column(cell)).collect();
        let named = known
            .iter()
            .enumerate()
            .take_while(|(at, column)| {
                **column != Column::Other || *at == 0 && is_counted || cells[*at] == "备注"
            })
            .count();
        let columns = known.get(..named)?.to_vec();
        (columns.len() >= 3 && is_header(&columns[usize::from(is_counted)..])).then_some(Self {
            columns,
            is_counted,
        })
    }

    /// Reads the header and the rows off the lines as long as they fit; answers the lines behind.
    fn rows<'a>(&self, lines: &'a [Line], out: &mut Vec<Line>) -> &'a [Line] {
        let (header, mut lines) = lines.split_at(self.columns.len());
        out.push(row(header));
        let mut ordinal = 1;
        while let Some(taken) = self.row_length(lines, ordinal) {
            out.push(self.row(&lines[..taken]));
            lines = &lines[taken..];
            ordinal += 1;
        }
        lines
    }

    /// How many lines the next row takes; none where it does not fit.
    fn row_length(&self, lines: &[Line], ordinal: u32) -> Option<usize> {
        let width = self.columns.len();
        if !self.is_counted {
            let row = lines.get(..width)?;
            return self.fits(row).then_some(width);
        }
        let is = |line: &Line, number: u32| line.text() == number.to_string();
        if !lines.first().is_some_and(|line| is(line, ordinal)) {
            return None;
        }
        let next = lines
            .iter()
            .take(width + 12)
            .position(|line| is(line, ordinal + 1));
        let length = next.or_else(|| {
            // The last row ends with the first line that fits its last column.
            (width..=lines.len().min(width + 4)).find(|&length| self.ends(&lines[..length]))
        });
        length.filter(|&length| length >= width)
    }

    /// Whether the last line of a row may stand in the last column.
    fn ends(&self, row: &[Line]) -> bool {
        match self.columns.last() {
            Some(Column::Time) => row.last().is_some_and(|line| is_time(&line.text())),
            _ => row.len() == self.columns.len(),
        }
    }

    /// A row without a number shows by a time where the times stand.
    fn fits(&self, row: &[Line]) -> bool {
        let mut times = self
            .columns
            .iter()
            .zip(row)
            .filter(|(column, _)| **column == Column::Time)
            .map(|(_, line)| line.text());
        let all_short = row
            .iter()
            .all(|line| !line.is_row && line.text().chars().count() <= 200);
        all_short && times.next().is_some_and(|time| is_time(&time))
    }

    /// Lines beyond the columns belong to the first task: the only cell that is several lines long.
    fn row(&self, lines: &[Line]) -> Line {
        let extra = lines.len() - self.columns.len();
        let task = self
            .columns
            .iter()
            .position(|column| *column == Column::Task)
            .unwrap_or(usize::from(self.is_counted));
        let mut cells: Vec<Line> = Vec::with_capacity(self.columns.len());
        for (at, line) in lines.iter().enumerate() {
            match cells.last_mut().filter(|_| at > task && at <= task + extra) {
                Some(open) => open.glyphs.extend(line.glyphs.iter().copied()),
                None => cells.push(line.clone()),
            }
        }
        row(&cells)
    }
}

fn is_time(text: &str) -> bool {
    const LASTING: &[&str] = &["每", "长期", "持续", "全年", "立即", "常态"];
    text.chars().count() <= 40
        && (!super::mention::all(text, 0).is_empty()
            || LASTING.iter().any(|word| text.starts_with(word)))
}

fn is_title(text: &str) -> bool {
    let length = text.chars().count();
    (2..=WIDEST).contains(&length)
        && !text.contains(['。', '，', '：', '；', '、', '\t', '|'])
        && super::mark::read(text).is_none()
}

/// Cells side by side, as a table's row is read.
fn row(cells: &[Line]) -> Line {
    let mut glyphs: Vec<Glyph> = Vec::new();
    for cell in cells {
        if let Some(last) = glyphs.last() {
            glyphs.push(Glyph {
                folded: '\t',
                printed: Some(' '),
                origin: last.origin,
                gap: true,
                blank: true,
            });
        }
        glyphs.extend(cell.glyphs.iter().copied());
    }
    Line {
        glyphs,
        is_row: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        Line::all(text).iter().map(Line::text).collect()
    }

    #[test]
    fn cells_on_lines_of_their_own_become_rows() {
        assert_eq!(
            read(
                "任务表\n序号\n工作任务\n责任单位\n完成时限\n1\n开展排查，建立台账\n各乡镇\n8月31日前\n2\n总结\n上报\n县处非办\n12月底前\n其余"
            ),
            [
                "任务表",
                "序号\t工作任务\t责任单位\t完成时限",
                "1\t开展排查，建立台账\t各乡镇\t8月31日前",
                "2\t总结上报\t县处非办\t12月底前",
                "其余",
            ]
        );
    }

    #[test]
    fn without_numbers_the_times_tell_the_rows() {
        assert_eq!(
            read(
                "时间\n工作内容\n责任单位\n4月1日前\n动员\n县处非办\n长期坚持\n宣传\n各乡镇\n以上安排请遵照执行。"
            ),
            [
                "时间\t工作内容\t责任单位",
                "4月1日前\t动员\t县处非办",
                "长期坚持\t宣传\t各乡镇",
                "以上安排请遵照执行。",
            ]
        );
    }

    #[test]
    fn short_lines_that_head_nothing_stay() {
        let text = "工作目标\n工作任务\n加强领导，落实责任。\n时间安排\n8月底前完成。";
        assert_eq!(read(text).len(), 5);
    }
}
