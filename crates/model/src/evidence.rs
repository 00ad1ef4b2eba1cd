//! Evidence files (证据材料): what is attached to a record, by content hash. It must not know where
//! the bytes lie.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    code::division::DivisionCode,
    ctx::Stamp,
    id::{EvidenceId, UnitId},
    noun::Noun,
    record::{FieldKind, Record, projection},
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// What a file shows (材料类别). The first five are the 建档 checklist of the 文昌湖 plan 二·二.
    EvidenceKind {
        Licence = "licence" "营业执照",
        Identity = "identity" "负责人身份信息",
        ShopFront = "shop_front" "经营场所门脸照片",
        Publicity = "publicity" "宣传资料",
        Contract = "contract" "合同协议",
        Accounts = "accounts" "账簿账目",
        Interview = "interview" "约谈、询问笔录",
        CheckRecord = "check_record" "核查记录",
        ClosingProof = "closing_proof" "销号证明材料",
        BankStatement = "bank_statement" "银行流水",
        Plan = "plan" "工作方案",
        Table = "table" "导入表格",
        Other = "other" "其他材料",
    }
}

/// One file attached to one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// The noun it is attached to.
    pub noun: Noun,
    /// The record it is attached to.
    pub record: Uuid,
    /// What it shows.
    pub kind: EvidenceKind,
    /// The name it came with.
    pub file_name: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Sniffed media type.
    pub media_type: String,
    /// A line about it.
    pub note: String,
    /// Who added it.
    pub added: Stamp,
    /// The record's division.
    pub division: DivisionCode,
    /// The record's unit.
    pub unit: Option<UnitId>,
}

impl Record for Evidence {
    projection!(Evidence, Evidence, ByUnit {
        noun "所属记录类别" FieldKind::Text => |e| e.noun.code(),
        record "所属记录" FieldKind::Text => |e| e.record.simple().to_string(),
        kind "材料类别" FieldKind::Text => |e| e.kind.code(),
        file_name "文件名" FieldKind::Text => |e| e.file_name.as_str(),
        sha256 "内容摘要" FieldKind::Text => |e| e.sha256.as_str(),
        size "字节数" FieldKind::Int => |e| i64::try_from(e.size).unwrap_or(i64::MAX),
        added_at "上传时间" FieldKind::Time => |e| e.added.at,
        added_by "上传人" FieldKind::Text => |e| e.added.name.as_str(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: self.unit,
            origin_unit: self.added.unit,
        }
    }
}
