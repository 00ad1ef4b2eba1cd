//! Rows of a clue ledger. A clue is the same by its number in the unit's own ledger, else by the
//! content of its row. Every clue comes in as 待受理, whatever the ledger says: acceptance, check and
//! level are decisions that name a person, which a column cannot make; the printed state is kept
//! beside it. It must not write.

use std::collections::HashMap;

use fangfei_intake::{
    table::{Reporter, Row},
    value::Precision,
};
use fangfei_model::{
    clue::{Channel, Clue, ClueFacts},
    code::division::DivisionCode,
    ctx::{Actor, Ctx, china_date},
    id::{ClueId, SubjectId},
    noun::Noun,
    query::{Query, Test},
    record::{Record, Value as Kept},
    subject::Subject,
};
use fangfei_store::{Page, Stored};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Phase, Progress,
    clue_channel::channel,
    outcome::Tally,
    places::{Found, Places},
    planner::{Batch, LOOK_UP, Planner, TOLD_EVERY},
    printed::{fingerprint, lay_over, remember, rest, text},
};
use crate::{App, Result, subject::canonical_name};

/// Fields that have a place of their own in the record.
const TAKEN: &[&str] = &[
    "number",
    "subject_name",
    "address",
    "mode",
    "channel",
    "content",
    "amount",
    "people",
    "received_on",
];
/// Shown where a ledger leaves the name blank.
const NOBODY: &str = "主体不详";
/// Shown where a ledger says nothing of what happened.
const NOTHING_SAID: &str = "（原台账没有写明情况）";

/// A row as it would stand in a clue.
struct Line {
    id: ClueId,
    number: Option<String>,
    facts: ClueFacts,
    /// Whether the row itself says who and what, so that it may replace them.
    says: (bool, bool),
    uscc: Option<String>,
    extra: Vec<(String, String)>,
    place: Found,
    printed_state: Option<String>,
    fingerprint: String,
}

struct Draft {
    before: Option<Stored<Clue>>,
    after: Clue,
    touched: bool,
    row: Option<String>,
    /// Fingerprints of rows that said nothing new, kept once another row changes the clue: else they
    /// would lay their words over that change the next time.
    idle: Vec<String>,
}

/// The plan of a ledger.
pub(super) async fn plan(
    planner: &Planner<'_>,
    places: &Places,
    rows: Vec<Row>,
    tally: &mut Tally,
) -> Result<Batch<Clue>> {
    let total = rows.len() as u64;
    let mut lines: Vec<(Row, Line)> = Vec::with_capacity(rows.len());
    let mut same = HashMap::new();
    for row in rows {
        match line(planner, places, &row, &mut same) {
            Ok(line) => lines.push((row, line)),
            Err(reason) => tally.reject(&row.source, reason),
        }
    }
    let on_file = clues_on_file(
        planner.app,
        planner.ctx,
        lines.iter().map(|(_, line)| line.id),
    )
    .await?;
    let subjects = subjects_of(
        planner.app,
        planner.ctx,
        lines.iter().filter_map(|(_, line)| line.uscc.clone()),
    )
    .await?;
    let mut drafts: Vec<Draft> = Vec::new();
    let mut by_id: HashMap<ClueId, usize> = HashMap::new();
    for found in on_file {
        by_id.insert(found.record.id, drafts.len());
        let after = found.record.clone();
        drafts.push(Draft {
            before: Some(found),
            after,
            touched: false,
            row: None,
            idle: Vec::new(),
        });
    }
    for (at, (row, mut line)) in lines.into_iter().enumerate() {
        if at % TOLD_EVERY == 0 {
            (planner.progress)(Progress {
                phase: Phase::Matching,
                done: at as u64,
                total,
            });
        }
        line.facts.subject = line
            .uscc
            .as_ref()
            .and_then(|code| subjects.get(code).copied());
        notes(&row, &line, tally);
        match by_id.get(&line.id) {
            Some(known) => lay(planner, &mut drafts[*known], &row, line, tally),
            None => {
                let id = line.id;
                match new(planner, line) {
                    Ok(after) => {
                        by_id.insert(id, drafts.len());
                        drafts.push(Draft {
                            before: None,
                            after,
                            touched: true,
                            row: Some(row.source.to_string()),
                            idle: Vec::new(),
                        });
                        tally.counts.added += 1;
                    }
                    Err(reason) => tally.reject(&row.source, reason),
                }
            }
        }
    }
    Ok(batch(drafts))
}

