//! Tables as counties send them: each file of `layouts/` is one sheet with what must be understood of
//! it. Every layout is tried as xlsx with its merged areas, and as csv, where merges are blanks.
//! It must not know real files.

use std::collections::BTreeMap;

use fangfei_intake::kind::shipped;
use fangfei_intake::table::{
    Mapping, Options, RowOutcome, Workbook, guess_all, open, parted, read,
};
use rust_xlsxwriter::{Format, Workbook as Writer};

/// A parsed layout file: directives, then `---`, then rows of cells parted by `|`.
struct Layout {
    kind: String,
    sheet: String,
    year: Option<i16>,
    only_xlsx: bool,
    merges: Vec<String>,
    header: String,
    fields: Vec<(usize, String, Option<String>)>,
    outcomes: BTreeMap<u32, String>,
    values: Vec<(u32, String, String)>,
    rows: Vec<Vec<String>>,
}

impl Layout {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\n---\n").expect("a line ---");
        let rows = body
            .trim_end_matches('\n')
            .split('\n')
            .map(|line| line.split('|').map(unescaped).collect())
            .collect();
        let mut layout = Self {
            kind: String::new(),
            sheet: "Sheet1".to_owned(),
            year: None,
            only_xlsx: false,
            merges: Vec::new(),
            header: String::new(),
            fields: Vec::new(),
            outcomes: BTreeMap::new(),
            values: Vec::new(),
            rows,
        };
        for line in head
            .lines()
            .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        {
            layout.directive(line);
        }
        layout
    }

    fn directive(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut parts = rest.splitn(3, ' ');
        let mut part = || parts.next().unwrap_or("").to_owned();
        match word {
            "kind" => self.kind = rest.to_owned(),
            "sheet" => self.sheet = rest.to_owned(),
            "year" => self.year = rest.parse().ok(),
            "only" => self.only_xlsx = true,
            "merge" => self.merges.extend(rest.split(' ').map(str::to_owned)),
            "header" => self.header = rest.to_owned(),
            "field" => {
                let (letters, field, unit) = (part(), part(), part());
                let column = letters
                    .bytes()
                    .fold(0, |n, b| n * 26 + usize::from(b - b'A') + 1)
                    - 1;
                self.fields
                    .push((column, field, (!unit.is_empty()).then_some(unit)));
            }
            "row" => {
                let (row, outcome) = rest.split_once(' ').expect("row NUMBER OUTCOME");
                self.outcomes
                    .insert(row.parse().expect("a row number"), outcome.to_owned());
            }
            "value" => self
                .values
                .push((part().parse().expect("a row number"), part(), part())),
            other => panic!("unknown directive {other}"),
        }
    }

    fn xlsx(&self) -> Vec<u8> {
        let mut book = Writer::new();
        let sheet = book
            .add_worksheet()
            .set_name(&self.sheet)
            .expect("a sheet name");
        for merge in &self.merges {
            let (from, to) = merge.split_once(':').expect("A1:B2");
            let ((r1, c1), (r2, c2)) = (corner(from), corner(to));
            sheet
                .merge_range(r1, c1, r2, c2, "", &Format::new())
                .expect("a merge");
        }
        for (r, row) in (0..).zip(&self.rows) {
            for (c, cell) in (0..).zip(row) {
                if let Some(number) = cell.strip_prefix('#') {
                    sheet
                        .write_number(r, c, number.parse::<f64>().expect("a number"))
                        .expect("a cell");
                } else if let Some(day) = cell.strip_prefix('@') {
                    let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(day).expect("a date");
                    sheet
                        .write_with_format(r, c, &date, &Format::new().set_num_format("yyyy/m/d"))
                        .expect("a cell");
                } else if !cell.is_empty() {
                    sheet.write_string(r, c, cell).expect("a cell");
                }
            }
        }
        book.save_to_buffer().expect("a workbook")
    }

    fn csv(&self) -> Vec<u8> {
        let quoted = |cell: &String| {
            let plain = cell.strip_prefix(['#', '@']).unwrap_or(cell);
            if plain.contains([',', '"', '\n']) {
                format!("\"{}\"", plain.replace('"', "\"\""))
            } else {
                plain.to_owned()
            }
        };
        let lines: Vec<String> = self
            .rows
            .iter()
            .map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(","))
            .collect();
        encoding_rs::GB18030
            .encode(&lines.join("\r\n"))
            .0
            .into_owned()
    }

    fn book(&self, bytes: &[u8], file: &str, name: &str) -> Workbook {
        let book = open(bytes, file).unwrap_or_else(|e| panic!("{name}: {e}"));
        parted(book, &shipped(&self.kind).expect("a shipped kind"))
    }

    fn check(&self, book: &Workbook, as_csv: bool) -> Vec<String> {
        let kind = shipped(&self.kind).expect("a shipped kind");
        let mappings = guess_all(book, &kind);
        let mapping = &mappings[0];
        let mut wrong = self.check_mapping(mapping);
        let options = Options {
            year: self.year,
            ..Options::default()
        };
        let mut rows = read(book, &kind, &mappings, &options);
        let total = rows.total();
        for outcome in rows.by_ref() {
            wrong.extend(self.check_row(&outcome));
        }
        if rows.counts().total() != total {
            wrong.push(format!("{:?} are not {total} rows", rows.counts()));
        }
        let way = if as_csv { "csv" } else { "xlsx" };
        let shown: Vec<String> = mapping
            .columns
            .iter()
            .map(|c| {
                format!(
                    "{} {} → {:?} {}",
                    c.letters,
                    c.title,
                    c.field.as_ref().map(|f| f.as_str()),
                    c.confidence
                )
            })
            .collect();
        wrong
            .into_iter()
            .map(|w| format!("[{way}] {w}\n    {}", shown.join("; ")))
            .collect()
    }

    fn check_mapping(&self, mapping: &Mapping) -> Vec<String> {
        let mut wrong = Vec::new();
        let found = mapping.header_rows.map_or("none".to_owned(), |(a, b)| {
            if a == b {
                a.to_string()
            } else {
                format!("{a}-{b}")
            }
        });
        if found != self.header {
            wrong.push(format!("header {found}, wanted {}", self.header));
        }
        for (column, field, unit) in &self.fields {
            let mapped = mapping.columns.iter().find(|c| c.column == *column);
            let given = mapped
                .and_then(|c| c.field.as_ref())
                .map_or("-", |f| f.as_str());
            let given_unit = mapped.and_then(|c| c.unit).map(|u| u.title().to_owned());
            if given != field || (unit.is_some() && given_unit != *unit) {
                wrong.push(format!(
                    "column {column}: {given} {given_unit:?}, wanted {field} {unit:?}"
                ));
            }
        }
        wrong
    }

    fn check_row(&self, outcome: &RowOutcome) -> Vec<String> {
        let number = outcome.source().row;
        let shown = match outcome {
            RowOutcome::Accepted(_) => "ok".to_owned(),
            RowOutcome::Rejected { errors, .. } => {
                format!(
                    "错 {}",
                    errors
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(" / ")
                )
            }
            RowOutcome::Skipped { reason, .. } => format!("跳 {reason}"),
        };
        let wanted = self.outcomes.get(&number);
        let fits = match wanted.map(String::as_str) {
            Some("ok") | None => shown == "ok",
            Some(wanted) => wanted.split('…').all(|part| shown.contains(part)),
        };
        let mut wrong = Vec::new();
        if !fits {
            wrong.push(format!(
                "row {number}: {shown}, wanted {}",
                wanted.map_or("ok", String::as_str)
            ));
        }
        if let RowOutcome::Accepted(row) = outcome {
            for (_, field, wanted) in self.values.iter().filter(|(n, ..)| *n == number) {
                let found = row
                    .get(field)
                    .map(|v| v.canonical())
                    .or_else(|| row.extra.get(field.as_str()).cloned());
                if found.as_deref().unwrap_or("-") != wanted {
                    wrong.push(format!("row {number} {field}: {found:?}, wanted {wanted}"));
                }
            }
        }
        wrong
    }
}

