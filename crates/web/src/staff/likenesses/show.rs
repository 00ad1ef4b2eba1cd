//! One likeness: both records beside each other, why they may be one, and what can be decided.

use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::likeness::{self, LikenessFile, Side};
use fangfei_model::{
    id::LikenessId,
    likeness::{Likeness, LikenessKind, LikenessState},
};

use super::{LIST, state_badge, step};
use crate::{
    WebError,
    again::Again,
    signed_in::SignedIn,
    staff::{clues, subjects, trail::events},
    ui::{ActionForm, Badge, Field, Place, Shell, Timeline, filters, format},
};

#[derive(Template)]
#[template(path = "likenesses/show.html")]
struct LikenessPage {
    shell: Shell,
    likeness: Likeness,
    state: Badge,
    heads: Vec<(String, Option<String>)>,
    facts: Vec<FactRow>,
    decided: Option<Decided>,
    forms: Vec<ActionForm>,
    history: Timeline,
}

struct FactRow {
    title: &'static str,
    left: String,
    right: String,
    same: bool,
}

struct Decided {
    title: String,
    by: String,
    reason: String,
}

/// Shows the likeness.
pub async fn show(reader: SignedIn, Path(id): Path<LikenessId>) -> Result<Response, WebError> {
    page(&reader, id, Again::nothing()).await
}

/// The page again, with a form that was not taken.
pub async fn page(reader: &SignedIn, id: LikenessId, again: Again) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = likeness::file(app, ctx, id).await?;
    let title = match file.likeness.kind {
        LikenessKind::Subject => "是否同一主体",
        LikenessKind::Clue => "是否串案",
    };
    let page = LikenessPage {
        shell: reader
            .shell(Some(Place::Likenesses), title)
            .crumb("查重比对", LIST),
        state: state_badge(file.likeness.status()),
        heads: file.sides.iter().map(|side| head(&file, side)).collect(),
        facts: facts(&file.sides),
        decided: decided(&file),
        forms: forms(reader, &file, &again),
        history: Timeline {
            events: events(&file.history),
        },
        likeness: file.likeness,
    };
    Ok((again.status(), Html(page.render()?)).into_response())
}

/// Name and address of a record's own page, where the reader sees it.
fn head(file: &LikenessFile, side: &Side) -> (String, Option<String>) {
    let href = match file.likeness.kind {
        LikenessKind::Subject => subjects::href(side.id.into()),
        LikenessKind::Clue => clues::href(side.id.into()),
    };
    (side.name.clone(), side.visible.then_some(href))
}

fn facts(sides: &[Side; 2]) -> Vec<FactRow> {
    let [left, right] = sides;
    let titles = if left.facts.is_empty() { right } else { left };
    let of = |side: &Side, at: usize| side.facts.get(at).map(|f| f.1.clone()).unwrap_or_default();
    let row = |(at, (title, _)): (usize, &(&'static str, String))| {
        let (left, right) = (of(left, at), of(right, at));
        FactRow {
            title,
            same: !left.is_empty() && left == right,
            left,
            right,
        }
    };
    let rows = titles.facts.iter().enumerate().map(row);
    rows.filter(|row| !(row.left.is_empty() && row.right.is_empty()))
        .collect()
}

fn decided(file: &LikenessFile) -> Option<Decided> {
    let (title, judgement) = match &file.likeness.state {
        LikenessState::Same { judgement, kept } => {
            let name = kept.and_then(|id| file.sides.iter().find(|side| side.id == id));
            let title = match name {
                Some(side) => format!("已合并，继续使用“{}”", side.name),
                None => "已确认为串案".to_owned(),
            };
            (title, judgement)
        }
        LikenessState::Different { judgement } => ("已排除，不是同一".to_owned(), judgement),
        LikenessState::Open | LikenessState::Lapsed { .. } => return None,
    };
    Some(Decided {
        title,
        by: format!(
            "{} · {}",
            judgement.stamp.name,
            format::moment(judgement.stamp.at)
        ),
        reason: judgement.reason.clone(),
    })
}

fn forms(reader: &SignedIn, file: &LikenessFile, again: &Again) -> Vec<ActionForm> {
    let (id, csrf) = (file.likeness.id, reader.csrf());
    let why = |label: &str| Field::area("reason", label, 2).required().max(500);
    let mut forms = Vec::new();
    if file.moves.judge {
        let action = step(id, "same");
        forms.push(match file.likeness.kind {
            LikenessKind::Subject => {
                let kept = file.sides.iter().map(|side| (side.id.simple().to_string(), side.name.clone()));
                let fields = vec![
                    Field::radio("kept", "保留哪一份继续使用").choose(kept, &[]).required(),
                    why("凭什么认定是同一主体"),
                ];
                ActionForm::new("合并为同一主体", action, csrf, fields).hint(
                    "另一份并入后不再单独列出，它的线索、风险和材料显示在保留的档案里；保留的档案缺的内容用它补上。可以撤回。",
                )
            }
            LikenessKind::Clue => ActionForm::new("确认串案", action, csrf, vec![why("凭什么认定有关联")])
                .hint("两条线索的页面会互相列出，各自的办理不受影响。"),
        });
        forms.push(ActionForm::new(
            "排除",
            step(id, "different"),
            csrf,
            vec![why("为什么不是同一")],
        ));
    }
    if file.moves.withdraw {
        forms.push(ActionForm::new(
            "撤回判断",
            step(id, "withdraw"),
            csrf,
            vec![why("为什么撤回")],
        ));
    }
    forms.into_iter().map(|form| again.show(form)).collect()
}
