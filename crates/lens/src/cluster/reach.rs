//! Whether a scheduler is there and has executors, asked before the first plan: a plan sent to a cluster without
//! executors would wait in silence. It must not know plans.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use url::Url;

use crate::lake::LakeError;

const PATIENCE: Duration = Duration::from_secs(10);

/// Asks the scheduler whether it is ready.
///
/// # Errors
/// [`LakeError::Cluster`] when nobody answers there, or no executor has come to it yet.
pub async fn require_ready(scheduler: &Url) -> Result<(), LakeError> {
    let failed = |what: String| LakeError::cluster(scheduler.to_string(), what);
    let (Some(host), Some(port)) = (scheduler.host_str(), scheduler.port()) else {
        return Err(failed("地址应写成 http://主机:端口".to_owned()));
    };
    let answer = timeout(PATIENCE, status(host, port))
        .await
        .map_err(|_| failed("10 秒内没有回答".to_owned()))?
        .map_err(|e| failed(format!("连不上（{e}）；请先启动 fangfei cluster scheduler")))?;
    match answer {
        200 => Ok(()),
        503 => Err(failed(
            "还没有执行节点；请先启动 fangfei cluster executor".to_owned(),
        )),
        other => Err(failed(format!("回答是 {other}，不是本程序的调度节点"))),
    }
}

/// The status code of `GET /readyz`.
async fn status(host: &str, port: u16) -> std::io::Result<u16> {
    let mut stream = TcpStream::connect((host, port)).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut head = [0_u8; 12];
    stream.read_exact(&mut head).await?;
    let digits = std::str::from_utf8(&head[9..]).unwrap_or_default();
    Ok(digits.parse().unwrap_or(0))
}
