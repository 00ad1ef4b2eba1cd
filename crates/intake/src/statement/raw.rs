//! One row of a table of transactions as its cells say it, before it is known which way money went.
//! It must not know other rows.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Direction, Party, RowKind};
use jiff::civil::Date;

use super::account::{is_nothing, name, number, parted};
use super::layout::{Layout, MoneyColumn, PartyColumns};
use super::mark::{Mark, mark};
use super::moment::{Moment, clock, moment};
use super::owners::{Owner, Owners, by_user, is_ditto};
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
    /// What a merchant gave back of an order.
    pub refund: Option<Sum>,
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
        let date_cell = self.date_cell(row);
        let printed = self
            .at(row, date_cell, owners.day)
            .or_else(|| self.same_day(row, date_cell, owners.day));
        let carried = || self.day_above(row, date_cell, owners.day);
        let is_carried = printed.is_none();
        let Some(at) = printed.or_else(carried) else {
            return self.without_date(row, date_cell);
        };
        let [single, out, into, refund] = match self.amounts(row) {
            Ok(amounts) => amounts,
            Err(problem) => return Row::Other(RowKind::Unreadable, problem),
        };
        let sums = [single, out, into, refund];
        if sums.iter().all(Option::is_none) {
            return Row::Other(RowKind::Unreadable, "有日期，没有金额".to_owned());
        }
        if sums.iter().flatten().all(|s| s.fen == Fen::ZERO) {
            return Row::Other(RowKind::NotBooked, "金额为零".to_owned());
        }
        if let Some(state) = self.not_moved(row, refund, owners) {
            if layout.is_bill {
                owners.unbooked.extend(self.reference(row));
            }
            let reason = format!("交易状态是“{state}”，没有资金往来");
            return Row::Other(RowKind::NotBooked, reason);
        }
        let balance = match layout.balance.map(|c| money(row, c)).transpose() {
            Ok(balance) => balance.flatten().map(|sum| self.balance_of(row, sum)),
            Err(problem) => return Row::Other(RowKind::Unreadable, problem),
        };
        owners.day = Some(at.date);
        owners.carried += u32::from(is_carried);
        let mark = self.mark(row);
        let sides = self.sides(row);
        Row::Entry(Box::new(Raw {
            row: row.number,
            at,
            single,
            out,
            into,
            refund,
            counter: self.counter(row, &mark, owners),
            owner: {
                let owner = self.owner(row, &mark, sides.as_deref(), owners);
                owners.place(owner)
            },
            mark,
            balance,
            sides,
            memo: self.memo(row),
            channel: joined(row, &layout.channels).or(layout.all_are.map(Into::into)),
            reference: self.reference(row),
        }))
    }

    /// A balance with the side that a column of its own prints.
    fn balance_of(&self, row: &SheetRow, sum: Sum) -> Fen {
        let column = self.layout.balance_mark;
        let printed = column.map(|c| mark(&row.cell(c).shown()));
        let side = match printed {
            Some(Mark::Way(way)) => Some(way),
            _ => sum.side,
        };
        signed_balance(Sum { side, ..sum })
    }

    fn reference(&self, row: &SheetRow) -> Option<Box<str>> {
        let mut numbers = self
            .layout
            .references
            .iter()
            .filter_map(|c| number(row.cell(*c)));
        // A kind of voucher is no number of one.
        numbers.find(|r| r.len() > 1 && r.bytes().any(|b| b.is_ascii_digit()))
    }

    /// The state that says that a row moved no money; a refund has a state of its own.
    fn not_moved(
        &self,
        row: &SheetRow,
        refund: Option<Sum>,
        owners: &mut Owners,
    ) -> Option<String> {
        let funds = self.layout.funds.map(|c| row.cell(c).shown());
        if let Some(state) = funds.filter(|state| !state.trim().is_empty()) {
            let moved = Question::Funds.answer(&state) != Moved::No;
            return (!moved).then(|| state.into_owned());
        }
        let gives_back = refund.is_some_and(|sum| sum.fen != Fen::ZERO);
        let of_refund = self.layout.refund_status.filter(|_| gives_back);
        let of_refund = of_refund.map(|column| (column, Question::State));
        for (column, question) in self.layout.status.into_iter().chain(of_refund) {
            let state = row.cell(column).shown();
            match owners.state(question, &state) {
                Moved::Yes => (),
                // What a buyer paid is gone, whether the seller has it yet or not.
                Moved::ByBuyer if self.mark(row) == Mark::Way(Direction::Out) => (),
                Moved::No | Moved::ByBuyer => return Some(state.into_owned()),
                Moved::Unknown => {
                    *owners.unknown_states.entry(state.into_owned()).or_default() += 1;
                }
            }
        }
        None
    }

    /// The mark of a row; where it is blank, what became of the money may tell.
    fn mark(&self, row: &SheetRow) -> Mark {
        let Some(column) = self.layout.mark else {
            return Mark::Blank;
        };
        let shown = row.cell(column).shown();
        match shown.trim() {
            "01" if self.layout.mark_codes => return Mark::Way(Direction::In),
            "02" if self.layout.mark_codes => return Mark::Way(Direction::Out),
            _ => {}
        }
        let found = mark(&shown);
        if found != Mark::Blank {
            return found;
        }
        let funds = self.layout.funds.map(|c| squeeze(&row.cell(c).shown()));
        match funds.as_deref() {
            Some("已支出") => Mark::Way(Direction::Out),
            Some("已收入") => Mark::Way(Direction::In),
            Some("资金转移") => Mark::Neutral,
            _ if self.layout.is_bill => Mark::Neutral,
            _ => Mark::Blank,
        }
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

    /// The day of the transaction; where it is blank, that of the booking beside it.
    fn date_cell<'r>(&'r self, row: &'r SheetRow) -> &'r Cell {
        let cell = self.cell(row, self.layout.date);
        match self.layout.booked.filter(|_| cell.is_empty()) {
            Some(booked) => row.cell(booked),
            None => cell,
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

    /// The day that a row prints; nothing where its cell is empty.
    ///
    /// # Errors
    /// Where the cell holds what is no day.
    pub fn day(&self, row: &SheetRow, before: Option<Date>) -> Result<Option<Date>, ()> {
        let cell = self.date_cell(row);
        match self.at(row, cell, before) {
            Some(at) => Ok(Some(at.date)),
            None if cell.is_empty() => Ok(None),
            None => Err(()),
        }
    }

    /// The moment of a row of a table that prints each day once, in the day's first row, or a mark that repeats it.
    fn day_above(&self, row: &SheetRow, date_cell: &Cell, day: Option<Date>) -> Option<Moment> {
        let repeats = is_ditto(date_cell) || self.layout.day_once && date_cell.is_empty();
        let balanced = self
            .layout
            .balance
            .is_none_or(|c| !row.cell(c.column).is_empty());
        let date = day.filter(|_| repeats && balanced && self.speaks_of_money(row))?;
        let time = self.layout.time.and_then(|c| clock(row.cell(c)));
        Some(Moment { date, time })
    }

    /// A row whose date cell holds no date: a line around the table, unless it speaks of money.
    fn without_date(&self, row: &SheetRow, date_cell: &Cell) -> Row {
        let shown = date_cell.shown();
        if !self.speaks_of_money(row) || row.filled().count() < 3 {
            Row::Line
        } else if date_cell.is_empty() {
            Row::Other(RowKind::Unreadable, "有金额，没有日期".to_owned())
        } else {
            Row::Other(RowKind::Unreadable, format!("日期“{shown}”读不出来"))
        }
    }

    /// Whether one of the columns of money holds something like an amount.
    pub fn speaks_of_money(&self, row: &SheetRow) -> bool {
        let layout = self.layout;
        let columns = [layout.amount, layout.out, layout.into, layout.refund];
        columns.iter().flatten().any(|c| {
            let cell = row.cell(c.column);
            let begins_a_number = |c: char| c.is_ascii_digit() || "+-¥￥(（*".contains(c);
            matches!(cell, Cell::Number(_))
                || fold(&cell.shown()).starts_with(begins_a_number)
                    && cell.shown().chars().any(char::is_numeric)
        })
    }

    /// The single amount, what went out, what came in, what a merchant gave back.
    fn amounts(&self, row: &SheetRow) -> Result<[Option<Sum>; 4], String> {
        let read = |column: Option<MoneyColumn>| column.map_or(Ok(None), |c| money(row, c));
        Ok([
            read(self.layout.amount)?,
            read(self.layout.out)?,
            read(self.layout.into)?,
            read(self.layout.refund)?,
        ])
    }

    /// The counterparty; of two numbers the first that is printed. Where only the bank of a payee is printed, it is the
    /// other side's where money went out.
    fn counter(&self, row: &SheetRow, mark: &Mark, owners: &mut Owners) -> Party {
        let mut columns = self.layout.counter;
        let bank_of = |side: PartyColumns| side.bank.filter(|_| !side.any());
        columns.bank = columns.bank.or_else(|| match mark {
            Mark::Way(Direction::In) => bank_of(self.layout.payer),
            _ => bank_of(self.layout.payee),
        });
        let party = self.party(row, columns);
        if let Some(second) = columns.second.filter(|_| columns.paired) {
            owners.pair(&party.account, number(row.cell(second)));
        }
        party
    }

    /// The row's own account. Where a payment firm names payer and payee and says which way money went, it is the payer
    /// of what went out and the payee of what came in.
    fn owner(
        &self,
        row: &SheetRow,
        mark: &Mark,
        sides: Option<&(Party, Party)>,
        owners: &mut Owners,
    ) -> Owner {
        let currency = self
            .layout
            .currency
            .map(|c| row.cell(c).shown())
            .filter(|text| !text.is_empty())
            .map(|text| super::fact::currency(&text));
        if !self.layout.own.any() {
            let own = match (mark, sides.filter(|_| self.layout.own_by_mark)) {
                (Mark::Way(Direction::Out), Some((payer, _))) => payer.clone(),
                (Mark::Way(Direction::In), Some((_, payee))) => payee.clone(),
                _ => Party::default(),
            };
            return (own, currency);
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
            name: [columns.name, columns.shop]
                .into_iter()
                .flatten()
                .find_map(|c| name(&row.cell(c).shown())),
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
            by_user(party)
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
        if cell.is_empty() || is_nothing(text) {
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
