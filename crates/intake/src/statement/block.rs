//! A table of transactions under one head, closed into the statements of its accounts or a list of
//! transfers. It must not know where the table began or ended.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use fangfei_model::money::Fen;
use fangfei_model::statement::{
    Direction, ListedTransfer, OtherRow, Party, RowKind, StatedTotals, Statement, StatementEntry,
    TransferList,
};
use jiff::civil::Time;

use super::account::parted;
use super::direct::{Way, directed};
use super::fact::Facts;
use super::given_back::leave_out;
use super::layout::Layout;
use super::mark::{Mark, worded};
use super::merchant::{by_list, net_of, paid_orders, refund_of};
use super::owners::{NumberPair, Owner, Owners};
use super::raw::Raw;

/// What a table gave.
#[derive(Debug)]
pub(super) enum Closed {
    Statements(Vec<Statement>),
    List(TransferList),
    /// Nobody can tell which way its money went: from row, to row, rows, why.
    Refused {
        first: u32,
        last: u32,
        rows: usize,
        why: String,
    },
}

/// A table being read.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub facts: Facts,
    pub raws: Vec<Raw>,
    pub others: Vec<OtherRow>,
    pub owners: Owners,
    /// Totals printed in the table for the whole of it; more than one says nothing certain.
    pub totals: Vec<StatedTotals>,
}

impl Block {
    /// Notes a row that is no entry.
    pub fn other(&mut self, row: u32, kind: RowKind, reason: impl Into<Box<str>>) {
        self.others.push(OtherRow {
            row,
            kind,
            reason: reason.into(),
        });
    }

    /// Whether nothing of a table is in it yet.
    pub fn is_fresh(&self) -> bool {
        self.raws.is_empty()
    }

    /// Closes the table.
    pub fn close(mut self, file: &str, sheet: Option<&str>, layout: &Layout) -> Closed {
        drop_empty_times(&mut self.raws);
        self.name_holder();
        if let [only] = self.totals[..] {
            self.facts.merge(Facts {
                stated: only,
                ..Facts::default()
            });
        }
        let is_list = self.raws.iter().any(|raw| raw.sides.is_some())
            && !self.owns_a_side(layout)
            && layout.amount.is_some();
        if is_list {
            return Closed::List(self.into_list(file, sheet));
        }
        let ways = if self.raws.is_empty() {
            Ok(Vec::new())
        } else if let Some(way) = layout.one_way {
            let paid = paid_orders(&self.raws);
            let ways = self.raws.iter().map(|raw| by_list(raw, way, &paid));
            let ways = ways.collect();
            self.raws.iter_mut().for_each(|raw| note_net(raw, &paid));
            Ok(ways)
        } else if layout.amount.is_some()
            && self.raws.iter().all(|r| r.sides.is_some())
            && layout.mark.is_none()
        {
            let own = self.facts.account.clone();
            Ok(self.raws.iter().map(|raw| by_sides(raw, &own)).collect())
        } else {
            let ways = directed(&self.raws, layout.out.is_some(), self.facts.opening);
            ways.map(|mut ways| {
                leave_out(&self.raws, &mut ways, &self.owners.unbooked);
                ways
            })
        };
        let is_debt = self.facts.credit_card || words_say_debt(&self.raws);
        let ways = match is_debt && prints_debt(&self.raws) {
            true => Ok(self.raws.iter().map(as_debt).collect()),
            false => ways,
        };
        match ways {
            Ok(ways) => Closed::Statements(self.into_statements(file, sheet, ways)),
            Err(why) => Closed::Refused {
                first: self.raws.first().map_or(0, |r| r.row),
                last: self.raws.last().map_or(0, |r| r.row),
                rows: self.raws.len() + self.others.len(),
                why,
            },
        }
    }

    /// Takes the holder's name from rows that name both sides by number.
    fn name_holder(&mut self) {
        let account = &self.facts.account;
        let found = || name_of_side(&self.raws, account);
        self.facts.account.name = account.name.clone().or_else(found);
    }

    /// Whether the table says whose it is, or which way money went: then it is a statement.
    fn owns_a_side(&self, layout: &Layout) -> bool {
        layout.mark.is_some()
            || layout.own.any()
            || self.facts.account.account.is_some()
            || self.facts.account.name.is_some()
    }

