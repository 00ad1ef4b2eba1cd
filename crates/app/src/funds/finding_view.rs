//! The engine's findings as they are kept, with the key on which judgements hang. It must not know
//! what a pattern looks for.

use fangfei_flow::{
    pattern::Finding,
    transfer::{Moment, Transfers},
};
use sha2::{Digest, Sha256};

use super::result::FindingView;
use crate::kept::hex;

/// The findings in their order.
pub(super) fn views(transfers: &Transfers, findings: &[Finding]) -> Vec<FindingView> {
    findings
        .iter()
        .map(|finding| view(transfers, finding))
        .collect()
}

fn view(transfers: &Transfers, finding: &Finding) -> FindingView {
    let day = |at: Moment| at.civil().map(|at| at.date());
    FindingView {
        key: key(transfers, finding),
        pattern: finding.pattern.id().to_owned(),
        title: finding.pattern.title().to_owned(),
        accounts: finding.accounts.iter().map(|id| id.0).collect(),
        rows: finding.transfers.clone(),
        row_count: finding.transfer_count,
        amount: finding.amount,
        period: day(finding.from).zip(day(finding.until)),
        noticed: day(finding.noticed),
        reason: finding.reason.clone(),
        parameters: finding.parameters.to_string(),
    }
}

/// The same for the same pattern, accounts and first day, whatever else the files hold and in
/// whatever order they came: accounts go by number and name, not by their place in a run.
fn key(transfers: &Transfers, finding: &Finding) -> String {
    let mut accounts: Vec<String> = finding
        .accounts
        .iter()
        .filter_map(|id| transfers.account(*id))
        .map(|account| {
            format!(
                "{}|{}",
                account.number.as_deref().unwrap_or_default(),
                account.name.as_deref().unwrap_or_default()
            )
        })
        .collect();
    accounts.sort_unstable();
    let text = format!(
        "{}\n{}\n{}",
        finding.pattern.id(),
        finding.from.day(),
        accounts.join("\n")
    );
    hex(&Sha256::digest(text))
}
