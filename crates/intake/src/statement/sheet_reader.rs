//! A sheet from top to bottom: lines above a table, its header, its rows, lines below, the next table.
//! Every filled row ends as an entry or a listed other row. It must not know files.

use std::collections::{BTreeMap, HashMap, HashSet};

use fangfei_model::statement::{RowKind, StatedTotals};

use super::before::Before;
use super::block::{Block, Closed};
use super::carried::prints_day_once;
use super::fact::Facts;
use super::furniture::furniture;
use super::guessed::{guess_mapping, sample};
use super::label::begins_with_label;
use super::layout::Layout;
use super::moment::counts_from_1912;
use super::raw::{Row, RowReader, money};
use super::row_words::{
    bank_in, debit_and_credit, header_texts, repeats_sides, single_amount, squeezed, text_of,
    wallet_firm_in,
};
use super::short_day::Years;
use super::whose;
use super::wrapped::add_rest;
use crate::kind::Kind;
use crate::table::{Mapping, Profile, Sheet, SheetRow, Title};
use crate::value::MoneyUnit;

/// What a sheet gave.
pub(super) struct SheetResult {
    pub closed: Vec<Closed>,
    pub mappings: Vec<Mapping>,
    /// Why the sheet is no statement at all.
    pub refusal: Option<String>,
    /// States of transactions whose meaning is not known, with the number of rows that were taken as done.
    pub unknown_states: BTreeMap<String, u32>,
    /// Rows without a day that were given the one above, as the whole table prints each day once.
    pub carried: u32,
}

/// Reads sheets of one file; what one sheet's header says serves the next sheet without one.
pub(super) struct SheetReader<'a> {
    pub kind: &'a Kind,
    pub file: &'a str,
    pub profiles: &'a [Profile],
    pub given: &'a [Mapping],
    names: HashMap<String, &'a str>,
    last: Option<Mapping>,
    /// Where the sheet before ended.
    before: Before,
}

impl<'a> SheetReader<'a> {
    pub fn new(
        kind: &'a Kind,
        file: &'a str,
        profiles: &'a [Profile],
        given: &'a [Mapping],
    ) -> Self {
        let names = kind
            .fields
            .iter()
            .flat_map(|field| {
                std::iter::once(&field.title)
                    .chain(&field.synonyms)
                    .map(|name| (Title::of(name).full, field.id.as_str()))
            })
            .collect();
        Self {
            kind,
            file,
            profiles,
            given,
            names,
            last: None,
            before: Before::default(),
        }
    }

    /// Reads one sheet. `named` is the sheet's name where the file has sheets of its own; `known` what
    /// the names of sheet and file say of the account.
    pub fn read(&mut self, sheet: &Sheet, named: Option<&str>, known: &Facts) -> SheetResult {
        let refused = |why: String, mappings| SheetResult {
            closed: Vec::new(),
            mappings,
            refusal: Some(why),
            unknown_states: BTreeMap::new(),
            carried: 0,
        };
        let mapping = match self.given.iter().find(|m| m.sheet == sheet.name) {
            Some(given) => given.clone(),
            None => self.mapping(&sample(sheet, 0)),
        };
        let layout = match Layout::of(&mapping) {
            Ok(layout) => layout,
            Err(why) => match self.continued(sheet) {
                Some(layout) => layout,
                None => return refused(why, vec![mapping]),
            },
        };
        self.last = Some(mapping.clone());
        let mut pass = Pass {
            reader: self,
            sheet,
            named,
            headers: header_texts(sheet, layout.header_rows),
            layout,
            block: Block {
                facts: known.clone(),
                ..Block::default()
            },
            known,
            closed: Vec::new(),
            mappings: vec![mapping],
            header_seen: false,
            pending: Vec::new(),
            pending_facts: None,
            unknown_states: BTreeMap::new(),
            carried: 0,
        };
        pass.run();
        let (mut closed, mappings) = (pass.closed, pass.mappings);
        let (unknown_states, carried) = (pass.unknown_states, pass.carried);
        self.before.go_on(&mut closed);
        SheetResult {
            closed,
            mappings,
            refusal: None,
            unknown_states,
            carried,
        }
    }

    fn mapping(&self, part: &Sheet) -> Mapping {
        let mut mapping = guess_mapping(part, self.kind);
        for profile in self.profiles {
            if mapping.apply(self.kind, profile) {
                break;
            }
        }
        mapping
    }

