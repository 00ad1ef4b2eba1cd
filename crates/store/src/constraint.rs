//! Reads database errors: which unique index was hit, whether a lock was not free, whether a sum ran
//! over. It must not know what the caller was doing.

use fangfei_model::noun::Noun;
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

use crate::error::Error;

/// Turns a driver error into the store's own where it has a meaning for the person at the desk.
pub(crate) fn classify(error: DbErr) -> Error {
    if let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err()
        && let Some((noun, field, title)) = unique_field(&message)
    {
        return Error::Duplicate { noun, field, title };
    }
    let text = error.to_string();
    if is_locked(&error, &text) {
        return Error::Locked;
    }
    if text.contains("integer overflow") || text.contains("out of range") {
        return Error::Overflow;
    }
    Error::Db(error)
}

/// The field whose unique index the message names: SQLite says `UNIQUE constraint failed:
/// clue.number`, PostgreSQL `… unique constraint "uq_clue_number"` or `"clue_pkey"`.
fn unique_field(message: &str) -> Option<(Noun, &'static str, &'static str)> {
    for noun in Noun::ALL.iter().copied() {
        let code = noun.code();
        if names(message, &format!("{code}.id")) || names(message, &format!("{code}_pkey")) {
            return Some((noun, "id", "编号"));
        }
        for field in noun.fields() {
            let sqlite = format!("{code}.{}", field.name);
            let postgres = format!("uq_{code}_{}", field.name);
            if names(message, &sqlite) || names(message, &postgres) {
                return Some((noun, field.name, field.title));
            }
        }
    }
    None
}

/// Whether the message holds this name as a whole word.
fn names(message: &str, name: &str) -> bool {
    message
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))
        .any(|word| word == name)
}

fn is_locked(error: &DbErr, text: &str) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return true;
    }
    let code = match error {
        DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => {
            match e.as_ref() {
                sqlx::Error::Database(e) => e.code().map(|c| c.into_owned()),
                _ => None,
            }
        }
        _ => None,
    };
    // 5 and 261 are SQLite's BUSY codes, 55P03 PostgreSQL's lock_not_available.
    matches!(code.as_deref(), Some("5" | "261" | "517" | "55P03"))
        || text.contains("database is locked")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_messages_lead_to_the_field() {
        let messages = [
            "UNIQUE constraint failed: user.login",
            "duplicate key value violates unique constraint \"uq_user_login\"",
        ];
        for message in messages {
            assert_eq!(
                unique_field(message).map(|(n, f, _)| (n, f)),
                Some((Noun::User, "login"))
            );
        }
        assert_eq!(
            unique_field("UNIQUE constraint failed: clue.id").map(|f| f.1),
            Some("id")
        );
        assert_eq!(unique_field("UNIQUE constraint failed: job.id"), None);
    }
}
