//! People, their accounts and every movement of money between them: the truth that statements are
//! printed from. It must not know schemes, ordinary life or how a bank prints a page.

use std::collections::BTreeSet;

use fangfei_model::money::Fen;
use jiff::civil::DateTime;
use serde::Serialize;

/// What an account is there for. Only the truth knows this; no statement prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 收款账户: takes the participants' money for the scheme.
    Collector,
    /// 兑付账户: pays interest, principal and commission.
    Payout,
    /// 去向: where the organiser puts money aside.
    Hidden,
    /// 转出: where everything went at the end.
    Exit,
    /// 业务员: earns commission.
    Salesman,
    /// 集资参与人.
    Investor,
    /// A household that has nothing to do with the scheme.
    Household,
    /// 发工资的单位.
    Employer,
    /// 物业公司.
    Property,
    /// 学校.
    School,
    /// 商铺.
    Shop,
    /// 市场商户, a person who sells to many.
    Trader,
    /// 房东.
    Landlord,
    /// 家委会收费人: a parent who collects a class's money.
    ClassParent,
    /// 健身房: sells prepaid cards and gives some back.
    Gym,
    /// 借款人: owes a few relatives money and pays them interest.
    Borrower,
    /// 合作社: takes deposits for seed in spring, pays for grain in autumn.
    Cooperative,
    /// 水电燃气.
    Utility,
    /// 放贷机构.
    Lender,
    /// 供应商.
    Supplier,
    /// The bank itself: fees, interest, its own products.
    Bank,
    /// 现金.
    Cash,
}

impl Role {
    /// Whether the account is one of the scheme's own.
    pub fn of_scheme(self) -> bool {
        matches!(
            self,
            Self::Collector | Self::Payout | Self::Hidden | Self::Exit
        )
    }

    /// Whether many pay into it in the ordinary course of life.
    pub fn ordinary_collector(self) -> bool {
        matches!(
            self,
            Self::Employer
                | Self::Property
                | Self::School
                | Self::Shop
                | Self::Trader
                | Self::Landlord
                | Self::ClassParent
                | Self::Gym
                | Self::Borrower
                | Self::Cooperative
                | Self::Utility
                | Self::Lender
        )
    }

    /// Its name in the truth tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Collector => "collector",
            Self::Payout => "payout",
            Self::Hidden => "hidden",
            Self::Exit => "exit",
            Self::Salesman => "salesman",
            Self::Investor => "investor",
            Self::Household => "household",
            Self::Employer => "employer",
            Self::Property => "property",
            Self::School => "school",
            Self::Shop => "shop",
            Self::Trader => "trader",
            Self::Landlord => "landlord",
            Self::ClassParent => "class_parent",
            Self::Gym => "gym",
            Self::Borrower => "borrower",
            Self::Cooperative => "cooperative",
            Self::Utility => "utility",
            Self::Lender => "lender",
            Self::Supplier => "supplier",
            Self::Bank => "bank",
            Self::Cash => "cash",
        }
    }
}

/// One account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Card or account number; empty for cash and for what a bank books against itself.
    pub number: String,
    /// The holder as the bank has it.
    pub holder: String,
    /// The bank or payment firm.
    pub bank: &'static str,
    /// What it is there for.
    pub role: Role,
    /// The person behind it, where a person is.
    pub person: Option<usize>,
    /// ISO 4217.
    pub currency: &'static str,
}

/// Somebody.
#[derive(Debug, Clone)]
pub struct Person {
    /// 姓名.
    pub name: String,
    /// In years, when the scheme starts.
    pub age: i64,
    /// Places in [`World::accounts`].
    pub accounts: Vec<usize>,
    /// Who brought this person in.
    pub recruiter: Option<usize>,
    /// Whether he or she ever earned commission by trade.
    pub salesman: bool,
    /// 复投 without cash: principal that ran on instead of coming back.
    pub rolled: Fen,
}

/// What a movement was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A participant's money into the scheme.
    PrincipalIn,
    /// Money to a participant: principal, interest, or both in one payment.
    Payout {
        /// Principal in it.
        principal: Fen,
        /// Interest, rebate, static reward in it.
        interest: Fen,
    },
    /// For bringing others.
    Commission,
    /// Between the scheme's own accounts.
    Internal,
    /// Out of the scheme in one go.
    MoveOut,
    /// The scheme's costs: wages, rent, gifts.
    Upkeep,
    /// Nothing to do with the scheme.
    Ordinary,
}

impl Purpose {
    /// Its name in the truth tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::PrincipalIn => "principal_in",
            Self::Payout { principal, .. } if principal == Fen::ZERO => "interest",
            Self::Payout { interest, .. } if interest == Fen::ZERO => "principal_back",
            Self::Payout { .. } => "principal_and_interest",
            Self::Commission => "commission",
            Self::Internal => "internal",
            Self::MoveOut => "move_out",
            Self::Upkeep => "upkeep",
            Self::Ordinary => "ordinary",
        }
    }
}

/// Money that left one account and reached another, or came back at once when `reversed`.
#[derive(Debug, Clone)]
pub struct Movement {
    /// When the payer's bank booked it.
    pub at: DateTime,
    /// Place in [`World::accounts`].
    pub payer: usize,
    /// Place in [`World::accounts`].
    pub payee: usize,
    /// Above zero, in fen of the payer's currency.
    pub amount: Fen,
    /// What it was for.
    pub purpose: Purpose,
    /// The participant it concerns.
    pub person: Option<usize>,
    /// As the payer wrote it.
    pub memo: String,
    /// How it was made.
    pub channel: &'static str,
    /// Booked by the payer's bank and taken back, never arrived.
    pub reversed: bool,
}

/// Everything that happened.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// All accounts.
    pub accounts: Vec<Account>,
    /// All people.
    pub people: Vec<Person>,
    /// All movements; in order of time after [`World::settle`].
    pub movements: Vec<Movement>,
    balances: Vec<i64>,
}

impl World {
    /// Opens an account and answers its place.
    pub fn open(&mut self, account: Account) -> usize {
        let place = self.accounts.len();
        if let Some(person) = account.person {
            self.people[person].accounts.push(place);
        }
        self.accounts.push(account);
        self.balances.push(0);
        place
    }

    /// Books a movement and answers its place in the order of booking.
    pub fn pay(&mut self, movement: Movement) -> usize {
        if !movement.reversed {
            self.balances[movement.payer] -= movement.amount.0;
            self.balances[movement.payee] += movement.amount.0;
        }
        self.movements.push(movement);
        self.movements.len() - 1
    }

    /// What an account has gained so far.
    pub fn gained(&self, account: usize) -> Fen {
        Fen(self.balances[account])
    }

    /// Puts the movements in order of time; equal times keep the order of booking.
    pub fn settle(&mut self) {
        self.movements.sort_by_key(|m| m.at);
    }

    /// Names that more than one person bears.
    pub fn shared_names(&self) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let names = self.people.iter().map(|one| one.name.as_str());
        names.filter(|name| !seen.insert(*name)).collect()
    }

    /// The first account of a person.
    pub fn account_of(&self, person: usize) -> usize {
        self.people[person].accounts[0]
    }
}
