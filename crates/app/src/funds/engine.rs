//! The engine's calls in their order: files → statements → transfers → findings → participants. The
//! same files in the same order give the same result. It must not know the database.

use fangfei_flow::{
    participant::LprTable,
    pattern::{self, Parameters},
    reconcile::{self, Reconciliation},
    transfer::RowRef,
};
use fangfei_intake::statement::{self, Reading};
use fangfei_model::{
    funds_inquiry::AnalysisCounts,
    money::Fen,
    statement::{Party, Statement, TransferList},
};
use sha2::{Digest, Sha256};

use super::{
    finding_view::views,
    people_view::people,
    result::{
        CheckLine, FileOutcome, Findings, Ledger, ListedRow, Overview, Participants, SourceName,
        StatementOutcome,
    },
};
use crate::{Error, Result, kept::hex, subject::masked_accounts_in};

/// A statement file to read.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) bytes: Vec<u8>,
}

/// What an analysis came to.
pub(super) struct Outcome {
    pub(super) overview: Overview,
    pub(super) ledger: Ledger,
    pub(super) findings: Findings,
    pub(super) participants: Participants,
    pub(super) counts: AnalysisCounts,
    pub(super) parameters: String,
}

/// Analyses the files. A file that cannot be read is named with the reason; the others count.
pub(super) fn analyse(sources: &[Source], lpr: &LprTable) -> Result<Outcome> {
    let parameters = Parameters::shipped().map_err(Error::bug)?;
    let mut read = Read::default();
    for source in sources {
        read.take(source);
    }
    // Registers of accounts name holders that the statements beside them do not print.
    statement::name_holders(&mut read.statements, &read.holders);
    let options = reconcile::Options::default();
    let reconciled = reconcile::reconcile_all(&read.statements, &read.lists, &options);
    let names = read.names();
    let outlook = pattern::look(&reconciled.transfers, &parameters);
    let findings = Findings {
        list: views(&reconciled.transfers, &outlook.findings),
        caution: pattern::CAUTION.to_owned(),
    };
    let participants = people(&reconciled, &outlook.findings, lpr)?;
    let ledger = Ledger::of(&reconciled.transfers, names);
    let counts = counts(&read, &reconciled, &findings, &participants);
    Ok(Outcome {
        overview: read.overview(&reconciled, &ledger),
        parameters: digest(&parameters),
        ledger,
        findings,
        participants,
        counts,
    })
}

/// Digest of the parameters of all patterns.
fn digest(parameters: &Parameters) -> String {
    let mut digest = Sha256::new();
    for (id, title, version, ground) in parameters.sheets() {
        digest.update(format!("{id} {title} v{version} {ground}\n"));
    }
    hex(&digest.finalize())
}

fn counts(
    read: &Read,
    reconciled: &Reconciliation,
    findings: &Findings,
    participants: &Participants,
) -> AnalysisCounts {
    let people = &participants.list;
    let sum = |of: fn(&super::Participant) -> Fen| -> Fen {
        Fen(people
            .iter()
            .fold(0_i64, |sum, person| sum.saturating_add(of(person).0)))
    };
    let breaks = |check: &&reconcile::Check| check.kind == reconcile::CheckKind::BalanceBreak;
    AnalysisCounts {
        files: read.files.len() as u64,
        statements: (read.statements.len() + read.lists.len()) as u64,
        rows: reconciled.counts.rows,
        transfer_rows: reconciled.counts.transfers,
        twin_rows: reconciled.counts.twins,
        listed_rows: reconciled.counts.exceptions,
        breaks: reconciled.checks.iter().filter(breaks).count() as u64,
        findings: findings.list.len() as u64,
        participants: people.len() as u64,
        paid_in: sum(|p| p.paid_in),
        returned: sum(|p| p.returned),
        received: sum(super::Participant::received),
    }
}

/// All files read.
#[derive(Default)]
struct Read {
    files: Vec<FileOutcome>,
    statements: Vec<Statement>,
    lists: Vec<TransferList>,
    /// Numbers with their holders, from registers of accounts.
    holders: Vec<Party>,
    refused: Vec<ListedRow>,
}

impl Read {
    fn take(&mut self, source: &Source) {
        let mut outcome = FileOutcome {
            file: masked_accounts_in(&source.name),
            sha256: source.sha256.clone(),
            ..FileOutcome::default()
        };
        match statement::read(&source.bytes, &source.name, &statement::Options::default()) {
            Ok(reading) => self.take_reading(reading, &mut outcome),
            Err(error) => outcome.problem = Some(masked_accounts_in(&error.to_string())),
        }
        self.files.push(outcome);
    }

