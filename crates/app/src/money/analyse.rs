//! What the analysis of statements answers, line by line, for programs. It must not know how patterns
//! are found.

use std::collections::BTreeSet;

use fangfei_flow::participant::{self, LprTable, Participant};
use fangfei_flow::pattern::{Finding, Parameters, find};
use fangfei_flow::reconcile::Continuity;
use fangfei_flow::transfer::{AccountId, HolderKind, RowRef};
use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::Serialize;

use super::read::MoneyReading;
use crate::{Error, Result};

/// One line of the answer.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnalysisLine {
    /// An account.
    Account(AccountLine),
    /// A pattern met.
    Finding(FindingLine),
    /// What a person paid into the scheme and got back.
    Participant(ParticipantLine),
    /// Money into the scheme's accounts that no row says who brought.
    Unattributed {
        /// Its sum, in fen.
        amount_fen: Fen,
        /// The rows.
        rows: Vec<SourceRow>,
    },
    /// A file or table that was not read.
    Refused {
        /// What is wrong, where, what to do.
        reason: String,
    },
    /// The table of the LPR that yields were put beside.
    Lpr {
        /// Its version, source, and whether anybody checked it.
        note: String,
    },
    /// Rows by what became of them.
    Total {
        /// Rows of all files.
        rows: u64,
        /// Transfers.
        transfers: u64,
        /// Rows joined as the other side.
        twins: u64,
        /// Listed exceptions.
        exceptions: u64,
    },
}

/// An account and its flows.
#[derive(Debug, Clone, Serialize)]
pub struct AccountLine {
    /// Its number, or its name where no number is known.
    pub account: String,
    /// Its holder.
    pub name: Option<String>,
    /// Person, body, intermediary, cash or unknown.
    pub holder: HolderKind,
    /// Whether its statements are at hand.
    pub held: bool,
    /// Transfers it took part in.
    pub transfers: u64,
    /// What it received, in fen.
    pub received_fen: Fen,
    /// What it paid, in fen.
    pub paid_fen: Fen,
    /// First and last day of its statements, or of its transfers.
    pub first: Option<Date>,
    /// See `first`.
    pub last: Option<Date>,
    /// Whether its statements prove by their balances that no row is missing.
    pub continuity: Option<Continuity>,
    /// The files of its statements.
    pub files: Vec<String>,
}

/// A pattern met, with its evidence.
#[derive(Debug, Clone, Serialize)]
pub struct FindingLine {
    /// The pattern's id.
    pub pattern: &'static str,
    /// The pattern's Chinese name.
    pub title: &'static str,
    /// How much it weighs beside other findings, from 1 to 99: an order to look in, no probability.
    pub strength: u8,
    /// The accounts.
    pub accounts: Vec<String>,
    /// The rows it rests on.
    pub rows: Vec<SourceRow>,
    /// How many transfers it rests on in all.
    pub transfers: u64,
    /// Their sum, in fen.
    pub amount_fen: Fen,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// In plain words.
    pub reason: String,
    /// The parameters used.
    pub parameters: String,
}

/// One person's account with the scheme.
#[derive(Debug, Clone, Serialize)]
pub struct ParticipantLine {
    /// The account's number, or the name where no number is known.
    pub account: String,
    /// The name.
    pub name: Option<String>,
    /// All accounts of the person.
    pub accounts: Vec<String>,
    /// Principal paid in.
    pub paid_in_fen: Fen,
    /// Principal returned, at least.
    pub returned_fen: Fen,
    /// Principal returned, at most: what is undecided may be principal, too.
    pub returned_most_fen: Fen,
    /// Interest, dividends, rebates and commission.
    pub yield_fen: Fen,
    /// Of these, commission.
    pub commission_fen: Fen,
    /// Net loss; below zero a net gain. Paid in − returned − yield.
    pub net_fen: Fen,
    /// Gains without commission by the year on the principal while it was out, in hundredths of a percent.
    pub annual_yield_bp: Option<i64>,
    /// Four times the one-year LPR on the day of the first payment, in the same unit.
    pub ceiling_bp: Option<i64>,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// Whether nothing is doubtful.
    pub certain: bool,
    /// What is doubtful, in words.
    pub doubts: Vec<&'static str>,
    /// How many transfers; one that both sides' statements show has two rows.
    pub transfers: usize,
    /// The rows behind the figures.
    pub rows: Vec<SourceRow>,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceRow {
    /// The file.
    pub file: String,
    /// The sheet, where the file has sheets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row in it.
    pub row: u32,
}

/// What an office may put in the place of what the program brings.
#[derive(Debug, Clone)]
pub struct AnalysisRules {
    /// Of all patterns.
    pub parameters: Parameters,
    /// One-year LPR by day.
    pub lpr: LprTable,
}

impl AnalysisRules {
    /// Those that come with the program.
    ///
    /// # Errors
    /// Shipped files that cannot be read, which tests exclude.
    pub fn shipped() -> Result<Self> {
        Ok(Self {
            parameters: Parameters::shipped().map_err(Error::bug)?,
            lpr: LprTable::shipped().map_err(Error::bug)?,
        })
    }

