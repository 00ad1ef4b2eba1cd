//! `fangfei flow`: bank statements. A file per subcommand. It must not know how statements are read.

use clap::Subcommand;

use crate::failure::Failure;

mod analyse;
mod files;
mod read;
mod trace;

/// Subcommands of `flow`.
#[derive(Subcommand)]
pub enum FlowCommand {
    /// 读取银行流水，核对余额、合并重复、配对双方，输出往来明细和核对结果
    Read(read::ReadArgs),
    /// 分析一个文件夹里的全部流水
    Analyse(analyse::AnalyseArgs),
    /// 追踪一个账户的资金去向或者来源
    Trace(trace::TraceArgs),
}

/// Runs a subcommand.
pub fn run(command: FlowCommand) -> Result<(), Failure> {
    match command {
        FlowCommand::Read(args) => read::run(&args),
        FlowCommand::Analyse(args) => analyse::run(&args),
        FlowCommand::Trace(args) => trace::run(&args),
    }
}
