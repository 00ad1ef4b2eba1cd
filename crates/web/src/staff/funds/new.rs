//! Opening an inquiry (立项核查): whom it is about and on which lawful ground the statements came.

use askama::Template;
use axum::{
    extract::Query as Params,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    funds::{self, GroundDraft, InquiryDraft},
    place_names,
};
use fangfei_model::funds_inquiry::GroundKind;
use serde::Deserialize;

use super::{LIST, href};
use crate::{
    WebError,
    again::Again,
    posted::{Posted, Sent},
    signed_in::SignedIn,
    ui::{ActionForm, Field, Place, Shell, Width, filters},
};

#[derive(Template)]
#[template(path = "funds/new.html")]
struct NewInquiryPage {
    shell: Shell,
    form: ActionForm,
}

/// What the inquiry is opened for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct For {
    subject: String,
    clue: String,
    risk_item: String,
}

/// Shows the form, filled in from what it is opened for.
pub async fn show(reader: SignedIn, Params(opened_for): Params<For>) -> Result<Response, WebError> {
    let draft = funds::draft_for(
        reader.app(),
        &reader.ctx,
        opened_for.subject.parse().ok(),
        opened_for.clue.parse().ok(),
        opened_for.risk_item.parse().ok(),
    )
    .await?;
    page(&reader, &draft, Again::nothing()).await
}

/// Opens the inquiry, or shows the form again with what was typed.
pub async fn submit(posted: Posted<InquiryDraft>) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match funds::open(reader.app(), &reader.ctx, &draft).await {
        Ok(inquiry) => Ok(Sent::to(href(inquiry.id))
            .done(format!("已立项，编号 {}。请上传流水。", inquiry.number))
            .into_response()),
        Err(error) => {
            let again = Again::of("/funds/new", &draft, error)?;
            page(&reader, &draft, again).await
        }
    }
}

async fn page(reader: &SignedIn, draft: &InquiryDraft, again: Again) -> Result<Response, WebError> {
    let places: Vec<(String, String)> = place_names::choices(reader.app(), &reader.ctx)
        .await?
        .into_iter()
        .map(|place| (place.code.to_string(), place.name))
        .collect();
    let mut fields = vec![
        Field::text("title", "核查名称")
            .value(&draft.title)
            .required()
            .max(100),
        Field::text("subject_name", "涉及主体")
            .value(&draft.subject_name)
            .required()
            .max(200)
            .width(Width::Half),
        Field::select("division", "属地")
            .choose(places, &[draft.division.as_str()])
            .width(Width::Half),
    ];
    fields.extend(ground_fields(&draft.ground_draft()));
    let form = ActionForm::new("立项", "/funds/new", reader.csrf(), fields)
        .hint("银行流水属于依法保密的信息：只有依法取得的才能上传、分析；取得依据记入核查，随结果一并可查。")
        .hidden("subject", &draft.subject)
        .hidden("clue", &draft.clue)
        .hidden("risk_item", &draft.risk_item)
        .open();
    let page = NewInquiryPage {
        shell: reader
            .shell(Some(Place::Funds), "立项核查")
            .crumb("资金核查", LIST),
        form: again.show(form),
    };
    Ok((again.status(), Html(page.render()?)).into_response())
}

/// The fields of a lawful ground.
pub fn ground_fields(draft: &GroundDraft) -> Vec<Field> {
    let kinds = GroundKind::ALL
        .iter()
        .map(|kind| (kind.code(), kind.title()));
    vec![
        Field::radio("ground", "流水取得依据")
            .choose(kinds, &[draft.ground.as_str()])
            .required(),
        Field::text("obtained_by", "由谁向谁取得")
            .value(&draft.obtained_by)
            .example("县公安局向某某银行云溪支行调取")
            .required()
            .max(200)
            .width(Width::Half),
        Field::text("document", "法律文书文号")
            .value(&draft.document)
            .hint("查询通知书、调取证据通知书、移送函的文号；本人提供的填接收清单编号")
            .required()
            .max(200)
            .width(Width::Half),
        Field::date("dated", "文书日期")
            .value(&draft.dated)
            .required()
            .width(Width::Half),
        Field::text("approver", "批准查询的主要负责人")
            .value(&draft.approver)
            .hint("牵头部门查询账户的必填（条例第二十一条）")
            .max(50)
            .width(Width::Half),
    ]
}
