//! The lake as an office meets it: loaded twice, asked as of the past, corrected, joined by name; broken files refused.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::{
    arrow::{
        array::{ArrayRef, Float64Array, ListBuilder, StringArray, UInt64Builder},
        record_batch::RecordBatch,
    },
    parquet::arrow::ArrowWriter,
};
use fangfei_lens::{
    index::Engine,
    lake::{
        Answer, Lake, Limits, LoadOptions, Loaded, Manifest, Plain, PlainTable, parse_date,
        read_parquet, shipped,
    },
    screen::Screen,
};

struct Office {
    lake: Lake,
    _folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            lake: Lake::open(folder.path()).expect("a lake"),
            _folder: folder,
        }
    }

    /// Loads rows of `(column, text)` as one file.
    async fn load(
        &self,
        table: &str,
        file: &str,
        known_on: &str,
        rows: &[&[(&str, &str)]],
    ) -> Loaded {
        let tables = shipped().expect("tables");
        let table = &tables[table];
        let plain = (2..).zip(rows).map(|(number, row)| {
            let mut cells = vec![Plain::Empty; table.columns.len()];
            for (column, text) in *row {
                cells[table.column_for(column).expect("a column")] =
                    Plain::Text((*text).to_owned());
            }
            (number, cells)
        });
        let options = LoadOptions {
            file: file.to_owned(),
            sha256: file.bytes().map(|b| format!("{b:02x}")).collect(),
            known_on: parse_date(known_on).expect("a date"),
            set: BTreeMap::new(),
        };
        let sheet = PlainTable::new("", plain.collect());
        self.lake
            .load(table, vec![Box::new(sheet)], &options)
            .await
            .expect("loads")
    }

    /// The answer as of a day, one string a row.
    async fn ask(&self, as_of: &str, sql: &str) -> Vec<String> {
        let screen = Arc::new(Screen::builtin().expect("words"));
        let limits = Limits {
            memory_mib: 256,
            threads: 2,
        };
        let day = parse_date(as_of).expect("a date");
        let engine = Engine::open(&self.lake, &screen, day, limits)
            .await
            .expect("opens");
        let mut answer = Answer::ask(engine.context(), sql).await.expect("plans");
        let mut lines = Vec::new();
        while let Some(rows) = answer.next_rows().await.expect("answers") {
            lines.extend(rows.iter().map(|row| {
                let cells: Vec<String> = row
                    .values()
                    .map(|v| v.to_string().trim_matches('"').to_owned())
                    .collect();
                cells.join(" ")
            }));
        }
        lines
    }
}

#[tokio::test]
async fn a_file_counts_once_and_a_row_once_in_whatever_file() {
    let office = Office::new();
    let row: &[(&str, &str)] = &[
        ("id", "甲"),
        ("tone", "消极"),
        ("published_on", "2024-01-02"),
    ];
    let other: &[(&str, &str)] = &[
        ("id", "甲"),
        ("tone", "积极"),
        ("published_on", "2024-01-02"),
    ];
    assert_eq!(
        office
            .load("news", "一.csv", "2024-06-01", &[row])
            .await
            .taken,
        1
    );
    assert!(
        office
            .load("news", "一.csv", "2024-06-01", &[row])
            .await
            .same_file
    );
    let second = office
        .load("news", "二.csv", "2024-07-01", &[row, other])
        .await;
    assert_eq!((second.taken, second.known), (1, 1));
    assert_eq!(
        office.ask("2024-12-31", "SELECT count(*) FROM news").await,
        ["2"]
    );
    assert_eq!(
        Manifest::read(&office.lake)
            .await
            .expect("a manifest")
            .rows("news"),
        2
    );
}

#[tokio::test]
async fn the_past_sees_only_what_was_known_and_in_force_then() {
    let office = Office::new();
    let named = |name: &'static str| [("id", "甲1"), ("name", name)];
    office
        .load("enterprise", "一.csv", "2024-01-01", &[&named("旧名公司")])
        .await;
    office
        .load("enterprise", "二.csv", "2024-03-01", &[&named("新名公司")])
        .await;
    office
        .load("enterprise", "三.csv", "2024-05-01", &[&named("旧名公司")])
        .await;
    let name = "SELECT name FROM enterprise";
    assert!(office.ask("2023-12-31", name).await.is_empty());
    assert_eq!(office.ask("2024-02-01", name).await, ["旧名公司"]);
    assert_eq!(office.ask("2024-04-01", name).await, ["新名公司"]);
    assert_eq!(office.ask("2024-06-01", name).await, ["旧名公司"]);
    office
        .load("enterprise", "四.csv", "2024-02-15", &[&named("间名公司")])
        .await;
    assert_eq!(office.ask("2024-02-20", name).await, ["间名公司"]);
    assert_eq!(office.ask("2024-02-01", name).await, ["旧名公司"]);
    assert_eq!(office.ask("2024-04-01", name).await, ["新名公司"]);
}

#[tokio::test]
async fn facts_told_by_name_find_the_firm_that_alone_bears_it() {
    let office = Office::new();
    office
        .load(
            "abnormal",
            "异常.csv",
            "2024-01-01",
            &[
                &[("name", "天南市甲（集团）有限公司")],
                &[("name", "同名公司")],
            ],
        )
        .await;
    let firms: [&[(&str, &str)]; 3] = [
        &[
            ("uscc", "91340100MA00000076"),
            ("name", "天南市甲(集团)有限公司"),
        ],
        &[("id", "乙"), ("name", "同名公司")],
        &[("id", "丙"), ("name", "同名公司")],
    ];
    office
        .load("enterprise", "企业.csv", "2024-02-01", &firms)
        .await;
    let subjects = office
        .ask(
            "2024-06-01",
            "SELECT subject FROM abnormal ORDER BY subject",
        )
        .await;
    assert_eq!(subjects, ["91340100MA00000076", "同名公司"]);
}

