//! From a till's profile to the ordinary business it shows, or none. Nobody is ordinary who pays gains to those who
//! paid in, whatever his name or his memos say. It must not know which patterns were met.

use serde::{Deserialize, Serialize};

use super::Profile;
use crate::pattern::HolderWords;
use crate::transfer::HolderKind;

/// What an ordinary till is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrdinaryKind {
    /// 支付机构、清算账户.
    PaymentFirm,
    /// 机关、社保等公共账户.
    PublicBody,
    /// 发放工资.
    Payroll,
    /// 收物业费.
    PropertyFee,
    /// 收学费、班费.
    SchoolFee,
    /// 收水电燃气通信费.
    Utility,
    /// 收租金.
    Rent,
    /// 经营收款.
    Shop,
    /// 礼金、亲友往来.
    Gifts,
    /// 小额收款，不返还付款人.
    SmallSums,
}

/// When a till is ordinary.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrdinaryRule {
    /// Persons who got payouts, as a share of those who paid in: at most.
    pub paid_back_percent: u64,
    /// Payouts as a share of what persons paid in: at most.
    pub payout_percent: i64,
    /// Transfers with a scheme's words, as a share of all with persons: at most.
    pub scheme_word_percent: u64,
    /// Transfers with the business's words, as a share of those in its direction: at least.
    pub word_percent: u64,
    /// Small sums, as a share of persons' payments: at least.
    pub small_percent: u64,
    /// Round sums, as a share of persons' payments: at most.
    pub round_percent: u64,
    /// Persons paid month by month, as a share of all paid: at least.
    pub monthly_percent: u64,
    /// Persons paid, where wages are told by regularity alone: at least.
    pub min_payees: u64,
    /// Days from the first payment to the last in which a crowd is one that came at once: at most.
    pub burst_days: i32,
    /// How often such a crowd may come to an account: more often, and it is what the account always has.
    pub bursts: usize,
    /// Its persons, as a share of all that the account ever dealt with: at least.
    pub burst_percent: u64,
}

/// Why a till is held to be ordinary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrdinaryReason {
    /// The business.
    pub kind: OrdinaryKind,
    /// In words with figures.
    pub reason: String,
}

fn share(part: u64, whole: u64) -> u64 {
    (part * 100).checked_div(whole).unwrap_or(0)
}

/// What the till is for, where its doings show an ordinary business.
pub fn judge(
    rule: &OrdinaryRule,
    profile: &Profile,
    kind: HolderKind,
    name: HolderWords,
) -> Option<OrdinaryReason> {
    if kind == HolderKind::Intermediary {
        let reason = "户名为支付机构或清算账户，资金只是经过。".to_owned();
        return Some(OrdinaryReason {
            kind: OrdinaryKind::PaymentFirm,
            reason,
        });
    }
    if !pays_nobody_back(rule, profile) {
        return None;
    }
    by_name(profile, kind, name)
        .or_else(|| payroll(rule, profile, kind))
        .or_else(|| by_words(rule, profile))
        .or_else(|| by_amounts(rule, profile, kind))
        .map(|(kind, why)| OrdinaryReason {
            kind,
            reason: format!("{why}{}", no_return(profile)),
        })
}

/// The test that a collector for a scheme fails sooner or later: those who pay in get nothing but refunds.
fn pays_nobody_back(rule: &OrdinaryRule, p: &Profile) -> bool {
    let with_persons = p.person_credits.0 + p.person_debits.0 + p.payouts.0;
    let scheme = p.credit_words.scheme + p.debit_words.scheme;
    let few = p.paid_back <= 1 || share(p.paid_back, p.payers) <= rule.paid_back_percent;
    let little = i128::from(p.payouts.1) * 100
        <= i128::from(p.person_credits.1) * i128::from(rule.payout_percent);
    let paid = p.paid_back <= 1 || (few && little);
    paid && share(scheme, with_persons) <= rule.scheme_word_percent
}

fn no_return(p: &Profile) -> String {
    format!(
        "付款的{}人中，{}人收到过退款以外的返还。",
        p.payers, p.paid_back
    )
}