    fn into_list(mut self, file: &str, sheet: Option<&str>) -> TransferList {
        let mut transfers = Vec::with_capacity(self.raws.len());
        for raw in std::mem::take(&mut self.raws) {
            let Some(sides) = raw.sides else { continue };
            let amount = raw.single.map_or(Fen::ZERO, |s| s.fen);
            let (payer, payee) = *sides;
            let named = |party: &Party| party.account.is_some() || party.name.is_some();
            if amount <= Fen::ZERO || !named(&payer) || !named(&payee) {
                let why = if amount <= Fen::ZERO {
                    "金额不大于零"
                } else {
                    "没有写明付款人或收款人"
                };
                self.other(raw.row, RowKind::Unreadable, why);
                continue;
            }
            transfers.push(ListedTransfer {
                row: raw.row,
                booked: raw.at.booked(),
                payer,
                payee,
                amount,
                memo: raw.memo,
                reference: raw.reference,
            });
        }
        self.others.sort_by_key(|o| o.row);
        TransferList {
            file: file.into(),
            sheet: sheet.map(Into::into),
            transfers,
            others: self.others,
        }
    }

    fn into_statements(
        mut self,
        file: &str,
        sheet: Option<&str>,
        ways: Vec<Way>,
    ) -> Vec<Statement> {
        let raws = std::mem::take(&mut self.raws);
        let (owners, pairs) = std::mem::take(&mut self.owners).into_list();
        let mut keys: BTreeMap<usize, usize> = BTreeMap::new();
        let mut found: Vec<Statement> = Vec::new();
        let merged = merged_owners(&owners, &self.facts, &pairs);
        for (raw, way) in raws.into_iter().zip(ways) {
            let key = merged.get(raw.owner).copied().unwrap_or(0);
            let place = *keys.entry(key).or_insert_with(|| {
                found.push(self.statement(file, sheet, owners.get(key)));
                found.len() - 1
            });
            let Some(statement) = found.get_mut(place) else {
                continue;
            };
            match way {
                Ok((direction, amount)) => {
                    if raw.mark == Mark::Neutral {
                        count_in(&mut statement.stated, direction, amount);
                    }
                    let mut entry = entry(raw, direction, amount);
                    own_card(&mut entry, &statement.account);
                    statement.entries.push(entry);
                }
                Err(why) => statement.others.push(OtherRow {
                    row: raw.row,
                    // The bill itself says that nothing came or went, or that all of it went back.
                    kind: match raw.mark {
                        Mark::Neutral => RowKind::NotBooked,
                        _ if refund_of(&raw).is_some() => RowKind::NotBooked,
                        _ => RowKind::Unreadable,
                    },
                    reason: why.into(),
                }),
            }
        }
        if found.is_empty() {
            found.push(self.statement(file, sheet, owners.first()));
        }
        self.note_same_accounts(&mut found, pairs);
        // What the head says of one account holds for a table of one account only.
        if found.len() > 1 {
            for statement in &mut found {
                statement.opening = None;
                statement.closing = None;
                statement.stated = StatedTotals::default();
            }
        }
        if let Some(first) = found.first_mut() {
            first.others.append(&mut self.others);
            first.others.sort_by_key(|o| o.row);
        }
        found
    }

    /// Notes the pairs of numbers that rows print, and the card of the head beside the account of the rows.
    fn note_same_accounts(&self, found: &mut [Statement], mut pairs: BTreeSet<NumberPair>) {
        if let ([only], Some(card)) = (&*found, &self.facts.card)
            && let Some(account) = &only.account.account
            && account != card
            && [account, card]
                .iter()
                .all(|n| n.len() >= 8 && n.bytes().all(|b| b.is_ascii_digit()))
        {
            pairs.insert((card.clone(), account.clone()));
        }
        if let Some(first) = found.first_mut() {
            first.same_account = pairs.into_iter().collect();
        }
    }

