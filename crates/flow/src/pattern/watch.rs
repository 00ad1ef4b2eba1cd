//! The same patterns over transfers that arrive one after another: state is kept for every account, and each transfer
//! costs the same whether it is the first or the ten-millionth. It must not look back at earlier transfers.

use super::account_watch::AccountWatch;
use super::finding::Finding;
use super::lookout::{Lookout, Outlook, Ways};
use super::parameters::Parameters;
use super::pool_watch::PoolWatch;
use crate::graph::Pools;
use crate::transfer::{AccountId, Transfer, Transfers};

/// A watch over transfers as they come. Every account is a till of its own: which accounts belong together shows only
/// when the list is complete ([`super::look`]).
#[derive(Debug)]
pub struct Watch<'a> {
    lookout: Lookout<'a>,
    accounts: Vec<Option<Box<AccountWatch>>>,
    tills: Vec<Option<Box<PoolWatch>>>,
    ways: Ways,
    found: Vec<Finding>,
    next: u32,
}

impl<'a> Watch<'a> {
    /// Begins with the accounts and memos that transfers will refer to; the list itself is not read.
    pub fn new(known: &'a Transfers, parameters: &'a Parameters) -> Self {
        let accounts = known.accounts.len();
        Self {
            lookout: Lookout::new(known, parameters, Pools::single(accounts)),
            accounts: (0..accounts).map(|_| None).collect(),
            tills: (0..accounts).map(|_| None).collect(),
            ways: Ways::default(),
            found: Vec::new(),
            next: 0,
        }
    }

    /// Takes the next transfer; its number in findings is the count of those before it. Transfers must come in order
    /// of time.
    pub fn push(&mut self, transfer: &Transfer) {
        let index = self.next;
        self.next += 1;
        if transfer.payer != transfer.payee {
            self.see(index, transfer, transfer.payer, false);
            self.see(index, transfer, transfer.payee, true);
        }
        self.ways.see(&self.lookout, index, transfer);
    }

    fn see(&mut self, index: u32, transfer: &Transfer, account: AccountId, into: bool) {
        let Some(who) = self.lookout.who(account) else {
            return;
        };
        let event = self.lookout.book.event(index, transfer, into);
        let at = account.0 as usize;
        let parameters = self.lookout.parameters;
        let watch = self.accounts[at].get_or_insert_default();
        watch.see(parameters, &who, &event, &mut self.found);
        self.tills[at]
            .get_or_insert_default()
            .see(parameters, &event);
    }

    /// Findings that were complete so far and are not yet fetched: episodes of the short term that ended.
    pub fn take(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.found)
    }

    /// Ends the watch: what is under way is told, and ordinary business put aside.
    pub fn finish(mut self) -> Outlook {
        for (id, watch) in self.accounts.into_iter().enumerate() {
            let who = self.lookout.who(AccountId(id as u32));
            if let (Some(watch), Some(who)) = (watch, who) {
                watch.finish(self.lookout.parameters, &who, &mut self.found);
            }
        }
        for (id, watch) in self.tills.into_iter().enumerate() {
            if let Some(watch) = watch {
                self.lookout.finish_till(id as u32, *watch, &mut self.found);
            }
        }
        self.ways.finish(&self.lookout, &mut self.found);
        self.lookout.conclude(self.found)
    }
}
