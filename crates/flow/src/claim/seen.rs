//! What statements show of a person, and whose it is: by account number, else by a name that only
//! one person bears. It must not compare figures.

use std::collections::HashMap;

use fangfei_model::{claim::ClaimFigures, money::Fen};
use serde::{Deserialize, Serialize};

use crate::{
    participant::{Doubt, Participants},
    transfer::Transfers,
};

/// What the statements show of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seen {
    /// Account numbers, masked ones as printed.
    pub accounts: Vec<Box<str>>,
    /// The name, where known.
    pub name: Option<Box<str>>,
    /// The three figures; returned principal is the least it can be.
    pub figures: ClaimFigures,
    /// Of what was received, how much may be returned principal.
    pub undecided: Fen,
    /// Whether there may be dealings that the statements do not show.
    pub may_miss: bool,
    /// Why something is not certain, in words.
    pub doubts: Vec<Box<str>>,
    /// Places of the transfers in [`Transfers::list`]: the rows behind the figures.
    pub transfers: Vec<u32>,
}

/// Whom to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sought<'a> {
    /// The claimant's name.
    pub name: Option<&'a str>,
    /// The claimant's account numbers.
    pub accounts: &'a [Box<str>],
}

/// What the statements show of everybody.
pub fn seen(transfers: &Transfers, participants: &Participants) -> Vec<Seen> {
    let number = |id| transfers.account(id)?.number.clone();
    let one = |p: &crate::participant::Participant| Seen {
        accounts: p.accounts.iter().filter_map(|id| number(*id)).collect(),
        name: p.name.clone(),
        figures: ClaimFigures {
            paid_in: p.paid_in,
            returned: p.returned,
            received: p.received(),
        },
        undecided: p.undecided,
        may_miss: p.doubts.iter().any(|d| !matches!(d, Doubt::Undecided)),
        doubts: p.doubts.iter().map(|d| d.words().into()).collect(),
        transfers: p.dealings.iter().map(|d| d.transfer).collect(),
    };
    participants.list.iter().map(one).collect()
}

/// Everybody whom the statements show, found by number or name without looking through all of them.
#[derive(Debug, Clone, Default)]
pub struct Register {
    list: Vec<Seen>,
    whole: HashMap<String, Vec<u32>>,
    masked: Vec<(String, u32)>,
    named: HashMap<Box<str>, Vec<u32>>,
}

/// Who was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Places in the list that the register was made of; empty when nobody fits, or when only a name
    /// was given and several people bear it.
    pub places: Vec<u32>,
    /// All of them together.
    pub seen: Option<Seen>,
    /// How many others bear the name and were left out.
    pub namesakes: usize,
    /// The names of those who were found, each once.
    pub names: Vec<Box<str>>,
}

impl Register {
    /// The register of these people; their order gives the places.
    pub fn new(list: Vec<Seen>) -> Self {
        let mut register = Self::default();
        for (place, one) in (0..).zip(&list) {
            for number in &one.accounts {
                register.note(digits(number), place);
            }
            if let Some(name) = &one.name {
                register.named.entry(name.clone()).or_default().push(place);
            }
        }
        register.list = list;
        register
    }

    fn note(&mut self, number: String, place: u32) {
        if number.contains('*') {
            self.masked.push((number, place));
        } else if !number.is_empty() {
            self.whole.entry(number).or_default().push(place);
        }
    }

    /// The people in their order.
    pub fn list(&self) -> &[Seen] {
        &self.list
    }

    /// The person that is looked for: by account number, all accounts together, else by a name that
    /// only one person bears.
    pub fn find(&self, sought: Sought<'_>) -> Found {
        let named = sought.name.and_then(|name| self.named.get(name));
        let named = named.map_or(&[][..], Vec::as_slice);
        let mut places: Vec<u32> = sought
            .accounts
            .iter()
            .flat_map(|number| self.of_number(&digits(number)))
            .collect();
        places.sort_unstable();
        places.dedup();
        if places.is_empty() && named.len() == 1 {
            places.extend(named);
        }
        let others = named.iter().filter(|place| !places.contains(place));
        let found = places.iter().filter_map(|place| {
            let one = self.list.get(*place as usize)?;
            one.name.clone()
        });
        let mut names: Vec<Box<str>> = found.collect();
        names.sort_unstable();
        names.dedup();
        Found {
            names,
            namesakes: others.count(),
            seen: places
                .iter()
                .filter_map(|place| self.list.get(*place as usize).cloned())
                .reduce(together),
            places,
        }
    }

