//! One private PostgreSQL cluster per test run: made in a temporary folder, run by an unprivileged
//! user, reachable on the loopback address only, and gone within a second of the run's end.
//! The standard library only: `xtask` compiles this file too. It must not know tests or schemas.

use std::fs;
use std::io::Read;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// How often, every 100 ms, a process asks whether another one has finished starting the cluster.
const PATIENCE: u32 = 900;

/// Ends the cluster when its owner is gone. A shell, so that it outlives every test process.
const WATCHDOG: &str = r#"
while kill -0 "$0" 2>/dev/null; do sleep 1; done
kill -QUIT "$(head -n 1 "$1/cluster/data/postmaster.pid")" 2>/dev/null
sleep 1
rm -rf "$1"
"#;

/// A running cluster, shared by every process of one test run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateCluster {
    admin_url: String,
}

impl PrivateCluster {
    /// The cluster that lives as long as the process `owner`; `None` when PostgreSQL is not installed.
    ///
    /// # Errors
    /// When PostgreSQL is installed and does not start; the text holds its last words.
    pub fn owned_by(owner: u32) -> Result<Option<Self>, String> {
        let Some(programs) = Self::programs() else {
            return Ok(None);
        };
        let folder = temporary_folder().join(format!("fangfei-postgres-{owner}"));
        // Creating the folder is the lock: exactly one process succeeds and starts the cluster.
        match fs::create_dir(&folder) {
            Ok(()) => start(&programs, &folder, owner).map(Some),
            Err(_) => wait_for(&folder)?
                .map_or_else(|| Self::owned_by(owner), |cluster| Ok(Some(cluster))),
        }
    }

    /// The superuser's address, `postgres://…/postgres`.
    #[must_use]
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// The folder of `initdb`, `pg_ctl` and `psql`: Debian's newest version, or the `PATH`.
    #[must_use]
    pub fn programs() -> Option<PathBuf> {
        let debian = fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten();
        let newest = debian
            .map(|version| version.path().join("bin"))
            .filter(|folder| folder.join("initdb").is_file())
            .max_by_key(|folder| version_of(folder));
        newest.or_else(|| {
            let path = std::env::var_os("PATH")?;
            std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file())
        })
    }
}

/// 15 of `/usr/lib/postgresql/15/bin`.
fn version_of(programs: &Path) -> Option<u32> {
    programs.parent()?.file_name()?.to_str()?.parse().ok()
}

