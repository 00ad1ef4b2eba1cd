//! Every indicator over invented rows: what it says, of whom, with how many points, by which rows. A case is a file
//! under `tests/indicators`; its form is told in `src/indicator/mod.rs`. It must not know real firms.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use fangfei_lens::{
    index::{Engine, IndexSettings, RuleSet},
    indicator::{Indicator, shipped},
    lake::{Lake, Limits, LoadOptions, Plain, PlainTable, TableReader, TableSpec, parse_date},
    screen::Screen,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    as_of: String,
    rows: Vec<BTreeMap<String, toml::Value>>,
    #[serde(default)]
    expect: Vec<Expected>,
    #[serde(default)]
    absent: Vec<Absent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    subject: String,
    value: f64,
    points: Option<f64>,
    rows: Option<Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Absent {
    subject: String,
}

fn plain(value: &toml::Value) -> Plain {
    match value {
        toml::Value::Integer(n) => Plain::Int(*n),
        toml::Value::Float(n) => Plain::Number(*n),
        toml::Value::Boolean(flag) => Plain::Flag(*flag),
        toml::Value::String(text) => Plain::Text(text.clone()),
        other => Plain::Text(other.to_string()),
    }
}

async fn load(lake: &Lake, tables: &BTreeMap<String, Arc<TableSpec>>, case: &Case) {
    let mut by_table: BTreeMap<&str, Vec<(u32, Vec<Plain>)>> = BTreeMap::new();
    for (number, row) in (1..).zip(&case.rows) {
        let name = row["table"].as_str().expect("a table's name");
        let table = tables
            .get(name)
            .unwrap_or_else(|| panic!("row {number}: no table {name}"));
        let mut cells = vec![Plain::Empty; table.columns.len()];
        for (column, value) in row.iter().filter(|(c, _)| *c != "table") {
            let at = table.columns.iter().position(|c| c.name == *column);
            cells[at.unwrap_or_else(|| panic!("row {number}: {name} has no column {column}"))] =
                plain(value);
        }
        by_table.entry(name).or_default().push((number, cells));
    }
    for (name, rows) in by_table {
        let options = LoadOptions {
            file: format!("{name}.csv"),
            sha256: format!("{name:0<64}"),
            known_on: parse_date("2000-01-01").expect("a date"),
            set: BTreeMap::new(),
        };
        let sheet: Box<dyn TableReader> = Box::new(PlainTable::new("", rows));
        let loaded = lake
            .load(&tables[name], vec![sheet], &options)
            .await
            .expect("loads");
        assert!(loaded.rejected.is_empty(), "{name}: {:?}", loaded.rejected);
    }
}

/// What differs from the case.
async fn differences(indicator: &Indicator, case: &Case, screen: &Arc<Screen>) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let lake = Lake::open(folder.path()).expect("a lake");
    let tables = fangfei_lens::lake::shipped().expect("tables");
    load(&lake, &tables, case).await;
    let as_of = parse_date(&case.as_of).expect("a date");
    let limits = Limits {
        memory_mib: 256,
        threads: 2,
    };
    let engine = Engine::open(&lake, screen, as_of, limits)
        .await
        .expect("opens");
    let one = BTreeMap::from([(indicator.id.clone(), indicator.clone())]);
    let rules = RuleSet::new(
        one,
        IndexSettings::shipped().expect("settings"),
        screen.version(),
    )
    .expect("rules");
    let mut wrong = Vec::new();
    for expected in &case.expect {
        let run = engine.run_one(&rules, &expected.subject).await;
        let (scored, number) = match run {
            Ok(found) => found,
            Err(error) => {
                wrong.push(error.to_string());
                continue;
            }
        };
        let anatomy = scored.anatomy(number, &rules, engine.manifest(), as_of);
        let known = scored.known_lines(number, &rules);
        let point = anatomy.points.first();
        let value = point
            .map(|p| p.value.clone())
            .or_else(|| known.first()?.value.clone());
        let value = value.and_then(|v| v.as_f64());
        if value.is_none_or(|v| (v - expected.value).abs() > 1e-6 * expected.value.abs().max(1.0)) {
            wrong.push(format!(
                "{}: value {value:?}, expected {}",
                expected.subject, expected.value
            ));
        }
        let points = point.map_or(0.0, |p| p.points.number());
        if expected.points.is_some_and(|e| (e - points).abs() > 1e-9) {
            wrong.push(format!(
                "{}: points {points}, expected {:?}",
                expected.subject, expected.points
            ));
        }
        let rows: Vec<u32> =
            point.map_or_else(Vec::new, |p| p.rows.iter().map(|r| r.row).collect());
        if expected.rows.as_ref().is_some_and(|e| *e != rows) {
            wrong.push(format!(
                "{}: rows {rows:?}, expected {:?}",
                expected.subject, expected.rows
            ));
        }
    }
    for absent in &case.absent {
        if let Ok((scored, number)) = engine.run_one(&rules, &absent.subject).await {
            let anatomy = scored.anatomy(number, &rules, engine.manifest(), as_of);
            if !anatomy.points.is_empty() {
                wrong.push(format!("{}: points where none belong", absent.subject));
            }
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn indicators_say_what_their_cases_expect() {
    let indicators = shipped().expect("indicators");
    let screen = Arc::new(Screen::builtin().expect("words"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/indicators");
    let mut wrong = Vec::new();
    for (id, indicator) in &indicators {
        let path = folder.join(format!("{id}.toml"));
        let Ok(text) = fs::read_to_string(&path) else {
            wrong.push(format!("{id}: no case file"));
            continue;
        };
        let case: Case =
            toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert!(!case.expect.is_empty(), "{id}: a case without expectation");
        wrong.extend(
            differences(indicator, &case, &screen)
                .await
                .into_iter()
                .map(|w| format!("{id}: {w}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
