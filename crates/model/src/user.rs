//! Users (用户): a person with an account at one unit. It must not know sessions.

use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    id::{UnitId, UserId},
    permission::Role,
    record::{FieldKind, Record, projection},
    scope::Place,
};

/// A user.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Sign-in name, unique over the whole installation, lower case.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Their unit.
    pub unit: UnitId,
    /// Their unit's division, kept for row scope.
    pub division: DivisionCode,
    /// What they may do.
    pub roles: Vec<Role>,
    /// Law-enforcement certificate number (执法证号), for checks that need two officers.
    pub certificate: Option<String>,
    /// Argon2id hash (PHC string).
    pub password_hash: String,
    /// Whether they must set a password of their own at the next sign-in.
    pub must_change_password: bool,
    /// Whether the account may sign in.
    pub active: bool,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

impl Record for User {
    projection!(User, User, Common {
        login "登录名" FieldKind::Text => |u| u.login.as_str(),
        name "姓名" FieldKind::Text => |u| u.name.as_str(),
        unit "单位" FieldKind::Ref(crate::noun::Noun::Unit) => |u| u.unit.uuid(),
        roles "角色" FieldKind::Text => |u| u.roles.iter().map(|r| r.title()).collect::<Vec<_>>().join("、"),
        certificate "执法证号" FieldKind::Text => |u| u.certificate.clone(),
        active "在用" FieldKind::Bool => |u| u.active,
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.unit),
            origin_unit: None,
        }
    }
}
