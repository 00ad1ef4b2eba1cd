//! `fangfei migrate`: brings the database up to this program. It must not know tables.

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Upgrades, and says from where to where.
pub async fn run(office: &OfficeArgs) -> Result<(), Failure> {
    office.require_database()?;
    let done = fangfei_app::setup::migrate(&office.settings(), &clock::ctx("升级数据库")).await?;
    println!("{done}");
    Ok(())
}
