//! One row of a table of transactions as its cells say it, before it is known which way money went.
//! It must not know other rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fangfei_model::money::Fen;
use fangfei_model::statement::{Direction, Party, RowKind};
use jiff::civil::Date;

use super::account::{name, number, parted};
use super::layout::{Layout, MoneyColumn, PartyColumns};
use super::mark::{Mark, mark};
use super::moment::{Moment, clock, moment};
use super::short_day::{Years, short_moment};
use super::split_date::SplitDate;
use super::status::{Moved, Question};
use super::sum::{Sum, sum};
use crate::table::{Cell, Sheet, SheetRow, column_letters};
use crate::value::{fold, squeeze};

/// A row read.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    pub row: u32,
    pub at: Moment,
    pub single: Option<Sum>,
    pub out: Option<Sum>,
    pub into: Option<Sum>,
    pub mark: Mark,
    pub balance: Option<Fen>,
    /// The place of the row's own account among those of the block.
    pub owner: usize,
    pub counter: Party,
    pub sides: Option<Box<(Party, Party)>>,
    pub memo: Box<str>,
    pub channel: Option<Box<str>>,
    pub reference: Option<Box<str>>,
}

/// What a row turned out to be.
pub(super) enum Row {
    Entry(Box<Raw>),
    /// No entry, and why.
    Other(RowKind, String),
    /// Nothing that an entry has: a line above, below or between tables.
    Line,
}

/// An account named in a table's own columns, with its currency.
pub(super) type Owner = (Party, Option<Box<str>>);

/// Two numbers of one account, as printed side by side.
pub(super) type NumberPair = (Box<str>, Box<str>);

/// The accounts of a block, each once.
#[derive(Debug, Default)]
pub(super) struct Owners {
    list: Vec<Owner>,
    places: HashMap<Owner, usize>,
    last: Option<usize>,
    /// The day of the row above.
    day: Option<Date>,
    /// Two numbers each that rows print for one account.
    pairs: BTreeSet<NumberPair>,
    /// States whose meaning is not known, with the number of rows.
    pub unknown_states: BTreeMap<String, u32>,
    /// States that were read already: a column holds a few words a million times.
    states: HashMap<String, Moved>,
}

impl Owners {
    /// All, in order of first appearance, and the pairs of numbers that are one account's.
    pub fn into_list(self) -> (Vec<Owner>, BTreeSet<NumberPair>) {
        (self.list, self.pairs)
    }

    /// What a state says of its transaction.
    fn state(&mut self, question: Question, printed: &str) -> Moved {
        if let Some(known) = self.states.get(printed) {
            return *known;
        }
        let found = question.answer(printed);
        self.states.insert(printed.to_owned(), found);
        found
    }

    /// Notes two numbers printed side by side for one account, where both show all their digits.
    fn pair(&mut self, first: &Option<Box<str>>, second: Option<Box<str>>) {
        let full = |number: &str| number.len() >= 8 && number.bytes().all(|b| b.is_ascii_digit());
        if let (Some(first), Some(second)) = (first, second)
            && **first != *second
            && full(first)
            && full(&second)
        {
            self.pairs.insert((first.clone(), second));
        }
    }

    /// The place of the account a row names; a row that names none belongs to the one above.
    fn place(&mut self, owner: Owner) -> usize {
        if owner.0 == Party::default()
            && owner.1.is_none()
            && let Some(last) = self.last
        {
            return last;
        }
        if let Some(last) = self.last
            && self.list[last] == owner
        {
            return last;
        }
        let next = self.list.len();
        let place = *self.places.entry(owner.clone()).or_insert(next);
        if place == next {
            self.list.push(owner);
        }
        self.last = Some(place);
        place
    }
}

/// Reads rows by a layout.
pub(super) struct RowReader<'a> {
    pub sheet: &'a Sheet,
    pub layout: &'a Layout,
    /// What lines around the table say of its days.
    pub years: Years,
}

