//! One person's account with the scheme and all of them together. It must not know how payments were
//! classified.

use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::part::Dealing;
use crate::transfer::{AccountId, Moment, Transfers};

/// Why a figure is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Pages of the scheme's statements are missing: there may be more dealings.
    MissingPages,
    /// Words and sums do not tell principal from gain for some payments.
    Undecided,
    /// Cash that only the memo says this person brought.
    NamedInMemo,
    /// The account's number is masked: it may stand for several people.
    MaskedNumber,
    /// More came back as principal than is seen to have been paid in.
    PrincipalUnseen,
    /// An account of the same name was paid without having paid in.
    SharedName,
    /// Round sums went to an account that may collect for the scheme, too, and is not counted.
    PaidElsewhere,
    /// A firm or shop whose payments say that they are investments.
    Body,
    /// Its memos name loans or gifts, which those of the others do not.
    Loan,
    /// All that was paid in is less than the others put in.
    Small,
    /// All that was paid in is uneven, where the others pay round sums.
    Uneven,
    /// What was paid in went back without any gain.
    NoGain,
    /// Nothing was ever paid, long after the others got their first gain.
    NeverPaid,
    /// Hardly anybody who paid in is seen to get anything: gains may be paid from an account that is not known.
    NobodyPaid,
    /// The scheme had paid money before anything was paid in; no word says what for, and it is not counted.
    PaidBefore,
    /// One transfer may have been read from both sides' statements and counted twice.
    PerhapsTwice,
}

impl Doubt {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::MissingPages => "集资账户的流水有缺页，可能还有其他往来",
            Self::Undecided => "部分付款的摘要和金额不能区分本金与收益",
            Self::NamedInMemo => "现金存入，仅摘要写有姓名",
            Self::MaskedNumber => "账号有遮盖，可能不止一人",
            Self::PrincipalUnseen => "返还的本金多于流水可见的投入",
            Self::SharedName => "同名的另一账户收到返款而没有投入，可能是同一人",
            Self::PaidElsewhere => {
                "另向一个未计入的账户转过整数款，该账户的付款人多半也与集资账户往来，请核对是否也在收款"
            }
            Self::Body => "单位账户，摘要写明是投资款，请核对是否集资参与人",
            Self::Loan => "摘要写有借款、还款、周转或者礼金等，可能是另外的往来",
            Self::Small => "转入的金额都小于其他参与人常见的投入，可能是另外的往来",
            Self::Uneven => {
                "转入的金额都不是 10 元的整数倍，其他参与人的投入几乎都是，可能是另外的往来"
            }
            Self::NoGain => "转入的钱原数退回、没有收益，可能是另外的往来",
            Self::NeverPaid => "其他参与人早已领到收益，此人一直没有收到返款，可能是另外的往来",
            Self::NobodyPaid => {
                "付款人几乎都没有返款可见，返款可能来自未识别的账户，不能与其他往来区分"
            }
            Self::PaidBefore => "投入之前已从集资账户领过款，摘要没有写明用途，没有计入",
            Self::PerhapsTwice => "有往来可能在双方流水中各记一次、重复计算",
        }
    }
}

/// One person's account with the scheme, by the account he deals with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The person's accounts, the one that paid in most first; none for somebody who is known by
    /// name only. Accounts of the same name are read as one person's only where one was paid what
    /// the other had paid in.
    pub accounts: Vec<AccountId>,
    /// The holder's name, where known.
    pub name: Option<Box<str>>,
    /// Principal paid in (投入本金).
    pub paid_in: Fen,
    /// Principal returned (返还本金); where undecided, the least it can be.
    pub returned: Fen,
    /// Interest, dividends, rebates.
    pub gain: Fen,
    /// Commission (佣金、提成).
    pub commission: Fen,
    /// Wages and expenses; no part of the account.
    pub wage: Fen,
    /// Of the gain, what may be returned principal as well.
    pub undecided: Fen,
    /// The first dealing.
    pub first: Moment,
    /// The last dealing.
    pub last: Moment,
    /// Why something is not certain; empty when everything is.
    pub doubts: Vec<Doubt>,
    /// Every payment, in order of time: the rows behind the figures.
    pub dealings: Vec<Dealing>,
}

