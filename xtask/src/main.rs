//! The developer commands of 防非, run as `cargo xtask COMMAND`. Each subcommand is a module.
//! This crate uses the standard library only, so that it compiles in seconds on a fresh machine.
//! It must not know what the product does: it only builds, runs and inspects it.

mod bench;
mod check;
mod child;
mod demo;
mod failure;
mod install;
mod licences;
mod repository;
mod test;
mod tidy;
mod toolchain;

use std::process::ExitCode;

use failure::{Failure, Outcome};

const USAGE: &str = "\
用法：cargo xtask 命令

  demo  [--check] [--data 目录] [--staff 地址] [--public 地址]
                          搭好一个演示县并启动：工作台 127.0.0.1:8080，公众网站 127.0.0.1:8081
                          --check 只搭建、列出条数，不启动
  test  [关键字] [--skip-e2e] [--cluster]
                          全部测试：格式、clippy、tidy、文档、许可证、单元与集成测试、PostgreSQL、浏览器
                          带关键字时只跑名称含它的测试
                          --cluster 只跑集群的测试（另行编译带集群的程序）
  check                   提交前的检查：格式、clippy、文档、tidy、Rust 测试
  tidy                    架构与写法规则
  licences                依赖的许可证与来源
  bench [名称] [--release]  性能测试
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let Some((command, rest)) = arguments.split_first() else {
        return Err(Failure::usage(USAGE));
    };
    match command.as_str() {
        "demo" => demo::run(rest),
        "test" => test::run(rest),
        "check" => check::run(rest),
        "tidy" => tidy::run(),
        "licences" => licences::run(),
        "bench" => bench::run(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::usage(format!(
            "没有“{other}”这个命令。\n\n{USAGE}"
        ))),
    }
}
