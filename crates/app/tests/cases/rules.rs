//! Rules of the data folder: they come before the shipped ones, and a wrong one is named with its line.

use fangfei_app::rules::Rules;
use fangfei_model::{ledger::Ledger, noun::Noun};
use tempfile::TempDir;

fn folder(name: &str, text: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("rules").join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
    dir
}

fn error(name: &str, text: &str) -> String {
    Rules::load(folder(name, text).path())
        .unwrap_err()
        .to_string()
}

#[test]
fn shipped_rules_are_whole() {
    let dir = tempfile::tempdir().unwrap();
    let rules = Rules::load(dir.path()).unwrap();
    assert_eq!(rules.ledgers.len(), 12);
    assert!(rules.return_template("quarterly").is_some());
    for name in [
        "风险线索台账",
        "风险隐患清单",
        "排查整治目录",
        "联络员名单",
        "risk-bodies",
    ] {
        assert!(rules.ledger(name).is_some(), "{name}");
    }
    assert!(
        rules
            .ledgers
            .iter()
            .all(|l: &Ledger| !l.source.is_empty() && !l.columns.is_empty())
    );
}

#[test]
fn an_office_changes_a_ledger_without_a_new_program() {
    let text =
        "id = \"contacts\"\ntitle = \"通讯录\"\nnoun = \"unit\"\ncolumns = [{ path = \"name\" }]\n";
    let dir = folder("ledgers/contacts.toml", text);
    let rules = Rules::load(dir.path()).unwrap();
    assert_eq!(rules.ledgers.len(), 12);
    let own = rules.ledger("contacts").unwrap();
    assert_eq!(
        (own.title.as_str(), own.noun, own.columns.len()),
        ("通讯录", Noun::Unit, 1)
    );
}

#[test]
fn a_wrong_definition_is_named_with_file_and_line() {
    let misspelt = "id = \"x\"\ntitle = \"x\"\nnoun = \"clue\"\n[[columns]]\npath = \"colour\"\n";
    let message = error("ledgers/x.toml", misspelt);
    assert!(
        message.contains("x.toml") && message.contains("第 5 行") && message.contains("colour"),
        "{message}"
    );
    let message = error("ledgers/x.toml", "id = \"x\"\ntitle = \n");
    assert!(message.contains("第 2 行"), "{message}");
    let message = error(
        "returns/x.toml",
        "id = \"x\"\ntitle = \"x\"\nevery = \"week\"\n[[table]]\nid = \"t\"\ntitle = \"t\"\n",
    );
    assert!(message.contains("报告期"), "{message}");
    assert!(error("cut_points.toml", "people = [1, 2]\n").contains("cut_points.toml"));
}
