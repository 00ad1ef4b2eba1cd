//! One journal entry: the text that is hashed. Its fields stand in a fixed order and the text is
//! kept as it was hashed, so that verifying never has to write it again. It must not know tables.

use fangfei_model::noun::Noun;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::merkle::{Hash, hex};

/// Up to this many touched versions stand in the entry itself; of more, their number and hash.
pub(super) const LISTED: usize = 64;

/// A version of a record that a transaction wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Touch {
    pub(crate) noun: Noun,
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) body_hash: Hash,
}

/// The hash of a record's body.
pub(crate) fn body_hash(body: &str) -> Hash {
    Sha256::digest(body.as_bytes()).into()
}

/// The entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Position from 1.
    pub(super) seq: u64,
    /// Microseconds since 1970.
    pub(super) at: i64,
    /// The action's code.
    pub(super) action: String,
    pub(super) actor: EntryActor,
    /// The request or command.
    pub(super) request: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub(super) detail: serde_json::Map<String, serde_json::Value>,
    pub(super) touched: Touches,
    /// The leaf hash of the entry before, empty for the first.
    pub(super) prev: String,
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EntryActor {
    pub(super) id: Option<String>,
    pub(super) name: String,
    pub(super) unit: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Touches {
    /// `[noun, id, version, sha256]`, ordered.
    Listed(Vec<(String, String, i64, String)>),
    /// Too many to list: how many, and the SHA-256 over their lines.
    Counted {
        /// How many.
        count: u64,
        /// The hash of the list.
        sha256: String,
    },
}

/// Hashes a list of touched versions as it streams by.
#[derive(Default)]
pub(super) struct TouchHasher {
    count: u64,
    sha: Sha256,
    listed: Vec<(String, String, i64, String)>,
}

impl TouchHasher {
    /// Adds the next version; they come ordered by noun, id and version.
    pub(super) fn add(&mut self, noun: &str, id: &str, version: i64, body_hash: &str) {
        self.sha
            .update(format!("{noun} {id} {version} {body_hash}\n"));
        self.count += 1;
        if self.listed.len() <= LISTED {
            self.listed.push((
                noun.to_owned(),
                id.to_owned(),
                version,
                body_hash.to_owned(),
            ));
        }
    }

    /// The list as an entry holds it.
    pub(super) fn finish(self) -> Touches {
        if self.listed.len() <= LISTED {
            return Touches::Listed(self.listed);
        }
        Touches::Counted {
            count: self.count,
            sha256: hex(&self.sha.finalize()),
        }
    }
}