fn unescaped(cell: &str) -> String {
    cell.replace("\\n", "\n").replace('␣', " ")
}

fn corner(reference: &str) -> (u32, u16) {
    let at = reference
        .find(|c: char| c.is_ascii_digit())
        .expect("a digit");
    let column = reference[..at]
        .bytes()
        .fold(0, |n, b| n * 26 + u16::from(b - b'A') + 1)
        - 1;
    (reference[at..].parse::<u32>().expect("a row") - 1, column)
}

#[test]
fn every_layout_is_understood() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("layouts")
        .map(|e| e.expect("an entry").path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 25, "{} layouts", paths.len());
    let mut failures = Vec::new();
    for path in paths {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let layout = Layout::parse(&std::fs::read_to_string(&path).expect("a layout"));
        let book = layout.book(&layout.xlsx(), "表.xlsx", &name);
        failures.extend(
            layout
                .check(&book, false)
                .into_iter()
                .map(|w| format!("{name} {w}")),
        );
        if !layout.only_xlsx {
            let book = layout.book(&layout.csv(), "表.csv", &name);
            failures.extend(
                layout
                    .check(&book, true)
                    .into_iter()
                    .map(|w| format!("{name} {w}")),
            );
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What a layout's rows hold, as 表 行: field=value …, whatever the columns they stand in.
fn accepted(layout: &Layout, book: &Workbook) -> Vec<String> {
    let kind = shipped(&layout.kind).expect("a shipped kind");
    let mappings = guess_all(book, &kind);
    let options = Options::default();
    let rows = read(book, &kind, &mappings, &options);
    let line = |outcome: RowOutcome| match outcome {
        RowOutcome::Accepted(row) => {
            let fields = row.fields.iter();
            let values = fields.map(|(id, value)| format!("{id}={}", value.canonical()));
            let values: Vec<String> = values.collect();
            Some(format!(
                "{} {}: {}",
                row.source.sheet,
                row.source.row,
                values.join(" ")
            ))
        }
        RowOutcome::Rejected { errors, .. } => errors.first().map(ToString::to_string),
        RowOutcome::Skipped { .. } => None,
    };
    rows.filter_map(line).collect()
}

#[test]
fn tables_side_by_side_are_read_each_where_they_stand() {
    let layout = Layout::parse(
        "kind contact\nsheet 联络员\nmerge A1:G1\nmerge A3:G3\n---\n\
         防范和处置非法集资工作联络员名单||||||\n\
         单位|联络员|联系电话||单位|联络员|联系电话\n\
         一、成员单位||||||\n\
         财政局|钱二|13800000001||公安局|李四|13800000002\n\
         教育局|周五|13800000003|||吴六|13800000005\n\
         商务局|郑七|13800000004||||",
    );
    for (bytes, file) in [(layout.xlsx(), "联络员.xlsx"), (layout.csv(), "联络员.csv")] {
        assert_eq!(
            accepted(&layout, &layout.book(&bytes, file, file)),
            [
                "联络员（A–C列） 4: liaison=钱二 liaison_phone=13800000001# unit=财政局",
                "联络员（A–C列） 5: liaison=周五 liaison_phone=13800000003# unit=教育局",
                "联络员（A–C列） 6: liaison=郑七 liaison_phone=13800000004# unit=商务局",
                "联络员（E–G列） 4: liaison=李四 liaison_phone=13800000002# unit=公安局",
                "工作表“联络员（E–G列）”第 5 行 E 列“单位”：“单位”是必填的，这一行没有填；请补填后再导入",
            ]
        );
    }
}

#[test]
fn two_people_of_one_unit_are_no_tables_side_by_side() {
    let layout = Layout::parse(
        "kind contact\nsheet 联络员\n---\n\
         单位|姓名|联系电话|姓名|联系电话\n\
         财政局|钱二|13800000001|赵一|13800000002",
    );
    let book = layout.book(&layout.csv(), "联络员.csv", "联络员");
    assert_eq!(book.sheets.len(), 1);
    // Half of this table has no unit: it stays one, and a person is told.
    let halves = Layout::parse(
        "kind contact\nsheet 联络员\n---\n\
         姓名|联系电话|姓名|联系电话\n\
         钱二|13800000001|赵一|13800000002",
    );
    assert_eq!(
        halves
            .book(&halves.csv(), "联络员.csv", "联络员")
            .sheets
            .len(),
        1
    );
}
