//! What a use case can answer instead of a result, each with words for the person who asked. It must
//! not know status codes.

use fangfei_model::{ctx::Denied, noun::Noun, query::PathError, refusal::Refusal};

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong with one field of a form, one argument or one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form; empty when the whole form is meant.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

/// Why a use case did not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor lacks the permission.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody is signed in, or the session has ended.
    #[error("登录已失效，请重新登录；您填写的内容可以在登录后返回上一页找回")]
    SignedOut,
    /// Nothing there, or out of the actor's scope: the two are not told apart.
    #[error("找不到这条{}记录：它可能不存在，或不在您的数据范围内", .0.title())]
    NotFound(Noun),
    /// Nothing there, of something that is not a kept noun.
    #[error("找不到这条{0}：它可能不存在，或不在您的数据范围内")]
    Missing(&'static str),
    /// The state, the law or the separation of duties does not allow the move.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something typed is wrong.
    #[error("{}", .0.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join("；"))]
    Invalid(Vec<FieldError>),
    /// An uploaded or named file cannot be used.
    #[error("文件“{file}”：{problem}")]
    File {
        /// The file's name.
        file: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A definition in the rules folder cannot be used.
    #[error("规则文件 {file}：{problem}")]
    Rule {
        /// The file.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// A path in a query that leads nowhere.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The store.
    #[error(transparent)]
    Store(#[from] fangfei_store::Error),
    /// Something that should not happen; the cause is logged.
    #[error("系统内部错误，没有保存任何内容；请稍后重试，若仍出现请联系维护人员")]
    Bug(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What an error means to the caller, whatever the way it came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Not allowed to this actor.
    Denied,
    /// Nobody is signed in.
    SignedOut,
    /// Nothing there.
    NotFound,
    /// The state of things stands against it.
    Conflict,
    /// What was given is wrong.
    Invalid,
    /// Not the caller's fault.
    Internal,
}

impl Error {
    /// What it means to the caller.
    pub fn kind(&self) -> ErrorKind {
        use fangfei_store::Error as Store;
        match self {
            Self::Denied(_) => ErrorKind::Denied,
            Self::SignedOut => ErrorKind::SignedOut,
            Self::NotFound(_) | Self::Missing(_) => ErrorKind::NotFound,
            Self::Refused(_) => ErrorKind::Conflict,
            Self::Invalid(_) | Self::File { .. } | Self::Rule { .. } | Self::Path(_) => {
                ErrorKind::Invalid
            }
            Self::Store(
                Store::Stale { .. }
                | Store::Duplicate { .. }
                | Store::OutOfScope { .. }
                | Store::Locked,
            ) => ErrorKind::Conflict,
            Self::Store(
                Store::Value { .. }
                | Store::PageTooFar { .. }
                | Store::TooLarge { .. }
                | Store::Path(_),
            ) => ErrorKind::Invalid,
            Self::Store(_) | Self::Bug(_) => ErrorKind::Internal,
        }
    }

    /// One wrong field.
    pub fn field(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field,
            message: message.into(),
        }])
    }

    /// A file that cannot be used.
    pub fn file(file: impl Into<String>, problem: impl ToString) -> Self {
        Self::File {
            file: file.into(),
            problem: problem.to_string(),
        }
    }

    /// An unexpected failure.
    pub fn bug(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Bug(cause.into())
    }
}

impl From<fangfei_lens::lake::LakeError> for Error {
    fn from(error: fangfei_lens::lake::LakeError) -> Self {
        Self::file("监测数据", error)
    }
}

impl From<fangfei_lens::index::IndexError> for Error {
    fn from(error: fangfei_lens::index::IndexError) -> Self {
        use fangfei_lens::index::IndexError;
        match error {
            IndexError::Lake(error) => error.into(),
            other => Self::Rule {
                file: "指标方案".to_owned(),
                problem: other.to_string(),
            },
        }
    }
}
