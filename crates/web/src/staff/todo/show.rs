//! My to-do: what my unit owes, then what waits for my decision, the most urgent first.

use askama::Template;
use axum::response::Html;
use fangfei_app::{
    Page, assessment, clue, periodic_return, risk_item,
    task::{self, TaskLine},
};
use fangfei_model::{
    ctx::Ctx, period::Period, periodic_return::ReturnStatus, permission::Permission,
};
use jiff::civil::Date;

use super::{due_badge, state_badge, task_href};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::{assessments, clues, returns, risks},
    ui::{self, Badge, Place, Shell, filters},
};

/// The most lines of one kind of decision; the list behind shows the rest.
const SHOWN: u64 = 10;

#[derive(Template)]
#[template(path = "todo/show.html")]
struct TodoPage {
    shell: Shell,
    late: usize,
    owed: Vec<Row>,
    to_accept: Vec<Row>,
    decisions: Vec<Decision>,
}

/// A task as a row.
pub struct Row {
    /// Its page.
    pub href: String,
    /// What is owed.
    pub title: String,
    /// For which period.
    pub period: String,
    /// Of which campaign.
    pub campaign: String,
    /// The responsible unit.
    pub unit: String,
    /// By when.
    pub due: Date,
    /// How long there is.
    pub left: Option<Badge>,
    /// Its state.
    pub state: Badge,
    /// Whether it is late.
    pub late: bool,
    /// Why it came back, if it did.
    pub note: String,
}

/// One kind of thing that waits for the reader.
struct Decision {
    title: &'static str,
    /// How many there are, of which the lines are the first.
    count: u64,
    all: String,
    lines: Vec<Line>,
}

struct Line {
    text: String,
    href: String,
    note: String,
}

/// Shows the to-do.
pub async fn show(reader: SignedIn) -> Result<Html<String>, WebError> {
    let todo = task::todo(reader.app(), &reader.ctx).await?;
    let today = reader.ctx.today();
    let mut owed: Vec<Row> = todo.owed.into_iter().map(|line| row(line, today)).collect();
    owed.sort_by_key(|row| !row.late);
    let page = TodoPage {
        shell: reader.shell(Some(Place::Todo), "我的待办"),
        late: owed.iter().filter(|row| row.late).count(),
        owed,
        to_accept: todo
            .to_accept
            .into_iter()
            .map(|line| row(line, today))
            .collect(),
        decisions: decisions(&reader).await?,
    };
    Ok(Html(page.render()?))
}

/// A task as a row.
pub fn row(line: TaskLine, today: Date) -> Row {
    let TaskLine {
        task,
        unit,
        campaign,
    } = line;
    let note = match &task.state {
        fangfei_model::task::TaskState::SentBack { reason, .. } => format!("退回理由：{reason}"),
        _ => String::new(),
    };
    Row {
        href: task_href(task.id),
        left: due_badge(&task, today),
        state: state_badge(&task, today),
        late: task.overdue(today),
        due: task.due,
        period: task.period,
        title: task.title,
        campaign,
        unit,
        note,
    }
}

/// What else waits for this reader, kind by kind; kinds with nothing waiting are left out.
async fn decisions(reader: &SignedIn) -> Result<Vec<Decision>, WebError> {
    let mut all = vec![
        clues_to_accept(reader).await?,
        clues_to_check(reader).await?,
        views_owed(reader).await?,
        to_conclude(reader).await?,
        to_verify(reader).await?,
        to_approve(reader).await?,
        returns_to_accept(reader).await?,
    ];
    all.retain(|decision| !decision.lines.is_empty());
    Ok(all)
}

async fn clues_to_accept(reader: &SignedIn) -> Result<Decision, WebError> {
    let lines = if reader.may(Permission::ClueAccept) {
        clue_lines(reader, clue::to_accept()).await?
    } else {
        Vec::new()
    };
    Ok(Decision {
        title: "待受理的线索",
        count: reader.waiting.clues_to_accept,
        all: "/clues?state=received".to_owned(),
        lines,
    })
}

async fn clues_to_check(reader: &SignedIn) -> Result<Decision, WebError> {
    let mine = reader.may(Permission::ClueCheck) && reader.may(Permission::ClueRead);
    let lines = if mine {
        clue_lines(reader, clue::to_check(&reader.ctx)).await?
    } else {
        Vec::new()
    };
    Ok(Decision {
        title: "待初核的线索",
        count: reader.waiting.clues_to_check,
        all: to_check_href(&reader.ctx),
        lines,
    })
}

