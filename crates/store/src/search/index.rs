//! Keeps the search index in step with the records, in the transaction that writes them. It must not
//! know how it is read.

use fangfei_model::{
    noun::Noun,
    record::{FieldKind, Record, SearchText, Value},
    scope::Place,
};
use sea_orm::{
    ConnectionTrait, DbBackend, Statement,
    sea_query::{self, Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    filter::INDEXED,
    fold::{cut, fold},
    token,
};
use crate::{
    column::{id_text, storable},
    error::Result,
    table::base,
    write::{ManyRows, Write, scope_values},
};

/// Characters of a record that the search box finds.
const SEARCHED: usize = 2000;
/// Characters of one field that filters find by the index; longer ones are marked and read.
const FILTERED: usize = 4000;
/// Entries to a statement.
const PART: usize = 500;
/// Entries whose tokens go to the index at once: each statement makes it write a part of its own, so
/// few and large ones spare the merging of many small.
const TOKENS: usize = 4_000;

/// One record as search keeps it.
#[derive(PartialEq)]
pub(crate) struct SearchRow {
    noun: Noun,
    id: Uuid,
    place: Place,
    title: String,
    subtitle: String,
    folded: String,
    /// Tokens of the text, of all text fields, and of the place, separated by blanks.
    tokens: String,
}

impl SearchRow {
    /// `None` for a record that neither the search box nor filters find here.
    fn of<R: Record>(record: &R) -> Option<Self> {
        let text = match record.search() {
            Some(text) => text,
            None if INDEXED.contains(&R::NOUN) => SearchText {
                title: String::new(),
                subtitle: String::new(),
                text: String::new(),
            },
            None => return None,
        };
        let folded = fold(cut(&text.text, SEARCHED));
        let mut tokens = String::with_capacity(folded.len() * 4);
        token::push_text(&folded, &mut tokens);
        push_fields(record, &folded, &mut tokens);
        for token in token::of_place(R::NOUN, &record.place()) {
            tokens.push_str(&token);
            tokens.push(' ');
        }
        tokens.pop();
        Some(Self {
            noun: R::NOUN,
            id: record.record_id(),
            place: record.place(),
            title: storable(&text.title),
            subtitle: storable(&text.subtitle),
            folded,
            tokens,
        })
    }
}

/// Adds the tokens of the text fields, so that a filter on one of them is served by the index.
fn push_fields<R: Record>(record: &R, searched: &str, tokens: &mut String) {
    for (field, value) in R::FIELDS.iter().zip(record.values()) {
        let (FieldKind::Text, Value::Text(text)) = (field.kind, value) else {
            continue;
        };
        let text = storable(&text);
        let kept = cut(&text, FILTERED);
        if kept.len() < text.len() {
            tokens.push_str(token::OVERLONG);
            tokens.push(' ');
        }
        let folded = fold(kept);
        // Most fields are part of what the search box finds, whose tokens are there already.
        if !searched.contains(folded.as_str()) {
            token::push_text(&folded, tokens);
        }
    }
}

const COLUMNS: [&str; 9] = [
    "seq",
    "noun",
    "record_id",
    base::DIVISION,
    base::UNIT,
    base::ORIGIN,
    "title",
    "subtitle",
    "folded",
];

/// The entries of new records.
pub(crate) fn rows<R: Record>(records: &[R]) -> Vec<SearchRow> {
    records.iter().filter_map(SearchRow::of).collect()
}

/// Indexes new records.
async fn add(write: &Write, rows: Vec<SearchRow>) -> Result<()> {
    let mut additions = Additions::default();
    additions.take(write, rows).await?;
    additions.finish(write).await
}

/// Entries on their way into the index.
#[derive(Default)]
pub(crate) struct Additions {
    /// Tokens that wait for more of them; SQLite keeps them apart from the entries.
    tokens: Vec<(i64, String)>,
}

impl Additions {
    /// Adds entries; their tokens may wait until `finish`.
    pub(crate) async fn take(&mut self, write: &Write, mut rows: Vec<SearchRow>) -> Result<()> {
        for part in rows.chunks_mut(PART) {
            let count = u32::try_from(part.len()).unwrap_or(u32::MAX);
            // The entry's number is its age: search shows the newest first.
            let numbers = write.advance("search", count).await?;
            insert_entries(write, numbers.clone(), part).await?;
            if write.backend() == DbBackend::Sqlite {
                let tokens = part.iter_mut().map(|row| std::mem::take(&mut row.tokens));
                self.tokens.extend(numbers.zip(tokens));
            }
        }
        if self.tokens.len() >= TOKENS {
            self.finish_part(write).await?;
        }
        Ok(())
    }

    /// Writes what waits.
    pub(crate) async fn finish(mut self, write: &Write) -> Result<()> {
        self.finish_part(write).await
    }

    async fn finish_part(&mut self, write: &Write) -> Result<()> {
        if self.tokens.is_empty() {
            return Ok(());
        }
        let columns = ["rowid", "tokens"];
        let count = self.tokens.len();
        let mut insert = ManyRows::new(write.backend(), "search_index", columns, count);
        for (seq, tokens) in self.tokens.drain(..) {
            insert.push([seq.into(), tokens.into()]);
        }
        write.tx.execute_raw(insert.statement()).await?;
        Ok(())
    }
}

/// Brings the entry of a changed record up to date; it keeps its age.
pub(crate) async fn replace<R: Record>(write: &Write, before: &R, after: &R) -> Result<()> {
    let new = SearchRow::of(after);
    if SearchRow::of(before) == new {
        return Ok(());
    }
    let seq = take_out(write, R::NOUN, after.record_id()).await?;
    let Some(row) = new else { return Ok(()) };
    let Some(seq) = seq else {
        return add(write, vec![row]).await;
    };
    let mut additions = Additions::default();
    insert_entries(write, seq..seq + 1, std::slice::from_ref(&row)).await?;
    if write.backend() == DbBackend::Sqlite {
        additions.tokens.push((seq, row.tokens));
    }
    additions.finish(write).await
}

/// Removes the entry of a record and tells its number.
async fn take_out(write: &Write, noun: Noun, id: Uuid) -> Result<Option<i64>> {
    let of_record = || {
        Expr::col("noun")
            .eq(noun.code())
            .and(Expr::col("record_id").eq(id_text(id)))
    };
    let mut find = SelectStatement::new();
    find.column("seq")
        .from("search_entry")
        .and_where(of_record());
    let Some(row) = write.tx.query_one(&find).await? else {
        return Ok(None);
    };
    let seq: i64 = row.try_get_by_index(0)?;
    write
        .tx
        .execute(
            Query::delete()
                .from_table("search_entry")
                .and_where(of_record()),
        )
        .await?;
    if write.backend() == DbBackend::Sqlite {
        let sql = "DELETE FROM search_index WHERE rowid = $1";
        write
            .tx
            .execute_raw(Statement::from_sql_and_values(
                DbBackend::Sqlite,
                sql,
                [seq.into()],
            ))
            .await?;
    }
    Ok(Some(seq))
}

async fn insert_entries(
    write: &Write,
    numbers: std::ops::Range<i64>,
    rows: &[SearchRow],
) -> Result<()> {
    let backend = write.backend();
    let postgres = backend == DbBackend::Postgres;
    let columns = COLUMNS.into_iter().chain(postgres.then_some("tokens"));
    let mut insert = ManyRows::new(backend, "search_entry", columns, rows.len());
    if postgres {
        insert = insert.wrapping_last("array_to_tsvector(string_to_array(", ", ' '))");
    }
    for (seq, row) in numbers.zip(rows) {
        let tokens = postgres.then(|| row.tokens.as_str().into());
        insert.push(entry_values(seq, row).into_iter().chain(tokens));
    }
    write.tx.execute_raw(insert.statement()).await?;
    Ok(())
}

fn entry_values(seq: i64, row: &SearchRow) -> Vec<sea_query::Value> {
    let mut values: Vec<sea_query::Value> =
        vec![seq.into(), row.noun.code().into(), id_text(row.id).into()];
    values.extend(scope_values(&row.place));
    values.extend([
        row.title.as_str().into(),
        row.subtitle.as_str().into(),
        row.folded.as_str().into(),
    ]);
    values
}
