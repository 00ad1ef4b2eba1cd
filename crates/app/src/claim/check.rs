//! 核对: a claim beside what the last analysis shows of the person. It must not compare figures: the
//! engine does, for pages and command alike.

use std::collections::HashMap;

use fangfei_flow::claim::{self as flow, Register};
use fangfei_model::{
    action::Action,
    claim::{Claim, ClaimCheck, ClaimStatus, IdentityDoubts},
    ctx::Ctx,
    funds_inquiry::FundsInquiry,
    id::{ClaimId, FundsInquiryId},
    noun::Noun,
    permission::Permission,
    query::Query,
    refusal::Refusal,
};
use fangfei_report::Cell;

use super::{
    all_of, get,
    identity::doubts_of,
    locked,
    seen::{found, register},
};
use crate::{App, Page, Result, funds, subject::masked_account};

/// Claims compared in one transaction.
const PART: u64 = 500;

/// Compares one claim with the last analysis.
pub async fn check(app: &App, ctx: &Ctx, id: ClaimId) -> Result<Claim> {
    ctx.require(Permission::FundsWrite)?;
    let claim = get(app, ctx, id).await?.record;
    let inquiry = funds::get(app, ctx, claim.inquiry).await?.record;
    let (inputs, people) = analysed(app, &inquiry).await?;
    let mut doubts = doubts_of(&all_of(app, ctx, inquiry.id).await?, Some(&people));
    let mut write = app.store.write(ctx, Action::ClaimVerify).await?;
    let before = locked(&write, id).await?;
    let identity = doubts.remove(&id).unwrap_or_default();
    let check = compared(ctx, &before.record, &inputs, &people, identity);
    let after = before.record.clone().checked(check)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Compares all claims of the inquiry that are not settled; answers how many.
pub async fn check_all(app: &App, ctx: &Ctx, inquiry: FundsInquiryId) -> Result<u64> {
    ctx.require(Permission::FundsWrite)?;
    let inquiry = funds::get(app, ctx, inquiry).await?.record;
    let (inputs, people) = analysed(app, &inquiry).await?;
    let mut doubts = doubts_of(&all_of(app, ctx, inquiry.id).await?, Some(&people));
    let query = Query::of(Noun::Claim)
        .equals("inquiry", inquiry.id.uuid())
        .by("number", false);
    let (mut offset, mut compared_so_far) = (0, 0);
    loop {
        let mut write = app.store.write(ctx, Action::ClaimVerify).await?;
        let part = write.list::<Claim>(&query, Page::new(offset, PART)).await?;
        let full = part.len() as u64 == PART;
        let mut changed = 0;
        for before in part {
            if before.record.status() == ClaimStatus::Settled {
                continue;
            }
            let identity = doubts.remove(&before.record.id).unwrap_or_default();
            let check = compared(ctx, &before.record, &inputs, &people, identity);
            let after = before.record.clone().checked(check)?;
            write.update(&before, after).await?;
            changed += 1;
        }
        if changed > 0 {
            write.detail("inquiry", inquiry.number.as_str());
            write.detail("count", changed);
            write.commit().await?;
        }
        compared_so_far += changed;
        offset += PART;
        if !full {
            return Ok(compared_so_far);
        }
    }
}

/// The people of the last analysis and the digest of what it read.
async fn analysed(app: &App, inquiry: &FundsInquiry) -> Result<(String, Register)> {
    let Some(run) = &inquiry.analysis else {
        return Err(
            Refusal::new("核对申报", "流水还没有分析", "请先在“流水”页上传流水并分析").into(),
        );
    };
    let people = funds::participants(app, inquiry).await?;
    Ok((run.inputs.clone(), register(&people)))
}

/// The participants that the last analysis takes for this claimant: place in its list, and name.
pub(super) async fn shown_as(
    app: &App,
    inquiry: &FundsInquiry,
    claim: &Claim,
) -> Result<Vec<(u32, String)>> {
    let people = funds::participants(app, inquiry).await?;
    let places = found(claim, &register(&people)).places;
    let named = |place: u32| Some((place, people.list.get(place as usize)?.name.clone()));
    Ok(places.into_iter().filter_map(named).collect())
}

/// The statement rows that the last analysis shows of these claimants, as cells of a table; nothing of
/// a claim whose account is in somebody else's name, or where nothing was analysed.
pub(crate) async fn shown_rows<'a>(
    app: &App,
    inquiry: &FundsInquiry,
    claims: impl Iterator<Item = &'a Claim>,
) -> Result<HashMap<ClaimId, Vec<Vec<Cell>>>> {
    if inquiry.analysis.is_none() {
        return Ok(HashMap::new());
    }
    let people = funds::participants(app, inquiry).await?;
    let ledger = funds::ledger(app, inquiry).await?;
    let known = register(&people);
    let rows = |claim: &Claim| {
        let who = found(claim, &known);
        if flow::other_name(&claim.claimant.name, &who).is_some() {
            return Vec::new();
        }
        let persons = who.places.iter();
        let persons = persons.filter_map(|place| people.list.get(*place as usize));
        let rows = persons.flat_map(|person| funds::basis(&ledger, person));
        rows.map(|row| row.cells()).collect()
    };
    Ok(claims.map(|claim| (claim.id, rows(claim))).collect())
}

fn compared(
    ctx: &Ctx,
    claim: &Claim,
    inputs: &str,
    people: &Register,
    identity: IdentityDoubts,
) -> ClaimCheck {
    let who = found(claim, people);
    let comparison = flow::compare(claim.claimed, who.seen.as_ref(), who.namesakes);
    let papers: Vec<_> = claim.documents.iter().map(|paper| paper.kind).collect();
    let numbers = who.seen.iter().flat_map(|seen| &seen.accounts);
    let mut accounts: Vec<String> = numbers.map(|n| masked_account(n)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    ClaimCheck {
        stamp: ctx.stamp(),
        inputs: inputs.to_owned(),
        accounts,
        found: comparison.found,
        certain: comparison.certain,
        grade: Some(flow::grade(&comparison, &papers, identity.name.is_some())),
        identity,
        lines: comparison.lines,
    }
}
