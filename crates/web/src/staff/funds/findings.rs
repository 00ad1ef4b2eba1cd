//! The findings of an analysis (发现), grouped by pattern, each with its reason, its rows and what a
//! person judged of it. A finding is a reason to look, never a verdict.

use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::funds::{self, FindingView, JudgementDraft, Ledger};
use fangfei_model::{
    funds_inquiry::{FundsInquiry, Judgement, Verdict},
    id::FundsInquiryId,
};

use super::{
    frame,
    frame::Frame,
    rows::{Party, RowLine, party, rows},
    step,
};
use crate::{
    WebError,
    again::Again,
    posted::{Posted, Sent},
    signed_in::SignedIn,
    ui::{ActionForm, Badge, Field, Shell, Tone, filters, format},
};

/// Rows of evidence shown with a finding.
const SHOWN_ROWS: usize = 30;
/// Findings of one pattern shown.
const SHOWN_FINDINGS: usize = 100;

#[derive(Template)]
#[template(path = "funds/findings.html")]
struct FindingsPage {
    shell: Shell,
    frame: Frame,
    caution: String,
    groups: Vec<Group>,
    orphans: Vec<Orphan>,
    analysed: bool,
}

struct Group {
    title: String,
    anchor: String,
    total: usize,
    judged: usize,
    list: Vec<Line>,
}

struct Line {
    finding: FindingView,
    anchor: String,
    accounts: Vec<Party>,
    period: String,
    noticed: String,
    rows: Vec<RowLine>,
    more: u64,
    judgement: Option<JudgementLine>,
    form: Option<ActionForm>,
    open: bool,
}

struct JudgementLine {
    badge: Badge,
    reason: String,
    by: String,
}

/// A judgement on a finding that the last analysis no longer has.
struct Orphan {
    pattern: String,
    judgement: JudgementLine,
}

/// Shows the findings.
pub async fn show(reader: SignedIn, Path(id): Path<FundsInquiryId>) -> Result<Response, WebError> {
    page(&reader, id, Again::nothing(), "").await
}

/// Keeps a judgement, or shows the page again with what was typed.
pub async fn judge(
    Path(id): Path<FundsInquiryId>,
    posted: Posted<JudgementDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match funds::judge(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(format!(
            "{}#{}",
            step(id, "findings"),
            anchor(&draft.finding)
        ))
        .done("判断已记录；重新分析后仍然保留。")
        .into_response()),
        Err(error) => {
            let again = Again::of(step(id, "judge"), &draft, error)?;
            page(&reader, id, again, &draft.finding).await
        }
    }
}

async fn page(
    reader: &SignedIn,
    id: FundsInquiryId,
    again: Again,
    sent: &str,
) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = funds::file(app, ctx, id).await?;
    let inquiry = &file.inquiry.record;
    let findings = funds::findings(app, inquiry).await?;
    let ledger = funds::ledger(app, inquiry).await?;
    let frame = frame(reader, &file, "findings");
    let show = Show {
        reader,
        inquiry,
        ledger: &ledger,
        may_judge: file.moves.work,
        again: &again,
        sent,
    };
    let page = FindingsPage {
        shell: frame.shell.clone(),
        frame,
        caution: findings.caution.clone(),
        groups: show.groups(&findings.list),
        orphans: orphans(inquiry, &findings.list),
        analysed: inquiry.analysis.is_some(),
    };
    Ok((again.status(), Html(page.render()?)).into_response())
}

struct Show<'a> {
    reader: &'a SignedIn,
    inquiry: &'a FundsInquiry,
    ledger: &'a Ledger,
    may_judge: bool,
    again: &'a Again,
    sent: &'a str,
}

impl Show<'_> {
    fn groups(&self, findings: &[FindingView]) -> Vec<Group> {
        let same = |a: &FindingView, b: &FindingView| a.pattern == b.pattern;
        let group = |part: &[FindingView]| {
            let judged = part
                .iter()
                .filter(|finding| self.inquiry.judgement(&finding.key).is_some());
            Some(Group {
                title: part.first()?.title.clone(),
                anchor: format!("p-{}", part.first()?.pattern),
                total: part.len(),
                judged: judged.count(),
                list: part
                    .iter()
                    .take(SHOWN_FINDINGS)
                    .map(|finding| self.line(finding))
                    .collect(),
            })
        };
        findings.chunk_by(same).filter_map(group).collect()
    }

    fn line(&self, finding: &FindingView) -> Line {
        let shown = finding.rows.iter().copied().take(SHOWN_ROWS);
        let lines = rows(self.inquiry.id, self.ledger, shown);
        let period = finding.period.map(|(from, until)| {
            if from == until {
                format::day(from)
            } else {
                format!("{} 至 {}", format::day(from), format::day(until))
            }
        });
        Line {
            anchor: anchor(&finding.key),
            accounts: finding
                .accounts
                .iter()
                .map(|place| party(self.inquiry.id, self.ledger, *place))
                .collect(),
            period: period.unwrap_or_default(),
            noticed: finding.noticed.map(format::day).unwrap_or_default(),
            more: finding.row_count.saturating_sub(lines.len() as u64),
            rows: lines,
            judgement: self.inquiry.judgement(&finding.key).map(judgement),
            form: self.may_judge.then(|| self.form(finding)),
            open: self.sent == finding.key,
            finding: finding.clone(),
        }
    }

    fn form(&self, finding: &FindingView) -> ActionForm {
        let scope = anchor(&finding.key);
        let verdicts = Verdict::ALL.iter().map(|v| (v.code(), v.title()));
        let fields = vec![
            Field::radio("verdict", "结论")
                .choose(verdicts, &[])
                .required()
                .scope(scope.clone()),
            Field::area("reason", "理由", 2)
                .hint("采信要写与哪些证据相互印证，排除要写正常往来的依据")
                .required()
                .max(500)
                .scope(scope),
        ];
        let held = self.inquiry.judgement(&finding.key).is_some();
        let title = if held { "改变判断" } else { "判断" };
        let form = ActionForm::new(
            title,
            step(self.inquiry.id, "judge"),
            self.reader.csrf(),
            fields,
        )
        .hidden("finding", &finding.key);
        if self.sent == finding.key {
            self.again.show(form)
        } else {
            form
        }
    }
}

fn anchor(key: &str) -> String {
    format!("f-{}", key.get(..16).unwrap_or(key))
}

fn judgement(judgement: &Judgement) -> JudgementLine {
    let tone = match judgement.verdict {
        Verdict::Adopted => Tone::Watch,
        Verdict::Excluded => Tone::Neutral,
    };
    JudgementLine {
        badge: Badge::state(judgement.verdict.title(), tone),
        reason: judgement.reason.clone(),
        by: format!(
            "{} {}",
            judgement.stamp.name,
            format::moment(judgement.stamp.at)
        ),
    }
}

fn orphans(inquiry: &FundsInquiry, findings: &[FindingView]) -> Vec<Orphan> {
    let mut keys: Vec<&str> = inquiry
        .judgements
        .iter()
        .map(|held| held.finding.as_str())
        .filter(|key| !findings.iter().any(|finding| finding.key == *key))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| inquiry.judgement(key))
        .map(|held| Orphan {
            pattern: held.pattern.clone(),
            judgement: judgement(held),
        })
        .collect()
}
