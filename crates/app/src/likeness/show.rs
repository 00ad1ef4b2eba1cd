//! One likeness with both records beside each other. Numbers of persons are masked. It must not know how
//! it is laid out.

use fangfei_model::{
    clue::Clue,
    ctx::Ctx,
    id::{ClueId, LikenessId, SubjectId},
    likeness::{Likeness, LikenessKind},
    noun::Noun,
    permission::Permission,
    personal_number::masked_words,
    query::Query,
    subject::Subject,
};
use uuid::Uuid;

use super::{LikenessMoves, get, moves, reach::offered};
use crate::{
    App, Result,
    history::{self, Change},
    place_names::PlaceNames,
    subject::masked_phone,
};

/// Letters of a text shown beside the other.
const SHOWN: usize = 200;

/// One likeness with both records.
#[derive(Debug)]
pub struct LikenessFile {
    /// The likeness.
    pub likeness: Likeness,
    /// The left record and the right one.
    pub sides: [Side; 2],
    /// What the actor may do.
    pub moves: LikenessMoves,
    /// Every change, newest first.
    pub history: Vec<Change>,
}

/// One of the two records, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Side {
    /// Its id.
    pub id: Uuid,
    /// Its name now; as it was found where it is out of the reader's scope.
    pub name: String,
    /// Whether the reader sees the record itself.
    pub visible: bool,
    /// Title and words, both sides with the same titles in the same order; blank where unknown.
    pub facts: Vec<(&'static str, String)>,
}

/// The likeness and both its records.
pub async fn file(app: &App, ctx: &Ctx, id: LikenessId) -> Result<LikenessFile> {
    let likeness = get(app, ctx, id).await?.record;
    let mut sides = [Side::default(), Side::default()];
    for (side, party) in sides.iter_mut().zip([&likeness.left, &likeness.right]) {
        let seen = match likeness.kind {
            LikenessKind::Subject => subject_side(app, ctx, party.id).await?,
            LikenessKind::Clue => clue_side(app, ctx, party.id).await?,
        };
        *side = seen.unwrap_or_else(|| Side {
            id: party.id,
            name: party.name.clone(),
            ..Side::default()
        });
    }
    Ok(LikenessFile {
        moves: moves(ctx, &likeness),
        history: history::of::<Likeness>(app, ctx, id.uuid()).await?,
        sides,
        likeness,
    })
}

async fn subject_side(app: &App, ctx: &Ctx, id: Uuid) -> Result<Option<Side>> {
    let reader = app.store.read(ctx);
    let Some(stored) = reader.get::<Subject>(id).await? else {
        return Ok(None);
    };
    let subject = stored.record;
    let place = PlaceNames::of(app, [subject.division])
        .await?
        .get(&subject.division);
    let clues = clue_count(app, ctx, subject.id).await?;
    let or_blank = |text: &Option<String>| text.clone().unwrap_or_default();
    let people: Vec<String> = subject.people.iter().map(person).collect();
    let facts = vec![
        (
            "信用代码",
            subject
                .uscc
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        ("其他注册号", or_blank(&subject.registration_number)),
        ("类别", subject.kind.title().to_owned()),
        ("属地", place),
        ("注册地址", or_blank(&subject.registered_address)),
        ("经营地址", or_blank(&subject.business_address)),
        ("人员", people.join("；")),
        (
            "成立日期",
            subject
                .established_on
                .map(|day| day.to_string())
                .unwrap_or_default(),
        ),
        (
            "注册资本",
            subject
                .capital
                .map(|c| format!("{}元", c.grouped()))
                .unwrap_or_default(),
        ),
        ("曾用名", subject.former_names.join("、")),
        (
            "经营范围",
            cut(subject.scope_text.as_deref().unwrap_or_default()),
        ),
        ("线索", clues),
        ("建档完整度", format!("{}%", subject.completeness())),
    ];
    Ok(Some(Side {
        id,
        name: subject.name,
        visible: true,
        facts,
    }))
}

async fn clue_count(app: &App, ctx: &Ctx, subject: SubjectId) -> Result<String> {
    if !ctx.may(Permission::ClueRead) {
        return Ok(String::new());
    }
    let query = Query::of(Noun::Clue).equals("subject", subject.uuid());
    let count = app.store.read(ctx).count_within(&query, 1_000).await?.0;
    Ok(format!("{count}条"))
}

fn person(person: &fangfei_model::subject::SubjectPerson) -> String {
    let phone = person.phone.as_deref().map(masked_phone);
    let phone = phone.map(|phone| format!(" {phone}")).unwrap_or_default();
    format!("{} {}{phone}", person.role, person.name)
}

async fn clue_side(app: &App, ctx: &Ctx, id: Uuid) -> Result<Option<Side>> {
    let reader = app.store.read(ctx);
    let Some(stored) = reader.get::<Clue>(ClueId::from(id).uuid()).await? else {
        return Ok(None);
    };
    let clue = stored.record;
    let place = PlaceNames::of(app, [clue.division])
        .await?
        .get(&clue.division);
    let reaches: Vec<String> = offered(&clue.facts)
        .iter()
        .map(|reach| format!("{} {}", reach.title, reach.shown()))
        .collect();
    let facts = vec![
        ("涉及主体", clue.subject_name.clone()),
        ("来源", clue.channel.title().to_owned()),
        ("属地", place),
        ("地点", clue.address.clone().unwrap_or_default()),
        ("发现日期", clue.found_on.to_string()),
        ("主要情况", cut(&masked_words(&clue.facts))),
        ("宣传的联系方式", reaches.join("、")),
        ("集资模式", clue.mode.clone().unwrap_or_default()),
        (
            "涉及金额",
            clue.amount
                .map(|fen| format!("{}元", fen.grouped()))
                .unwrap_or_default(),
        ),
        (
            "涉及人数",
            clue.people.map(|n| n.to_string()).unwrap_or_default(),
        ),
        ("状态", clue.state.status().title().to_owned()),
    ];
    Ok(Some(Side {
        id,
        name: format!("{} {}", clue.number, clue.subject_name),
        visible: true,
        facts,
    }))
}

fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        cut.push('…');
    }
    cut
}
