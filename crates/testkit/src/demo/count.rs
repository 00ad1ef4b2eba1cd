//! What a county holds, counted from its database. It must not know how it was made.

use fangfei_model::{
    ctx::Ctx,
    noun::Noun,
    query::{Path, Query},
    record::{FieldKind, Value},
};
use fangfei_store::{Result, Store};
use serde::Serialize;

/// The records of one noun, and how many are in each state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The noun's code.
    pub noun: &'static str,
    /// Its Chinese word.
    pub title: &'static str,
    /// All of them.
    pub all: u64,
    /// By state, where the noun has one: word and number.
    pub states: Vec<(String, u64)>,
}

/// Counts every noun.
pub async fn counts(store: &Store, ctx: &Ctx) -> Result<Vec<Count>> {
    let reader = store.read(ctx);
    let mut counts = Vec::new();
    for noun in Noun::ALL {
        let query = Query::of(*noun);
        let mut states = Vec::new();
        if let Some(FieldKind::Code(list)) = noun.field("state").map(|field| field.kind) {
            for (state, count) in reader.group_count(&query, &Path::from("state")).await? {
                if let Value::Text(code) = state {
                    states.push((list.title(&code).unwrap_or("？").to_owned(), count));
                }
            }
        }
        counts.push(Count {
            noun: noun.code(),
            title: noun.title(),
            all: reader.count(&query).await?,
            states,
        });
    }
    Ok(counts)
}
