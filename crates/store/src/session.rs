//! Sign-in sessions and the throttle on failed sign-ins. Tokens are kept only as hashes, made by the
//! use case. It must not know passwords.

use fangfei_model::id::UserId;
use jiff::Timestamp;
use sea_orm::{QueryResult, Statement};
use uuid::Uuid;

use crate::{
    column::{id_text, micros, moment},
    error::{Error, Result},
    store::Store,
};

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the cookie's token, hexadecimal.
    pub token_hash: String,
    /// Who.
    pub user: UserId,
    /// Secret that forms carry.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Failed sign-ins of one name or one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Throttle {
    /// How many in a row.
    pub failures: u32,
    /// The first.
    pub first_at: Timestamp,
    /// The last.
    pub last_at: Timestamp,
}

impl Store {
    /// Begins a session.
    pub async fn open_session(&self, session: &Session) -> Result<()> {
        let sql = "INSERT INTO session (token_hash, user_id, csrf, created_at, seen_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            session.token_hash.as_str().into(),
            id_text(session.user.uuid()).into(),
            session.csrf.as_str().into(),
            micros(session.created_at).into(),
            micros(session.seen_at).into(),
            micros(session.expires_at).into(),
        ];
        self.unaudited("session", sql, values).await.map(drop)
    }

    /// The session of this token, unless it has ended.
    pub async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<Session>> {
        let sql = "SELECT token_hash, user_id, csrf, created_at, seen_at, expires_at FROM session \
                   WHERE token_hash = $1 AND expires_at > $2";
        let values = [token_hash.into(), micros(now).into()];
        let statement = Statement::from_sql_and_values(self.sides().backend, sql, values);
        self.pool()
            .all_raw(statement)
            .await?
            .first()
            .map(read)
            .transpose()
    }

    /// Notes that the session was used, and until when it now lasts.
    pub async fn touch_session(
        &self,
        token_hash: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE session SET seen_at = $2, expires_at = $3 WHERE token_hash = $1";
        let values = [
            token_hash.into(),
            micros(now).into(),
            micros(expires_at).into(),
        ];
        self.unaudited("session", sql, values).await.map(drop)
    }

    /// Ends a session.
    pub async fn close_session(&self, token_hash: &str) -> Result<()> {
        self.unaudited(
            "session",
            "DELETE FROM session WHERE token_hash = $1",
            [token_hash.into()],
        )
        .await
        .map(drop)
    }

    /// Ends all sessions of a person, but for the one given: after a new password or a change of roles.
    pub async fn close_sessions_of(&self, user: UserId, but: Option<&str>) -> Result<()> {
        let sql = "DELETE FROM session WHERE user_id = $1 AND token_hash <> $2";
        let values = [id_text(user.uuid()).into(), but.unwrap_or_default().into()];
        self.unaudited("session", sql, values).await.map(drop)
    }

    /// Removes sessions that have ended and failures from before `forget`.
    pub async fn sweep_sessions(&self, now: Timestamp, forget: Timestamp) -> Result<()> {
        self.unaudited(
            "session",
            "DELETE FROM session WHERE expires_at <= $1",
            [micros(now).into()],
        )
        .await?;
        self.unaudited(
            "throttle",
            "DELETE FROM throttle WHERE last_at < $1",
            [micros(forget).into()],
        )
        .await
        .map(drop)
    }

    /// The failures of a name or address, if there are any.
    pub async fn throttle(&self, key: &str) -> Result<Option<Throttle>> {
        let sql = "SELECT failures, first_at, last_at FROM throttle WHERE key = $1";
        let statement = Statement::from_sql_and_values(self.sides().backend, sql, [key.into()]);
        self.pool()
            .all_raw(statement)
            .await?
            .first()
            .map(read_throttle)
            .transpose()
    }

    /// Counts one more failure.
    pub async fn count_failure(&self, key: &str, now: Timestamp) -> Result<Throttle> {
        let sql = "INSERT INTO throttle (key, failures, first_at, last_at) VALUES ($1, 1, $2, $2) \
                   ON CONFLICT (key) DO UPDATE SET failures = throttle.failures + 1, last_at = excluded.last_at \
                   RETURNING failures, first_at, last_at";
        let row = self
            .unaudited_returning("throttle", sql, [key.into(), micros(now).into()])
            .await?;
        let missing = || Error::DamagedTable {
            table: "throttle",
            reason: "没有返回计数".to_owned(),
        };
        read_throttle(&row.ok_or_else(missing)?)
    }

    /// Forgets the failures: the sign-in succeeded.
    pub async fn clear_failures(&self, key: &str) -> Result<()> {
        self.unaudited(
            "throttle",
            "DELETE FROM throttle WHERE key = $1",
            [key.into()],
        )
        .await
        .map(drop)
    }
}

fn read(row: &QueryResult) -> Result<Session> {
    let user: String = row.try_get_by_index(1)?;
    let user = Uuid::try_parse(&user).map_err(|_| Error::DamagedTable {
        table: "session",
        reason: "用户编号无效".to_owned(),
    })?;
    Ok(Session {
        token_hash: row.try_get_by_index(0)?,
        user: UserId::from(user),
        csrf: row.try_get_by_index(2)?,
        created_at: moment(row.try_get_by_index(3)?),
        seen_at: moment(row.try_get_by_index(4)?),
        expires_at: moment(row.try_get_by_index(5)?),
    })
}

fn read_throttle(row: &QueryResult) -> Result<Throttle> {
    let failures: i64 = row.try_get_by_index(0)?;
    Ok(Throttle {
        failures: u32::try_from(failures).unwrap_or(u32::MAX),
        first_at: moment(row.try_get_by_index(1)?),
        last_at: moment(row.try_get_by_index(2)?),
    })
}