    /// The layout of the sheet before, for a sheet that goes on without a header.
    fn continued(&self, sheet: &Sheet) -> Option<Layout> {
        let mut mapping = self.last.clone()?;
        mapping.header_rows = None;
        let layout = Layout::of(&mapping).ok()?;
        let reader = RowReader {
            sheet,
            layout: &layout,
            years: Years::default(),
        };
        let mut owners = super::owners::Owners::default();
        // Page lines and notes are a few cells wide; what is wider must be entries.
        let wide = |row: &&SheetRow| row.filled().count() >= 3 && furniture(row).is_none();
        let looked: Vec<&SheetRow> = sheet.rows.iter().filter(wide).take(100).collect();
        let read = looked
            .iter()
            .filter(|row| matches!(reader.read(row, &mut owners), Row::Entry(_)))
            .count();
        (read * 10 >= looked.len() * 8 && read > 0).then_some(layout)
    }

    /// How many cells of a row without figures are names of columns that stand beside others.
    fn titles(&self, row: &SheetRow) -> usize {
        let words: Vec<_> = row.filled().map(|(_, cell)| cell.shown()).collect();
        let has_figures = |text: &str| {
            text.chars()
                .any(|c| c.is_ascii_digit() || c == ':' || c == '：')
        };
        if words.len() < 5 || words.iter().any(|text| has_figures(text)) {
            return 0;
        }
        let named = words
            .iter()
            .filter(|text| self.names.contains_key(&Title::of(text).full));
        // A line of labels and values has a value beside every label.
        let named = named.count();
        if named * 2 > words.len() { named } else { 0 }
    }

    /// Whether a row heads a table: words only, most of them names of columns, a date and money among them.
    fn heads(&self, row: &SheetRow) -> bool {
        let mut fields = HashSet::new();
        let mut filled = 0;
        for (_, cell) in row.filled() {
            let Some(text) = cell.as_text() else {
                return false;
            };
            if text.len() > 90 || text.chars().filter(char::is_ascii_digit).count() > 3 {
                return false;
            }
            filled += 1;
            if let Some(field) = self.names.get(&Title::of(text).full) {
                fields.insert(*field);
            }
        }
        let money = ["amount", "out", "in", "balance"];
        fields.len() >= 3
            && fields.len() * 2 >= filled
            && (fields.contains("date") || fields.contains("time"))
            && money.iter().any(|m| fields.contains(m))
    }
}

struct Pass<'r, 'a> {
    reader: &'r SheetReader<'a>,
    sheet: &'r Sheet,
    named: Option<&'r str>,
    layout: Layout,
    headers: Vec<Vec<String>>,
    block: Block,
    known: &'r Facts,
    closed: Vec<Closed>,
    mappings: Vec<Mapping>,
    header_seen: bool,
    /// Lines that may belong to the next table.
    pending: Vec<(u32, RowKind, String)>,
    pending_facts: Option<Facts>,
    unknown_states: BTreeMap<String, u32>,
    carried: u32,
}

