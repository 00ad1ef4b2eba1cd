//! Tables and forms of a paper. It must not know what stands around them.

use docx_rs::{
    AlignmentType, HeightRule, Shading, Table as DocxTable, TableAlignmentType, TableCell,
    TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use fangfei_model::money::Fen;

use super::{
    block::{Form, FormCell, Table},
    page::Section,
    style::{BODY, FANGSONG, HEITI, NO4, NO5, SMALL4, SMALL5, Type},
};
use crate::{
    Cell, Column, Kind, MoneyUnit,
    header::{self, Heading},
};

const LABEL_GREY: &str = "F2F2F2";
/// Room left and right in a cell, in twips.
const CELL_MARGIN: usize = 60;
/// Height of one line of a form, in twips.
const FORM_LINE: f32 = 400.0;

/// A table of rows with merged headings that repeat on every page.
pub(super) fn write_table(table: &Table, section: &mut Section) {
    if table.columns.is_empty() {
        return;
    }
    let grid = shares(
        table.columns.iter().map(|c| usize::from(c.laid_width())),
        section.width(),
    );
    let size = readable_size(&table.columns, section.width());
    if !table.unit_line.is_empty() {
        let line = Type {
            font: FANGSONG,
            size: SMALL4,
            align: AlignmentType::Right,
            line: 400,
            indent: 0,
            ..BODY
        };
        section.add(line.paragraph(&table.unit_line).keep_next(true));
    }
    let mut rows = header_rows(&table.columns, &grid, size);
    rows.extend(
        table
            .rows
            .iter()
            .map(|cells| body_row(cells, &table.columns, &grid, size)),
    );
    section.add_table(framed(rows, grid));
    section.add(spacer());
}

/// A form: labels shaded and centred, values at the left, room to write where wanted.
pub(super) fn write_form(form: &Form, section: &mut Section) {
    if form.columns.is_empty() || form.rows.is_empty() {
        return;
    }
    let grid = shares(
        form.columns.iter().map(|c| usize::from(*c)),
        section.width(),
    );
    let mut below = vec![0_u16; grid.len()];
    let mut rows = Vec::new();
    for row in &form.rows {
        let cells = form_row(&row.cells, &grid, &mut below);
        let height = FORM_LINE * f32::from(row.lines.max(1)) + 120.0;
        rows.push(
            TableRow::new(cells)
                .row_height(height)
                .height_rule(HeightRule::AtLeast)
                // A signature stays with the words it stands under.
                .cant_split(),
        );
    }
    section.add_table(framed(rows, grid));
    section.add(spacer());
}

/// The largest size, from 小4号 down to 小5号, in which the columns keep the width they ask for.
fn readable_size(columns: &[Column], width: usize) -> usize {
    let half_widths: usize = columns.iter().map(|c| usize::from(c.laid_width())).sum();
    let fits = |size: &usize| half_widths * size * 5 + columns.len() * 2 * CELL_MARGIN <= width;
    [SMALL4, NO5].into_iter().find(fits).unwrap_or(SMALL5)
}

/// Word joins two tables that touch.
fn spacer() -> docx_rs::Paragraph {
    docx_rs::Paragraph::new().line_spacing(super::style::exactly(20))
}

fn framed(rows: Vec<TableRow>, grid: Vec<usize>) -> DocxTable {
    let width = grid.iter().sum();
    DocxTable::new(rows)
        .set_grid(grid)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(30, CELL_MARGIN, 30, CELL_MARGIN))
        .width(width, WidthType::Dxa)
        .align(TableAlignmentType::Center)
}

/// Splits the width by shares; the last column takes what rounding leaves.
fn shares(parts: impl Iterator<Item = usize>, width: usize) -> Vec<usize> {
    let parts: Vec<usize> = parts.map(|p| p.max(1)).collect();
    let total: usize = parts.iter().sum();
    let mut grid: Vec<usize> = parts.iter().map(|p| width * p / total).collect();
    let used: usize = grid.iter().sum();
    if let Some(last) = grid.last_mut() {
        *last += width - used;
    }
    grid
}

fn header_rows(columns: &[Column], grid: &[usize], size: usize) -> Vec<TableRow> {
    let depth = header::depth(columns);
    let headings = header::headings(columns);
    (0..depth)
        .map(|row| TableRow::new(header_cells(row, &headings, grid, size)).cant_split())
        .collect()
}

/// The cells of one header row: headings that begin here and the lower parts of taller ones.
fn header_cells(row: u32, headings: &[Heading], grid: &[usize], size: usize) -> Vec<TableCell> {
    let mut here: Vec<&Heading> = headings
        .iter()
        .filter(|h| (h.row..=h.last_row).contains(&row))
        .collect();
    here.sort_by_key(|h| h.column);
    here.into_iter()
        .map(|h| {
            let columns = usize::from(h.column)..=usize::from(h.last_column);
            let span = columns.clone().count();
            let text = Type {
                font: HEITI,
                size,
                align: AlignmentType::Center,
                line: line_of(size),
                indent: 0,
                ..BODY
            };
            let first = h.row == row;
            let paragraph = if first {
                text.paragraph(&h.text)
            } else {
                text.empty()
            };
            let cell = sized(
                TableCell::new().add_paragraph(paragraph),
                grid[columns].iter().sum(),
                span,
            );
            match (h.row == h.last_row, first) {
                (true, _) => cell,
                (false, true) => cell.vertical_merge(VMergeType::Restart),
                (false, false) => cell.vertical_merge(VMergeType::Continue),
            }
        })
        .collect()
}

