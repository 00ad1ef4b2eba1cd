//! The key that signs the journal's tree heads: a file beside the database that only the server may
//! read. It must not know the journal.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use rand::Rng;

use super::merkle::{Hash, hex, unhex};
use crate::error::{Error, Result};

/// The signing key.
pub(crate) struct JournalKey {
    signing: SigningKey,
}

impl JournalKey {
    /// Reads the key of this data folder.
    pub(crate) fn open(data_dir: &Path) -> Result<Self> {
        let path = key_path(data_dir);
        let shown = || path.display().to_string();
        let text = std::fs::read_to_string(&path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => Error::KeyMissing { path: shown() },
            _ => Error::KeyUnreadable { path: shown() },
        })?;
        let seed =
            unhex::<32>(text.trim()).ok_or_else(|| Error::KeyUnreadable { path: shown() })?;
        Ok(Self {
            signing: SigningKey::from_bytes(&seed),
        })
    }

    /// Makes the key if there is none.
    pub(crate) fn create_if_absent(data_dir: &Path) -> Result<()> {
        let path = key_path(data_dir);
        if path.exists() {
            return Ok(());
        }
        let folder = data_dir.join("keys");
        std::fs::create_dir_all(&folder).map_err(Error::disk(&folder))?;
        let mut seed = [0; 32];
        rand::rng().fill_bytes(&mut seed);
        write_private(&path, &hex(&seed)).map_err(Error::disk(&path))
    }

    /// Signs a tree head.
    pub(crate) fn sign(&self, size: u64, root: &Hash) -> String {
        hex(&self.signing.sign(&message(size, root)).to_bytes())
    }

    /// The public half, hexadecimal.
    pub(crate) fn public(&self) -> String {
        hex(self.signing.verifying_key().as_bytes())
    }
}

/// Whether the signature of a tree head is this public key's.
pub(crate) fn is_signed(public: &str, size: u64, root: &Hash, signature: &str) -> bool {
    let verified = || {
        let key = VerifyingKey::from_bytes(&unhex::<32>(public)?).ok()?;
        let signature = Signature::from_bytes(&unhex::<64>(signature)?);
        key.verify(&message(size, root), &signature).ok()
    };
    verified().is_some()
}

/// What is signed; the first words keep the signature from meaning anything else.
fn message(size: u64, root: &Hash) -> Vec<u8> {
    format!("fangfei journal head\n{size}\n{}\n", hex(root)).into_bytes()
}

fn key_path(data_dir: &Path) -> PathBuf {
    data_dir.join("keys").join("journal.key")
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}
