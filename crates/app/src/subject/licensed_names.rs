//! Which subjects are on the office's list of licensed bodies: by credit code, by name, or by a name
//! that begins with a listed one (branches). It must not know screening.

use std::collections::HashMap;

use fangfei_model::{
    ctx::{Actor, Ctx},
    licensed_body::LicensedBody,
    noun::Noun,
    query::{Query, Test},
    record::Value,
    subject::Subject,
};
use futures::TryStreamExt;
use jiff::civil::Date;

use super::canonical_name;
use crate::{App, Page, Result};

/// A listed name must be this long to stand for its branches.
const SHORTEST: usize = 4;

/// Listed bodies by name and by credit code.
#[derive(Debug, Default)]
pub(crate) struct LicensedNames {
    by_name: HashMap<String, LicensedBody>,
    by_code: HashMap<String, LicensedBody>,
}

impl LicensedNames {
    /// The whole list, for many subjects.
    pub(crate) async fn all(app: &App, ctx: &Ctx) -> Result<Self> {
        let program = ctx.acting_as(Actor::System {
            task: "核对持牌机构名录",
        });
        let mut names = Self::default();
        let mut stream = app
            .store
            .read(&program)
            .stream::<LicensedBody>(&Query::of(Noun::LicensedBody))
            .await?;
        while let Some(body) = stream.try_next().await? {
            names.insert(body.record);
        }
        Ok(names)
    }

    /// What the list has for one subject.
    pub(crate) async fn of(app: &App, ctx: &Ctx, subject: &Subject) -> Result<Self> {
        let program = ctx.acting_as(Actor::System {
            task: "核对持牌机构名录",
        });
        let reader = app.store.read(&program);
        let name = canonical_name(&subject.name);
        let prefixes: Vec<Value> = prefixes(&name).map(Value::from).collect();
        let mut names = Self::default();
        let by_name = Query::of(Noun::LicensedBody).when("name", Test::In(prefixes));
        let mut found = reader
            .list::<LicensedBody>(&by_name, Page::first(50))
            .await?;
        if let Some(uscc) = &subject.uscc {
            let by_code = Query::of(Noun::LicensedBody).equals("uscc", uscc.as_str());
            found.extend(
                reader
                    .list::<LicensedBody>(&by_code, Page::first(5))
                    .await?,
            );
        }
        found.into_iter().for_each(|body| names.insert(body.record));
        Ok(names)
    }

    fn insert(&mut self, body: LicensedBody) {
        if let Some(code) = &body.uscc {
            self.by_code.insert(code.clone(), body.clone());
        }
        self.by_name.insert(canonical_name(&body.name), body);
    }

    /// The listed body that the subject is, or is a branch of.
    pub(crate) fn find(&self, subject: &Subject) -> Option<&LicensedBody> {
        let by_code = subject
            .uscc
            .as_ref()
            .and_then(|code| self.by_code.get(code.as_str()));
        by_code.or_else(|| {
            let name = canonical_name(&subject.name);
            prefixes(&name).find_map(|prefix| self.by_name.get(prefix))
        })
    }

    /// Why hits in the subject's name and scope do not count: a licence that holds on this day.
    pub(crate) fn holds(&self, subject: &Subject, on: Date) -> Option<String> {
        let body = self.find(subject)?;
        body.valid_to
            .is_none_or(|to| to >= on)
            .then(|| format!("持牌机构名录：{}（{}）", body.name, body.licence))
    }
}

/// The name and its beginnings, the longest first.
fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    let ends: Vec<usize> = name
        .char_indices()
        .map(|(at, _)| at)
        .chain([name.len()])
        .skip(SHORTEST)
        .collect();
    ends.into_iter().rev().map(|end| &name[..end])
}
