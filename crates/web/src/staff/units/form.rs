//! The form of a unit: fields as typed, errors beside them. It must not save.

use fangfei_app::{FieldError, unit::UnitDraft};
use fangfei_model::{
    id::UnitId,
    unit::{Contact, Unit, UnitKind},
};
use serde::Deserialize;

use crate::ui::{Field, Width};

/// What is posted.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct UnitForm {
    name: String,
    short_name: String,
    kind: String,
    division: String,
    parent: String,
    agency_code: String,
    phone: String,
    email: String,
    leader: String,
    leader_title: String,
    leader_phone: String,
    liaison: String,
    liaison_title: String,
    liaison_phone: String,
    active: String,
}

fn parts(contact: &Option<Contact>) -> [String; 3] {
    contact.as_ref().map_or_else(Default::default, |c| {
        [
            c.name.clone(),
            c.title.clone().unwrap_or_default(),
            c.phone.clone().unwrap_or_default(),
        ]
    })
}

impl From<&Unit> for UnitForm {
    fn from(unit: &Unit) -> Self {
        let [leader, leader_title, leader_phone] = parts(&unit.leader);
        let [liaison, liaison_title, liaison_phone] = parts(&unit.liaison);
        Self {
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            kind: unit.kind.code().to_owned(),
            division: unit.division.to_string(),
            parent: unit.parent.map_or(String::new(), |id| id.to_string()),
            agency_code: unit.agency_code.clone().unwrap_or_default(),
            phone: unit.phone.clone().unwrap_or_default(),
            email: unit.email.clone().unwrap_or_default(),
            leader,
            leader_title,
            leader_phone,
            liaison,
            liaison_title,
            liaison_phone,
            active: if unit.active {
                "on".to_owned()
            } else {
                String::new()
            },
        }
    }
}

impl UnitForm {
    /// An empty form for a unit in use, below this division.
    pub fn blank(division: String) -> Self {
        Self {
            active: "on".to_owned(),
            division,
            kind: UnitKind::Member.code().to_owned(),
            ..Self::default()
        }
    }

    /// For the use case.
    pub fn draft(&self) -> UnitDraft {
        let three = |a: &String, b: &String, c: &String| [a.clone(), b.clone(), c.clone()];
        UnitDraft {
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            kind: self.kind.clone(),
            division: self.division.clone(),
            parent: self.parent.clone(),
            agency_code: self.agency_code.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            leader: three(&self.leader, &self.leader_title, &self.leader_phone),
            liaison: three(&self.liaison, &self.liaison_title, &self.liaison_phone),
            active: self.active == "on",
        }
    }

    /// For the page: who it is, how the public reaches it, whom colleagues call.
    pub fn groups(
        &self,
        units: &[Unit],
        own: Option<UnitId>,
        errors: &[FieldError],
    ) -> Vec<(&'static str, Vec<Field>)> {
        let error = |name: &str| {
            errors
                .iter()
                .find(|e| e.field == name)
                .map_or(String::new(), |e| e.message.clone())
        };
        let text = |name: &str, label: &str, value: &str| {
            Field::text(name, label)
                .value(value)
                .max(100)
                .width(Width::Third)
                .error(error(name))
        };
        let others = units
            .iter()
            .filter(|u| Some(u.id) != own)
            .map(|u| (u.id.to_string(), u.name.clone()));
        let parents = std::iter::once((String::new(), "无".to_owned())).chain(others);
        let identity = vec![
            text("name", "单位全称", &self.name)
                .required()
                .width(Width::Half),
            text("short_name", "简称", &self.short_name)
                .hint("工作方案里的写法，如“县市场监管局”")
                .width(Width::Half),
            Field::select("kind", "类别")
                .choose(
                    UnitKind::ALL.iter().map(|k| (k.code(), k.title())),
                    &[&self.kind],
                )
                .required()
                .hint("成员单位只看与本单位有关的线索和事项")
                .width(Width::Third)
                .error(error("kind")),
            text("division", "行政区划代码", &self.division)
                .required()
                .hint("乡镇填 9 位，村填 12 位"),
            Field::select("parent", "上级单位")
                .choose(parents, &[&self.parent])
                .width(Width::Third)
                .error(error("parent")),
            text("agency_code", "机关代字", &self.agency_code).hint("发文字号中年份前的部分"),
            Field::check("active", "在用", self.active == "on"),
        ];
        let public = vec![
            text("phone", "举报电话", &self.phone).hint("填写后在公众网站公布（条例第十六条）"),
            text("email", "举报邮箱", &self.email),
        ];
        let people = vec![
            text("leader", "分管领导", &self.leader),
            text("leader_title", "职务", &self.leader_title),
            text("leader_phone", "电话", &self.leader_phone),
            text("liaison", "联络员", &self.liaison),
            text("liaison_title", "职务", &self.liaison_title),
            text("liaison_phone", "电话", &self.liaison_phone),
        ];
        vec![("单位", identity), ("举报渠道", public), ("联系人", people)]
    }
}
