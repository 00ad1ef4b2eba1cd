//! The program as a child process on ports of its own. It must not know what is asked of it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
};

/// The program on this data folder.
pub fn fangfei(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
    command
        .env_remove("FANGFEI_DATABASE_URL")
        .env("RUST_LOG", "warn")
        .arg("--data")
        .arg(folder);
    command
}

/// `fangfei serve`, running.
pub struct Server {
    child: Child,
    /// Host and port of the workbench.
    pub address: String,
}

impl Server {
    /// Starts it and waits until it listens.
    pub fn start(folder: &Path) -> Self {
        let any = "127.0.0.1:0";
        let mut command = fangfei(folder);
        command
            .args(["serve", "--staff", any, "--public", any])
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let mut said = Vec::new();
        let address = loop {
            let Some(line) = lines.next() else {
                panic!("没有启动：{said:?}")
            };
            if let Some((_, address)) = line
                .split_once("http://")
                .filter(|_| line.starts_with("工作台"))
            {
                break address.trim().to_owned();
            }
            said.push(line);
        };
        // What it says later must not fill the pipe; shown when the test fails.
        thread::spawn(move || lines.for_each(|line| eprintln!("{line}")));
        Self { child, address }
    }

    /// Kills it without warning.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and waits.
    pub fn stop(mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    /// A failed test leaves no program behind.
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