fn batch(drafts: Vec<Draft>) -> Batch<Clue> {
    let mut batch = Batch::default();
    for mut draft in drafts.into_iter().filter(|draft| draft.touched) {
        for row in std::mem::take(&mut draft.idle) {
            remember(&mut draft.after.imported_rows, row);
        }
        match draft.before {
            None => batch.added.push(draft.after),
            Some(before) => batch.changed.push((before, draft.after)),
        }
    }
    batch
}

fn notes(row: &Row, line: &Line, tally: &mut Tally) {
    if let Found::Unknown(_, name) = &line.place {
        tally.note(
            &row.source,
            format!("没有找到名为“{name}”的乡镇（街道），已按默认属地登记；可以在线索页更正"),
        );
    }
    if let Some(state) = &line.printed_state {
        let note = format!(
            "原台账状态“{state}”已原样保留；系统内为“待受理”，受理、初核、定级需要由人员逐步办理"
        );
        tally.note(&row.source, note);
    }
}

fn new(planner: &Planner<'_>, line: Line) -> Result<Clue, String> {
    let clue = Clue::report(
        line.id,
        String::new(),
        planner.ctx.now(),
        planner.origin,
        line.facts,
    );
    let mut clue = clue.map_err(|refusal| refusal.to_string())?;
    clue.source_number = line.number;
    clue.extra = line.extra;
    remember(&mut clue.imported_rows, line.fingerprint);
    Ok(clue)
}

/// Lays a row over a clue on file: what is filled replaces, what is blank leaves.
fn lay(planner: &Planner<'_>, draft: &mut Draft, row: &Row, line: Line, tally: &mut Tally) {
    let known = &draft.after;
    if known.imported_rows.contains(&line.fingerprint) || draft.idle.contains(&line.fingerprint) {
        tally.counts.unchanged += 1;
        return;
    }
    if line.says.0
        && canonical_name(&known.subject_name) != canonical_name(&line.facts.subject_name)
    {
        let number = line.number.unwrap_or_default();
        let other = draft
            .row
            .clone()
            .unwrap_or_else(|| format!("已登记的线索 {}", known.number));
        let reason = format!(
            "线索编号“{number}”与{other}相同，但涉及主体是“{}”；请核对编号",
            known.subject_name
        );
        return tally.reject(&row.source, reason);
    }
    let facts = merged(known.reported(), &line);
    let mut extra = known.extra.clone();
    lay_over(&mut extra, line.extra);
    if facts == known.reported() && extra == known.extra {
        tally.counts.unchanged += 1;
        draft.idle.push(line.fingerprint);
        return;
    }
    let after = if facts == known.reported() {
        Ok(known.clone())
    } else {
        let fact_changed = known.clone().supplement(planner.ctx.today(), facts);
        fact_changed.map_err(|refusal| format!("{refusal}（线索 {}）", known.number))
    };
    match after {
        Ok(mut after) => {
            after.extra = extra;
            remember(&mut after.imported_rows, line.fingerprint);
            draft.after = after;
            draft.touched = true;
            tally.counts.changed += 1;
        }
        Err(reason) => tally.reject(&row.source, reason),
    }
}

