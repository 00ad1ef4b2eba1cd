//! 测算: the money of a batch shared out among the claims by `flow`, kept with everything it rests on,
//! and compared with the sharing before. It must not know how a batch is drafted.

use fangfei_flow::refund::{self, Allocation, Basis, Batch, Rule, Run, Standing};
use fangfei_model::{
    action::Action,
    claim::{Claim, ClaimState, ClaimStatus, SettlementKind},
    ctx::Ctx,
    id::{ClaimId, RefundBatchId},
    money::Fen,
    permission::Permission,
    refund_batch::{AllocationRecord, RefundBasis, RefundBatch, RefundRule, Undecided},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{get, list::of_inquiry, locked};
use crate::{App, Error, Result, claim, funds};

/// The largest allocation kept, in bytes.
const LARGEST: u64 = 4 << 30;

/// Everything an allocation was worked out from, and the allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    claims: Vec<KeptClaim>,
    available: Fen,
    rule: Rule,
    earlier: Vec<Batch>,
    allocation: Allocation,
}

/// A claim as it stood when the money was shared out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptClaim {
    id: ClaimId,
    name: String,
    claim: refund::Claim,
}

/// One person's line, for pages and papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllocationLine {
    /// The claim.
    pub claim: ClaimId,
    /// Its number.
    pub number: String,
    /// The claimant's name.
    pub name: String,
    /// The confirmed loss.
    pub loss: Fen,
    /// Paid by earlier batches.
    pub earlier: Fen,
    /// Paid by this batch.
    pub paid: Fen,
    /// Set apart and not paid now.
    pub held: Fen,
    /// Why, in words; blank when nothing is held.
    pub held_why: String,
    /// Paid earlier beyond the loss as it now stands.
    pub overpaid: Fen,
}

/// How one person's share changed since the sharing before, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareChange {
    /// The claim's number.
    pub number: String,
    /// The claimant's name.
    pub name: String,
    /// Before.
    pub before: Fen,
    /// After.
    pub after: Fen,
    /// What happened to the own claim, the causes, each with its part, what was paid too much: in words.
    pub causes: Vec<String>,
}

impl Kept {
    /// The lines, by claim number.
    pub(super) fn lines(&self) -> Vec<AllocationLine> {
        let line = |kept: &KeptClaim| {
            let share = self.allocation.share(&kept.claim.claimant)?;
            Some(AllocationLine {
                claim: kept.id,
                number: kept.claim.claimant.to_string(),
                name: kept.name.clone(),
                loss: share.loss,
                earlier: share.earlier,
                paid: share.paid,
                held: share.held,
                held_why: share.why_held.map_or("", held_words).to_owned(),
                overpaid: share.overpaid,
            })
        };
        self.claims.iter().filter_map(line).collect()
    }

    /// The rule that was used, in all its parts, and whether everybody who takes part has one rate.
    pub(super) fn rule_words(&self) -> (Vec<String>, bool) {
        let plain = self.rule.is_plain() && self.rule.basis == Basis::NetLoss;
        let counted = self.claims.iter().filter(|kept| kept.claim.counts());
        let mut shares = counted.filter_map(|kept| self.allocation.share(&kept.claim.claimant));
        let all = &self.allocation;
        let paid = i128::from(all.paid.0) + i128::from(all.earlier.0);
        let losses = i128::from(all.total_loss.0);
        // Rounding of two batches may part two people by two fen.
        let at_the_rate = |share: &refund::Share| {
            let own = i128::from(share.earlier.0) + i128::from(share.paid.0);
            (own * losses - i128::from(share.loss.0) * paid).abs() <= 2 * losses
        };
        let one_rate = plain && shares.all(at_the_rate);
        (self.rule.words(), one_rate)
    }

