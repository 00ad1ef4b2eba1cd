//! One participant's notice (退付通知书): what was confirmed, what is paid now and where to, what is
//! kept back and why, what to do who does not agree. It must not work anything out.

use fangfei_model::{claim::Claim, money::Fen};
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit,
    docx::{Block, Paper, Signature, Table},
};

use super::{AllocationLine, papers::percent};
use crate::subject::masked_account;

/// What all notices of a batch have in common.
pub(super) struct Whole<'a> {
    pub(super) subject: &'a str,
    pub(super) ordinal: u32,
    /// Hundredths of a percent.
    pub(super) rate: i64,
    pub(super) signature: Signature,
}

pub(super) fn notice(line: &AllocationLine, claim: Option<&Claim>, whole: &Whole<'_>) -> Paper {
    let mut body = vec![
        Block::Paragraph(format!(
            "你就{}集资款项的申报（编号 {}）已核对确认。现将第{}批退付情况通知如下：",
            whole.subject, line.number, whole.ordinal
        )),
        Block::Table(figures(line, claim)),
        Block::Paragraph(payment(line, claim, whole)),
    ];
    if line.held > Fen::ZERO {
        body.push(Block::Paragraph(format!(
            "另有 {} 元暂不发放：{}。",
            line.held.grouped(),
            line.held_why
        )));
    }
    body.push(Block::Paragraph(
        "对以上金额有异议的，可以持证明材料向本办提出，本办核对后书面答复；答复前不影响已确认部分的领取。"
            .to_owned(),
    ));
    Paper {
        title: "集资参与人退付通知书".to_owned(),
        addressee: line.name.clone(),
        body,
        signature: Some(whole.signature.clone()),
        ..Paper::default()
    }
}

fn figures(line: &AllocationLine, claim: Option<&Claim>) -> Table {
    let confirmed = claim.and_then(|claim| claim.confirmation());
    let confirmed = confirmed.map(|c| c.figures).unwrap_or_default();
    let rest = line.loss.0 - line.earlier.0 - line.paid.0;
    let rows = [
        ("投入本金", confirmed.paid_in),
        ("已返还本金", confirmed.returned),
        ("已得利息、分红、提成（折抵本金）", confirmed.received),
        ("确认损失", line.loss),
        ("此前已退付", line.earlier),
        ("本批退付", line.paid),
        ("尚未清退", Fen(rest.max(0))),
    ];
    Table {
        unit_line: "单位：元".to_owned(),
        columns: vec![
            Column::new("项目", Kind::Text).wide(40),
            Column::new("金额", Kind::Money(MoneyUnit::Yuan)).wide(20),
        ],
        rows: rows
            .map(|(title, fen)| vec![Cell::from(title), fen.into()])
            .into(),
    }
}

fn payment(line: &AllocationLine, claim: Option<&Claim>, whole: &Whole<'_>) -> String {
    let payee = claim.and_then(|claim| claim.payee.as_ref());
    let way = match payee {
        _ if line.paid == Fen::ZERO => "本批没有应付给你的款项".to_owned(),
        Some(payee) => format!(
            "本批款项付至你登记的收款账户 {}（{}）",
            masked_account(&payee.number),
            payee.bank
        ),
        None => "你还没有登记收款账户，请持身份证件到本办补正，补正后付款".to_owned(),
    };
    format!(
        "{way}。全体参与人按同一方法分配，累计清退比例 {}。",
        percent(whole.rate)
    )
}