    /// Takes the office's file of a pattern in place of the shipped one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn replace_pattern(&mut self, text: &str, file: &str) -> Result<()> {
        self.parameters
            .replace(text)
            .map_err(|error| rule(file, &error))
    }

    /// Takes the office's table of the LPR.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn replace_lpr(&mut self, text: &str, file: &str) -> Result<()> {
        self.lpr = LprTable::read(text).map_err(|error| rule(file, &error))?;
        Ok(())
    }
}

fn rule(file: &str, error: &impl std::fmt::Display) -> Error {
    Error::Rule {
        file: file.to_owned(),
        problem: error.to_string(),
    }
}

/// Looks for the patterns and lists everything.
pub fn analyse(reading: &MoneyReading, rules: &AnalysisRules) -> Vec<AnalysisLine> {
    let transfers = &reading.reconciliation.transfers;
    let mut lines: Vec<AnalysisLine> = reading
        .refused
        .iter()
        .map(|reason| AnalysisLine::Refused {
            reason: reason.clone(),
        })
        .collect();
    lines.extend(
        account_lines(reading)
            .into_iter()
            .map(AnalysisLine::Account),
    );
    let findings = find(transfers, &rules.parameters);
    let participants = participants(reading, &findings, &rules.lpr);
    for finding in findings {
        let rows = rows_of(reading, finding.transfers.iter().copied());
        lines.push(AnalysisLine::Finding(FindingLine {
            pattern: finding.pattern.id(),
            title: finding.pattern.title(),
            strength: finding.strength,
            accounts: finding
                .accounts
                .iter()
                .map(|id| account_key(reading, *id))
                .collect(),
            rows,
            transfers: finding.transfer_count,
            amount_fen: finding.amount,
            first: finding.from.civil().map(|at| at.date()),
            last: finding.until.civil().map(|at| at.date()),
            reason: finding.reason,
            parameters: finding.parameters.to_string(),
        }));
    }
    if !participants.is_empty() {
        lines.extend(participants);
        lines.push(AnalysisLine::Lpr {
            note: rules.lpr.note(),
        });
    }
    let counts = reading.reconciliation.counts;
    lines.push(AnalysisLine::Total {
        rows: counts.rows,
        transfers: counts.transfers,
        twins: counts.twins,
        exceptions: counts.exceptions,
    });
    lines
}

/// The participants of the scheme that the findings point at; nobody when they point at none.
fn participants(reading: &MoneyReading, findings: &[Finding], lpr: &LprTable) -> Vec<AnalysisLine> {
    let found = &reading.reconciliation;
    let lacking = found.holdings.iter().filter(|holding| !holding.is_whole());
    let options = participant::Options {
        incomplete: lacking.map(|holding| holding.account).collect(),
        ..participant::Options::default()
    };
    let all = participant::accounts(&found.transfers, findings, &options);
    let mut lines: Vec<AnalysisLine> = all
        .list
        .iter()
        .map(|one| AnalysisLine::Participant(participant_line(reading, one, lpr)))
        .collect();
    if !all.unattributed.transfers.is_empty() {
        lines.push(AnalysisLine::Unattributed {
            amount_fen: all.unattributed.sum,
            rows: rows_of(reading, all.unattributed.transfers.iter().copied()),
        });
    }
    lines
}

