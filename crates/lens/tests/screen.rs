//! Text cases of screening: `tests/screen/*.txt`, each text with the hits a reader of the law would expect.
//! Lines: `name|scope|text` and a text (`\n` for a line break), then for every hit an indented line `class printed`, with `~` before
//! the class when the hit is suppressed. It must not know how words are matched.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{fmt::Write, path::Path};

use fangfei_lens::screen::{Field, Hit, Screen};
use proptest::prelude::*;

struct Case {
    place: String,
    field: Field,
    text: String,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screen");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files.iter().flat_map(|f| read(f)).collect()
}

fn read(file: &Path) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in std::fs::read_to_string(file).unwrap().lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(hit) = line.strip_prefix("  ") {
            cases
                .last_mut()
                .unwrap()
                .expected
                .push(hit.trim().replace("\\n", "\n"));
            continue;
        }
        let (field, text) = line.split_once(' ').unwrap();
        let field = match field {
            "name" => Field::Name,
            "scope" => Field::Scope,
            "text" => Field::Text,
            other => panic!("{other}: no field at {}:{}", file.display(), number + 1),
        };
        let place = format!("{}:{}", file.display(), number + 1);
        cases.push(Case {
            place,
            field,
            text: text.replace("\\n", "\n"),
            expected: Vec::new(),
        });
    }
    cases
}

fn shown(hit: &Hit) -> String {
    format!(
        "{}{} {}",
        if hit.counts() { "" } else { "~" },
        hit.class,
        hit.printed
    )
}

#[test]
fn every_case_has_its_hits() {
    let screen = Screen::builtin().unwrap();
    let cases = cases();
    let mut wrong = String::new();
    for case in &cases {
        let hits = screen.screen(&case.text, case.field);
        let found: Vec<String> = hits.iter().map(shown).collect();
        if found != case.expected {
            let reasons: Vec<_> = hits
                .iter()
                .filter_map(|h| h.suppressed.as_deref())
                .collect();
            writeln!(
                wrong,
                "{}\n  {}\n  expected {:?}\n  found    {found:?} {reasons:?}",
                case.place, case.text, case.expected
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cases.len() >= 120, "only {} cases", cases.len());
}

#[test]
fn a_hit_carries_ground_place_and_version() {
    let screen = Screen::builtin().unwrap();
    let hits = screen.screen("某地财 富-管理有限公司", Field::Name);
    let hit = &hits[0];
    assert_eq!(
        (hit.class.as_ref(), hit.word.as_ref(), hit.printed.as_str()),
        ("A", "财富管理", "财 富-管理")
    );
    assert_eq!(hit.span, (2, 8));
    assert!(hit.ground.contains("第九条"));
    assert!(hit.rule_version.starts_with("2026-") && *hit.rule_version == **screen.version());
}

#[test]
fn loaded_licensed_bodies_and_their_branches_do_not_count() {
    let screen = Screen::builtin()
        .unwrap()
        .with_licensed(["测试县农村商业银行股份有限公司"]);
    let counts = |name: &str| {
        screen
            .screen(name, Field::Name)
            .iter()
            .filter(|h| h.counts())
            .count()
    };
    assert_eq!(counts("测试县农村商业银行股份有限公司"), 0);
    assert_eq!(counts("测试县农村商业银行股份有限公司城关支行"), 0);
    assert_eq!(counts("邻县农村商业银行股份有限公司"), 1);
    let note = &screen.screen("邻县农村商业银行股份有限公司", Field::Name)[0].licence;
    assert!(note.as_deref().is_some_and(|n| n.contains("核对许可证")));
    let hits = screen.screen_subject("测试县农村商业银行股份有限公司", "吸收存款；发放贷款");
    assert!(hits.iter().all(|(_, h)| !h.counts()) && hits.iter().any(|(f, _)| *f == Field::Scope));
}

#[test]
fn an_office_changes_words_without_a_new_program() {
    let folder = std::env::temp_dir().join(format!("fangfei-words-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |text: &str| std::fs::write(folder.join("local.toml"), text).unwrap();
    let class = |words: &str| {
        format!(
            "id = \"本县\"\ntitle = \"本县关注\"\nground = \"会商纪要\"\nseverity = \"medium\"\nrevised = \"2027-01-01\"\nfields = [\"scope\"]\nwords = [{words}]\n"
        )
    };
    write(&class("\"药材种植\""));
    let screen = Screen::from_dir(&folder).unwrap();
    assert_eq!(
        screen
            .screen("药材種植、理财", Field::Scope)
            .iter()
            .map(shown)
            .collect::<Vec<_>>(),
        ["本县 药材種植"]
    );
    assert!(screen.version().starts_with("2027-01-01-"));
    for (words, expected) in [
        (
            "\"药材种植\", \"药-材种植\"",
            "第7行有误：“药-材种植”在本词类中重复",
        ),
        ("\"药\"", "第7行有误：“药”太短"),
        ("药", "第7行有误"),
    ] {
        write(&class(words));
        let message = Screen::from_dir(&folder).unwrap_err().to_string();
        assert!(
            message.contains("local.toml") && message.contains(expected),
            "{message}"
        );
    }
    std::fs::remove_file(folder.join("local.toml")).unwrap();
    assert!(
        Screen::from_dir(&folder)
            .unwrap_err()
            .to_string()
            .contains("没有词类文件")
    );
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(
        Screen::from_dir(&folder)
            .unwrap_err()
            .to_string()
            .contains("无法读取")
    );
}

proptest! {
    #[test]
    fn spans_are_true_on_any_text(text in "(保|本|理|财|不得|从事|（|）|，|。|除|外|年化|8%| |\\*|\n|P2P|Ｐ|㈱|𠮷|《|未经|批准|\\PC){0,30}") {
        let screen = builtin();
        for field in Field::ALL {
            let mut last = 0;
            for hit in screen.screen(&text, field) {
                let printed: String = text.chars().skip(hit.span.0).take(hit.span.1 - hit.span.0).collect();
                prop_assert_eq!(printed, hit.printed);
                prop_assert!(hit.span.0 >= last && hit.span.0 < hit.span.1);
                last = hit.span.0;
            }
        }
    }
}

fn builtin() -> &'static Screen {
    static SCREEN: std::sync::OnceLock<Screen> = std::sync::OnceLock::new();
    SCREEN.get_or_init(|| Screen::builtin().unwrap())
}