    fn statement(&self, file: &str, sheet: Option<&str>, owner: Option<&Owner>) -> Statement {
        let facts = &self.facts;
        let own = owner.map(|(party, _)| party.clone()).unwrap_or_default();
        // A column that names another account than the head is right about its rows; the last digits of the same
        // account name no other.
        let is_tail = |tail: &str, whole: &str| tail.len() < 6 && whole.ends_with(tail);
        let tail = match (&own.account, &facts.account.account) {
            (Some(tail), Some(whole)) => is_tail(tail, whole),
            _ => false,
        };
        let same = own.account.is_none()
            || tail
            || own.account == facts.account.account
            || facts.account.account == facts.card
            || facts.account.account.is_none();
        let account = Party {
            account: own
                .account
                .filter(|_| !tail)
                .or_else(|| facts.account.account.clone()),
            name: own
                .name
                .or_else(|| facts.account.name.clone().filter(|_| same)),
            bank: own.bank.or_else(|| facts.account.bank.clone()),
        };
        let currency = owner
            .and_then(|(_, currency)| currency.clone())
            .or_else(|| facts.currency.clone())
            .unwrap_or_else(|| "CNY".into());
        Statement {
            file: file.into(),
            sheet: sheet.map(Into::into),
            account,
            same_account: Vec::new(),
            currency,
            opening: facts.opening,
            closing: facts.closing,
            period: facts.start.zip(facts.end),
            stated: facts.stated,
            entries: Vec::new(),
            others: Vec::new(),
        }
    }
}

/// For each owner the one it is the same account as: a row without a name beside its number, or
/// without currency, belongs to the account that has them.
fn merged_owners(owners: &[Owner], facts: &Facts, pairs: &BTreeSet<NumberPair>) -> Vec<usize> {
    let main: std::collections::HashMap<&str, &Box<str>> =
        pairs.iter().map(|(main, other)| (&**other, main)).collect();
    let main_of = |number: &Option<Box<str>>| {
        let number = number.as_ref()?;
        Some((*main.get(&**number).unwrap_or(&number)).clone())
    };
    let currency = |owner: &Owner| {
        owner
            .1
            .clone()
            .or_else(|| facts.currency.clone())
            .unwrap_or_else(|| "CNY".into())
    };
    let same = |a: &Owner, b: &Owner| {
        currency(a) == currency(b)
            && match (&a.0.account, &b.0.account) {
                (Some(_), Some(_)) => main_of(&a.0.account) == main_of(&b.0.account),
                (None, None) => a.0.name == b.0.name,
                _ => a.0 == Party::default() || b.0 == Party::default(),
            }
    };
    let mut heads: std::collections::HashMap<(Option<Box<str>>, Box<str>), usize> =
        std::collections::HashMap::new();
    owners
        .iter()
        .enumerate()
        .map(|(at, owner)| {
            let key = (main_of(&owner.0.account), currency(owner));
            let head = *heads.entry(key).or_insert(at);
            if same(&owners[head], owner) { head } else { at }
        })
        .collect()
}

/// Whether a credit card's bill prints one amount with a sign: what is owed, not what came in.
fn prints_debt(raws: &[Raw]) -> bool {
    let signed =
        |raw: &Raw| raw.mark == Mark::Blank && raw.single.is_some_and(|s| s.side.is_none());
    let minus = |raw: &Raw| raw.single.is_some_and(|s| s.fen < Fen::ZERO);
    !raws.is_empty() && raws.iter().all(signed) && raws.iter().any(minus)
}

/// Whether the words of rows contradict the signs of their amounts, as in a credit card's bill without a title: what was
/// spent (消费) has none, what was given or paid back (退款) has a minus. Two rows at least say so, each of another kind, and none
/// says otherwise; a balance would settle it.
fn words_say_debt(raws: &[Raw]) -> bool {
    let (mut spent, mut back) = (0, 0);
    for raw in raws {
        let fen = raw.single.map_or(Fen::ZERO, |s| s.fen);
        match worded(&raw.memo) {
            _ if raw.balance.is_some() => return false,
            Some(Direction::Out) if fen > Fen::ZERO => spent += 1,
            Some(Direction::In) if fen < Fen::ZERO => back += 1,
            Some(_) => return false,
            None => {}
        }
    }
    spent > 0 && back > 0
}

fn as_debt(raw: &Raw) -> Way {
    let fen = raw.single.map_or(Fen::ZERO, |s| s.fen);
    Ok(match fen < Fen::ZERO {
        true => (Direction::In, Fen(-fen.0)),
        false => (Direction::Out, fen),
    })
}

/// Says of an order from which its refund was taken how much both were.
fn note_net(raw: &mut Raw, paid: &HashSet<Box<str>>) {
    if let (Some(_), Some(refund), Some(order)) = (net_of(raw, paid), refund_of(raw), raw.single) {
        let words = format!("（收款{}元，已退{}元）", order.fen.yuan(), refund.yuan());
        raw.memo = format!("{}{words}", raw.memo).into_boxed_str();
    }
}