fn participant_line(reading: &MoneyReading, one: &Participant, lpr: &LprTable) -> ParticipantLine {
    let yields = lpr.check(&reading.reconciliation.transfers, one);
    let accounts: Vec<String> = one
        .accounts
        .iter()
        .map(|id| account_key(reading, *id))
        .collect();
    let name = one.name.as_deref().map(str::to_owned);
    ParticipantLine {
        account: accounts
            .first()
            .cloned()
            .or_else(|| name.clone())
            .unwrap_or_default(),
        name,
        accounts,
        paid_in_fen: one.paid_in,
        returned_fen: one.returned_bounds().0,
        returned_most_fen: one.returned_bounds().1,
        yield_fen: one.received(),
        commission_fen: one.commission,
        net_fen: one.net(),
        annual_yield_bp: yields.map(|check| check.annual),
        ceiling_bp: yields.and_then(|check| check.ceiling),
        first: one.first_day(),
        last: one.last_day(),
        certain: one.certain(),
        doubts: one.doubts.iter().map(|doubt| doubt.words()).collect(),
        transfers: one
            .dealings
            .iter()
            .map(|d| d.transfer)
            .collect::<BTreeSet<_>>()
            .len(),
        rows: rows_of(reading, one.dealings.iter().map(|d| d.transfer)),
    }
}

/// The rows behind transfers, of both sides.
fn rows_of(reading: &MoneyReading, transfers: impl Iterator<Item = u32>) -> Vec<SourceRow> {
    let list = &reading.reconciliation.transfers.list;
    transfers
        .filter_map(|at| list.get(at as usize))
        .flat_map(|t| std::iter::once(t.source).chain(t.twin))
        .filter_map(|row| source_row(reading, row))
        .collect()
}

/// What to call an account in files: its number, else its name, else its place.
pub(super) fn account_key(reading: &MoneyReading, id: AccountId) -> String {
    let account = reading.reconciliation.transfers.account(id);
    let known = account.and_then(|a| a.number.as_deref().or(a.name.as_deref()));
    known.map_or_else(|| format!("未知账户{}", id.0), str::to_owned)
}

/// The row behind a reference.
pub(super) fn source_row(reading: &MoneyReading, row: RowRef) -> Option<SourceRow> {
    let (file, sheet) = reading.place(row.statement)?;
    Some(SourceRow {
        file: file.to_owned(),
        sheet: sheet.map(str::to_owned),
        row: row.row,
    })
}

/// Every account with its flows.
pub(super) fn account_lines(reading: &MoneyReading) -> Vec<AccountLine> {
    let found = &reading.reconciliation;
    let mut lines: Vec<AccountLine> = (0..)
        .zip(&found.transfers.accounts)
        .map(|(id, account)| AccountLine {
            account: account_key(reading, AccountId(id)),
            name: account.name.as_deref().map(str::to_owned),
            holder: account.holder,
            held: account.held,
            transfers: 0,
            received_fen: Fen::ZERO,
            paid_fen: Fen::ZERO,
            first: None,
            last: None,
            continuity: None,
            files: Vec::new(),
        })
        .collect();
    for transfer in &found.transfers.list {
        let day = transfer.at.civil().map(|at| at.date());
        for (id, received) in [(transfer.payer, false), (transfer.payee, true)] {
            let Some(line) = lines.get_mut(id.0 as usize) else {
                continue;
            };
            line.transfers += 1;
            let sum = if received {
                &mut line.received_fen
            } else {
                &mut line.paid_fen
            };
            *sum = Fen(sum.0.saturating_add(transfer.amount.0));
            line.first = line.first.or(day);
            line.last = day.or(line.last);
        }
    }
    for holding in &found.holdings {
        let Some(line) = lines.get_mut(holding.account.0 as usize) else {
            continue;
        };
        line.first = holding.first.or(line.first);
        line.last = holding.last.or(line.last);
        line.continuity = Some(holding.continuity);
        let mut files: Vec<String> = holding
            .statements
            .iter()
            .filter_map(|s| reading.place(*s))
            .map(|(file, _)| file.to_owned())
            .collect();
        files.sort();
        files.dedup();
        line.files = files;
    }
    lines
}
