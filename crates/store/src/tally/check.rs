//! Compares the kept counts with the records. It must not know what else is verified.

use sea_orm::Statement;

use super::{
    definition::{TABLE, Tally, col},
    keep::KEY,
    rebuild::counted,
};
use crate::{connection::Conn, error::Result};

/// A count that is not that of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The keys, the empty ones left out, then the division.
    pub(crate) of: String,
    /// How many more were kept than there are; negative for fewer.
    pub(crate) by: i64,
}

/// The most that are told of one tally: they are counted anew together.
const MOST: usize = 100;

/// Where the kept counts of a tally differ from the records.
pub(crate) async fn differences(conn: &Conn<'_>, tally: &Tally) -> Result<Vec<Difference>> {
    let [tally_column, first, second, division, unit, origin] = KEY;
    let names = KEY.map(|name| format!("\"{name}\"")).join(", ");
    // The two halves name the same counts; what is left of a sum is the difference.
    let sql = format!(
        "SELECT \"{first}\", \"{second}\", \"{division}\", CAST(sum(n) AS bigint) FROM (\
         SELECT {names}, \"{records}\" AS n FROM \"{TABLE}\" WHERE \"{tally_column}\" = '{name}' \
         UNION ALL {minus}) AS both_sides \
         GROUP BY \"{first}\", \"{second}\", \"{division}\", \"{unit}\", \"{origin}\" \
         HAVING sum(n) <> 0 ORDER BY 1, 2, 3 LIMIT {MOST}",
        records = col::RECORDS,
        name = tally.name,
        minus = counted(tally, "-count(*)"),
    );
    let statement = Statement::from_string(conn.backend(), sql);
    let rows = conn.all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            let part = |at: usize| row.try_get_by_index::<String>(at);
            let parts = [part(0)?, part(1)?, part(2)?];
            let known: Vec<&str> = parts
                .iter()
                .map(String::as_str)
                .filter(|p| !p.is_empty())
                .collect();
            Ok(Difference {
                of: known.join("、"),
                by: row.try_get_by_index(3)?,
            })
        })
        .collect()
}
