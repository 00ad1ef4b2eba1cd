//! What both ways of looking share, over a whole list or one transfer after another: who the accounts are, which work
//! as one till, and what remains of the findings once ordinary business is told apart. It must not know patterns' rules.

use serde::Serialize;

use super::crowd::Crowds;
use super::cycle;
use super::event::Book;
use super::finding::{Finding, Pattern};
use super::link::{Links, Passing};
use super::parameters::Parameters;
use super::pool_watch::{PoolWatch, keeps_till};
use super::scatter_gather;
use super::strength;
use super::window_rule::Who;
use super::working_day;
use crate::graph::{Pools, QuickMap};
use crate::ordinary::{OrdinaryKind, OrdinaryReason, judge};
use crate::transfer::{AccountId, HolderKind, Transfer, Transfers};

/// An account that is held to be an ordinary one, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrdinaryAccount {
    /// Which.
    pub account: AccountId,
    /// What it is for.
    pub kind: OrdinaryKind,
    /// In words with figures.
    pub reason: String,
}

/// Everything that a look at transfers gives.
#[derive(Debug, Clone, Default)]
pub struct Outlook {
    /// What should be looked into, by pattern, account, time.
    pub findings: Vec<Finding>,
    /// Findings that ordinary business explains, and crowds that an account known by its number only always has, kept
    /// for whoever asks why there is nothing.
    pub explained: Vec<Finding>,
    /// The accounts of ordinary business, by id.
    pub ordinary: Vec<OrdinaryAccount>,
}

/// Accounts, tills and parameters.
#[derive(Debug)]
pub(crate) struct Lookout<'a> {
    pub transfers: &'a Transfers,
    pub parameters: &'a Parameters,
    pub book: Book,
    pub pools: Pools,
    ordinary: Vec<OrdinaryAccount>,
    crowds: Crowds,
}

impl<'a> Lookout<'a> {
    pub fn new(transfers: &'a Transfers, parameters: &'a Parameters, pools: Pools) -> Self {
        Self {
            transfers,
            parameters,
            book: Book::new(transfers, &parameters.words),
            pools,
            ordinary: Vec::new(),
            crowds: Crowds::default(),
        }
    }

    /// The account, unless it is one that money only passes through.
    pub fn who(&self, account: AccountId) -> Option<Who<'a>> {
        let described = self.transfers.account(account)?;
        let kind = self.book.kind(account);
        keeps_till(kind).then_some(Who {
            account,
            label: described.label(),
            kind,
            held: described.held,
        })
    }

    /// Asks a till's rules and notes whether it is ordinary.
    pub fn finish_till(&mut self, pool: u32, watch: PoolWatch, found: &mut Vec<Finding>) {
        let accounts = self.pools.members(pool);
        let Some(first) = accounts.first().copied() else {
            return;
        };
        let name = self
            .transfers
            .account(first)
            .map_or("", crate::transfer::Account::label);
        let label = match accounts.len() {
            1 => format!("“{name}”"),
            n => format!("“{name}”等{n}个合并观察的账户"),
        };
        let profile = watch.finish(self.parameters, (accounts, &label), found);
        let rule = &self.parameters.ordinary.values;
        let nameless = |account: &crate::transfer::Account| {
            account.name.is_none() && account.holder == HolderKind::Unknown
        };
        if accounts.len() == 1 && self.transfers.account(first).is_some_and(nameless) {
            self.crowds.note(first, &profile);
        }
        let (kind, words) = (self.book.kind(first), self.book.holder_words(first));
        let told: Option<OrdinaryReason> = judge(rule, &profile, kind, words);
        let Some(OrdinaryReason { kind, reason }) = told else {
            return;
        };
        let ordinary = accounts.iter().map(|account| OrdinaryAccount {
            account: *account,
            kind,
            reason: reason.clone(),
        });
        self.ordinary.extend(ordinary);
    }

    /// Sorts what was found and puts aside what ordinary business explains.
    pub fn conclude(mut self, mut found: Vec<Finding>) -> Outlook {
        self.ordinary.sort_by_key(|o| o.account);
        let kinds: QuickMap<u32, OrdinaryKind> = self
            .ordinary
            .iter()
            .map(|o| (o.account.0, o.kind))
            .collect();
        let is_ordinary = |account: &AccountId| kinds.contains_key(&account.0);
        for finding in &mut found {
            let first = finding.accounts.first().copied();
            if !goes_round(finding.pattern) {
                finding
                    .accounts
                    .retain(|a| Some(*a) == first || !is_ordinary(a));
            }
        }
        found.sort_by(|a, b| key(a).cmp(&key(b)));
        let crowds = self.crowds.among(&found);
        let rule = &self.parameters.ordinary.values;
        let explained = |f: &Finding| {
            let kind = f.accounts.first().and_then(|first| kinds.get(&first.0));
            kind.is_some_and(|kind| explains(f.pattern, *kind)) || crowds.usual(rule, f)
        };
        let (explained, mut findings): (Vec<_>, Vec<_>) = found.into_iter().partition(explained);
        strength::weigh(&mut findings);
        Outlook {
            findings,
            explained,
            ordinary: self.ordinary,
        }
    }
}