/// The cluster that another process has started or is starting; `None` when what is there is the
/// leftover of a run that was cut short, which is then removed.
fn wait_for(folder: &Path) -> Result<Option<PrivateCluster>, String> {
    for _ in 0..PATIENCE {
        if let Ok(admin_url) = fs::read_to_string(folder.join("url")) {
            if answers(&admin_url) {
                return Ok(Some(PrivateCluster { admin_url }));
            }
            fs::remove_dir_all(folder)
                .map_err(|error| format!("删除 {} 失败：{error}", folder.display()))?;
            return Ok(None);
        }
        if !folder.exists() {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(format!(
        "另一个进程启动 PostgreSQL 一直没有完成；请删除 {} 后再试",
        folder.display()
    ))
}

fn answers(admin_url: &str) -> bool {
    let address = admin_url
        .split_once('@')
        .and_then(|(_, rest)| rest.split_once('/'));
    let address = address.and_then(|(address, _)| address.parse::<SocketAddr>().ok());
    address
        .is_some_and(|address| TcpStream::connect_timeout(&address, Duration::from_secs(5)).is_ok())
}

fn start(programs: &Path, folder: &Path, owner: u32) -> Result<PrivateCluster, String> {
    let started = Starting::new(programs, folder).and_then(|starting| {
        let port = starting.run()?;
        watch(folder, owner)?;
        Ok(format!(
            "postgres://postgres:{}@127.0.0.1:{port}/postgres",
            starting.password
        ))
    });
    match started.and_then(|admin_url| publish(folder, admin_url)) {
        Ok(cluster) => Ok(cluster),
        Err(reason) => {
            // The reason matters, not whether the half-made folder could be removed.
            let _ = fs::remove_dir_all(folder);
            Err(format!("启动测试用的 PostgreSQL 失败：{reason}"))
        }
    }
}

/// Writes the address so that it appears whole; the other processes wait for this file.
fn publish(folder: &Path, admin_url: String) -> Result<PrivateCluster, String> {
    let unfinished = folder.join("url.unfinished");
    fs::write(&unfinished, &admin_url)
        .and_then(|()| fs::set_permissions(&unfinished, fs::Permissions::from_mode(0o600)))
        .and_then(|()| fs::rename(&unfinished, folder.join("url")))
        .map_err(|error| error.to_string())?;
    Ok(PrivateCluster { admin_url })
}

fn watch(folder: &Path, owner: u32) -> Result<(), String> {
    Command::new("sh")
        .args(["-c", WATCHDOG, &owner.to_string()])
        .arg(folder)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // A group of its own, so that an interrupt of the tests does not end it first.
        .process_group(0)
        .spawn()
        .map(drop)
        .map_err(|error| format!("看守进程：{error}"))
}

/// A cluster being made: who runs it, where, and its superuser's password.
struct Starting<'a> {
    programs: &'a Path,
    home: PathBuf,
    /// The user and group that run the server when this process is root, which PostgreSQL refuses.
    account: Option<(u32, u32)>,
    password: String,
}

impl<'a> Starting<'a> {
    fn new(programs: &'a Path, folder: &Path) -> Result<Self, String> {
        let home = folder.join("cluster");
        let password = random_password().map_err(|error| error.to_string())?;
        let is_root = fs::metadata(folder)
            .map_err(|error| error.to_string())?
            .uid()
            == 0;
        let account = if is_root {
            Some(unprivileged_account()?)
        } else {
            None
        };
        let starting = Self {
            programs,
            home,
            account,
            password,
        };
        starting.make_home().map_err(|error| error.to_string())?;
        Ok(starting)
    }

    fn make_home(&self) -> std::io::Result<()> {
        fs::create_dir(&self.home)?;
        fs::write(self.home.join("password"), &self.password)?;
        fs::set_permissions(&self.home, fs::Permissions::from_mode(0o700))?;
        if let Some((user, group)) = self.account {
            std::os::unix::fs::chown(self.home.join("password"), Some(user), Some(group))?;
            std::os::unix::fs::chown(&self.home, Some(user), Some(group))?;
        }
        Ok(())
    }

    /// Makes the cluster and starts it; the answer is its port. Another program may take the port
    /// between choosing and listening, so a second and third are tried.
    fn run(&self) -> Result<u16, String> {
        self.make_cluster()?;
        let mut reason = String::new();
        for _ in 0..3 {
            let port = free_port().map_err(|error| error.to_string())?;
            match self.start_server(port) {
                Ok(()) => return Ok(port),
                Err(failure) => reason = failure,
            }
        }
        Err(reason)
    }

    fn make_cluster(&self) -> Result<(), String> {
        let utf8 = self.initdb("--locale=C.UTF-8");
        // A system without that locale (macOS) still sorts by code point and stores UTF-8.
        utf8.or_else(|_| self.initdb("--no-locale"))
    }

    fn initdb(&self, locale: &str) -> Result<(), String> {
        let mut command = self.command("initdb");
        command
            .args([
                "--username=postgres",
                "--encoding=UTF8",
                "--no-sync",
                locale,
            ])
            .args(["--auth-local=trust", "--auth-host=password"])
            .arg(format!("--pwfile={}", self.home.join("password").display()));
        succeed(&mut command)
    }

    fn start_server(&self, port: u16) -> Result<(), String> {
        let log = self.home.join("log");
        let mut command = self.command("pg_ctl");
        command
            .args(["start", "--wait", "--silent", "--timeout=60", "--log"])
            .arg(&log)
            .arg("--options")
            .arg(self.settings(port))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        match command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(fs::read_to_string(log).unwrap_or_default()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Nothing survives the run, so nothing needs to be safe on disk. Parallel queries would need more
    /// shared memory than a container usually has.
    fn settings(&self, port: u16) -> String {
        let socket = self.home.display();
        format!(
            "-F -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={socket} \
             -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
             -c max_connections=300 -c shared_buffers=64MB -c jit=off -c timezone=UTC \
             -c max_parallel_workers_per_gather=0"
        )
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .current_dir(&self.home)
            .env("HOME", &self.home)
            .env("PGDATA", self.home.join("data"))
            .env_remove("PGHOST")
            .env_remove("PGPORT")
            .stdin(Stdio::null());
        if let Some((user, group)) = self.account {
            command.uid(user).gid(group);
        }
        command
    }
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// The account that the PostgreSQL packages make, or the one for programs without rights.
fn unprivileged_account() -> Result<(u32, u32), String> {
    let accounts =
        fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd：{error}"))?;
    ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| account(&accounts, name))
        .ok_or_else(|| "没有 postgres 或 nobody 账户，而 PostgreSQL 不以 root 运行".to_owned())
}

/// User and group of a line such as `postgres:x:112:120:…`.
fn account(accounts: &str, name: &str) -> Option<(u32, u32)> {
    let mut fields = accounts
        .lines()
        .map(|line| line.split(':'))
        .find_map(|mut fields| {
            let found = fields.next() == Some(name);
            found.then_some(fields)
        })?;
    fields.next();
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Sixteen random bytes in hexadecimal: other users of the machine can reach the port too.
fn random_password() -> std::io::Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// `/tmp`, which every account may enter, rather than a private `TMPDIR` of root; macOS has only the latter.
fn temporary_folder() -> PathBuf {
    let common = Path::new("/tmp");
    if common.is_dir() {
        common.to_path_buf()
    } else {
        std::env::temp_dir()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_by_name() {
        let accounts =
            "root:x:0:0:root:/root:/bin/sh\npostgres:x:112:120::/var/lib/postgresql:/bin/bash\n";
        assert_eq!(account(accounts, "postgres"), Some((112, 120)));
        assert_eq!(account(accounts, "post"), None);
    }

    #[test]
    fn the_leftover_of_a_broken_run_is_not_an_answer() {
        let port = free_port().unwrap();
        assert!(!answers(&format!(
            "postgres://postgres:p@127.0.0.1:{port}/postgres"
        )));
        assert!(!answers("not an address"));
    }

    #[test]
    fn debian_versions_are_compared_as_numbers() {
        assert!(
            version_of(Path::new("/usr/lib/postgresql/15/bin"))
                > version_of(Path::new("/usr/lib/postgresql/9/bin"))
        );
    }
}
