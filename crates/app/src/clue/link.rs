//! Which subject's file (一企一档) a clue is about: candidates by credit code and name, and the link.
//! It must not know how files are made.

use std::collections::BTreeMap;

use fangfei_model::{
    action::Action,
    clue::Clue,
    code::uscc::Uscc,
    ctx::Ctx,
    id::{ClueId, SubjectId},
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    subject::Subject,
};

use super::{locked, report::on_file};
use crate::{App, Page, Result, Stored, subject::going_on};

/// How many look-alikes are offered.
const MOST: u64 = 6;

/// A subject on file that may be the one reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: SubjectId,
    /// Its name.
    pub name: String,
    /// Its credit code, if known.
    pub uscc: Option<String>,
    /// Where it works.
    pub address: Option<String>,
    /// Whether the credit code is the one typed: then it is the same.
    pub same_code: bool,
    /// Whether the name is the one typed.
    pub same_name: bool,
}

/// Subjects in scope with this credit code, this name, or a name that holds it; the surest first.
pub async fn candidates(
    app: &App,
    ctx: &Ctx,
    name: &str,
    uscc: Option<&Uscc>,
) -> Result<Vec<Candidate>> {
    let reader = app.store.read(ctx);
    let name = name.trim();
    let mut found: BTreeMap<SubjectId, Subject> = BTreeMap::new();
    let mut keep = |subjects: Vec<Stored<Subject>>| {
        found.extend(
            subjects
                .into_iter()
                .map(|subject| (subject.record.id, subject.record)),
        );
    };
    if let Some(uscc) = uscc {
        let query = Query::of(Noun::Subject)
            .equals("uscc", uscc.to_string())
            .when("merged_into", Test::Missing);
        let same = reader.list::<Subject>(&query, Page::first(MOST)).await?;
        if same.len() == 1 {
            return Ok(same
                .into_iter()
                .map(|subject| candidate(subject.record, name, Some(uscc)))
                .collect());
        }
        keep(same);
    }
    keep(
        reader
            .list::<Subject>(
                &Query::of(Noun::Subject)
                    .equals("name", name)
                    .when("merged_into", Test::Missing),
                Page::first(MOST),
            )
            .await?,
    );
    if name.chars().count() >= 4 {
        let hits = reader.search(name, &[Noun::Subject], MOST as usize).await?;
        for hit in reader
            .get_all::<Subject>(hits.into_iter().map(|hit| hit.id))
            .await?
        {
            keep(vec![going_on(&reader, hit).await?]);
        }
    }
    let mut offered: Vec<_> = found
        .into_values()
        .map(|subject| candidate(subject, name, uscc))
        .collect();
    offered.sort_by_key(|c| (!c.same_code, !c.same_name, c.name.clone()));
    offered.truncate(MOST as usize);
    Ok(offered)
}

fn candidate(subject: Subject, name: &str, uscc: Option<&Uscc>) -> Candidate {
    Candidate {
        id: subject.id,
        same_code: uscc.is_some() && subject.uscc.as_ref() == uscc,
        same_name: subject.name == name,
        uscc: subject.uscc.map(|code| code.to_string()),
        address: subject.business_address.or(subject.registered_address),
        name: subject.name,
    }
}

/// Links a clue to a subject's file, or takes a wrong link away. Its facts stay as reported.
pub async fn link_subject(
    app: &App,
    ctx: &Ctx,
    id: ClueId,
    subject: Option<SubjectId>,
) -> Result<Stored<Clue>> {
    ctx.require(Permission::SubjectWrite)?;
    ctx.require(Permission::ClueRead)?;
    let subject = match subject {
        Some(subject) => Some(on_file(app, ctx, subject).await?),
        None => None,
    };
    let mut write = app.store.write(ctx, Action::ClueChange).await?;
    let before = locked(&write, id).await?;
    let after = Clue {
        subject,
        ..before.record.clone()
    };
    let stored = write.update(&before, after).await?;
    write.commit().await?;
    Ok(stored)
}
