//! What verifying finds, in words an auditor can act on. It must not know how it is found.

use fangfei_model::noun::Noun;

use super::head::Head;

/// The most problems that are kept; the rest are counted.
const KEPT: usize = 1000;

/// One thing that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Entries that are gone.
    #[error("审计日志缺少第 {from} 至 {to} 条")]
    EntriesMissing {
        /// The first.
        from: u64,
        /// The last.
        to: u64,
    },
    /// An entry's text is not the one that was hashed.
    #[error("审计日志第 {seq} 条的内容被改动")]
    EntryChanged {
        /// Its number.
        seq: u64,
    },
    /// An entry does not continue the one before.
    #[error("审计日志第 {seq} 条与前一条不衔接，前一条被替换或删除")]
    ChainBroken {
        /// Its number.
        seq: u64,
    },
    /// The tree over the entries is another than the one that was signed.
    #[error("审计日志自第 {seq} 条起与已签名的树根不符，此前有条目被替换")]
    RootDiffers {
        /// The first entry where it shows.
        seq: u64,
    },
    /// A tree head was not signed by this system.
    #[error("审计日志第 {seq} 条的签名不是本系统所签")]
    SignatureWrong {
        /// Its number.
        seq: u64,
    },
    /// The columns for searching the journal say something else than the entry.
    #[error("审计日志第 {seq} 条的检索列（时间、操作、人员）与条目内容不符")]
    ColumnsDiffer {
        /// Its number.
        seq: u64,
    },
    /// The list of what an entry wrote is not the one it was signed with.
    #[error("审计日志第 {seq} 条所写入记录的清单被改动")]
    TouchesDiffer {
        /// Its number.
        seq: u64,
    },
    /// The head row says something else than the entries.
    #[error("审计日志首部（{} 条）与实际条目（{} 条）不符", .kept.size, .found.size)]
    HeadDiffers {
        /// What the head row says.
        kept: Head,
        /// What the entries say.
        found: Head,
    },
    /// The journal is shorter than it was known to be.
    #[error("审计日志只有 {found} 条，而留存的凭据是 {remembered} 条：末尾的条目被截去")]
    Truncated {
        /// Length now.
        found: u64,
        /// Length then.
        remembered: u64,
    },
    /// The journal is another than the one that was known.
    #[error("审计日志前 {size} 条的树根与留存的凭据不符：历史被改写")]
    Rewritten {
        /// Length then.
        size: u64,
    },
    /// The export carries another key than the expected one.
    #[error("导出文件的公钥与留存的公钥不一致")]
    OtherKey,
    /// A line of an export that cannot be read.
    #[error("导出文件第 {line} 行无法读取")]
    LineUnreadable {
        /// Its number.
        line: u64,
    },
    /// A version whose content is not the one that was written.
    #[error("{}记录 {id} 第 {version} 版的内容被改动", .noun.title())]
    BodyChanged {
        /// Which noun.
        noun: Noun,
        /// Which record.
        id: String,
        /// Which version.
        version: i64,
    },
    /// A version that was written and is gone.
    #[error("{}记录 {id} 第 {version} 版被删除（写入于审计日志第 {seq} 条）", .noun.title())]
    VersionMissing {
        /// Which noun.
        noun: Noun,
        /// Which record.
        id: String,
        /// Which version.
        version: i64,
        /// The entry that wrote it.
        seq: i64,
    },
    /// A version that nobody wrote.
    #[error("{}记录 {id} 第 {version} 版没有审计日志，是绕过系统添加的", .noun.title())]
    VersionUnknown {
        /// Which noun.
        noun: Noun,
        /// Which record.
        id: String,
        /// Which version.
        version: i64,
    },
    /// A column by which lists are made says something else than the record.
    #[error("{}记录 {id} 第 {version} 版的检索列“{column}”与记录内容不符，被改动", .noun.title())]
    ColumnChanged {
        /// Which noun.
        noun: Noun,
        /// Which record.
        id: String,
        /// Which version.
        version: i64,
        /// Which column.
        column: &'static str,
    },
    /// A kept count is not that of the records. No record is concerned.
    #[error(
        "{}的计数（{tally}：{of}）与记录相差 {by}；记录本身不受影响，可用 fangfei migrate --recount 重新计数",
        .noun.title()
    )]
    CountDiffers {
        /// Of which noun.
        noun: Noun,
        /// Which count.
        tally: &'static str,
        /// For which keys and division.
        of: String,
        /// How many more were kept than there are; negative for fewer.
        by: i64,
    },
    /// A version's times are not those of its journal entries.
    #[error("{}记录 {id} 第 {version} 版的起止时间与审计日志不符", .noun.title())]
    TimeChanged {
        /// Which noun.
        noun: Noun,
        /// Which record.
        id: String,
        /// Which version.
        version: i64,
    },
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Size and root of the journal as found: to be remembered.
    pub head: Head,
    /// The key that signed it.
    pub public_key: String,
    /// How many versions of records were compared with the journal.
    pub versions: u64,
    /// What is not as it was written, the first thousand.
    pub problems: Vec<Problem>,
    /// How many more.
    pub more: u64,
}

impl Verification {
    /// Whether everything is as it was written.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Collects problems.
#[derive(Debug, Default)]
pub(super) struct Problems {
    pub(super) kept: Vec<Problem>,
    pub(super) more: u64,
}

impl Problems {
    pub(super) fn add(&mut self, problem: Problem) {
        if self.kept.len() < KEPT {
            self.kept.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// How many there are so far.
    pub(super) fn count(&self) -> u64 {
        self.kept.len() as u64 + self.more
    }

    pub(super) fn finish(self, head: Head, public_key: String, versions: u64) -> Verification {
        Verification {
            head,
            public_key,
            versions,
            problems: self.kept,
            more: self.more,
        }
    }
}
