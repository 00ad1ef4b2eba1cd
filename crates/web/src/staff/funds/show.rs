//! The statements of an inquiry (流水): grounds, files, accounts, the three counts, breaks of balances,
//! printed totals, rows that are no transfer.

use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    evidence::{self, AttachedTo},
    funds::{self, InquiryFile, Overview, StatementOutcome},
    subject::{masked_account, masked_accounts_in},
};
use fangfei_model::{
    funds_inquiry::{AnalysisRun, FundsInquiry, InquiryStatus},
    id::FundsInquiryId,
    noun::Noun,
};

use super::{frame, frame::Frame, new::ground_fields, step};
use crate::{
    WebError,
    again::Again,
    signed_in::SignedIn,
    staff::trail::{Attachments, events},
    ui::{ActionForm, Field, Shell, Stat, Timeline, Tone, filters, format},
};

/// Rows shown of lists that may be long.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "funds/show.html")]
struct StatementsPage {
    shell: Shell,
    frame: Frame,
    grounds: Vec<GroundLine>,
    files: Vec<FileLine>,
    stats: Vec<Stat>,
    run: Option<AnalysisRun>,
    overview: Overview,
    doubtful: usize,
    statements: Vec<StatementLine>,
    analyse: Option<String>,
    forms: Vec<ActionForm>,
    papers: Attachments,
    history: Timeline,
    targets: Vec<(&'static str, String)>,
}

struct GroundLine {
    number: usize,
    kind: &'static str,
    document: String,
    dated: String,
    obtained_by: String,
    approver: String,
}

struct FileLine {
    name: String,
    href: String,
    ground: String,
    added: String,
    withdrawn: Option<String>,
    outcome: String,
    problem: bool,
}

struct StatementLine {
    holder: String,
    number: String,
    outcome: StatementOutcome,
}

/// Shows the page.
pub async fn show(reader: SignedIn, Path(id): Path<FundsInquiryId>) -> Result<Response, WebError> {
    page(&reader, id, Again::nothing()).await
}

/// The page again, with a form that was not taken.
pub async fn page(
    reader: &SignedIn,
    id: FundsInquiryId,
    again: Again,
) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = funds::file(app, ctx, id).await?;
    let inquiry = file.inquiry.record.clone();
    let mut overview = funds::overview(app, &inquiry).await?;
    let doubtful = overview.listed.iter().filter(|row| row.doubtful).count();
    overview.listed.sort_by_key(|row| !row.doubtful);
    overview.listed.truncate(SHOWN);
    overview.checks.truncate(SHOWN);
    let to = AttachedTo::new(Noun::FundsInquiry, id.uuid());
    let papers = evidence::list_of(app, ctx, to).await?;
    let papers = papers
        .into_iter()
        .filter(|paper| !inquiry.files.iter().any(|file| file.evidence == paper.id))
        .collect();
    let frame = frame(reader, &file, "");
    let page = StatementsPage {
        shell: frame.shell.clone(),
        frame,
        grounds: grounds(&inquiry),
        files: files(&file, &overview),
        stats: inquiry.analysis.as_ref().map(stats).unwrap_or_default(),
        statements: overview.statements.iter().map(statement).collect(),
        doubtful,
        overview,
        run: inquiry.analysis.clone(),
        analyse: file.moves.analyse.then(|| step(id, "analyse")),
        forms: forms(reader, &file, &again),
        papers: Attachments::new(reader, to, &super::href(id), papers, file.moves.work),
        history: Timeline {
            events: events(&file.history),
        },
        targets: targets(&inquiry),
    };
    Ok((again.status(), Html(page.render()?)).into_response())
}

fn targets(inquiry: &FundsInquiry) -> Vec<(&'static str, String)> {
    let target = &inquiry.target;
    let links = [
        (
            "主体档案",
            target.subject.map(|id| format!("/subjects/{id}")),
        ),
        ("线索", target.clue.map(|id| format!("/clues/{id}"))),
        (
            "风险事项",
            target.risk_item.map(|id| format!("/risks/{id}")),
        ),
    ];
    links
        .into_iter()
        .filter_map(|(label, href)| Some((label, href?)))
        .collect()
}

fn grounds(inquiry: &FundsInquiry) -> Vec<GroundLine> {
    let line = |(at, ground): (usize, &fangfei_model::funds_inquiry::Ground)| GroundLine {
        number: at + 1,
        kind: ground.kind.title(),
        document: ground.document.clone(),
        dated: format::day(ground.dated),
        obtained_by: ground.obtained_by.clone(),
        approver: ground.approver.clone().unwrap_or_default(),
    };
    inquiry.grounds.iter().enumerate().map(line).collect()
}

