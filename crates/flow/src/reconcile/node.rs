//! Ends of transfers: accounts by number, by masked number, by name, and what has neither. A masked
//! number or a bare name is taken for a known account only where exactly one fits.
//! It must not know amounts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use fangfei_model::statement::Party;

use super::holder::{holder_kind, wallet_firm};
use super::mask::{ends, is_full, is_full_name, names_agree, numbers_agree, plain, visible};
use super::same_account::SameAccount;
use crate::transfer::{Account, HolderKind};

/// An end before it is an account.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub number: Option<Box<str>>,
    /// Its other numbers, where files print two for one account.
    also: Vec<Box<str>>,
    names: BTreeMap<Box<str>, u32>,
    banks: BTreeSet<Box<str>>,
    pub held: bool,
    special: Option<HolderKind>,
    /// Tells nodes apart that have neither number nor name.
    of: Option<Box<str>>,
}

/// How surely a counterparty is the node it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Surety {
    /// By its full number.
    Number,
    /// By a masked number that only one account fits.
    Mask,
    /// By a name that only one numbered account has.
    Name,
    /// A node of its own; the other side's statement may tell more.
    Open,
}

/// All ends.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    pub list: Vec<Node>,
    by_number: HashMap<Box<str>, u32>,
    by_tail: HashMap<Box<str>, Vec<u32>>,
    by_name: HashMap<String, BTreeSet<u32>>,
    /// Masked numbers by the full name that stands beside them.
    masked_by_name: HashMap<String, BTreeSet<Box<str>>>,
    /// Accounts whose statement names another by number, and that other.
    met: HashSet<(u32, u32)>,
    others: HashMap<(u8, String), u32>,
    same: SameAccount,
}

impl Nodes {
    /// Begins with what is known of numbers that are one account's.
    pub fn of(same: SameAccount) -> Self {
        Self {
            same,
            ..Self::default()
        }
    }

    fn add(&mut self, node: Node) -> u32 {
        let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(node);
        id
    }

    /// The node of a full number.
    pub fn numbered(&mut self, number: &str, party: &Party) -> u32 {
        let id = match self.by_number.get(number) {
            Some(id) => *id,
            None => {
                let main: Box<str> = self.same.main(number).into();
                let also = self.same.others(&main).to_vec();
                let id = self.add(Node {
                    number: Some(main.clone()),
                    also: also.clone(),
                    ..Node::default()
                });
                for number in std::iter::once(main).chain(also) {
                    if let Some(tail) = tail(&number) {
                        self.by_tail.entry(tail.into()).or_default().push(id);
                    }
                    self.by_number.insert(number, id);
                }
                id
            }
        };
        self.learn(id, party);
        id
    }

    /// Notes whom a masked number belongs to: a name may be borne by more accounts than are known in full.
    pub fn note_masked(&mut self, masked: &str, party: &Party) {
        if let Some(name) = party.name.as_deref().filter(|name| is_full_name(name)) {
            let numbers = self.masked_by_name.entry(plain(name)).or_default();
            if !numbers.contains(masked) {
                numbers.insert(masked.into());
            }
        }
    }

    /// Whether a masked number beside this name cannot be this account's.
    fn has_another(&self, name: &str, id: u32) -> bool {
        let node = &self.list[id as usize];
        let masked = self.masked_by_name.get(&plain(name)).into_iter().flatten();
        masked.into_iter().any(|masked| !node.may_have(masked))
    }

    /// Notes that the statement of `own` names `other` by its full number.
    pub fn meet(&mut self, own: u32, other: u32) {
        self.met.insert((own, other));
    }

    /// A held account that shows no full number: a node of its own.
    pub fn held_apart(&mut self, party: &Party, of: &str) -> u32 {
        let id = self.add(Node {
            number: party.account.clone(),
            of: Some(of.into()),
            ..Node::default()
        });
        if let Some(tail) = party.account.as_deref().and_then(tail) {
            self.by_tail.entry(tail.into()).or_default().push(id);
        }
        self.learn(id, party);
        id
    }

    /// A node of its own for a name without a number. A masked name (王*) may be anybody's, so that it
    /// is kept apart for every account that sees it.
    pub fn named(&mut self, name: &str, bank: Option<&str>, own: Option<u32>) -> u32 {
        let seen_by = own.filter(|_| !is_full_name(name));
        let seen_by = seen_by.map_or_else(String::new, |own| self.list[own as usize].key());
        let key = format!("{}|{}|{seen_by}", plain(name), bank.unwrap_or(""));
        self.other((2, key), |node| {
            node.names.insert(name.into(), 1);
            node.banks.extend(bank.map(Into::into));
            node.of = Some(seen_by.into());
        })
    }