fn key(f: &Finding) -> (Pattern, &[AccountId], crate::transfer::Moment, &[u32]) {
    (f.pattern, &f.accounts, f.from, &f.transfers)
}

/// Patterns whose accounts all belong to the shape: none is left out because it is ordinary otherwise.
fn goes_round(pattern: Pattern) -> bool {
    matches!(
        pattern,
        Pattern::Cycle | Pattern::CycleUnordered | Pattern::ScatterGather
    )
}

/// Whether an ordinary business accounts for such a finding. Gains paid to those who paid in, memos of a scheme, money
/// going in circles and sleepers are nobody's ordinary business.
fn explains(pattern: Pattern, kind: OrdinaryKind) -> bool {
    // Small sums alone say nothing on whom an account deals with.
    let relations = matches!(
        pattern,
        Pattern::GatherScatter | Pattern::FanIn | Pattern::FanOut
    );
    if relations && kind == OrdinaryKind::SmallSums {
        return false;
    }
    !matches!(
        pattern,
        Pattern::FixedRate
            | Pattern::NewMoney
            | Pattern::MemoWords
            | Pattern::Cycle
            | Pattern::CycleUnordered
            | Pattern::ScatterGather
            | Pattern::Dormant
    )
}

/// The patterns that go from account to account, fed in order of time.
#[derive(Debug, Default)]
pub(crate) struct Ways {
    links: Links,
    cycle: cycle::State,
    scatter_gather: scatter_gather::State,
}

impl Ways {
    pub fn see(&mut self, lookout: &Lookout<'_>, index: u32, t: &Transfer) {
        let nobody = |a| !keeps_till(lookout.book.kind(a));
        if t.payer == t.payee || nobody(t.payer) || nobody(t.payee) {
            return;
        }
        let p = Passing {
            index,
            payer: t.payer,
            payee: t.payee,
            amount: t.amount.0,
            work: working_day::number(t.at.day()),
            at: t.at,
        };
        let (cycle, gather) = (
            &lookout.parameters.cycle.values,
            &lookout.parameters.scatter_gather.values,
        );
        let credits = self.links.passed_on(cycle.passes(), &p);
        self.cycle.see(cycle, &p, &credits);
        if cycle.passes() == gather.passes() {
            self.scatter_gather.see(gather, &p, &credits);
        } else {
            let credits = self.links.passed_on(gather.passes(), &p);
            self.scatter_gather.see(gather, &p, &credits);
        }
        self.links.add(p);
    }

    pub fn finish(self, lookout: &Lookout<'_>, found: &mut Vec<Finding>) {
        let p = lookout.parameters;
        self.cycle.finish(&p.cycle, lookout.transfers, found);
        self.scatter_gather
            .finish(&p.scatter_gather, lookout.transfers, found);
    }
}
