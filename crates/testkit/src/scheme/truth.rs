//! What is true of a story and its folder, as tables: participants, transfers, accounts, rows, the
//! scheme's curve. It must not know how any program tries to find it out.

use std::collections::{BTreeMap, BTreeSet};

use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::Serialize;

use super::{
    folder::Folder,
    line::Leg,
    sheet::{RowTruth, Shown},
    story::Story,
    world::{Movement, Purpose},
};

/// Sums of one person's dealings with the scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Sums {
    /// Principal paid in.
    pub paid_in: Fen,
    /// Principal that came back.
    pub returned: Fen,
    /// Interest, rebates, rewards.
    pub interest: Fen,
    /// Commission.
    pub commission: Fen,
}

/// A person in the scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// 姓名.
    pub name: String,
    /// Whether somebody else has it too.
    pub namesake: bool,
    /// In years.
    pub age: i64,
    /// Numbers of accounts used with the scheme.
    pub accounts: Vec<String>,
    /// Whether the person sells.
    pub salesman: bool,
    /// Everything that happened, cash without a name too.
    pub truth: Sums,
    /// What at least one row of the files shows, with this person's name or number on it.
    pub seen: Sums,
    /// Paid in by rows that name the person in the memo only, on top of `seen`.
    pub in_memo: Fen,
    /// Whether a dealing stands on a page that is missing, so that no row at all shows it.
    pub unprinted: bool,
    /// The first payment in and the last dealing.
    pub days: Option<(Date, Date)>,
    /// Principal that ran on without money moving.
    pub rolled: Fen,
}

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The first row that shows the movement.
    Transfer,
    /// The movement from the other side's statement.
    Twin,
    /// The same line of the same account again, from an overlapping statement.
    Duplicate,
    /// Half of a movement that was taken back.
    Reversed,
    /// No entry.
    Other,
}

impl Fate {
    /// Its name in the truth table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Twin => "twin",
            Self::Duplicate => "duplicate",
            Self::Reversed => "reversed",
            Self::Other => "other",
        }
    }
}

/// A printed row and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedRow<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The sheet's name.
    pub sheet: &'a str,
    /// The 1-based row.
    pub row: usize,
    /// What it is.
    pub truth: RowTruth,
    /// Where it belongs.
    pub fate: Fate,
}

/// A week of the scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Its first day.
    pub from: Date,
    /// Paid in by participants.
    pub paid_in: Fen,
    /// Paid to participants: principal, interest, commission.
    pub paid_out: Fen,
    /// Principal outstanding at its end.
    pub outstanding: Fen,
}

impl Sums {
    /// Adds a movement.
    pub fn add(&mut self, movement: &Movement) {
        match movement.purpose {
            Purpose::PrincipalIn => self.paid_in.0 += movement.amount.0,
            Purpose::Payout {
                principal,
                interest,
            } => {
                self.returned.0 += principal.0;
                self.interest.0 += interest.0;
            }
            Purpose::Commission => self.commission.0 += movement.amount.0,
            _ => {}
        }
    }

    /// What the person is short of; negative for a gain.
    pub fn loss(self) -> Fen {
        Fen(self.paid_in.0 - self.returned.0 - self.interest.0 - self.commission.0)
    }
}

/// All printed rows in the order of the files, each with its fate.
pub fn rows(folder: &Folder) -> Vec<PrintedRow<'_>> {
    let mut lines: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut movements: BTreeSet<usize> = BTreeSet::new();
    let mut rows = Vec::new();
    for file in &folder.files {
        for sheet in &file.sheets {
            for (i, row) in sheet.rows.iter().enumerate() {
                let fate = match row.truth {
                    RowTruth::Other(_) => Fate::Other,
                    RowTruth::Entry {
                        account,
                        movement,
                        leg,
                        ..
                    } => match (lines.insert((account, movement)), leg) {
                        (_, Leg::Wrong | Leg::Back) => Fate::Reversed,
                        (false, Leg::Plain) => Fate::Duplicate,
                        (true, Leg::Plain) if movements.insert(movement) => Fate::Transfer,
                        (true, Leg::Plain) => Fate::Twin,
                    },
                };
                rows.push(PrintedRow {
                    file: &file.name,
                    sheet: &sheet.name,
                    row: i + 1,
                    truth: row.truth,
                    fate,
                });
            }
        }
    }
    rows
}

