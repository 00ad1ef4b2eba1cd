//! Who takes part: the organiser's accounts, salesmen, investors, and the town around them. It must
//! not know what they do with their money.

use fangfei_model::money::Fen;

use super::{
    names::{PAYMENT_FIRM, Register, WALLET, bank},
    world::{Account, Person, Role, World},
};
use crate::demo::draw::Draw;

/// The people and accounts of a scheme and its town, as places in a [`World`].
#[derive(Debug, Clone, Default)]
pub struct Cast {
    /// Accounts that take participants' money.
    pub collectors: Vec<usize>,
    /// Accounts that pay.
    pub payouts: Vec<usize>,
    /// Where the organiser puts money aside.
    pub hidden: Vec<usize>,
    /// Where it goes at the end.
    pub exits: Vec<usize>,
    /// The scheme's suppliers and what stands on their invoices.
    pub suppliers: Vec<(usize, &'static str)>,
    /// People who sell.
    pub salesmen: Vec<usize>,
    /// People who invest; some salesmen among them.
    pub investors: Vec<usize>,
    /// People of the town without the scheme.
    pub others: Vec<usize>,
    /// Cash.
    pub cash: usize,
    /// How many of a hundred pay in cash.
    pub cash_percent: u32,
    /// Wallets of some people.
    pub wallets: Vec<usize>,
    /// The scheme's account in dollars.
    pub dollars: usize,
}

/// Draws the cast.
pub struct Casting<'a> {
    /// Where it goes.
    pub world: &'a mut World,
    /// Chance.
    pub draw: &'a mut Draw,
    /// Names and numbers.
    pub register: &'a mut Register,
    /// Some people bear the name of another.
    pub namesakes: bool,
    /// Who lives here so far.
    pub residents: Vec<usize>,
}

impl Casting<'_> {
    /// The scheme's people: so many investors, the firm's name, how many of a hundred pay in cash.
    pub fn scheme(&mut self, firm: &str, investors: usize, cash_percent: u32) -> Cast {
        let boss = self.person(45, 58);
        let family = self.person(30, 70);
        let cashier = self.person(25, 45);
        let friend = self.person(30, 60);
        let mut cast = Cast {
            cash: self.cash(),
            cash_percent,
            ..Cast::default()
        };
        cast.collectors = vec![
            self.card(boss, Role::Collector),
            self.firm(firm, Role::Collector),
            self.card(family, Role::Collector),
            self.merchant(firm, Role::Collector),
        ];
        cast.payouts = vec![
            self.card(cashier, Role::Payout),
            self.firm(firm, Role::Payout),
        ];
        cast.hidden = vec![
            self.card(boss, Role::Hidden),
            self.card(family, Role::Hidden),
        ];
        cast.exits = vec![self.card(friend, Role::Exit), self.card(friend, Role::Exit)];
        cast.dollars = self.card(boss, Role::Hidden);
        self.world.accounts[cast.dollars].currency = "USD";
        cast.suppliers = vec![
            (self.firm("晨曦礼品商行", Role::Supplier), "礼品款"),
            (self.firm("云台大酒店有限公司", Role::Supplier), "会务费"),
            (self.firm("天泰写字楼管理有限公司", Role::Supplier), "房租"),
        ];
        cast.salesmen = (0..6).map(|_| self.salesman()).collect();
        cast.investors = (0..investors)
            .map(|_| self.resident(Role::Investor, 25, 78))
            .collect();
        self.recruit(&cast);
        cast.investors.extend(cast.salesmen.iter().take(2));
        cast.others = (0..investors / 2 + 40)
            .map(|_| self.resident(Role::Household, 22, 75))
            .collect();
        cast.wallets = self.wallets(&cast);
        cast
    }

    /// Who brought whom: a salesman, or one who came before.
    fn recruit(&mut self, cast: &Cast) {
        for (i, person) in cast.investors.iter().enumerate() {
            let recruiter = if i > 5 && self.draw.chance(40) {
                cast.investors[self.draw.below(i)]
            } else {
                cast.salesmen[self.draw.below(cast.salesmen.len())]
            };
            self.world.people[*person].recruiter = Some(recruiter);
        }
    }

    fn salesman(&mut self) -> usize {
        let person = self.person(24, 50);
        self.world.people[person].salesman = true;
        self.card(person, Role::Salesman);
        person
    }

    /// One account, in some cases a second at another bank.
    fn resident(&mut self, role: Role, youngest: i64, oldest: i64) -> usize {
        let person = self.person(youngest, oldest);
        if self.namesakes && self.draw.chance(2) {
            let other = self.draw.below(self.residents.len());
            if let Some(other) = self.residents.get(other) {
                self.world.people[person].name = self.world.people[*other].name.clone();
            }
        }
        self.residents.push(person);
        self.card(person, role);
        if self.draw.chance(12) {
            self.card(person, role);
        }
        person
    }

    fn wallets(&mut self, cast: &Cast) -> Vec<usize> {
        let mut wallets = Vec::new();
        for person in cast.others.iter().take(3) {
            let number = self.register.wallet(self.draw);
            let holder = self.world.people[*person].name.clone();
            // A wallet is no account that salaries or interest go to: it stays out of the person's list.
            let place = self.world.open(Account {
                number,
                holder,
                bank: WALLET,
                role: Role::Household,
                person: None,
                currency: "CNY",
            });
            wallets.push(place);
        }
        wallets
    }

    fn person(&mut self, youngest: i64, oldest: i64) -> usize {
        let name = self.register.person(self.draw);
        self.world.people.push(Person {
            name,
            age: self.draw.between(youngest, oldest),
            accounts: Vec::new(),
            recruiter: None,
            salesman: false,
            rolled: Fen::ZERO,
        });
        self.world.people.len() - 1
    }

    /// A person with one account of this role; answers the account.
    pub fn somebody(&mut self, role: Role) -> usize {
        let person = self.person(28, 60);
        self.card(person, role)
    }

    fn card(&mut self, person: usize, role: Role) -> usize {
        let bank = bank(self.draw);
        let number = self.register.card(self.draw, bank);
        let holder = self.world.people[person].name.clone();
        self.world.open(Account {
            number,
            holder,
            bank,
            role,
            person: Some(person),
            currency: "CNY",
        })
    }

    /// A firm's account.
    pub fn firm(&mut self, name: &str, role: Role) -> usize {
        let number = self.register.firm_account(self.draw);
        self.world.open(Account {
            number,
            holder: name.to_owned(),
            bank: bank(self.draw),
            role,
            person: None,
            currency: "CNY",
        })
    }

    /// A firm's account at the payment firm.
    pub fn merchant(&mut self, name: &str, role: Role) -> usize {
        let number = self.register.wallet(self.draw);
        self.world.open(Account {
            number,
            holder: name.to_owned(),
            bank: PAYMENT_FIRM,
            role,
            person: None,
            currency: "CNY",
        })
    }

    fn cash(&mut self) -> usize {
        self.world.open(Account {
            number: String::new(),
            holder: String::new(),
            bank: "",
            role: Role::Cash,
            person: None,
            currency: "CNY",
        })
    }
}
