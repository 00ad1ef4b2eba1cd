//! Answers the search box: candidates from the index, newest first, within scope; only real
//! substrings are hits. It must not know how the index is kept.

use fangfei_model::{
    noun::Noun,
    scope::{Scope, Visibility},
};
use sea_orm::{
    DbBackend, QueryResult,
    sea_query::{Cond, Expr, ExprTrait, JoinType, Order, SelectStatement},
};
use uuid::Uuid;

use super::{fold::fold, token};
use crate::{
    error::{Error, Result},
    reader::Reader,
    scope::predicate,
    selection::column,
};

/// The alias of the entries.
const ENTRY: &str = "e";
/// What is read of an entry.
const COLUMNS: [&str; 6] = ["seq", "noun", "record_id", "title", "subtitle", "folded"];
/// Candidates looked at beyond those wanted: index and substring hardly ever disagree.
const SPARE: usize = 10;
/// Candidates looked at in all.
const MOST: usize = 20_000;
/// The newest entries that PostgreSQL looks through one by one before it asks the index. Its index
/// gives all matches before the newest can be picked: slow for words that many entries have, and
/// those words have hits among the newest.
const NEWEST: u64 = 10_000;

/// A hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which noun.
    pub noun: Noun,
    /// Which record.
    pub id: Uuid,
    /// The line shown.
    pub title: String,
    /// The line below it.
    pub subtitle: String,
}

impl Reader<'_> {
    /// The newest records that hold every word of the text, of these nouns (none given: of all), at
    /// most `limit`. Words are separated by blanks; width, case and punctuation do not matter. A
    /// single Chinese character is found anywhere, a single letter or digit where a word starts.
    pub async fn search(&self, text: &str, nouns: &[Noun], limit: usize) -> Result<Vec<Found>> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
        let mut found = Vec::new();
        if words.is_empty() || self.scope == Scope::Nothing {
            return Ok(found);
        }
        let wanted = self.wanted(&words, nouns);
        let batch = limit.clamp(1, 1000) + SPARE;
        let (mut before, mut looked) = (i64::MAX, 0);
        let mut newest_first = self.conn.backend() == DbBackend::Postgres;
        while looked < MOST {
            let statement = self.candidates(&wanted, nouns, before, batch as u64, newest_first);
            let rows = self.conn.all(&statement).await?;
            for row in &rows {
                before = row.try_get_by_index(0)?;
                if is_hit(row, &words)? {
                    found.push(read(row)?);
                }
                if found.len() == limit {
                    return Ok(found);
                }
            }
            looked += rows.len();
            if rows.len() < batch && !std::mem::take(&mut newest_first) {
                break;
            }
        }
        Ok(found)
    }

    /// Entries that have all tokens, older than `before`, the newest first.
    fn candidates(
        &self,
        wanted: &[Vec<String>],
        nouns: &[Noun],
        before: i64,
        batch: u64,
        newest_first: bool,
    ) -> SelectStatement {
        let mut statement = SelectStatement::new();
        for name in COLUMNS {
            statement.expr(column(ENTRY, name));
        }
        if self.conn.backend() == DbBackend::Postgres {
            from_tsvector(&mut statement, wanted, before, newest_first);
        } else {
            from_fts5(&mut statement, wanted);
            statement.and_where(column("i", "rowid").lt(before));
            statement.order_by_expr(column("i", "rowid"), Order::Desc);
        }
        if !nouns.is_empty() {
            statement.and_where(column(ENTRY, "noun").is_in(nouns.iter().map(|n| n.code())));
        }
        statement.cond_where(self.seen()).limit(batch);
        statement
    }

    /// The scope's predicate, by the visibility of each entry's noun.
    fn seen(&self) -> Cond {
        let classes = [
            Visibility::ByUnit,
            Visibility::Common,
            Visibility::Downward,
            Visibility::Everywhere,
        ];
        classes.into_iter().fold(Cond::any(), |any, class| {
            let nouns = Noun::ALL
                .iter()
                .filter(|n| n.visibility() == class)
                .map(|n| n.code());
            let of_class = Cond::all().add(column(ENTRY, "noun").is_in(nouns));
            any.add(
                match predicate(&self.scope, class, ENTRY, self.conn.backend()) {
                    Some(seen) => of_class.add(seen),
                    None => of_class,
                },
            )
        })
    }

    /// What every hit has, as alternatives that must each be met.
    fn wanted(&self, words: &[&str], nouns: &[Noun]) -> Vec<Vec<String>> {
        let of_words = words
            .iter()
            .flat_map(|word| token::of_word(word))
            .map(|token| vec![token]);
        let mut wanted: Vec<Vec<String>> = of_words.collect();
        wanted.extend(token::of_scope(&self.scope));
        if !nouns.is_empty() {
            wanted.push(nouns.iter().map(|n| token::noun_token(*n)).collect());
        }
        wanted
    }
}

