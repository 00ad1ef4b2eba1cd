//! `fangfei index`: the index run, explained, back-tested, calibrated. A file per subcommand. It must not know how an
//! index is made.

mod backtest;
mod calibrate;
mod explain;
mod run;

use std::{path::PathBuf, sync::Arc};

use clap::{Args, Subcommand};
use fangfei_app::lake::{Engine, IndexError, Lake, Limits, RuleSet, Screen};
use jiff::civil::Date;

#[cfg(feature = "cluster")]
use crate::cluster;
use crate::{
    failure::Failure,
    lake::{LakeArgs, today},
    office::OfficeArgs,
};

/// Subcommands of `index`.
#[derive(Subcommand)]
pub enum IndexCommand {
    /// 计算全部主体的指数
    Run(run::RunArgs),
    /// 说明一个主体的指数由什么构成，可以告知该主体
    Explain(explain::ExplainArgs),
    /// 用已知结果回测：本可提前多少天发现，准不准
    Backtest(backtest::BacktestArgs),
    /// 用已知结果学习各指标的权重，与专家权重对照；不改变现行规则
    Calibrate(calibrate::CalibrateArgs),
}

/// Which lake, day and rules.
#[derive(Args)]
pub struct IndexArgs {
    /// 截至哪天已知的信息；默认为今天
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// 规则目录（indicators/、index.toml、words/）；默认为数据目录下的 rules
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// 权重文件（index calibrate --out 的输出）
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// 在集群上计算：调度节点的地址，如 http://10.0.0.1:50050
    #[cfg(feature = "cluster")]
    #[arg(long, value_name = "URL")]
    cluster: Option<String>,
    #[command(flatten)]
    lake: LakeArgs,
}

/// What an index is made with.
pub struct Workspace {
    pub lake: Lake,
    pub screen: Arc<Screen>,
    pub rules: RuleSet,
    pub as_of: Date,
    /// The scheduler of the cluster that computes.
    #[cfg(feature = "cluster")]
    pub cluster: Option<String>,
}

impl IndexArgs {
    /// Opens lake and rules.
    pub async fn open(&self, office: &OfficeArgs) -> Result<Workspace, Failure> {
        let lake = self.lake.open_filled(office).await?;
        let folder = self
            .rules
            .clone()
            .unwrap_or_else(|| office.data.join("rules"));
        if self.rules.is_some() && !folder.exists() {
            return Err(Failure::input(format!("没有规则目录 {}", folder.display())));
        }
        let (screen, rules) = read_rules(&folder)?;
        let rules = match &self.weights {
            Some(path) => calibrate::with_weights(&rules, path)?,
            None => rules,
        };
        Ok(Workspace {
            lake,
            screen: Arc::new(screen),
            rules,
            as_of: self.as_of.unwrap_or_else(today),
            #[cfg(feature = "cluster")]
            cluster: self.cluster.clone(),
        })
    }
}

/// The rules of a folder, and the words they count.
pub fn read_rules(folder: &std::path::Path) -> Result<(Screen, RuleSet), Failure> {
    let words = folder.join("words");
    let screen = if words.exists() {
        Screen::from_dir(&words)
    } else {
        Screen::builtin()
    };
    let screen = screen.map_err(|e| Failure::input(e.to_string()))?;
    let rules = RuleSet::of_folder(folder, screen.version()).map_err(failed)?;
    Ok((screen, rules))
}

/// Opens the lake as of a day.
pub async fn open_engine(
    lake: &Lake,
    screen: &Arc<Screen>,
    as_of: Date,
    limits: Limits,
) -> Result<Engine, Failure> {
    Engine::open(lake, screen, as_of, limits)
        .await
        .map_err(failed)
}

impl Workspace {
    /// Opens the lake as of the day asked for.
    pub async fn engine(&self) -> Result<Engine, Failure> {
        #[cfg(feature = "cluster")]
        if let Some(scheduler) = &self.cluster {
            let limits = Limits::of(&self.lake);
            return cluster::engine(&self.lake, &self.screen, self.as_of, limits, scheduler).await;
        }
        open_engine(&self.lake, &self.screen, self.as_of, Limits::of(&self.lake)).await
    }
}

/// The words of an error are for the person.
#[expect(clippy::needless_pass_by_value, reason = "made for map_err")]
pub fn failed(error: IndexError) -> Failure {
    Failure::input(error.to_string())
}

/// Runs a subcommand.
pub async fn run(office: &OfficeArgs, command: IndexCommand) -> Result<(), Failure> {
    match command {
        IndexCommand::Run(args) => run::run(office, args).await,
        IndexCommand::Explain(args) => explain::run(office, args).await,
        IndexCommand::Backtest(args) => backtest::run(office, args).await,
        IndexCommand::Calibrate(args) => calibrate::run(office, args).await,
    }
}
