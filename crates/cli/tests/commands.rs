//! The program as an administrator meets it at the prompt: exit codes, and messages that say what is
//! wrong and what to do. It must not know how commands work.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

const PASSWORD: &str = "三月桃花-小溪-2291";

/// How a command ended.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    fn of(output: &Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// Ended with 0, or shows what it said.
    fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    /// Ended with this code and said each of these on standard error, and nothing as an internal error.
    fn refused(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        for word in words {
            assert!(self.err.contains(word), "“{word}”不在：{}", self.err);
        }
        assert!(
            !self.err.contains("panicked") && !self.err.contains("系统内部错误"),
            "{}",
            self.err
        );
        self
    }
}

fn fangfei(folder: &Path, args: &[&str]) -> Ended {
    fangfei_given(folder, args, "")
}

/// Runs the program with this on its standard input.
fn fangfei_given(folder: &Path, args: &[&str], input: &str) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
    command
        .env_remove("FANGFEI_DATABASE_URL")
        .env_remove("FANGFEI_DATA")
        .arg("--data")
        .arg(folder)
        .args(args);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses early does not read.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    Ended::of(&child.wait_with_output().unwrap())
}

fn set_up(folder: &Path, password: &str) -> Ended {
    let office = "云溪县处置非法集资工作领导小组办公室";
    let args = [
        "setup",
        "--office",
        office,
        "--division",
        "149921",
        "--division-name",
        "云溪县",
        "--password-stdin",
    ];
    fangfei_given(folder, &args, &format!("{password}\n"))
}

/// A folder with a fresh installation.
fn office() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path(), PASSWORD).done();
    folder
}

/// Changes the database past the program.
fn tamper(folder: &Path, sql: &str) {
    let url = format!("sqlite://{}", folder.join("fangfei.db").display());
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let raw = sea_orm::Database::connect(url).await.unwrap();
        assert_eq!(
            raw.execute_unprepared(sql).await.unwrap().rows_affected(),
            1,
            "{sql}"
        );
        raw.close().await.unwrap();
    });
}

