//! The account page: who one is here, what one may do, and a new password.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{Error, user};
use fangfei_model::permission::Permission;
use serde::Deserialize;

use crate::{
    WebError,
    posted::{Posted, Sent},
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Shell, Width, filters},
};

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    shell: Shell,
    login: String,
    roles: String,
    permissions: Vec<&'static str>,
    must_change: bool,
    errors: ErrorSummary,
    old: Field,
    new: Field,
    again: Field,
}

/// Old and new password.
#[derive(Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

fn page(reader: &SignedIn, wrong: &[fangfei_app::FieldError]) -> Result<Html<String>, WebError> {
    let user = &reader.session.user;
    let error = |name: &str| {
        wrong
            .iter()
            .find(|e| e.field == name)
            .map_or(String::new(), |e| e.message.clone())
    };
    let field = |name: &str, label: &str, complete| {
        Field::password(name, label)
            .required()
            .autocomplete(complete)
            .width(Width::Third)
            .error(error(name))
    };
    let old = field("old", "原密码", "current-password");
    let new = field("new", "新密码", "new-password").hint("至少 10 位，不要包含登录名");
    let again = field("again", "再输一遍新密码", "new-password");
    let page = AccountPage {
        shell: reader.shell(None, "账号与密码"),
        login: user.login.clone(),
        roles: user
            .roles
            .iter()
            .map(|role| role.title())
            .collect::<Vec<_>>()
            .join("、"),
        permissions: Permission::ALL
            .iter()
            .filter(|p| reader.may(**p))
            .map(|p| p.title())
            .collect(),
        must_change: user.must_change_password,
        errors: ErrorSummary::of([&old, &new, &again]),
        old,
        new,
        again,
    };
    Ok(Html(page.render()?))
}

/// Shows the account.
pub async fn show(reader: SignedIn) -> Result<Html<String>, WebError> {
    page(&reader, &[])
}

/// Sets a new password; every session of the account ends.
pub async fn change_password(posted: Posted<PasswordForm>) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    match user::change_password(reader.app(), &reader.ctx, &form.old, &form.new, &form.again).await
    {
        Ok(()) => Ok(Sent::to("/sign-in").into_response()),
        Err(Error::Invalid(errors)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&reader, &errors)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