#[tokio::test]
async fn wrong_rows_are_told_and_the_others_taken() {
    let office = Office::new();
    let rows: [&[(&str, &str)]; 3] = [
        &[("id", "甲"), ("tone", "消极"), ("published_on", "8小时前")],
        &[
            ("id", "甲"),
            ("tone", "消极"),
            ("published_on", "2024-01-02"),
        ],
        &[("tone", "中立")],
    ];
    let loaded = office.load("news", "一.csv", "2024-06-01", &rows).await;
    assert_eq!((loaded.taken, loaded.rejected_rows), (1, 2));
    assert_eq!(
        (loaded.rejected[0].row, loaded.rejected[0].value.as_str()),
        (2, "8小时前")
    );
    assert!(loaded.rejected[1].problem.contains("哪个主体"));
}

#[tokio::test]
async fn sql_that_writes_or_errs_is_refused() {
    let office = Office::new();
    let screen = Arc::new(Screen::builtin().expect("words"));
    let day = parse_date("2024-01-01").expect("a date");
    let engine = Engine::open(
        &office.lake,
        &screen,
        day,
        Limits {
            memory_mib: 64,
            threads: 1,
        },
    )
    .await
    .expect("opens");
    for sql in [
        "DROP TABLE news",
        "INSERT INTO news VALUES (1)",
        "SELECT * FROM nowhere",
        "SELECT now()",
    ] {
        assert!(Answer::ask(engine.context(), sql).await.is_err(), "{sql}");
    }
    assert!(
        Answer::ask(engine.context(), "SELECT count(*) FROM news")
            .await
            .is_ok()
    );
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("writes");
    writer.into_inner().expect("closes")
}

#[tokio::test]
async fn a_parquet_file_is_read_by_its_headers_and_a_broken_one_named() {
    let tables = shipped().expect("tables");
    let table = &tables["tax_arrears"];
    let good = parquet(vec![
        (
            "企业或单位名称",
            Arc::new(StringArray::from(vec!["甲公司"])) as ArrayRef,
        ),
        (
            "欠税金额",
            Arc::new(Float64Array::from(vec![12.5])) as ArrayRef,
        ),
    ]);
    let rows =
        read_parquet(table, "欠税.parquet", bytes::Bytes::from(good.clone())).expect("reads");
    let office = Office::new();
    let options = LoadOptions {
        file: "欠税.parquet".into(),
        sha256: "1".repeat(64),
        known_on: parse_date("2024-01-01").expect("a date"),
        set: BTreeMap::new(),
    };
    office
        .lake
        .load(table, vec![Box::new(rows)], &options)
        .await
        .expect("loads");
    assert_eq!(
        office
            .ask("2024-06-01", "SELECT subject, amount FROM tax_arrears")
            .await,
        ["甲公司 1250"]
    );
    let cut = good[..good.len() / 2].to_vec();
    let error = read_parquet(table, "欠税.parquet", bytes::Bytes::from(cut))
        .err()
        .expect("broken")
        .to_string();
    assert!(
        error.contains("欠税.parquet") && error.contains("Parquet"),
        "{error}"
    );
}

#[test]
fn a_column_of_a_form_no_cell_can_have_is_named() {
    let tables = shipped().expect("tables");
    let mut lists = ListBuilder::new(UInt64Builder::new());
    lists.append(true);
    let wrong = parquet(vec![("欠税金额", Arc::new(lists.finish()) as ArrayRef)]);
    let error = read_parquet(
        &tables["tax_arrears"],
        "欠税.parquet",
        bytes::Bytes::from(wrong),
    )
    .err()
    .expect("a list");
    assert!(error.to_string().contains("列“欠税金额”"), "{error}");
    let other = parquet(vec![(
        "天气",
        Arc::new(StringArray::from(vec!["晴"])) as ArrayRef,
    )]);
    let error = read_parquet(
        &tables["tax_arrears"],
        "欠税.parquet",
        bytes::Bytes::from(other),
    )
    .err()
    .expect("no column");
    assert!(error.to_string().contains("没有一列属于"), "{error}");
}

#[tokio::test]
async fn facts_of_days_to_come_are_told_and_count_from_their_day() {
    let office = Office::new();
    let rows: [&[(&str, &str)]; 2] = [
        &[
            ("name", "天南市甲一商贸有限公司"),
            ("document", "天市监罚〔2024〕1号"),
            ("decided_on", "2024-01-05"),
        ],
        &[
            ("name", "天南市甲一商贸有限公司"),
            ("document", "天市监罚〔2024〕2号"),
            ("decided_on", "2042-01-05"),
        ],
    ];
    let loaded = office
        .load("penalty", "处罚.csv", "2024-06-30", &rows)
        .await;
    assert_eq!((loaded.taken, loaded.later), (2, 1));
    assert_eq!(loaded.latest, parse_date("2042-01-05"));
    let count = "SELECT count(*) FROM penalty";
    assert_eq!(office.ask("2024-06-30", count).await, ["1"]);
    assert_eq!(office.ask("2042-01-05", count).await, ["2"]);
}
