//! What statements show of a person, and whose it is: by account number, else by a name that only
//! one person bears. It must not compare figures.

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

/// The person that is looked for, all accounts of it together, and how many others bear the name.
/// `None` when nothing fits, or when only a name was given and several people bear it.
pub fn find(seen: &[Seen], sought: Sought<'_>) -> (Option<Seen>, usize) {
    let is_named = |one: &&Seen| sought.name.is_some() && one.name.as_deref() == sought.name;
    let by_number: Vec<&Seen> = seen
        .iter()
        .filter(|one| {
            one.accounts
                .iter()
                .any(|a| sought.accounts.iter().any(|b| same_number(a, b)))
        })
        .collect();
    let named: Vec<&Seen> = seen.iter().filter(is_named).collect();
    if by_number.is_empty() {
        return match named[..] {
            [one] => (Some(one.clone()), 0),
            _ => (None, named.len()),
        };
    }
    let others = named.iter().filter(|one| !by_number.contains(one)).count();
    (by_number.into_iter().cloned().reduce(together), others)
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

/// Whether two printed numbers may be one: equal digits, or a mask that leaves the same digits at
/// both ends, at least four of them at the end.
fn same_number(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '*')
            .collect()
    };
    let (a, b) = (plain(a), plain(b));
    if !a.contains('*') && !b.contains('*') {
        return !a.is_empty() && a == b;
    }
    let head = |text: &str| text.split('*').next().unwrap_or("").len();
    let tail = |text: &str| text.rsplit('*').next().unwrap_or("").len();
    let (front, back) = (head(&a).min(head(&b)), tail(&a).min(tail(&b)));
    back >= 4
        && front >= 4
        && a[..front] == b[..front]
        && a[a.len() - back..] == b[b.len() - back..]
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
        let paid = |name, accounts: &[&str]| {
            let accounts: Vec<Box<str>> = accounts.iter().map(|a| (*a).into()).collect();
            let (found, others) = find(
                &all,
                Sought {
                    name,
                    accounts: &accounts,
                },
            );
            (found.map(|one| one.figures.paid_in.0), others)
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
    }
}
