//! Why the lake cannot do what was asked, for the person who asked. It must not know tables.

/// A refusal with its place and its remedy.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// A table definition is wrong.
    #[error("数据表定义 {file} 第 {line} 行有误：{problem}")]
    Definition {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// No such table.
    #[error("没有“{asked}”这种数据表；可用的有：{known}")]
    UnknownTable {
        /// What was asked for.
        asked: String,
        /// The tables there are.
        known: String,
    },
    /// A file cannot be loaded as a whole.
    #[error("文件“{file}”不能装载：{problem}；{remedy}")]
    File {
        /// The file.
        file: String,
        /// What is wrong, with row or column where there is one.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// The lake's own folder or store is broken or not reachable.
    #[error("数据湖“{place}”读写失败：{problem}")]
    Storage {
        /// Folder, file or address.
        place: String,
        /// What happened.
        problem: String,
    },
    /// The manifest was written by a newer program or damaged.
    #[error("数据湖清单“{place}”不能用：{problem}；请从备份恢复该文件，或换用更新的程序")]
    Manifest {
        /// The file.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// Somebody else loaded in the meantime.
    #[error("装载期间数据湖已被另一次装载更改；本次没有写入任何数据，请重新装载")]
    Conflict,
    /// The cluster cannot be reached or served.
    #[cfg(feature = "cluster")]
    #[error("集群“{place}”不可用：{problem}")]
    Cluster {
        /// Address.
        place: String,
        /// What happened and what to do.
        problem: String,
    },
    /// SQL that cannot be planned or run.
    #[error("查询有误：{0}")]
    Query(String),
    /// The engine failed.
    #[error("计算失败：{0}")]
    Engine(String),
}

impl LakeError {
    /// A file that is refused as a whole.
    pub(crate) fn file(file: &str, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::File {
            file: file.to_owned(),
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }

    /// A scheduler or executor failed, or is not there.
    #[cfg(feature = "cluster")]
    pub(crate) fn cluster(place: impl Into<String>, error: impl std::fmt::Display) -> Self {
        Self::Cluster {
            place: place.into(),
            problem: error.to_string(),
        }
    }

    /// Reading or writing failed.
    pub(crate) fn storage(place: impl Into<String>, error: impl std::fmt::Display) -> Self {
        Self::Storage {
            place: place.into(),
            problem: error.to_string(),
        }
    }
}

impl From<datafusion::error::DataFusionError> for LakeError {
    fn from(error: datafusion::error::DataFusionError) -> Self {
        Self::Engine(error.strip_backtrace())
    }
}

impl From<datafusion::arrow::error::ArrowError> for LakeError {
    fn from(error: datafusion::arrow::error::ArrowError) -> Self {
        Self::Engine(error.to_string())
    }
}

impl From<datafusion::parquet::errors::ParquetError> for LakeError {
    fn from(error: datafusion::parquet::errors::ParquetError) -> Self {
        Self::Engine(error.to_string())
    }
}
