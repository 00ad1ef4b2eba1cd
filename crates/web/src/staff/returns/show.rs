//! One return: its tables, what must hold between them, the units below, and the moves.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::periodic_return::{self, FigureHead, ReturnFile, cut_off, figure_heads};
use fangfei_model::{
    id::ReturnId,
    periodic_return::{LowerReturn, PeriodicReturn, ReturnState},
    return_template::CheckedEquation,
};

use super::{
    LIST, href, state_badge, step,
    table::{TableView, figure_text, tables},
};
use crate::{
    WebError,
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ActionForm, Badge, Field, Place, Shell, Tab, Tabs, filters, format},
};

#[derive(Template)]
#[template(path = "returns/show.html")]
struct ReturnPage {
    shell: Shell,
    state: Badge,
    tabs: Tabs,
    file: ReturnFile,
    record: PeriodicReturn,
    period: String,
    as_of: String,
    made: String,
    decisions: Vec<(&'static str, String)>,
    sent_back: Option<String>,
    early: Option<String>,
    tables: Vec<TableView>,
    equations: Vec<CheckedEquation>,
    lower: Vec<LowerRow>,
    paragraphs: Vec<String>,
    forms: Vec<ActionForm>,
    docx: String,
    xlsx: String,
}

struct LowerRow {
    name: String,
    href: Option<String>,
    state: Badge,
    differences: Vec<String>,
    agrees: bool,
}

/// What was typed into a move that was refused.
pub enum Typed {
    /// Nothing.
    Nothing,
    /// A move without fields.
    Move(Rejected),
    /// Sending back.
    SendBack(String, Rejected),
    /// The text beside the tables.
    Narrative(String, Rejected),
}

/// Shows the return.
pub async fn show(reader: SignedIn, Path(id): Path<ReturnId>) -> Result<Response, WebError> {
    page(&reader, id, Typed::Nothing).await
}

/// The page, with what was typed into a refused move.
pub async fn page(reader: &SignedIn, id: ReturnId, typed: Typed) -> Result<Response, WebError> {
    let file = periodic_return::show(reader.app(), &reader.ctx, id).await?;
    let record = file.stored.record.clone();
    let status = typed.status();
    let cut = cut_off(reader.app(), file.period);
    let page = ReturnPage {
        shell: shell(reader, &file),
        state: state_badge(record.status()),
        tabs: tab_row(id, "show"),
        period: file.period.label(),
        as_of: format::moment(record.as_of),
        made: format!("{}，{}", record.made.name, format::moment(record.made.at)),
        decisions: decisions(&record),
        sent_back: if let ReturnState::SentBack { reason, .. } = &record.state {
            Some(reason.clone())
        } else {
            None
        },
        early: (record.as_of < cut).then(|| format::moment(cut)),
        tables: tables(&record),
        equations: file.equations.clone(),
        lower: record
            .computed
            .lower
            .iter()
            .map(|lower| lower_row(&record, lower))
            .collect(),
        paragraphs: record
            .narrative
            .lines()
            .filter(|l| !l.trim().is_empty())
            .map(str::to_owned)
            .collect(),
        forms: forms(reader, &file, &typed),
        docx: step(id, "docx"),
        xlsx: step(id, "xlsx"),
        record,
        file,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// The frame shared by the pages of one return.
pub fn shell(reader: &SignedIn, file: &ReturnFile) -> Shell {
    let title = format!("{} {}", file.period.label(), file.stored.record.title);
    reader
        .shell(Some(Place::Returns), title)
        .crumb("统计报表", LIST)
}

/// The tabs of one return.
pub fn tab_row(id: ReturnId, current: &str) -> Tabs {
    Tabs {
        tabs: vec![
            Tab::new("报表", href(id), current == "show"),
            Tab::new("与现有记录比对", step(id, "changes"), current == "changes"),
        ],
    }
}

impl Typed {
    fn status(&self) -> StatusCode {
        match self {
            Self::Nothing => StatusCode::OK,
            Self::Move(rejected) | Self::SendBack(_, rejected) | Self::Narrative(_, rejected) => {
                rejected.status
            }
        }
    }
}

/// Who decided what and when.
fn decisions(record: &PeriodicReturn) -> Vec<(&'static str, String)> {
    let by =
        |stamp: &fangfei_model::ctx::Stamp| format!("{}，{}", stamp.name, format::moment(stamp.at));
    match &record.state {
        ReturnState::Draft => Vec::new(),
        ReturnState::Submitted { stamp } => vec![("报送", by(stamp))],
        ReturnState::SentBack { stamp, .. } => vec![("退回", by(stamp))],
        ReturnState::Accepted {
            submitted,
            accepted,
        } => vec![("报送", by(submitted)), ("接收", by(accepted))],
    }
}

fn forms(reader: &SignedIn, file: &ReturnFile, typed: &Typed) -> Vec<ActionForm> {
    let record = &file.stored.record;
    let mut forms = Vec::new();
    if file.may_make
        && matches!(
            record.state,
            ReturnState::Draft | ReturnState::SentBack { .. }
        )
    {
        forms.extend(own_forms(reader, file, typed));
    }
    if file.may_receive && matches!(record.state, ReturnState::Submitted { .. }) {
        let hint = "接收以后报表冻结；之后的记录变动只列为差异。";
        forms.push(form(reader, record.id, "接收", "accept", Vec::new(), None).hint(hint));
        let (text, rejected) = match typed {
            Typed::SendBack(text, rejected) => (text.as_str(), Some(rejected)),
            _ => ("", None),
        };
        let field = Field::area("reason", "退回理由", 3)
            .required()
            .value(text)
            .max(500);
        forms.push(
            form(
                reader,
                record.id,
                "退回",
                "send-back",
                vec![field],
                rejected,
            )
            .danger(),
        );
    }
    forms
}

/// What the unit itself may do while the return may still change.
fn own_forms(reader: &SignedIn, file: &ReturnFile, typed: &Typed) -> [ActionForm; 3] {
    let id = file.stored.record.id;
    let to = if file.receiver_name.is_empty() {
        "上级"
    } else {
        &file.receiver_name
    };
    let remade = if let Typed::Move(rejected) = typed {
        Some(rejected)
    } else {
        None
    };
    let (text, rejected) = match typed {
        Typed::Narrative(text, rejected) => (text, Some(rejected)),
        _ => (&file.stored.record.narrative, None),
    };
    let field = Field::area("narrative", "文字说明", 10)
        .value(text)
        .max(20_000)
        .hint("以“一、”“（一）”开头的短行在 Word 里排成标题");
    [
        form(reader, id, "报送", "submit", Vec::new(), None).hint(format!(
            "报送给{to}。报送以后不能再改，如需更正请上级退回。"
        )),
        form(reader, id, "重新生成", "make", Vec::new(), remade)
            .hint("按记录重新统计全部数字，文字说明保留。"),
        form(
            reader,
            id,
            "修改文字说明",
            "narrative",
            vec![field],
            rejected,
        )
        .button("保存"),
    ]
}

fn form(
    reader: &SignedIn,
    id: ReturnId,
    title: &str,
    to: &str,
    mut fields: Vec<Field>,
    rejected: Option<&Rejected>,
) -> ActionForm {
    let errors = rejected
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    ActionForm::new(title, step(id, to), reader.csrf(), fields).errors(errors)
}

fn lower_row(record: &PeriodicReturn, lower: &LowerReturn) -> LowerRow {
    let state = match (lower.periodic_return, lower.accepted) {
        (None, _) => Badge::state("未报送", crate::ui::Tone::Danger),
        (Some(_), false) => state_badge(fangfei_model::periodic_return::ReturnStatus::Submitted),
        (Some(_), true) => state_badge(fangfei_model::periodic_return::ReturnStatus::Accepted),
    };
    let differences = if lower.periodic_return.is_some() {
        differences(record, lower)
    } else {
        Vec::new()
    };
    LowerRow {
        name: lower.unit_name.clone(),
        href: lower.periodic_return.map(href),
        state,
        agrees: lower.periodic_return.is_some() && differences.is_empty(),
        differences,
    }
}

/// Where the lower unit's return parts from the figures counted directly.
fn differences(record: &PeriodicReturn, lower: &LowerReturn) -> Vec<String> {
    let line = record
        .computed
        .lines
        .iter()
        .find(|line| line.unit == lower.unit);
    let heads = record.form.tables.iter().flat_map(figure_heads);
    let differs = |head: FigureHead| {
        let counted = line
            .and_then(|line| line.figures.get(&head.id))
            .map_or(0, |f| f.value);
        let reported = lower.figures.get(&head.id).copied().unwrap_or(0);
        (counted != reported).then(|| {
            let (reported, counted) = (
                figure_text(reported, head.money),
                figure_text(counted, head.money),
            );
            format!("{}：报送 {reported}，直接统计 {counted}", head.title)
        })
    };
    heads.filter_map(differs).collect()
}
