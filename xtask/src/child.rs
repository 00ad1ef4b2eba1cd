//! Running other programs: plainly, or with their output shown and read at the same time.
//! It must not know what the programs are for.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use crate::failure::{Failure, Outcome};

/// Runs a program with the terminal passed through; an unsuccessful exit is a failure.
pub fn run(command: &mut Command) -> Outcome {
    let status = command
        .status()
        .map_err(|error| Failure::io(format_args!("启动 {} ", shown(command)), &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::refused(format!("{}：{status}", shown(command))))
}

/// What a program printed and whether it succeeded.
pub struct Transcript {
    pub success: bool,
    pub lines: Vec<String>,
}

/// Runs a program, shows its output as it comes and keeps the lines.
pub fn run_and_read(command: &mut Command) -> Outcome<Transcript> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::io(format_args!("启动 {} ", shown(command)), &error))?;
    let errors = child
        .stderr
        .take()
        .map(|pipe| thread::spawn(move || relay(pipe, std::io::stderr())));
    let mut lines = child
        .stdout
        .take()
        .map_or_else(Vec::new, |pipe| relay(pipe, std::io::stdout()));
    if let Some(Ok(more)) = errors.map(thread::JoinHandle::join) {
        lines.extend(more);
    }
    let status = child
        .wait()
        .map_err(|error| Failure::io(format_args!("等待 {} ", shown(command)), &error))?;
    Ok(Transcript {
        success: status.success(),
        lines,
    })
}

/// The trimmed standard output of a program that is expected to succeed, `None` otherwise.
pub fn output(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// The first program of these names on the `PATH`.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders
            .iter()
            .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
            .find(|file| file.is_file())
    })
}

fn relay(pipe: impl Read, mut terminal: impl Write) -> Vec<String> {
    let mut reader = BufReader::new(pipe);
    let mut lines = Vec::new();
    let mut line = Vec::new();
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        // A closed terminal is no reason to stop the tests, so a failed write is passed over.
        let _ = terminal.write_all(&line).and_then(|()| terminal.flush());
        lines.push(without_colour(String::from_utf8_lossy(&line).trim_end()));
        line.clear();
    }
    lines
}

/// The line without terminal colour sequences (`ESC [ … letter`).
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character != '\u{1b}' {
            plain.push(character);
            continue;
        }
        if characters.next() == Some('[') {
            characters.by_ref().find(char::is_ascii_alphabetic);
        }
    }
    plain
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_removed_and_text_kept() {
        assert_eq!(
            without_colour("\u{1b}[32;1m3 passed\u{1b}[0m，好"),
            "3 passed，好"
        );
    }

    #[test]
    fn both_streams_are_read() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let transcript = run_and_read(&mut command).unwrap();
        assert!(!transcript.success);
        assert_eq!(transcript.lines, ["out", "err"]);
    }

    #[test]
    fn a_failing_program_is_named_in_the_message() {
        let failure = run(Command::new("sh").args(["-c", "exit 4"])).unwrap_err();
        assert!(failure.to_string().starts_with("sh -c exit 4"), "{failure}");
    }
}
