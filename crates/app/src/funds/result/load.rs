//! The parts of a result as blobs. It must not know what is in them.

use std::sync::Arc;

use fangfei_model::funds_inquiry::FundsInquiry;
use serde::de::DeserializeOwned;

use super::{Findings, Ledger, Overview, Participants};
use crate::{App, Error, Result, kept};

/// Name of the part with the checks of the statements.
pub const OVERVIEW: &str = "overview";
/// Name of the part with all transfers.
pub const LEDGER: &str = "ledger";
/// Name of the part with the findings.
pub const FINDINGS: &str = "findings";
/// Name of the part with the participants.
pub const PARTICIPANTS: &str = "participants";
async fn load<T: DeserializeOwned + Default>(
    app: &App,
    inquiry: &FundsInquiry,
    part: &str,
) -> Result<T> {
    let Some(run) = &inquiry.analysis else {
        return Ok(T::default());
    };
    let hash = run
        .parts
        .get(part)
        .ok_or_else(|| Error::bug(format!("analysis without the part {part}")))?;
    kept::load(app, hash).await
}

/// The checks of the statements; nothing before the first analysis.
pub async fn overview(app: &App, inquiry: &FundsInquiry) -> Result<Overview> {
    load(app, inquiry, OVERVIEW).await
}

/// All transfers; none before the first analysis.
pub async fn ledger(app: &App, inquiry: &FundsInquiry) -> Result<Arc<Ledger>> {
    let hash = inquiry
        .analysis
        .as_ref()
        .and_then(|run| run.parts.get(LEDGER));
    if let Some(kept) = hash.and_then(|hash| app.ledgers.get(hash)) {
        return Ok(kept);
    }
    let ledger: Arc<Ledger> = Arc::new(load(app, inquiry, LEDGER).await?);
    if let Some(hash) = hash {
        app.ledgers.put(hash, &ledger);
    }
    Ok(ledger)
}

/// The findings; none before the first analysis.
pub async fn findings(app: &App, inquiry: &FundsInquiry) -> Result<Findings> {
    load(app, inquiry, FINDINGS).await
}

/// The participants; none before the first analysis.
pub async fn participants(app: &App, inquiry: &FundsInquiry) -> Result<Participants> {
    load(app, inquiry, PARTICIPANTS).await
}
