//! `cargo xtask demo`: builds the product, loads the demo county and serves it.
//! It must not know what is in the county: `testkit`'s `demo` binary makes it and prints the accounts.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::child;
use crate::failure::{Failure, Outcome};
use crate::repository;
use crate::toolchain;

#[derive(Debug, PartialEq, Eq)]
struct Options {
    check: bool,
    data: Option<PathBuf>,
    staff: SocketAddr,
    public: SocketAddr,
}

/// Builds, loads and (without `--check`) serves until it is interrupted.
pub fn run(arguments: &[String]) -> Outcome {
    let options = Options::parse(arguments)?;
    toolchain::require_build_tools()?;
    if !options.check {
        require_free(options.staff, "--staff")?;
        require_free(options.public, "--public")?;
    }
    build()?;
    if options.check {
        check(&options)
    } else {
        load_and_serve(&options)
    }
}

/// Builds every binary of the workspace in one go. Selecting the whole workspace keeps the
/// dependencies' features the same as in `cargo xtask test`, which then reuses them.
pub fn build() -> Outcome {
    eprintln!("== 编译（第一次要编译全部依赖，时间较长；以后只编译改动）");
    child::run(repository::cargo().args(["build", "--workspace", "--bins"]))
}

/// Loads the demo county into a folder with what `check` asks of it.
pub fn load(data: &Path, check: bool) -> Outcome {
    let mut loader = Command::new(repository::binary("demo"));
    if check {
        loader.arg("--check");
    }
    child::run(
        loader
            .current_dir(repository::root())
            .arg("--data")
            .arg(data),
    )
}

fn check(options: &Options) -> Outcome {
    let Some(data) = &options.data else {
        // A check proves that the county can be made from nothing, so an earlier one is removed.
        let data = repository::target_folder().join("demo-check");
        remove(&data)?;
        load(&data, true)?;
        return remove(&data);
    };
    load(data, true)
}

fn load_and_serve(options: &Options) -> Outcome {
    let default = repository::root().join("data/demo");
    let data = options.data.as_deref().unwrap_or(&default);
    load(data, false)?;
    println!(
        "\n工作台   http://{}\n公众网站 http://{}\n数据在   {}\n按 Ctrl+C 结束。\n",
        options.staff,
        options.public,
        data.display()
    );
    let mut server = Command::new(repository::binary("fangfei"));
    server
        .current_dir(repository::root())
        .arg("serve")
        .arg("--data")
        .arg(data)
        .args([
            "--staff",
            &options.staff.to_string(),
            "--public",
            &options.public.to_string(),
        ]);
    become_server(server)
}

/// Replaces this process by the server, so that signals reach it directly.
#[cfg(unix)]
fn become_server(mut server: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    Err(Failure::io("启动 fangfei serve ", &server.exec()))
}

#[cfg(not(unix))]
fn become_server(mut server: Command) -> Outcome {
    child::run(&mut server)
}

fn require_free(address: SocketAddr, option: &str) -> Outcome {
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) => {
            let other = SocketAddr::new(
                address.ip(),
                address.port().checked_add(1000).unwrap_or(9080),
            );
            Err(Failure::refused(format!(
                "地址 {address} 用不了：{error}。\n可能已有一个演示在运行：先结束它，或者换一个地址：cargo xtask demo {option} {other}"
            )))
        }
    }
}

fn remove(folder: &Path) -> Outcome {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::io(
            format_args!("删除 {} ", folder.display()),
            &error,
        )),
        _ => Ok(()),
    }
}

impl Options {
    fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self {
            check: false,
            data: None,
            staff: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public: SocketAddr::from(([127, 0, 0, 1], 8081)),
        };
        let mut rest = arguments.iter();
        while let Some(option) = rest.next() {
            match option.as_str() {
                "--check" => options.check = true,
                "--data" => options.data = Some(folder(value(option, rest.next())?)),
                "--staff" => options.staff = address(option, value(option, rest.next())?)?,
                "--public" => options.public = address(option, value(option, rest.next())?)?,
                other => {
                    return Err(Failure::usage(format!(
                        "demo 没有“{other}”这个选项。cargo xtask help 列出全部选项。"
                    )));
                }
            }
        }
        Ok(options)
    }
}

fn value<'a>(option: &str, given: Option<&'a String>) -> Outcome<&'a String> {
    given.ok_or_else(|| Failure::usage(format!("{option} 后面缺一个值。")))
}

/// The folder as seen from where the person stands, since the programs run at the repository's root.
fn folder(given: &String) -> PathBuf {
    std::env::current_dir().unwrap_or_default().join(given)
}

fn address(option: &str, given: &str) -> Outcome<SocketAddr> {
    given.parse().map_err(|_| {
        Failure::usage(format!(
            "{option} 要写成 地址:端口，例如 127.0.0.1:9080，现在是“{given}”。"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Outcome<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words)
    }

    #[test]
    fn addresses_default_to_the_documented_ones() {
        let options = parse("").unwrap();
        assert_eq!(options.staff.to_string(), "127.0.0.1:8080");
        assert_eq!(options.public.to_string(), "127.0.0.1:8081");
        assert!(!options.check);
    }

    #[test]
    fn a_wrong_address_is_wrong_use_and_says_how_to_write_it() {
        let failure = parse("--staff 8080").unwrap_err();
        assert_eq!(failure.exit_code(), 2);
        assert!(failure.to_string().contains("127.0.0.1:9080"), "{failure}");
    }

    #[test]
    fn an_option_without_value_or_unknown_is_wrong_use() {
        assert_eq!(parse("--data").unwrap_err().exit_code(), 2);
        assert_eq!(parse("--serve").unwrap_err().exit_code(), 2);
    }

    #[test]
    fn a_busy_port_is_refused_with_another_to_try() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let failure = require_free(listener.local_addr().unwrap(), "--staff").unwrap_err();
        assert!(
            failure
                .to_string()
                .contains("cargo xtask demo --staff 127.0.0.1:"),
            "{failure}"
        );
    }
}
