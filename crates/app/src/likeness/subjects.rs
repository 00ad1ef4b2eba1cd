//! Which files of subjects may be one: names, addresses, people, telephones and codes compared with
//! learned weights (`lens::link::run`). Two credit codes are two bodies. It must not write.

use std::collections::HashMap;

use fangfei_lens::link::{
    PairKind, compare,
    run::{ColumnKind, Judged, RowsBuilder, Settings, link},
};
use fangfei_model::{
    code::division::DivisionCode,
    ctx::Ctx,
    likeness::Party,
    noun::Noun,
    query::{Query, Test},
    subject::Subject,
};
use futures::TryStreamExt;
use uuid::Uuid;

use super::pair::{Decided, Pair};
use crate::{App, Error, Result};

/// A likeness below this is not worth somebody's time.
const LEAST: f64 = 0.6;

/// What is compared.
const COLUMNS: [(&str, ColumnKind); 5] = [
    ("名称", ColumnKind::Company),
    ("地址", ColumnKind::Address),
    ("负责人", ColumnKind::Person),
    ("电话", ColumnKind::Phone),
    ("信用代码", ColumnKind::Code),
];

/// Names less alike than this are two names: one owner may run several firms at one door.
const LEAST_NAME: f64 = 0.4;

/// What is kept of a file while the pairs are looked for.
struct Known {
    party: Party,
    place: DivisionCode,
    code: Option<String>,
    former_names: Vec<String>,
}

impl Known {
    /// Whether two files may be one subject at all: not under two credit codes, and under names that have
    /// something in common, one of them perhaps a former name.
    fn may_be(&self, other: &Self) -> bool {
        if self.code.is_some() && other.code.is_some() && self.code != other.code {
            return false;
        }
        let once = |one: &Self, name: &str| one.former_names.iter().any(|former| former == name);
        once(self, &other.party.name)
            || once(other, &self.party.name)
            || compare(PairKind::Company, &self.party.name, &other.party.name).probability
                >= LEAST_NAME
    }
}

/// The pairs in a division that may be one, with what people decided before held against the weights.
pub(super) async fn pairs(
    app: &App,
    ctx: &Ctx,
    division: &DivisionCode,
    decided: &[Decided],
) -> Result<Vec<Pair>> {
    let query = Query::of(Noun::Subject)
        .when("division", Test::StartsWith(division.as_str().to_owned()))
        .when("merged_into", Test::Missing);
    let columns = COLUMNS.map(|(title, kind)| (title.to_owned(), kind));
    let mut rows = RowsBuilder::new(columns);
    let mut known: Vec<Known> = Vec::new();
    let mut stream = app.store.read(ctx).stream::<Subject>(&query).await?;
    while let Some(stored) = stream.try_next().await? {
        let subject = stored.record;
        push(&mut rows, &subject);
        known.push(Known {
            place: subject.division,
            code: subject.uscc.as_ref().map(ToString::to_string),
            former_names: subject.former_names,
            party: Party {
                id: subject.id.uuid(),
                name: subject.name,
            },
        });
    }
    let settings = Settings {
        threshold: LEAST,
        explain: true,
        judged: judged(&known, decided),
    };
    let rows = rows.finish();
    let linked = tokio::task::spawn_blocking(move || link(&rows, &settings))
        .await
        .map_err(Error::bug)?;
    let at = |row: u32| known.get(row as usize);
    let found = linked.links.into_iter().filter_map(|link| {
        let (a, b) = (at(link.left)?, at(link.right)?);
        let reasons = link.reasons.iter().map(|reason| plain(reason)).collect();
        a.may_be(b)
            .then(|| Pair::new([side(a), side(b)], link.probability, reasons))
    });
    Ok(found.collect())
}

/// A reason without its weight in bits, which changes with every file that comes in.
fn plain(reason: &str) -> String {
    reason.split('（').next().unwrap_or(reason).to_owned()
}

fn side(known: &Known) -> (Party, DivisionCode) {
    (known.party.clone(), known.place)
}

fn push(rows: &mut RowsBuilder, subject: &Subject) {
    let address = subject
        .business_address
        .as_deref()
        .or(subject.registered_address.as_deref());
    let head = subject.people.iter().find(|p| !p.name.is_empty());
    let phone = subject.people.iter().find_map(|p| p.phone.as_deref());
    let code = subject.uscc.as_ref().map(ToString::to_string);
    rows.push(
        &subject.id.to_string(),
        [
            subject.name.as_str(),
            address.unwrap_or_default(),
            head.map_or("", |p| p.name.as_str()),
            phone.unwrap_or_default(),
            code.as_deref().unwrap_or_default(),
        ],
    );
}

/// Decisions about files that are here, by their rows.
fn judged(known: &[Known], decided: &[Decided]) -> Vec<Judged> {
    let at: HashMap<Uuid, u32> = (0..).zip(known).map(|(row, k)| (k.party.id, row)).collect();
    let row = |id: &Uuid| at.get(id).copied();
    let found = decided.iter().filter_map(|d| {
        Some(Judged {
            left: row(&d.left)?,
            right: row(&d.right)?,
            same: d.same,
        })
    });
    found.collect()
}