impl Pass<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(row) = self.sheet.rows.get(at) {
            let (first, last) = self.layout.header_rows;
            if row.number < first {
                self.line_above(row);
            } else if row.number <= last {
                if !self.header_seen {
                    self.settle(at);
                }
                self.header_seen = true;
                self.note(row, RowKind::Heading, "表头");
            } else {
                self.body(row, at);
            }
            at += 1;
        }
        self.flush_pending();
        self.close();
    }

    /// What the lines above a table say of its columns: units, currency, whose they are, whose books.
    fn settle(&mut self, header: usize) {
        let facts = &mut self.block.facts;
        facts.currency = facts
            .currency
            .take()
            .or_else(|| self.layout.currency_said.map(Into::into));
        if facts.unit == Some(MoneyUnit::Fen) {
            self.layout.count_in_fen();
        }
        let body = self.layout.header_rows.1;
        let rows = &self.sheet.rows[header..];
        let below = rows.partition_point(|row| row.number <= body);
        // Years counted from 1912 are printed in Taiwan, where money is that of Taiwan unless said otherwise.
        let first = rows[below..].first().map(|row| row.cell(self.layout.date));
        if facts.currency.is_none() && first.is_some_and(counts_from_1912) {
            facts.currency = Some("TWD".into());
        }
        whose::settle(&mut self.layout, facts, &rows[below..]);
        self.settle_owner();
        self.settle_codes(header + below);
        self.layout.day_once =
            prints_day_once(&self.row_reader(), &self.sheet.rows[header + below..]);
        let facts = &self.block.facts;
        if facts.own_books && debit_and_credit(&self.headers) {
            // In a firm's own books debit is what came in.
            std::mem::swap(&mut self.layout.out, &mut self.layout.into);
        }
    }

    /// Whose the rows are where the head names no account, but payer, payee and the way of the money are printed.
    fn settle_owner(&mut self) {
        let layout = &mut self.layout;
        layout.own_by_mark = !layout.own.any()
            && layout.mark.is_some()
            && layout.payer.any()
            && layout.payee.any()
            && self.block.facts.account.account.is_none();
    }

    /// Asks what the codes of a column of states mean in this table.
    fn settle_codes(&mut self, from: usize) {
        const LOOKED: usize = 300;
        if let Some((column, question)) = self.layout.status {
            let rows = self.sheet.rows[from..].iter().take(LOOKED);
            let codes = rows.map(|row| row.cell(column).shown());
            self.layout.status = Some((column, question.beside(codes)));
        }
        // Only beside 贷 is 借 the side of a balance that is overdrawn: in a firm's own books all are 借.
        let rows = || self.sheet.rows[from..].iter().take(LOOKED);
        self.layout.balance_mark = self.layout.balance_mark.filter(|column| {
            let mut marks = rows().map(|row| row.cell(*column).shown());
            marks.any(|mark| mark.trim() == "贷") && !repeats_sides(&self.layout, *column, rows())
        });
    }

    fn row_reader(&self) -> RowReader<'_> {
        RowReader {
            sheet: self.sheet,
            layout: &self.layout,
            years: self.block.facts.years(),
        }
    }

    fn note(&mut self, row: &SheetRow, kind: RowKind, reason: impl Into<Box<str>>) {
        self.block.other(row.number, kind, reason);
    }

    /// A line above the first table.
    fn line_above(&mut self, row: &SheetRow) {
        if self.reader.titles(row) >= 3 {
            // The head of another table, such as a register of accounts: its words are no labels.
        } else if let Some(facts) = Facts::of(row) {
            self.block.facts.merge(facts);
            self.block.facts.note_title(row);
            if self.block.facts.account.bank.is_none() {
                self.block.facts.account.bank = wallet_firm_in(row).map(Into::into);
            }
        } else if self.block.facts.note_title(row) {
        } else if let Some(bank) = bank_in(row)
            && self.block.facts.account.bank.is_none()
        {
            self.block.facts.account.bank = Some(bank);
        }
        self.note(row, RowKind::Heading, "表前的说明");
    }

    fn body(&mut self, row: &SheetRow, at: usize) {
        if let Some(found) = furniture(row) {
            self.flush_pending();
            return self.furniture(row, found);
        }
        let reader = RowReader {
            sheet: self.sheet,
            layout: &self.layout,
            years: self.block.facts.years(),
        };
        let read = reader.read(row, &mut self.block.owners);
        match read {
            Row::Entry(raw) => {
                if !self.pending.is_empty() {
                    // The owner was noted in the block that may just be closing.
                    self.next_block_if_other();
                    if self.block.is_fresh() {
                        return self.body(row, at);
                    }
                }
                self.block.raws.push(*raw);
            }
            Row::Other(kind, reason) => {
                if kind == RowKind::Unreadable
                    && (begins_with_label(row)
                        || self.repeats_header(row)
                        || self.repeats_in_english(row)
                        || self.reader.heads(row))
                {
                    return self.line(row, at);
                }
                self.flush_pending();
                self.note(row, kind, reason);
            }
            Row::Line if self.goes_on(row) => {
                self.note(row, RowKind::Remark, "上一行写不下的部分，已接上");
            }
            Row::Line => self.line(row, at),
        }
    }

    /// Whether a row is the rest of the row directly above, and was added to it.
    fn goes_on(&mut self, row: &SheetRow) -> bool {
        let above = self.block.raws.last_mut();
        self.pending.is_empty()
            && above
                .is_some_and(|raw| raw.row + 1 == row.number && add_rest(raw, row, &self.layout))
    }

    /// A line between, above or below tables.
    fn line(&mut self, row: &SheetRow, at: usize) {
        if self.repeats_header(row) {
            self.pending
                .push((row.number, RowKind::Heading, "重复的表头".to_owned()));
            return self.next_block_if_other();
        }
        if self.repeats_in_english(row) {
            return self.note(row, RowKind::Heading, "表头（外文）");
        }
        if self.reader.heads(row) {
            return self.other_table(row, at);
        }
        match Facts::of(row) {
            Some(facts) => {
                let merged = self.pending_facts.get_or_insert_with(Facts::default);
                merged.merge(facts);
                self.pending
                    .push((row.number, RowKind::Remark, "表外的说明".to_owned()));
            }
            None => self
                .pending
                .push((row.number, RowKind::Remark, text_of(row))),
        }
    }

    fn repeats_header(&self, row: &SheetRow) -> bool {
        let squeezed = squeezed(row);
        self.headers.contains(&squeezed)
    }

    /// Whether a row says the header above it once more in English: as many titles, none of them Chinese.
    fn repeats_in_english(&self, row: &SheetRow) -> bool {
        let header = self.headers.last().map_or(0, Vec::len);
        let mut words = row.filled().map(|(_, cell)| cell.shown()).peekable();
        self.block.is_fresh()
            && row.number == self.layout.header_rows.1 + 1
            && words.peek().is_some()
            && row.filled().count() >= header.saturating_sub(2).max(3)
            && words.all(|text| text.is_ascii() && text.chars().any(|c| c.is_ascii_alphabetic()))
            && self.headers.iter().flatten().any(|title| !title.is_ascii())
    }

    /// A header with other columns: a new table begins.
    fn other_table(&mut self, row: &SheetRow, at: usize) {
        let mapping = self.reader.mapping(&sample(self.sheet, at));
        match Layout::of(&mapping) {
            Ok(layout) if layout.header_rows.0 == row.number => {
                let other = self
                    .pending_facts
                    .as_ref()
                    .is_some_and(|f| self.block.facts.differs(f));
                let carried = if other || self.pending_facts.is_none() {
                    self.known.clone()
                } else {
                    self.block.facts.clone()
                };
                self.begin(if other { self.known.clone() } else { carried });
                self.headers = header_texts(self.sheet, layout.header_rows);
                self.layout = layout;
                let below = self.sheet.rows[at..]
                    .partition_point(|row| row.number <= self.layout.header_rows.1);
                let rows = &self.sheet.rows[at + below..];
                self.layout.day_once = prints_day_once(&self.row_reader(), rows);
                self.mappings.push(mapping);
                self.note(row, RowKind::Heading, "表头");
            }
            _ => self
                .pending
                .push((row.number, RowKind::Heading, "表头样的一行".to_owned())),
        }
    }

    /// After a header or before an entry: the lines since the last entry belong to the next table when
    /// they name another account.
    fn next_block_if_other(&mut self) {
        let other = self
            .pending_facts
            .as_ref()
            .is_some_and(|f| self.block.facts.differs(f));
        if other && !self.block.is_fresh() {
            self.begin(self.known.clone());
        } else {
            self.flush_pending();
        }
    }

    /// Closes the table and begins one with the lines that were kept for it.
    fn begin(&mut self, facts: Facts) {
        let pending = std::mem::take(&mut self.pending);
        let pending_facts = self.pending_facts.take();
        self.close();
        self.block.facts = facts;
        self.block.facts.merge(pending_facts.unwrap_or_default());
        for (row, kind, reason) in pending {
            let kind = if kind == RowKind::Remark {
                RowKind::Heading
            } else {
                kind
            };
            self.block.other(row, kind, reason);
        }
    }

    fn flush_pending(&mut self) {
        for (row, kind, reason) in std::mem::take(&mut self.pending) {
            self.block.other(row, kind, reason);
        }
        if let Some(facts) = self.pending_facts.take() {
            self.block.facts.merge(facts);
        }
    }

    fn close(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        for (state, rows) in std::mem::take(&mut block.owners.unknown_states) {
            *self.unknown_states.entry(state).or_default() += rows;
        }
        self.carried += std::mem::take(&mut block.owners.carried);
        if !block.raws.is_empty() || !block.others.is_empty() {
            self.closed
                .push(block.close(self.reader.file, self.named, &self.layout));
        }
    }

    fn furniture(&mut self, row: &SheetRow, found: super::furniture::Furniture) {
        let of = |column| match column {
            Some(column) => money(row, column).ok().flatten().map(|s| s.fen),
            None => None,
        };
        let balance = of(self.layout.balance).or_else(|| of(self.layout.amount));
        if let Some(facts) = Facts::of(row) {
            self.block.facts.merge(facts);
        }
        if found.kind == RowKind::Opening
            && self.block.is_fresh()
            && self.block.facts.opening.is_none()
        {
            self.block.facts.opening = balance.or_else(|| single_amount(row));
        } else if found.closes {
            self.block.facts.closing = balance
                .or_else(|| single_amount(row))
                .or(self.block.facts.closing);
        } else if found.is_whole {
            self.block.totals.push(StatedTotals {
                total_in: of(self.layout.into),
                total_out: of(self.layout.out).map(|f| fangfei_model::money::Fen(f.0.abs())),
                ..StatedTotals::default()
            });
        }
        self.note(row, found.kind, text_of(row));
    }
}