impl RowReader<'_> {
    /// Reads one row.
    pub fn read(&self, row: &SheetRow, owners: &mut Owners) -> Row {
        let layout = self.layout;
        let date_cell = self.cell(row, layout.date);
        let Some(at) = self
            .at(row, date_cell, owners.day)
            .or_else(|| self.same_day(row, date_cell, owners.day))
        else {
            return self.without_date(row, date_cell);
        };
        let [single, out, into] = match self.amounts(row) {
            Ok(amounts) => amounts,
            Err(problem) => return Row::Other(RowKind::Unreadable, problem),
        };
        if single.is_none() && out.is_none() && into.is_none() {
            return Row::Other(RowKind::Unreadable, "有日期，没有金额".to_owned());
        }
        if [single, out, into]
            .iter()
            .flatten()
            .all(|s| s.fen == Fen::ZERO)
        {
            return Row::Other(RowKind::NotBooked, "金额为零".to_owned());
        }
        if let Some((column, question)) = layout.status {
            let state = row.cell(column).shown();
            match owners.state(question, &state) {
                Moved::Yes => (),
                Moved::No => {
                    return Row::Other(
                        RowKind::NotBooked,
                        format!("交易状态是“{state}”，没有资金往来"),
                    );
                }
                Moved::Unknown => {
                    *owners.unknown_states.entry(state.into_owned()).or_default() += 1
                }
            }
        }
        let balance = match layout.balance.map(|c| money(row, c)).transpose() {
            Ok(balance) => balance.flatten().map(signed_balance),
            Err(problem) => return Row::Other(RowKind::Unreadable, problem),
        };
        owners.day = Some(at.date);
        Row::Entry(Box::new(Raw {
            row: row.number,
            at,
            single,
            out,
            into,
            mark: layout
                .mark
                .map_or(Mark::Blank, |c| mark(&row.cell(c).shown())),
            balance,
            owner: {
                let owner = self.owner(row, owners);
                owners.place(owner)
            },
            counter: self.counter(row, owners),
            sides: self.sides(row),
            memo: self.memo(row),
            channel: joined(row, &layout.channels),
            reference: layout
                .references
                .iter()
                .filter_map(|c| number(row.cell(*c)))
                // A kind of voucher is no number of one.
                .find(|r| r.len() > 1 && r.bytes().any(|b| b.is_ascii_digit())),
        }))
    }

    /// A cell, or the first of the area merged downwards over it.
    fn cell<'r>(&'r self, row: &'r SheetRow, column: usize) -> &'r Cell {
        let own = row.cell(column);
        if !own.is_empty() || self.sheet.merges.is_empty() {
            return own;
        }
        let Ok(at) = u32::try_from(column) else {
            return own;
        };
        match self.sheet.merge_at(row.number - 1, at) {
            Some(m) if m.left == at && m.top + 1 > self.layout.header_rows.1 => {
                self.sheet.merged_cell(row.number - 1, at)
            }
            _ => own,
        }
    }

    fn at(&self, row: &SheetRow, date_cell: &Cell, before: Option<Date>) -> Option<Moment> {
        let found = match self.layout.split_date {
            Some(split) => Moment {
                date: self.split_day(row, split, before)?,
                time: None,
            },
            None => moment(date_cell, self.layout.day_order).or_else(|| {
                let (date, time) = short_moment(date_cell, self.years)?;
                Some(Moment { date, time })
            })?,
        };
        let Some(cell) = self
            .layout
            .time
            .map(|c| row.cell(c))
            .filter(|c| !c.is_empty())
        else {
            return Some(found);
        };
        // A column of whole moments tells more than the accounting day beside it.
        if let Some(whole) = moment(cell, None).filter(|m| m.time.is_some()) {
            return Some(whole);
        }
        Some(Moment {
            date: found.date,
            time: clock(cell).or(found.time),
        })
    }

    /// The day of month and day in columns of their own: what is blank is as in the row above, and after December comes
    /// the next year.
    fn split_day(&self, row: &SheetRow, split: SplitDate, before: Option<Date>) -> Option<Date> {
        let number = |column: usize| {
            let shown = fold(&row.cell(column).shown());
            shown
                .trim_end_matches(['年', '月', '日'])
                .trim()
                .parse::<i16>()
                .ok()
        };
        let blank = |column: usize| row.cell(column).is_empty();
        let part = |column: usize, above: Option<i8>| match blank(column) {
            true => above,
            false => i8::try_from(number(column)?).ok(),
        };
        // A row without either is a line, not one more entry of the day.
        if blank(split.month) && blank(split.day) {
            return None;
        }
        let month = part(split.month, before.map(Date::month))?;
        let day = part(split.day, before.map(Date::day))?;
        let printed = split.year.and_then(number);
        // Rows may run up or down in time, and one may stand a day too late: only the turn of a year changes it.
        let turned = |before: Date| match (before.month(), month) {
            (12, 1) => before.year() + 1,
            (1, 12) => before.year() - 1,
            _ => before.year(),
        };
        match (printed, before) {
            (Some(year), _) => Date::new(year, month, day).ok(),
            (None, Some(before)) => Date::new(turned(before), month, day).ok(),
            (None, None) => match split.said.or(self.years.year) {
                Some(year) => Date::new(year, month, day).ok(),
                None => self.years.day_of(month, day),
            },
        }
    }

    /// The moment of a row that prints its time only: the day stands once, in the row above.
    fn same_day(&self, row: &SheetRow, date_cell: &Cell, day: Option<Date>) -> Option<Moment> {
        let time = clock(row.cell(self.layout.time?))?;
        let date = day.filter(|_| date_cell.is_empty())?;
        Some(Moment {
            date,
            time: Some(time),
        })
    }

    /// A row whose date cell holds no date: a line around the table, unless it speaks of money.
    fn without_date(&self, row: &SheetRow, date_cell: &Cell) -> Row {
        let columns = [self.layout.amount, self.layout.out, self.layout.into];
        let speaks_of_money = columns.iter().flatten().any(|c| {
            let cell = row.cell(c.column);
            let begins_a_number = |c: char| c.is_ascii_digit() || "+-¥￥(（".contains(c);
            matches!(cell, Cell::Number(_))
                || fold(&cell.shown()).starts_with(begins_a_number)
                    && cell.shown().chars().any(char::is_numeric)
        });
        let shown = date_cell.shown();
        if !speaks_of_money || row.filled().count() < 3 {
            Row::Line
        } else if date_cell.is_empty() {
            Row::Other(RowKind::Unreadable, "有金额，没有日期".to_owned())
        } else {
            Row::Other(RowKind::Unreadable, format!("日期“{shown}”读不出来"))
        }
    }

    /// The single amount, what went out, what came in.
    fn amounts(&self, row: &SheetRow) -> Result<[Option<Sum>; 3], String> {
        let read = |column: Option<MoneyColumn>| column.map_or(Ok(None), |c| money(row, c));
        Ok([
            read(self.layout.amount)?,
            read(self.layout.out)?,
            read(self.layout.into)?,
        ])
    }

    /// The counterparty; of two numbers the first that is printed.
    fn counter(&self, row: &SheetRow, owners: &mut Owners) -> Party {
        let columns = self.layout.counter;
        let party = self.party(row, columns);
        if let Some(second) = columns.second.filter(|_| columns.paired) {
            owners.pair(&party.account, number(row.cell(second)));
        }
        party
    }

    fn owner(&self, row: &SheetRow, owners: &mut Owners) -> Owner {
        let currency = self
            .layout
            .currency
            .map(|c| row.cell(c).shown())
            .filter(|text| !text.is_empty())
            .map(|text| super::fact::currency(&text));
        if !self.layout.own.any() {
            return (Party::default(), currency);
        }
        let columns = self.layout.own;
        let second = || columns.second.and_then(|c| number(self.cell(row, c)));
        let first = columns.account.and_then(|c| number(self.cell(row, c)));
        if columns.paired {
            owners.pair(&first, second());
        }
        let party = Party {
            account: first.or_else(second),
            name: columns.name.and_then(|c| name(&self.cell(row, c).shown())),
            bank: columns.bank.and_then(|c| name(&self.cell(row, c).shown())),
        };
        let plain = |text: &Option<Box<str>>| {
            text.as_deref()
                .is_none_or(|t| !t.ends_with([')', '）', ']']))
        };
        let party = match plain(&party.account) && plain(&party.name) {
            true => party,
            false => parted(party),
        };
        (party, currency)
    }

    fn party(&self, row: &SheetRow, columns: PartyColumns) -> Party {
        let of = |column: Option<usize>| column.and_then(|c| number(row.cell(c)));
        parted(Party {
            account: of(columns.account).or_else(|| of(columns.second)),
            name: columns.name.and_then(|c| name(&row.cell(c).shown())),
            bank: columns.bank.and_then(|c| name(&row.cell(c).shown())),
        })
    }

    fn sides(&self, row: &SheetRow) -> Option<Box<(Party, Party)>> {
        let both = self.layout.payer.any() && self.layout.payee.any();
        // In a list that names both sides, 0 is the number of an account and no blank.
        let side = |columns: PartyColumns| {
            let zero = columns.account.filter(|c| row.cell(*c).shown() == "0");
            let mut party = self.party(row, columns);
            party.account = party.account.or(zero.map(|_| "0".into()));
            party
        };
        both.then(|| Box::new((side(self.layout.payer), side(self.layout.payee))))
    }

    fn memo(&self, row: &SheetRow) -> Box<str> {
        let memo = joined(row, &self.layout.memos).unwrap_or_default();
        let flagged = self
            .layout
            .reversal
            .map(|c| squeeze(&row.cell(c).shown()))
            .is_some_and(|flag| is_reversal_flag(&flag));
        if flagged && !memo.contains("冲正") {
            return format!("{memo} 冲正").trim().into();
        }
        memo
    }
}

