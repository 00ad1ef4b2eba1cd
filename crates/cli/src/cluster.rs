//! `fangfei cluster scheduler|executor`: the processes that compute the index over several machines. It must not know
//! how plans are run.

use std::{
    io::{self, Write},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
};

use clap::{Args, Subcommand};
use fangfei_app::lake::{
    Engine, ExecutorSettings, Lake, Limits, SchedulerSettings, Screen, serve_executor,
    serve_scheduler,
};
use jiff::civil::Date;

use crate::{
    failure::Failure,
    index::{failed, read_rules},
    lake::LakeArgs,
    office::OfficeArgs,
};

/// Subcommands of `cluster`.
#[derive(Subcommand)]
pub enum ClusterCommand {
    /// 启动调度节点：一个集群一个
    Scheduler(SchedulerArgs),
    /// 启动执行节点：每台机器一个或几个
    Executor(ExecutorArgs),
}

/// What every node needs: the same lake under the same address, and the same rules.
#[derive(Args)]
pub struct NodeArgs {
    /// 规则目录；须与发起计算的一方相同，默认为数据目录下的 rules
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// 其他节点用来访问本节点的主机名或地址；默认为监听的地址
    #[arg(long, value_name = "HOST")]
    external_host: Option<String>,
    #[command(flatten)]
    lake: LakeArgs,
}

/// Options of `cluster scheduler`.
#[derive(Args)]
pub struct SchedulerArgs {
    /// 监听地址。集群内部没有密码，只应在可信的内网监听
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:50050")]
    bind: SocketAddr,
    /// 多少秒没有心跳的执行节点算失联，它的工作重做
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    lost_after: u64,
    #[command(flatten)]
    node: NodeArgs,
}

/// Options of `cluster executor`.
#[derive(Args)]
pub struct ExecutorArgs {
    /// 调度节点，如 10.0.0.1:50050
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
    scheduler: String,
    /// 监听地址；还会用下一个端口。只应在可信的内网监听
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:50051")]
    bind: SocketAddr,
    /// 同时计算的任务数；默认为本机的核数
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// 计算所用内存，MiB
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    memory: usize,
    /// 存放中间结果的目录；默认为数据目录下的 work
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    #[command(flatten)]
    node: NodeArgs,
}

impl NodeArgs {
    async fn open(&self, office: &OfficeArgs) -> Result<(Lake, Arc<Screen>), Failure> {
        let lake = self.lake.open_filled(office).await?;
        let folder = self
            .rules
            .clone()
            .unwrap_or_else(|| office.data.join("rules"));
        let (screen, _) = read_rules(&folder)?;
        Ok((lake, Arc::new(screen)))
    }

    fn host(&self, bind: SocketAddr) -> String {
        self.external_host
            .clone()
            .unwrap_or_else(|| bind.ip().to_string())
    }
}

/// Runs a subcommand until the process ends.
pub async fn run(office: &OfficeArgs, command: ClusterCommand) -> Result<(), Failure> {
    match command {
        ClusterCommand::Scheduler(args) => scheduler(office, args).await,
        ClusterCommand::Executor(args) => executor(office, args).await,
    }
}

async fn scheduler(office: &OfficeArgs, args: SchedulerArgs) -> Result<(), Failure> {
    let (lake, screen) = args.node.open(office).await?;
    let settings = SchedulerSettings {
        bind: args.bind,
        external_host: args.node.host(args.bind),
        lost_after_seconds: args.lost_after.max(2),
    };
    told(&format!("调度节点：http://{}", args.bind));
    serve_scheduler(&settings, &lake, &screen)
        .await
        .map_err(|e| Failure::input(e.to_string()))
}

async fn executor(office: &OfficeArgs, args: ExecutorArgs) -> Result<(), Failure> {
    let (lake, screen) = args.node.open(office).await?;
    let (host, port) = args
        .scheduler
        .rsplit_once(':')
        .and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)))
        .ok_or_else(|| {
            Failure::input(format!(
                "调度节点“{}”应写成 主机:端口，如 10.0.0.1:50050",
                args.scheduler
            ))
        })?;
    let work = args.work.unwrap_or_else(|| office.data.join("work"));
    std::fs::create_dir_all(&work)
        .map_err(|e| Failure::input(format!("目录 {} 不能建立：{e}", work.display())))?;
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let settings = ExecutorSettings {
        scheduler: (host, port),
        external_host: args.node.host(args.bind),
        bind: args.bind,
        threads: args.threads.unwrap_or(cores).max(1),
        memory_mib: args.memory,
        work,
        heartbeat_seconds: 2,
    };
    told(&format!(
        "执行节点：{}，调度节点 {}",
        args.bind, args.scheduler
    ));
    serve_executor(&settings, &lake, &screen)
        .await
        .map_err(|e| Failure::input(e.to_string()))
}

/// Opens the lake as of a day, on a cluster.
pub async fn engine(
    lake: &Lake,
    screen: &Arc<Screen>,
    as_of: Date,
    limits: Limits,
    scheduler: &str,
) -> Result<Engine, Failure> {
    let address = scheduler.parse().map_err(|e| {
        Failure::input(format!(
            "--cluster“{scheduler}”不是地址（{e}）；应写成 http://主机:端口"
        ))
    })?;
    Engine::open_on_cluster(lake, screen, as_of, limits, &address)
        .await
        .map_err(failed)
}

/// Says on standard error that a node begins; a terminal that is gone is no reason to stop.
fn told(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
