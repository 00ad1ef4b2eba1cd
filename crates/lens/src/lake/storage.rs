//! Where the lake lies: a folder, or a bucket of an S3-compatible store. It must not know tables.

use std::{collections::BTreeMap, path::Path as FilePath, sync::Arc};

use datafusion::object_store::{
    ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, local::LocalFileSystem,
    parse_url_opts, path::Path,
};
use futures::TryStreamExt;
use serde::Deserialize;
use url::Url;

use super::error::LakeError;

/// The lake's settings file, `lake.toml` in its folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the facts lie, when not in the folder itself: `s3://bucket/prefix`, `file:///…`.
    #[serde(default)]
    pub url: Option<String>,
    /// How the store of `url` is reached: `endpoint`, `region`, `allow_http`, `virtual_hosted_style_request` and what
    /// else an S3-compatible store takes. The environment's `AWS_…` variables give the rest, the secret key above all,
    /// which does not belong into a file.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
    /// Memory for questions in MiB; beyond it the engine spills to disk.
    #[serde(default)]
    pub memory_mib: Option<usize>,
    /// Threads for questions.
    #[serde(default)]
    pub threads: Option<usize>,
}

/// An open lake.
#[derive(Debug, Clone)]
pub struct Lake {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    base: Url,
    settings: Settings,
}

const SETTINGS_FILE: &str = "lake.toml";

impl Lake {
    /// Opens the lake of a folder, which is made when it is not there.
    ///
    /// # Errors
    /// [`LakeError::Storage`] for a folder that cannot be made, settings that cannot be read, or an address whose
    /// store this program does not know.
    pub fn open(folder: &FilePath) -> Result<Self, LakeError> {
        let place = folder.display().to_string();
        std::fs::create_dir_all(folder).map_err(|e| LakeError::storage(&place, e))?;
        let folder = folder
            .canonicalize()
            .map_err(|e| LakeError::storage(&place, e))?;
        let settings = read_settings(&folder.join(SETTINGS_FILE))?;
        match &settings.url {
            Some(url) => Self::at(url, settings.clone()),
            None => {
                let base = Url::from_directory_path(&folder)
                    .map_err(|()| LakeError::storage(&place, "路径不能表示为地址"))?;
                Self::local(base, settings)
            }
        }
    }

    fn at(address: &str, settings: Settings) -> Result<Self, LakeError> {
        let with_slash = format!("{}/", address.trim_end_matches('/'));
        let base = Url::parse(&with_slash).map_err(|e| LakeError::storage(address, e))?;
        if base.scheme() == "file" {
            return Self::local(base, settings);
        }
        // What the file says comes last, so that it goes before the environment.
        let options: Vec<(String, String)> =
            environment().chain(settings.options.clone()).collect();
        if base.scheme() == "s3" && !says_who_asks(&options) {
            return Err(LakeError::storage(address, WITHOUT_KEY));
        }
        let (store, prefix) = parse_url_opts(&base, options).map_err(|e| {
            LakeError::storage(
                address,
                format!(
                    "{e}；地址应为 file:///目录 或 s3://桶/前缀，接入点等写在 lake.toml 的 [options]，\
                     密钥写在环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY"
                ),
            )
        })?;
        Ok(Self {
            store: store.into(),
            prefix,
            base,
            settings,
        })
    }

