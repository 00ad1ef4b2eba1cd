//! Results kept by content: what a background job computed goes into a blob as JSON, the record that asked
//! for it keeps the hash. It must not know what is in them.

use serde::{Serialize, de::DeserializeOwned};

use crate::{App, Error, Result};

/// The largest result, in bytes.
const LARGEST: u64 = 4 << 30;

/// Keeps a result and answers its hash.
pub(crate) async fn keep<T: Serialize>(app: &App, part: &T) -> Result<String> {
    let bytes = serde_json::to_vec(part).map_err(Error::bug)?;
    Ok(app
        .store
        .blobs()
        .put(bytes.as_slice(), LARGEST)
        .await?
        .sha256)
}

/// The result with this hash.
pub(crate) async fn load<T: DeserializeOwned>(app: &App, hash: &str) -> Result<T> {
    let bytes = app.store.blobs().get(hash).await?;
    serde_json::from_slice(&bytes).map_err(Error::bug)
}

/// A hash as people see it.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
