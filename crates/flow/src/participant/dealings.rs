//! Every payment between persons and the scheme in order of time, each classified by the rules that
//! `accounts` states. It must not know which accounts ought to be the scheme's.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fangfei_model::money::Fen;

use super::{
    brought::{Brought, Match},
    cash_name::{Named, Names},
    contract::{Holding, Rates},
    habits::Habits,
    ledger::{Doubt, Participant, Unattributed},
    part::{Dealing, Parts, ROUND, Told},
    rates::Learning,
    till::{Till, is_person, like_principal},
    words::{Said, contract_number, look_up},
};
use crate::transfer::{AccountId, HolderKind, Transfer, Transfers};

/// A person: an account, or a name without one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Person {
    Account(AccountId),
    Name(Box<str>),
}

/// The classification under way.
pub(super) struct Dealings<'a> {
    transfers: &'a Transfers,
    till: &'a Till,
    said: &'a [Said],
    habits: Habits,
    brought: Brought,
    order: Vec<u32>,
    names: Names<'a>,
    /// Accounts with the same full name, of two or more.
    same_name: HashMap<&'a str, Vec<AccountId>>,
    own_names: BTreeSet<&'a str>,
    /// Who puts principal in, sooner or later.
    will_pay_in: BTreeSet<AccountId>,
    /// Of these, who was paid for something that nobody knows before.
    paid_before: BTreeSet<AccountId>,
    rates: Rates,
    holdings: BTreeMap<Person, Holding>,
    people: BTreeMap<Person, Participant>,
    unattributed: Unattributed,
}

/// A payment seen from the scheme.
#[derive(Clone, Copy)]
enum Way {
    In(AccountId),
    Out(AccountId),
}

impl<'a> Dealings<'a> {
    pub fn new(transfers: &'a Transfers, till: &'a Till, said: &'a [Said]) -> Self {
        let mut order: Vec<u32> = (0_u32..).zip(&transfers.list).map(|(at, _)| at).collect();
        order.retain(|at| {
            let t = &transfers.list[*at as usize];
            till.holds(t.payer) != till.holds(t.payee)
        });
        // Of one moment what came in goes first: a contract begins before it pays.
        order.sort_by_key(|at| {
            let t = &transfers.list[*at as usize];
            (
                t.at,
                till.holds(t.payer),
                t.source,
                t.payer,
                t.payee,
                t.amount,
            )
        });
        let mut dealings = Self {
            transfers,
            till,
            said,
            habits: Habits::default(),
            brought: Brought::of(transfers, till, said, &order),
            order,
            names: Names::default(),
            same_name: HashMap::new(),
            own_names: BTreeSet::new(),
            will_pay_in: BTreeSet::new(),
            paid_before: BTreeSet::new(),
            rates: Rates::default(),
            holdings: BTreeMap::new(),
            people: BTreeMap::new(),
            unattributed: Unattributed::default(),
        };
        dealings.meet();
        dealings
    }

    /// With what is known of the scheme's habits: purchases are left out.
    pub fn with(mut self, habits: Habits) -> Self {
        self.habits = habits;
        self
    }

    /// Learns who is there.
    fn meet(&mut self) {
        let full_name = |account: AccountId| full_name(self.transfers, account);
        self.own_names = self
            .till
            .accounts()
            .into_iter()
            .filter_map(full_name)
            .collect();
        let mut met: BTreeSet<AccountId> = BTreeSet::new();
        for at in &self.order {
            let other = match self.way(*at) {
                Way::In(account) | Way::Out(account) => account,
            };
            met.insert(other);
            let t = self.transfer(*at);
            if t.payer == other && like_principal(t.amount) && is_person(self.transfers, other) {
                self.will_pay_in.insert(other);
            }
        }
        for account in met {
            if let Some(name) = full_name(account).filter(|_| is_person(self.transfers, account)) {
                self.names.add(name, account.0);
                self.same_name.entry(name).or_default().push(account);
            }
        }
        self.same_name.retain(|_, accounts| accounts.len() > 1);
    }