/// The name that rows naming both sides give the account of the head.
fn name_of_side(raws: &[Raw], own: &Party) -> Option<Box<str>> {
    let number = own.account.as_deref()?;
    let sides = raws.iter().filter_map(|raw| raw.sides.as_deref());
    let mut parties = sides.flat_map(|(payer, payee)| [payer, payee]);
    parties
        .find(|party| party.account.as_deref() == Some(number))?
        .name
        .clone()
}

/// The way of a row that names payer and payee, seen from the account of the head.
fn by_sides(raw: &Raw, own: &Party) -> Way {
    let (Some(sides), Some(single)) = (&raw.sides, raw.single) else {
        return Err("没有写明付款人和收款人".to_owned());
    };
    let is_own = |party: &Party| match (&party.account, &own.account) {
        (Some(a), Some(b)) => a == b,
        _ => party.name.is_some() && party.name == own.name,
    };
    match (is_own(&sides.0), is_own(&sides.1)) {
        // Some banks print what was paid with a minus as well.
        (true, false) => Ok((Direction::Out, Fen(single.fen.0.abs()))),
        (false, true) => Ok((Direction::In, single.fen)),
        (true, true) => Err("付款人和收款人都是本账户".to_owned()),
        (false, false) => Err("付款人和收款人都不是本账户".to_owned()),
    }
}

/// A payment bill leaves 不计收支 out of its totals; an entry made of such a row is added to them.
fn count_in(stated: &mut StatedTotals, direction: Direction, amount: Fen) {
    let (total, count) = match direction {
        Direction::In => (&mut stated.total_in, &mut stated.count_in),
        Direction::Out => (&mut stated.total_out, &mut stated.count_out),
    };
    *total = total.and_then(|t| t.checked_add(amount));
    *count = count.map(|c| c + 1);
}

/// Money drawn from a wallet to a card, or put in from one, that is named by its bank, or that and its last digits, only:
/// the card is the holder's own.
fn own_card(entry: &mut StatementEntry, holder: &Party) {
    let is_tail = |number: &str| number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
    let moves = |text: &str| {
        [
            "提现",
            "充值",
            "转入零钱",
            "零钱通转",
            "转出到银行卡",
            "兑回",
            "兑换",
            "存钱包",
            "存银行",
        ]
        .iter()
        .any(|word| text.contains(word))
    };
    let other = &mut entry.counterparty;
    let number = other.account.as_deref();
    if number.is_some_and(|number| !is_tail(number))
        || !(moves(&entry.memo) || entry.channel.as_deref().is_some_and(moves))
    {
        return;
    }
    let is_bank = |name: &str| {
        let banks = ["银行", "信用社", "信用联社", "农商行"];
        banks.iter().any(|word| name.contains(word)) && !name.contains("公司客户")
    };
    if other.bank.is_none() && other.name.as_deref().is_some_and(is_bank) {
        other.bank = other.name.take();
    }
    if *other == Party::default()
        && let Some(card) = entry.channel.as_deref().and_then(card_in_words)
    {
        *other = card;
    }
    if other.name.is_none() && other.bank.is_some() {
        other.name.clone_from(&holder.name);
    }
}

/// The card that the words of a row name: 转入零钱通-来自甲银行(0123), 零钱通转出-到甲银行(0123).
fn card_in_words(words: &str) -> Option<Party> {
    let (_, card) = words
        .split_once("来自")
        .or_else(|| words.split_once("-到"))?;
    let bank = Some(card.trim()).filter(|card| card.contains("银行"))?;
    Some(parted(Party {
        bank: Some(bank.into()),
        ..Party::default()
    }))
}

fn entry(raw: Raw, direction: Direction, amount: Fen) -> StatementEntry {
    let counterparty = match raw.sides {
        Some(sides) if raw.counter == Party::default() => match direction {
            Direction::In => sides.0,
            Direction::Out => sides.1,
        },
        _ => raw.counter,
    };
    StatementEntry {
        row: raw.row,
        booked: raw.at.booked(),
        direction,
        amount,
        balance: raw.balance,
        counterparty,
        memo: raw.memo,
        reference: raw.reference,
        channel: raw.channel,
    }
}

/// A table that prints 00:00:00 on every row prints no time.
fn drop_empty_times(raws: &mut [Raw]) {
    let empty = raws
        .iter()
        .all(|raw| raw.at.time.is_none_or(|t| t == Time::midnight()));
    if empty {
        for raw in raws {
            raw.at.time = None;
        }
    }
}
