//! Import runs (导入批次) and saved column mappings (列对应方案). It must not know how files are read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{ImportId, ProfileId, UnitId, UserId},
    record::{FieldKind, Record, projection},
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// Where an import run stands.
    ImportStatus {
        Uploaded = "uploaded" "待核对",
        Running = "running" "导入中",
        Done = "done" "已完成",
        Failed = "failed" "未完成",
    }
}

/// How the rows of a sheet ended. The counts add up to `rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Rows below the header.
    pub rows: u64,
    /// New records.
    pub added: u64,
    /// Records that took new content.
    pub changed: u64,
    /// Rows whose content was already there.
    pub unchanged: u64,
    /// Rows returned with a reason.
    pub rejected: u64,
    /// Blank, total and note rows.
    pub skipped: u64,
}

/// A row that did not go in, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowReason {
    /// The sheet; blank in runs of one sheet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Row number as the user's program shows it.
    pub row: u32,
    /// The reason.
    pub reason: String,
}

/// One import of one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRun {
    /// Its id.
    pub id: ImportId,
    /// What is imported: `subject`, `clue`, `contact`.
    pub kind: String,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file as it is kept.
    pub sha256: String,
    /// SHA-256 of the file as it came, where the kept copy lacks who reported (举报人身份).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_sha256: Option<String>,
    /// The columns that say who reported, in words: neither read nor kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
    /// The sheet.
    pub sheet: String,
    /// The mapping used, as `intake` serialises it.
    pub mapping: serde_json::Value,
    /// How the rows ended.
    pub counts: ImportCounts,
    /// Rejected rows with reasons, and skipped ones, in order.
    pub rejected: Vec<RowReason>,
    /// Skipped rows, in order.
    pub skipped: Vec<RowReason>,
    /// Things to know about rows that went in, in order, the first of them.
    #[serde(default)]
    pub notes: Vec<RowReason>,
    /// What went wrong with the whole, if it failed.
    pub failure: Option<String>,
    /// Who brought the file; the program for a command.
    #[serde(default)]
    pub uploaded_by: Option<UserId>,
    /// Who started it.
    pub started: Stamp,
    /// The division.
    pub division: DivisionCode,
    /// The unit.
    pub unit: Option<UnitId>,
    /// Where it stands.
    pub status: ImportStatus,
}

/// A column mapping corrected and saved by a person, for files with the same header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProfile {
    /// Its id.
    pub id: ProfileId,
    /// What is imported.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Fingerprint of the header it fits.
    pub header: String,
    /// Header text → field id; a header mapped to nothing is kept as an extra column.
    pub columns: BTreeMap<String, Option<String>>,
    /// The division.
    pub division: DivisionCode,
    /// The unit.
    pub unit: Option<UnitId>,
}

impl Record for ImportRun {
    projection!(ImportRun, ImportRun, ByUnit {
        kind "导入内容" FieldKind::Text => |r| r.kind.as_str(),
        file_name "文件名" FieldKind::Text => |r| r.file_name.as_str(),
        sha256 "内容摘要" FieldKind::Text => |r| r.sha256.as_str(),
        sheet "工作表" FieldKind::Text => |r| r.sheet.as_str(),
        rows "行数" FieldKind::Int => |r| i64::try_from(r.counts.rows).unwrap_or(i64::MAX),
        added "新增" FieldKind::Int => |r| i64::try_from(r.counts.added).unwrap_or(i64::MAX),
        rejected "退回" FieldKind::Int => |r| i64::try_from(r.counts.rejected).unwrap_or(i64::MAX),
        started_at "开始时间" FieldKind::Time => |r| r.started.at,
        started_by "导入人" FieldKind::Text => |r| r.started.name.as_str(),
        state "状态" FieldKind::Code(CodeList::ImportState) => |r| r.status.code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: self.unit,
            origin_unit: self.started.unit,
        }
    }
}

impl Record for ImportProfile {
    projection!(ImportProfile, ImportProfile, Common {
        kind "导入内容" FieldKind::Text => |p| p.kind.as_str(),
        name "名称" FieldKind::Text => |p| p.name.as_str(),
        header "表头特征" FieldKind::Text => |p| p.header.as_str(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: self.unit,
            origin_unit: None,
        }
    }
}
