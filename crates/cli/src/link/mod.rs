//! `fangfei link compare|run`: pairs compared, whole files linked. It must not know how likeness is measured.

mod compare;
mod run;
mod table_file;

use clap::Subcommand;

use crate::failure::Failure;

/// Subcommands of `link`.
#[derive(Subcommand)]
pub enum LinkCommand {
    /// 逐行比较两列：企业名称、人名或地址是否同一，附概率和理由
    Compare(compare::CompareArgs),
    /// 在一张表里找出同一企业、同一人的行，自动学习权重，不需要标注
    Run(run::RunArgs),
}

/// Runs a subcommand.
pub fn run(command: LinkCommand) -> Result<(), Failure> {
    match command {
        LinkCommand::Compare(args) => compare::run(&args),
        LinkCommand::Run(args) => run::run(&args),
    }
}