impl Participant {
    /// Gains of all kinds: interest, dividends, rebates, commission.
    pub fn received(&self) -> Fen {
        Fen(self.gain.0.saturating_add(self.commission.0))
    }

    /// Net loss, or net gain below zero: paid in − returned − received. It does not depend on how
    /// payments out are divided.
    pub fn net(&self) -> Fen {
        Fen(self.paid_in.0 - self.returned.0 - self.received().0)
    }

    /// Whether nothing is doubtful.
    pub fn certain(&self) -> bool {
        self.doubts.is_empty()
    }

    /// The least and the most that was returned of the principal.
    pub fn returned_bounds(&self) -> (Fen, Fen) {
        (self.returned, Fen(self.returned.0 + self.undecided.0))
    }

    /// The first day.
    pub fn first_day(&self) -> Option<Date> {
        self.first.civil().map(|at| at.date())
    }

    /// The last day.
    pub fn last_day(&self) -> Option<Date> {
        self.last.civil().map(|at| at.date())
    }

    /// The account's number, where known.
    pub fn number<'a>(&self, transfers: &'a Transfers) -> Option<&'a str> {
        transfers.account(self.account()?)?.number.as_deref()
    }

    /// The first of the accounts.
    pub fn account(&self) -> Option<AccountId> {
        self.accounts.first().copied()
    }

    /// Takes in what the same person did by another account.
    pub(super) fn merge(&mut self, mut other: Self, transfers: &Transfers) {
        if other.paid_in > self.paid_in {
            std::mem::swap(self, &mut other);
        }
        let at = |d: &Dealing| transfers.list.get(d.transfer as usize).map(|t| t.at);
        for dealing in other.dealings {
            let moment = at(&dealing).unwrap_or(other.first);
            self.add(moment, dealing);
        }
        self.dealings
            .sort_by_key(|d| (at(d), d.paid_in == Fen::ZERO, d.transfer));
        self.accounts.extend(other.accounts);
        other.doubts.into_iter().for_each(|doubt| self.doubt(doubt));
    }

    pub(super) fn begin(account: Option<AccountId>, name: Option<Box<str>>, at: Moment) -> Self {
        Self {
            accounts: account.into_iter().collect(),
            name,
            paid_in: Fen::ZERO,
            returned: Fen::ZERO,
            gain: Fen::ZERO,
            commission: Fen::ZERO,
            wage: Fen::ZERO,
            undecided: Fen::ZERO,
            first: at,
            last: at,
            doubts: Vec::new(),
            dealings: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, at: Moment, dealing: Dealing) {
        let sums = [
            (&mut self.paid_in, dealing.paid_in),
            (&mut self.returned, dealing.out.principal),
            (&mut self.gain, dealing.out.gain),
            (&mut self.commission, dealing.out.commission),
            (&mut self.wage, dealing.out.wage),
            (&mut self.undecided, dealing.out.undecided),
        ];
        for (sum, part) in sums {
            sum.0 = sum.0.saturating_add(part.0);
        }
        self.first = self.first.min(at);
        self.last = self.last.max(at);
        self.dealings.push(dealing);
    }

    pub(super) fn doubt(&mut self, doubt: Doubt) {
        if let Err(at) = self.doubts.binary_search(&doubt) {
            self.doubts.insert(at, doubt);
        }
    }
}

/// Money into the scheme's accounts that no row says who brought, mostly cash.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Unattributed {
    /// Its sum: nobody's paid-in principal contains it.
    pub sum: Fen,
    /// The transfers.
    pub transfers: Vec<u32>,
}

/// Everybody who dealt with the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Participants {
    /// The scheme's own accounts, by id.
    pub till: Vec<AccountId>,
    /// The participants, by account, those known by name only at the end.
    pub list: Vec<Participant>,
    /// Money that came in from nobody known.
    pub unattributed: Unattributed,
    /// Version of the words used.
    pub words: u32,
}
