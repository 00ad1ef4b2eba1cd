//! Two divisions beside each other (异议、更正后的复算): who changes, by how much and why. It must
//! not know who objected.
//!
//! The way from the one to the other is walked in three steps: first the money, then the rule, then
//! the claims with what they were paid before. A person's difference is the sum of the three, exactly. A change by claims is the
//! person's own when his own figures changed, else it comes from the claims of others.

use std::collections::{BTreeMap, BTreeSet};

use fangfei_model::money::Fen;
use serde::Serialize;

use super::{Allocation, Batch, Claim, RefundError, Rule, Share, allocate};

/// Everything a division is made from.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The claims.
    pub claims: &'a [Claim],
    /// The money.
    pub available: Fen,
    /// The rule.
    pub rule: &'a Rule,
    /// The batches paid before.
    pub earlier: &'a [Batch],
}

/// A reason for a difference, with its part of it in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The money available changed.
    Money(Fen),
    /// The rule changed.
    Rule(Fen),
    /// The person's own claim is new.
    NewClaim(Fen),
    /// The person's own claim changed or went.
    OwnClaim(Fen),
    /// The claims of others changed, so that the money is divided differently.
    OtherClaims(Fen),
}

/// How one person's share changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Whose.
    pub claimant: Box<str>,
    /// Paid and held before; zero when not among the claims.
    pub before: Fen,
    /// Paid and held after.
    pub after: Fen,
    /// The causes, each with its part; they add up to `after − before`.
    pub causes: Vec<Cause>,
    /// Paid earlier beyond the loss as it now stands: to be asked back.
    pub overpaid: Fen,
    /// The person's claim before and after, where it is not the same.
    pub claim: Option<(Option<Claim>, Option<Claim>)>,
}

/// Everybody whose share or claim differs between the two divisions, by claimant.
///
/// # Errors
/// As [`allocate`], for either division or the steps between.
pub fn compare(before: Run<'_>, after: Run<'_>) -> Result<Vec<Change>, RefundError> {
    let steps = Steps::walk(before, after)?;
    let (old, new) = (by_name(before.claims), by_name(after.claims));
    let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let changes = names.into_iter().filter_map(|name| {
        let (was, is) = (old.get(name).copied(), new.get(name).copied());
        steps.change(name, was, is)
    });
    Ok(changes.collect())
}

fn by_name(claims: &[Claim]) -> BTreeMap<&str, &Claim> {
    claims
        .iter()
        .map(|claim| (&*claim.claimant, claim))
        .collect()
}

/// The divisions on the way from the one to the other.
struct Steps {
    before: Allocation,
    other_money: Allocation,
    other_rule: Allocation,
    after: Allocation,
}

impl Steps {
    fn walk(before: Run<'_>, after: Run<'_>) -> Result<Self, RefundError> {
        let run = |r: Run<'_>| allocate(r.claims, r.available, r.rule, r.earlier);
        let money = Run {
            available: after.available,
            ..before
        };
        let rule = Run {
            rule: after.rule,
            ..money
        };
        Ok(Self {
            before: run(before)?,
            other_money: run(money)?,
            other_rule: run(rule)?,
            after: run(after)?,
        })
    }

    fn change(&self, name: &str, was: Option<&Claim>, is: Option<&Claim>) -> Option<Change> {
        let given = |allocation: &Allocation| {
            let share = allocation.share(name);
            share.map_or(0, |s: &Share| s.paid.0 + s.held.0)
        };
        let (before, after) = (given(&self.before), given(&self.after));
        let (money, rule) = (given(&self.other_money), given(&self.other_rule));
        let own = was != is;
        let by_claims = Fen(after - rule);
        let causes = [
            Cause::Money(Fen(money - before)),
            Cause::Rule(Fen(rule - money)),
            match (was, is) {
                (None, Some(_)) => Cause::NewClaim(by_claims),
                _ if own => Cause::OwnClaim(by_claims),
                _ => Cause::OtherClaims(by_claims),
            },
        ];
        let causes: Vec<Cause> = causes
            .into_iter()
            .filter(|c| c.part() != Fen::ZERO)
            .collect();
        (own || !causes.is_empty()).then(|| Change {
            claimant: name.into(),
            before: Fen(before),
            after: Fen(after),
            causes,
            overpaid: self.after.share(name).map_or(Fen::ZERO, |s| s.overpaid),
            claim: own.then(|| (was.cloned(), is.cloned())),
        })
    }
}

impl Cause {
    /// Its part of the difference.
    pub fn part(self) -> Fen {
        match self {
            Self::Money(fen)
            | Self::Rule(fen)
            | Self::NewClaim(fen)
            | Self::OwnClaim(fen)
            | Self::OtherClaims(fen) => fen,
        }
    }

    /// In words for the notice to the person.
    pub fn words(self) -> &'static str {
        match self {
            Self::Money(_) => "可分配资金变化",
            Self::Rule(_) => "分配规则变化",
            Self::NewClaim(_) => "新申报",
            Self::OwnClaim(_) => "本人登记更正",
            Self::OtherClaims(_) => "其他人的申报有增减或更正，比例随之变化（本人金额没有变）",
        }
    }
}

impl Change {
    /// Why, in sentences: what happened to the person's own claim, each cause with its part, what was
    /// paid too much.
    pub fn words(&self) -> Vec<String> {
        let own = self
            .claim
            .as_ref()
            .map(|(was, is)| own_words(was.as_ref(), is.as_ref()));
        let parts = self.causes.iter().map(|cause| {
            let fen = cause.part();
            let sign = if fen > Fen::ZERO { "+" } else { "" };
            format!("{} {sign}{} 元", cause.words(), fen.grouped())
        });
        let overpaid = (self.overpaid > Fen::ZERO).then(|| {
            format!(
                "以前各批比现在的净损失多付 {} 元，应追回",
                self.overpaid.grouped()
            )
        });
        own.into_iter().chain(parts).chain(overpaid).collect()
    }
}

fn own_words(was: Option<&Claim>, is: Option<&Claim>) -> String {
    match (was, is) {
        (None, Some(is)) => format!("本人新申报，净损失 {} 元", is.loss().grouped()),
        (Some(was), None) => format!("本人不再参加分配（原净损失 {} 元）", was.loss().grouped()),
        (Some(was), Some(is)) => corrected(was, is),
        (None, None) => String::new(),
    }
}

/// Each figure that is another one, from and to; then what else changed.
fn corrected(was: &Claim, is: &Claim) -> String {
    let figures = [
        ("投入本金", was.paid_in, is.paid_in),
        ("已返还本金", was.returned, is.returned),
        ("已收利息等", was.received, is.received),
        ("净损失", was.loss(), is.loss()),
    ];
    let figures = figures.iter().filter(|(_, was, is)| was != is);
    let mut words: Vec<String> = figures
        .map(|(what, was, is)| format!("{what}由 {} 元更正为 {} 元", was.grouped(), is.grouped()))
        .collect();
    if was.standing != is.standing {
        words.push(format!(
            "由“{}”改为“{}”",
            was.standing.words(),
            is.standing.words()
        ));
    }
    if was.class != is.class {
        words.push("优先类别变更".to_owned());
    }
    format!("本人登记更正：{}", words.join("，"))
}
