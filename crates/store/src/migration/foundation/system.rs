//! The store's own tables as the foundation had them: journal, search, jobs, sessions, settings,
//! counters, divisions and industries.

use crate::migration::dialect::Dialect;

const COMMON: &[&str] = &[
    // One row: the size and root of the journal's tree. Writers lock it first.
    "CREATE TABLE \"journal_head\" (\"id\" {key}, \"size\" BIGINT NOT NULL, \"root\" {text} NOT NULL, \
     \"frontier\" {text} NOT NULL, \"last_leaf\" {text} NOT NULL)",
    "INSERT INTO \"journal_head\" VALUES \
     (1, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '', '')",
    "CREATE TABLE \"journal\" (\"seq\" {key}, \"at\" BIGINT NOT NULL, \"action\" {text} NOT NULL, \
     \"actor_id\" {text}, \"actor_name\" {text} NOT NULL, \"unit_id\" {text}, \"request\" {text} NOT NULL, \
     \"entry\" {text} NOT NULL, \"leaf_hash\" {text} NOT NULL, \"root\" {text} NOT NULL, \
     \"signature\" {text} NOT NULL)",
    "CREATE INDEX \"ix_journal_actor\" ON \"journal\" (\"actor_id\", \"seq\")",
    "CREATE INDEX \"ix_journal_action\" ON \"journal\" (\"action\", \"seq\")",
    "CREATE INDEX \"ix_journal_at\" ON \"journal\" (\"at\")",
    "CREATE TABLE \"journal_touch\" (\"noun\" {text} NOT NULL, \"record_id\" {text} NOT NULL, \
     \"version\" BIGINT NOT NULL, \"seq\" BIGINT NOT NULL, \"body_hash\" {text} NOT NULL, \
     PRIMARY KEY (\"noun\", \"record_id\", \"version\")){by_key}",
    "CREATE INDEX \"ix_journal_touch_seq\" ON \"journal_touch\" (\"seq\", \"noun\", \"record_id\", \"version\")",
    "CREATE TABLE \"counter\" (\"series\" {text} NOT NULL PRIMARY KEY, \"value\" BIGINT NOT NULL){by_key}",
    "CREATE TABLE \"setting\" (\"key\" {text} NOT NULL PRIMARY KEY, \"value\" {text} NOT NULL){by_key}",
    "CREATE TABLE \"job\" (\"id\" {text} NOT NULL PRIMARY KEY, \"kind\" {text} NOT NULL, \
     \"payload\" {text} NOT NULL, \"state\" {text} NOT NULL, \"attempts\" BIGINT NOT NULL, \
     \"run_at\" BIGINT NOT NULL, \"lease_until\" BIGINT, \"created_at\" BIGINT NOT NULL, \
     \"created_by\" {text}, \"unit_id\" {text}, \"done\" BIGINT NOT NULL, \"total\" BIGINT, \
     \"error\" {text}, \"result\" {text}, \"finished_at\" BIGINT)",
    "CREATE INDEX \"ix_job_state_run_at\" ON \"job\" (\"state\", \"run_at\")",
    "CREATE INDEX \"ix_job_created_by\" ON \"job\" (\"created_by\", \"created_at\")",
    "CREATE TABLE \"session\" (\"token_hash\" {text} NOT NULL PRIMARY KEY, \"user_id\" {text} NOT NULL, \
     \"csrf\" {text} NOT NULL, \"created_at\" BIGINT NOT NULL, \"seen_at\" BIGINT NOT NULL, \
     \"expires_at\" BIGINT NOT NULL){by_key}",
    "CREATE INDEX \"ix_session_user\" ON \"session\" (\"user_id\")",
    "CREATE INDEX \"ix_session_expires\" ON \"session\" (\"expires_at\")",
    "CREATE TABLE \"throttle\" (\"key\" {text} NOT NULL PRIMARY KEY, \"failures\" BIGINT NOT NULL, \
     \"first_at\" BIGINT NOT NULL, \"last_at\" BIGINT NOT NULL){by_key}",
    "CREATE TABLE \"division\" (\"code\" {text} NOT NULL, \"name\" {text} NOT NULL, \"level\" {text} NOT NULL, \
     \"parent\" {text}, \"valid_from\" {text} NOT NULL, \"valid_to\" {text}, \
     PRIMARY KEY (\"code\", \"valid_from\"))",
    "CREATE INDEX \"ix_division_parent\" ON \"division\" (\"parent\")",
    "CREATE TABLE \"industry\" (\"code\" {text} NOT NULL PRIMARY KEY, \"name\" {text} NOT NULL, \
     \"level\" {text} NOT NULL)",
];

const SEARCH_SQLITE: &[&str] = &[
    "CREATE TABLE \"search_entry\" (\"seq\" {key}, \"noun\" {text} NOT NULL, \"record_id\" {text} NOT NULL, \
     \"scope_division\" {text} NOT NULL, \"scope_unit\" {text}, \"scope_origin\" {text}, \
     \"title\" {text} NOT NULL, \"subtitle\" {text} NOT NULL, \"folded\" {text} NOT NULL)",
    // Tokens are made by the program; only which rows hold a token is kept, not where or how often.
    "CREATE VIRTUAL TABLE \"search_index\" USING fts5(tokens, content='', contentless_delete=1, \
     tokenize='ascii', detail=none)",
];

const SEARCH_POSTGRES: &[&str] = &[
    "CREATE TABLE \"search_entry\" (\"seq\" {key}, \"noun\" {text} NOT NULL, \"record_id\" {text} NOT NULL, \
     \"scope_division\" {text} NOT NULL, \"scope_unit\" {text}, \"scope_origin\" {text}, \
     \"title\" {text} NOT NULL, \"subtitle\" {text} NOT NULL, \"folded\" {text} NOT NULL, \
     \"tokens\" tsvector NOT NULL)",
    "CREATE INDEX \"ix_search_entry_tokens\" ON \"search_entry\" USING gin (\"tokens\")",
];

const SEARCH_INDEX: &str =
    "CREATE UNIQUE INDEX \"uq_search_entry_record\" ON \"search_entry\" (\"noun\", \"record_id\")";

/// The statements that make these tables.
pub(super) fn statements(dialect: Dialect) -> impl Iterator<Item = String> {
    let search = match dialect {
        Dialect::Sqlite => SEARCH_SQLITE,
        Dialect::Postgres => SEARCH_POSTGRES,
    };
    COMMON
        .iter()
        .chain(search)
        .chain([&SEARCH_INDEX])
        .map(move |statement| dialect.fill(statement))
}
