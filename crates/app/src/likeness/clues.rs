//! Which clues about different names may be one case (串案): the offer is reached the same way, the names
//! are written differently, or it happens at the same door. Clues about one subject need no finding:
//! their pages show each other. It must not write.

use std::collections::{BTreeMap, HashMap};

use fangfei_lens::link::{PairKind, company::anatomy, compare};
use fangfei_model::{
    clue::{Clue, ClueStatus},
    code::division::DivisionCode,
    ctx::Ctx,
    id::SubjectId,
    likeness::Party,
    noun::Noun,
    query::{Query, Test},
    subject::Subject,
};
use futures::TryStreamExt;

use super::{
    pair::Pair,
    reach::{Reach, offered},
};
use crate::{App, Error, Result, subject::canonical_name};

/// What stands in more matters than this says nothing: a market hall, a hotline.
const COMMON: usize = 12;
/// The least probability that two names or two addresses are one.
const LEAST: f64 = 0.7;

/// All clues about one subject, or one name where no file is linked.
struct Matter {
    /// The first clue stands for all.
    party: Party,
    place: DivisionCode,
    name: String,
    addresses: Vec<String>,
    reaches: Vec<Reach>,
}

/// Why two matters may be one.
#[derive(Default)]
struct Why {
    unlikely: f64,
    reasons: Vec<String>,
}

/// The pairs in a division that may be one case.
pub(super) async fn pairs(app: &App, ctx: &Ctx, division: &DivisionCode) -> Result<Vec<Pair>> {
    let matters = matters(app, ctx, division).await?;
    tokio::task::spawn_blocking(move || alike(&matters))
        .await
        .map_err(Error::bug)
}

async fn matters(app: &App, ctx: &Ctx, division: &DivisionCode) -> Result<Vec<Matter>> {
    let merged = merged(app, ctx, division).await?;
    let query = Query::of(Noun::Clue)
        .when("division", Test::StartsWith(division.as_str().to_owned()))
        .by("registered_at", false);
    let mut stream = app.store.read(ctx).stream::<Clue>(&query).await?;
    let mut at: HashMap<String, usize> = HashMap::new();
    let mut matters: Vec<Matter> = Vec::new();
    while let Some(stored) = stream.try_next().await? {
        let clue = stored.record;
        if clue.state.status() == ClueStatus::Refused {
            continue;
        }
        let name = canonical_name(&clue.subject_name);
        // A clue without a file is about whom another clue of that name is about.
        let file = clue
            .subject
            .map(|id| merged.get(&id).copied().unwrap_or(id).to_string());
        let keys = [file, Some(name.clone())];
        let known = keys.iter().flatten().find_map(|key| at.get(key).copied());
        let number = known.unwrap_or_else(|| {
            matters.push(Matter::of(&clue, name));
            matters.len() - 1
        });
        for key in keys.into_iter().flatten() {
            at.entry(key).or_insert(number);
        }
        if let Some(matter) = matters.get_mut(number) {
            matter.take(&clue);
        }
    }
    Ok(matters)
}

/// Where merged files went.
async fn merged(
    app: &App,
    ctx: &Ctx,
    division: &DivisionCode,
) -> Result<HashMap<SubjectId, SubjectId>> {
    let query = Query::of(Noun::Subject)
        .when("division", Test::StartsWith(division.as_str().to_owned()))
        .when("merged_into", Test::Present);
    let mut stream = app.store.read(ctx).stream::<Subject>(&query).await?;
    let mut went = HashMap::new();
    while let Some(stored) = stream.try_next().await? {
        if let Some(merged) = stored.record.merged {
            went.insert(stored.record.id, merged.into);
        }
    }
    Ok(went)
}

impl Matter {
    fn of(clue: &Clue, name: String) -> Self {
        Self {
            party: Party {
                id: clue.id.uuid(),
                name: format!("{} {}", clue.number, clue.subject_name),
            },
            place: clue.division,
            name,
            addresses: Vec::new(),
            reaches: Vec::new(),
        }
    }

    fn take(&mut self, clue: &Clue) {
        for reach in offered(&clue.facts) {
            if !self.reaches.contains(&reach) {
                self.reaches.push(reach);
            }
        }
        if let Some(address) = clue.address.as_deref().map(canonical_name)
            && address.chars().any(|c| c.is_ascii_digit())
            && !self.addresses.contains(&address)
        {
            self.addresses.push(address);
        }
    }
}

fn alike(matters: &[Matter]) -> Vec<Pair> {
    let mut found: BTreeMap<(usize, usize), Why> = BTreeMap::new();
    let mut note = |a: usize, b: usize, probability: f64, reason: String| {
        let why = found.entry((a.min(b), a.max(b))).or_insert_with(|| Why {
            unlikely: 1.0,
            reasons: Vec::new(),
        });
        why.unlikely *= 1.0 - probability;
        if !why.reasons.contains(&reason) {
            why.reasons.push(reason);
        }
    };
    let reaches = by(matters, |m| m.reaches.clone());
    for (reach, held_by) in &reaches {
        let reason = format!("同一{} {}", reach.title, reach.shown());
        each_pair(held_by, |a, b| note(a, b, 0.85, reason.clone()));
    }
    let names = by(matters, |m| trade_names(&m.name));
    for held_by in names.values() {
        each_pair(held_by, |a, b| {
            let verdict = compare(PairKind::Company, &matters[a].name, &matters[b].name);
            if verdict.probability >= LEAST {
                note(
                    a,
                    b,
                    verdict.probability,
                    format!("名称相近：{}", verdict.reasons_text()),
                );
            }
        });
    }
    let doors = by(matters, |m| m.addresses.clone());
    for (address, held_by) in &doors {
        each_pair(held_by, |a, b| {
            note(a, b, LEAST, format!("同一地址：{address}"))
        });
    }
    let side = |at: usize| (matters[at].party.clone(), matters[at].place);
    found
        .into_iter()
        .map(|((a, b), why)| Pair::new([side(a), side(b)], 1.0 - why.unlikely, why.reasons))
        .collect()
}

/// Which matters hold each key; keys that are common are left out.
fn by<K: Ord>(matters: &[Matter], keys: impl Fn(&Matter) -> Vec<K>) -> BTreeMap<K, Vec<usize>> {
    let mut held: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (at, matter) in matters.iter().enumerate() {
        for key in keys(matter) {
            held.entry(key).or_default().push(at);
        }
    }
    held.retain(|_, by| (2..=COMMON).contains(&by.len()));
    held
}

fn each_pair(held_by: &[usize], mut each: impl FnMut(usize, usize)) {
    for (i, a) in held_by.iter().enumerate() {
        held_by[i + 1..]
            .iter()
            .filter(|b| *b != a)
            .for_each(|b| each(*a, *b));
    }
}

/// The trade name (字号), by which names written differently still meet.
fn trade_names(name: &str) -> Vec<String> {
    let trade = anatomy(name).trade.chars;
    if trade.len() >= 2 {
        vec![trade.into_iter().collect()]
    } else {
        Vec::new()
    }
}
