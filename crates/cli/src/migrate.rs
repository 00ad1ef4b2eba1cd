//! `fangfei migrate`: brings the database up to this program. It must not know tables.

use clap::Args;
use fangfei_app::setup;

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Options of `migrate`.
#[derive(Args)]
pub struct MigrateArgs {
    /// 按现有记录重新计算首页和列表所用的计数（校验日志报告计数不符时使用）
    #[arg(long)]
    recount: bool,
}

/// Upgrades, and says from where to where.
pub async fn run(office: &OfficeArgs, args: MigrateArgs) -> Result<(), Failure> {
    office.require_database()?;
    let done = setup::migrate(&office.settings(), &clock::ctx("升级数据库")).await?;
    println!("{done}");
    if args.recount {
        setup::recount(&office.settings(), &clock::ctx("重新计数")).await?;
        println!("已按现有记录重新计数");
    }
    Ok(())
}