    /// Open claims, and what they would get of this money if everything claimed were confirmed: the
    /// reserve that is proposed, worked out without the reserves of the rule.
    fn undecided(&self, claims: &[Claim]) -> Undecided {
        let open: Vec<refund::Claim> = claims.iter().filter_map(as_claimed).collect();
        let loss = open.iter().map(refund::Claim::loss).sum();
        let rule = Rule {
            reserves: Vec::new(),
            ..self.rule.clone()
        };
        let mut all = self.plain();
        all.extend(open.iter().cloned());
        // Claims too large to be counted together propose nothing; their number is told all the same.
        let share = refund::allocate(&all, self.available, &rule, &self.earlier).map(|divided| {
            let of = |claim: &refund::Claim| {
                let share = divided.share(&claim.claimant);
                share.map_or(Fen::ZERO, |share| share.held)
            };
            open.iter().map(of).sum()
        });
        Undecided {
            claims: open.len() as u64,
            loss,
            share: share.unwrap_or_default(),
        }
    }

    fn run<'a>(&'a self, claims: &'a [refund::Claim]) -> Run<'a> {
        Run {
            claims,
            available: self.available,
            rule: &self.rule,
            earlier: &self.earlier,
        }
    }

    fn plain(&self) -> Vec<refund::Claim> {
        self.claims.iter().map(|kept| kept.claim.clone()).collect()
    }

    /// Who changes between an earlier sharing and this one, and why.
    pub(super) fn changes_since(&self, before: &Self) -> Result<Vec<ShareChange>> {
        let (old, new) = (before.plain(), self.plain());
        let changes = refund::compare(before.run(&old), self.run(&new)).map_err(refused)?;
        let name = |number: &str| {
            let known = self.claims.iter().chain(&before.claims);
            known
                .into_iter()
                .find(|kept| &*kept.claim.claimant == number)
                .map(|kept| kept.name.clone())
                .unwrap_or_default()
        };
        Ok(changes
            .iter()
            .map(|change| ShareChange {
                name: name(&change.claimant),
                number: change.claimant.to_string(),
                before: change.before,
                after: change.after,
                causes: change.words(),
            })
            .collect())
    }

