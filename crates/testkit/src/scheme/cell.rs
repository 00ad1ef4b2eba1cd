//! One line of a book as one row of a layout, with the dirt that belongs to a row. It must not know
//! what stands around it.

use fangfei_model::money::Fen;

use super::{
    dirt::Dirt,
    layout::{Amount, Column, DateForm, Figures, Layout, Mask, Reversal},
    line::{Leg, Line},
    print::{amount, day, time},
    sheet::{Cell, Row, RowTruth, Shown},
    world::{Role, World},
};
use crate::demo::draw::Draw;

/// Writes rows.
pub struct Writer<'a> {
    /// What happened.
    pub world: &'a World,
    /// The layout.
    pub layout: &'a Layout,
    /// The dirt.
    pub dirt: Dirt,
    /// Chance.
    pub draw: &'a mut Draw,
}

/// The other side as it is printed.
struct Named {
    number: String,
    name: String,
    bank: String,
    shown: Shown,
}

/// Which side of the sheet a line stands on: what is taken back by a negative stands on the side of
/// what it takes back.
pub fn printed_in(layout: &Layout, line: &Line) -> bool {
    let gained = line.change.0 > 0;
    match (line.leg, layout.reversal, layout.amount) {
        (Leg::Back, Reversal::Negative, Amount::Marked(..) | Amount::Two) => !gained,
        _ => gained,
    }
}

/// An amount as a cell of the layout.
pub fn figure(layout: &Layout, dirt: Dirt, fen: Fen) -> Cell {
    if layout.is_workbook() && layout.figures == Figures::Cell {
        return Cell::Number(fen);
    }
    Cell::Text(amount(layout.figures, dirt, fen))
}