fn files(file: &InquiryFile, overview: &Overview) -> Vec<FileLine> {
    let inquiry = &file.inquiry.record;
    let line = |kept: &fangfei_model::funds_inquiry::StatementFile| {
        let read = overview.files.iter().find(|o| o.sha256 == kept.sha256);
        let problem = read.and_then(|outcome| outcome.problem.clone());
        let ground = inquiry.grounds.get(kept.ground as usize);
        FileLine {
            name: masked_accounts_in(&kept.file_name),
            href: format!("/evidence/{}", kept.evidence),
            ground: ground.map(|g| g.document.clone()).unwrap_or_default(),
            added: format!("{} {}", kept.stamp.name, format::moment(kept.stamp.at)),
            withdrawn: kept
                .withdrawn
                .as_ref()
                .map(|gone| format!("{} 停用：{}", gone.stamp.day(), gone.reason)),
            problem: problem.is_some(),
            outcome: match (problem, read) {
                (Some(problem), _) => problem,
                (None, Some(outcome)) => format!("{} 个账户", outcome.statements),
                (None, None) => "尚未分析".to_owned(),
            },
        }
    };
    inquiry.files.iter().map(line).collect()
}

/// The three counts add up to the rows.
fn stats(run: &AnalysisRun) -> Vec<Stat> {
    let counts = &run.counts;
    let number = |n: u64| format::grouped(&n.to_string());
    let stat = |label, n| Stat::new(label, number(n), "行");
    vec![
        Stat::new("流水", number(counts.rows), "行").note(format!(
            "{} 份文件，{} 个账户段",
            counts.files, counts.statements
        )),
        stat("成为资金往来", counts.transfer_rows),
        stat("对手方或重复记录", counts.twin_rows).note("与另一行是同一笔，已合并"),
        stat("非交易行", counts.listed_rows).note("承前页、合计、说明等，逐行列明"),
        Stat::new("余额不连续", number(counts.breaks), "处")
            .note(match counts.breaks {
                0 => "各账户余额前后相接",
                _ => "可能缺页",
            })
            .tone(match counts.breaks {
                0 => Tone::Done,
                _ => Tone::Watch,
            }),
    ]
}

fn statement(outcome: &StatementOutcome) -> StatementLine {
    StatementLine {
        holder: outcome
            .holder
            .clone()
            .unwrap_or_else(|| "未写明户名".to_owned()),
        number: outcome
            .number
            .as_deref()
            .map(masked_account)
            .unwrap_or_default(),
        outcome: outcome.clone(),
    }
}

fn forms(reader: &SignedIn, file: &InquiryFile, again: &Again) -> Vec<ActionForm> {
    let inquiry = &file.inquiry.record;
    let (id, csrf) = (inquiry.id, reader.csrf());
    let mut forms = Vec::new();
    if file.moves.work {
        forms.push(upload(inquiry, csrf));
        forms.push(
            ActionForm::new(
                "登记取得依据",
                step(id, "grounds"),
                csrf,
                ground_fields(&funds::GroundDraft::default()),
            )
            .hint("另有法律文书取得流水的，先登记文书，再上传流水。"),
        );
        if inquiry.files_in_use().next().is_some() {
            forms.push(withdraw(inquiry, csrf));
        }
        let why = vec![
            Field::area("reason", "结束理由", 3)
                .hint("核查结论和去向，例如移送公安机关、并入某风险事项办理")
                .required(),
        ];
        forms.push(
            ActionForm::new("结束核查", step(id, "close"), csrf, why)
                .hint("结束后流水、发现、申报仍可查看，不再改动。"),
        );
    }
    if file.moves.reopen && inquiry.status() == InquiryStatus::Closed {
        let why = vec![Field::area("reason", "重新打开的理由", 3).required()];
        forms.push(ActionForm::new(
            "重新打开核查",
            step(id, "reopen"),
            csrf,
            why,
        ));
    }
    forms.into_iter().map(|form| again.show(form)).collect()
}

fn upload(inquiry: &FundsInquiry, csrf: &str) -> ActionForm {
    let grounds = inquiry.grounds.iter().enumerate().map(|(at, ground)| {
        (
            at.to_string(),
            format!("{}（{}）", ground.document, ground.kind.title()),
        )
    });
    let first = inquiry.grounds.len().saturating_sub(1).to_string();
    let fields = vec![
        Field::select("ground", "取得依据")
            .choose(grounds, &[first.as_str()])
            .required(),
        Field::text("note", "说明").max(200),
        Field::file("files", "流水文件", ".xlsx,.xls,.csv,.txt,.htm,.html", true)
            .hint("各银行、支付机构导出的 xlsx、xls、csv 原样上传，不必改格式；每个不超过 64 MB"),
    ];
    let form =
        ActionForm::new("上传流水", step(inquiry.id, "statements"), csrf, fields).multipart();
    if inquiry.files.is_empty() {
        form.open()
    } else {
        form
    }
}

fn withdraw(inquiry: &FundsInquiry, csrf: &str) -> ActionForm {
    let files = inquiry
        .files_in_use()
        .map(|file| (file.evidence.to_string(), file.file_name.clone()));
    let fields = vec![
        Field::select("evidence", "文件")
            .choose(files, &[])
            .required(),
        Field::text("reason", "停用理由")
            .hint("例如传错文件、有更完整的版本")
            .required()
            .max(200),
    ];
    ActionForm::new("停用流水文件", step(inquiry.id, "withdraw"), csrf, fields)
        .hint("停用的文件不再参加分析，仍作为证据保留。")
        .danger()
}
