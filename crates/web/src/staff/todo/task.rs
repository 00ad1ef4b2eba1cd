//! One task: what is owed, what was handed in, and the forms of whoever is to act.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    campaign,
    evidence::{self, AttachedTo},
    history, periodic_return, task,
    unit_names::UnitNames,
};
use fangfei_model::{
    id::TaskId,
    noun::Noun,
    permission::Permission,
    task::{Task, TaskState, TaskStatus},
};

use super::{due_badge, show::returns_period, state_badge, task_href};
use crate::{
    WebError,
    rejected::Rejected,
    signed_in::SignedIn,
    staff::{
        campaigns, returns,
        trail::{Attachments, by, events},
    },
    ui::{ActionForm, Badge, Field, FileList, Place, Shell, Timeline, filters, format},
};

#[derive(Template)]
#[template(path = "todo/task.html")]
struct TaskPage {
    shell: Shell,
    task: Task,
    state: Badge,
    left: Option<Badge>,
    unit: String,
    lead: String,
    campaign: (String, String),
    handed_in: Option<HandedIn>,
    decided: Option<String>,
    forms: Vec<ActionForm>,
    files: FileList,
    waiting: &'static str,
    history: Timeline,
}

struct HandedIn {
    text: String,
    at: String,
    by: String,
    periodic_return: Option<String>,
}

/// A form that was not taken.
pub enum Typed {
    /// None.
    Nothing,
    /// 报送: text and chosen return.
    Submit(String, String, Rejected),
    /// 退回: the reason.
    SendBack(String, Rejected),
    /// 验收.
    Accept(Rejected),
}

/// Shows the task.
pub async fn show(Path(id): Path<TaskId>, reader: SignedIn) -> Result<Response, WebError> {
    page(&reader, id, Typed::Nothing).await
}

/// The page, with a form that was not taken.
pub async fn page(reader: &SignedIn, id: TaskId, typed: Typed) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let task = task::get(app, ctx, id).await?.record;
    let of = AttachedTo::new(Noun::Task, id.uuid());
    let files = evidence::list_of(app, ctx, of).await?;
    let changes = history::of::<Task>(app, ctx, id.uuid()).await?;
    let stamped = task
        .submission()
        .and_then(|submission| submission.stamp.unit);
    let units = UnitNames::of(
        app,
        ctx,
        [task.unit, task.lead_unit].into_iter().chain(stamped),
    )
    .await?;
    let title = task::campaign_title(app, ctx, &task).await?;
    let seen = campaign::get(app, ctx, task.campaign).await.is_ok();
    let status = typed.status();
    let page = TaskPage {
        shell: reader
            .shell(Some(Place::Todo), task.title.clone())
            .crumb("我的待办", "/todo"),
        state: state_badge(&task, ctx.today()),
        left: due_badge(&task, ctx.today()),
        unit: units.get(task.unit).to_owned(),
        lead: units.get(task.lead_unit).to_owned(),
        campaign: (
            title,
            if seen {
                campaigns::href(task.campaign)
            } else {
                String::new()
            },
        ),
        handed_in: handed_in(&task, &units),
        decided: decided(&task, &units),
        forms: forms(reader, &task, typed).await?,
        files: Attachments::new(reader, of, &task_href(id), files, false).files,
        waiting: waiting(reader, &task).await?,
        history: Timeline {
            events: events(&changes),
        },
        task,
    };
    Ok((status, Html(page.render()?)).into_response())
}

impl Typed {
    fn status(&self) -> StatusCode {
        match self {
            Self::Nothing => StatusCode::OK,
            Self::Submit(_, _, rejected) | Self::SendBack(_, rejected) | Self::Accept(rejected) => {
                rejected.status
            }
        }
    }
}

fn handed_in(task: &Task, units: &UnitNames) -> Option<HandedIn> {
    let submission = task.submission()?;
    Some(HandedIn {
        text: submission.text.clone(),
        at: format::moment(submission.stamp.at),
        by: by(&submission.stamp, units),
        periodic_return: submission.periodic_return.map(returns::href),
    })
}

