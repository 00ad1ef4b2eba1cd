//! Tables of tasks and times (任务分工表、时间安排表): which column says what.
//! It must not know duties outside tables.

use super::page::{Extent, Page};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Phase,
    Time,
    Task,
    Lead,
    Who,
    Assist,
    To,
    Other,
}

/// One row below a header, by column.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub extent: Extent,
    cells: Vec<(Column, Extent)>,
    pub paragraph: usize,
}

impl Row {
    /// The first cell of a column that is not empty.
    pub(super) fn cell(&self, wanted: Column) -> Option<&Extent> {
        self.cells
            .iter()
            .find(|(column, extent)| *column == wanted && !extent.is_empty())
            .map(|(_, extent)| extent)
    }

    /// The cells that say what is to be done: 重点任务 before 具体措施.
    pub(super) fn tasks(&self) -> impl Iterator<Item = &Extent> {
        self.cells
            .iter()
            .filter(|(column, extent)| *column == Column::Task && !extent.is_empty())
            .map(|(_, extent)| extent)
    }

    /// The cells that hold sentences: tasks, and what the header gives no name for, such as 报送要求.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &Extent> {
        self.cells
            .iter()
            .filter(|(column, extent)| {
                matches!(column, Column::Task | Column::Other | Column::To) && !extent.is_empty()
            })
            .map(|(_, extent)| extent)
    }

    /// A row that says when or by whom; the rows of a form to fill in say neither.
    pub(super) fn is_assigned(&self) -> bool {
        [Column::Time, Column::Lead, Column::Who, Column::Assist]
            .into_iter()
            .any(|column| self.cell(column).is_some())
    }
}

/// The rows of all tables whose first row names at least a task or phase and one more column.
pub(super) fn rows(page: &Page) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut header: Option<Vec<Column>> = None;
    let mut header_at = 0;
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        if !paragraph.is_row {
            header = None;
            continue;
        }
        let cells = cells(page, &paragraph.extent);
        let columns = with_task(
            cells.iter().map(|cell| column(page.slice(cell))).collect(),
            &cells
                .iter()
                .map(|cell| page.slice(cell))
                .collect::<Vec<_>>(),
        );
        match &mut header {
            _ if is_header(&columns) && !is_filled(page, &cells) => {
                header = Some(columns);
                header_at = at;
            }
            Some(known) if header_at + 1 == at && parts_header(page, known, &cells) => {
                known.resize(known.len().max(cells.len()), Column::Other);
                for (known, cell) in known.iter_mut().zip(&cells) {
                    if !cell.is_empty() {
                        *known = column(page.slice(cell));
                    }
                }
            }
            Some(header) => {
                // The blanks that close a row are lost with its last tabs.
                let end = paragraph.extent.end;
                let cells = cells.into_iter().chain(std::iter::repeat(end..end));
                let mut cells: Vec<(Column, Extent)> = header.iter().copied().zip(cells).collect();
                carry_down(
                    &mut cells,
                    rows.last().filter(|above| above.paragraph + 1 == at),
                );
                rows.push(Row {
                    extent: paragraph.extent.clone(),
                    cells,
                    paragraph: at,
                });
            }
            None => {}
        }
    }
    rows
}

/// A row that bears its number or a cell of nothing but a date holds values, whatever words its cells share with a header.
fn is_filled(page: &Page, cells: &[Extent]) -> bool {
    cells.iter().any(|cell| {
        let text = page.slice(cell);
        let counts = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let dated = super::mention::length_at_start(text)
            .is_some_and(|used| ["", "前", "底前", "之前", "以前"].contains(&&text[used..]));
        counts || dated
    })
}

/// 牵头单位 | 配合单位 below 责任单位: the second row of a header, under a cell that spans several columns.
fn parts_header(page: &Page, header: &[Column], cells: &[Extent]) -> bool {
    let titles: Vec<(usize, &str)> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| (at, page.slice(cell)))
        .filter(|(_, title)| !title.is_empty())
        .collect();
    let is_title = |title: &str| {
        column(title) != Column::Other
            && title.chars().count() <= 8
            && !title.contains(['、', '，', '。', '；'])
            && [
                "单位", "部门", "时间", "时限", "日期", "人", "内容", "任务", "措施",
            ]
            .iter()
            .any(|end| title.ends_with(end))
            && !title.starts_with(['各', '县', '区', '市', '镇', '乡', '省'])
    };
    let spanned = |at: usize| at >= header.len() || header[at] == Column::Other;
    titles.len() >= 2
        && titles.len() < cells.len().max(header.len())
        && titles.iter().all(|&(_, title)| is_title(title))
        && titles.iter().any(|&(at, _)| spanned(at))
}

