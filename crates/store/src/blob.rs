//! Files by their content: `blobs/ab/<sha256>` in the data folder. Writing the same content twice
//! keeps one file; a file that no record names does no harm. It must not know records.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use sha2::{Digest, Sha256};
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
};

use crate::{
    error::{Error, Result},
    journal::{hex, unhex},
    store::Store,
};

/// Content that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
}

/// The files of one data folder.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

impl Store {
    /// The files beside the database.
    pub fn blobs(&self) -> Blobs {
        Blobs {
            folder: self.data_dir().join("blobs"),
        }
    }
}

/// Part of the name of files that are still being written.
static NEXT: AtomicU64 = AtomicU64::new(0);

impl Blobs {
    /// Keeps the content, at most `limit` bytes. When this returns it is on the disk. A write that
    /// is broken off leaves only a file under `incoming`, which `sweep` removes.
    pub async fn put(&self, content: impl AsyncRead + Unpin, limit: u64) -> Result<Blob> {
        let incoming = self.incoming_path();
        let kept = self.receive(&incoming, content, limit).await;
        if kept.is_err() {
            // The error that is returned says what happened; a file left behind is swept later.
            let _ = tokio::fs::remove_file(&incoming).await;
        }
        kept
    }

    async fn receive(
        &self,
        incoming: &Path,
        content: impl AsyncRead + Unpin,
        limit: u64,
    ) -> Result<Blob> {
        make_folder(&self.folder.join("incoming")).await?;
        let mut file = File::create_new(incoming)
            .await
            .map_err(Error::disk(incoming))?;
        let blob = copy(content, &mut file, limit).await?;
        file.sync_all().await.map_err(Error::disk(incoming))?;
        drop(file);
        let place = self.path(&blob.sha256);
        let folder = place.parent().unwrap_or(&self.folder);
        make_folder(folder).await?;
        tokio::fs::rename(incoming, &place)
            .await
            .map_err(Error::disk(&place))?;
        sync_folder(folder).await?;
        Ok(blob)
    }

    /// Reads content whole and checks that it is still what its name says.
    pub async fn get(&self, sha256: &str) -> Result<Vec<u8>> {
        let content = tokio::fs::read(self.checked_path(sha256)?)
            .await
            .map_err(|e| absent(sha256, &e))?;
        if hex(&Sha256::digest(&content)) != sha256 {
            return Err(Error::Blob {
                sha256: sha256.to_owned(),
                reason: "的内容与登记的摘要不符，已损坏或被替换",
            });
        }
        Ok(content)
    }

    /// Opens content for reading piece by piece; its hash is not checked.
    pub async fn open(&self, sha256: &str) -> Result<File> {
        File::open(self.checked_path(sha256)?)
            .await
            .map_err(|e| absent(sha256, &e))
    }

    /// Whether the content is there.
    pub async fn has(&self, sha256: &str) -> Result<bool> {
        let path = self.checked_path(sha256)?;
        tokio::fs::try_exists(&path)
            .await
            .map_err(Error::disk(&path))
    }

    /// Removes content that no record stands on any more. Content that is not there is removed already.
    pub async fn remove(&self, sha256: &str) -> Result<()> {
        let path = self.checked_path(sha256)?;
        match tokio::fs::remove_file(&path).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::disk(&path)(error))
            }
            _ => Ok(()),
        }
    }

    /// Removes what broken-off writes left behind: at start, before any write.
    pub async fn sweep(&self) -> Result<()> {
        let folder = self.folder.join("incoming");
        match tokio::fs::remove_dir_all(&folder).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::disk(&folder)(error))
            }
            _ => Ok(()),
        }
    }

    fn incoming_path(&self) -> PathBuf {
        let name = format!(
            "{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        self.folder.join("incoming").join(name)
    }

    fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(&sha256[..2]).join(sha256)
    }

    /// The path of a hash that came from outside: anything else than a hash leads nowhere.
    fn checked_path(&self, sha256: &str) -> Result<PathBuf> {
        match unhex::<32>(sha256) {
            Some(bytes) if hex(&bytes) == sha256 => Ok(self.path(sha256)),
            _ => Err(Error::Blob {
                sha256: sha256.chars().take(80).collect(),
                reason: "的编号无效",
            }),
        }
    }
}

async fn copy(mut content: impl AsyncRead + Unpin, file: &mut File, limit: u64) -> Result<Blob> {
    let (mut sha, mut size) = (Sha256::new(), 0_u64);
    let mut buffer = vec![0; 64 * 1024];
    let broken = |source| Error::Disk {
        path: "上传的文件".to_owned(),
        source,
    };
    loop {
        let read = content.read(&mut buffer).await.map_err(broken)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        if size > limit {
            return Err(Error::TooLarge { limit });
        }
        sha.update(&buffer[..read]);
        file.write_all(&buffer[..read]).await.map_err(broken)?;
    }
    file.flush().await.map_err(broken)?;
    Ok(Blob {
        sha256: hex(&sha.finalize()),
        size,
    })
}

async fn make_folder(folder: &Path) -> Result<()> {
    tokio::fs::create_dir_all(folder)
        .await
        .map_err(Error::disk(folder))
}

/// The new name is on the disk only when its folder is.
async fn sync_folder(folder: &Path) -> Result<()> {
    let open = File::open(folder).await.map_err(Error::disk(folder))?;
    open.sync_all().await.map_err(Error::disk(folder))
}

fn absent(sha256: &str, error: &std::io::Error) -> Error {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "不在材料目录中",
        _ => "无法打开",
    };
    Error::Blob {
        sha256: sha256.to_owned(),
        reason,
    }
}