/// The list of the very clues that `clue::to_check` asks for.
fn to_check_href(ctx: &Ctx) -> String {
    let unit = ctx.unit().map(|unit| unit.to_string()).unwrap_or_default();
    let asked = [
        ("state", "accepted"),
        ("unit", &unit),
        ("sort", "check_due"),
    ];
    ui::Query::new("/clues", asked).href()
}

async fn clue_lines(
    reader: &SignedIn,
    query: fangfei_model::query::Query,
) -> Result<Vec<Line>, WebError> {
    let rows = clue::list(reader.app(), &reader.ctx, &query, Page::first(SHOWN)).await?;
    let line = |row: clue::ClueRow| Line {
        text: format!("{} {}", row.clue.number, row.clue.subject_name),
        href: clues::href(row.clue.id),
        note: row.place,
    };
    Ok(rows.into_iter().map(line).collect())
}

async fn views_owed(reader: &SignedIn) -> Result<Decision, WebError> {
    let owed = assessment::owed(reader.app(), &reader.ctx).await?;
    Ok(Decision {
        title: "待发表研判意见",
        count: reader.waiting.views,
        all: String::new(),
        lines: owed.iter().map(assessment_line).collect(),
    })
}

async fn to_conclude(reader: &SignedIn) -> Result<Decision, WebError> {
    let heard = assessment::to_conclude(reader.app(), &reader.ctx).await?;
    Ok(Decision {
        title: "待作出定级结论",
        count: reader.waiting.conclusions,
        all: String::new(),
        lines: heard.iter().map(assessment_line).collect(),
    })
}

fn assessment_line(assessment: &fangfei_model::assessment::Assessment) -> Line {
    Line {
        text: format!("{} {}", assessment.number, assessment.subject_name),
        href: assessments::href(assessment.id),
        note: format!("{} 发起", assessment.opened.day()),
    }
}

async fn to_verify(reader: &SignedIn) -> Result<Decision, WebError> {
    let lines = if reader.may(Permission::RiskVerify) {
        risk_lines(reader, risk_item::to_verify()).await?
    } else {
        Vec::new()
    };
    Ok(Decision {
        title: "待核验的销号申请",
        count: reader.waiting.to_verify,
        all: "/risks?state=close_applied".to_owned(),
        lines,
    })
}

async fn to_approve(reader: &SignedIn) -> Result<Decision, WebError> {
    let lines = if reader.may(Permission::RiskClose) {
        risk_lines(reader, risk_item::to_approve()).await?
    } else {
        Vec::new()
    };
    Ok(Decision {
        title: "待批准的销号",
        count: reader.waiting.to_approve,
        all: "/risks?state=verified".to_owned(),
        lines,
    })
}

async fn risk_lines(
    reader: &SignedIn,
    query: fangfei_model::query::Query,
) -> Result<Vec<Line>, WebError> {
    let rows = risk_item::list(reader.app(), &reader.ctx, &query, Page::first(SHOWN)).await?;
    let line = |row: risk_item::RiskRow| Line {
        text: format!("{} {}", row.item.number, row.item.subject_name),
        href: risks::href(row.item.id),
        note: row.unit,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// A return's period in words.
pub fn returns_period(period: &str) -> String {
    period
        .parse::<Period>()
        .map_or_else(|_| period.to_owned(), Period::label)
}

/// Returns handed up by other units.
async fn returns_to_accept(reader: &SignedIn) -> Result<Decision, WebError> {
    let mut lines = Vec::new();
    if reader.may(Permission::ReturnAccept) {
        let own = reader.ctx.unit();
        let kept = periodic_return::kept(reader.app(), &reader.ctx).await?;
        let handed_up = kept
            .into_iter()
            .filter(|r| r.status == ReturnStatus::Submitted && Some(r.unit) != own);
        lines = handed_up
            .take(usize::try_from(SHOWN).unwrap_or(usize::MAX))
            .map(|r| Line {
                text: format!("{} {}", r.title, returns_period(&r.period)),
                href: returns::href(r.id),
                note: r.unit_name,
            })
            .collect();
    }
    Ok(Decision {
        title: "待接收的报表",
        count: reader.waiting.returns,
        all: "/returns".to_owned(),
        lines,
    })
}