fn merged(known: ClueFacts, line: &Line) -> ClueFacts {
    let new = line.facts.clone();
    let (says_who, says_what) = line.says;
    let amount = new.amount.is_some();
    let people = new.people.is_some();
    ClueFacts {
        division: match line.place {
            Found::Stated(code) if !code.contains(&known.division) => code,
            Found::Address(code) if known.division.contains(&code) => code,
            _ => known.division,
        },
        subject: known.subject.or(new.subject),
        subject_name: if says_who {
            new.subject_name
        } else {
            known.subject_name
        },
        channel: if new.channel == Channel::Other {
            known.channel
        } else {
            new.channel
        },
        sweep_mode: known.sweep_mode,
        campaign: known.campaign,
        sector: known.sector,
        found_on: new.found_on,
        facts: if says_what { new.facts } else { known.facts },
        address: new.address.or(known.address),
        mode: new.mode.or(known.mode),
        amount: new.amount.or(known.amount),
        amount_approximate: if amount {
            new.amount_approximate
        } else {
            known.amount_approximate
        },
        people: new.people.or(known.people),
        people_approximate: if people {
            new.people_approximate
        } else {
            known.people_approximate
        },
    }
}

fn line(
    planner: &Planner<'_>,
    places: &Places,
    row: &Row,
    same: &mut HashMap<String, u32>,
) -> Result<Line, String> {
    let place = places.find(row, &["address"])?;
    let mut extra = rest(&planner.file.fields, row, TAKEN);
    extra.extend(reporter(row));
    let found_on = found_on(planner, row)?;
    let day = row
        .get("received_on")
        .and_then(|v| v.as_date())
        .filter(|when| when.precision < Precision::Day);
    extra.extend(day.map(|when| ("受理时间".to_owned(), when.printed.clone())));
    let name = text(row, "subject_name")
        .or_else(|| text(row, "legal_representative"))
        .or_else(|| text(row, "controller"));
    let said = text(row, "content").or_else(|| text(row, "title"));
    let says = (name.is_some(), said.is_some());
    let (channel, printed_channel) = channel(text(row, "channel").as_deref());
    extra.extend(printed_channel.map(|printed| ("线索来源".to_owned(), printed)));
    let amount = row.get("amount").and_then(|v| v.as_amount());
    let people = row.get("people").and_then(|v| v.as_count());
    let head_count = people.map(|count| {
        u32::try_from(count.low).map_err(|_| format!("涉及人数“{}”超出范围，请核对", count.printed))
    });
    let number = text(row, "number");
    let fingerprint = fingerprint(row, place.code());
    let facts = ClueFacts {
        division: place.code(),
        subject: None,
        subject_name: name.unwrap_or_else(|| NOBODY.to_owned()),
        channel,
        sweep_mode: None,
        campaign: None,
        sector: None,
        found_on,
        facts: said.unwrap_or_else(|| NOTHING_SAID.to_owned()),
        address: text(row, "address"),
        mode: text(row, "mode"),
        amount: amount.map(|a| a.low),
        amount_approximate: amount.is_some_and(|a| a.approximate || a.high.is_some()),
        people: head_count.transpose()?,
        people_approximate: people.is_some_and(|c| c.approximate || c.high.is_some()),
    };
    extra.extend(
        amount
            .filter(|a| a.high.is_some())
            .map(|a| ("涉及金额".to_owned(), a.printed.clone())),
    );
    extra.extend(
        people
            .filter(|c| c.high.is_some())
            .map(|c| ("涉及人数".to_owned(), c.printed.clone())),
    );
    Ok(Line {
        id: id(planner, number.as_deref(), &fingerprint, same, place.code()),
        uscc: row
            .get("uscc")
            .and_then(|v| v.as_uscc())
            .map(|code| code.as_str().to_owned()),
        printed_state: text(row, "status"),
        number,
        facts,
        says,
        extra,
        place,
        fingerprint,
    })
}

/// Whether the office's own ledger names a reporter. Who it is goes through the sealed way only
/// (条例 Art 16): a clue is read by many.
fn reporter(row: &Row) -> Option<(String, String)> {
    let words = match row.reporter? {
        Reporter::OnFile => "原台账有记载，身份信息没有导入",
        Reporter::Anonymous => "匿名",
    };
    Some(("举报人".to_owned(), words.to_owned()))
}

