//! 销号申请表: the close-out as a form for the paper file. It must not know how it is sent.

use fangfei_model::{
    ctx::{Ctx, Stamp},
    id::RiskItemId,
    risk_item::{CloseApplication, RiskItem, RiskState, Verification},
};
use fangfei_report::docx::{Block, Form, FormCell, FormRow, Paper};

use super::{RiskFile, file};
use crate::{App, Error, Result};

/// The form as a Word file with its name.
pub async fn closing_form(app: &App, ctx: &Ctx, id: RiskItemId) -> Result<(String, Vec<u8>)> {
    let file = file(app, ctx, id).await?;
    let name = format!("销号申请表 {}.docx", file.item.record.number);
    let paper = Paper {
        title: "风险隐患销号申请表".to_owned(),
        body: vec![Block::Form(form(&file))],
        ..Paper::default()
    };
    Ok((name, paper.to_docx().map_err(Error::bug)?))
}

fn form(file: &RiskFile) -> Form {
    let item = &file.item.record;
    let assignment = &item.assignment;
    let pair = |left: &str, a: String, right: &str, b: String| -> FormRow {
        vec![
            FormCell::label(left),
            FormCell::value(a),
            FormCell::label(right),
            FormCell::value(b),
        ]
        .into()
    };
    let amount = item
        .amount
        .map(|fen| format!("{} 万元", fen.wan()))
        .unwrap_or_default();
    let people = item.people.map(|n| format!("{n} 人")).unwrap_or_default();
    let refunded = format!("{} 万元", item.refunded().wan());
    let mut rows = vec![
        pair(
            "挂账编号",
            item.number.clone(),
            "线索编号",
            file.clue
                .as_ref()
                .map(|c| c.number.clone())
                .unwrap_or_default(),
        ),
        pair(
            "涉及主体",
            item.subject_name.clone(),
            "属　　地",
            file.place.clone(),
        ),
        pair(
            "风险等级",
            item.level.title().to_owned(),
            "挂账日期",
            item.opened.day().to_string(),
        ),
        pair("涉及金额", amount, "涉及人数", people),
        pair(
            "责任单位",
            file.units.get(assignment.unit).to_owned(),
            "责 任 人",
            assignment.owner.clone(),
        ),
        pair(
            "分管领导",
            assignment.leader.clone(),
            "完成时限",
            assignment.due.to_string(),
        ),
        wide("处置方式", assignment.track.title().to_owned(), 1, ""),
        wide("处置方案", assignment.plan.clone(), 2, ""),
        wide("处置经过", progress(item), 3, ""),
        pair(
            "清退金额",
            refunded,
            "重新挂账",
            format!("{} 次", item.reopened()),
        ),
    ];
    rows.extend(closing(&item.state));
    Form {
        columns: vec![3, 6, 3, 6],
        rows,
    }
}

fn progress(item: &RiskItem) -> String {
    let line = |entry: &fangfei_model::risk_item::Progress| format!("{} {}", entry.on, entry.text);
    item.progress
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Application, verification and approval; what is still open is left to write.
fn closing(state: &RiskState) -> Vec<FormRow> {
    let (application, verification, approval) = state.closing();
    let applied =
        |a: &CloseApplication| format!("{}\n（附证明材料 {} 份）", a.statement, a.evidence.len());
    let opinion = |v: &Verification| v.opinion.clone();
    vec![
        wide(
            "处置结果\n及申请",
            application.map(applied).unwrap_or_default(),
            3,
            &sign(application.map(|a| &a.stamp)),
        ),
        wide(
            "核验意见",
            verification.map(opinion).unwrap_or_default(),
            2,
            &sign(verification.map(|v| &v.stamp)),
        ),
        wide(
            "审批意见",
            approval
                .map(|_| "同意销号。".to_owned())
                .unwrap_or_default(),
            2,
            &sign(approval),
        ),
    ]
}

fn sign(stamp: Option<&Stamp>) -> String {
    match stamp {
        None => "签字：　　　　　年　　月　　日".to_owned(),
        Some(stamp) => {
            let day = stamp.day();
            format!(
                "{}　{}年{}月{}日",
                stamp.name,
                day.year(),
                day.month(),
                day.day()
            )
        }
    }
}

fn wide(label: &str, text: String, lines: u16, sign: &str) -> FormRow {
    FormRow::tall(
        vec![
            FormCell::label(label),
            FormCell::value(text).across(3).signed(sign),
        ],
        lines,
    )
}
