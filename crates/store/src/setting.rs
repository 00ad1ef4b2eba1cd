//! Settings of the installation: office name, division, lead unit. Written within an audited write;
//! the journal holds old and new value. It must not know what a setting means.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, Statement};

use crate::{error::Result, store::Store, write::Write};

impl Store {
    /// One setting.
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        let sql = "SELECT value FROM setting WHERE key = $1";
        let statement = Statement::from_sql_and_values(self.sides().backend, sql, [key.into()]);
        let rows = self.pool().all_raw(statement).await?;
        rows.first()
            .map(|row| Ok(row.try_get_by_index(0)?))
            .transpose()
    }

    /// All settings.
    pub async fn settings(&self) -> Result<BTreeMap<String, String>> {
        let statement =
            Statement::from_string(self.sides().backend, "SELECT key, value FROM setting");
        let rows = self.pool().all_raw(statement).await?;
        rows.iter()
            .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
            .collect()
    }
}

impl Write {
    /// Sets a setting.
    pub async fn set_setting(&mut self, key: &str, value: &str) -> Result<()> {
        self.start()?;
        let find = "SELECT value FROM setting WHERE key = $1";
        let find = Statement::from_sql_and_values(self.backend(), find, [key.into()]);
        let row = self.tx.query_one_raw(find).await?;
        let before: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        let sql = "INSERT INTO setting (key, value) VALUES ($1, $2) \
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        let statement =
            Statement::from_sql_and_values(self.backend(), sql, [key.into(), value.into()]);
        self.tx.execute_raw(statement).await?;
        self.detail(
            &format!("setting:{key}"),
            serde_json::json!({ "before": before, "after": value }),
        );
        self.done();
        Ok(())
    }
}
