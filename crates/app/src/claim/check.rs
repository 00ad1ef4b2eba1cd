//! 核对: a claim compared with what the statements show of the person, figure by figure. It must not
//! know how statements are read.

use fangfei_model::{
    action::Action,
    claim::{CheckLine, Claim, ClaimCheck, ClaimFigures, ClaimStatus, LineOutcome},
    ctx::Ctx,
    funds_inquiry::FundsInquiry,
    id::{ClaimId, FundsInquiryId},
    money::Fen,
    noun::Noun,
    permission::Permission,
    query::Query,
    refusal::Refusal,
};

use super::{draft::account_number, get, locked};
use crate::{
    App, Page, Result,
    funds::{self, Participant, Participants},
    subject::masked_account,
};

/// Claims compared in one transaction.
const PART: u64 = 500;

/// Compares one claim with the last analysis.
pub async fn check(app: &App, ctx: &Ctx, id: ClaimId) -> Result<Claim> {
    ctx.require(Permission::FundsWrite)?;
    let claim = get(app, ctx, id).await?.record;
    let inquiry = funds::get(app, ctx, claim.inquiry).await?.record;
    let (inputs, participants) = analysed(app, &inquiry).await?;
    let mut write = app.store.write(ctx, Action::ClaimVerify).await?;
    let before = locked(&write, id).await?;
    let check = compared(ctx, &before.record, &inputs, &participants);
    let after = before.record.clone().checked(check)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Compares all claims of the inquiry that are not settled; answers how many.
pub async fn check_all(app: &App, ctx: &Ctx, inquiry: FundsInquiryId) -> Result<u64> {
    ctx.require(Permission::FundsWrite)?;
    let inquiry = funds::get(app, ctx, inquiry).await?.record;
    let (inputs, participants) = analysed(app, &inquiry).await?;
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
            let check = compared(ctx, &before.record, &inputs, &participants);
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

async fn analysed(app: &App, inquiry: &FundsInquiry) -> Result<(String, Participants)> {
    let Some(run) = &inquiry.analysis else {
        return Err(
            Refusal::new("核对申报", "流水还没有分析", "请先在“流水”页上传流水并分析").into(),
        );
    };
    Ok((run.inputs.clone(), funds::participants(app, inquiry).await?))
}

fn compared(ctx: &Ctx, claim: &Claim, inputs: &str, participants: &Participants) -> ClaimCheck {
    let matched = of_person(claim, participants);
    let found = sum(&matched);
    let certain = !matched.is_empty() && matched.iter().all(|participant| participant.certain);
    let line = |title: &str, claimed: Fen, of: fn(&ClaimFigures) -> Fen| {
        let found = found.map(|figures| of(&figures));
        let outcome = outcome(claimed, found, certain);
        CheckLine {
            title: title.to_owned(),
            claimed,
            found,
            note: note(outcome, claimed, found, &matched),
            outcome,
        }
    };
    let mut accounts: Vec<String> = matched
        .iter()
        .flat_map(|participant| &participant.numbers)
        .map(|number| masked_account(number))
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    ClaimCheck {
        stamp: ctx.stamp(),
        inputs: inputs.to_owned(),
        accounts,
        found,
        certain,
        lines: vec![
            line("投入本金", claim.claimed.paid_in, |f| f.paid_in),
            line("已返还本金", claim.claimed.returned, |f| f.returned),
            line(
                "已得利息、分红、提成",
                claim.claimed.received,
                |f| f.received,
            ),
        ],
    }
}

/// The participants of the statements that are this person: by an account given in the claim, else by
/// the name. A name that several unconnected people bear is not taken for any of them.
fn of_person<'a>(claim: &Claim, participants: &'a Participants) -> Vec<&'a Participant> {
    let given: Vec<String> = claim
        .accounts
        .iter()
        .chain(claim.payee.iter().map(|payee| &payee.number))
        .map(|number| account_number(number))
        .collect();
    let by_number: Vec<&Participant> = participants
        .list
        .iter()
        .filter(|participant| {
            let own = |number: &String| given.iter().any(|given| same_account(given, number));
            participant.numbers.iter().any(own)
        })
        .collect();
    if !by_number.is_empty() {
        return by_number;
    }
    let by_name: Vec<&Participant> = participants
        .list
        .iter()
        .filter(|participant| participant.name == claim.claimant.name)
        .collect();
    if by_name.len() == 1 {
        by_name
    } else {
        Vec::new()
    }
}