/// The day of the report. A month stands for its first day, which the printed words beside it show;
/// no date at all only where a person has said which day stands for it.
fn found_on(planner: &Planner<'_>, row: &Row) -> Result<Date, String> {
    let today = china_date(planner.ctx.now());
    match (
        row.get("received_on").and_then(|v| v.as_date()),
        planner.settings.found_on,
    ) {
        (Some(when), _) if when.precision < Precision::Month => {
            Err(format!("受理时间“{}”只有年份，请写明月份", when.printed))
        }
        (Some(when), _) if when.date > today => {
            Err(format!("受理时间“{}”在将来，请核对", when.printed))
        }
        (Some(when), _) => Ok(when.date),
        (None, Some(day)) => Ok(day),
        (None, None) => Err(
            "没有受理（发现）时间；请在表中补上，或在导入设置里指定没有日期的行按哪一天登记"
                .to_owned(),
        ),
    }
}

/// The same row of the same unit is the same clue, however often it comes. Numbers such as 1, 2, 3
/// only count the rows of one sheet, so they do not name a clue. Rows that differ in their reporter
/// alone are several reports: the second of a file is told from the first by its place among them.
fn id(
    planner: &Planner<'_>,
    number: Option<&str>,
    fingerprint: &str,
    same: &mut HashMap<String, u32>,
    division: DivisionCode,
) -> ClueId {
    let owner = planner
        .origin
        .map_or_else(|| division.to_string(), |unit| unit.to_string());
    let names =
        |number: &&str| number.chars().count() > 4 || !number.chars().all(|c| c.is_ascii_digit());
    let mut hash = Sha256::new();
    hash.update(owner);
    match number.filter(names) {
        Some(number) => hash.update(format!("\u{1f}number\u{1f}{number}")),
        None => {
            hash.update(format!("\u{1f}row\u{1f}{fingerprint}"));
            let before = same.entry(fingerprint.to_owned()).or_default();
            if *before > 0 {
                hash.update(format!("\u{1f}{before}"));
            }
            *before += 1;
        }
    }
    let digest = hash.finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    ClueId::from(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Clues on file under these ids, whoever sees them: the importer's own are always seen.
async fn clues_on_file(
    app: &App,
    ctx: &Ctx,
    ids: impl Iterator<Item = ClueId>,
) -> Result<Vec<Stored<Clue>>> {
    let mut ids: Vec<Uuid> = ids.map(ClueId::uuid).collect();
    ids.sort_unstable();
    ids.dedup();
    let program = ctx.acting_as(Actor::System {
        task: "核对已登记线索",
    });
    let mut found = Vec::new();
    for part in ids.chunks(LOOK_UP) {
        found.extend(
            app.store
                .read(&program)
                .get_all::<Clue>(part.to_vec())
                .await?,
        );
    }
    found.retain(|clue| ctx.scope().sees(&clue.record.place(), Clue::VISIBILITY));
    Ok(found)
}

/// Files of subjects by credit code, within scope; a code with two files links to neither.
async fn subjects_of(
    app: &App,
    ctx: &Ctx,
    codes: impl Iterator<Item = String>,
) -> Result<HashMap<String, SubjectId>> {
    let mut codes: Vec<String> = codes.collect();
    codes.sort_unstable();
    codes.dedup();
    let mut found: HashMap<String, Vec<SubjectId>> = HashMap::new();
    for part in codes.chunks(LOOK_UP) {
        let values = part.iter().map(|code| Kept::from(code.as_str())).collect();
        let query = Query::of(Noun::Subject)
            .when("uscc", Test::In(values))
            .when("merged_into", Test::Missing);
        for subject in app
            .store
            .read(ctx)
            .list::<Subject>(&query, Page::first(Page::MAX_LIMIT))
            .await?
        {
            let code = subject
                .record
                .uscc
                .as_ref()
                .map(|code| code.as_str().to_owned())
                .unwrap_or_default();
            found.entry(code).or_default().push(subject.record.id);
        }
    }
    Ok(found
        .into_iter()
        .filter(|(_, ids)| ids.len() == 1)
        .map(|(code, ids)| (code, ids[0]))
        .collect())
}
