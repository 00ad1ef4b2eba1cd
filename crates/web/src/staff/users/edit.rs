//! One account: new or changed.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{Error, FieldError, unit, user};
use fangfei_model::id::UserId;

use super::form::UserForm;
use crate::{
    WebError,
    posted::{Posted, Sent},
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "users/edit.html")]
struct UserPage {
    shell: Shell,
    action: String,
    reset: String,
    general: ErrorSummary,
    fields: Vec<Field>,
    first_password: String,
}

async fn page(
    reader: &SignedIn,
    id: Option<UserId>,
    form: &UserForm,
    errors: &[FieldError],
    general: Option<String>,
    first_password: String,
) -> Result<Html<String>, WebError> {
    let units = unit::all(reader.app(), &reader.ctx).await?;
    let fields = form.fields(&units, errors);
    let title = if id.is_some() {
        "修改用户"
    } else {
        "新增用户"
    };
    let mut summary = ErrorSummary::of(&fields);
    summary.general.extend(general);
    let page = UserPage {
        shell: reader
            .shell(Some(Place::Users), title)
            .crumb("用户", "/users"),
        action: id.map_or("/users".to_owned(), super::href),
        reset: id.map_or(String::new(), |id| format!("{}/reset", super::href(id))),
        general: summary,
        fields,
        first_password,
    };
    Ok(Html(page.render()?))
}

/// An empty form.
pub async fn new(reader: SignedIn) -> Result<Html<String>, WebError> {
    reader
        .ctx
        .require(fangfei_model::permission::Permission::UserWrite)
        .map_err(Error::from)?;
    page(&reader, None, &UserForm::blank(), &[], None, String::new()).await
}

/// One account.
pub async fn show(Path(id): Path<UserId>, reader: SignedIn) -> Result<Html<String>, WebError> {
    let user = user::get(reader.app(), &reader.ctx, id).await?;
    page(
        &reader,
        Some(id),
        &UserForm::from(&user.record),
        &[],
        None,
        String::new(),
    )
    .await
}

/// Adds an account and shows its first password, once.
pub async fn add(posted: Posted<UserForm>) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    match user::add(reader.app(), &reader.ctx, form.draft()).await {
        Ok(account) => {
            let shown = page(
                &reader,
                Some(account.id),
                &form,
                &[],
                None,
                account.password,
            )
            .await?;
            Ok(shown.into_response())
        }
        Err(error) => refused(&reader, None, &form, error).await,
    }
}

/// Changes an account.
pub async fn change(
    Path(id): Path<UserId>,
    posted: Posted<UserForm>,
) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    match user::change(reader.app(), &reader.ctx, id, form.draft()).await {
        Ok(()) => Ok(Sent::to("/users")
            .done("已保存用户，立即生效")
            .into_response()),
        Err(error) => refused(&reader, Some(id), &form, error).await,
    }
}

/// The form again, with what was typed and what is wrong.
async fn refused(
    reader: &SignedIn,
    id: Option<UserId>,
    form: &UserForm,
    error: Error,
) -> Result<Response, WebError> {
    match error {
        Error::Invalid(errors) => {
            let shown = page(reader, id, form, &errors, None, String::new()).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        error @ (Error::Refused(_) | Error::Store(_))
            if error.kind() == fangfei_app::ErrorKind::Conflict =>
        {
            let shown = page(
                reader,
                id,
                form,
                &[],
                Some(error.to_string()),
                String::new(),
            )
            .await?;
            Ok((StatusCode::CONFLICT, shown).into_response())
        }
        error => Err(error.into()),
    }
}