    /// The node of a name in a list of transfers: the only numbered account of that name, else one of its own.
    pub fn listed_name(&mut self, name: &str) -> u32 {
        let known = self.by_name.get(&plain(name)).filter(|ids| ids.len() == 1);
        match known.and_then(|ids| ids.first().copied()) {
            Some(id) if is_full_name(name) => id,
            _ => self.named(name, None, None),
        }
    }

    /// 现金, the bank itself, or what a statement tells nothing of.
    pub fn special(&mut self, kind: HolderKind, name: Option<&str>, of: &str) -> u32 {
        let key = format!("{kind:?}|{}|{of}", name.unwrap_or(""));
        self.other((3, key), |node| {
            node.special = Some(kind);
            node.of = Some(of.into());
            if let Some(name) = name {
                node.names.insert(name.into(), 1);
            }
        })
    }

    fn other(&mut self, key: (u8, String), fill: impl FnOnce(&mut Node)) -> u32 {
        if let Some(id) = self.others.get(&key) {
            return *id;
        }
        let mut node = Node::default();
        fill(&mut node);
        let id = self.add(node);
        self.others.insert(key, id);
        id
    }

    /// Notes the names and banks an account is seen with.
    fn learn(&mut self, id: u32, party: &Party) {
        let node = &mut self.list[id as usize];
        if let Some(name) = &party.name {
            if let Some(count) = node.names.get_mut(name) {
                *count += 1;
            } else {
                node.names.insert(name.clone(), 1);
                if is_full_name(name) {
                    self.by_name.entry(plain(name)).or_default().insert(id);
                }
            }
        }
        if let Some(bank) = &party.bank
            && !node.banks.contains(bank)
        {
            node.banks.insert(bank.clone());
        }
    }

    /// The node of a counterparty that has a number or a name, and how sure that is. `own` is the
    /// account whose statement speaks.
    pub fn resolve(&mut self, party: &Party, own: u32) -> Option<(u32, Surety)> {
        match (&party.account, &party.name) {
            (Some(number), _) if is_full(number) => {
                let id = self.numbered(number, &Party::default());
                Some((id, Surety::Number))
            }
            (Some(number), _) => Some(self.masked(number, party, own)),
            (None, Some(name)) => Some(self.by_name_only(name, party, own)),
            (None, None) => None,
        }
    }

    fn masked(&mut self, number: &str, party: &Party, own: u32) -> (u32, Surety) {
        let candidates = tail(number)
            .and_then(|tail| self.by_tail.get(tail))
            .into_iter()
            .flatten()
            .copied()
            .filter(|id| *id != own && self.fits(*id, number, party))
            .take(2);
        let found: Vec<u32> = candidates.collect();
        if let [only] = found[..]
            && (visible(number) >= 8 || self.shares_name(only, party))
        {
            return (only, Surety::Mask);
        }
        let name = party.name.as_deref().unwrap_or("");
        let id = self.other((0, format!("{number}|{}", plain(name))), |node| {
            node.number = Some(number.into());
            if !name.is_empty() {
                node.names.insert(name.into(), 1);
            }
        });
        (id, Surety::Open)
    }

    fn by_name_only(&mut self, name: &str, party: &Party, own: u32) -> (u32, Surety) {
        if is_full_name(name)
            && let Some(known) = self.by_name.get(&plain(name))
        {
            let bearers: Vec<u32> = known.iter().copied().filter(|id| *id != own).collect();
            let mut found = bearers.iter().filter(|id| self.banks_agree(**id, party));
            // Of several accounts of a name, perhaps two people's, the bank tells one only when it is also one that
            // this account dealt with before.
            if let (Some(only), None) = (found.next(), found.next())
                && (bearers.len() == 1 && !self.has_another(name, *only)
                    || self.met.contains(&(own, *only)))
            {
                return (*only, Surety::Name);
            }
        }
        let id = self.named(name, party.bank.as_deref(), Some(own));
        (id, Surety::Open)
    }

    fn fits(&self, id: u32, number: &str, party: &Party) -> bool {
        let node = &self.list[id as usize];
        node.number.is_some()
            && node.may_have(number)
            && (party.name.is_none() || node.names.is_empty() || self.shares_name(id, party))
    }

    /// The names of an account that show all of themselves, as they are compared.
    pub fn full_names(&self, id: u32) -> BTreeSet<String> {
        let names = self.list[id as usize].names.keys();
        let full = names.filter(|name| is_full_name(name));
        full.map(|name| plain(name)).collect()
    }

