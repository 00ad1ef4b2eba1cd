//! What memos and holders' names say, by word lists kept as data. It must not conclude anything: a word
//! is one circumstance among several.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ParameterError;
use crate::transfer::{HolderKind, Transfers};

macro_rules! word_classes {
    ($set:ident, $what:literal, $($class:ident = $bit:literal, $name:literal, $chinese:literal;)+) => {
        #[doc = $what]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $set(u32);

        impl $set {
            $(#[doc = $chinese] pub const $class: Self = Self(1 << $bit);)+
            const NAMES: &'static [(&'static str, Self)] = &[$(($name, Self::$class)),+];

            /// Whether any of the classes was found.
            pub fn any(self, classes: Self) -> bool {
                self.0 & classes.0 != 0
            }

            /// Both sets of classes.
            #[must_use]
            pub const fn or(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            fn named(name: &str) -> Option<Self> {
                Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
            }
        }
    };
}

word_classes! { MemoWords, "Classes of words found in a memo.",
    PRINCIPAL = 0, "principal", "投资款、集资款";
    PRINCIPAL_BACK = 1, "principal_back", "返本、退本金";
    YIELD = 2, "yield", "返利、利息、收益、分红";
    ROLLOVER = 3, "rollover", "复投、续投";
    COMMISSION = 4, "commission", "佣金、提成、推荐奖";
    WAGE = 5, "wage", "工资、劳务、报销";
    PROPERTY = 6, "property", "物业、停车、供暖";
    SCHOOL = 7, "school", "学费、餐费、班费";
    UTILITY = 8, "utility", "水电燃气通信";
    RENT = 9, "rent", "房租、押金";
    GOODS = 10, "goods", "货款、消费";
    REFUND = 11, "refund", "退款、退货";
    GIFT = 12, "gift", "礼金、红包、捐款";
    FAMILY = 13, "family", "生活费、家用";
    LOAN = 14, "loan", "贷款、借款、还款";
    BANK_INTEREST = 15, "bank_interest", "银行结息";
    FEE = 16, "tax_and_fee", "手续费、税";
    SECURITIES = 17, "securities", "银证转账、保险";
    BENEFIT = 18, "benefit", "补助、低保、医保";
}

word_classes! { HolderWords, "Classes of words found in a holder's name.",
    INTERMEDIARY = 0, "intermediary", "支付机构、清算";
    SCHOOL = 1, "school", "学校";
    PROPERTY = 2, "property", "物业";
    UTILITY = 3, "utility", "水电燃气通信";
    PUBLIC = 4, "public_body", "机关、社保、村委会";
    HOSPITAL = 5, "hospital", "医院、药房";
    SHOP = 6, "shop", "商店、餐饮";
}

impl MemoWords {
    /// Words of a scheme: money put in, promised gains, rebates.
    pub const SCHEME: Self = Self::PRINCIPAL
        .or(Self::PRINCIPAL_BACK)
        .or(Self::YIELD)
        .or(Self::ROLLOVER)
        .or(Self::COMMISSION);
    /// What fee collectors write.
    pub const FEES: Self = Self::PROPERTY
        .or(Self::SCHOOL)
        .or(Self::UTILITY)
        .or(Self::RENT);
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassWords {
    words: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    /// Where given, one of these must stand in the text too.
    #[serde(default)]
    needs: Vec<String>,
}

impl ClassWords {
    fn found(&self, text: &str) -> bool {
        let has = |words: &[String]| words.iter().any(|w| text.contains(w.as_str()));
        has(&self.words) && !has(&self.except) && (self.needs.is_empty() || has(&self.needs))
    }
}

#[derive(Debug, Clone, Deserialize)]
struct WordFile {
    version: u32,
    #[serde(flatten)]
    classes: BTreeMap<String, ClassWords>,
}

/// The word lists in force.
#[derive(Debug, Clone)]
pub struct WordLists {
    memos: Vec<(MemoWords, ClassWords)>,
    holders: Vec<(HolderWords, ClassWords)>,
    /// Version of the memo list.
    pub version: u32,
}

impl WordLists {
    /// The lists that come with the program.
    ///
    /// # Errors
    /// A list that is not TOML of classes this program knows.
    pub fn shipped() -> Result<Self, ParameterError> {
        Self::read(
            include_str!("../../patterns/words.toml"),
            include_str!("../../patterns/holders.toml"),
        )
    }

