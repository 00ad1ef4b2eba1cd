//! The real program: started on a data folder, watched for its memory, stopped. It must not know what
//! it is asked.

use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// A served data folder.
pub struct Program {
    child: Child,
    /// The workbench.
    pub staff: SocketAddr,
}

/// Ticks of processor time in a second; Linux says 100 to every program.
const TICKS: u64 = 100;

/// A command that ran to its end.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// How long.
    pub took: Duration,
    /// The most memory it held, in KiB.
    pub peak_kib: u64,
    /// Whether it succeeded.
    pub ok: bool,
}

/// Where the program is: `FANGFEI_BIN`, which `cargo xtask bench` sets.
///
/// # Errors
/// The variable is not set.
pub fn program() -> io::Result<PathBuf> {
    std::env::var_os("FANGFEI_BIN")
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("没有设置 FANGFEI_BIN；请用 cargo xtask bench 运行"))
}

impl Program {
    /// Serves a folder on free ports, with its records in the given database if not its own.
    ///
    /// # Errors
    /// It does not start, or does not answer within half a minute.
    pub fn serve(database: Option<&str>, data: &Path) -> io::Result<Self> {
        let (staff, public) = (free_port()?, free_port()?);
        let child = Command::new(program()?)
            .arg("serve")
            .arg("--data")
            .arg(data)
            .args(
                database
                    .into_iter()
                    .flat_map(|address| ["--database-url", address]),
            )
            .args([
                "--staff",
                &staff.to_string(),
                "--public",
                &public.to_string(),
            ])
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let program = Self { child, staff };
        for _ in 0..300 {
            if TcpStream::connect(staff).is_ok() {
                return Ok(program);
            }
            sleep(Duration::from_millis(100));
        }
        Err(io::Error::other("程序半分钟内没有应答"))
    }

    /// The processor's time that it has taken so far. On a machine with other work this says what a
    /// page costs; the time on the clock says how long its reader waited.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.unwrap_or_default();
        // After the name in brackets the 12th and 13th fields are user and system time.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let ticks: u64 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|ticks| ticks.parse::<u64>().ok())
            .sum();
        Duration::from_millis(ticks * 1_000 / TICKS)
    }

    /// Memory held now and at most, in KiB.
    pub fn memory_kib(&self) -> (u64, u64) {
        (
            memory(self.child.id(), "VmRSS"),
            memory(self.child.id(), "VmHWM"),
        )
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Run {
    /// Runs a command of the program to its end.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn of(arguments: &[&std::ffi::OsStr]) -> io::Result<Self> {
        let began = Instant::now();
        let mut child = Command::new(program()?)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut peak_kib = 0;
        loop {
            peak_kib = peak_kib.max(memory(child.id(), "VmHWM"));
            if let Some(status) = child.try_wait()? {
                return Ok(Self {
                    took: began.elapsed(),
                    peak_kib,
                    ok: status.success(),
                });
            }
            sleep(Duration::from_millis(20));
        }
    }
}

/// A port that is free now.
fn free_port() -> io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

fn memory(pid: u32, what: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}
