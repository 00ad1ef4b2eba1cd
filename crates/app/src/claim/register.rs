//! 登记、更正申报. It must not know how the form is shown.

use fangfei_model::{
    action::Action,
    claim::Claim,
    ctx::Ctx,
    id::{ClaimId, FundsInquiryId},
    noun::Noun,
    permission::Permission,
    query::Query,
    refusal::Refusal,
};

use super::{ClaimDraft, locked};
use crate::{App, Page, Result, funds};

/// Registers a claim. One person has one claim in an inquiry: what was gained on one contract is set
/// off against the loss on another.
pub async fn register(
    app: &App,
    ctx: &Ctx,
    inquiry: FundsInquiryId,
    draft: &ClaimDraft,
) -> Result<Claim> {
    ctx.require(Permission::FundsWrite)?;
    let inquiry = funds::get(app, ctx, inquiry).await?.record;
    let claim = draft.read(ctx, &inquiry)?.registered()?;
    let mut write = app.store.write(ctx, Action::ClaimRegister).await?;
    let query = same_name(&claim);
    for other in write.list::<Claim>(&query, Page::first(1_000)).await? {
        no_double("登记申报", &claim, &other.record)?;
    }
    let series = format!("{}-claim", inquiry.number);
    let number = write.next_number(&series).await?;
    let claim = Claim {
        number: format!("{}-{number:05}", inquiry.number),
        ..claim
    };
    write.insert(&claim).await?;
    write.detail("number", claim.number.as_str());
    write.commit().await?;
    Ok(claim)
}

/// Corrects a claim that is not confirmed yet.
pub async fn change(app: &App, ctx: &Ctx, id: ClaimId, draft: &ClaimDraft) -> Result<Claim> {
    ctx.require(Permission::FundsWrite)?;
    let claim = super::get(app, ctx, id).await?.record;
    let inquiry = funds::get(app, ctx, claim.inquiry).await?.record;
    let to = draft.read(ctx, &inquiry)?;
    let mut write = app.store.write(ctx, Action::ClaimChange).await?;
    let before = locked(&write, id).await?;
    for other in write
        .list::<Claim>(&same_name(&to), Page::first(1_000))
        .await?
    {
        if other.record.id != id {
            no_double("更正申报", &to, &other.record)?;
        }
    }
    let after = before.record.clone().change(to)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

fn same_name(claim: &Claim) -> Query {
    Query::of(Noun::Claim)
        .equals("inquiry", claim.inquiry.uuid())
        .equals("name", claim.claimant.name.as_str())
}

/// Two people may have one name; one citizen number, or one name without numbers, is one person.
fn no_double(what: &'static str, claim: &Claim, other: &Claim) -> Result<(), Refusal> {
    let (new, known) = (&claim.claimant.citizen_id, &other.claimant.citizen_id);
    let same = match (new, known) {
        (Some(new), Some(known)) => new.full() == known.full(),
        _ => true,
    };
    if !same {
        return Ok(());
    }
    let why = format!("{}已有申报{}", claim.claimant.name, other.number);
    let next = "同一人的多份合同合并在一份申报中；确是同名的另一人，请双方都填写证件号";
    Err(Refusal::new(what, why, next))
}
