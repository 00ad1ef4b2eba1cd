//! Which installation a command works on. It must not open it twice.

use std::path::PathBuf;

use clap::Args;
use fangfei_app::{App, Settings};

use crate::failure::Failure;

/// Options common to all commands that need an installation.
#[derive(Args, Clone)]
pub struct OfficeArgs {
    /// 数据目录（数据库、材料、密钥、规则）
    #[arg(
        long,
        global = true,
        env = "FANGFEI_DATA",
        default_value = "data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// 数据库地址：sqlite://… 或 postgres://…；默认为数据目录下的 fangfei.db
    #[arg(
        long,
        global = true,
        env = "FANGFEI_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,
}

impl OfficeArgs {
    /// The settings.
    pub fn settings(&self) -> Settings {
        let default = || format!("sqlite://{}", self.data.join("fangfei.db").display());
        Settings {
            database_url: self.database_url.clone().unwrap_or_else(default),
            data_dir: self.data.clone(),
        }
    }

    /// Opens an installation that is there and up to date.
    pub async fn open(&self) -> Result<App, Failure> {
        self.require_database()?;
        Ok(App::open(self.settings()).await?)
    }

    /// Refuses a folder without an installation: a mistyped folder must not become an empty one.
    pub fn require_database(&self) -> Result<(), Failure> {
        if self.database_url.is_some() || self.data.join("fangfei.db").exists() {
            return Ok(());
        }
        let dir = self.data.display();
        Err(Failure::input(format!(
            "数据目录 {dir} 中还没有数据库；请先执行 fangfei setup，或用 --data 指定已有的目录"
        )))
    }
}
