//! The form of an account: fields as typed, errors beside them. It must not save.

use fangfei_app::{FieldError, user::UserDraft};
use fangfei_model::{permission::Role, unit::Unit, user::User};
use serde::Deserialize;

use crate::ui::{Field, Width};

/// What is posted.
#[derive(Deserialize, Default)]
pub struct UserForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    certificate: String,
    #[serde(default)]
    active: String,
}

impl From<&User> for UserForm {
    fn from(user: &User) -> Self {
        Self {
            login: user.login.clone(),
            name: user.name.clone(),
            unit: user.unit.to_string(),
            roles: user
                .roles
                .iter()
                .map(|role| role.code().to_owned())
                .collect(),
            certificate: user.certificate.clone().unwrap_or_default(),
            active: if user.active {
                "on".to_owned()
            } else {
                String::new()
            },
        }
    }
}

impl UserForm {
    /// An empty form for an account in use.
    pub fn blank() -> Self {
        Self {
            active: "on".to_owned(),
            ..Self::default()
        }
    }

    /// For the use case.
    pub fn draft(&self) -> UserDraft {
        UserDraft {
            login: self.login.clone(),
            name: self.name.clone(),
            unit: self.unit.clone(),
            roles: self.roles.clone(),
            certificate: self.certificate.clone(),
            active: self.active == "on",
        }
    }

    /// For the page.
    pub fn fields(&self, units: &[Unit], errors: &[FieldError]) -> Vec<Field> {
        let error = |name: &str| {
            errors
                .iter()
                .find(|e| e.field == name)
                .map_or(String::new(), |e| e.message.clone())
        };
        let chosen: Vec<&str> = self.roles.iter().map(String::as_str).collect();
        let choices = units
            .iter()
            .filter(|u| u.active)
            .map(|u| (u.id.to_string(), u.name.clone()));
        let choices = std::iter::once((String::new(), "请选择".to_owned())).chain(choices);
        vec![
            Field::text("name", "姓名")
                .value(&self.name)
                .required()
                .max(50)
                .width(Width::Third)
                .error(error("name")),
            Field::text("login", "登录名")
                .value(&self.login)
                .required()
                .max(40)
                .hint("字母、数字、点、横线、下划线")
                .width(Width::Third)
                .error(error("login")),
            Field::text("certificate", "执法证号")
                .value(&self.certificate)
                .max(40)
                .width(Width::Third),
            Field::select("unit", "单位")
                .choose(choices, &[&self.unit])
                .required()
                .hint("决定能看到哪些数据")
                .width(Width::Half)
                .error(error("unit")),
            Field::checks("roles", "角色")
                .choose(
                    Role::ALL.iter().map(|role| (role.code(), role.title())),
                    &chosen,
                )
                .required()
                .hint("决定能办理哪些事项，可多选")
                .error(error("roles")),
            Field::check("active", "允许登录", self.active == "on"),
        ]
    }
}