    fn of_number(&self, number: &str) -> Vec<u32> {
        let masked = self.masked.iter().filter(|(known, _)| fits(known, number));
        let mut places: Vec<u32> = masked.map(|(_, place)| *place).collect();
        if number.contains('*') {
            let whole = self.whole.iter().filter(|(known, _)| fits(known, number));
            places.extend(whole.flat_map(|(_, places)| places));
        } else if let Some(known) = self.whole.get(number) {
            places.extend(known);
        }
        places
    }
}

fn together(mut a: Seen, b: Seen) -> Seen {
    let sum = |a: &mut Fen, b: Fen| a.0 = a.0.saturating_add(b.0);
    sum(&mut a.figures.paid_in, b.figures.paid_in);
    sum(&mut a.figures.returned, b.figures.returned);
    sum(&mut a.figures.received, b.figures.received);
    sum(&mut a.undecided, b.undecided);
    a.accounts.extend(b.accounts);
    a.may_miss |= b.may_miss;
    a.doubts.extend(b.doubts);
    a.doubts.sort();
    a.doubts.dedup();
    a.transfers.extend(b.transfers);
    a.transfers.sort_unstable();
    a
}

/// A printed number without blanks and hyphens; full-width digits count as digits.
pub(super) fn digits(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        '＊' => Some('*'),
        c => (c.is_ascii_alphanumeric() || c == '*').then_some(c),
    };
    text.chars().filter_map(plain).collect()
}

/// Whether two numbers, one of them masked, may be one: the mask leaves the same digits at both ends,
/// at least four at each.
pub(super) fn fits(a: &str, b: &str) -> bool {
    let head = |text: &str| text.split('*').next().unwrap_or("").len();
    let tail = |text: &str| text.rsplit('*').next().unwrap_or("").len();
    let (front, back) = (head(a).min(head(b)), tail(a).min(tail(b)));
    back >= 4
        && front >= 4
        && a.as_bytes()[..front] == b.as_bytes()[..front]
        && a.as_bytes()[a.len() - back..] == b.as_bytes()[b.len() - back..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(account: &str, name: &str, paid_in: i64) -> Seen {
        Seen {
            accounts: vec![account.into()],
            name: Some(name.into()),
            figures: ClaimFigures {
                paid_in: Fen(paid_in),
                ..ClaimFigures::default()
            },
            ..Seen::default()
        }
    }

    #[test]
    fn numbers_tell_before_names_and_two_of_a_name_tell_nobody() {
        let all = [
            person("6222021234567890", "张一", 1),
            person("6217001234567891", "张一", 2),
            person("6222****7892", "李二", 4),
        ];
        let register = Register::new(all.to_vec());
        let paid = |name, accounts: &[&str]| {
            let accounts: Vec<Box<str>> = accounts.iter().map(|a| (*a).into()).collect();
            let found = register.find(Sought {
                name,
                accounts: &accounts,
            });
            (found.seen.map(|one| one.figures.paid_in.0), found.namesakes)
        };
        assert_eq!(paid(Some("李二"), &[]), (Some(4), 0));
        assert_eq!(paid(Some("张一"), &[]), (None, 2));
        assert_eq!(paid(Some("张一"), &["6222 0212 3456 7890"]), (Some(1), 1));
        assert_eq!(
            paid(Some("张一"), &["6222021234567890", "6217001234567891"]),
            (Some(3), 0)
        );
        assert_eq!(paid(None, &["6222081234567892"]), (Some(4), 0));
        assert_eq!(paid(None, &["7892"]), (None, 0));
        assert_eq!(paid(None, &["６２１７****7891"]), (Some(2), 0));
    }
}
