//! Twins where neither side knows the other's number: found by names, moment and memo, and because nothing else fits.
//! Where several rows fit equally well nothing is joined, and they are told as perhaps one transfer seen twice. It must
//! not know how accounts were found.

use std::collections::{BTreeSet, HashMap};

use super::crowd::{MOST_PAIRS, narrow};
use super::edges::Edges;
use super::twin::TwinSearch;

/// Payer's rows and payee's rows of one amount and time that nothing tells apart: some of them may be one transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alike {
    /// Items of payers, in order of time.
    pub outs: Vec<usize>,
    /// Items of payees, in order of time.
    pub ins: Vec<usize>,
    /// Rows of one amount and day, too many to compare each with each.
    pub crowded: bool,
}

impl Alike {
    /// The places of all items.
    pub fn items(&self) -> impl Iterator<Item = usize> {
        self.outs.iter().chain(&self.ins).copied()
    }
}

/// What two rows must have in common; tried one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tie {
    /// Both print the other's name; else one of them prints nobody.
    both: bool,
    /// Both print a time, and these are minutes apart.
    minutes: bool,
    /// The payee's bank may have booked on the day after.
    next_day: bool,
    /// The one that names the other knows its number.
    sure: bool,
    /// Enough to join two rows that fit no other; else they are only told.
    joins: bool,
}

const TIES: [Tie; 8] = [
    tie(true, true, true, true),
    tie(true, false, false, true),
    tie(true, false, true, true),
    tie(false, true, true, true),
    tie(false, false, false, true),
    Tie {
        sure: true,
        ..tie(false, false, true, true)
    },
    TOLD,
    LAST,
];

/// What is sent in the evening, and booked in the morning without a name, may be anything.
const TOLD: Tie = tie(false, false, true, false);
/// Two rows that both name nobody may be one at most, and are told where they are booked together.
const LAST: Tie = tie(false, false, false, false);

const fn tie(both: bool, minutes: bool, next_day: bool, joins: bool) -> Tie {
    Tie {
        both,
        minutes,
        next_day,
        sure: false,
        joins,
    }
}

/// Minutes between two bookings of one transfer.
const NEAR_SECONDS: i64 = 300;
/// Signs of a memo that tell one payment from another.
const TELLING_SIGNS: usize = 2;

/// The search among rows that are not joined yet.
pub(super) struct NameTwins<'s, 'a> {
    search: &'s TwinSearch<'a>,
    /// Open rows that know no number of the other side, or one whose row may print nobody.
    candidates: Vec<usize>,
    /// Rows that several others fit: no weaker tie may join them.
    undecided: BTreeSet<usize>,
    alike: Vec<Alike>,
}

impl<'s, 'a> NameTwins<'s, 'a> {
    /// Joins what can be joined in `twins`, and answers what stays undecided.
    pub fn join(search: &'s TwinSearch<'a>, twins: &mut [Option<u32>]) -> Vec<Alike> {
        let waits = |at: &usize| {
            search.items[*at].open && twins[*at].is_none() && search.may_have_twin(*at)
        };
        let candidates: Vec<usize> = (0..search.items.len()).filter(waits).collect();
        let owners: BTreeSet<u32> = candidates
            .iter()
            .map(|at| search.items[*at].holding)
            .collect();
        // A transfer has two sides: rows of one account only have no twins among them.
        if owners.len() < 2 {
            return Vec::new();
        }
        let mut names = Self {
            search,
            candidates,
            undecided: BTreeSet::new(),
            alike: Vec::new(),
        };
        for tie in TIES {
            names.by(tie, twins);
        }
        names.alike
    }

    fn by(&mut self, tie: Tie, twins: &mut [Option<u32>]) {
        let (outs, ins) = self.waiting(twins);
        let mut days: Vec<(i64, i32)> = outs.keys().copied().collect();
        days.sort_unstable();
        let (mut edges, mut crowds) = (Edges::default(), Vec::new());
        for (amount, day) in days {
            let of = |book: &HashMap<(i64, i32), Vec<usize>>, day| {
                book.get(&(amount, day)).cloned().unwrap_or_default()
            };
            let outs = of(&outs, day);
            let mut near = of(&ins, day);
            if tie.next_day {
                near.extend(of(&ins, day + 1));
            }
            for (out, into) in self.pairs(outs, near, &mut crowds) {
                if self.fit(out, into, tie) {
                    edges.add(out, into);
                }
            }
        }
        for mut group in edges.groups() {
            let in_time = |at: &usize| (self.search.items[*at].at, *at);
            group.outs.sort_by_key(in_time);
            group.ins.sort_by_key(in_time);
            match tie.joins {
                true => self.settle(&group, &edges, twins),
                false => self.tell(group),
            }
        }
        if tie == LAST {
            for crowd in crowds {
                self.tell_rest(&crowd, twins);
            }
        }
    }

    /// The pairs to look at among rows of one amount and day; where they are too many, those that names tell, and the
    /// rest as a crowd.
    fn pairs(
        &self,
        outs: Vec<usize>,
        ins: Vec<usize>,
        crowds: &mut Vec<Alike>,
    ) -> Vec<(usize, usize)> {
        if outs.len() * ins.len() <= MOST_PAIRS {
            let with = |out: usize| ins.iter().map(move |into| (out, *into));
            return outs.into_iter().flat_map(with).collect();
        }
        let narrowed = narrow(self.search, &outs, &ins);
        crowds.extend(narrowed.crowds.into_iter().map(|(outs, ins)| Alike {
            outs,
            ins,
            crowded: true,
        }));
        narrowed.pairs
    }

