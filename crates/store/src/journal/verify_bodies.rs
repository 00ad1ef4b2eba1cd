//! Compares every version of every record with what the journal says was written: content, columns
//! and times. Both sides are read in the same order, a stretch at a time.

use std::cmp::Ordering;

use fangfei_model::{noun::Noun, record::Record};
use sea_orm::{QueryResult, sea_query::Value};

use super::{
    merkle::hex,
    problem::{Problem, Problems},
    walk::statement,
};
use crate::{
    connection::Conn,
    error::Result,
    journal::body_hash,
    reader::decode,
    table::{base, columns},
    write::Projection,
};

/// Rows read in one go.
const STRETCH: usize = 1000;

/// Checks all nouns and tells how many versions the journal knows.
pub(super) async fn check_all(conn: &Conn<'_>, problems: &mut Problems) -> Result<u64> {
    use fangfei_model as m;
    let mut versions = 0;
    for noun in Noun::ALL.iter().copied() {
        versions += match noun {
            Noun::Unit => check::<m::unit::Unit>(conn, problems).await?,
            Noun::User => check::<m::user::User>(conn, problems).await?,
            Noun::Subject => check::<m::subject::Subject>(conn, problems).await?,
            Noun::LicensedBody => check::<m::licensed_body::LicensedBody>(conn, problems).await?,
            Noun::Evidence => check::<m::evidence::Evidence>(conn, problems).await?,
            Noun::Clue => check::<m::clue::Clue>(conn, problems).await?,
            Noun::Assessment => check::<m::assessment::Assessment>(conn, problems).await?,
            Noun::RiskItem => check::<m::risk_item::RiskItem>(conn, problems).await?,
            Noun::Campaign => check::<m::campaign::Campaign>(conn, problems).await?,
            Noun::Task => check::<m::task::Task>(conn, problems).await?,
            Noun::PeriodicReturn => {
                check::<m::periodic_return::PeriodicReturn>(conn, problems).await?
            }
            Noun::ImportRun => check::<m::import_run::ImportRun>(conn, problems).await?,
            Noun::ImportProfile => check::<m::import_run::ImportProfile>(conn, problems).await?,
            Noun::FundsInquiry => check::<m::funds_inquiry::FundsInquiry>(conn, problems).await?,
            Noun::Claim => check::<m::claim::Claim>(conn, problems).await?,
            Noun::RefundBatch => check::<m::refund_batch::RefundBatch>(conn, problems).await?,
            Noun::Alert => check::<m::alert::Alert>(conn, problems).await?,
            Noun::IndexRun => check::<m::index_run::IndexRun>(conn, problems).await?,
            Noun::RuleSet => check::<m::rule_set::RuleSet>(conn, problems).await?,
            Noun::Likeness => check::<m::likeness::Likeness>(conn, problems).await?,
        };
    }
    Ok(versions)
}

/// A version that the journal says was written.
struct Written {
    id: String,
    version: i64,
    seq: i64,
    body_hash: String,
    /// The moment of its entry; `None` if there is no such entry.
    at: Option<i64>,
}

/// A version that is there.
struct Kept {
    id: String,
    version: i64,
    since: i64,
    until: Option<i64>,
    row: QueryResult,
}

/// The last version that both sides agree on, for the times of the next.
struct Before {
    id: String,
    version: i64,
    since: i64,
    until: Option<i64>,
}

async fn check<R: Record>(conn: &Conn<'_>, problems: &mut Problems) -> Result<u64> {
    let (mut written, mut kept) = (WrittenCursor::new(R::NOUN), KeptCursor::new(R::NOUN));
    let (mut one, mut other) = (written.next(conn).await?, kept.next(conn).await?);
    let mut before: Option<Before> = None;
    let mut count = 0;
    loop {
        let order = match (&one, &other) {
            (None, None) => return Ok(count),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(w), Some(k)) => (w.id.as_str(), w.version).cmp(&(k.id.as_str(), k.version)),
        };
        if let Some(w) = one.as_ref().filter(|_| order.is_le()) {
            count += 1;
            match other.as_ref().filter(|_| order.is_eq()) {
                Some(k) => {
                    compare::<R>(w, k, before.take(), problems)?;
                    before = Some(Before {
                        id: k.id.clone(),
                        version: k.version,
                        since: k.since,
                        until: k.until,
                    });
                }
                None => problems.add(Problem::VersionMissing {
                    noun: R::NOUN,
                    id: w.id.clone(),
                    version: w.version,
                    seq: w.seq,
                }),
            }
        } else if let Some(k) = &other {
            problems.add(Problem::VersionUnknown {
                noun: R::NOUN,
                id: k.id.clone(),
                version: k.version,
            });
        }
        if order.is_le() {
            one = written.next(conn).await?;
        }
        if order.is_ge() {
            other = kept.next(conn).await?;
        }
    }
}