fn is_reversal_flag(flag: &str) -> bool {
    matches!(flag, "Y" | "y" | "1" | "是" | "红" | "红字")
        || ["冲正", "冲销", "抹账", "撤销", "反交易"]
            .iter()
            .any(|word| flag.contains(word) && !flag.starts_with(['非', '未', '无', '被']))
}

/// Words of several columns, each once, parted by a blank.
fn joined(row: &SheetRow, columns: &[usize]) -> Option<Box<str>> {
    let mut found = String::new();
    for column in columns {
        let cell = row.cell(*column);
        let shown = cell.shown();
        let text = shown.trim();
        if cell.is_empty() || matches!(text, "-" | "/" | "--" | "\\N" | "null" | "无") {
            continue;
        }
        if found.is_empty() {
            found.push_str(text);
        } else if !found.contains(text) {
            found.push(' ');
            found.push_str(text);
        }
    }
    (!found.is_empty()).then(|| found.into_boxed_str())
}

/// A balance printed with its side: 借 is overdrawn.
fn signed_balance(sum: Sum) -> Fen {
    match sum.side {
        Some(Direction::Out) if sum.fen > Fen::ZERO => Fen(-sum.fen.0),
        _ => sum.fen,
    }
}

pub(super) fn money(row: &SheetRow, column: MoneyColumn) -> Result<Option<Sum>, String> {
    sum(row.cell(column.column), column.unit)
        .map_err(|problem| format!("{}列：{problem}", column_letters(column.column)))
}
