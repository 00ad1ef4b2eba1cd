//! Reads the journal's tables in order, a stretch at a time, within one snapshot. It must not know
//! what the rows are checked for.

use sea_orm::{QueryResult, Statement, sea_query::Value};

use super::{
    chain::Link,
    entry::{TouchHasher, Touches},
};
use crate::{connection::Conn, error::Result};

/// Rows read in one go.
const STRETCH: i64 = 1000;

/// One row of the journal with its search columns.
pub(super) struct JournalRow {
    pub(super) seq: i64,
    pub(super) link: Link,
    /// at, action, actor id, actor name, unit, request.
    pub(super) columns: (i64, String, Option<String>, String, Option<String>, String),
}

/// The rows after `seq`, in order.
pub(super) async fn entries_after(conn: &Conn<'_>, seq: i64) -> Result<Vec<JournalRow>> {
    let sql = "SELECT seq, entry, leaf_hash, root, signature, at, action, actor_id, actor_name, unit_id, request \
               FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2";
    conn.all_raw(statement(conn, sql, [seq.into(), STRETCH.into()]))
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &QueryResult) -> Result<JournalRow> {
    let link = Link {
        text: row.try_get_by_index(1)?,
        leaf: row.try_get_by_index(2)?,
        root: row.try_get_by_index(3)?,
        signature: row.try_get_by_index(4)?,
    };
    let columns = (
        row.try_get_by_index(5)?,
        row.try_get_by_index(6)?,
        row.try_get_by_index(7)?,
        row.try_get_by_index(8)?,
        row.try_get_by_index(9)?,
        row.try_get_by_index(10)?,
    );
    Ok(JournalRow {
        seq: row.try_get_by_index(0)?,
        link,
        columns,
    })
}

/// A row of the touch table: noun, id, version, hash.
pub(super) type TouchRow = (String, String, i64, String);

/// What an entry wrote, after the given row, in order.
pub(super) async fn touches_after(
    conn: &Conn<'_>,
    seq: i64,
    after: Option<&TouchRow>,
) -> Result<Vec<TouchRow>> {
    let sql = "SELECT noun, record_id, version, body_hash FROM journal_touch \
               WHERE seq = $1 AND (noun, record_id, version) > ($2, $3, $4) \
               ORDER BY noun, record_id, version LIMIT $5";
    let (noun, id, version) =
        after.map_or(("", "", 0), |(n, i, v, _)| (n.as_str(), i.as_str(), *v));
    let values = [
        seq.into(),
        noun.into(),
        id.into(),
        version.into(),
        STRETCH.into(),
    ];
    let rows = conn.all_raw(statement(conn, sql, values)).await?;
    let read = |row: &QueryResult| {
        Ok((
            row.try_get_by_index(0)?,
            row.try_get_by_index(1)?,
            row.try_get_by_index(2)?,
            row.try_get_by_index(3)?,
        ))
    };
    rows.iter().map(read).collect()
}

/// The list of what an entry wrote, as the entry should hold it. `each` is given the rows as they
/// come, a stretch at a time.
pub(super) async fn touches_of(
    conn: &Conn<'_>,
    seq: i64,
    mut each: impl FnMut(&[TouchRow]) -> Result<()>,
) -> Result<Touches> {
    let mut hasher = TouchHasher::default();
    let mut last: Option<TouchRow> = None;
    loop {
        let rows = touches_after(conn, seq, last.as_ref()).await?;
        rows.iter()
            .for_each(|(noun, id, version, hash)| hasher.add(noun, id, *version, hash));
        each(&rows)?;
        match rows.into_iter().next_back() {
            Some(row) => last = Some(row),
            None => return Ok(hasher.finish()),
        }
    }
}

/// A statement with values.
pub(super) fn statement<const N: usize>(
    conn: &Conn<'_>,
    sql: &str,
    values: [Value; N],
) -> Statement {
    Statement::from_sql_and_values(conn.backend(), sql, values)
}
