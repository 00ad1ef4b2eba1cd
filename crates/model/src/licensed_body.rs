//! Licensed bodies (持牌机构): the white list that screening and staff look names up in. It must not
//! know screening.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    id::LicensedBodyId,
    record::{FieldKind, Record, SearchText, projection},
    scope::Place,
};

/// A body that a financial authority has licensed or registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicensedBody {
    /// Its id.
    pub id: LicensedBodyId,
    /// Registered name.
    pub name: String,
    /// Unified social credit code, as printed in the list.
    pub uscc: Option<String>,
    /// What it is licensed for.
    pub licence: String,
    /// Licence or filing number.
    pub licence_number: Option<String>,
    /// The authority.
    pub authority: Option<String>,
    /// Until when, if the list says so.
    pub valid_to: Option<Date>,
    /// The division whose office loaded it.
    pub division: DivisionCode,
}

impl Record for LicensedBody {
    projection!(LicensedBody, LicensedBody, Everywhere {
        name "机构名称" FieldKind::Text => |b| b.name.as_str(),
        uscc "统一社会信用代码" FieldKind::Text => |b| b.uscc.clone(),
        licence "许可业务" FieldKind::Text => |b| b.licence.as_str(),
        licence_number "许可证号" FieldKind::Text => |b| b.licence_number.clone(),
        authority "批准机关" FieldKind::Text => |b| b.authority.clone(),
        valid_to "有效期至" FieldKind::Date => |b| b.valid_to,
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: None,
            origin_unit: None,
        }
    }

    fn search(&self) -> Option<SearchText> {
        Some(SearchText {
            title: self.name.clone(),
            subtitle: format!("持牌机构：{}", self.licence),
            text: format!("{} {}", self.name, self.uscc.as_deref().unwrap_or_default()),
        })
    }
}
