//! `fangfei doctor`: is the installation well. It must not change anything.

use clap::Args;
use fangfei_app::health::{self, Verdict};

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Options of `doctor`.
#[derive(Args)]
pub struct DoctorArgs {
    /// 同时校验全部审计日志和记录（数据多时较慢）
    #[arg(long)]
    deep: bool,
    /// 输出 JSON
    #[arg(long)]
    json: bool,
}

/// Prints each check; fails if one of them did.
pub async fn run(office: &OfficeArgs, args: DoctorArgs) -> Result<(), Failure> {
    office.require_database()?;
    let checks = health::examine(&office.settings(), &clock::ctx("体检"), args.deep).await;
    for check in &checks {
        if args.json {
            println!("{}", serde_json::to_string(check).unwrap_or_default());
            continue;
        }
        let mark = match check.verdict {
            Verdict::Ok => "正常",
            Verdict::Warn => "注意",
            Verdict::Fail => "故障",
        };
        println!("[{mark}] {}：{}", check.what, check.words);
    }
    match checks
        .iter()
        .filter(|check| check.verdict == Verdict::Fail)
        .count()
    {
        0 => Ok(()),
        count => Err(Failure::input(format!("{count} 项有故障"))),
    }
}
