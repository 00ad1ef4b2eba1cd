//! Counts everything anew from the records: after an upgrade, and when somebody asks for it. It must
//! not know who asks.

use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{
    definition::{TABLE, TALLIES, Tally, col, is_by_month},
    keep::{KEY, MONTH},
};
use crate::{error::Result, table::base};

/// Replaces all counts by what the records say, in the caller's transaction.
pub(crate) async fn rebuild(tx: &DatabaseTransaction) -> Result<()> {
    tx.execute_unprepared(&format!("DELETE FROM \"{TABLE}\""))
        .await?;
    let columns = KEY.map(|name| format!("\"{name}\"")).join(", ");
    for tally in TALLIES {
        let counted = counted(tally, "count(*)");
        let sql = format!(
            "INSERT INTO \"{TABLE}\" ({columns}, \"{}\") {counted}",
            col::RECORDS
        );
        tx.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// The statement that counts the records of one tally: the columns of `KEY`, then the figure.
pub(super) fn counted(tally: &Tally, figure: &str) -> String {
    let keys = tally.fields().map(|(_, field)| match field {
        Some(field) if is_by_month(field) => {
            format!("coalesce(substr(\"{}\", 1, {MONTH}), '')", field.name)
        }
        Some(field) => format!("coalesce(\"{}\", '')", field.name),
        None => "''".to_owned(),
    });
    let place = [base::DIVISION, base::UNIT, base::ORIGIN];
    let place = place.iter().map(|name| format!("coalesce(\"{name}\", '')"));
    let by: Vec<String> = keys.chain(place).collect();
    format!(
        "SELECT '{}', {}, {figure} FROM \"{}\" GROUP BY 2, 3, 4, 5, 6",
        tally.name,
        by.join(", "),
        tally.noun.code()
    )
}