/// “整治行业 | 时间安排 | 责任单位”: beside a time and a body, the first other column says what is done.
fn with_task(mut columns: Vec<Column>, titles: &[&str]) -> Vec<Column> {
    let has = |wanted: Column| columns.contains(&wanted);
    let assigned = has(Column::Time) && (has(Column::Who) || has(Column::Lead));
    if assigned && !has(Column::Task) && !has(Column::Phase) {
        let free = columns.iter().zip(titles).position(|(column, title)| {
            *column == Column::Other
                && !["序号", "编号", "备注", "说明", ""].contains(title)
                && title.chars().count() <= 12
        });
        if let Some(at) = free {
            columns[at] = Column::Task;
        }
    }
    columns
}

/// A merged cell shows its words only in its first row.
fn carry_down(cells: &mut [(Column, Extent)], above: Option<&Row>) {
    let Some(above) = above else { return };
    for (column, extent) in cells.iter_mut().filter(|(column, extent)| {
        matches!(
            column,
            Column::Phase | Column::Time | Column::Lead | Column::Who
        ) && extent.is_empty()
    }) {
        if let Some(up) = above.cell(*column) {
            *extent = up.clone();
        }
    }
}

/// The cells of a row, in order.
pub(super) fn cells(page: &Page, row: &Extent) -> Vec<Extent> {
    let text = page.slice(row);
    let mut all = Vec::new();
    let mut start = 0;
    for (at, c) in text
        .char_indices()
        .filter(|(_, c)| matches!(c, '\t' | '|' | '│' | '┃'))
        .chain([(text.len(), '\t')])
    {
        all.push(page.trimmed(&(row.start + start..row.start + at), &[' ']));
        start = (at + c.len_utf8()).min(text.len());
    }
    // Rows drawn with bars begin and end with an empty cell.
    if text.starts_with(['|', '│', '┃']) {
        all.remove(0);
    }
    if text.ends_with(['|', '│', '┃']) {
        all.pop();
    }
    all
}

pub(super) fn column(text: &str) -> Column {
    let has =
        |words: &[&str]| text.chars().count() <= 14 && words.iter().any(|word| text.contains(word));
    match () {
        () if has(&["阶段", "步骤"]) && !has(&["内容", "任务"]) => Column::Phase,
        () if has(&["时间", "时限", "期限", "日期", "节点"]) => Column::Time,
        () if has(&["牵头"]) => Column::Lead,
        () if has(&["配合", "协办", "协同", "参与"]) => Column::Assist,
        () if has(&["报送单位", "接收", "报送对象", "报送至", "报至"]) => Column::To,
        () if has(&["责任", "承办", "实施单位", "负责", "主体", "单位", "部门"]) => {
            Column::Who
        }
        () if has(&[
            "内容", "任务", "事项", "工作", "措施", "项目", "材料", "活动",
        ]) =>
        {
            Column::Task
        }
        () => Column::Other,
    }
}

pub(super) fn is_header(columns: &[Column]) -> bool {
    let has = |wanted: Column| columns.contains(&wanted);
    let known = columns
        .iter()
        .filter(|column| **column != Column::Other)
        .count();
    known >= 2 && (has(Column::Task) || has(Column::Phase)) && known * 2 >= columns.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_their_header_and_merged_cells_carry_down() {
        let page = Page::new(
            "阶段\t时间\t工作内容\t责任单位\n动员部署\t4月1日—4月15日\t召开动员会\t县处非办\n\t\t印发方案\t县处非办",
        );
        let rows = rows(&page);
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[1].cell(Column::Phase).map(|cell| page.slice(cell)),
            Some("动员部署")
        );
        assert_eq!(
            rows[1].cell(Column::Task).map(|cell| page.slice(cell)),
            Some("印发方案")
        );
    }

    #[test]
    fn a_row_with_a_number_or_a_date_is_no_header() {
        let page = Page::new(
            "序号\t工作任务\t责任单位\t完成时限\n1\t报送阶段性总结\t各责任单位\t10月31日\n2\t上报工作总结\t县处非办\t11月底",
        );
        assert_eq!(rows(&page).len(), 2);
    }

    #[test]
    fn a_header_of_two_rows_names_its_columns_and_rows_keep_their_closing_blanks() {
        let page = Page::new(
            "序号\t任务\t责任单位\t\t完成时限\n\t\t牵头单位\t配合单位\n1\t清查账户\t县人民银行\t县公安局\t9月底\n2\t清查网站\t县委网信办\t县工信局",
        );
        let rows = rows(&page);
        assert_eq!(rows.len(), 2);
        let said = |row: &Row, wanted| row.cell(wanted).map(|cell| page.slice(cell).to_owned());
        assert_eq!(said(&rows[0], Column::Assist).as_deref(), Some("县公安局"));
        assert_eq!(said(&rows[1], Column::Time).as_deref(), Some("9月底"));
    }

    #[test]
    fn a_table_of_figures_is_no_plan() {
        assert!(rows(&Page::new("乡镇\t企业数\n云台镇\t12")).is_empty());
    }
}