fn decided(task: &Task, units: &UnitNames) -> Option<String> {
    match &task.state {
        TaskState::SentBack { stamp, reason, .. } => Some(format!(
            "{} {}退回：{reason}",
            stamp.day(),
            by(stamp, units)
        )),
        TaskState::Accepted { stamp, .. } => {
            Some(format!("{} {}验收", stamp.day(), by(stamp, units)))
        }
        TaskState::Pending | TaskState::Submitted { .. } => None,
    }
}

/// Who is to act next, for a reader who cannot.
async fn waiting(reader: &SignedIn, task: &Task) -> Result<&'static str, WebError> {
    Ok(match task.status() {
        TaskStatus::Submitted if !task::may_decide(&reader.ctx, task) => "已报送，等待牵头单位验收",
        TaskStatus::Pending | TaskStatus::SentBack
            if !task::may_submit(reader.app(), &reader.ctx, task).await? =>
        {
            "等待责任单位报送"
        }
        _ => "",
    })
}

async fn forms(reader: &SignedIn, task: &Task, typed: Typed) -> Result<Vec<ActionForm>, WebError> {
    let mut forms = Vec::new();
    if task.is_owed() && task::may_submit(reader.app(), &reader.ctx, task).await? {
        forms.push(submit_form(reader, task, &typed).await?);
    }
    if task.status() == TaskStatus::Submitted && task::may_decide(&reader.ctx, task) {
        let action = |verb: &str| format!("{}/{verb}", task_href(task.id));
        let mut accept = ActionForm::new("验收", action("accept"), reader.csrf(), Vec::new())
            .hint("内容完整、数字一致即可验收；验收后不能再改。")
            .open();
        let mut reason = [Field::area("reason", "退回理由", 3)
            .required()
            .max(1_000)
            .hint("写明缺什么、怎么改")];
        let mut errors = Default::default();
        match &typed {
            Typed::SendBack(text, rejected) => {
                reason[0].value.clone_from(text);
                errors = rejected.mark(&mut reason);
            }
            Typed::Accept(rejected) => accept = accept.errors(rejected.mark(&mut [])),
            Typed::Nothing | Typed::Submit(..) => {}
        }
        forms.push(accept);
        forms.push(
            ActionForm::new("退回", action("send-back"), reader.csrf(), reason.to_vec())
                .danger()
                .errors(errors),
        );
    }
    Ok(forms)
}

async fn submit_form(
    reader: &SignedIn,
    task: &Task,
    typed: &Typed,
) -> Result<ActionForm, WebError> {
    let before = task
        .submission()
        .map(|submission| submission.text.clone())
        .unwrap_or_default();
    let (text, chosen) = match typed {
        Typed::Submit(text, chosen, _) => (text.clone(), chosen.clone()),
        _ => (before, String::new()),
    };
    let mut fields = vec![Field::area("text", "完成情况", 6).value(text).max(8_000)];
    let offered = returns_of(reader, task).await?;
    if !offered.is_empty() {
        let choices = std::iter::once((String::new(), "不附报表".to_owned())).chain(offered);
        fields.push(Field::select("periodic_return", "附报表").choose(choices, &[chosen.as_str()]));
    }
    if reader.may(Permission::EvidenceAdd) {
        fields.push(Field::file("files", "附件", "", true).hint("可以多选；每个不超过 64 MB"));
    }
    let errors = if let Typed::Submit(_, _, rejected) = typed {
        rejected.mark(&mut fields)
    } else {
        Default::default()
    };
    let action = format!("{}/submit", task_href(task.id));
    Ok(ActionForm::new("报送", action, reader.csrf(), fields)
        .multipart()
        .open()
        .errors(errors))
}

/// The unit's own returns of the task's campaign and period.
async fn returns_of(reader: &SignedIn, task: &Task) -> Result<Vec<(String, String)>, WebError> {
    if !reader.may(Permission::LedgerRead) {
        return Ok(Vec::new());
    }
    let kept = periodic_return::kept(reader.app(), &reader.ctx).await?;
    let fits = |r: &periodic_return::Kept| {
        let period = task.period.is_empty() || r.period == task.period;
        r.unit == task.unit && period && r.campaign.is_none_or(|campaign| campaign == task.campaign)
    };
    Ok(kept
        .into_iter()
        .filter(fits)
        .map(|r| {
            (
                r.id.to_string(),
                format!("{} {}", r.title, returns_period(&r.period)),
            )
        })
        .collect())
}
