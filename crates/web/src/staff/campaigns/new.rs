//! A new campaign: from plan files, or from a template with one click. Either becomes a draft for
//! review.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Error,
    campaign::{self, PlanFile, Template as CampaignTemplate, Wanted},
};
use fangfei_model::{campaign::Campaign, permission::Permission};
use serde::Deserialize;

use super::{LIST, review_href};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, Width, filters},
    uploaded::Uploaded,
};

#[derive(Template)]
#[template(path = "campaigns/new.html")]
struct NewCampaignPage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
    template_errors: ErrorSummary,
    template_fields: Vec<Field>,
    templates: Vec<Choice>,
}

struct Choice {
    id: String,
    title: String,
    summary: String,
    contents: String,
    chosen: bool,
}

/// What a template is started with.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct TemplateForm {
    template: String,
    start: String,
    title: String,
}

/// A form that was not taken.
enum Typed {
    Nothing,
    Plan(String, Rejected),
    Template(TemplateForm, Rejected),
}

/// Shows the two ways.
pub async fn show(reader: SignedIn) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::CampaignDraft)
        .map_err(Error::from)?;
    page(&reader, Typed::Nothing)
}

/// Drafts from uploaded plan files.
pub async fn from_plan(uploaded: Uploaded) -> Result<Response, WebError> {
    let title = uploaded.text("title").to_owned();
    let Uploaded { reader, files, .. } = uploaded;
    let files = files
        .into_iter()
        .map(|file| PlanFile {
            name: file.name,
            bytes: file.bytes.to_vec(),
        })
        .collect();
    let wanted = Wanted {
        title: Some(title.clone()),
        ..Wanted::default()
    };
    match campaign::draft_from_plan(reader.app(), &reader.ctx, files, &wanted).await {
        Ok(campaign) => Ok(sent(&campaign)),
        // A file that cannot be read is an error of the file field.
        Err(error @ Error::File { .. }) => page(
            &reader,
            Typed::Plan(
                title,
                Rejected::of(Error::field("files", error.to_string()))?,
            ),
        ),
        Err(error) => page(&reader, Typed::Plan(title, Rejected::of(error)?)),
    }
}

/// Drafts from a template.
pub async fn from_template(posted: Posted<TemplateForm>) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    let wanted = Wanted {
        title: Some(form.title.clone()),
        ..Wanted::default()
    };
    let start = match form.start.trim() {
        "" => Ok(reader.ctx.today()),
        text => text.parse().map_err(|_| {
            Error::field("start", format!("日期“{text}”不对，请写成 2026-12-01 这样"))
        }),
    };
    let drafted = match start {
        Ok(start) => {
            campaign::draft_from_template(reader.app(), &reader.ctx, &form.template, start, &wanted)
                .await
        }
        Err(error) => Err(error),
    };
    match drafted {
        Ok(campaign) => Ok(sent(&campaign)),
        Err(error) => page(&reader, Typed::Template(form, Rejected::of(error)?)),
    }
}

fn sent(campaign: &Campaign) -> Response {
    let open = campaign.open_questions().len();
    let text = match open {
        0 => "草稿已生成，请核对后启动。".to_owned(),
        open => format!("草稿已生成，请对照原文核对；启动前还要确定 {open} 件事。"),
    };
    Sent::to(review_href(campaign.id))
        .done(text)
        .into_response()
}

fn page(reader: &SignedIn, typed: Typed) -> Result<Response, WebError> {
    let (mut fields, mut template_fields) = (plan_fields(&typed), template_fields(reader, &typed));
    let (status, errors, template_errors) = match &typed {
        Typed::Nothing => (
            StatusCode::OK,
            ErrorSummary::default(),
            ErrorSummary::default(),
        ),
        Typed::Plan(_, rejected) => (
            rejected.status,
            rejected.mark(&mut fields),
            ErrorSummary::default(),
        ),
        Typed::Template(_, rejected) => (
            rejected.status,
            ErrorSummary::default(),
            rejected.mark(&mut template_fields),
        ),
    };
    let chosen = if let Typed::Template(form, _) = &typed {
        form.template.as_str()
    } else {
        ""
    };
    let templates = campaign::templates(reader.app())?;
    let page = NewCampaignPage {
        shell: reader
            .shell(Some(Place::Campaigns), "起草专项行动")
            .crumb("专项行动", LIST),
        errors,
        fields,
        template_errors,
        template_fields,
        templates: templates
            .into_iter()
            .map(|template| choice(template, chosen))
            .collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn plan_fields(typed: &Typed) -> Vec<Field> {
    let title = if let Typed::Plan(title, _) = typed {
        title.as_str()
    } else {
        ""
    };
    vec![
        Field::file("files", "工作方案", ".docx,.doc,.wps,.pdf,.txt", true)
            .required()
            .hint(
                "Word（.docx）或文本文件，可多选；本单位的方案放在第一份，所依据的上级方案放在后面",
            ),
        Field::text("title", "名称")
            .value(title)
            .max(300)
            .hint("不填则用方案标题"),
    ]
}

fn template_fields(reader: &SignedIn, typed: &Typed) -> Vec<Field> {
    let blank = TemplateForm::default();
    let form = if let Typed::Template(form, _) = typed {
        form
    } else {
        &blank
    };
    let start = if form.start.is_empty() {
        reader.ctx.today().to_string()
    } else {
        form.start.clone()
    };
    vec![
        Field::date("start", "开始日期")
            .value(start)
            .width(Width::Half),
        Field::text("title", "名称")
            .value(&form.title)
            .max(300)
            .hint("不填则用模板名称")
            .width(Width::Half),
    ]
}

fn choice(template: CampaignTemplate, chosen: &str) -> Choice {
    let contents = format!(
        "{} 天，{} 个阶段，{} 项任务，{} 项报送和完成要求，{} 本台账",
        template.last_day() + 1,
        template.phases.len(),
        template.duties.len(),
        template.owed.len(),
        template.ledgers.len()
    );
    Choice {
        contents,
        chosen: template.id == chosen,
        id: template.id,
        title: template.title,
        summary: template.summary,
    }
}