impl Writer<'_> {
    /// The row of a line.
    pub fn entry(&mut self, account: usize, line: &Line, serial: usize) -> Row {
        let memo = self.memo(line);
        let mut other = self.other(line);
        if other.shown == Shown::Nothing && self.named_in(line, &memo) {
            other.shown = Shown::Memo;
        }
        let layout = self.layout;
        let cells = layout.columns.iter().map(|(column, _)| match column {
            Column::Serial => Cell::Text(serial.to_string()),
            Column::OtherNumber => text(&other.number),
            Column::OtherName => text(&other.name),
            Column::OtherBank => text(&other.bank),
            Column::Memo => text(&memo),
            column => self.plain(*column, account, line),
        });
        Row {
            cells: cells.collect(),
            truth: RowTruth::Entry {
                account,
                movement: line.movement,
                leg: line.leg,
                shown: other.shown,
            },
        }
    }

    fn plain(&self, column: Column, account: usize, line: &Line) -> Cell {
        let own = &self.world.accounts[account];
        match column {
            Column::Date | Column::Time | Column::Stamp => self.when(column, line),
            Column::Mark | Column::Amount | Column::Out | Column::In => self.money(column, line),
            Column::Balance => figure(self.layout, self.dirt, line.balance),
            Column::Reference => Cell::Text(reference(line)),
            Column::Channel => text(self.world.movements[line.movement].channel),
            Column::Currency => text(match own.currency {
                "USD" => "美元",
                _ => "人民币",
            }),
            Column::OwnNumber => text(&own.number),
            Column::OwnName => text(&own.holder),
            Column::Status => text("成功"),
            _ => Cell::Empty,
        }
    }

    fn when(&self, column: Column, line: &Line) -> Cell {
        let form = self.layout.date;
        if form == DateForm::Cell && self.layout.is_workbook() && column != Column::Time {
            return Cell::Stamp(line.at, column == Column::Stamp);
        }
        Cell::Text(match column {
            Column::Date => day(form, line.at.date()),
            Column::Time => time(form, line.at),
            _ => format!("{} {}", day(form, line.at.date()), time(form, line.at)),
        })
    }

    fn money(&self, column: Column, line: &Line) -> Cell {
        let is_in = printed_in(self.layout, line);
        let size = if is_in {
            line.change
        } else {
            Fen(-line.change.0)
        };
        match (self.layout.amount, column) {
            (Amount::Marked(word, _), Column::Mark) if is_in => text(word),
            (Amount::Marked(_, word), Column::Mark) => text(word),
            (Amount::Signed(true), Column::Amount) if line.change.0 > 0 => {
                match figure(self.layout, self.dirt, line.change) {
                    Cell::Text(words) => Cell::Text(format!("+{words}")),
                    other => other,
                }
            }
            (Amount::Signed(_), Column::Amount) => figure(self.layout, self.dirt, line.change),
            (_, Column::In) if is_in => figure(self.layout, self.dirt, size),
            (_, Column::Out) if !is_in => figure(self.layout, self.dirt, size),
            (_, Column::Amount) => figure(self.layout, self.dirt, size),
            // Some banks print nothing on the other side, some a zero.
            _ if self.layout.figures == Figures::Grouped => text("0.00"),
            _ => Cell::Empty,
        }
    }

    fn memo(&mut self, line: &Line) -> String {
        let written = &self.world.movements[line.movement].memo;
        let memo = match (line.leg, self.layout.reversal) {
            (Leg::Back, Reversal::Negative) => format!("冲正 {written}"),
            (Leg::Back, Reversal::Opposite) => format!("退汇 {written}"),
            _ => written.clone(),
        };
        if self.dirt.sloppy_text() && memo.chars().count() > 6 && self.draw.chance(15) {
            return memo.chars().take(6).collect();
        }
        memo
    }

    fn other(&mut self, line: &Line) -> Named {
        let other = &self.world.accounts[line.other];
        let mut named = Named {
            number: self.masked(&other.number),
            name: self.spelled(&other.holder),
            bank: other.bank.to_owned(),
            shown: Shown::Number,
        };
        if matches!(other.role, Role::Bank | Role::Cash) {
            return Named {
                number: String::new(),
                name: String::new(),
                bank: String::new(),
                shown: Shown::Nothing,
            };
        }
        if self.dirt.missing_numbers() && self.draw.chance(4) {
            named.number.clear();
        }
        if self.dirt.missing_parties() && self.draw.chance(2) {
            named.number.clear();
            named.name.clear();
            named.bank.clear();
        }
        named.shown = self.shown(&named);
        named
    }

    fn shown(&self, named: &Named) -> Shown {
        let hidden = named.name.contains('*');
        match (
            named.number.is_empty() || !self.layout.has(Column::OtherNumber),
            named.name.is_empty() || hidden,
        ) {
            (false, _) if named.number.contains('*') => Shown::Masked,
            (false, _) => Shown::Number,
            (true, false) => Shown::Name,
            (true, true) => Shown::Nothing,
        }
    }

    fn masked(&self, number: &str) -> String {
        match self.layout.mask {
            Mask::Middle if self.dirt.masks() && number.len() > 10 => {
                format!("{}****{}", &number[..4], &number[number.len() - 4..])
            }
            Mask::Stars if self.dirt.masks() && number.len() > 10 => {
                let hidden = "*".repeat(number.len() - 10);
                format!("{}{hidden}{}", &number[..6], &number[number.len() - 4..])
            }
            Mask::Spaced if self.dirt.sloppy_text() => {
                let digits: Vec<char> = number.chars().collect();
                let groups: Vec<String> =
                    digits.chunks(4).map(|four| four.iter().collect()).collect();
                groups.join(" ")
            }
            _ => number.to_owned(),
        }
    }

    fn spelled(&mut self, name: &str) -> String {
        if self.layout.mask == Mask::Nickname && self.dirt.masks() && name.chars().count() < 5 {
            let hidden = name
                .chars()
                .enumerate()
                .map(|(i, c)| if i == 1 { '*' } else { c });
            return hidden.collect();
        }
        if !self.dirt.sloppy_text() || !self.draw.chance(8) {
            return name.to_owned();
        }
        match self.draw.below(3) {
            0 => format!("{name} "),
            1 if name.chars().count() == 2 => {
                let apart: Vec<String> = name.chars().map(String::from).collect();
                apart.join("　")
            }
            _ => name.replace('（', "(").replace('）', ")"),
        }
    }

    /// Whether the memo says whose money it was.
    fn named_in(&self, line: &Line, memo: &str) -> bool {
        let person = self.world.movements[line.movement].person;
        person.is_some_and(|person| memo.contains(&self.world.people[person].name))
    }
}

/// A number of the transaction that no other line of the bank has.
fn reference(line: &Line) -> String {
    let half = match line.leg {
        Leg::Back => 5,
        _ if line.change.0 > 0 => 3,
        _ => 1,
    };
    format!(
        "{}{:08}{half}",
        day(DateForm::Digits, line.at.date()),
        line.movement
    )
}

fn text(words: &str) -> Cell {
    match words {
        "" => Cell::Empty,
        words => Cell::Text(words.to_owned()),
    }
}