    fn shares_name(&self, id: u32, party: &Party) -> bool {
        party.name.as_deref().is_some_and(|name| {
            self.list[id as usize]
                .names
                .keys()
                .any(|known| names_agree(known, name))
        })
    }

    fn banks_agree(&self, id: u32, party: &Party) -> bool {
        let banks = &self.list[id as usize].banks;
        party
            .bank
            .as_ref()
            .is_none_or(|bank| banks.is_empty() || banks.contains(bank))
    }

    /// Whether a counterparty as printed has this account's name or number, masked perhaps, and nothing else.
    pub fn is_told(&self, id: u32, party: &Party) -> bool {
        let numbers = party.account.is_some() && self.list[id as usize].number.is_some();
        (numbers || self.shares_name(id, party)) && self.may_be(id, party)
    }

    /// Whether a row with this end told nothing of the other side, not even that it was cash.
    pub fn is_nobody(&self, id: u32) -> bool {
        self.list[id as usize].special == Some(HolderKind::Unknown)
    }

    /// Whether a counterparty as printed may be this account.
    pub fn may_be(&self, id: u32, party: &Party) -> bool {
        let node = &self.list[id as usize];
        if node.is_kept_by(party) {
            return true;
        }
        let number = match (&party.account, &node.number) {
            (Some(printed), Some(_)) => node.may_have(printed),
            _ => true,
        };
        number && (party.name.is_none() || node.names.is_empty() || self.shares_name(id, party))
    }
}

impl Node {
    /// Whether a number as printed may be one of its own; one without any has none.
    fn may_have(&self, printed: &str) -> bool {
        let own = self.number.iter().chain(&self.also);
        let mut own = own.map(|known| numbers_agree(known, printed));
        own.any(|agrees| agrees)
    }

    /// Whether a counterparty is the payment firm that keeps this wallet: a bank's statement prints the firm where money
    /// was drawn from the wallet to the card, or put in from there.
    fn is_kept_by(&self, party: &Party) -> bool {
        let firm = party.name.as_deref().and_then(wallet_firm);
        let keeps = |bank: &str| wallet_firm(bank) == firm;
        self.held && firm.is_some() && self.banks.iter().any(|bank| keeps(bank))
    }

    /// The name seen most often; of equals the first by spelling.
    pub fn name(&self) -> Option<&str> {
        self.names
            .iter()
            .max_by(|a, b| {
                let full = |name: &str| is_full_name(name);
                (full(a.0), a.1).cmp(&(full(b.0), b.1)).then(b.0.cmp(a.0))
            })
            .map(|(name, _)| name.as_ref())
    }

    /// What tells it from every other, whatever the order of files.
    fn key(&self) -> String {
        let (_, number, name, of) = self.order();
        format!("{number}/{name}/{of}")
    }

    /// What nodes are put in order by.
    pub fn order(&self) -> (bool, &str, &str, &str) {
        (
            self.number.is_none(),
            self.number.as_deref().unwrap_or(""),
            self.name().unwrap_or(""),
            self.of.as_deref().unwrap_or(""),
        )
    }

    /// The account it becomes.
    pub fn account(&self) -> Account {
        let name = self.name();
        Account {
            number: self.number.clone(),
            name: name.map(Into::into),
            holder: self
                .special
                .unwrap_or_else(|| holder_kind(name, self.number.as_deref())),
            held: self.held,
        }
    }
}

/// The last four visible characters of a number.
fn tail(number: &str) -> Option<&str> {
    let shown = ends(number).map_or(number, |(_, tail)| tail);
    let at = shown.len().checked_sub(4)?;
    shown.get(at..)
}

/// What a row without any counterparty is, by its words.
pub(super) fn by_words(
    memo: &str,
    channel: Option<&str>,
    into: bool,
) -> Option<(HolderKind, &'static str)> {
    let words = format!("{memo} {}", channel.unwrap_or(""));
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    if has(&[
        "现金",
        "ATM",
        "存现",
        "取现",
        "现存",
        "现取",
        "柜台取款",
        "柜面存款",
        "现支",
        "自助取款",
        "CRS",
    ]) {
        return Some((HolderKind::Cash, "现金"));
    }
    // A bank pays interest on a deposit, it takes fees.
    let interest = has(&[
        "结息",
        "存款利息",
        "利息税",
        "活期利息",
        "利息入账",
        "季度利息",
    ]);
    let fee = has(&[
        "手续费",
        "短信费",
        "年费",
        "工本费",
        "账户管理费",
        "服务费",
        "扣费",
    ]);
    let paid_interest = into && (interest || memo.trim() == "利息");
    let bank = paid_interest || !into && (fee || words.contains("利息税"));
    bank.then_some((HolderKind::Intermediary, "银行利息、费用"))
}
