//! Mappings that a person has corrected, saved for the next file with the same header (列对应方案).
//! It must not know rows.

use std::collections::BTreeMap;

use fangfei_intake::table::{Mapping, Profile};
use fangfei_model::{
    action::Action, ctx::Ctx, id::ImportId, import_run::ImportProfile, noun::Noun,
    permission::Permission, query::Query,
};

use super::{ImportKind, OpenedFile, record::load};
use crate::{App, Error, Page, Result};

/// The setting under which the whole profile stands beside its plain columns.
const FULL: &str = "\u{1f}profile";

/// Saves the mapping of a run's sheets under a name. A profile of the same header is replaced.
pub async fn save_profile(app: &App, ctx: &Ctx, id: ImportId, name: &str) -> Result<usize> {
    if !ctx.may(Permission::ReferenceImport) {
        ctx.require(Permission::Import)?;
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Error::field(
            "profile",
            "请给这套列对应起个名字（60 字以内），例如“市场监管局月报”",
        ));
    }
    let loaded = load(app, ctx, id).await?;
    let kind: ImportKind = loaded.run.record.kind.parse()?;
    let mut write = app.store.write(ctx, Action::ImportProfile).await?;
    let mut saved = 0;
    for mapping in loaded.settings.mappings.iter().filter(|m| m.included) {
        let query = of_header(kind, &mapping.fingerprint);
        let before = write.find::<ImportProfile>(&query).await?;
        let division = loaded.run.record.division;
        let profile = ImportProfile {
            id: before
                .as_ref()
                .map_or_else(|| ctx.new_id(), |b| b.record.id),
            kind: kind.code().to_owned(),
            name: name.to_owned(),
            header: mapping.fingerprint.clone(),
            columns: columns(mapping)?,
            division: before.as_ref().map_or(division, |b| b.record.division),
            unit: ctx.unit(),
        };
        match before {
            Some(before) => {
                write.update(&before, profile).await?;
            }
            None => write.insert(&profile).await?,
        }
        saved += 1;
    }
    write.commit().await?;
    Ok(saved)
}

fn of_header(kind: ImportKind, header: &str) -> Query {
    Query::of(Noun::ImportProfile)
        .equals("kind", kind.code())
        .equals("header", header)
}

/// Titles with their fields for people, and the whole as `intake` keeps it, with units and orders.
fn columns(mapping: &Mapping) -> Result<BTreeMap<String, Option<String>>> {
    let field =
        |c: &fangfei_intake::table::ColumnMapping| c.field.as_ref().map(|id| id.to_string());
    let mut columns: BTreeMap<String, Option<String>> = mapping
        .columns
        .iter()
        .map(|c| (c.title.clone(), field(c)))
        .collect();
    let full = serde_json::to_string(&mapping.profile()).map_err(Error::bug)?;
    columns.insert(FULL.to_owned(), Some(full));
    Ok(columns)
}

/// Lets saved profiles settle the mappings whose headers they know.
pub(super) async fn apply_saved(
    app: &App,
    ctx: &Ctx,
    file: &OpenedFile,
    mappings: &mut [Mapping],
) -> Result<()> {
    for mapping in mappings {
        let query = of_header(file.kind, &mapping.fingerprint);
        let found = app
            .store
            .read(ctx)
            .list::<ImportProfile>(&query, Page::first(5))
            .await?;
        for profile in found {
            let full = profile.record.columns.get(FULL).cloned().flatten();
            let full = full.and_then(|json| serde_json::from_str::<Profile>(&json).ok());
            if full.is_some_and(|full| mapping.apply(&file.fields, &full)) {
                for column in &mut mapping.columns {
                    column.reason = format!("沿用已保存的“{}”", profile.record.name);
                }
                break;
            }
        }
    }
    Ok(())
}