    fn take_reading(&mut self, reading: Reading, outcome: &mut FileOutcome) {
        let found = reading.statements.len() + reading.lists.len();
        outcome.statements = found as u64;
        let booked = reading.statements.iter().any(|s| !s.entries.is_empty())
            || reading.lists.iter().any(|l| !l.transfers.is_empty());
        let words: Vec<String> = reading
            .refusals
            .iter()
            .map(|refusal| masked_accounts_in(&refusal.to_string()))
            .collect();
        if !booked {
            outcome.problem = Some(match words.is_empty() {
                true => "文件里没有找到交易；请确认上传的是银行流水，表头下面有内容".to_owned(),
                false => words.join("；"),
            });
        } else {
            for (refusal, words) in reading.refusals.iter().zip(words) {
                self.refused.push(ListedRow {
                    place: masked_accounts_in(&refusal.file),
                    kind: "没有读取的表".to_owned(),
                    reason: words,
                    doubtful: refusal.is_statement,
                });
            }
        }
        self.statements.extend(reading.statements);
        self.lists.extend(reading.lists);
        self.holders.extend(reading.holders);
    }

    /// The statements and after them the lists, as rows refer to them.
    fn names(&self) -> Vec<SourceName> {
        let name = |file: &str, sheet: Option<&str>| SourceName {
            file: masked_accounts_in(file),
            sheet: sheet.map(masked_accounts_in),
        };
        let statements = self
            .statements
            .iter()
            .map(|s| name(&s.file, s.sheet.as_deref()));
        let lists = self.lists.iter().map(|l| name(&l.file, l.sheet.as_deref()));
        statements.chain(lists).collect()
    }

    fn overview(self, reconciled: &Reconciliation, ledger: &Ledger) -> Overview {
        let outcomes = self.statements.iter().zip(0..).map(|(statement, at)| {
            let breaks = reconciled.checks.iter().filter(|check| {
                check.statement == Some(at) && check.kind == reconcile::CheckKind::BalanceBreak
            });
            outcome(statement, breaks.count() as u64)
        });
        let mut listed = self.refused.clone();
        listed.extend(reconciled.exceptions.iter().map(|e| listed_row(e, ledger)));
        Overview {
            statements: outcomes.collect(),
            checks: reconciled
                .checks
                .iter()
                .map(|check| check_line(check, ledger))
                .collect(),
            listed,
            files: self.files,
        }
    }
}

fn outcome(statement: &Statement, breaks: u64) -> StatementOutcome {
    let days = || statement.entries.iter().map(|e| e.booked.at.date());
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let sum = |incoming: bool| {
        let entries = statement
            .entries
            .iter()
            .filter(|e| (e.direction == fangfei_model::statement::Direction::In) == incoming);
        Fen(entries.fold(0_i64, |sum, entry| sum.saturating_add(entry.amount.0)))
    };
    StatementOutcome {
        file: masked_accounts_in(&statement.file),
        sheet: text(&statement.sheet),
        holder: text(&statement.account.name),
        number: text(&statement.account.account),
        bank: text(&statement.account.bank),
        currency: statement.currency.to_string(),
        period: days().min().zip(days().max()),
        entries: statement.entries.len() as u64,
        total_in: sum(true),
        total_out: sum(false),
        breaks,
    }
}

fn listed_row(exception: &reconcile::Exception, ledger: &Ledger) -> ListedRow {
    use reconcile::ExceptionKind as Kind;
    let other = exception
        .other
        .map(|row| format!("（{}）", ledger.place(row)))
        .unwrap_or_default();
    ListedRow {
        place: ledger.place(exception.row),
        kind: exception.kind.title().to_owned(),
        reason: masked_accounts_in(&format!("{}{other}", exception.reason)),
        doubtful: matches!(exception.kind, Kind::Unreadable | Kind::ForeignCurrency),
    }
}

fn check_line(check: &reconcile::Check, ledger: &Ledger) -> CheckLine {
    let place = match (check.statement, check.row) {
        (Some(statement), Some(row)) => ledger.place(RowRef { statement, row }),
        (Some(statement), None) => ledger.source(statement),
        (None, _) => String::new(),
    };
    CheckLine {
        place,
        kind: check.kind.title().to_owned(),
        expected: check.expected,
        printed: check.printed,
        reason: masked_accounts_in(&check.reason),
    }
}