type Told = (OrdinaryKind, String);

fn by_name(p: &Profile, kind: HolderKind, name: HolderWords) -> Option<Told> {
    if kind == HolderKind::Person {
        return None;
    }
    let classes = [
        (
            HolderWords::PUBLIC,
            OrdinaryKind::PublicBody,
            "机关、公共服务单位",
        ),
        (
            HolderWords::SCHOOL,
            OrdinaryKind::SchoolFee,
            "学校或教育单位",
        ),
        (
            HolderWords::PROPERTY,
            OrdinaryKind::PropertyFee,
            "物业、供热单位",
        ),
        (
            HolderWords::UTILITY,
            OrdinaryKind::Utility,
            "水电燃气通信单位",
        ),
        (HolderWords::HOSPITAL, OrdinaryKind::Shop, "医疗单位"),
        (HolderWords::SHOP, OrdinaryKind::Shop, "商店、餐饮等经营户"),
    ];
    let (_, kind, what) = classes.into_iter().find(|c| name.any(c.0))?;
    Some((
        kind,
        format!("户名为{what}，收到个人款项{}笔。", p.person_credits.0),
    ))
}

fn by_words(rule: &OrdinaryRule, p: &Profile) -> Option<Told> {
    let words = &p.credit_words;
    let classes = [
        (
            words.property,
            OrdinaryKind::PropertyFee,
            "物业、停车、供暖",
        ),
        (words.school, OrdinaryKind::SchoolFee, "学费、餐费、班费"),
        (words.utility, OrdinaryKind::Utility, "水电燃气通信"),
        (words.rent, OrdinaryKind::Rent, "租金、押金"),
        (words.goods, OrdinaryKind::Shop, "货款、消费"),
        (words.gift, OrdinaryKind::Gifts, "礼金、家用"),
    ];
    let (count, kind, what) = classes
        .into_iter()
        .max_by_key(|c| (c.0, std::cmp::Reverse(c.1)))?;
    let all = p.person_credits.0;
    let enough = all > 0 && share(count, all) >= rule.word_percent;
    enough.then(|| {
        (
            kind,
            format!("个人转入{all}笔，其中{count}笔摘要为{what}类。"),
        )
    })
}

fn payroll(rule: &OrdinaryRule, p: &Profile, kind: HolderKind) -> Option<Told> {
    let debits = p.person_debits.0;
    let worded = debits >= 3 && share(p.debit_words.wage, debits) >= rule.word_percent;
    let little_in = i128::from(p.person_credits.1) * 5 <= i128::from(p.person_debits.1);
    if worded && little_in {
        let wage = p.debit_words.wage;
        let why = format!("转给个人{debits}笔，其中{wage}笔摘要为工资、劳务、补助类。");
        return Some((OrdinaryKind::Payroll, why));
    }
    // Of accounts known by number only the regularity is all that tells.
    let regular = kind != HolderKind::Person
        && p.payees >= rule.min_payees
        && share(p.monthly_payees, p.payees) >= rule.monthly_percent;
    (regular && little_in).then(|| {
        let (monthly, payees) = (p.monthly_payees, p.payees);
        let why =
            format!("转给的{payees}人中，{monthly}人按月领取、每月约一笔，且很少向该户付款。");
        (OrdinaryKind::Payroll, why)
    })
}

fn by_amounts(rule: &OrdinaryRule, p: &Profile, kind: HolderKind) -> Option<Told> {
    let all = p.person_credits.0;
    if all == 0 {
        return None;
    }
    let (small, round) = (share(p.small_credits, all), share(p.round_credits, all));
    let shop = kind == HolderKind::Body && round <= rule.round_percent;
    let sums = small >= rule.small_percent && round <= rule.round_percent;
    let why = || format!("个人转入{all}笔，{small}%不足5000元，整千元的占{round}%。");
    match (shop, sums) {
        (true, _) => Some((OrdinaryKind::Shop, why())),
        (false, true) => Some((OrdinaryKind::SmallSums, why())),
        _ => None,
    }
}
