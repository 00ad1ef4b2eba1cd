//! `fangfei campaign`: a draft campaign from a work plan or a template. It must not know pages.

use clap::Subcommand;

use crate::{failure::Failure, office::OfficeArgs};

/// Subcommands of `campaign`.
#[derive(Subcommand)]
pub enum CampaignCommand {
    /// 列出可用的专项行动模板
    Templates,
}

/// Runs one of them.
pub async fn run(_office: &OfficeArgs, command: CampaignCommand) -> Result<(), Failure> {
    let CampaignCommand::Templates = command;
    Ok(())
}
