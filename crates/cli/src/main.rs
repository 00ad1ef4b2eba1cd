//! The one binary `fangfei`: a file per subcommand. It must not hold use cases.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod audit;
mod campaign;
mod clock;
#[cfg(feature = "cluster")]
mod cluster;
mod doctor;
mod failure;
mod flow;
mod import;
mod index;
mod lake;
mod ledger;
mod link;
mod migrate;
mod office;
mod plan;
mod progress;
mod refund;
mod returns;
mod serve;
mod setup;
mod text;
mod usage;
mod warn;

/// 防非：防范和处置非法集资工作系统
#[derive(Parser)]
#[command(name = "fangfei", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    office: office::OfficeArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 建立数据目录、数据库和第一个管理员
    Setup(setup::SetupArgs),
    /// 启动工作台和公众网站
    Serve(serve::ServeArgs),
    /// 升级数据库结构
    Migrate(migrate::MigrateArgs),
    /// 检查安装是否正常
    Doctor(doctor::DoctorArgs),
    /// 读取工作方案
    #[command(subcommand)]
    Plan(plan::PlanCommand),
    /// 专项行动
    #[command(subcommand)]
    Campaign(campaign::CampaignCommand),
    /// 导入表格
    Import(import::ImportArgs),
    /// 导出台账
    Ledger(ledger::LedgerArgs),
    /// 报表
    #[command(subcommand)]
    Return(returns::ReturnCommand),
    /// 清退资金
    #[command(subcommand)]
    Refund(refund::RefundCommand),
    /// 资金流水
    #[command(subcommand)]
    Flow(flow::FlowCommand),
    /// 数据湖：监测用的企业、广告、平台等信息
    #[command(subcommand)]
    Lake(lake::LakeCommand),
    /// 指数：计算、说明、回测、校准
    #[command(subcommand)]
    Index(index::IndexCommand),
    /// 集群：一台机器不够时，由多台机器计算指数
    #[cfg(feature = "cluster")]
    #[command(subcommand)]
    Cluster(cluster::ClusterCommand),
    /// 提前预警
    #[command(subcommand)]
    Warn(warn::WarnCommand),
    /// 文本判断：广告、帖子、短信、举报
    #[command(subcommand)]
    Text(text::TextCommand),
    /// 同一企业、同一人、同一地址的识别
    #[command(subcommand)]
    Link(link::LinkCommand),
    /// 审计日志
    #[command(subcommand)]
    Audit(audit::AuditCommand),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => match usage::wrong_use(&error) {
            Some(message) => return failure::Failure::usage(message).report(),
            None => error.exit(),
        },
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failure::Failure::input(format!("无法启动：{error}")).report(),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn run(cli: Cli) -> Result<(), failure::Failure> {
    let office = cli.office;
    match cli.command {
        Command::Setup(args) => setup::run(&office, args).await,
        Command::Serve(args) => serve::run(&office, args).await,
        Command::Migrate(args) => migrate::run(&office, args).await,
        Command::Doctor(args) => doctor::run(&office, args).await,
        Command::Plan(command) => plan::run(command),
        Command::Campaign(command) => campaign::run(&office, command).await,
        Command::Import(args) => import::run(&office, args).await,
        Command::Ledger(args) => ledger::run(&office, args).await,
        Command::Return(command) => returns::run(&office, command).await,
        Command::Refund(command) => refund::run(command),
        Command::Flow(command) => flow::run(command),
        Command::Lake(command) => lake::run(&office, command).await,
        Command::Index(command) => index::run(&office, command).await,
        #[cfg(feature = "cluster")]
        Command::Cluster(command) => cluster::run(&office, command).await,
        Command::Warn(command) => warn::run(&command),
        Command::Text(command) => text::run(command),
        Command::Link(command) => link::run(&office, command).await,
        Command::Audit(command) => audit::run(&office, command).await,
    }
}
