//! `fangfei link compare|run`: pairs compared, whole files linked. It must not know how likeness is measured.

mod compare;
mod table_file;

use clap::Subcommand;

use crate::failure::Failure;

/// Subcommands of `link`.
#[derive(Subcommand)]
pub enum LinkCommand {
    /// 逐行比较两列：企业名称、人名或地址是否同一，附概率和理由
    Compare(compare::CompareArgs),
}

/// Runs a subcommand.
pub fn run(command: LinkCommand) -> Result<(), Failure> {
    match command {
        LinkCommand::Compare(args) => compare::run(&args),
    }
}
