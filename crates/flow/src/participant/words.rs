//! What a memo says a payment between a scheme and a person was for, by words kept as data. It must
//! not know sums: where words and sums disagree, others decide.

use serde::Deserialize;

use crate::{
    pattern::with_small_letters,
    transfer::{MemoId, Transfers},
};

/// What the words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Said {
    pub principal: bool,
    pub gain: bool,
    pub commission: bool,
    pub wage: bool,
    pub purchase: bool,
    pub investment: bool,
    pub loan: bool,
    pub gift: bool,
}

/// The word lists.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentWords {
    /// Of the list; stated with results.
    pub version: u32,
    principal_back: Vec<String>,
    #[serde(rename = "yield")]
    gain: Vec<String>,
    both: Vec<String>,
    investment: Vec<String>,
    commission: Vec<String>,
    wage: Vec<String>,
    purchase: Vec<String>,
    loan: Vec<String>,
    gift: Vec<String>,
}

impl PaymentWords {
    /// The lists that come with the program.
    ///
    /// # Errors
    /// Only if the shipped file were broken.
    pub fn shipped() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../participants/words.toml"))
    }

    pub(super) fn said(&self, memo: &str) -> Said {
        let memo = &with_small_letters(memo);
        let has = |words: &[String]| words.iter().any(|word| memo.contains(word.as_str()));
        let both = has(&self.both);
        let commission = has(&self.commission);
        Said {
            principal: both || has(&self.principal_back),
            // 推荐奖金 is commission, 动态收益 too: what is paid for others is no gain on one's own.
            gain: !commission && (both || has(&self.gain)),
            commission,
            wage: has(&self.wage),
            purchase: has(&self.purchase),
            loan: has(&self.loan),
            gift: has(&self.gift),
            // 退投资款 is the other's own investment that comes back.
            investment: has(&self.investment) && !both && !has(&self.principal_back),
        }
    }

    /// What every memo of a list says, by memo id.
    pub(super) fn of(&self, transfers: &Transfers) -> Vec<Said> {
        transfers
            .memos()
            .iter()
            .map(|memo| self.said(memo))
            .collect()
    }
}

/// What a memo says, looked up.
pub(super) fn look_up(said: &[Said], memo: MemoId) -> Said {
    said.get(memo.0 as usize).copied().unwrap_or_default()
}

/// The contract's number in a memo: what follows 合同, 协议, 编号 or No., of at least three
/// characters with a digit among them.
pub(super) fn contract_number(memo: &str) -> Option<&str> {
    let begins = [
        "合同号",
        "合同编号",
        "合同",
        "协议号",
        "协议",
        "编号",
        "No.",
        "NO.",
        "no.",
    ];
    let rest = begins
        .iter()
        .find_map(|word| Some(&memo[memo.find(word)? + word.len()..]))?;
    let rest = rest.trim_start_matches([':', '：', ' ', '#', '【', '[', '(', '（', '第']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_');
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let number = &rest[..end];
    (number.len() >= 3 && number.bytes().any(|b| b.is_ascii_digit())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_principal_of_gain_and_of_both() {
        let words = PaymentWords::shipped().unwrap();
        let told = |memo| {
            let said = words.said(memo);
            (said.principal, said.gain, said.commission)
        };
        assert_eq!(told("到期本金"), (true, false, false));
        assert_eq!(told("3月利息"), (false, true, false));
        assert_eq!(told("到期退卡本息"), (true, true, false));
        assert_eq!(told("回购及收益"), (true, true, false));
        assert_eq!(told("动态收益"), (false, false, true));
        assert_eq!(told("转账"), (false, false, false));
    }

    #[test]
    fn the_number_of_a_contract() {
        assert_eq!(contract_number("利息 合同2024-0012"), Some("2024-0012"));
        assert_eq!(contract_number("投资款（合同编号：HT-88）"), Some("HT-88"));
        assert_eq!(contract_number("认养合同款"), None);
        assert_eq!(contract_number("利息"), None);
    }
}