    /// The candidates that still wait, by amount and day.
    fn waiting(&self, twins: &[Option<u32>]) -> (Book, Book) {
        let (mut outs, mut ins) = (Book::new(), Book::new());
        for at in &self.candidates {
            if twins[*at].is_none() && !self.undecided.contains(at) {
                let item = &self.search.items[*at];
                let book = if item.into { &mut ins } else { &mut outs };
                book.entry((item.amount, item.day())).or_default().push(*at);
            }
        }
        (outs, ins)
    }

    fn fit(&self, out: usize, into: usize, tie: Tie) -> bool {
        let search = self.search;
        let (payer, payee) = (&search.items[out], &search.items[into]);
        let owner = |at: usize| search.owners[search.items[at].holding as usize];
        let apart = payee.at.0 - payer.at.0;
        let (timed, days) = (payer.timed && payee.timed, payee.day() - payer.day());
        let timely = match (tie.minutes, tie.next_day) {
            (true, _) => timed && apart.abs() <= NEAR_SECONDS,
            // Times that are printed and do not meet speak against a row that names nobody.
            (false, false) if tie == LAST && timed => apart.abs() <= NEAR_SECONDS,
            (false, false) => days == 0 && (tie.both || !timed),
            // Nothing arrives before it was sent.
            (false, true) if tie.sure => days == 1 || days == 0 && !timed,
            (false, true) => (0..=1).contains(&days),
        };
        let says = |at: usize, other: usize| search.says(at, owner(other));
        // Where rows are missing, the one that names the other may be among them.
        let nameless = |at: usize| {
            let broken = search.broken[search.items[at].holding as usize];
            !tie.both && (tie.minutes || !tie.joins || !broken)
        };
        let sure = |at: usize| !tie.sure || search.is_sure(at);
        timely
            && owner(out) != owner(into)
            && match (says(out, into), says(into, out)) {
                (Says::Name, Says::Name) => tie.both,
                (Says::Name, Says::Nobody) => tie != LAST && sure(out) && nameless(into),
                (Says::Nobody, Says::Name) => tie != LAST && sure(into) && nameless(out),
                (Says::Nobody, Says::Nobody) => tie == LAST,
                _ => false,
            }
    }

    /// Joins a group of rows that fit each other where every way of joining gives the same transfers, else by memos
    /// that only two of them share; what is left is undecided.
    fn settle(&mut self, group: &Alike, edges: &Edges, twins: &mut [Option<u32>]) {
        if self.is_one_answer(group, edges) {
            for (out, into) in group.outs.iter().zip(&group.ins) {
                pair(twins, *out, *into);
            }
            return;
        }
        for (out, into) in self.by_memo(group, edges) {
            pair(twins, out, into);
        }
        self.tell_rest(group, twins);
    }

    /// Tells what is left of a group, if both sides are.
    fn tell_rest(&mut self, group: &Alike, twins: &[Option<u32>]) {
        let waits = |at: &usize| twins[*at].is_none() && !self.undecided.contains(at);
        let left = |rows: &[usize]| rows.iter().copied().filter(waits).collect::<Vec<_>>();
        let rest = Alike {
            outs: left(&group.outs),
            ins: left(&group.ins),
            crowded: group.crowded,
        };
        if !rest.outs.is_empty() && !rest.ins.is_empty() {
            self.tell(rest);
        }
    }

    fn tell(&mut self, group: Alike) {
        self.undecided.extend(group.items());
        self.alike.push(group);
    }

    /// All fit all, and those of whom there are more are rows of one account: whichever of them is left over, the same
    /// accounts have paid the same sums.
    fn is_one_answer(&self, group: &Alike, edges: &Edges) -> bool {
        let (outs, ins) = (group.outs.len(), group.ins.len());
        let one_owner = |rows: &[usize]| {
            let owner = |at: &usize| self.search.owners[self.search.items[*at].holding as usize];
            rows.iter().all(|at| owner(at) == owner(&rows[0]))
        };
        let all = group
            .outs
            .iter()
            .all(|out| edges.of.get(out).map_or(0, BTreeSet::len) == ins);
        all && (outs <= ins && one_owner(&group.ins) || ins <= outs && one_owner(&group.outs))
    }

    fn by_memo(&self, group: &Alike, edges: &Edges) -> Vec<(usize, usize)> {
        let memo = |at: usize| {
            let memo = &self.search.items[at].of(self.search.statements).memo;
            memo.split_whitespace().collect::<String>()
        };
        let agree = |out: usize, into: usize| {
            let (ours, theirs) = (memo(out), memo(into));
            let telling = ours.chars().count().min(theirs.chars().count()) >= TELLING_SIGNS;
            telling && (ours.contains(&theirs) || theirs.contains(&ours))
        };
        let mut found: Vec<(usize, usize)> = Vec::new();
        for out in &group.outs {
            let fitting = edges.of.get(out).into_iter().flatten();
            found.extend(
                fitting
                    .filter(|into| agree(*out, **into))
                    .map(|into| (*out, *into)),
            );
        }
        let alone = |pair: &&(usize, usize)| {
            found.iter().filter(|other| other.0 == pair.0).count() == 1
                && found.iter().filter(|other| other.1 == pair.1).count() == 1
        };
        found.iter().filter(alone).copied().collect()
    }
}

/// Rows by amount and day, in order of the items.
type Book = HashMap<(i64, i32), Vec<usize>>;

/// What a row says of an account that may be its other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Its name or what a masked number shows of it, and nothing against it.
    Name,
    /// Nothing at all.
    Nobody,
    /// Somebody else, or something else, as cash.
    Other,
}

fn pair(twins: &mut [Option<u32>], out: usize, into: usize) {
    twins[out] = u32::try_from(into).ok();
    twins[into] = u32::try_from(out).ok();
}
