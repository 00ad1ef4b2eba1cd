//! `fangfei serve`: the workbench and the public site on two listeners, and the worker for
//! background jobs. It must not know pages.

use std::{net::SocketAddr, sync::Arc};

use clap::Args;
use fangfei_web::{Web, public, staff};
use tokio::net::TcpListener;

use crate::{
    clock::{self, RandomIds, SystemClock},
    failure::Failure,
    office::OfficeArgs,
};

/// Options of `serve`.
#[derive(Args)]
pub struct ServeArgs {
    /// 工作台监听地址
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    staff: SocketAddr,
    /// 公众网站监听地址
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDR")]
    public: SocketAddr,
    /// 工作台经由 HTTPS 反向代理访问（登录信息只随加密连接发送）
    #[arg(long)]
    behind_tls: bool,
}

/// Serves until told to stop; requests under way are answered first.
pub async fn run(office: &OfficeArgs, args: ServeArgs) -> Result<(), Failure> {
    start_log();
    let app = Arc::new(office.open().await?);
    let web = Arc::new(Web::new(
        app.clone(),
        Arc::new(SystemClock),
        Arc::new(RandomIds),
        args.behind_tls,
    ));
    let staff_listener = listen(args.staff, "工作台").await?;
    let public_listener = listen(args.public, "公众网站").await?;
    let worker = tokio::spawn(fangfei_app::worker::run(app, clock::ctx("后台任务")));
    eprintln!("工作台   http://{}", staff_listener.local_addr()?);
    eprintln!("公众网站 http://{}", public_listener.local_addr()?);
    let serve_staff =
        axum::serve(staff_listener, staff::router(web.clone())).with_graceful_shutdown(stopped());
    let serve_public =
        axum::serve(public_listener, public::router(web)).with_graceful_shutdown(stopped());
    let (staff_end, public_end) =
        tokio::join!(serve_staff.into_future(), serve_public.into_future());
    worker.abort();
    staff_end?;
    public_end?;
    Ok(())
}

async fn listen(address: SocketAddr, what: &str) -> Result<TcpListener, Failure> {
    let refused = |error| {
        Failure::input(format!(
            "{what}无法监听 {address}：{error}；请换一个端口或停止占用它的程序"
        ))
    };
    TcpListener::bind(address).await.map_err(refused)
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    else {
        interrupt.await.ok();
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}

/// Log lines go to standard error; `RUST_LOG` chooses them.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "info,sqlx=warn,sea_orm=warn".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .try_init()
        .ok();
}
