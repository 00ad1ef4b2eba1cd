//! Units (单位): lead offices, member departments, townships, villages, and the bodies above. It must
//! not know users.

use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    id::UnitId,
    record::{FieldKind, Record, SearchText, projection},
    scope::{Place, Scope},
    titled_enum::titled_enum,
};

titled_enum! {
    /// What a unit is in the work of prevention and disposal.
    UnitKind {
        LeadOffice = "lead_office" "处非办（牵头部门）",
        Member = "member" "成员单位",
        Township = "township" "乡镇（街道）",
        Village = "village" "村（居）委会、网格",
        Other = "other" "其他单位",
    }
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Full name: 云溪县市场监督管理局.
    pub name: String,
    /// Short name as plans print it: 县市场监管局.
    pub short_name: String,
    /// Its part in the work.
    pub kind: UnitKind,
    /// Its division; a township's own, a county department's county.
    pub division: DivisionCode,
    /// The unit it reports to.
    pub parent: Option<UnitId>,
    /// Its place in the 机关代字 of document numbers, if it issues any.
    pub agency_code: Option<String>,
    /// Public report phone (条例 Art 16).
    pub phone: Option<String>,
    /// Public report e-mail (条例 Art 16).
    pub email: Option<String>,
    /// The leader in charge (分管领导).
    pub leader: Option<Contact>,
    /// The liaison (联络员).
    pub liaison: Option<Contact>,
    /// Whether it still exists.
    pub active: bool,
}

/// A person to reach at a unit, in office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Post.
    pub title: Option<String>,
    /// Office phone or mobile.
    pub phone: Option<String>,
}

impl Unit {
    /// The rows that people of this unit see: a lead office, township or village its whole
    /// division; a member department its own part of the county's.
    pub fn scope(&self) -> Scope {
        match self.kind {
            _ if !self.active => Scope::Nothing,
            UnitKind::LeadOffice | UnitKind::Township | UnitKind::Village => Scope::Division {
                division: self.division,
            },
            UnitKind::Member | UnitKind::Other => Scope::Unit {
                division: self.division,
                unit: self.id,
            },
        }
    }
}

impl Record for Unit {
    projection!(Unit, Unit, Common {
        name "单位名称" FieldKind::Text => |u| u.name.as_str(),
        short_name "简称" FieldKind::Text => |u| u.short_name.as_str(),
        kind "类别" FieldKind::Code(CodeList::UnitKind) => |u| u.kind.code(),
        parent "上级单位" FieldKind::Ref(crate::noun::Noun::Unit) => |u| u.parent.map(UnitId::uuid),
        phone "举报电话" FieldKind::Text => |u| u.phone.clone(),
        email "举报邮箱" FieldKind::Text => |u| u.email.clone(),
        leader "分管领导" FieldKind::Text => |u| u.leader.as_ref().map(|c| c.name.clone()),
        leader_title "领导职务" FieldKind::Text => |u| u.leader.as_ref().and_then(|c| c.title.clone()),
        leader_phone "领导电话" FieldKind::Text => |u| u.leader.as_ref().and_then(|c| c.phone.clone()),
        liaison "联络员" FieldKind::Text => |u| u.liaison.as_ref().map(|c| c.name.clone()),
        liaison_title "联络员职务" FieldKind::Text => |u| u.liaison.as_ref().and_then(|c| c.title.clone()),
        liaison_phone "联络员电话" FieldKind::Text => |u| u.liaison.as_ref().and_then(|c| c.phone.clone()),
        active "在用" FieldKind::Bool => |u| u.active,
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.id),
            origin_unit: self.parent,
        }
    }

    fn search(&self) -> Option<SearchText> {
        Some(SearchText {
            title: self.name.clone(),
            subtitle: self.kind.title().to_owned(),
            text: format!("{} {}", self.name, self.short_name),
        })
    }
}