    fn transfer(&self, at: u32) -> &'a Transfer {
        &self.transfers.list[at as usize]
    }

    fn way(&self, at: u32) -> Way {
        let t = self.transfer(at);
        if self.till.holds(t.payer) {
            Way::Out(t.payee)
        } else {
            Way::In(t.payer)
        }
    }

    /// Classifies everything, once to learn the rates that several persons get, once with them.
    pub fn run(&mut self) {
        self.learn_rates();
        for at in self.order.clone() {
            match self.way(at) {
                Way::In(account) => self.pays_in(at, account),
                Way::Out(account) => self.pays_out(at, account),
            }
        }
    }

    /// The participants, those who only got wages or whose business is another left out.
    pub fn finish(self) -> (Vec<Participant>, Unattributed, Habits) {
        let people = self.people.into_values();
        let mut list: Vec<Participant> = people
            .filter(|p| p.paid_in.0 + p.returned.0 + p.received().0 > 0)
            .collect();
        for one in &mut list {
            if one.accounts.iter().any(|a| self.paid_before.contains(a)) {
                one.doubt(Doubt::PaidBefore);
            }
        }
        (list, self.unattributed, self.habits)
    }

    fn learn_rates(&mut self) {
        let mut learning = Learning::default();
        for at in &self.order {
            let t = self.transfer(*at);
            let said = look_up(self.said, t.memo);
            match self.way(*at) {
                Way::In(account) => learning.put_in(account, t.amount.0),
                // What others are paid for is no gain on one's own.
                Way::Out(account) => {
                    if !said.commission && !said.wage && self.brought.at(*at).is_none() {
                        learning.paid(account, t.amount.0, t.at.day(), said.principal);
                    }
                }
            }
        }
        self.rates = learning.learnt();
    }

    fn pays_in(&mut self, at: u32, account: AccountId) {
        let t = *self.transfer(at);
        let said = look_up(self.said, t.memo);
        if said.purchase && !said.principal && t.amount.0 % ROUND != 0 {
            return;
        }
        if self.habits.is_purchase(&t, said) {
            return;
        }
        let memo = self.transfers.memo(t.memo);
        let from = self.transfers.account(account);
        let through = from.is_some_and(|a| a.holder == HolderKind::Intermediary);
        if through && !said.principal && t.amount.0 % ROUND != 0 {
            // What customers pay by wallet.
            return;
        }
        let nobody = through
            || from.is_some_and(|a| {
                a.holder == HolderKind::Cash || a.number.is_none() && a.name.is_none()
            });
        // 支付宝-某某: a payment firm that names its customer beside itself.
        let beside = from.filter(|_| through).and_then(|a| a.name.as_deref());
        let told = format!("{} {memo}", beside.unwrap_or_default());
        let person = if nobody {
            match self.names.named(&told) {
                Some(Named::Account(id)) => Person::Account(AccountId(id)),
                Some(Named::Name(name)) => Person::Name(name.into()),
                None => return self.nobodys(at, t.amount),
            }
        } else if self.is_own(account) || !(is_person(self.transfers, account) || said.investment) {
            return;
        } else {
            Person::Account(account)
        };
        self.holdings
            .entry(person.clone())
            .or_default()
            .add(t.amount.0, contract_number(memo));
        let dealing = Dealing {
            transfer: at,
            paid_in: t.amount,
            out: Parts::default(),
            told: Told::Memo,
        };
        let is_body = from.is_some_and(|a| a.holder == HolderKind::Body);
        let participant = self.participant(&person, t.at);
        participant.add(t.at, dealing);
        if nobody {
            participant.doubt(Doubt::NamedInMemo);
        } else if is_body {
            participant.doubt(Doubt::Body);
        }
    }

    fn nobodys(&mut self, at: u32, amount: Fen) {
        self.unattributed.sum.0 = self.unattributed.sum.0.saturating_add(amount.0);
        self.unattributed.transfers.push(at);
    }

    fn pays_out(&mut self, at: u32, account: AccountId) {
        let t = *self.transfer(at);
        let said = look_up(self.said, t.memo);
        let tells = said.principal || said.gain || said.commission;
        let person = Person::Account(account);
        let known = std::iter::once(account)
            .chain(self.siblings(account))
            .any(|a| self.people.contains_key(&Person::Account(a)));
        let brings = self.brought.at(at).is_some() && self.will_pay_in.contains(&account);
        let may_be_paid = known || brings || (tells && is_person(self.transfers, account));
        if self.is_own(account) {
            return;
        }
        if !may_be_paid {
            if self.will_pay_in.contains(&account) && !said.wage {
                self.paid_before.insert(account);
            }
            return;
        }
        let (out, told) = self.classify((at, &t), said, account);
        let participant = self.participant(&person, t.at);
        let dealing = Dealing {
            transfer: at,
            paid_in: Fen::ZERO,
            out,
            told,
        };
        participant.add(t.at, dealing);
    }

    fn classify(
        &mut self,
        (at, t): (u32, &Transfer),
        said: Said,
        account: AccountId,
    ) -> (Parts, Told) {
        let amount = t.amount;
        let plain = |parts| (parts, Told::Memo);
        if said.wage && !said.gain && !said.principal && !said.commission {
            return plain(Parts {
                wage: amount,
                ..Parts::default()
            });
        }
        if said.commission && !said.principal {
            return plain(Parts {
                commission: amount,
                ..Parts::default()
            });
        }
        let number = contract_number(self.transfers.memo(t.memo));
        let (parts, told, holder) = self.divide(amount.0, said, number, account);
        let told = self.doubted(amount.0, parts, told, &holder);
        if let Some(told) = self.is_brought(at, amount.0, told, &holder) {
            let commission = Parts {
                commission: amount,
                ..Parts::default()
            };
            return (commission, told);
        }
        let holding = self.holdings.entry(holder).or_default();
        holding.take_back(parts.principal.0, number);
        if told != Told::Undecided && parts.gain > Fen::ZERO {
            holding.gained(parts.gain.0);
        }
        (parts, told)
    }

    /// A gain that is like none that the scheme pays is likely at most.
    fn doubted(&self, amount: i64, parts: Parts, told: Told, holder: &Person) -> Told {
        let holding = self.holdings.get(holder);
        let gain_alone = parts.principal == Fen::ZERO;
        let is_odd = |one: &Holding| one.is_odd(amount, &self.rates);
        let is_known = |one: &Holding| one.is_known(amount, &self.rates);
        match told {
            Told::Rate if gain_alone && holding.is_some_and(is_odd) => Told::Likely,
            Told::NothingOpen if !holding.is_some_and(is_known) => Told::Likely,
            told => told,
        }
    }

    /// Whether a payment is a commission by its sum, and how surely: not where it is principal, or a gain that was paid
    /// before.
    fn is_brought(&self, at: u32, amount: i64, told: Told, holder: &Person) -> Option<Told> {
        let surely = self.brought.at(at)?;
        let own = matches!(told, Told::Rate | Told::Principal | Told::Contract);
        let holding = self.holdings.get(holder);
        let again = holding.is_some_and(|one| one.has_gained(amount));
        match (own, surely) {
            (false, Match::Sure) => Some(Told::Brought),
            (false, Match::Perhaps) => Some(Told::PerhapsBrought),
            (true, Match::Sure) if told == Told::Rate && !again => Some(Told::PerhapsBrought),
            (true, _) => None,
        }
    }

    /// Divides by the account's own contracts, else by those of an account of the same name:
    /// people pay from one card and are paid on another.
    fn divide(
        &self,
        amount: i64,
        said: Said,
        number: Option<&str>,
        account: AccountId,
    ) -> (Parts, Told, Person) {
        let own = Person::Account(account);
        let others: Vec<Person> = self.siblings(account).map(Person::Account).collect();
        let answers = std::iter::once(own).chain(others).map(|person| {
            let nothing = Holding::default();
            let holding = self.holdings.get(&person).unwrap_or(&nothing);
            let (parts, told) = match (said.principal, said.gain) {
                (true, true) => holding.divide(amount, number, &self.rates),
                (true, false) => holding.divide_principal(amount, number, &self.rates),
                // 回款, 提现 may bring the principal as well.
                (false, true) if holding.is_more_than_a_gain(amount) => {
                    holding.divide_unsaid(amount, &self.rates)
                }
                (false, true) => (
                    Parts {
                        gain: Fen(amount),
                        ..Parts::default()
                    },
                    Told::Memo,
                ),
                (false, false) => holding.divide_unsaid(amount, &self.rates),
            };
            let unfit = said.principal && told == Told::Memo && holding.open() == 0;
            ((surety(told), unfit), (parts, told, person))
        });
        // Of equally sure answers the account's own comes first.
        let best = answers.min_by_key(|(order, _)| *order);
        best.map_or(
            (Parts::default(), Told::Undecided, Person::Account(account)),
            |(_, answer)| answer,
        )
    }

    /// Other accounts of the same full name.
    fn siblings(&self, account: AccountId) -> impl Iterator<Item = AccountId> + use<'a, '_> {
        let name = full_name(self.transfers, account);
        let all = name
            .and_then(|name| self.same_name.get(name))
            .into_iter()
            .flatten();
        all.copied().filter(move |other| *other != account)
    }

    /// Whether the account carries the name of one of the scheme's holders.
    fn is_own(&self, account: AccountId) -> bool {
        full_name(self.transfers, account).is_some_and(|name| self.own_names.contains(name))
    }

    fn participant(&mut self, person: &Person, at: crate::transfer::Moment) -> &mut Participant {
        let (account, name) = match person {
            Person::Account(id) => {
                let name = self.transfers.account(*id).and_then(|a| a.name.clone());
                (Some(*id), name)
            }
            Person::Name(name) => (None, Some(name.clone())),
        };
        self.people
            .entry(person.clone())
            .or_insert_with(|| Participant::begin(account, name, at))
    }
}

/// How much an answer rests on, the surest first. That nothing is open says something only when
/// nothing is open anywhere.
fn surety(told: Told) -> u8 {
    match told {
        Told::Memo | Told::Contract => 0,
        Told::Rate | Told::Principal => 1,
        Told::Likely | Told::Undecided | Told::Brought | Told::PerhapsBrought => 2,
        Told::NothingOpen => 3,
    }
}

/// A name without mask.
fn full_name(transfers: &Transfers, account: AccountId) -> Option<&str> {
    let name = transfers.account(account)?.name.as_deref()?;
    (!name.contains(['*', '＊', '某']) && !name.is_empty()).then_some(name)
}