/// How well the files name the participant of each movement that they show.
fn best_shown(story: &Story, folder: &Folder) -> BTreeMap<usize, Shown> {
    let mut best: BTreeMap<usize, Shown> = BTreeMap::new();
    let shared = story.world.shared_names();
    let known_by_name = |person: Option<usize>| {
        person.is_some_and(|p| !shared.contains(story.world.people[p].name.as_str()))
    };
    for row in rows(folder) {
        let RowTruth::Entry {
            account,
            movement,
            leg: Leg::Plain,
            shown,
        } = row.truth
        else {
            continue;
        };
        // The person's own statement names the person in its head, if it names the scheme's side.
        let own = story.world.accounts[account].person;
        let shown = match shown > Shown::Memo && own == story.world.movements[movement].person {
            true => Shown::Number,
            // A name that two bear tells neither.
            false
                if shown <= Shown::Name
                    && !known_by_name(story.world.movements[movement].person) =>
            {
                Shown::Nothing
            }
            false => shown,
        };
        let known = best.entry(movement).or_insert(shown);
        *known = (*known).max(shown);
    }
    best
}

/// Everybody who dealt with the scheme, in order of first appearance in the cast.
pub fn participants(story: &Story, folder: &Folder) -> Vec<Participant> {
    let shown = best_shown(story, folder);
    let shared = story.world.shared_names();
    let mut people: BTreeMap<usize, Participant> = BTreeMap::new();
    for (place, movement) in story.world.movements.iter().enumerate() {
        let Some(person) = movement.person.filter(|_| !movement.reversed) else {
            continue;
        };
        let one = people.entry(person).or_insert_with(|| {
            let name = story.world.people[person].name.as_str();
            blank(story, person, shared.contains(name))
        });
        one.truth.add(movement);
        let day = movement.at.date();
        one.days = Some(one.days.map_or((day, day), |(first, _)| (first, day)));
        match shown.get(&place) {
            Some(Shown::Number | Shown::Masked | Shown::Name) => one.seen.add(movement),
            Some(Shown::Memo) => one.in_memo.0 += movement.amount.0,
            Some(Shown::Nothing) => {}
            None => one.unprinted = true,
        }
        let own = [movement.payer, movement.payee]
            .into_iter()
            .filter(|account| story.world.accounts[*account].person == Some(person));
        for account in own {
            let number = &story.world.accounts[account].number;
            if !one.accounts.contains(number) {
                one.accounts.push(number.clone());
            }
        }
    }
    people.into_values().collect()
}

fn blank(story: &Story, person: usize, namesake: bool) -> Participant {
    let one = &story.world.people[person];
    Participant {
        name: one.name.clone(),
        namesake,
        age: one.age,
        accounts: Vec::new(),
        salesman: one.salesman,
        truth: Sums::default(),
        seen: Sums::default(),
        in_memo: Fen::ZERO,
        unprinted: false,
        days: None,
        rolled: one.rolled,
    }
}

impl Participant {
    /// Whether the files show everything this person did, by name or number.
    pub fn complete(&self) -> bool {
        self.truth == self.seen
    }
}

/// The scheme week by week.
pub fn curve(story: &Story) -> Vec<Week> {
    let mut weeks: Vec<Week> = Vec::new();
    let mut outstanding = 0;
    let mut from = story.course.first;
    while from <= story.course.collapse {
        let to = from.saturating_add(jiff::Span::new().days(7));
        let mut sums = Sums::default();
        let own = story
            .world
            .movements
            .iter()
            .filter(|m| (from..to).contains(&m.at.date()) && m.person.is_some() && !m.reversed);
        own.for_each(|movement| sums.add(movement));
        outstanding += sums.paid_in.0 - sums.returned.0;
        weeks.push(Week {
            from,
            paid_in: sums.paid_in,
            paid_out: Fen(sums.returned.0 + sums.interest.0 + sums.commission.0),
            outstanding: Fen(outstanding),
        });
        from = to;
    }
    weeks
}
