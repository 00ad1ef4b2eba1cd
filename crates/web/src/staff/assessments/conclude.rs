//! Concluding an assessment (作出定级结论).

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::assessment::{self, AssessmentFile, ConcludeDraft, GradesDraft};
use fangfei_model::{
    id::AssessmentId,
    level::{Factor, Level},
    permission::Permission,
};

use super::{fields, href, step};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::clues::{self, level_badge},
    ui::{Badge, ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "assessments/conclude.html")]
struct ConcludePage {
    shell: Shell,
    action: String,
    back: String,
    views: Vec<(String, Vec<Badge>, Badge, String)>,
    outstanding: Vec<String>,
    errors: ErrorSummary,
    fields: Vec<Field>,
}

/// Shows the views and the form.
pub async fn show(reader: SignedIn, Path(id): Path<AssessmentId>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::AssessmentConclude)
        .map_err(fangfei_app::Error::from)?;
    page(&reader, id, None).await
}

/// Concludes, or shows the form again with what was typed.
pub async fn submit(
    Path(id): Path<AssessmentId>,
    posted: Posted<ConcludeDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match assessment::conclude(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("结论已作出，等级已写入。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, Some((draft, rejected))).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: AssessmentId,
    typed: Option<(ConcludeDraft, Rejected)>,
) -> Result<Response, WebError> {
    let file = assessment::file(reader.app(), &reader.ctx, id).await?;
    let assessment = &file.assessment.record;
    let (draft, rejected) = match typed {
        Some((draft, rejected)) => (draft, Some(rejected)),
        None => (first(&file), None),
    };
    let mut fields = fields::conclude(&draft, &file.suggestion);
    let errors = rejected
        .as_ref()
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    let views = assessment.views.iter().map(|view| {
        let grades = Factor::ALL
            .iter()
            .map(|factor| level_badge(view.grades.of(*factor)))
            .collect();
        (
            view.unit_name.clone(),
            grades,
            level_badge(view.level),
            view.reason.clone(),
        )
    });
    let page = ConcludePage {
        shell: reader
            .shell(Some(Place::Clues), "作出定级结论")
            .crumb("线索", clues::LIST)
            .crumb(assessment.number.clone(), href(id)),
        action: step(id, "conclude"),
        back: href(id),
        views: views.collect(),
        outstanding: assessment
            .outstanding()
            .map(|unit| file.units.get(unit).to_owned())
            .collect(),
        errors,
        fields,
    };
    let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
    Ok((status, Html(page.render()?)).into_response())
}

/// The counted factors start from what the figures suggest; the judged ones are left to the person.
fn first(file: &AssessmentFile) -> ConcludeDraft {
    let code = |grade: Option<Level>| grade.map_or("", Level::code).to_owned();
    let grades = GradesDraft {
        crowd: code(file.suggestion.crowd.grade),
        exposure: code(file.suggestion.exposure.grade),
        ..GradesDraft::default()
    };
    ConcludeDraft {
        grades,
        ..ConcludeDraft::default()
    }
}
