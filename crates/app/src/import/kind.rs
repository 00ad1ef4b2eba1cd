//! The kinds of tables that can be imported, and who may. It must not know rows.

use fangfei_intake::kind::{Kind, shipped};
use fangfei_model::{ctx::Ctx, likeness::LikenessKind, permission::Permission};

use crate::{Error, Result};

/// A kind of table that has a place in the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// 主体名录.
    Subject,
    /// 线索台账.
    Clue,
    /// 通讯录、联络员名单.
    Contact,
    /// 持牌机构名录.
    LicensedBody,
    /// 行政区划代码.
    Division,
    /// 国民经济行业分类.
    Industry,
}

impl ImportKind {
    /// All, in the order in which people see them.
    pub const ALL: [Self; 6] = [
        Self::Subject,
        Self::Clue,
        Self::Contact,
        Self::LicensedBody,
        Self::Division,
        Self::Industry,
    ];

    /// The stable code, which is also the kind's name in `intake`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Clue => "clue",
            Self::Contact => "contact",
            Self::LicensedBody => "licensed_body",
            Self::Division => "division",
            Self::Industry => "industry",
        }
    }

    /// The Chinese word.
    pub fn title(self) -> &'static str {
        match self {
            Self::Subject => "主体名录",
            Self::Clue => "线索台账",
            Self::Contact => "联络员名单",
            Self::LicensedBody => "持牌机构名录",
            Self::Division => "行政区划代码",
            Self::Industry => "行业分类代码",
        }
    }

    /// What one must be allowed to do.
    pub fn permission(self) -> Permission {
        match self {
            Self::Subject | Self::Clue | Self::Contact => Permission::Import,
            Self::LicensedBody | Self::Division | Self::Industry => Permission::ReferenceImport,
        }
    }

    /// What its records may turn out to be, once they are in.
    pub(super) fn likeness(self) -> Option<LikenessKind> {
        match self {
            Self::Subject => Some(LikenessKind::Subject),
            Self::Clue => Some(LikenessKind::Clue),
            Self::Contact | Self::LicensedBody | Self::Division | Self::Industry => None,
        }
    }

    /// Its fields.
    pub(crate) fn definition(self) -> Result<Kind> {
        shipped(self.code()).map_err(Error::bug)
    }
}

impl std::str::FromStr for ImportKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = Self::ALL
            .into_iter()
            .find(|kind| kind.code() == text || kind.title() == text);
        found.ok_or_else(|| {
            let known: Vec<String> = Self::ALL
                .iter()
                .map(|k| format!("{}（{}）", k.code(), k.title()))
                .collect();
            Error::field(
                "kind",
                format!("不能导入“{text}”；可以导入：{}", known.join("、")),
            )
        })
    }
}

/// The kinds that the actor may import.
pub fn allowed_kinds(ctx: &Ctx) -> Vec<ImportKind> {
    ImportKind::ALL
        .into_iter()
        .filter(|kind| ctx.may(kind.permission()))
        .collect()
}
