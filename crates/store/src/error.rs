//! What can go wrong in the store, in words for the person at the desk. It must not know use cases
//! or HTTP; those layers decide what a failure means for a page.

use fangfei_model::{noun::Noun, query::PathError};
use sea_orm::DbErr;
use uuid::Uuid;

/// The store's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A read or write that did not happen. Nothing is half-done: a failed write is rolled back whole.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The record was changed since it was read.
    #[error("这条{}记录在您打开之后已被他人修改，您的改动没有保存；请刷新页面，核对后重新提交", .noun.title())]
    Stale {
        /// Which noun.
        noun: Noun,
        /// Which record.
        id: Uuid,
    },
    /// Another record already has this value.
    #[error("已有另一条{}记录使用了相同的“{title}”，请核对后修改", .noun.title())]
    Duplicate {
        /// Which noun.
        noun: Noun,
        /// The field's name, `id` for the record itself.
        field: &'static str,
        /// The field's Chinese title.
        title: &'static str,
    },
    /// The actor may not see the record as it was or as it would become.
    #[error("这条{}记录不在您的数据范围内，不能写入；请联系有管辖权的单位办理", .noun.title())]
    OutOfScope {
        /// Which noun.
        noun: Noun,
    },
    /// The write lock was not free in time.
    #[error("系统正在处理另一项较大的写入，暂时无法保存；请稍后重试，您填写的内容没有丢失")]
    Locked,
    /// The write was given up after an earlier error inside it.
    #[error("本次写入中前面的一步已经失败，整次写入已撤销，没有保存任何内容")]
    Abandoned,
    /// The database was written by a newer program.
    #[error(
        "数据库结构（{found}）比本程序新，请使用新版本程序打开；为防止损坏数据，本程序没有做任何改动"
    )]
    SchemaNewer {
        /// The migration that this program does not know.
        found: String,
    },
    /// The database has not been brought up to this program.
    #[error("数据库结构尚未升级（还差 {pending} 步），请先执行 fangfei migrate")]
    SchemaOlder {
        /// How many migrations are missing.
        pending: usize,
    },
    /// The database address is neither SQLite nor PostgreSQL.
    #[error("数据库地址“{0}”无法识别，应以 sqlite:// 或 postgres:// 开头")]
    Url(String),
    /// A path that leads nowhere.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A value that cannot be compared with the field.
    #[error("字段“{title}”不能与“{value}”比较，请检查填写的格式")]
    Value {
        /// The field's Chinese title.
        title: &'static str,
        /// What was given.
        value: String,
    },
    /// The query asks about another noun than the caller.
    #[error("查询的是{}，却要按{}读取（程序错误，请联系维护人员）", .asked.title(), .wanted.title())]
    WrongNoun {
        /// The query's noun.
        asked: Noun,
        /// The caller's noun.
        wanted: Noun,
    },
    /// A page further back than lists go.
    #[error("列表最多翻到第 {max} 条，请增加筛选条件缩小范围，或导出全部数据")]
    PageTooFar {
        /// The largest offset.
        max: u64,
    },
    /// A sum beyond 64 bits.
    #[error("合计数超出可表示的范围，请检查是否有录入错误的金额")]
    Overflow,
    /// A stored row that does not read back as a record: damage, never a default.
    #[error("{}记录 {} 的存储内容无法读取：{reason}；请执行 fangfei audit verify 检查数据是否被改动", .noun.title(), .id.simple())]
    Damaged {
        /// Which noun.
        noun: Noun,
        /// Which record.
        id: Uuid,
        /// What is wrong with it.
        reason: String,
    },
    /// The journal or another of the store's own tables does not read back.
    #[error(
        "系统表 {table} 的内容无法读取：{reason}；请执行 fangfei audit verify 检查数据是否被改动"
    )]
    DamagedTable {
        /// Which table.
        table: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The journal's signing key is not there.
    #[error("找不到审计日志的签名密钥 {path}；它与数据库同时建立，请从备份中恢复该文件，切勿新建")]
    KeyMissing {
        /// Where it should be.
        path: String,
    },
    /// The journal's signing key is unreadable.
    #[error("审计日志的签名密钥 {path} 内容不完整或权限不当，请从备份中恢复")]
    KeyUnreadable {
        /// Where it is.
        path: String,
    },
    /// A file beyond the size limit.
    #[error("文件超过上限 {} MB，请压缩或拆分后重新上传", .limit / 1_048_576)]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A stored file that is absent or no longer has its hash.
    #[error("材料文件 {sha256} {reason}；请从备份中恢复")]
    Blob {
        /// Its content hash.
        sha256: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// A job that another worker has taken over or finished.
    #[error("后台任务已由另一进程接手，本次结果不再写入")]
    JobLost,
    /// The disk.
    #[error("读写文件 {path} 失败，请检查磁盘空间和目录权限")]
    Disk {
        /// Which file.
        path: String,
        /// The cause.
        source: std::io::Error,
    },
    /// The database.
    #[error("数据库操作失败，没有保存任何内容；请稍后重试，若仍出现请联系维护人员")]
    Db(#[source] DbErr),
}

impl Error {
    /// A disk error at this path.
    pub(crate) fn disk(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |source| Self::Disk { path, source }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        crate::constraint::classify(error)
    }
}