fn written(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

#[test]
fn a_folder_without_an_installation_is_refused_and_stays_empty() {
    let commands: [&[&str]; 6] = [
        &["serve", "--staff", "127.0.0.1:0", "--public", "127.0.0.1:0"],
        &["migrate"],
        &["doctor"],
        &["audit", "verify"],
        &["audit", "export", "--out", "/dev/null"],
        &["campaign", "templates"],
    ];
    let parent = tempfile::tempdir().unwrap();
    for args in commands {
        let folder = parent.path().join("没有这里");
        fangfei(&folder, args).refused(1, &["没有这里", "没有数据库", "fangfei setup"]);
        assert!(!folder.exists(), "{args:?} 建出了一个空的数据目录");
    }
}

#[test]
fn wrong_use_ends_with_two() {
    let folder = tempfile::tempdir().unwrap();
    let uses: [&[&str]; 8] = [
        &[],
        &["没有这个命令"],
        &["plan", "read"],
        &["audit", "verify", "--size", "3"],
        &["campaign", "create"],
        &["campaign", "create", "--plan", "a.txt", "--template", "x"],
        &["serve", "--staff", "工作台"],
        &["setup", "--office", "甲"],
    ];
    for args in uses {
        let ended = fangfei(folder.path(), args).refused(2, &[]);
        assert!(!ended.err.is_empty(), "{args:?} 没有说错在哪里");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn help_and_version_end_well() {
    let folder = tempfile::tempdir().unwrap();
    let help = fangfei(folder.path(), &["--help"]).done().out;
    for command in [
        "setup", "serve", "migrate", "doctor", "plan", "campaign", "import", "ledger", "return",
        "audit",
    ] {
        assert!(help.contains(command), "{command} 不在帮助里");
    }
    assert!(
        fangfei(folder.path(), &["--version"])
            .done()
            .out
            .starts_with("fangfei ")
    );
}

#[test]
fn a_database_address_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["doctor", "--database-url", "mysql://localhost/x"];
    let ended = fangfei(folder.path(), &args);
    assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.err);
    assert!(
        ended.out.contains("sqlite:// 或 postgres://"),
        "{}",
        ended.out
    );
    let args = ["audit", "verify", "--database-url", "mysql://localhost/x"];
    fangfei(folder.path(), &args).refused(1, &["sqlite:// 或 postgres://"]);
}

#[test]
fn weak_passwords_and_wrong_divisions_set_nothing_up() {
    let cases = [
        ("短密码", "至少 10 位"),
        ("", "至少 10 位"),
        ("aaaaaaaaaaaaaa", "太容易猜到"),
        ("admin-2024-桃花", "登录名"),
    ];
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("data");
    for (password, words) in cases {
        set_up(&folder, password).refused(1, &[words]);
    }
    let args = [
        "setup",
        "--office",
        "甲",
        "--division",
        "99",
        "--division-name",
        "某县",
        "--password-stdin",
    ];
    fangfei_given(&folder, &args, &format!("{PASSWORD}\n")).refused(1, &["99", "行政区划代码"]);
    assert!(!folder.exists(), "被拒绝的初始化留下了东西");
}

#[test]
fn an_installation_is_set_up_once() {
    let folder = office();
    let key = std::fs::read(folder.path().join("keys/journal.key")).unwrap();
    set_up(folder.path(), "另一个-密码-7788").refused(1, &["已有一套数据", "换一个数据目录"]);
    assert_eq!(
        std::fs::read(folder.path().join("keys/journal.key")).unwrap(),
        key
    );
    fangfei(folder.path(), &["audit", "verify"]).done();
}

#[test]
fn the_data_folder_can_come_from_the_environment() {
    let folder = office();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
    command
        .env_remove("FANGFEI_DATABASE_URL")
        .env("FANGFEI_DATA", folder.path())
        .arg("doctor");
    Ended::of(&command.output().unwrap()).done();
}

#[test]
fn a_fresh_installation_is_well_and_up_to_date() {
    let folder = office();
    let words = fangfei(folder.path(), &["doctor", "--deep"]).done().out;
    assert!(
        // The calendar of the coming year is announced late in the year.
        words.lines().count() >= 6
            && words
                .lines()
                .all(|line| line.starts_with("[正常]") || line.starts_with("[注意] 工作日历")),
        "{words}"
    );
    for line in fangfei(folder.path(), &["doctor", "--json"])
        .done()
        .out
        .lines()
    {
        let check: serde_json::Value = serde_json::from_str(line).unwrap();
        let is_calendar = check.to_string().contains("工作日历");
        assert!(check["verdict"] == "ok" || is_calendar, "{check}");
    }
    assert_eq!(
        fangfei(folder.path(), &["migrate"]).done().out.trim(),
        "数据库结构已是最新，无需升级"
    );
}

#[test]
fn an_installation_without_its_key_is_not_well() {
    let folder = office();
    std::fs::remove_file(folder.path().join("keys/journal.key")).unwrap();
    let ended = fangfei(folder.path(), &["doctor"]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.out.contains("[故障] 日志签名密钥") && ended.out.contains("从备份中恢复"),
        "{}",
        ended.out
    );
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let folder = office();
    tamper(
        folder.path(),
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_later', 0)",
    );
    let before = std::fs::read(folder.path().join("fangfei.db")).unwrap();
    for args in [
        &["migrate"][..],
        &["serve", "--staff", "127.0.0.1:0", "--public", "127.0.0.1:0"],
        &["audit", "verify"],
    ] {
        fangfei(folder.path(), args).refused(1, &["比本程序新", "没有做任何改动"]);
    }
    assert_eq!(
        std::fs::read(folder.path().join("fangfei.db")).unwrap(),
        before
    );
}

#[test]
fn a_database_of_an_older_program_is_served_only_after_migrating() {
    let folder = office();
    let last =
        "DELETE FROM seaql_migrations WHERE version = (SELECT max(version) FROM seaql_migrations)";
    tamper(folder.path(), last);
    let args = ["serve", "--staff", "127.0.0.1:0", "--public", "127.0.0.1:0"];
    fangfei(folder.path(), &args).refused(1, &["尚未升级", "fangfei migrate"]);
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), "fangfei.db", "这不是数据库".repeat(200));
    fangfei(folder.path(), &["audit", "verify"]).refused(1, &["数据库"]);
}

#[test]
fn a_port_in_use_is_named() {
    let folder = office();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let args = ["serve", "--staff", &address, "--public", "127.0.0.1:0"];
    fangfei(folder.path(), &args).refused(1, &["工作台无法监听", &address, "换一个端口"]);
}

#[test]
fn one_changed_byte_of_a_record_is_found_and_the_record_named() {
    let folder = office();
    let sound = fangfei(folder.path(), &["audit", "verify"]).done().out;
    assert!(
        sound.contains("校验通过") && sound.contains("根摘要") && sound.contains("公钥"),
        "{sound}"
    );
    tamper(
        folder.path(),
        "UPDATE unit SET body = replace(body, '149921', '149922') WHERE short_name = '处非办'",
    );
    let ended = fangfei(folder.path(), &["audit", "verify"]).refused(1, &["校验未通过"]);
    let named = ended
        .out
        .lines()
        .any(|line| line.starts_with("问题：单位记录 ") && line.contains("第 1 版的内容被改动"));
    assert!(named, "{}", ended.out);
    let json = fangfei(folder.path(), &["audit", "verify", "--json"])
        .refused(1, &[])
        .out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["sound"], false);
    assert!(
        json["problems"]
            .as_array()
            .is_some_and(|problems| !problems.is_empty()),
        "{json}"
    );
    let deep = fangfei(folder.path(), &["doctor", "--deep"]);
    assert!(
        deep.code == Some(1) && deep.out.contains("[故障] 审计日志"),
        "{}",
        deep.out
    );
}

