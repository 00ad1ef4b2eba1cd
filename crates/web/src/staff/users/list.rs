//! All accounts, and what each role may do.

use askama::Template;
use axum::response::Html;
use fangfei_app::{unit, user};
use fangfei_model::permission::{Permission, Role};

use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Badge, Place, Shell, Tone, filters},
};

#[derive(Template)]
#[template(path = "users/list.html")]
struct UserListPage {
    shell: Shell,
    rows: Vec<Row>,
    roles: Vec<&'static str>,
    grants: Vec<(&'static str, Vec<bool>)>,
}

struct Row {
    href: String,
    name: String,
    login: String,
    unit: String,
    roles: String,
    state: Badge,
}

/// Shows the list.
pub async fn show(reader: SignedIn) -> Result<Html<String>, WebError> {
    let users = user::list(reader.app(), &reader.ctx).await?;
    let units = unit::all(reader.app(), &reader.ctx).await?;
    let row = |user: fangfei_model::user::User| Row {
        href: super::href(user.id),
        unit: units
            .iter()
            .find(|u| u.id == user.unit)
            .map_or(String::new(), |u| u.name.clone()),
        roles: user
            .roles
            .iter()
            .map(|role| role.title())
            .collect::<Vec<_>>()
            .join("、"),
        state: if user.active {
            Badge::state("在用", Tone::Done)
        } else {
            Badge::state("停用", Tone::Neutral)
        },
        name: user.name,
        login: user.login,
    };
    let grants = Permission::ALL
        .iter()
        .map(|p| {
            (
                p.title(),
                Role::ALL.iter().map(|role| role.grants(*p)).collect(),
            )
        })
        .collect();
    let page = UserListPage {
        shell: reader.shell(Some(Place::Users), "用户"),
        rows: users.into_iter().map(row).collect(),
        roles: Role::ALL.iter().map(|role| role.title()).collect(),
        grants,
    };
    Ok(Html(page.render()?))
}
