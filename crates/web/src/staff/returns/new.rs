//! Making a return.

use askama::Template;
use axum::{
    extract::Query as Params,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Error, overview,
    periodic_return::{self, MakeDraft},
};
use fangfei_model::{
    period::{Period, PeriodKind},
    permission::Permission,
};
use serde::Deserialize;

use super::{LIST, href};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, Width, filters},
};

#[derive(Template)]
#[template(path = "returns/new.html")]
struct NewReturnPage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
}

/// What was chosen and typed, also from the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MakeForm {
    campaign: String,
    template: String,
    period: String,
    narrative: String,
}

/// Shows the form, filled from the address.
pub async fn show(reader: SignedIn, Params(form): Params<MakeForm>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::ReturnMake)
        .map_err(Error::from)?;
    page(&reader, form, None).await
}

/// Makes the return and opens it, or shows the form again with what was typed.
pub async fn submit(posted: Posted<MakeForm>) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let draft = MakeDraft {
        campaign: form.campaign.clone(),
        template: form.template.clone(),
        period: form.period.clone(),
        narrative: form.narrative.clone(),
    };
    let made = match draft.read(&reader.ctx) {
        Ok(new) => periodic_return::make(reader.app(), &reader.ctx, new).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(stored) => Ok(Sent::to(href(stored.record.id))
            .done("报表已生成，请核对后报送。")
            .into_response()),
        Err(error) => page(&reader, form, Some(Rejected::of(error)?)).await,
    }
}

async fn page(
    reader: &SignedIn,
    form: MakeForm,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let mut fields = fields(reader, &form).await?;
    let errors = rejected
        .as_ref()
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
    let shell = reader
        .shell(Some(Place::Returns), "生成报表")
        .crumb("统计报表", LIST);
    let page = NewReturnPage {
        shell,
        errors,
        fields,
    };
    Ok((status, Html(page.render()?)).into_response())
}

async fn fields(reader: &SignedIn, form: &MakeForm) -> Result<Vec<Field>, WebError> {
    let campaigns = overview::running(reader.app(), &reader.ctx).await?;
    let campaigns = campaigns.into_iter().map(|c| (c.id.to_string(), c.title));
    let campaigns =
        std::iter::once((String::new(), "不限于某个专项行动".to_owned())).chain(campaigns);
    let templates: Vec<(String, String)> = reader
        .app()
        .rules()
        .returns
        .iter()
        .map(|r| (r.template.id.clone(), r.template.title.clone()))
        .collect();
    let template = if form.template.is_empty() {
        templates.first().map_or("", |t| &t.0)
    } else {
        &form.template
    };
    let period = if form.period.is_empty() {
        last_quarter(reader)
    } else {
        form.period.clone()
    };
    Ok(vec![
        Field::select("template", "报表").required().choose(templates.clone(), &[template]).width(Width::Half),
        Field::text("period", "期别")
            .required()
            .value(period)
            .hint("2024Q3 是第三季度，2024-07 是七月，2024H1 是上半年，2024 是全年")
            .width(Width::Half),
        Field::select("campaign", "专项行动").choose(campaigns, &[form.campaign.as_str()]),
        Field::area("narrative", "文字说明", 8)
            .value(&form.narrative)
            .hint("总体情况、主要做法、存在问题、下一步打算；可以生成后再写。数字由系统统计，不需要填写")
            .max(20_000),
    ])
}

/// The quarter that ended last: what is usually reported.
fn last_quarter(reader: &SignedIn) -> String {
    Period::containing(reader.ctx.today(), PeriodKind::Quarter)
        .previous()
        .to_string()
}
