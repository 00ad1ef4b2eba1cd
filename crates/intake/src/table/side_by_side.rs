//! Tables that stand beside each other on one sheet, as long lists are printed to save paper: 单位 姓名 电话 twice over.
//! Each becomes a sheet of its own with the columns where they stood. It must not know how a header is found or what
//! its titles mean.

use super::body::{is_numbered, place_of};
use super::cell::Cell;
use super::guess::guess;
use super::header::{Header, HeaderColumn};
use super::matching::Title;
use super::sheet::{Sheet, SheetRow, Workbook, column_letters};
use crate::kind::Kind;
use crate::value::squeeze;

/// Parts every sheet that holds the same table several times side by side; others stay as they are.
#[must_use]
pub fn parted(mut workbook: Workbook, kind: &Kind) -> Workbook {
    let sheets = std::mem::take(&mut workbook.sheets);
    for sheet in sheets {
        match parts(&sheet, kind) {
            Some(parts) => workbook.sheets.extend(parts),
            None => workbook.sheets.push(sheet),
        }
    }
    workbook
}

/// The tab of the file that a part was taken from; any other name is the tab's own.
pub fn tab(sheet: &str) -> &str {
    let part = || {
        let (tab, columns) = sheet.rsplit_once('（')?;
        let (from, to) = columns.strip_suffix("列）")?.split_once('–')?;
        let letters = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase());
        (letters(from) && letters(to)).then_some(tab)
    };
    part().unwrap_or(sheet)
}

fn parts(sheet: &Sheet, kind: &Kind) -> Option<Vec<Sheet>> {
    let header = Header::find(sheet, kind)?;
    let starts = starts(&header.columns)?;
    let ends = starts[1..].iter().copied().chain([sheet.width()]);
    let bands = starts.iter().copied().zip(ends);
    let parts: Vec<Sheet> = bands.map(|band| part(sheet, &header, band)).collect();
    // Half a table is none: 姓名 电话 twice after one 单位 are two people of that unit.
    let whole = |part: &Sheet| {
        let mapping = guess(part, kind);
        mapping.is_complete(kind) && !mapping.withholds()
    };
    parts.iter().all(whole).then_some(parts)
}

/// The first column of every copy, where the titles are one block over and over, perhaps with a few more at the end.
fn starts(columns: &[HeaderColumn]) -> Option<Vec<usize>> {
    let titles: Vec<String> = columns
        .iter()
        .map(|column| Title::of(&column.title()).full)
        .collect();
    (2..=titles.len() / 2).find_map(|length| {
        let block = &titles[..length];
        let copies = titles
            .chunks_exact(length)
            .take_while(|copy| *copy == block)
            .count();
        let rest = &titles[copies * length..];
        let ends_here = rest.len() < length && rest.iter().all(|title| !block.contains(title));
        (copies >= 2 && ends_here).then(|| {
            let firsts = columns.iter().step_by(length).take(copies);
            firsts.map(|column| column.column).collect()
        })
    })
}

/// One copy: its own columns below the header's first row, and what stands above in full.
fn part(sheet: &Sheet, header: &Header, (from, to): (usize, usize)) -> Sheet {
    let own = |row: &SheetRow, column: usize| {
        let above = row.number < header.first_row;
        above || (from..to).contains(&column) || is_shared(sheet, row, column, (from, to))
    };
    let rows = sheet.rows.iter().filter_map(|row| {
        let cells = row.cells.iter().enumerate();
        let kept: Vec<Cell> = cells
            .map(|(column, cell)| match own(row, column) {
                true => cell.clone(),
                false => Cell::Empty,
            })
            .collect();
        let filled = kept.iter().rposition(|cell| !cell.is_empty())? + 1;
        Some(SheetRow {
            number: row.number,
            cells: kept.into_iter().take(filled).collect(),
            hidden: row.hidden,
        })
    });
    let titled = header.columns.iter().rev();
    let last = titled.map(|c| c.column).find(|column| *column < to);
    let last = column_letters(last.unwrap_or(from));
    Sheet {
        name: format!("{}（{}–{last}列）", sheet.name, column_letters(from)),
        visibility: sheet.visibility,
        rows: rows.collect(),
        merges: sheet.merges.clone(),
        hidden_columns: sheet.hidden_columns.clone(),
    }
}

/// A heading over the rows of every copy: merged beyond its own one, or alone in its row and numbered or a place (一、甲镇).
fn is_shared(sheet: &Sheet, row: &SheetRow, column: usize, (from, _): (usize, usize)) -> bool {
    if column >= from || row.cell(column).is_empty() {
        return false;
    }
    let merge = u32::try_from(column)
        .ok()
        .and_then(|column| sheet.merge_at(row.number - 1, column));
    let over = merge.is_some_and(|merge| merge.right as usize >= from);
    let alone = || {
        row.filled().count() == 1 && {
            let words = squeeze(&row.cell(column).shown());
            is_numbered(&words) || place_of(&words).is_some()
        }
    };
    over || alone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_knows_its_tab() {
        assert_eq!(tab("联络员（E–H列）"), "联络员");
        assert_eq!(tab("联络员（一）"), "联络员（一）");
        assert_eq!(tab("联络员（E–列）"), "联络员（E–列）");
        assert_eq!(tab("一（上）（A–D列）"), "一（上）");
    }

    fn columns(titles: &str) -> Vec<HeaderColumn> {
        let given = titles.split('|').enumerate();
        given
            .filter(|(_, title)| !title.is_empty())
            .map(|(column, title)| HeaderColumn {
                column,
                levels: vec![title.to_owned()],
            })
            .collect()
    }

    #[test]
    fn a_block_of_titles_is_known_by_its_repeats() {
        let starts = |titles: &str| starts(&columns(titles));
        assert_eq!(starts("单位|姓名|电话|单位|姓名|电话"), Some(vec![0, 3]));
        assert_eq!(
            starts("单位|电话||单位|电话||单位|电话"),
            Some(vec![0, 3, 6])
        );
        assert_eq!(
            starts("单位|姓名|电话|单位|姓名|电话|导入结果"),
            Some(vec![0, 3])
        );
        assert_eq!(starts("单位|姓名|电话|单位|姓名"), None);
        assert_eq!(starts("单位|姓名|职务|电话|姓名|职务|电话"), None);
    }
}
