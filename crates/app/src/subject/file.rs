//! The file of one subject (一企一档): the record with the names on it, its evidence, and every event
//! on it from whatever noun. It must not know how it is laid out.

use fangfei_model::{
    clue::Clue,
    code::industry::IndustryCode,
    ctx::Ctx,
    evidence::Evidence,
    id::{ClueId, RiskItemId, SubjectId},
    licensed_body::LicensedBody,
    likeness::Likeness,
    noun::Noun,
    permission::Permission,
    personal_number::masked_words,
    query::{Query, Test},
    record::Value,
    risk_item::RiskItem,
    subject::Subject,
};
use jiff::Timestamp;

use super::{HeldFile, LicensedNames, get};
use crate::{
    App, Page, Result, Stored,
    evidence::{self, AttachedTo},
    history::{self, Change},
    likeness,
    place_names::PlaceNames,
    unit_names::UnitNames,
};

/// The most clues and risk items listed.
const MOST: u64 = 200;

/// The file of one subject.
#[derive(Debug)]
pub struct SubjectFile {
    /// The subject with its version.
    pub subject: Stored<Subject>,
    /// Its division in words.
    pub place: String,
    /// The unit that brought it in; blank when the program did.
    pub origin: String,
    /// Its industry in words, with the code.
    pub industry: String,
    /// Its files.
    pub evidence: Vec<Evidence>,
    /// The entry of the list of licensed bodies that it answers to.
    pub licensed: Option<LicensedBody>,
    /// Clues about it within scope, the newest first.
    pub clues: Vec<Clue>,
    /// Risk items about it within scope, the newest first.
    pub risk_items: Vec<RiskItem>,
    /// Every change of the record, newest first.
    pub history: Vec<Change>,
    /// Everything that happened, newest first.
    pub events: Vec<FileEvent>,
    /// Files that were merged into it.
    pub held: Vec<HeldFile>,
    /// Other files that may be the same subject, not yet decided.
    pub alike: Vec<Likeness>,
}

/// One event on the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub title: String,
    /// Who, and why or how it stands.
    pub detail: String,
    /// The clue it is about.
    pub clue: Option<ClueId>,
    /// The risk item it is about.
    pub risk_item: Option<RiskItemId>,
}

/// The file of one subject within scope.
pub async fn file(app: &App, ctx: &Ctx, id: SubjectId) -> Result<SubjectFile> {
    let stored = get(app, ctx, id).await?;
    let subject = &stored.record;
    let reader = app.store.read(ctx);
    let held = HeldFile::of(&reader, subject).await?;
    // Clues and risk items of merged files keep pointing to them.
    let ids: Vec<Value> = std::iter::once(id)
        .chain(held.iter().map(|held| held.subject.id))
        .map(|id| Value::Ref(id.uuid()))
        .collect();
    let of_subject = |noun| Query::of(noun).when("subject", Test::In(ids.clone()));
    let clues = match ctx.may(Permission::ClueRead) {
        true => {
            reader
                .list::<Clue>(
                    &of_subject(Noun::Clue).by("registered_at", true),
                    Page::first(MOST),
                )
                .await?
        }
        false => Vec::new(),
    };
    let risk_items = match ctx.may(Permission::RiskRead) {
        true => {
            reader
                .list::<RiskItem>(
                    &of_subject(Noun::RiskItem).by("opened_on", true),
                    Page::first(MOST),
                )
                .await?
        }
        false => Vec::new(),
    };
    let clues: Vec<Clue> = clues.into_iter().map(|clue| clue.record).collect();
    let risk_items: Vec<RiskItem> = risk_items.into_iter().map(|item| item.record).collect();
    let mut evidence = Vec::new();
    for id in std::iter::once(id).chain(held.iter().map(|held| held.subject.id)) {
        let to = AttachedTo::new(Noun::Subject, id.uuid());
        evidence.extend(evidence::list_of(app, ctx, to).await?);
    }
    let history = history::of::<Subject>(app, ctx, id.uuid()).await?;
    let licensed = LicensedNames::of(app, ctx, subject)
        .await?
        .find(subject)
        .cloned();
    let units = UnitNames::of(app, ctx, subject.origin_unit).await?;
    Ok(SubjectFile {
        place: PlaceNames::of(app, [subject.division])
            .await?
            .get(&subject.division),
        origin: units.maybe(subject.origin_unit).to_owned(),
        industry: industry(app, subject).await?,
        events: events(&clues, &risk_items, &evidence, &history),
        evidence,
        alike: likeness::of_subject(app, ctx, id).await?,
        held,
        licensed,
        clues,
        risk_items,
        history,
        subject: shown(stored),
    })
}

/// Columns that came in without a place of their own may hold anybody's numbers.
fn shown(mut stored: Stored<Subject>) -> Stored<Subject> {
    for (_, words) in &mut stored.record.extra {
        *words = masked_words(words).into_owned();
    }
    stored
}

async fn industry(app: &App, subject: &Subject) -> Result<String> {
    let Some(code) = &subject.industry else {
        return Ok(subject.industry_text.clone().unwrap_or_default());
    };
    let name = industry_name(app, code)
        .await?
        .or_else(|| subject.industry_text.clone());
    Ok(name.map_or_else(|| code.to_string(), |name| format!("{name}（{code}）")))
}

/// The industry's name, once the table of industries is loaded; the section's otherwise.
pub async fn industry_name(app: &App, code: &IndustryCode) -> Result<Option<String>> {
    let known = app.store.industries().await?;
    let same = |i: &&fangfei_store::Industry| i.code == *code || i.code.digits() == code.digits();
    let name = known.iter().find(same).map(|i| i.name.clone());
    Ok(name.or_else(|| code.section().map(|section| section.name.to_owned())))
}

fn events(
    clues: &[Clue],
    items: &[RiskItem],
    evidence: &[Evidence],
    history: &[Change],
) -> Vec<FileEvent> {
    let plain = |at, title: String, detail: String| FileEvent {
        at,
        title,
        detail,
        clue: None,
        risk_item: None,
    };
    let mut events: Vec<FileEvent> = Vec::new();
    for change in history {
        let what: Vec<&str> = change.differences.iter().map(|d| d.title).collect();
        let why = change
            .reason
            .as_ref()
            .map(|reason| format!("理由：{reason}"));
        let what = (!what.is_empty()).then(|| format!("变动：{}", what.join("、")));
        let parts: Vec<String> = [Some(change.by.clone()), what, why]
            .into_iter()
            .flatten()
            .collect();
        events.push(plain(change.at, change.action.clone(), parts.join("；")));
    }
    for file in evidence {
        events.push(plain(
            file.added.at,
            format!("上传{}", file.kind),
            format!("{}；{}", file.added.name, file.file_name),
        ));
    }
    for clue in clues {
        let mut event = plain(
            clue.registered_at,
            format!("登记线索 {}", clue.number),
            String::new(),
        );
        event.detail = format!("{}；目前{}", clue.channel, clue.state.status());
        event.clue = Some(clue.id);
        events.push(event);
    }
    for item in items {
        let mut event = plain(
            item.opened.at,
            format!("挂账 {}", item.number),
            String::new(),
        );
        event.detail = format!("{}；目前{}", item.level, item.status());
        event.risk_item = Some(item.id);
        events.push(event);
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    events
}
