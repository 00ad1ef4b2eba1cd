//! Rows of a list of licensed bodies: the same by credit code, else by name. It must not write.

use std::collections::HashMap;

use fangfei_intake::table::Row;
use fangfei_model::{
    ctx::{Actor, Ctx},
    licensed_body::LicensedBody,
    noun::Noun,
    query::Query,
};
use fangfei_store::Stored;
use futures::TryStreamExt;

use super::{
    outcome::Tally,
    places::Places,
    planner::{Batch, Planner},
    printed::text,
    subject_line::day,
};
use crate::{App, Result, subject::canonical_name};

struct Draft {
    before: Option<Stored<LicensedBody>>,
    after: LicensedBody,
    touched: bool,
    /// Rows of the file that changed it.
    changes: u64,
}

/// The plan of a list.
pub(super) async fn plan(
    planner: &Planner<'_>,
    places: &Places,
    rows: Vec<Row>,
    tally: &mut Tally,
) -> Result<Batch<LicensedBody>> {
    let mut drafts = on_file(planner.app, planner.ctx).await?;
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        keys(&draft.after).for_each(|key| {
            by_key.insert(key, at);
        });
    }
    for row in rows {
        let name = canonical_name(&text(&row, "name").unwrap_or_default());
        let uscc = row
            .get("uscc")
            .and_then(|v| v.as_uscc())
            .map(|code| code.as_str().to_owned());
        let known = uscc
            .as_ref()
            .and_then(|code| by_key.get(code))
            .or_else(|| by_key.get(&name))
            .copied();
        let division = places.default();
        let blank = || LicensedBody {
            id: planner.ctx.new_id(),
            name: name.clone(),
            uscc: None,
            licence: String::new(),
            licence_number: None,
            authority: None,
            valid_to: None,
            division,
        };
        let before = known.map(|at| drafts[at].after.clone());
        let after = filled(
            before.clone().unwrap_or_else(blank),
            &row,
            &name,
            uscc,
            tally,
        );
        match known {
            Some(_) if before.as_ref() == Some(&after) => tally.counts.unchanged += 1,
            Some(at) => {
                tally.counts.changed += 1;
                drafts[at].after = after;
                drafts[at].touched = true;
                drafts[at].changes += 1;
            }
            None => {
                tally.counts.added += 1;
                keys(&after).for_each(|key| {
                    by_key.insert(key, drafts.len());
                });
                drafts.push(Draft {
                    before: None,
                    after,
                    touched: true,
                    changes: 0,
                });
            }
        }
    }
    let mut batch = Batch::default();
    for draft in drafts.into_iter().filter(|draft| draft.touched) {
        match draft.before {
            None => batch.added.push(draft.after),
            // Several rows about one body, the last of which says what is on file.
            Some(before) if before.record == draft.after => tally.undone(draft.changes),
            Some(before) => batch.changed.push((before, draft.after)),
        }
    }
    Ok(batch)
}

fn keys(body: &LicensedBody) -> impl Iterator<Item = String> {
    [body.uscc.clone(), Some(canonical_name(&body.name))]
        .into_iter()
        .flatten()
}

async fn on_file(app: &App, ctx: &Ctx) -> Result<Vec<Draft>> {
    let program = ctx.acting_as(Actor::System {
        task: "核对持牌机构名录",
    });
    let mut stream = app
        .store
        .read(&program)
        .stream::<LicensedBody>(&Query::of(Noun::LicensedBody))
        .await?;
    let mut drafts = Vec::new();
    while let Some(before) = stream.try_next().await? {
        drafts.push(Draft {
            after: before.record.clone(),
            before: Some(before),
            touched: false,
            changes: 0,
        });
    }
    Ok(drafts)
}

/// What is filled replaces, what is blank leaves.
fn filled(
    mut body: LicensedBody,
    row: &Row,
    name: &str,
    uscc: Option<String>,
    tally: &mut Tally,
) -> LicensedBody {
    let mut unused = Vec::new();
    let valid_to = day(row, "valid_until", "有效期至", &mut unused);
    for (title, words) in unused {
        tally.note(
            &row.source,
            format!("“{title}”（{words}）不是完整日期，没有导入"),
        );
    }
    body.name = name.to_owned();
    body.uscc = uscc.or(body.uscc);
    if let Some(licence) = text(row, "licence_kind").or_else(|| text(row, "scope")) {
        body.licence = licence;
    }
    body.licence_number = text(row, "licence_number").or(body.licence_number);
    body.authority = text(row, "issuer").or(body.authority);
    body.valid_to = valid_to.or(body.valid_to);
    body
}
