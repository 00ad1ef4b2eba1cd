//! The one door past the journal, and the list of tables it is for: sign-in sessions, the throttle
//! on failed sign-ins, and the course of background jobs. They are not records: no version of them
//! is kept and no figure is made of them, and a journal entry for each page view or percent of
//! progress would bury the entries that matter. What they lead to (sign-in, sign-out, a job's
//! result) is journaled by the use case through `Store::write`.
//!
//! On SQLite these statements queue for the same single writing connection.

use sea_orm::{ConnectionTrait, ExecResult, QueryResult, Statement, sea_query::Value};

use crate::{
    error::{Error, Result},
    store::Store,
};

/// The tables that may be written here. A statement names its table first.
const TABLES: [&str; 3] = ["session", "throttle", "job"];

impl Store {
    /// Runs one statement on one of the tables above.
    pub(crate) async fn unaudited<const N: usize>(
        &self,
        table: &'static str,
        sql: &str,
        values: [Value; N],
    ) -> Result<ExecResult> {
        allowed(table, sql)?;
        let statement = Statement::from_sql_and_values(self.sides().backend, sql, values);
        Ok(self.sides().write.execute_raw(statement).await?)
    }

    /// Runs one statement on one of the tables above and returns its row.
    pub(crate) async fn unaudited_returning<const N: usize>(
        &self,
        table: &'static str,
        sql: &str,
        values: [Value; N],
    ) -> Result<Option<QueryResult>> {
        allowed(table, sql)?;
        let statement = Statement::from_sql_and_values(self.sides().backend, sql, values);
        Ok(self.sides().write.query_one_raw(statement).await?)
    }
}

/// The statement's target must be the table that is named, and that one must be on the list.
fn allowed(table: &'static str, sql: &str) -> Result<()> {
    let target = ["INSERT INTO ", "UPDATE ", "DELETE FROM "]
        .iter()
        .find_map(|verb| sql.strip_prefix(verb))
        .and_then(|rest| rest.split([' ', '(']).next());
    if TABLES.contains(&table) && target == Some(table) {
        Ok(())
    } else {
        Err(Error::DamagedTable {
            table,
            reason: "此表不得绕过审计日志写入".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_tables_pass() {
        assert!(allowed("job", "UPDATE job SET state = 'done'").is_ok());
        assert!(allowed("job", "UPDATE clue SET state = 'done'").is_err());
        assert!(allowed("clue", "UPDATE clue SET state = 'done'").is_err());
        assert!(allowed("session", "DELETE FROM session WHERE 1 = 1").is_ok());
    }
}
