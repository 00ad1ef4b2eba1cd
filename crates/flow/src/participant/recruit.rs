//! Who brought whom (发展关系), as far as commissions show it: by a name in the memo, or because a
//! commission is a rate, seen several times, of exactly one sum that came in just before. Commissions
//! paid for several people at once show nothing, and a lower rate may be that of a level further up.
//! It must not take a guess for a tie between people.

use std::collections::BTreeMap;

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use super::{
    cash_name::{Named, Names},
    ledger::Participants,
};
use crate::transfer::{AccountId, Transfers};

/// A commission that shows for whom it was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecruitLink {
    /// Who got the commission.
    pub recruiter: AccountId,
    /// Who paid in.
    pub recruit: AccountId,
    /// The commission's transfer.
    pub commission: u32,
    /// The payment it was paid for; none where the memo alone names the person.
    pub paid_in: Option<u32>,
    /// The commission in millionths of that payment.
    pub rate_ppm: Option<i64>,
}

/// Days between a payment and its commission.
const WINDOW_DAYS: i32 = 10;
/// Commission rates are promised in halves of a percent …
const STEP_PPM: i128 = 5_000;
/// … up to this many.
const MOST_STEPS: i128 = 60;
/// A rate counts when it is seen this often.
const SEEN: usize = 3;

struct Payment {
    at: u32,
    account: AccountId,
    day: i32,
    amount: Fen,
}

/// The links that commissions show, by commission.
pub fn recruits(transfers: &Transfers, participants: &Participants) -> Vec<RecruitLink> {
    let payments =
        |wanted: fn(&super::Dealing) -> Fen| -> Vec<Payment> {
            let mut found = Vec::new();
            for participant in &participants.list {
                let Some(account) = participant.account() else {
                    continue;
                };
                let wanted = participant.dealings.iter().map(|d| (d.transfer, wanted(d)));
                found.extend(wanted.filter(|(_, sum)| *sum > Fen::ZERO).filter_map(
                    |(at, amount)| {
                        let day = transfers.list.get(at as usize)?.at.day();
                        Some(Payment {
                            at,
                            account,
                            day,
                            amount,
                        })
                    },
                ));
            }
            found.sort_by_key(|p| (p.day, p.at));
            found
        };
    let paid_in = payments(|d| d.paid_in);
    let commissions = payments(|d| d.out.commission);
    let mut names = Names::default();
    for participant in &participants.list {
        if let (Some(account), Some(name)) = (participant.account(), participant.name.as_deref()) {
            names.add(name, account.0);
        }
    }
    let by_rate = by_rate(&commissions, &paid_in);
    let links = commissions.iter().filter_map(|c| {
        let memo = transfers.memo(transfers.list.get(c.at as usize)?.memo);
        let named = match names.named(memo) {
            Some(Named::Account(id)) if id != c.account.0 => Some(AccountId(id)),
            _ => None,
        };
        named
            .map(|recruit| link(c, recruit, None))
            .or_else(|| by_rate.get(&c.at).copied())
    });
    links.collect()
}

fn link(commission: &Payment, recruit: AccountId, paid_in: Option<(u32, i64)>) -> RecruitLink {
    RecruitLink {
        recruiter: commission.account,
        recruit,
        commission: commission.at,
        paid_in: paid_in.map(|(at, _)| at),
        rate_ppm: paid_in.map(|(_, rate)| rate),
    }
}

/// Commissions that are a rate of exactly one payment, at rates that are seen often enough.
fn by_rate(commissions: &[Payment], paid_in: &[Payment]) -> BTreeMap<u32, RecruitLink> {
    let mut single: Vec<RecruitLink> = Vec::new();
    for commission in commissions {
        let from = paid_in.partition_point(|p| p.day < commission.day - WINDOW_DAYS);
        let until = paid_in.partition_point(|p| p.day <= commission.day);
        let others = paid_in[from..until]
            .iter()
            .filter(|p| p.account != commission.account);
        let mut fitting = others.filter_map(|p| Some((p, rate(commission.amount, p.amount)?)));
        if let (Some((payment, rate)), None) = (fitting.next(), fitting.next()) {
            single.push(link(commission, payment.account, Some((payment.at, rate))));
        }
    }
    let mut seen: BTreeMap<Option<i64>, usize> = BTreeMap::new();
    for one in &single {
        *seen.entry(one.rate_ppm).or_default() += 1;
    }
    let often = single.into_iter().filter(|one| seen[&one.rate_ppm] >= SEEN);
    often.map(|one| (one.commission, one)).collect()
}

fn rate(commission: Fen, paid_in: Fen) -> Option<i64> {
    let ppm = i128::from(commission.0) * 1_000_000;
    let step = i128::from(paid_in.0) * STEP_PPM;
    let exact = step > 0 && ppm % step == 0 && (1..=MOST_STEPS).contains(&(ppm / step));
    exact
        .then(|| i64::try_from(ppm / i128::from(paid_in.0)).ok())
        .flatten()
}
