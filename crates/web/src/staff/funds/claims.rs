//! The claims of an inquiry (申报): totals, list, comparison of all with the statements.

use askama::Template;
use axum::{
    extract::{Path, Query as Params},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{ErrorKind, Page, claim, funds};
use fangfei_model::{
    claim::{Claim, ClaimCheck, ClaimStatus, LineOutcome},
    id::FundsInquiryId,
    noun::Noun,
    query::{Query as Question, Test},
};
use serde::Deserialize;

use super::{frame, frame::Frame, step};
use crate::{
    WebError,
    posted::{Posted, Pressed, Sent},
    signed_in::SignedIn,
    staff::claims::{self, state_badge},
    ui::{Badge, Column, Field, Pager, Query, Shell, Stat, Tone, filters, format},
};

/// Rows on a page.
const SIZE: u64 = 50;

#[derive(Template)]
#[template(path = "funds/claims.html")]
struct ClaimsPage {
    shell: Shell,
    frame: Frame,
    register: Option<String>,
    check: Option<String>,
    action: String,
    fields: Vec<Field>,
    sort: String,
    stats: Vec<Stat>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    href: String,
    state: Badge,
    claim: Claim,
    loss: i64,
    compared: Option<(bool, &'static str)>,
}

/// The parameters as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    state: String,
    only: String,
    sort: String,
    page: String,
}

impl Filter {
    fn query(&self, inquiry: FundsInquiryId) -> Question {
        let mut query = Question::of(Noun::Claim).equals("inquiry", inquiry.uuid());
        if let Ok(status) = self.state.parse::<ClaimStatus>() {
            query = query.equals("state", status.code());
        }
        if self.only == "differs" {
            query = query.equals("differs", true);
        }
        let words = self.q.trim();
        if words.starts_with("ZJ-") {
            query = query.when("number", Test::StartsWith(words.to_owned()));
        } else if !words.is_empty() {
            query = query.when("name", Test::Contains(words.to_owned()));
        }
        match self.sort.as_str() {
            "loss" | "name" | "paid_in" => query.by(&self.sort, false),
            "-loss" => query.by("loss", true),
            "-name" => query.by("name", true),
            "-paid_in" => query.by("paid_in", true),
            _ => query.by("number", false),
        }
    }
}

/// Shows one page of the claims.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<FundsInquiryId>,
    Params(filter): Params<Filter>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = funds::file(app, ctx, id).await?;
    let number: u64 = filter.page.parse().unwrap_or(1).max(1);
    let query = filter.query(id);
    let found = claim::list(
        app,
        ctx,
        &query,
        Page::new((number - 1).saturating_mul(SIZE), SIZE),
    )
    .await?;
    let (total, capped) = claim::count(app, ctx, &query).await?;
    let address = Query::new(
        step(id, "claims"),
        [
            ("q", filter.q.as_str()),
            ("state", &filter.state),
            ("only", &filter.only),
            ("sort", &filter.sort),
        ],
    );
    let to = |page: u64| address.with("page", page.to_string()).href();
    let analysed = file.inquiry.record.analysis.is_some();
    let frame = frame(&reader, &file, "claims");
    let page = ClaimsPage {
        shell: frame.shell.clone(),
        frame,
        register: file.moves.work.then(|| claims::new_href(id)),
        check: (file.moves.work && analysed && total > 0).then(|| step(id, "claims/check")),
        action: step(id, "claims"),
        fields: fields(&filter),
        sort: filter.sort.clone(),
        stats: stats(&claim::totals(app, ctx, id).await?),
        columns: columns(&filter, &address),
        pager: Pager {
            shown: found.len(),
            total: Some(total),
            capped,
            prev: (number > 1).then(|| to(number - 1)),
            next: (total > number.saturating_mul(SIZE)).then(|| to(number + 1)),
            ..Pager::default()
        },
        rows: found.into_iter().map(row).collect(),
    };
    Ok(Html(page.render()?))
}

/// Compares all claims with the last analysis.
pub async fn check(
    Path(id): Path<FundsInquiryId>,
    posted: Posted<Pressed>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    let back = Sent::to(step(id, "claims"));
    match claim::check_all(reader.app(), &reader.ctx, id).await {
        Ok(count) => Ok(back
            .done(format!("已与流水核对 {count} 份申报。"))
            .into_response()),
        Err(error) if error.kind() == ErrorKind::Conflict => {
            Ok(back.refused(error.to_string()).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn row(claim: Claim) -> Row {
    Row {
        href: claims::href(claim.id),
        state: state_badge(claim.status()),
        loss: claim.claimed.loss().0,
        compared: claim.check.as_ref().map(compared),
        claim,
    }
}

/// How a claim compares, by its weightiest line; whether somebody should look.
fn compared(check: &ClaimCheck) -> (bool, &'static str) {
    let any = |outcome| check.lines.iter().any(|line| line.outcome == outcome);
    if !check.identity.is_empty() {
        (true, "账户归属不明")
    } else if any(LineOutcome::ClaimHigher) || any(LineOutcome::ClaimLower) {
        (true, "不一致")
    } else if any(LineOutcome::NotFound) {
        (true, "流水中没有")
    } else if any(LineOutcome::Uncertain) {
        (true, "无法确定")
    } else {
        (false, "一致")
    }
}

fn stats(totals: &claim::ClaimTotals) -> Vec<Stat> {
    let number = |n: u64| format::grouped(&n.to_string());
    let watch = |n: u64| if n > 0 { Tone::Watch } else { Tone::Done };
    vec![
        Stat::new("申报", number(totals.claims), "份"),
        Stat::new("申报本金", format::wan(totals.claimed.0), ""),
        Stat::new("已确认", number(totals.confirmed), "份")
            .note(format!("确认损失 {}", format::wan(totals.loss.0))),
        Stat::new("与流水不一致或不能确定", number(totals.differing), "份")
            .tone(watch(totals.differing)),
        Stat::new("异议待答复", number(totals.objected), "份").tone(watch(totals.objected)),
    ]
}

fn fields(filter: &Filter) -> Vec<Field> {
    let states = ClaimStatus::ALL.iter().map(|s| (s.code(), s.title()));
    vec![
        Field::text("q", "姓名或编号").value(&filter.q),
        Field::select("state", "状态").choose(
            std::iter::once(("", "全部")).chain(states),
            &[filter.state.as_str()],
        ),
        Field::select("only", "范围").choose(
            [("", "全部"), ("differs", "与流水不一致或不能确定的")],
            &[filter.only.as_str()],
        ),
    ]
}

fn columns(filter: &Filter, address: &Query) -> Vec<Column> {
    let sorted = |label: &str, key: &str| Column::sorted(label, key, &filter.sort, address);
    vec![
        sorted("申报人", "name"),
        sorted("申报本金", "paid_in").number(),
        Column::plain("已返还").number(),
        Column::plain("已得利息提成").number(),
        sorted("申报损失", "loss").number(),
        Column::plain("与流水"),
        Column::plain("确认损失").number(),
        Column::plain("状态"),
    ]
}
