//! Health (体检): what an administrator should know before anybody notices. It changes nothing.

use std::path::Path;

use fangfei_model::ctx::Ctx;
use fangfei_store::Store;
use jiff::civil::date;

use crate::{Settings, rules::Rules};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Works, but should be looked at.
    Warn,
    /// Does not work.
    Fail,
}

/// One check.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Check {
    /// What was looked at.
    pub what: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found, and what to do.
    pub words: String,
}

fn check(what: &'static str, verdict: Verdict, words: impl Into<String>) -> Check {
    Check {
        what,
        verdict,
        words: words.into(),
    }
}

/// Looks at everything that can be looked at without changing it.
pub async fn examine(settings: &Settings, ctx: &Ctx, deep: bool) -> Vec<Check> {
    let mut checks = vec![
        folder(&settings.data_dir),
        key(&settings.data_dir),
        clock(ctx),
        rules(&settings.data_dir),
    ];
    checks.extend(working_days(&settings.data_dir, ctx));
    match Store::open(&settings.database_url, &settings.data_dir).await {
        Err(error) => checks.push(check("数据库", Verdict::Fail, error.to_string())),
        Ok(store) => {
            checks.push(schema(&store).await);
            if deep {
                checks.push(journal(&store).await);
            }
            let _ = store.close().await;
        }
    }
    checks
}

fn folder(dir: &Path) -> Check {
    let probe = dir.join(".write-test");
    match std::fs::write(&probe, b"ok").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => check(
            "数据目录",
            Verdict::Ok,
            format!("{} 可以读写", dir.display()),
        ),
        Err(error) => check(
            "数据目录",
            Verdict::Fail,
            format!(
                "{} 不能写入：{error}；请检查目录权限和磁盘空间",
                dir.display()
            ),
        ),
    }
}

/// The signing key must be there and be nobody else's to read.
fn key(dir: &Path) -> Check {
    let path = dir.join("keys").join("journal.key");
    let Ok(found) = std::fs::metadata(&path) else {
        let words = format!("{} 不在；请从备份中恢复，切勿新建", path.display());
        return check("日志签名密钥", Verdict::Fail, words);
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if found.permissions().mode() & 0o077 != 0 {
            let words = format!("{} 可被其他用户读取；请执行 chmod 600", path.display());
            return check("日志签名密钥", Verdict::Warn, words);
        }
    }
    let _ = found;
    check("日志签名密钥", Verdict::Ok, "存在，只有本用户可读")
}

fn clock(ctx: &Ctx) -> Check {
    let today = ctx.today();
    if today < date(2026, 1, 1) {
        return check(
            "系统时间",
            Verdict::Fail,
            format!("显示为 {today}，明显偏早；请校准服务器时间，期限都由它计算"),
        );
    }
    check(
        "系统时间",
        Verdict::Ok,
        format!("今天是 {today}（北京时间）"),
    )
}

fn rules(dir: &Path) -> Check {
    match Rules::load(dir) {
        Ok(_) => check("规则文件", Verdict::Ok, "全部可用"),
        Err(error) => check("规则文件", Verdict::Fail, error.to_string()),
    }
}

/// Days ahead that must be in the calendar: the longest term set in working days is thirty of them.
const DAYS_AHEAD: i32 = 60;

/// Terms in working days rest on the years of 放假安排 that are loaded: a year that nobody has compared with
/// its notice, or that is missing, is named with what to do.
fn working_days(dir: &Path, ctx: &Ctx) -> Option<Check> {
    let calendar = Rules::load(dir).ok()?.calendar;
    let ahead = ctx
        .today()
        .saturating_add(jiff::Span::new().days(DAYS_AHEAD));
    let missing = (ctx.today().year()..=ahead.year())
        .find(|year| !calendar.years().any(|known| known.year() == *year));
    let unverified: Vec<String> = calendar
        .years()
        .filter(|year| !year.verified())
        .map(|year| format!("{}年（{}）", year.year(), year.notice()))
        .collect();
    let mut words = Vec::new();
    if let Some(year) = missing {
        words.push(format!(
            "没有 {year} 年的放假安排，跨入该年的工作日期限只是暂定；国务院办公厅发布通知后，请把 {year}.toml 放进 {}",
            dir.join("rules").join("calendar").display()
        ));
    }
    if !unverified.is_empty() {
        let years = unverified.join("、");
        words.push(format!(
            "{years}没有与放假通知核对过，请核对后把文件里的 verified 改为 true"
        ));
    }
    let (verdict, words) = match words.is_empty() {
        true => {
            let last = calendar.years().last().map_or(0, |year| year.year());
            (
                Verdict::Ok,
                format!("放假安排录入到 {last} 年，均与通知核对过"),
            )
        }
        false => (Verdict::Warn, words.join("；")),
    };
    Some(check("工作日历", verdict, words))
}

async fn schema(store: &Store) -> Check {
    match store.require_current_schema().await {
        Ok(()) => check(
            "数据库",
            Verdict::Ok,
            format!("{}，结构为最新", store.database_name()),
        ),
        Err(error) => check("数据库", Verdict::Fail, error.to_string()),
    }
}

async fn journal(store: &Store) -> Check {
    match store.verify(None).await {
        Ok(found) if found.is_sound() => {
            let words = format!(
                "{} 条日志、{} 个记录版本，全部相符",
                found.head.size, found.versions
            );
            check("审计日志", Verdict::Ok, words)
        }
        Ok(found) => {
            let count = found.problems.len() as u64 + found.more;
            check(
                "审计日志",
                Verdict::Fail,
                format!("发现 {count} 处被改动，请执行 fangfei audit verify 查看"),
            )
        }
        Err(error) => check("审计日志", Verdict::Fail, error.to_string()),
    }
}