fn sized(cell: TableCell, width: usize, span: usize) -> TableCell {
    let cell = cell
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center);
    if span > 1 { cell.grid_span(span) } else { cell }
}

fn body_row(cells: &[Cell], columns: &[Column], grid: &[usize], size: usize) -> TableRow {
    let cells = columns
        .iter()
        .zip(grid)
        .enumerate()
        .map(|(i, (column, width))| {
            let text = cells
                .get(i)
                .map(|c| shown(c, column.kind))
                .unwrap_or_default();
            let set = Type {
                font: FANGSONG,
                size,
                align: aligned(column.kind),
                line: line_of(size),
                indent: 0,
                ..BODY
            };
            sized(
                TableCell::new().add_paragraph(set.paragraph(&text)),
                *width,
                1,
            )
        });
    TableRow::new(cells.collect())
}

/// Money with thousand separators; everything else as csv has it.
fn shown(cell: &Cell, kind: Kind) -> String {
    let unit = if let Kind::Money(unit) = kind {
        unit
    } else {
        MoneyUnit::Yuan
    };
    match cell {
        Cell::AboutFen(fen) => format!("约{}", shown(&Cell::Fen(*fen), kind)),
        Cell::Fen(fen) if unit == MoneyUnit::Yuan => fen.grouped(),
        Cell::Fen(fen) => {
            // 万元 to two decimals, half away from zero: a hundred 元 are the last place.
            let hundreds = (fen.0.unsigned_abs() + 5_000) / 10_000;
            let signed = if fen.0 < 0 {
                -(hundreds as i64)
            } else {
                hundreds as i64
            };
            Fen(signed).grouped()
        }
        other => other.plain(unit),
    }
}

fn aligned(kind: Kind) -> AlignmentType {
    match kind {
        Kind::Text => AlignmentType::Left,
        Kind::Money(_) | Kind::Percent => AlignmentType::Right,
        Kind::Integer | Kind::Date | Kind::Time | Kind::Code => AlignmentType::Center,
    }
}

fn line_of(size: usize) -> i32 {
    size as i32 * 14
}

/// One row of a form. `below` counts, for every column, the rows a tall cell above still covers.
fn form_row(cells: &[FormCell], grid: &[usize], below: &mut [u16]) -> Vec<TableCell> {
    let mut out = Vec::new();
    let mut wanted = cells.iter();
    let mut column = 0;
    while column < grid.len() {
        if below[column] > 0 {
            let end = (column..grid.len())
                .find(|c| below[*c] != below[column])
                .unwrap_or(grid.len());
            out.push(covered(&grid[column..end]));
            below[column..end].iter_mut().for_each(|b| *b -= 1);
            column = end;
            continue;
        }
        let Some(cell) = wanted.next() else {
            out.push(sized(
                TableCell::new().add_paragraph(spacer()),
                grid[column..].iter().sum(),
                grid.len() - column,
            ));
            break;
        };
        let free = (column..grid.len())
            .find(|c| below[*c] > 0)
            .unwrap_or(grid.len());
        let end = (column + usize::from(cell.across.max(1))).min(free);
        below[column..end].fill(cell.down.max(1) - 1);
        out.push(form_cell(cell, &grid[column..end]));
        column = end;
    }
    out
}

fn covered(grid: &[usize]) -> TableCell {
    sized(
        TableCell::new().add_paragraph(spacer()),
        grid.iter().sum(),
        grid.len(),
    )
    .vertical_merge(VMergeType::Continue)
}

fn form_cell(cell: &FormCell, grid: &[usize]) -> TableCell {
    let align = if cell.label {
        AlignmentType::Center
    } else {
        AlignmentType::Left
    };
    let text = Type {
        font: FANGSONG,
        size: NO4,
        align,
        line: 400,
        indent: 0,
        ..BODY
    };
    let mut out = sized(TableCell::new(), grid.iter().sum(), grid.len());
    for line in cell.text.split('\n') {
        out = out.add_paragraph(text.paragraph(line));
    }
    if !cell.sign.is_empty() {
        let sign = Type {
            align: AlignmentType::Right,
            ..text
        };
        out = out
            .add_paragraph(text.empty())
            .add_paragraph(sign.paragraph(&cell.sign));
    }
    if cell.label {
        out = out.shading(Shading::new().fill(LABEL_GREY));
    }
    if cell.down > 1 {
        out.vertical_merge(VMergeType::Restart)
    } else {
        out
    }
}