/// The cross join keeps the index outermost; it yields its rows in order by itself.
pub(super) fn from_fts5(statement: &mut SelectStatement, wanted: &[Vec<String>]) {
    statement.from_as("search_index", "i");
    statement.join_as(JoinType::CrossJoin, "search_entry", ENTRY, Cond::all());
    statement.and_where(column(ENTRY, "seq").equals(("i", "rowid")));
    let matches = Expr::cust_with_values("\"search_index\" MATCH ?", [match_text(wanted)]);
    statement.and_where(matches);
}

fn from_tsvector(
    statement: &mut SelectStatement,
    wanted: &[Vec<String>],
    before: i64,
    newest_first: bool,
) {
    if newest_first {
        // The limit inside keeps the search condition outside, so the entries are walked in order.
        let mut newest = SelectStatement::new();
        newest.expr(Expr::cust("*")).from("search_entry");
        newest
            .and_where(Expr::col("seq").lt(before))
            .order_by("seq", Order::Desc)
            .limit(NEWEST);
        statement.from_subquery(newest, ENTRY);
    } else {
        statement
            .from_as("search_entry", ENTRY)
            .and_where(column(ENTRY, "seq").lt(before));
    }
    statement.and_where(matches_tsvector(wanted));
    statement.order_by_expr(column(ENTRY, "seq"), Order::Desc);
}

/// The condition that an entry has the tokens.
pub(super) fn matches_tsvector(wanted: &[Vec<String>]) -> Expr {
    Expr::cust_with_values("\"e\".\"tokens\" @@ $1::tsquery", [tsquery(wanted)])
}

/// As FTS5 reads it. Tokens are letters, digits and private-use characters, so quoting is enough.
fn match_text(wanted: &[Vec<String>]) -> String {
    joined(wanted, " AND ", " OR ", '"')
}

/// As PostgreSQL reads it.
fn tsquery(wanted: &[Vec<String>]) -> String {
    joined(wanted, " & ", " | ", '\'')
}

fn joined(wanted: &[Vec<String>], and: &str, or: &str, quote: char) -> String {
    let one_of = |tokens: &Vec<String>| {
        let quoted: Vec<String> = tokens
            .iter()
            .map(|t| format!("{quote}{t}{quote}"))
            .collect();
        format!("({})", quoted.join(or))
    };
    wanted.iter().map(one_of).collect::<Vec<_>>().join(and)
}

fn is_hit(row: &QueryResult, words: &[&str]) -> Result<bool> {
    let folded: String = row.try_get_by_index(5)?;
    Ok(words.iter().all(|word| folded.contains(word)))
}

fn read(row: &QueryResult) -> Result<Found> {
    let noun: String = row.try_get_by_index(1)?;
    let id: String = row.try_get_by_index(2)?;
    let damaged = |reason: String| Error::DamagedTable {
        table: "search_entry",
        reason,
    };
    Ok(Found {
        noun: noun.parse().map_err(|_| damaged(noun.clone()))?,
        id: Uuid::try_parse(&id).map_err(|_| damaged(id.clone()))?,
        title: row.try_get_by_index(3)?,
        subtitle: row.try_get_by_index(4)?,
    })
}