    /// Reads lists of memo words and of holders' words.
    ///
    /// # Errors
    /// As [`WordLists::shipped`].
    pub fn read(memos: &str, holders: &str) -> Result<Self, ParameterError> {
        let file = |text: &str| -> Result<WordFile, ParameterError> { Ok(toml::from_str(text)?) };
        let (memos, holders) = (file(memos)?, file(holders)?);
        let unknown = |name: String| ParameterError::UnknownClass(name);
        let memo_class = |(name, words): (String, ClassWords)| {
            let class = MemoWords::named(&name).ok_or_else(|| unknown(name))?;
            Ok::<_, ParameterError>((class, words))
        };
        let holder_class = |(name, words): (String, ClassWords)| {
            let class = HolderWords::named(&name).ok_or_else(|| unknown(name))?;
            Ok::<_, ParameterError>((class, words))
        };
        Ok(Self {
            version: memos.version,
            memos: memos
                .classes
                .into_iter()
                .map(memo_class)
                .collect::<Result<_, _>>()?,
            holders: holders
                .classes
                .into_iter()
                .map(holder_class)
                .collect::<Result<_, _>>()?,
        })
    }

    /// What a memo says.
    pub fn memo(&self, text: &str) -> MemoWords {
        let text = &with_small_letters(text);
        let found = self.memos.iter().filter(|(_, words)| words.found(text));
        found.fold(MemoWords::default(), |all, (class, _)| all.or(*class))
    }

    /// What a holder's name says.
    pub fn holder(&self, name: &str) -> HolderWords {
        let found = self.holders.iter().filter(|(_, words)| words.found(name));
        found.fold(HolderWords::default(), |all, (class, _)| all.or(*class))
    }

    /// What each memo of a list says, by memo id.
    pub fn memos(&self, transfers: &Transfers) -> Vec<MemoWords> {
        transfers.memos().iter().map(|m| self.memo(m)).collect()
    }

    /// What each holder's name says, and what kind of holder follows, by account id.
    pub fn holders(&self, transfers: &Transfers) -> Vec<(HolderWords, HolderKind)> {
        let read = |account: &crate::transfer::Account| {
            let words = account
                .name
                .as_deref()
                .map_or(HolderWords::default(), |n| self.holder(n));
            let passes =
                words.any(HolderWords::INTERMEDIARY) && account.holder != HolderKind::Person;
            let kind = if passes {
                HolderKind::Intermediary
            } else {
                account.holder
            };
            (words, kind)
        };
        transfers.accounts.iter().map(read).collect()
    }
}

/// The text, and after it the text in small letters where it has capitals: Investment is investment.
pub(crate) fn with_small_letters(text: &str) -> std::borrow::Cow<'_, str> {
    match text.bytes().any(|b| b.is_ascii_uppercase()) {
        true => format!("{text} {}", text.to_ascii_lowercase()).into(),
        false => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bank_interest_is_no_yield_and_a_refund_no_principal() {
        let lists = WordLists::shipped().unwrap();
        assert!(lists.memo("3月返利").any(MemoWords::YIELD));
        assert!(!lists.memo("活期结息").any(MemoWords::YIELD));
        assert!(lists.memo("活期结息").any(MemoWords::BANK_INTEREST));
        assert!(lists.memo("投资款").any(MemoWords::PRINCIPAL));
        assert!(!lists.memo("退还投资款").any(MemoWords::PRINCIPAL));
        assert!(lists.memo("退还投资款").any(MemoWords::PRINCIPAL_BACK));
        assert!(!lists.memo("房贷还本付息").any(MemoWords::PRINCIPAL_BACK));
        assert_eq!(lists.memo(""), MemoWords::default());
        assert!(lists.memo("Investment").any(MemoWords::PRINCIPAL));
        assert!(!lists.memo("monthly interest").any(MemoWords::BANK_INTEREST));
    }

    #[test]
    fn a_clearing_account_is_an_intermediary() {
        let lists = WordLists::shipped().unwrap();
        assert!(
            lists
                .holder("某某支付有限公司备付金")
                .any(HolderWords::INTERMEDIARY)
        );
        assert!(
            !lists
                .holder("某某养老服务有限公司")
                .any(HolderWords::INTERMEDIARY)
        );
    }
}
