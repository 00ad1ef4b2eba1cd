//! PostgreSQL for tests: a fresh database on a private cluster that disappears with the test run.
//! It must not know the schema; it hands out addresses of empty databases.

mod cluster;

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

pub use cluster::PrivateCluster;

/// The longest name PostgreSQL keeps whole, in bytes.
const LONGEST_NAME: usize = 63;

/// The address of a fresh, empty database for the test of this name, on the server that
/// `FANGFEI_TEST_POSTGRES` names (an address of a superuser) or on this run's private cluster.
///
/// `None`, with a message, only where PostgreSQL is not installed and nothing demands it.
///
/// # Panics
/// When PostgreSQL is installed and does not work, or is absent although `CI` is `true`.
#[must_use]
pub fn database_url_for_test(test: &str) -> Option<String> {
    let Some(admin) = admin_url() else {
        eprintln!("{test}：没有安装 PostgreSQL，这一遍略过（安装：apt-get install -y postgresql）");
        return None;
    };
    let name = database_name(test);
    create_database(admin, &name).unwrap_or_else(|reason| panic!("{reason}"));
    Some(with_database(admin, &name))
}

/// The superuser's address, found or started once per process.
fn admin_url() -> Option<&'static str> {
    static ADMIN: OnceLock<Option<String>> = OnceLock::new();
    ADMIN.get_or_init(find_or_start).as_deref()
}

fn find_or_start() -> Option<String> {
    if let Ok(given) = std::env::var("FANGFEI_TEST_POSTGRES") {
        return Some(given);
    }
    let cluster = shared_cluster().unwrap_or_else(|reason| panic!("{reason}"));
    let demanded = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        cluster.is_some() || !demanded,
        "没有安装 PostgreSQL，而 CI 要求在它上面测试"
    );
    cluster.map(|cluster| cluster.admin_url().to_owned())
}

/// The private cluster of this test run, started by whichever process asks first. The run is the
/// parent process when that is cargo or nextest, and this process otherwise.
///
/// # Errors
/// When PostgreSQL is installed and does not start; the text holds its last words.
pub fn shared_cluster() -> Result<Option<PrivateCluster>, String> {
    let parent = std::os::unix::process::parent_id();
    let name = std::fs::read_to_string(format!("/proc/{parent}/comm")).unwrap_or_default();
    let run_by_cargo = name.trim_end().starts_with("cargo");
    PrivateCluster::owned_by(if run_by_cargo {
        parent
    } else {
        std::process::id()
    })
}

/// A name that no other test of this run uses: the test's words, the process and a counter.
fn database_name(test: &str) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let unique = format!(
        "_{}_{}",
        std::process::id(),
        COUNTER.fetch_add(1, Ordering::Relaxed)
    );
    let words = test
        .to_ascii_lowercase()
        .replace(|character: char| !character.is_ascii_alphanumeric(), "_");
    let room = LONGEST_NAME - "t_".len() - unique.len();
    // The end of a test's path says more than its beginning; after the replacement all is ASCII.
    let words = &words[words.len().saturating_sub(room)..];
    format!("t_{words}{unique}")
}

fn create_database(admin: &str, name: &str) -> Result<(), String> {
    let psql = PrivateCluster::programs()
        .map_or_else(|| PathBuf::from("psql"), |folder| folder.join("psql"));
    let statement = format!("CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0");
    let output = Command::new(psql)
        .args([
            admin,
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--command",
            &statement,
        ])
        .output()
        .map_err(|error| format!("启动 psql 失败：{error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "建立测试数据库 {name} 失败：{}",
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// The same address with another database: `scheme://authority/NAME?options`.
fn with_database(admin: &str, name: &str) -> String {
    let (address, options) = match admin.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (admin, String::new()),
    };
    let authority_starts = address.find("://").map_or(0, |at| at + "://".len());
    let authority_ends = address[authority_starts..]
        .find('/')
        .map_or(address.len(), |at| authority_starts + at);
    format!("{}/{name}{options}", &address[..authority_ends])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_and_never_repeat() {
        let long = "campaign::starts_every_duty_".repeat(9);
        let names = [
            database_name(&long),
            database_name(&long),
            database_name("挂账"),
        ];
        assert!(
            names
                .iter()
                .all(|name| name.len() <= LONGEST_NAME && name.is_ascii()),
            "{names:?}"
        );
        assert_ne!(names[0], names[1]);
    }

    #[test]
    fn the_database_is_replaced_and_the_options_kept() {
        let admin = "postgres://postgres:p@127.0.0.1:5433/postgres";
        assert_eq!(
            with_database(admin, "t"),
            "postgres://postgres:p@127.0.0.1:5433/t"
        );
        let admin = "postgres://u@localhost/postgres?host=/tmp/s";
        assert_eq!(
            with_database(admin, "t"),
            "postgres://u@localhost/t?host=/tmp/s"
        );
        assert_eq!(
            with_database("postgres://u@localhost", "t"),
            "postgres://u@localhost/t"
        );
    }

    #[test]
    fn two_tests_get_two_databases_that_answer_in_utf8() {
        let Some(first) = database_url_for_test("first") else {
            return;
        };
        let second = database_url_for_test("second").unwrap();
        assert_ne!(first, second);
        let psql = PrivateCluster::programs()
            .map_or_else(|| PathBuf::from("psql"), |folder| folder.join("psql"));
        let output = Command::new(psql)
            .args([&first, "--no-psqlrc", "--tuples-only", "--no-align"])
            .args(["--command", "SELECT lower('ABC') || substr('非法集资', 3)"])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "abc集资");
    }
}
