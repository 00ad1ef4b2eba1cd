//! One unit: new or changed.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{Error, FieldError, unit};
use fangfei_model::{id::UnitId, permission::Permission};

use super::form::UnitForm;
use crate::{
    WebError,
    posted::{Posted, Sent},
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "units/edit.html")]
struct UnitPage {
    shell: Shell,
    may_write: bool,
    action: String,
    errors: ErrorSummary,
    groups: Vec<(&'static str, Vec<Field>)>,
}

async fn page(
    reader: &SignedIn,
    id: Option<UnitId>,
    form: &UnitForm,
    errors: &[FieldError],
) -> Result<Html<String>, WebError> {
    let units = unit::all(reader.app(), &reader.ctx).await?;
    let groups = form.groups(&units, id, errors);
    let title = if id.is_some() {
        "单位信息"
    } else {
        "新增单位"
    };
    let page = UnitPage {
        shell: reader
            .shell(Some(Place::Units), title)
            .crumb("单位", "/units"),
        may_write: reader.may(Permission::UnitWrite),
        action: id.map_or("/units".to_owned(), super::href),
        errors: ErrorSummary::of(groups.iter().flat_map(|(_, fields)| fields)),
        groups,
    };
    Ok(Html(page.render()?))
}

/// An empty form.
pub async fn new(reader: SignedIn) -> Result<Html<String>, WebError> {
    reader
        .ctx
        .require(Permission::UnitWrite)
        .map_err(Error::from)?;
    let division = reader.session.unit.division.to_string();
    page(&reader, None, &UnitForm::blank(division), &[]).await
}

/// One unit.
pub async fn show(Path(id): Path<UnitId>, reader: SignedIn) -> Result<Html<String>, WebError> {
    let unit = unit::get(reader.app(), &reader.ctx, id).await?;
    page(&reader, Some(id), &UnitForm::from(&unit.record), &[]).await
}

/// Adds a unit.
pub async fn add(posted: Posted<UnitForm>) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    let done = unit::add(reader.app(), &reader.ctx, form.draft())
        .await
        .map(drop);
    answer(&reader, None, &form, done).await
}

/// Changes a unit.
pub async fn change(
    Path(id): Path<UnitId>,
    posted: Posted<UnitForm>,
) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    let done = unit::change(reader.app(), &reader.ctx, id, form.draft()).await;
    answer(&reader, Some(id), &form, done).await
}

async fn answer(
    reader: &SignedIn,
    id: Option<UnitId>,
    form: &UnitForm,
    done: fangfei_app::Result<()>,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(Sent::to("/units").done("已保存单位信息").into_response()),
        Err(Error::Invalid(errors)) => Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            page(reader, id, form, &errors).await?,
        )
            .into_response()),
        Err(error) => Err(error.into()),
    }
}