    fn local(base: Url, settings: Settings) -> Result<Self, LakeError> {
        let prefix =
            Path::from_url_path(base.path()).map_err(|e| LakeError::storage(base.as_str(), e))?;
        Ok(Self {
            store: Arc::new(LocalFileSystem::new()),
            prefix,
            base,
            settings,
        })
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The store and the address under which the engine finds it.
    pub(crate) fn store(&self) -> (&Url, Arc<dyn ObjectStore>) {
        (&self.base, Arc::clone(&self.store))
    }

    /// The address of a file of the lake.
    pub(crate) fn url_of(&self, relative: &str) -> Result<String, LakeError> {
        self.base
            .join(relative)
            .map(String::from)
            .map_err(|e| LakeError::storage(relative, e))
    }

    /// The address of the lake, for messages.
    pub fn place(&self) -> &str {
        self.base.as_str()
    }

    fn path(&self, relative: &str) -> Path {
        relative
            .split('/')
            .fold(self.prefix.clone(), |path, part| path.join(part))
    }

    /// Writes a file as a whole: readers see all of it or nothing.
    pub(crate) async fn put(&self, relative: &str, bytes: Vec<u8>) -> Result<(), LakeError> {
        let payload = PutPayload::from(bytes);
        let put = self.store.put(&self.path(relative), payload).await;
        put.map(|_| ()).map_err(|e| failed(relative, &e))
    }

    /// Writes a file that must not be there yet.
    ///
    /// # Errors
    /// [`LakeError::Conflict`] when it is.
    pub(crate) async fn create(&self, relative: &str, bytes: Vec<u8>) -> Result<(), LakeError> {
        let options = PutOptions::from(PutMode::Create);
        match self
            .store
            .put_opts(&self.path(relative), bytes.into(), options)
            .await
        {
            Ok(_) => Ok(()),
            Err(datafusion::object_store::Error::AlreadyExists { .. }) => Err(LakeError::Conflict),
            Err(error) => Err(failed(relative, &error)),
        }
    }

    /// The bytes of a file.
    pub(crate) async fn get(&self, relative: &str) -> Result<Vec<u8>, LakeError> {
        let failed = |e| failed(relative, &e);
        let got = self.store.get(&self.path(relative)).await.map_err(failed)?;
        Ok(got.bytes().await.map_err(failed)?.to_vec())
    }

    /// Names of the files directly under a folder of the lake.
    pub(crate) async fn names(&self, folder: &str) -> Result<Vec<String>, LakeError> {
        let listed = self
            .store
            .list(Some(&self.path(folder)))
            .try_collect::<Vec<_>>()
            .await;
        let listed = listed.map_err(|e| failed(folder, &e))?;
        Ok(listed
            .iter()
            .filter_map(|m| m.location.filename().map(str::to_owned))
            .collect())
    }

    /// Removes a file; one that is not there is no error.
    pub(crate) async fn remove(&self, relative: &str) -> Result<(), LakeError> {
        match self.store.delete(&self.path(relative)).await {
            Ok(()) | Err(datafusion::object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(relative, &error)),
        }
    }
}

const WITHOUT_KEY: &str = "没有密钥；请设环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY，\
    不用密钥的桶在 lake.toml 的 [options] 写 skip_signature = \"true\"";

/// True where a key is given, or another way of saying who asks is chosen. Without one the store would ask the machine
/// it runs on for a key, over the network, which no office expects.
fn says_who_asks(options: &[(String, String)]) -> bool {
    let ways = [
        "access_key_id",
        "skip_signature",
        "metadata_endpoint",
        "web_identity_token_file",
        "container_credentials_relative_uri",
        "container_credentials_full_uri",
    ];
    options.iter().any(|(key, value)| {
        let key = key.to_ascii_lowercase();
        !value.is_empty() && ways.contains(&key.strip_prefix("aws_").unwrap_or(&key))
    })
}

/// What a store says, with what to do where it is one of the common ways of failing.
fn failed(place: &str, error: &datafusion::object_store::Error) -> LakeError {
    use datafusion::object_store::Error;
    let said = error.to_string();
    let told = match error {
        _ if said.contains("NoSuchBucket") => {
            "没有这个桶，请先在对象存储中建好，或改正 lake.toml 的 url".to_owned()
        }
        Error::Unauthenticated { .. } | Error::PermissionDenied { .. } => {
            format!("对象存储拒绝了密钥，请核对密钥和桶的权限（{said}）")
        }
        _ if said.contains("error sending request") => {
            format!("连接不上对象存储，请核对 lake.toml 的 endpoint 和网络（{said}）")
        }
        _ => said,
    };
    LakeError::storage(place, told)
}

/// The settings of an S3-compatible store in the environment, by the names its own tools use.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(key, value)| {
        let key = key.into_string().ok()?.to_ascii_lowercase();
        let value = value.into_string().ok()?;
        key.starts_with("aws_").then_some((key, value))
    })
}

fn read_settings(path: &FilePath) -> Result<Settings, LakeError> {
    let place = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|e| LakeError::storage(&place, e.message())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(error) => Err(LakeError::storage(&place, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open_with(settings: &str) -> Result<Lake, LakeError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(SETTINGS_FILE), settings).unwrap();
        Lake::open(folder.path())
    }

    #[test]
    fn a_bucket_is_opened_by_its_address_and_options() {
        let lake = open_with(
            "url = \"s3://county/lake\"\n[options]\nendpoint = \"http://127.0.0.1:9000\"\n\
             region = \"cn-1\"\nallow_http = \"true\"\naccess_key_id = \"a\"\nsecret_access_key = \"b\"\n",
        )
        .unwrap();
        assert_eq!(lake.place(), "s3://county/lake/");
        assert_eq!(
            lake.path("facts/a.parquet").as_ref(),
            "lake/facts/a.parquet"
        );
    }

    #[test]
    fn a_bucket_without_a_key_is_refused_before_anything_is_asked() {
        let options = |key: &str, value: &str| vec![(key.to_owned(), value.to_owned())];
        assert!(says_who_asks(&options("AWS_ACCESS_KEY_ID", "a")));
        assert!(says_who_asks(&options("skip_signature", "true")));
        assert!(!says_who_asks(&options("region", "cn-1")));
        assert!(!says_who_asks(&options("access_key_id", "")));
    }

    #[test]
    fn an_address_of_no_known_store_says_what_is_known() {
        let told = open_with("url = \"ftp://county/lake\"")
            .unwrap_err()
            .to_string();
        assert!(told.contains("s3://桶/前缀"), "{told}");
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused() {
        let told = open_with("adress = \"s3://county\"")
            .unwrap_err()
            .to_string();
        assert!(told.contains("adress"), "{told}");
    }
}