    fn digest(&self) -> Result<String> {
        let rests_on = (&self.claims, self.available, &self.rule, &self.earlier);
        let bytes = serde_json::to_vec(&rests_on).map_err(Error::bug)?;
        let hash = Sha256::digest(&bytes);
        Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

fn held_words(why: refund::Held) -> &'static str {
    match why {
        refund::Held::Disputed => "有异议，提存待答复",
        refund::Held::BelowMinimum => "低于最低付款额，留待下批",
    }
}

/// The sharing of a batch that is kept.
pub(super) async fn kept(app: &App, record: &AllocationRecord) -> Result<Kept> {
    let bytes = app.store.blobs().get(&record.lines).await?;
    serde_json::from_slice(&bytes).map_err(Error::bug)
}

/// Shares the money of a draft out among the claims as they are now, and keeps the result.
pub async fn allocate(app: &App, ctx: &Ctx, id: RefundBatchId) -> Result<RefundBatch> {
    ctx.require(Permission::FundsWrite)?;
    let batch = get(app, ctx, id).await?.record;
    let inquiry = funds::get(app, ctx, batch.inquiry).await?.record;
    claim::require_settled(app, ctx, &inquiry, "测算分配").await?;
    let kept = shared_out(app, ctx, &batch).await?;
    let undecided = kept.undecided(&claim::all_of(app, ctx, batch.inquiry).await?);
    let record = record(app, ctx, &kept, undecided).await?;
    let mut write = app.store.write(ctx, Action::RefundAllocate).await?;
    let before = locked(&write, id).await?;
    if before.record.sources != batch.sources || before.record.rule != batch.rule {
        return Err(Refusal::new("测算分配", "批次刚被修改", "请刷新页面后重新测算").into());
    }
    write.detail("number", batch.number.as_str());
    write.detail("inputs", record.inputs.as_str());
    let after = before.record.clone().allocated(record)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

async fn record(
    app: &App,
    ctx: &Ctx,
    kept: &Kept,
    undecided: Undecided,
) -> Result<AllocationRecord> {
    let bytes = serde_json::to_vec(kept).map_err(Error::bug)?;
    let blob = app.store.blobs().put(bytes.as_slice(), LARGEST).await?;
    let shares = &kept.allocation.shares;
    let part = shares.iter().filter(|share| share.loss > Fen::ZERO);
    Ok(AllocationRecord {
        lines: blob.sha256,
        inputs: kept.digest()?,
        at: ctx.now(),
        people: part.count() as u64,
        loss: kept.allocation.total_loss,
        earlier: kept.allocation.earlier,
        paid: kept.allocation.paid,
        reserved: kept.allocation.reserved,
        held: kept.allocation.held,
        left: kept.allocation.left,
        overpaid: kept.allocation.overpaid(),
        undecided,
    })
}

/// The sharing of the batch's money among the claims as they are now, worked out and not kept.
pub(super) async fn shared_out(app: &App, ctx: &Ctx, batch: &RefundBatch) -> Result<Kept> {
    let earlier = earlier(app, ctx, batch).await?;
    let claims: Vec<KeptClaim> = claim::all_of(app, ctx, batch.inquiry)
        .await?
        .iter()
        .filter_map(taking_part)
        .collect();
    let plain: Vec<refund::Claim> = claims.iter().map(|kept| kept.claim.clone()).collect();
    let (available, rule) = (batch.available(), rule(&batch.rule));
    let allocation = refund::allocate(&plain, available, &rule, &earlier).map_err(refused)?;
    Ok(Kept {
        claims,
        available,
        rule,
        earlier,
        allocation,
    })
}

/// The digest of what a sharing worked out now would rest on.
pub(super) async fn inputs_now(app: &App, ctx: &Ctx, batch: &RefundBatch) -> Result<String> {
    shared_out(app, ctx, batch).await?.digest()
}

/// What the batches approved before this one paid.
async fn earlier(app: &App, ctx: &Ctx, batch: &RefundBatch) -> Result<Vec<Batch>> {
    let mut paid = Vec::new();
    for other in of_inquiry(app, ctx, batch.inquiry).await? {
        if other.id == batch.id || !other.counts() {
            continue;
        }
        if let Some(record) = &other.allocation {
            paid.push(kept(app, record).await?.allocation.batch(other.ordinal));
        }
    }
    Ok(paid)
}

/// The claim as the division needs it. Whoever objected is counted and the share kept in deposit;
/// whoever waived or is not recognised is neither counted nor paid.
fn taking_part(claim: &Claim) -> Option<KeptClaim> {
    let figures = claim.confirmation()?.figures;
    let standing = match &claim.state {
        ClaimState::Objected { .. } => Standing::Disputed {
            reason: "对确认金额有异议，待答复".into(),
        },
        ClaimState::Settled { settlement, .. }
            if matches!(
                settlement.kind,
                SettlementKind::Waived | SettlementKind::NotRecognised
            ) =>
        {
            Standing::Excluded {
                reason: settlement.note.as_str().into(),
            }
        }
        _ => Standing::Admitted,
    };
    Some(KeptClaim {
        id: claim.id,
        name: claim.claimant.name.clone(),
        claim: refund::Claim {
            claimant: claim.number.as_str().into(),
            paid_in: figures.paid_in,
            returned: figures.returned,
            received: figures.received,
            class: None,
            standing,
        },
    })
}

/// A claim that nobody has decided yet, with the figures that it states, so that its share can be told.
fn as_claimed(claim: &Claim) -> Option<refund::Claim> {
    let open = matches!(
        claim.status(),
        ClaimStatus::Registered | ClaimStatus::Checked
    );
    let figures = claim.claimed;
    open.then(|| refund::Claim {
        standing: Standing::Disputed {
            reason: "尚未确认".into(),
        },
        ..refund::Claim::new(
            &claim.number,
            figures.paid_in,
            figures.returned,
            figures.received,
        )
    })
}

fn rule(rule: &RefundRule) -> Rule {
    let reserve = (rule.reserve > Fen::ZERO).then(|| refund::Reserve {
        ground: rule.ground.as_str().into(),
        amount: rule.reserve,
        share: None,
    });
    Rule {
        basis: match rule.basis {
            RefundBasis::NetLoss => Basis::NetLoss,
            RefundBasis::GrossPrincipal => Basis::Contribution,
        },
        reserves: reserve.into_iter().collect(),
        cap: rule.cap,
        minimum: rule.least.unwrap_or_default(),
        ..Rule::default()
    }
}

fn refused(error: refund::RefundError) -> Error {
    Refusal::new(
        "测算分配",
        error.to_string(),
        "请更正后重新测算；没有改动任何内容",
    )
    .into()
}