fn compare<R: Record>(
    w: &Written,
    k: &Kept,
    before: Option<Before>,
    problems: &mut Problems,
) -> Result<()> {
    let (noun, id, version) = (R::NOUN, k.id.clone(), k.version);
    let body: String = k.row.try_get_by(base::BODY)?;
    if hex(&body_hash(&body)) != w.body_hash {
        problems.add(Problem::BodyChanged { noun, id, version });
        return Ok(());
    }
    if !times_agree(w, k, before) {
        problems.add(Problem::TimeChanged {
            noun,
            id: id.clone(),
            version,
        });
    }
    let record = uuid::Uuid::try_parse(&id)
        .ok()
        .and_then(|id| decode::<R>(id, &body).ok());
    let Some(projection) = record.and_then(|r| Projection::of(&r).ok()) else {
        problems.add(Problem::BodyChanged { noun, id, version });
        return Ok(());
    };
    for (column, expected) in columns(noun)
        .into_iter()
        .zip(projection.into_row(k.version, k.since))
    {
        // The body has been compared by its hash; written anew it may have fields of a later program.
        if column != base::BODY && !holds(&k.row, column, &expected)? {
            problems.add(Problem::ColumnChanged {
                noun,
                id: id.clone(),
                version,
                column,
            });
        }
    }
    Ok(())
}

/// A version begins at its entry's moment, or just after the version before if the clock stood
/// still, and ends where the next begins. Where the version before is missing, that alone is told.
fn times_agree(w: &Written, k: &Kept, before: Option<Before>) -> bool {
    let Some(at) = w.at else { return false };
    match before.filter(|b| b.id == k.id && b.version + 1 == k.version) {
        Some(b) => k.since == Ord::max(at, b.since.saturating_add(1)) && b.until == Some(k.since),
        None if k.version == 1 => k.since == at,
        None => k.since >= at,
    }
}

fn holds(row: &QueryResult, column: &str, expected: &Value) -> Result<bool> {
    Ok(match expected {
        Value::String(text) => row.try_get_by::<Option<String>, _>(column)? == *text,
        Value::BigInt(number) => row.try_get_by::<Option<i64>, _>(column)? == *number,
        _ => false,
    })
}

/// Reads the touch table in order.
struct WrittenCursor {
    noun: Noun,
    rows: std::vec::IntoIter<Written>,
    last: (String, i64),
}

impl WrittenCursor {
    fn new(noun: Noun) -> Self {
        Self {
            noun,
            rows: Vec::new().into_iter(),
            last: (String::new(), 0),
        }
    }

    async fn next(&mut self, conn: &Conn<'_>) -> Result<Option<Written>> {
        if let Some(row) = self.rows.next() {
            return Ok(Some(row));
        }
        let sql = "SELECT t.record_id, t.version, t.seq, t.body_hash, j.at FROM journal_touch t \
                   LEFT JOIN journal j ON j.seq = t.seq \
                   WHERE t.noun = $1 AND (t.record_id, t.version) > ($2, $3) \
                   ORDER BY t.record_id, t.version LIMIT $4";
        let limit = i64::try_from(STRETCH).unwrap_or(i64::MAX);
        let values = [
            self.noun.code().into(),
            self.last.0.as_str().into(),
            self.last.1.into(),
            limit.into(),
        ];
        let rows = conn.all_raw(statement(conn, sql, values)).await?;
        let rows = rows.iter().map(read_written).collect::<Result<Vec<_>>>()?;
        if let Some(end) = rows.last() {
            self.last = (end.id.clone(), end.version);
        }
        self.rows = rows.into_iter();
        Ok(self.rows.next())
    }
}

fn read_written(row: &QueryResult) -> Result<Written> {
    Ok(Written {
        id: row.try_get_by_index(0)?,
        version: row.try_get_by_index(1)?,
        seq: row.try_get_by_index(2)?,
        body_hash: row.try_get_by_index(3)?,
        at: row.try_get_by_index(4)?,
    })
}

/// Reads a noun's two tables as one, in order.
struct KeptCursor {
    sql: String,
    rows: std::vec::IntoIter<Kept>,
    last: (String, i64),
}

impl KeptCursor {
    fn new(noun: Noun) -> Self {
        let table = noun.code();
        let names: Vec<String> = columns(noun).iter().map(|c| format!("\"{c}\"")).collect();
        let names = names.join(", ");
        let half = |table: &str, until: &str| {
            format!(
                "SELECT * FROM (SELECT {names}, {until} AS replaced_at FROM \"{table}\" \
                 WHERE (id, record_version) > ($1, $2) ORDER BY id, record_version LIMIT $3) AS h"
            )
        };
        let now = half(table, "CAST(NULL AS BIGINT)");
        let past = half(&format!("{table}_history"), "replaced_at");
        let sql = format!("{now} UNION ALL {past} ORDER BY id, record_version LIMIT $3");
        Self {
            sql,
            rows: Vec::new().into_iter(),
            last: (String::new(), 0),
        }
    }

    async fn next(&mut self, conn: &Conn<'_>) -> Result<Option<Kept>> {
        if let Some(row) = self.rows.next() {
            return Ok(Some(row));
        }
        let limit = i64::try_from(STRETCH).unwrap_or(i64::MAX);
        let values = [
            self.last.0.as_str().into(),
            self.last.1.into(),
            limit.into(),
        ];
        let rows = conn.all_raw(statement(conn, &self.sql, values)).await?;
        let rows = rows
            .into_iter()
            .map(read_kept)
            .collect::<Result<Vec<_>>>()?;
        if let Some(end) = rows.last() {
            self.last = (end.id.clone(), end.version);
        }
        self.rows = rows.into_iter();
        Ok(self.rows.next())
    }
}

fn read_kept(row: QueryResult) -> Result<Kept> {
    Ok(Kept {
        id: row.try_get_by(base::ID)?,
        version: row.try_get_by(base::VERSION)?,
        since: row.try_get_by(base::SINCE)?,
        until: row.try_get_by(base::UNTIL)?,
        row,
    })
}