/// Whether two numbers can be one account: equal, or equal in every digit that neither masks, with at
/// least the last four shown.
pub(super) fn same_account(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (masked, other) = match (a.contains('*'), b.contains('*')) {
        (true, _) => (a, b),
        (_, true) => (b, a),
        _ => return false,
    };
    let (head, tail) = (
        masked.split('*').next().unwrap_or_default(),
        masked.rsplit('*').next().unwrap_or_default(),
    );
    tail.len() >= 4 && head.len() >= 4 && other.starts_with(head) && other.ends_with(tail)
}

fn sum(matched: &[&Participant]) -> Option<ClaimFigures> {
    if matched.is_empty() {
        return None;
    }
    let total = |of: fn(&Participant) -> Fen| matched.iter().map(|p| of(p)).sum();
    Some(ClaimFigures {
        paid_in: total(|p| p.paid_in),
        returned: total(|p| p.returned),
        received: total(Participant::received),
    })
}

fn outcome(claimed: Fen, found: Option<Fen>, certain: bool) -> LineOutcome {
    match found {
        None => LineOutcome::NotFound,
        Some(found) if found == claimed => LineOutcome::Same,
        Some(_) if !certain => LineOutcome::Uncertain,
        Some(found) if claimed > found => LineOutcome::ClaimHigher,
        Some(_) => LineOutcome::ClaimLower,
    }
}

fn note(
    outcome: LineOutcome,
    claimed: Fen,
    found: Option<Fen>,
    matched: &[&Participant],
) -> String {
    let rows: usize = matched
        .iter()
        .map(|participant| participant.rows.len())
        .sum();
    let gap = Fen(claimed
        .0
        .abs_diff(found.unwrap_or_default().0)
        .try_into()
        .unwrap_or(i64::MAX));
    match outcome {
        LineOutcome::Same => format!("流水 {rows} 笔往来合计与申报一致"),
        LineOutcome::ClaimHigher => format!(
            "申报比流水多 {} 元；如有现金或其他账户支付，请补充收据、账号",
            gap.grouped()
        ),
        LineOutcome::ClaimLower => {
            format!("流水比申报多 {} 元；请向申报人核实是否漏报", gap.grouped())
        }
        LineOutcome::Uncertain => format!(
            "与流水相差 {} 元，但流水不完整或有款项性质未定，不能据此否定申报",
            gap.grouped()
        ),
        LineOutcome::NotFound => "流水中没有此人的往来；请核对姓名、账号，或按书证认定".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_numbers_match_only_with_both_ends_shown() {
        assert!(same_account("6222020409001234567", "6222****4567"));
        assert!(!same_account("6222020409001234567", "6222****4568"));
        assert!(!same_account("6222020409001234567", "****4567"));
        assert!(!same_account("6222020409001234567", "6222020409001234568"));
    }

    #[test]
    fn an_incomplete_statement_never_contradicts_a_claim() {
        let more = outcome(Fen(100), Some(Fen(60)), false);
        assert_eq!(more, LineOutcome::Uncertain);
        assert_eq!(
            outcome(Fen(100), Some(Fen(60)), true),
            LineOutcome::ClaimHigher
        );
        assert_eq!(outcome(Fen(100), Some(Fen(100)), false), LineOutcome::Same);
        assert_eq!(outcome(Fen(100), None, false), LineOutcome::NotFound);
    }
}
