//! The index as a whole: held in memory or asked one by one it says the same; rings of owners end; indicators that
//! cannot be used are told with their file and line; subjects are found however they are written.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{collections::BTreeMap, sync::Arc};

use fangfei_lens::{
    index::{Engine, IndexError, Outcomes, RuleSet},
    lake::{Lake, Limits, LoadOptions, Plain, PlainTable, parse_date, shipped},
    screen::Screen,
};

const AS_OF: &str = "2024-06-30";
const LIMITS: Limits = Limits {
    memory_mib: 256,
    threads: 2,
};

struct Office {
    lake: Lake,
    screen: Arc<Screen>,
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            lake: Lake::open(&folder.path().join("lake")).unwrap(),
            screen: Arc::new(Screen::builtin().unwrap()),
            folder,
        }
    }

    /// Loads a file of rows `column=text|column=text`.
    async fn load(&self, table: &str, file: &str, rows: &[String]) {
        let tables = shipped().unwrap();
        let table = &tables[table];
        let cells = |row: &String| {
            let mut cells = vec![Plain::Empty; table.columns.len()];
            for (column, text) in row.split('|').map(|c| c.split_once('=').unwrap()) {
                cells[table.column_for(column).unwrap()] = Plain::Text(text.to_owned());
            }
            cells
        };
        let options = LoadOptions {
            file: file.to_owned(),
            sha256: file.bytes().map(|b| format!("{b:02x}")).collect(),
            known_on: parse_date("2024-01-01").unwrap(),
            set: BTreeMap::new(),
        };
        let rows = (2..).zip(rows.iter().map(cells)).collect();
        let sheet = Box::new(PlainTable::new("", rows));
        let loaded = self.lake.load(table, vec![sheet], &options).await.unwrap();
        assert!(loaded.rejected.is_empty(), "{:?}", loaded.rejected);
    }

    async fn engine(&self) -> Engine {
        let as_of = parse_date(AS_OF).unwrap();
        Engine::open(&self.lake, &self.screen, as_of, LIMITS)
            .await
            .unwrap()
    }

    fn rules(&self) -> Result<RuleSet, IndexError> {
        RuleSet::of_folder(&self.folder.path().join("rules"), self.screen.version())
    }

    /// What comes of an indicator of the office's own with this SQL.
    async fn told_of(&self, sql: &str) -> Result<(), String> {
        let folder = self.folder.path().join("rules/indicators");
        std::fs::create_dir_all(&folder).unwrap();
        let text = format!(
            "id = \"own_test\"\ntitle = \"试\"\ndimension = \"合规\"\nunit = \"次\"\ndirection = \"up\"\n\
             ground = \"试\"\nversion = \"2026-11-28\"\nneeds = [\"enterprise\"]\ncurve = [[0, 0], [1, 3]]\n\
             says = \"{{value}}\"\nsql = '''\n{sql}\n'''\n"
        );
        std::fs::write(folder.join("own_test.toml"), text).unwrap();
        let rules = self.rules().map_err(|e| e.to_string())?;
        let run = self.engine().await.run(&rules, |_, _| ()).await;
        run.map(|_| ()).map_err(|e| e.to_string())
    }
}

async fn county() -> Office {
    let office = Office::new();
    let firm = |n: usize| {
        format!(
            "name=天南市甲{n}投资管理有限公司|scope=投资咨询；养老服务|address=甲路{}号|phone=0553{:04}|registered_capital={}|established_on=2023-0{}-01",
            n % 7,
            n % 11,
            100 + n,
            1 + n % 9,
        )
    };
    let names = |from: usize, to: usize| (from..to).map(firm).collect::<Vec<_>>();
    office.load("enterprise", "一.csv", &names(0, 40)).await;
    office.load("enterprise", "二.csv", &names(30, 80)).await;
    let facts = |each: fn(usize) -> String| {
        (0..120)
            .map(|n| format!("name=天南市甲{}投资管理有限公司|{}", n * 7 % 83, each(n)))
            .collect::<Vec<_>>()
    };
    let adverts = facts(|n| {
        format!(
            "text=年化收益{}%，保本保息 第{n}期|found_on=2024-0{}-11",
            8 + n % 9,
            1 + n % 6
        )
    });
    office.load("advert", "广告.csv", &adverts[..70]).await;
    office.load("advert", "广告2.csv", &adverts[50..]).await;
    let complaints =
        facts(|n| format!("count={}|received_on=2024-05-{:02}", 1 + n % 5, 1 + n % 28));
    office.load("complaint", "投诉.csv", &complaints).await;
    let penalties = facts(|n| format!("decided_on=2023-03-{:02}|facts=虚假广告{n}", 1 + n % 28));
    office.load("penalty", "处罚.csv", &penalties[..30]).await;
    office
}