#[test]
fn a_cut_off_journal_shows_against_what_was_written_down() {
    let folder = office();
    let json = fangfei(folder.path(), &["audit", "verify", "--json"])
        .done()
        .out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let (size, root) = (
        json["entries"].to_string(),
        json["root"].as_str().unwrap().to_owned(),
    );
    let with = |size: &str, root: &str| {
        fangfei(
            folder.path(),
            &["audit", "verify", "--size", size, "--root", root],
        )
    };
    with(&size, &root).done();
    with("99", &root).refused(1, &["校验未通过"]);
    let other = root.replace(|c: char| c.is_ascii_digit(), "a");
    with(&size, &other).refused(1, &["校验未通过"]);
}

#[test]
fn an_exported_journal_is_checked_without_the_database() {
    let folder = office();
    let export = folder.path().join("日志.jsonl");
    let path = export.to_str().unwrap();
    fangfei(folder.path(), &["audit", "export", "--out", path]).done();
    let elsewhere = tempfile::tempdir().unwrap();
    fangfei(elsewhere.path(), &["audit", "verify", "--export", path]).done();
    let text = std::fs::read_to_string(&export).unwrap();
    let changed = text.replacen("初始化", "初始花", 1);
    assert_ne!(changed, text);
    let changed = written(elsewhere.path(), "改过.jsonl", changed);
    fangfei(
        elsewhere.path(),
        &["audit", "verify", "--export", changed.to_str().unwrap()],
    )
    .refused(1, &["校验未通过"]);
    fangfei(
        elsewhere.path(),
        &["audit", "verify", "--export", "没有.jsonl"],
    )
    .refused(1, &["没有.jsonl", "打不开"]);
}

const PLAN: &str = "云溪县打击非法集资专项行动方案\n\n一、步骤安排\n（一）排查阶段（2024年7月1日至8月31日）。各乡镇开展排查。\n\
                    二、工作要求\n（一）信息报送。各乡镇于2024年9月5日前向县处非办报送总结。\n";

/// The least of a Word document with one paragraph for each line.
fn docx(text: &str) -> Vec<u8> {
    let paragraphs: String = text
        .lines()
        .map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"))
        .collect();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{paragraphs}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", types),
        ("word/document.xml", &document),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The reading as JSON, which must be one line.
fn read_plan(folder: &Path, path: &Path) -> serde_json::Value {
    let out = fangfei(folder, &["plan", "read", path.to_str().unwrap(), "--json"])
        .done()
        .out;
    assert_eq!(out.lines().count(), 1, "{out}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_plan_reads_the_same_from_text_and_from_word() {
    let folder = tempfile::tempdir().unwrap();
    let text = read_plan(folder.path(), &written(folder.path(), "方案.txt", PLAN));
    let word = read_plan(
        folder.path(),
        &written(folder.path(), "方案.docx", docx(PLAN)),
    );
    assert!(
        text["file"]
            .as_str()
            .is_some_and(|file| file.ends_with("方案.txt"))
    );
    assert!(
        text["deadlines"].to_string().contains("2024-09-05"),
        "{text}"
    );
    for part in [
        "title",
        "issuer",
        "issued_on",
        "period",
        "document_numbers",
        "based_on",
        "units",
        "ledgers",
        "attachments",
    ] {
        assert_eq!(text[part], word[part], "{part}");
    }
    for (part, key) in [
        ("phases", "start"),
        ("deadlines", "date"),
        ("duties", "title"),
    ] {
        let of = |reading: &serde_json::Value| -> Vec<String> {
            reading[part]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item[key].to_string())
                .collect()
        };
        assert_eq!(of(&text), of(&word), "{part}");
    }
}

#[test]
fn a_plan_that_is_absent_or_unreadable_is_named_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    fangfei(folder.path(), &["plan", "read", "没有.docx", "--json"])
        .refused(1, &["没有.docx", "请检查路径"]);
    let good = written(folder.path(), "方案.txt", PLAN);
    let broken = written(folder.path(), "破损.docx", &docx(PLAN)[..200]);
    let picture = written(folder.path(), "图片.docx", b"\x89PNG\r\n\x1a\n0000");
    let paths = [&broken, &good, &picture].map(|path| path.to_str().unwrap());
    let args: Vec<&str> = ["plan", "read", "--json"]
        .into_iter()
        .chain(paths)
        .collect();
    let ended = fangfei(folder.path(), &args).refused(1, &["破损.docx", "图片.docx"]);
    assert_eq!(ended.out.lines().count(), 1, "{}", ended.out);
}
