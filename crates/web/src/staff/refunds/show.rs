//! The file of one batch: sources, rule, totals with the rate, everybody's share, who changed since
//! the sharing before and why, moves, history.

use askama::Template;
use axum::{
    extract::{Path, Query as Params},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::refund_batch::{self, AllocationLine, BatchFile, ShareChange};
use fangfei_model::{
    ctx::Stamp,
    id::RefundBatchId,
    refund_batch::{BatchState, BatchStatus, RefundBatch},
};
use serde::Deserialize;

use super::{href, state_badge, step};
use crate::{
    WebError,
    again::Again,
    signed_in::SignedIn,
    staff::{claims, funds as inquiries, trail::events},
    ui::{
        ActionForm, Badge, Event, Field, Pager, Place, Query, Shell, Stat, Steps, Timeline, Tone,
        Width, filters, format,
    },
};

/// Lines on a page.
const SIZE: usize = 100;
/// Changes shown.
const SHOWN_CHANGES: usize = 200;

#[derive(Template)]
#[template(path = "refunds/show.html")]
struct BatchPage {
    shell: Shell,
    batch: RefundBatch,
    inquiry: (String, String),
    state: Badge,
    steps: Option<Steps>,
    stats: Vec<Stat>,
    outdated: bool,
    undecided: Option<String>,
    available: i64,
    lines: Vec<Line>,
    pager: Pager,
    changes: Vec<ShareChange>,
    allocate: Option<(String, &'static str)>,
    approve: Option<String>,
    change: Option<String>,
    papers: Vec<(&'static str, String)>,
    forms: Vec<ActionForm>,
    course: Timeline,
    history: Timeline,
}

struct Line {
    href: String,
    share: AllocationLine,
    after: i64,
}

/// The page of lines.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct At {
    page: String,
}

/// Shows the file.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<RefundBatchId>,
    Params(at): Params<At>,
) -> Result<Response, WebError> {
    let number = at.page.parse().unwrap_or(1).max(1);
    page(&reader, id, Again::nothing(), number).await
}

/// The page again, with a form that was not taken.
pub async fn page(
    reader: &SignedIn,
    id: RefundBatchId,
    again: Again,
    number: usize,
) -> Result<Response, WebError> {
    let file = refund_batch::file(reader.app(), &reader.ctx, id).await?;
    let batch = file.batch.record.clone();
    let back = inquiries::step(file.inquiry.id, "refunds");
    let mut changes = file.changes.clone();
    changes.truncate(SHOWN_CHANGES);
    let page = BatchPage {
        shell: reader
            .shell(Some(Place::Funds), format!("第 {} 批退付", batch.ordinal))
            .crumb("资金核查", inquiries::LIST)
            .crumb(&file.inquiry.title, back.clone()),
        inquiry: (file.inquiry.title.clone(), back),
        state: state_badge(batch.status()),
        steps: steps(&batch),
        stats: stats(&batch),
        outdated: file.outdated,
        undecided: undecided(&batch),
        available: batch.available().0,
        lines: lines(&file, number),
        pager: pager(id, file.lines.len(), number),
        changes,
        allocate: file.moves.allocate.then(|| {
            let again = batch.allocation.is_some();
            let words = if again {
                "重新测算"
            } else {
                "测算分配"
            };
            (step(id, "allocate"), words)
        }),
        approve: file.moves.approve.then(|| step(id, "approve")),
        change: file.moves.change.then(|| step(id, "change")),
        papers: papers(&file),
        forms: forms(reader, &file, &again),
        course: Timeline {
            events: course(&batch),
        },
        history: Timeline {
            events: events(&file.history),
        },
        batch,
    };
    Ok((again.status(), Html(page.render()?)).into_response())
}

fn steps(batch: &RefundBatch) -> Option<Steps> {
    let at = match batch.status() {
        BatchStatus::Draft if batch.allocation.is_none() => 0,
        BatchStatus::Draft => 2,
        BatchStatus::Approved => 3,
        BatchStatus::Paid => 4,
        BatchStatus::Withdrawn => return None,
    };
    let (approval, payment) = batch.course();
    let day = |stamp: Option<&Stamp>| stamp.map(|s| s.day().to_string()).unwrap_or_default();
    let steps = Steps::at(["拟订", "测算", "批准", "付款"], at)
        .note(0, batch.drafted.day().to_string())
        .note(2, day(approval))
        .note(3, payment.map(|p| p.on.to_string()).unwrap_or_default());
    Some(steps)
}

fn stats(batch: &RefundBatch) -> Vec<Stat> {
    let Some(shared) = &batch.allocation else {
        return Vec::new();
    };
    let rate = shared.rate();
    let kept = format!(
        "提存、留待 {}，预留 {}，剩余 {}",
        format::wan(shared.held.0),
        format::wan(shared.reserved.0),
        format::wan(shared.left.0)
    );
    vec![
        Stat::new("可分配资金", format::yuan(batch.available().0), "元"),
        Stat::new("本批退付", format::yuan(shared.paid.0), "元").note(kept),
        Stat::new(
            "参与分配",
            format::grouped(&shared.people.to_string()),
            "人",
        ),
        Stat::new("确认损失", format::yuan(shared.loss.0), "元")
            .note(format!("前期已退 {}", format::wan(shared.earlier.0))),
        Stat::new(
            "累计清退比例",
            format!("{}.{:02}", rate / 100, rate % 100),
            "%",
        )
        .note(match shared.overpaid.0 {
            0 => String::new(),
            overpaid => format!("另有多退 {} 应追回，没有计入", format::wan(overpaid)),
        }),
    ]
}

/// Claims that were open when the money was shared out, with the reserve that they would need.
fn undecided(batch: &RefundBatch) -> Option<String> {
    let open = batch.allocation.as_ref()?.undecided;
    let kept = batch.rule.reserve;
    (open.claims > 0).then(|| {
        let reserve = if kept >= open.share {
            format!("本批已预留 {} 元", kept.grouped())
        } else if matches!(batch.state, BatchState::Draft) {
            format!(
                "建议预留此数，现在预留 {} 元；可以在“修改”中预留，也可以不预留，核定后由以后批次补到同一比例",
                kept.grouped()
            )
        } else {
            format!("本批预留 {} 元，核定后由以后批次补到同一比例", kept.grouped())
        };
        format!(
            "测算时还有 {} 份申报没有确认，申报损失合计 {} 元，没有列入分配。全部按申报金额确认的话，本批应得 {} 元；{reserve}。",
            open.claims,
            open.loss.grouped(),
            open.share.grouped()
        )
    })
}

fn lines(file: &BatchFile, number: usize) -> Vec<Line> {
    let part = file
        .lines
        .iter()
        .skip((number - 1).saturating_mul(SIZE))
        .take(SIZE);
    part.map(|share| Line {
        href: claims::href(share.claim),
        after: (share.loss.0 - share.earlier.0 - share.paid.0).max(0),
        share: share.clone(),
    })
    .collect()
}

fn pager(id: RefundBatchId, total: usize, number: usize) -> Pager {
    let address = Query::new(href(id), [("", "")]);
    let to = |page: usize| address.with("page", page.to_string()).href();
    Pager {
        shown: total
            .saturating_sub((number - 1).saturating_mul(SIZE))
            .min(SIZE),
        total: Some(total as u64),
        prev: (number > 1).then(|| to(number - 1)),
        next: (total > number.saturating_mul(SIZE)).then(|| to(number + 1)),
        ..Pager::default()
    }
}

fn papers(file: &BatchFile) -> Vec<(&'static str, String)> {
    let id = file.batch.record.id;
    let mut papers = Vec::new();
    if file.moves.payment_list {
        papers.push(("付款清单", step(id, "payments.xlsx")));
    }
    if file.batch.record.counts() {
        papers.push(("退付通知书", step(id, "notices.docx")));
        papers.push(("公示摘要", step(id, "summary.docx")));
    }
    papers
}

fn forms(reader: &SignedIn, file: &BatchFile, again: &Again) -> Vec<ActionForm> {
    let (id, csrf) = (file.batch.record.id, reader.csrf());
    let why = |label: &str| vec![Field::area("reason", label, 2).required().max(500)];
    let mut forms = Vec::new();
    if file.moves.pay {
        let fields = vec![
            Field::date("on", "付款日期")
                .value(reader.ctx.today().to_string())
                .required()
                .width(Width::Half),
            Field::text("document", "银行回单编号")
                .required()
                .max(200)
                .width(Width::Half),
        ];
        forms.push(ActionForm::new("登记付款", step(id, "pay"), csrf, fields));
    }
    if file.moves.send_back {
        let form = ActionForm::new("退回修改", step(id, "send-back"), csrf, why("退回理由"));
        forms.push(form.danger());
    }
    if file.moves.withdraw {
        let form = ActionForm::new("撤回批次", step(id, "withdraw"), csrf, why("撤回理由"));
        forms.push(form.danger());
    }
    forms.into_iter().map(|form| again.show(form)).collect()
}

fn course(batch: &RefundBatch) -> Vec<Event> {
    let at = |stamp: &Stamp, title: &str| Event::new(format::moment(stamp.at), title, &stamp.name);
    let mut events = vec![at(&batch.drafted, "拟订").tone(Tone::Info)];
    for turn in &batch.turns {
        events.push(
            at(&turn.stamp, "退回修改")
                .detail(&turn.reason)
                .tone(Tone::Watch),
        );
    }
    let (approval, payment) = batch.course();
    events.extend(approval.map(|stamp| at(stamp, "批准").tone(Tone::Done)));
    events.extend(payment.map(|payment| {
        let words = format!("{} 付款，回单 {}", payment.on, payment.document);
        at(&payment.stamp, "登记付款")
            .detail(words)
            .tone(Tone::Done)
    }));
    if let BatchState::Withdrawn { stamp, reason } = &batch.state {
        events.push(at(stamp, "撤回").detail(reason).tone(Tone::Neutral));
    }
    events.reverse();
    events
}