#[tokio::test]
async fn all_at_once_says_of_everybody_what_one_by_one_says() {
    let office = county().await;
    let (engine, rules) = (office.engine().await, office.rules().unwrap());
    let as_of = parse_date(AS_OF).unwrap();
    let all = engine.run(&rules, |_, _| ()).await.unwrap();
    assert!(all.len() >= 80);
    let ranking = all.ranking();
    let mut lines = Vec::new();
    all.write_lines(&ranking, &rules, engine.manifest(), as_of, &mut lines)
        .unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let mut with_points = 0;
    for (number, line) in ranking.iter().zip(lines.lines()) {
        let together = all.anatomy(*number, &rules, engine.manifest(), as_of);
        assert_eq!(serde_json::to_string(&together).unwrap(), line);
        with_points += usize::from(!together.points.is_empty());
        if number % 9 != 0 {
            continue;
        }
        let (one, its) = engine.run_one(&rules, all.code(*number)).await.unwrap();
        let alone = one.anatomy(its, &rules, engine.manifest(), as_of);
        assert_eq!(serde_json::to_string(&alone).unwrap(), line);
    }
    assert!(with_points > 40, "{with_points}");
    // What is held is held for the run only: other questions still find every column.
    let asked = engine
        .context()
        .sql("SELECT registrar FROM enterprise")
        .await;
    assert!(asked.is_ok());
}

#[tokio::test]
async fn an_engine_asked_twice_says_the_same_also_of_whom_no_register_knows() {
    let office = county().await;
    let row = |firm: &str| format!("name={firm}|decided_on=2024-03-01|fine=50000");
    let strangers = ["天南市未登记一号店", "天南市未登记二号店"].map(row);
    office.load("penalty", "处罚二.csv", &strangers).await;
    let (engine, rules) = (office.engine().await, office.rules().unwrap());
    let as_of = parse_date(AS_OF).unwrap();
    let mut said = Vec::new();
    for _ in 0..2 {
        let scored = engine.run(&rules, |_, _| ()).await.unwrap();
        let mut lines = Vec::new();
        let ranking = scored.ranking();
        scored
            .write_lines(&ranking, &rules, engine.manifest(), as_of, &mut lines)
            .unwrap();
        said.push(String::from_utf8(lines).unwrap());
    }
    assert!(said[0].contains("未登记一号店") && said[0].contains("未登记二号店"));
    assert_eq!(said[0], said[1]);
}

#[tokio::test]
async fn a_ring_of_owners_is_told_and_ends() {
    let office = county().await;
    let owns = |a: usize, b: usize| {
        let firm = |n: usize| format!("天南市甲{n}投资管理有限公司");
        format!("holder={}|held_name={}|share=60%", firm(a), firm(b))
    };
    let ring = [owns(1, 2), owns(2, 3), owns(3, 1), owns(4, 4), owns(5, 6)];
    office.load("investment", "持股.csv", &ring).await;
    let (engine, rules) = (office.engine().await, office.rules().unwrap());
    let scored = engine.run(&rules, |_, _| ()).await.unwrap();
    let in_ring = |n: usize| {
        let number = scored
            .find(&format!("天南市甲{n}投资管理有限公司"))
            .unwrap();
        let as_of = parse_date(AS_OF).unwrap();
        let anatomy = scored.anatomy(number, &rules, engine.manifest(), as_of);
        anatomy
            .points
            .iter()
            .any(|p| p.indicator == "ownership_cycle")
    };
    assert_eq!(
        [1, 2, 3, 4, 5, 6].map(in_ring),
        [true, true, true, true, false, false]
    );
}

