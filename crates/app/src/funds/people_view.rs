//! The engine's participants, curve and thresholds as they are kept. It must not count anything.

use std::collections::BTreeMap;

use fangfei_flow::{
    participant::{
        self, Curve as EngineCurve, Figure, LprTable, Meter, Options, Participant as Person,
        RecruitLink, Thresholds,
    },
    pattern::Finding,
    reconcile::Reconciliation,
    transfer::{AccountId, Transfers},
};
use fangfei_model::money::Fen;

use super::result::{Curve, CurveDay, MeterLine, Participant, Participants};
use crate::{Error, Result};

/// Everybody who dealt with the scheme that the findings point at.
pub(super) fn people(
    reconciled: &Reconciliation,
    findings: &[Finding],
    lpr: &LprTable,
) -> Result<Participants> {
    let transfers = &reconciled.transfers;
    let broken = reconciled.holdings.iter().filter(|held| !held.is_whole());
    let options = Options {
        scheme: Vec::new(),
        incomplete: broken.map(|held| held.account).collect(),
    };
    let found = participant::accounts(transfers, findings, &options);
    let recruiters = recruiters(&found, &participant::recruits(transfers, &found));
    let list = (0..)
        .zip(&found.list)
        .map(|(at, person)| Participant {
            recruiter: recruiters.get(&at).copied(),
            ..view(transfers, person, lpr)
        })
        .collect();
    let meter = match found.list.is_empty() {
        true => Vec::new(),
        false => {
            let thresholds = Thresholds::shipped().map_err(Error::bug)?;
            meter(&thresholds.measure(&found))
        }
    };
    Ok(Participants {
        list,
        collectors: found.till.iter().map(|id| id.0).collect(),
        unattributed: found.unattributed.sum,
        curve: curve(&participant::curve(transfers, &found)),
        meter,
    })
}

fn view(transfers: &Transfers, person: &Person, lpr: &LprTable) -> Participant {
    let number = |id: &AccountId| {
        let account = transfers.account(*id)?;
        Some(account.number.as_deref().unwrap_or_default().to_owned())
    };
    let yields = lpr.check(transfers, person);
    let label = || {
        let account = person.account().and_then(|id| transfers.account(id));
        account.map_or_else(|| "未知".to_owned(), |account| account.label().to_owned())
    };
    Participant {
        accounts: person.accounts.iter().map(|id| id.0).collect(),
        numbers: person.accounts.iter().filter_map(number).collect(),
        name: person.name.as_deref().map_or_else(label, str::to_owned),
        paid_in: person.paid_in,
        returned: person.returned,
        interest: person.gain,
        commission: person.commission,
        undecided: person.undecided,
        net: Fen(-person.net().0),
        period: person.first_day().zip(person.last_day()),
        certain: person.certain(),
        doubt: person
            .doubts
            .iter()
            .map(|doubt| doubt.words())
            .collect::<Vec<_>>()
            .join("；"),
        annual_yield: yields.map(|check| check.annual),
        ceiling: yields.and_then(|check| check.ceiling),
        recruiter: None,
        rows: person.dealings.iter().map(|d| d.transfer).collect(),
    }
}

/// Who brought whom, by places in the list; of several commissions for one person the first counts.
fn recruiters(found: &participant::Participants, links: &[RecruitLink]) -> BTreeMap<u32, u32> {
    let mut places: BTreeMap<AccountId, u32> = BTreeMap::new();
    for (at, person) in (0..).zip(&found.list) {
        for account in &person.accounts {
            places.insert(*account, at);
        }
    }
    let mut recruiters = BTreeMap::new();
    for link in links {
        let pair = places.get(&link.recruit).zip(places.get(&link.recruiter));
        if let Some((recruit, recruiter)) = pair {
            recruiters.entry(*recruit).or_insert(*recruiter);
        }
    }
    recruiters
}

fn curve(curve: &EngineCurve) -> Curve {
    let day = |day: &participant::Day| CurveDay {
        day: day.date,
        paid_in: day.paid_in,
        paid_out: Fen(day.returned.0.saturating_add(day.received.0)),
        owed: day.outstanding,
    };
    let last = curve.days.last().and_then(|day| day.new_money);
    Curve {
        days: curve.days.iter().map(day).collect(),
        // Ten thousand parts are hundredths of a percent.
        new_money: last.map(|rate| rate.floor_of(Fen(10_000)).0),
        no_return: curve.no_return,
    }
}

fn meter(meter: &Meter) -> Vec<MeterLine> {
    let line = |figure: &Figure, words: fn(i64) -> String| MeterLine {
        title: figure.title.to_owned(),
        figure: match figure.most {
            Some(most) if most == figure.least => words(most),
            Some(most) => format!("{} 至 {}", words(figure.least), words(most)),
            None => format!("至少 {}（流水不全，上限不明）", words(figure.least)),
        },
        band: meter
            .reached
            .as_ref()
            .filter(|(_, titles)| titles.contains(&figure.title))
            .map(|(band, _)| format!("{}（{}）", band.title, band.article))
            .unwrap_or_default(),
        rule: figure.rule.to_owned(),
    };
    let money = |fen: i64| format!("{} 万元", Fen(fen).wan());
    let people = |count: i64| format!("{count} 人");
    vec![
        line(&meter.amount, money),
        line(&meter.people, people),
        line(&meter.loss, money),
    ]
}
