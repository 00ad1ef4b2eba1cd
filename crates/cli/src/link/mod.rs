//! `fangfei link compare|run|decide|records`: pairs compared, whole files linked, people's decisions kept. It must not know how likeness is measured.

mod compare;
mod csv_parts;
mod decisions;
mod records;
mod run;
mod table_file;
mod table_source;
mod weights;

use clap::Subcommand;

use crate::{failure::Failure, office::OfficeArgs};

/// Subcommands of `link`.
#[derive(Subcommand)]
pub enum LinkCommand {
    /// 逐行比较两列：企业名称、人名或地址是否同一，附概率和理由
    Compare(compare::CompareArgs),
    /// 在一张表里（或两张表之间）找出同一企业、同一人的行，自动学习权重，不需要标注
    Run(run::RunArgs),
    /// 记下人对两条记录的决定：合并、拆分、撤回；以后的 run --decisions 照此办理
    Decide(decisions::DecideArgs),
    /// 比对本系统的主体档案和线索：可能是同一主体的档案、可能串案的线索，留待人工判断
    Records(records::RecordsArgs),
}

/// Runs a subcommand.
pub async fn run(office: &OfficeArgs, command: LinkCommand) -> Result<(), Failure> {
    match command {
        LinkCommand::Compare(args) => compare::run(&args),
        LinkCommand::Run(args) => run::run(&args),
        LinkCommand::Decide(args) => decisions::decide(&args),
        LinkCommand::Records(args) => records::run(office, &args).await,
    }
}
