//! From files to participants' accounts, judged against the truth. It must not know how the engine works.

use fangfei_flow::{
    participant,
    pattern::{Parameters, find},
    transfer::{AccountId, Transfers},
};
use fangfei_testkit::scheme::{Found, Verdict, judge, transfers};

use super::Case;

fn found(transfers: &Transfers, incomplete: Vec<AccountId>) -> Vec<Found> {
    let findings = find(transfers, &Parameters::shipped().unwrap());
    let options = participant::Options {
        scheme: Vec::new(),
        incomplete,
    };
    let list = participant::accounts(transfers, &findings, &options).list;
    let found = list.iter().map(|one| Found {
        account: one.number(transfers).map(Into::into),
        name: one.name.as_deref().map(Into::into),
        paid_in_fen: one.paid_in,
        returned_fen: one.returned,
        yield_fen: one.received(),
        certain: one.certain(),
    });
    found.collect()
}

/// What the files give.
pub fn verdict(case: &Case) -> Verdict {
    let holdings = case.result.holdings.iter();
    let broken = holdings.filter(|holding| !holding.is_whole());
    let incomplete = broken.map(|holding| holding.account).collect();
    let found = found(&case.result.transfers, incomplete);
    judge(&case.story, &case.folder, &found)
}

/// With transfers as a perfect reader would have them: what is wrong here is the engine's.
pub fn known(case: &Case) -> Verdict {
    let transfers = transfers(&case.story, &case.folder);
    let gaps = case.folder.gaps.iter();
    let places = gaps.map(|gap| u32::try_from(gap.account).unwrap());
    let incomplete = places.map(AccountId).collect();
    judge(&case.story, &case.folder, &found(&transfers, incomplete))
}

/// Where no page is missing, nearly everybody whom the files show is exact and called certain: to doubt everything is no
/// answer.
pub fn timid(case: &Case, verdict: &Verdict) -> Option<String> {
    const SURE_PERCENT: usize = 80;
    let whole = case.folder.gaps.is_empty() && case.level < 3;
    let few = verdict.exact * 100 < verdict.complete * SURE_PERCENT;
    (whole && few).then(|| {
        format!(
            "流水完整的{}人中只有{}人到分相符且标为确定",
            verdict.complete, verdict.exact
        )
    })
}
