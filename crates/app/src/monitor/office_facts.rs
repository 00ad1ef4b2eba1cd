//! The office's own records as facts of the lake: its files of subjects, what first checks found, and how
//! many tips came in by day and channel. Tips are counts; nothing of who reported leaves the record, and
//! petitions are left out altogether. It must not know indicators.

use std::collections::BTreeMap;

use fangfei_lens::lake::{LoadOptions, Plain, PlainTable, TableReader, TableSpec, shipped};
use fangfei_model::{
    clue::{Channel, CheckConclusion, Clue},
    ctx::Ctx,
    id::SubjectId,
    money::Fen,
    noun::Noun,
    query::{Query, Test},
    subject::Subject,
};
use futures::TryStreamExt;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::engine::{apart, lake};
use crate::{App, Error, Result};

/// Merges one after another that are followed.
const MOST_MERGES: usize = 4;

/// A row: column name and cell.
type Row = Vec<(&'static str, Plain)>;

/// Brings the office's facts up to date. Facts that are in the lake already are not added again.
pub(super) async fn refresh(app: &App, ctx: &Ctx, as_of: Date) -> Result<()> {
    let (subjects, codes) = subjects(app, ctx).await?;
    let (checks, tips) = clues(app, ctx, &codes).await?;
    let lake = lake(app)?;
    apart(move || async move {
        let tables = shipped().map_err(Error::bug)?;
        let facts = [
            ("enterprise", "本系统主体档案", subjects),
            ("inspection", "本系统线索初核", checks),
            ("complaint", "本系统线索登记", tips),
        ];
        for (table, file, rows) in facts {
            let Some(table) = tables.get(table).filter(|_| !rows.is_empty()) else {
                continue;
            };
            let options = LoadOptions {
                file: file.to_owned(),
                sha256: digest(&rows),
                known_on: as_of,
                set: BTreeMap::new(),
            };
            let sheet: Box<dyn TableReader> = Box::new(sheet(table, rows));
            lake.load(table, vec![sheet], &options).await?;
        }
        Ok(())
    })
    .await
}

fn sheet(table: &TableSpec, rows: Vec<Row>) -> PlainTable {
    let place = |name: &str| table.columns.iter().position(|c| c.name == name);
    let line = |(at, row): (u32, Row)| {
        let mut cells = vec![Plain::Empty; table.columns.len()];
        for (name, cell) in row {
            if let Some(slot) = place(name).and_then(|at| cells.get_mut(at)) {
                *slot = cell;
            }
        }
        (at, cells)
    };
    PlainTable::new("", (1..).zip(rows).map(line).collect())
}

fn digest(rows: &[Row]) -> String {
    let mut digest = Sha256::new();
    for row in rows {
        for (name, cell) in row {
            digest.update(name.as_bytes());
            digest.update(cell.shown().as_bytes());
            digest.update([0]);
        }
        digest.update([1]);
    }
    crate::kept::hex(&digest.finalize())
}

/// The files of subjects, and by which code the lake knows each.
async fn subjects(app: &App, ctx: &Ctx) -> Result<(Vec<Row>, BTreeMap<SubjectId, String>)> {
    let query = Query::of(Noun::Subject).by("name", false);
    let mut stream = app.store.read(ctx).stream::<Subject>(&query).await?;
    let (mut rows, mut codes, mut gone) = (Vec::new(), BTreeMap::new(), Vec::new());
    while let Some(stored) = stream.try_next().await? {
        let subject = stored.record;
        match &subject.merged {
            Some(merged) => gone.push((subject.id, merged.into)),
            None => {
                codes.insert(subject.id, code(&subject));
                rows.push(subject_row(&subject));
            }
        }
    }
    // What is known of a merged file counts for the one that goes on, through several merges if need be.
    for _ in 0..MOST_MERGES {
        for (id, into) in &gone {
            if let Some(code) = codes.get(into).cloned() {
                codes.insert(*id, code);
            }
        }
    }
    Ok((rows, codes))
}

/// The credit code, or the file's own id where there is none.
pub(super) fn code(subject: &Subject) -> String {
    match &subject.uscc {
        Some(code) => code.to_string(),
        None => subject.id.to_string(),
    }
}

fn subject_row(subject: &Subject) -> Row {
    let text = |text: &Option<String>| text.clone().map_or(Plain::Empty, Plain::Text);
    let mut row = vec![
        ("name", Plain::Text(subject.name.clone())),
        ("id", Plain::Text(subject.id.to_string())),
        (
            "district",
            Plain::Text(subject.division.as_str().to_owned()),
        ),
        ("address", text(&subject.registered_address)),
        ("business_address", text(&subject.business_address)),
        ("scope", text(&subject.scope_text)),
        ("registration_number", text(&subject.registration_number)),
        (
            "established_on",
            subject.established_on.map_or(Plain::Empty, Plain::Day),
        ),
        (
            "registered_capital",
            subject
                .capital
                .map_or(Plain::Empty, |fen| Plain::Fen(fen.0)),
        ),
    ];
    if let Some(code) = &subject.uscc {
        row.push(("uscc", Plain::Text(code.to_string())));
    }
    if let Some(industry) = &subject.industry {
        row.push(("industry_code", Plain::Text(industry.to_string())));
    }
    if let Some(head) = subject.head() {
        row.push(("legal_representative", Plain::Text(head.name.clone())));
    }
    row
}

/// First checks, and tips by subject, day and channel.
async fn clues(
    app: &App,
    ctx: &Ctx,
    codes: &BTreeMap<SubjectId, String>,
) -> Result<(Vec<Row>, Vec<Row>)> {
    let query = Query::of(Noun::Clue)
        .when("subject", Test::Present)
        .by("registered_at", false);
    let mut stream = app.store.read(ctx).stream::<Clue>(&query).await?;
    let mut checks = Vec::new();
    let mut tips: BTreeMap<(String, Date, &'static str), i64> = BTreeMap::new();
    while let Some(stored) = stream.try_next().await? {
        let clue = stored.record;
        let Some(code) = clue.subject.and_then(|id| codes.get(&id)) else {
            continue;
        };
        if let Some(channel) = channel(clue.channel) {
            *tips
                .entry((code.clone(), clue.found_on, channel))
                .or_default() += 1;
        }
        checks.extend(check_row(&clue, code));
    }
    let tip = |((code, day, channel), count): ((String, Date, &str), i64)| {
        vec![
            subject_cell(&code),
            ("received_on", Plain::Day(day)),
            ("channel", Plain::Text(channel.to_owned())),
            ("count", Plain::Int(count)),
        ]
    };
    Ok((checks, tips.into_iter().map(tip).collect()))
}

/// A code of 18 characters is a credit code; anything else is a file's id.
fn subject_cell(code: &str) -> (&'static str, Plain) {
    let column = if code.len() == 18 { "uscc" } else { "id" };
    (column, Plain::Text(code.to_owned()))
}

/// The lake's word for a channel by which the public speaks; `None` for the office's own sweeps, and for
/// petitions, which are not counted against anybody.
fn channel(channel: Channel) -> Option<&'static str> {
    match channel {
        Channel::PublicReport => Some("tip"),
        Channel::Hotline => Some("hotline"),
        Channel::Police110 => Some("police"),
        _ => None,
    }
}

fn check_row(clue: &Clue, code: &str) -> Option<Row> {
    let check = clue.state.check()?;
    let outcome = match check.conclusion {
        CheckConclusion::Assess => "problem",
        CheckConclusion::NoRisk => "clean",
        CheckConclusion::OtherDepartment => return None,
    };
    let money = |fen: Option<Fen>| fen.map_or(Plain::Empty, |fen| Plain::Fen(fen.0));
    let people = |n: Option<u32>| n.map_or(Plain::Empty, |n| Plain::Int(i64::from(n)));
    Some(vec![
        subject_cell(code),
        ("inspected_on", Plain::Day(check.on)),
        ("kind", Plain::Text("special".to_owned())),
        ("outcome", Plain::Text(outcome.to_owned())),
        ("result", Plain::Text(check.findings.clone())),
        ("participants", people(check.people)),
        ("amount", money(check.amount)),
    ])
}
