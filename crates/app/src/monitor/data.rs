//! Facts from files of other offices (监测数据): which tables there are, what they hold, loading a file into
//! one. It must not know indicators.

use std::collections::BTreeMap;

use fangfei_lens::lake::{Loaded, Manifest, TableSummary, shipped, summary};
use fangfei_model::{action::Action, ctx::Ctx, permission::Permission};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::engine::{apart, lake};
use crate::{App, Error, Result, lake as loading};

/// A file to load, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LoadDraft {
    /// The table's name.
    pub table: String,
    /// The day on which facts without a date of their own became known; blank means today.
    pub known_on: String,
}

/// The tables with what they hold.
pub async fn tables(app: &App, ctx: &Ctx) -> Result<Vec<TableSummary>> {
    ctx.require(Permission::MonitorRead)?;
    let manifest = Manifest::read(&lake(app)?).await?;
    Ok(summary(&manifest)?)
}

/// Loads a file into a table. Rows that cannot be read come back with the reason; loading the same file
/// again changes nothing.
pub async fn load_file(
    app: &App,
    ctx: &Ctx,
    draft: &LoadDraft,
    file: &str,
    bytes: Vec<u8>,
) -> Result<Loaded> {
    ctx.require(Permission::MonitorWrite)?;
    let known_on = day(ctx, &draft.known_on)?;
    let tables = shipped()?;
    let Some(table) = tables.get(draft.table.trim()).cloned() else {
        return Err(Error::field("table", "请选择要装入哪张数据表"));
    };
    let lake = lake(app)?;
    let title = table.title.clone();
    let name = file.to_owned();
    let loaded = apart(move || async move {
        let request = loading::LoadRequest {
            table: &table,
            file: name,
            bytes,
            known_on,
            set: BTreeMap::new(),
        };
        Ok(loading::load(&lake, request).await?)
    })
    .await?;
    let mut write = app.store.write(ctx, Action::LakeLoad).await?;
    write.detail("table", title);
    write.detail("file", file);
    write.detail("taken", loaded.taken);
    write.detail("known", loaded.known);
    write.detail("rejected", loaded.rejected_rows);
    write.commit().await?;
    Ok(loaded)
}

fn day(ctx: &Ctx, text: &str) -> Result<Date> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(ctx.today());
    }
    text.parse().map_err(|_| {
        let problem = format!("“{text}”不是日期，请写成 2024-07-01");
        Error::field("known_on", problem)
    })
}