#[tokio::test]
async fn an_indicator_that_cannot_be_used_is_told_with_file_line_and_reason() {
    let office = county().await;
    let cases = [
        ("SELEC subject", 12, "SQL 有误"),
        (
            "SELECT subject, 1 AS value, ref AS rows\nFROM enterprise\nWHERE fnord > 1",
            14,
            "没有列 fnord",
        ),
        (
            "SELECT subject, 1 AS value, ref AS rows\nFROM nowhere",
            13,
            "没有数据表 nowhere",
        ),
        (
            "SELECT subject, 1 AS value FROM enterprise",
            12,
            "缺少列 rows",
        ),
        (
            "SELECT subject, name AS value, ref AS rows FROM enterprise",
            12,
            "列 value 应为数字或是否",
        ),
        (
            "SELECT ref AS subject, 1 AS value, ref AS rows FROM enterprise",
            12,
            "列 subject 应为主体",
        ),
        (
            "SELECT subject, 1 AS value, name AS rows FROM enterprise",
            12,
            "列 rows 应为 ref 或 refs(ref)",
        ),
        (
            "SELECT subject, 1 AS value, ref AS rows, 'x' AS as_of FROM enterprise",
            12,
            "列 as_of 应为日期",
        ),
        (
            "SELECT e.subject, 1 AS value, e.ref AS rows FROM enterprise e CROSS JOIN (VALUES (1), (2)) v(n)",
            12,
            "给出多行",
        ),
        (
            "SELECT subject, 1 / 0 AS value, ref AS rows FROM enterprise",
            12,
            "除数为 0",
        ),
        (
            "SELECT subject, word_hits(name, 'ZZ') AS value, ref AS rows FROM enterprise",
            12,
            "没有词类“ZZ”",
        ),
        (
            "SELECT subject, now() AS value, ref AS rows FROM enterprise",
            12,
            "没有函数 now",
        ),
        ("DROP TABLE enterprise", 12, "只能查询"),
        ("", 12, "没有写 SQL"),
    ];
    for (sql, line, reason) in cases {
        let told = office.told_of(sql).await.expect_err(sql);
        let place = format!("own_test.toml 第 {line} 行");
        assert!(
            told.contains(&place) && told.contains(reason),
            "{sql}: {told}"
        );
    }
    let own = "SELECT subject, 1 AS value, ref AS rows FROM enterprise";
    office.told_of(own).await.unwrap();
}

#[tokio::test]
async fn a_subject_is_found_however_its_code_or_name_is_written() {
    let office = Office::new();
    let rows = ["id=1cd85ab1e87da2a3|name=甲乙（天南）有限公司".to_owned()];
    office.load("enterprise", "企业.csv", &rows).await;
    let (engine, rules) = (office.engine().await, office.rules().unwrap());
    let scored = engine.run(&rules, |_, _| ()).await.unwrap();
    for written in [
        "1cd85ab1e87da2a3",
        "1CD85AB1E87DA2A3 ",
        "甲乙(天南)有限公司",
    ] {
        assert!(scored.find(written).is_some(), "{written}");
        assert!(engine.run_one(&rules, written).await.is_ok(), "{written}");
    }
    let row = (
        2,
        "1cd85ab1e87da2a3".to_owned(),
        String::new(),
        "1".to_owned(),
    );
    let outcomes = Outcomes::new("结果.csv", [row]).unwrap();
    let under = outcomes.under_codes_of(&scored);
    assert_eq!(under.0.keys().collect::<Vec<_>>(), ["1CD85AB1E87DA2A3"]);
}
