//! Every address that takes a post, found in the source so that none is forgotten: who is let through to
//! it, and that no form of another session is. It must not know what the posts do.

use std::{collections::BTreeMap, fs, path::Path};

use axum::http::StatusCode;
use fangfei_testkit::TestApp;

use crate::browser::{Answer, Browser};

/// Addresses whose post belongs to everybody signed in.
const EVERYBODYS: &[&str] = &["/account", "/sign-in", "/sign-out"];

/// What an auditor may post: proofs and reading, which change no record.
const AUDITORS: &[&str] = &["/audit/verify", "/audit/export", "/screening", "/texts"];

/// Every address with a post in the workbench's source, with its blanks filled in.
fn addresses() -> Vec<String> {
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/staff"),
        &mut found,
    );
    found.sort();
    assert!(
        found.len() > 30,
        "只找到 {} 个：读源文件的规则可能过时了",
        found.len()
    );
    found
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            routes(&source, found);
        }
    }
}

/// Reads `.route("/clues/{id}", routing::get(…).post(…))`, on one line or several.
fn routes(source: &str, found: &mut Vec<String>) {
    let constants: BTreeMap<&str, &str> = source.lines().filter_map(constant).collect();
    for rest in source.split(".route(").skip(1) {
        let call = call(rest);
        let (address, methods) = call.split_once(',').unwrap_or((call, ""));
        // Pages work without script, and forms only get and post: another method would not be looked at here.
        let others = ["put(", "patch(", "delete(", "any("];
        assert!(
            !others.iter().any(|other| methods.contains(other)),
            "{address}{methods}"
        );
        if methods.contains("post(") {
            let address = address.trim();
            let text = constants
                .get(address)
                .copied()
                .unwrap_or_else(|| address.trim_matches('"'));
            assert!(text.starts_with('/'), "“{address}”不是地址");
            found.push(filled(text));
        }
    }
}

/// The call's arguments, up to its own closing bracket.
fn call(rest: &str) -> &str {
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..at];
        }
    }
    rest
}

/// `pub const LIST: &str = "/clues";`
fn constant(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once("const ")?.1.split_once(": &str = \"")?;
    Some((name, value.strip_suffix("\";")?))
}

/// With an id that nothing has, and words that the address knows.
fn filled(address: &str) -> String {
    let parts = address.split('/').map(|part| match part {
        "{kind}" => "duty",
        "{noun}" => "clue",
        "{seq}" => "1",
        "{at}" => "0",
        blank if blank.starts_with('{') => "0190a000-0000-7000-8000-000000000001",
        plain => plain,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Where a file is put, for addresses that take files.
const FILED: [(&str, &str); 3] = [
    ("noun", "clue"),
    ("record", "0190a000-0000-7000-8000-000000000001"),
    ("kind", "other"),
];

/// Posts to an address that may want a form with files.
async fn post(browser: &mut Browser, path: &str) -> Answer {
    let answer = browser.post(path, &[]).await;
    match wants_files(&answer) {
        true => {
            browser
                .upload(path, &FILED, &[("file", "a.txt", "材料".as_bytes())])
                .await
        }
        false => answer,
    }
}

/// Posts with this token, which may be another session's.
async fn post_with(browser: &mut Browser, path: &str, token: &[(&str, &str)]) -> Answer {
    let answer = browser.post_without_token(path, token).await;
    match wants_files(&answer) {
        true => {
            browser
                .upload_without_token(path, token, &[("file", "a.txt", b"a")])
                .await
        }
        false => answer,
    }
}

fn wants_files(answer: &Answer) -> bool {
    answer.status == StatusCode::BAD_REQUEST && answer.text.contains("通过页面上的表单上传文件")
}

#[tokio::test]
async fn an_auditor_changes_nothing_at_any_address() {
    let test = TestApp::sqlite().await;
    let mut auditor = Browser::signed_in(&test, &test.actors.auditor).await;
    let mut open = Vec::new();
    for path in addresses() {
        let own = EVERYBODYS
            .iter()
            .chain(AUDITORS)
            .any(|known| path == *known);
        if !own && post(&mut auditor, &path).await.status != StatusCode::FORBIDDEN {
            open.push(path);
        }
    }
    assert!(open.is_empty(), "审计员没有被拒绝：{open:#?}");
}

#[tokio::test]
async fn an_administrator_gets_through_to_no_case() {
    let test = TestApp::sqlite().await;
    let mut administrator = Browser::signed_in(&test, &test.actors.administrator).await;
    let mut open = Vec::new();
    for path in addresses() {
        let kept = ["/units", "/users", "/imports", "/reference"]
            .iter()
            .any(|noun| path.starts_with(noun));
        let own = kept || EVERYBODYS.iter().any(|known| path == *known);
        if !own && post(&mut administrator, &path).await.status != StatusCode::FORBIDDEN {
            open.push(path);
        }
    }
    assert!(open.is_empty(), "系统管理员没有被拒绝：{open:#?}");
}

#[tokio::test]
async fn each_role_gets_through_to_its_own_posts_and_no_others() {
    let mut test = TestApp::sqlite().await;
    // Who gets through is asked here; what the jobs then do has tests of its own.
    test.leave_jobs();
    let mut table = String::from("地址");
    let mut browsers = Vec::new();
    for person in test.actors.all() {
        table.push_str(&format!(
            " | {}",
            person
                .user
                .roles
                .iter()
                .map(|role| role.title())
                .collect::<String>()
        ));
        browsers.push(Browser::signed_in(&test, person).await);
    }
    for path in addresses()
        .iter()
        .filter(|path| !EVERYBODYS.contains(&path.as_str()))
    {
        table.push_str(&format!("\n{path}"));
        for browser in &mut browsers {
            let refused = post(browser, path).await.status == StatusCode::FORBIDDEN;
            table.push_str(if refused { " | －" } else { " | 可" });
        }
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn no_address_takes_a_form_of_another_session() {
    let test = TestApp::sqlite().await;
    let mut others = Browser::signed_in(&test, &test.actors.clerk).await;
    let token = others.token().await;
    let mut browsers = Vec::new();
    // Another person's token, and the same person's from another browser.
    for person in [
        &test.actors.reviewer,
        &test.actors.clerk,
        &test.actors.administrator,
        &test.actors.auditor,
    ] {
        browsers.push(Browser::signed_in(&test, person).await);
    }
    for path in addresses().iter().filter(|path| *path != "/sign-in") {
        for browser in &mut browsers {
            for forged in [&[("csrf", token.as_str())][..], &[("csrf", "")], &[]] {
                let answer = post_with(browser, path, forged).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {forged:?}");
                assert!(
                    answer.text.contains("表单已过期"),
                    "{path} {forged:?}：{}",
                    answer.text
                );
            }
        }
    }
}

#[tokio::test]
async fn nobody_posts_without_signing_in() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::new(&test);
    for path in addresses().iter().filter(|path| *path != "/sign-in") {
        let answer = post_with(&mut browser, path, &[("csrf", "")]).await;
        let led = answer.status == StatusCode::SEE_OTHER && answer.location.starts_with("/sign-in");
        assert!(led, "{path}：{} {}", answer.status, answer.location);
    }
}

#[test]
fn the_source_is_read_whole() {
    let source = "pub const LIST: &str = \"/a\";\n.route(LIST, routing::get(x).post(y))\n\
                  .route(\n  \"/b/{id}\",\n  routing::post(z),\n)\n.route(\"/c\", get(list::show))";
    let mut found = Vec::new();
    routes(source, &mut found);
    assert_eq!(found, ["/a", "/b/0190a000-0000-7000-8000-000000000001"]);
}
