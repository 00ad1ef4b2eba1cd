//! Screening (筛查): a pasted text checked at once, subjects with open hits by class, the word classes
//! and the licensed bodies. Nothing pasted is kept.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Page, reference,
    subject::{self, TextCheck, TextDraft},
};
use fangfei_model::{licensed_body::LicensedBody, permission::Permission};

use super::{
    filter::Filter,
    hits::{Hit, marked},
    href,
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Place, Shell, SourceText, filters},
};

#[derive(Template)]
#[template(path = "screening/show.html")]
struct ScreeningPage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
    checked: Option<Checked>,
    classes: Vec<ClassRow>,
    subjects: Vec<SubjectLine>,
    all_hits: String,
    licensed: Vec<LicensedBody>,
    licensed_count: u64,
    may_write: bool,
    import_more: &'static str,
    outdated: bool,
    version: String,
}

struct Checked {
    text: SourceText,
    open: Vec<Hit>,
    quiet: Vec<Hit>,
}

struct ClassRow {
    id: String,
    title: String,
    ground: String,
    href: String,
    words: usize,
    hits: u64,
    more: bool,
}

struct SubjectLine {
    href: String,
    name: String,
    place: String,
    classes: String,
    words: String,
}

/// Subjects shown; all of them stand in the list.
const SHOWN: u64 = 20;
/// Licensed bodies shown.
const LICENSED_SHOWN: u64 = 100;

/// The page.
pub async fn show(reader: SignedIn) -> Result<Response, WebError> {
    page(
        &reader,
        TextDraft {
            field: "text".to_owned(),
            text: String::new(),
        },
        None,
        None,
    )
    .await
}

/// Checks a pasted text.
pub async fn submit(posted: Posted<TextDraft>) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match subject::check_text(reader.app(), &reader.ctx, &draft) {
        Ok(check) => page(&reader, draft, Some(check), None).await,
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, draft, None, Some(rejected)).await
        }
    }
}

/// Asks for all subjects to be screened anew.
pub async fn run(posted: Posted<Empty>) -> Result<Response, WebError> {
    subject::ask_rescreen(posted.reader.app(), &posted.reader.ctx).await?;
    let text = "已开始在后台重新筛查全部主体，完成后各档案显示新的结果。";
    Ok(Sent::to("/screening").done(text).into_response())
}

/// A form without fields of its own.
#[derive(serde::Deserialize)]
pub struct Empty {}

async fn page(
    reader: &SignedIn,
    draft: TextDraft,
    check: Option<TextCheck>,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    ctx.require(Permission::SubjectRead)
        .map_err(fangfei_app::Error::from)?;
    let kinds = [
        ("text", "宣传、短信、文案"),
        ("name", "名称"),
        ("scope", "经营范围"),
    ];
    let mut fields = vec![
        Field::radio("field", "文字类别").choose(kinds, &[draft.field.as_str()]),
        Field::area("text", "要核对的文字", 5)
            .value(&draft.text)
            .hint("粘贴招牌、传单、短信或营业执照上的文字；不会保存")
            .required()
            .max(20_000),
    ];
    let errors = rejected
        .as_ref()
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    let asked = Filter {
        hits: "yes".to_owned(),
        sort: "-hits".to_owned(),
        ..Filter::default()
    };
    let subjects = subject::list(app, ctx, &asked.query(), Page::first(SHOWN)).await?;
    let page = ScreeningPage {
        shell: reader.shell(Some(Place::Screening), "名称筛查"),
        errors,
        fields,
        checked: check.map(checked),
        classes: classes(reader).await?,
        subjects: subjects.into_iter().map(line).collect(),
        all_hits: asked.address(super::LIST).href(),
        licensed: reference::licensed(app, ctx, Page::first(LICENSED_SHOWN)).await?,
        licensed_count: reference::counts(app, ctx).await?.licensed,
        may_write: reader.may(Permission::SubjectWrite),
        import_more: if reader.may(Permission::ReferenceImport) {
            "导入名录"
        } else {
            ""
        },
        outdated: subject::outdated(app).await?,
        version: app.rules().screen.version().to_string(),
    };
    let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
    Ok((status, Html(page.render()?)).into_response())
}

fn checked(check: TextCheck) -> Checked {
    let hits: Vec<Hit> = check
        .hits
        .iter()
        .enumerate()
        .map(|(at, hit)| Hit {
            field: "文本",
            class: hit.class.to_string(),
            class_title: hit.title.to_string(),
            printed: hit.printed.clone(),
            word: if *hit.word == *hit.printed {
                String::new()
            } else {
                hit.word.to_string()
            },
            ground: hit.ground.to_string(),
            suppressed: hit.suppressed.clone().unwrap_or_default(),
            licence: hit.licence.clone().unwrap_or_default(),
            span: hit.span,
            mark: format!("hit-{}", at + 1),
        })
        .collect();
    let text = marked("核对的文字", &check.text, &hits);
    let (open, quiet) = hits.into_iter().partition(|hit| hit.suppressed.is_empty());
    Checked { text, open, quiet }
}

async fn classes(reader: &SignedIn) -> Result<Vec<ClassRow>, WebError> {
    let mut rows = Vec::new();
    for class in subject::word_classes(reader.app()) {
        let asked = Filter {
            class: class.id.to_string(),
            ..Filter::default()
        };
        let (hits, more) = subject::count(reader.app(), &reader.ctx, &asked.query()).await?;
        rows.push(ClassRow {
            href: asked.address(super::LIST).href(),
            words: class.words.len(),
            id: class.id.to_string(),
            title: class.title.to_string(),
            ground: class.ground.to_string(),
            hits,
            more,
        });
    }
    Ok(rows)
}

fn line(row: subject::SubjectRow) -> SubjectLine {
    let mut words: Vec<&str> = row
        .subject
        .open_hits()
        .map(|hit| hit.printed.as_str())
        .collect();
    words.dedup();
    SubjectLine {
        href: href(row.subject.id),
        words: words.join("、"),
        classes: row.subject.hit_classes(),
        place: row.place,
        name: row.subject.name,
    }
}
