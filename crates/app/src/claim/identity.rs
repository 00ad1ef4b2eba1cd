//! Whose account it is (账户归属): every claim of an inquiry beside the others and beside the names that
//! the statements print. It must not know figures.

use std::collections::HashMap;

use fangfei_flow::claim::{self as flow, Holding, Register};
use fangfei_model::{
    claim::{Claim, ClaimState, IdentityDoubts, SettlementKind, SharedAccount},
    ctx::Ctx,
    funds_inquiry::FundsInquiry,
    id::ClaimId,
    refusal::Refusal,
};

use super::{
    all_of,
    seen::{found, given, register},
};
use crate::{App, Result, funds, subject::masked_account};

/// Claims named in a refusal before the rest is only counted.
const NAMED: usize = 5;

/// What is unclear about each claim, for claims where something is.
pub(crate) type Doubts = HashMap<ClaimId, IdentityDoubts>;

/// What is unclear about the claims of an inquiry as they are now.
pub(crate) async fn doubts(app: &App, ctx: &Ctx, inquiry: &FundsInquiry) -> Result<Doubts> {
    let people = match inquiry.analysis {
        Some(_) => Some(register(&funds::participants(app, inquiry).await?)),
        None => None,
    };
    let claims = all_of(app, ctx, inquiry.id).await?;
    Ok(doubts_of(&claims, people.as_ref()))
}

/// What is unclear about these claims, which are all of the inquiry.
pub(super) fn doubts_of(claims: &[Claim], people: Option<&Register>) -> Doubts {
    let claims: Vec<&Claim> = claims.iter().filter(|claim| may_be_paid(claim)).collect();
    let mut doubts = Doubts::new();
    let mut holdings = Vec::with_capacity(claims.len());
    for claim in &claims {
        let who = people.map(|people| found(claim, people));
        let who = who.unwrap_or_default();
        if let Some(words) = flow::other_name(&claim.claimant.name, &who) {
            doubts.entry(claim.id).or_default().name = Some(words);
        }
        holdings.push(Holding {
            accounts: given(claim),
            places: who.places,
        });
    }
    for shared in flow::shared(&holdings) {
        let account = match &shared.account {
            Some(number) => format!("账户 {}", masked_account(number)),
            None => "流水中的同一人".to_owned(),
        };
        for at in &shared.claims {
            let others = shared.claims.iter().filter(|other| *other != at);
            doubts
                .entry(claims[*at].id)
                .or_default()
                .shared
                .push(SharedAccount {
                    account: account.clone(),
                    others: others.map(|at| claims[*at].number.clone()).collect(),
                });
        }
    }
    doubts
}

/// A claim that was waived or not recognised takes no money from anybody.
fn may_be_paid(claim: &Claim) -> bool {
    !matches!(
        &claim.state,
        ClaimState::Settled { settlement, .. } if matches!(
            settlement.kind,
            SettlementKind::Waived | SettlementKind::NotRecognised
        )
    )
}

/// Refuses to share money out while it is unclear whose account a claim that takes part names: the
/// same money would be paid twice, or to a stranger.
pub(crate) async fn require_settled(
    app: &App,
    ctx: &Ctx,
    inquiry: &FundsInquiry,
    what: &'static str,
) -> Result<()> {
    let doubts = doubts(app, ctx, inquiry).await?;
    if doubts.is_empty() {
        return Ok(());
    }
    let claims = all_of(app, ctx, inquiry.id).await?;
    let open = open_doubts(&claims, &doubts);
    if open.is_empty() {
        return Ok(());
    }
    let more = match open.len().saturating_sub(NAMED) {
        0 => String::new(),
        _ => format!("；等共 {} 份", open.len()),
    };
    let named: Vec<String> = open.into_iter().take(NAMED).collect();
    Err(Refusal::new(
        what,
        format!("有已确认的申报账户归属没有查清：{}{more}", named.join("；")),
        "请查明后对其中的申报登记异议，在答复中写明账户归属说明；不应退付的办结为“经复核不予确认”",
    )
    .into())
}

/// The doubts about confirmed claims that nobody has settled: of two claims that share an account, a
/// reason on either that names the other settles both.
fn open_doubts(claims: &[Claim], doubts: &Doubts) -> Vec<String> {
    let confirmed: HashMap<&str, &Claim> = claims
        .iter()
        .filter(|claim| claim.confirmation().is_some())
        .map(|claim| (claim.number.as_str(), claim))
        .collect();
    let names = |claim: &Claim, other: &str| {
        let ownership = claim.confirmation().and_then(|c| c.ownership.as_ref());
        ownership.is_some_and(|held| held.others.iter().any(|number| number == other))
    };
    let open = |claim: &Claim| {
        let found = doubts.get(&claim.id)?;
        let settled_name = claim.confirmation()?.ownership.is_some();
        let mut left = found.clone();
        left.name = left.name.filter(|_| !settled_name);
        for shared in &mut left.shared {
            shared.others.retain(|number| {
                confirmed
                    .get(number.as_str())
                    .is_some_and(|other| !names(claim, number) && !names(other, &claim.number))
            });
        }
        left.shared.retain(|shared| !shared.others.is_empty());
        let words = left.words().join("，");
        (!left.is_empty()).then(|| format!("{}（{}）{words}", claim.number, claim.claimant.name))
    };
    claims.iter().filter_map(open).collect()
}
