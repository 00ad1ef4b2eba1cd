//! Finding or installing PostgreSQL and starting the cluster of this run.
//! It must not know schemas or tests.

use super::apt;
use super::cluster::PrivateCluster;
use crate::failure::{Failure, Outcome};

/// The superuser's address of a server for the tests: the given one (`FANGFEI_TEST_POSTGRES`), or a
/// private cluster that ends with this process.
pub fn postgres() -> Outcome<String> {
    if let Ok(given) = std::env::var("FANGFEI_TEST_POSTGRES") {
        return Ok(given);
    }
    if PrivateCluster::programs().is_none() {
        apt::install(&["postgresql"]).map_err(|failure| {
            Failure::refused(format!(
                "没有 PostgreSQL（存储测试要在它上面再跑一遍）。{failure}"
            ))
        })?;
    }
    match PrivateCluster::owned_by(std::process::id()).map_err(Failure::refused)? {
        Some(cluster) => Ok(cluster.admin_url().to_owned()),
        None => Err(Failure::refused(
            "装了 postgresql，却找不到 /usr/lib/postgresql/*/bin/initdb。",
        )),
    }
}
