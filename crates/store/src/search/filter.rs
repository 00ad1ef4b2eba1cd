//! Serves list filters of the form “contains these words” from the search index: the few records
//! that can pass, if they are few. The filter itself still decides. It must not know lists.

use fangfei_model::{
    noun::Noun,
    query::{Query, Test},
    record::FieldKind,
    scope::Scope,
};
use sea_orm::{DbBackend, QueryResult, sea_query::SelectStatement};

use super::{find, fold::fold, token};
use crate::{column::storable, connection::Conn, error::Result, selection::column};

/// The nouns whose every record has an entry with the tokens of all its text fields.
pub(super) const INDEXED: [Noun; 5] = [
    Noun::Unit,
    Noun::Subject,
    Noun::LicensedBody,
    Noun::Clue,
    Noun::RiskItem,
];

/// More records than this are found as fast by reading them in the wanted order.
const FEW: usize = 2000;

/// The ids of the records that can pass the query's filters by words; `None` if they are many, or
/// if there is no such filter. Only for the present: the past is not indexed.
pub(crate) async fn candidates(
    conn: &Conn<'_>,
    scope: &Scope,
    query: &Query,
) -> Result<Option<Vec<String>>> {
    if query.as_of.is_some() || !INDEXED.contains(&query.noun) {
        return Ok(None);
    }
    let mut wanted = tokens(query);
    if wanted.is_empty() {
        return Ok(None);
    }
    wanted.push(vec![token::noun_token(query.noun)]);
    wanted.extend(token::of_scope(scope));
    let rows = conn.all(&statement(&wanted, conn.backend())).await?;
    if rows.len() > FEW {
        return Ok(None);
    }
    let id = |row: &QueryResult| Ok(row.try_get_by_index::<String>(0)?);
    rows.iter().map(id).collect::<Result<_>>().map(Some)
}

/// The tokens that every record passing the filters has, or the mark of an overlong text.
fn tokens(query: &Query) -> Vec<Vec<String>> {
    let mut wanted = Vec::new();
    for condition in &query.conditions {
        let of_words = query
            .noun
            .field(&condition.path.0)
            .is_some_and(|f| f.kind == FieldKind::Text);
        let Test::Contains(text) = &condition.test else {
            continue;
        };
        if !of_words {
            continue;
        }
        let folded = fold(&storable(text));
        let words = folded
            .split(' ')
            .filter(|w| w.chars().nth(1).is_some() || !w.is_ascii());
        let one_of = |token: String| vec![token, token::OVERLONG.to_owned()];
        wanted.extend(words.flat_map(token::of_word).map(one_of));
    }
    wanted
}

fn statement(wanted: &[Vec<String>], backend: DbBackend) -> SelectStatement {
    let mut statement = SelectStatement::new();
    statement
        .expr(column("e", "record_id"))
        .limit(FEW as u64 + 1);
    if backend == DbBackend::Postgres {
        statement
            .from_as("search_entry", "e")
            .and_where(find::matches_tsvector(wanted));
    } else {
        find::from_fts5(&mut statement, wanted);
    }
    statement
}
