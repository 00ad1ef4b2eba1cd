//! One participant's notice (退付通知书): what was confirmed, what is paid now and where to, what is
//! kept back and why, what to do who does not agree. It must not work anything out.

use fangfei_model::{claim::Claim, money::Fen};
use fangfei_report::{
    Cell,
    docx::{Block, Form, FormCell, FormRow, Paper, Signature, Table},
};

use super::{AllocationLine, papers::percent};
use crate::{funds::basis_columns, subject::masked_account};

/// What all notices of a batch have in common.
pub(super) struct Whole<'a> {
    pub(super) subject: &'a str,
    pub(super) ordinal: u32,
    /// Hundredths of a percent.
    pub(super) rate: i64,
    pub(super) signature: Signature,
}

/// Statement rows printed on a notice; who has more reads them at the office.
const MOST_ROWS: usize = 40;

pub(super) fn notice(
    line: &AllocationLine,
    claim: Option<&Claim>,
    basis: Vec<Vec<Cell>>,
    whole: &Whole<'_>,
) -> Paper {
    let mut body = vec![
        Block::Paragraph(format!(
            "你就{}的申报（编号 {}）已核对确认。第{}批退付情况如下：",
            whole.subject, line.number, whole.ordinal
        )),
        Block::Form(figures(line, claim, whole)),
        Block::Paragraph(payment(line, claim)),
    ];
    if line.held > Fen::ZERO {
        body.push(Block::Paragraph(format!(
            "另有 {} 元暂不发放：{}。",
            line.held.grouped(),
            line.held_why
        )));
    }
    if line.overpaid > Fen::ZERO {
        body.push(Block::Paragraph(format!(
            "更正后，以前各批多付 {} 元，请退回退付账户；拒不退回的，依法追回。",
            line.overpaid.grouped()
        )));
    }
    body.push(Block::Paragraph(
        "对以上金额有异议的，可以持证明材料向本办提出，本办核对后书面答复；答复前不影响已确认部分的领取。"
            .to_owned(),
    ));
    body.extend(annex(basis));
    Paper {
        title: "集资参与人退付通知书".to_owned(),
        addressee: line.name.clone(),
        body,
        signature: Some(whole.signature.clone()),
        ..Paper::default()
    }
}

/// The rows of the statements that show this person's dealings, or where they can be read.
fn annex(basis: Vec<Vec<Cell>>) -> Vec<Block> {
    match basis.len() {
        0 => Vec::new(),
        count if count > MOST_ROWS => vec![Block::Paragraph(format!(
            "银行流水中你的往来共 {count} 笔，逐笔记载于集资参与人台账“逐笔依据”表，可以持身份证件到本办查阅、核对。"
        ))],
        count => vec![
            Block::Paragraph(format!("附：银行流水中你的往来，共 {count} 笔：")),
            Block::Table(Table {
                unit_line: "单位：元".to_owned(),
                columns: basis_columns(),
                rows: basis,
            }),
        ],
    }
}

/// Four rows of two figures, so that the notice itself stays on one page.
fn figures(line: &AllocationLine, claim: Option<&Claim>, whole: &Whole<'_>) -> Form {
    let confirmed = claim.and_then(|claim| claim.confirmation());
    let confirmed = confirmed.map(|c| c.figures).unwrap_or_default();
    let rest = Fen((line.loss.0 - line.earlier.0 - line.paid.0).max(0));
    let yuan = |fen: Fen| format!("{} 元", fen.grouped());
    let pairs = [
        ("投入本金", yuan(confirmed.paid_in)),
        ("已返还本金", yuan(confirmed.returned)),
        ("已得利息、分红、提成", yuan(confirmed.received)),
        ("确认损失", yuan(line.loss)),
        ("此前已退付", yuan(line.earlier)),
        ("本批退付", yuan(line.paid)),
        ("尚未清退", yuan(rest)),
        ("全体累计清退比例", percent(whole.rate)),
    ];
    let row = |pair: &[(&str, String)]| {
        let cells = pair
            .iter()
            .flat_map(|(title, value)| [FormCell::label(*title), FormCell::value(value.as_str())]);
        FormRow::from(cells.collect::<Vec<_>>())
    };
    Form {
        columns: vec![4, 4, 4, 4],
        rows: pairs.chunks(2).map(row).collect(),
    }
}

fn payment(line: &AllocationLine, claim: Option<&Claim>) -> String {
    let payee = claim.and_then(|claim| claim.payee.as_ref());
    match payee {
        _ if line.paid == Fen::ZERO => "本批没有应付给你的款项。".to_owned(),
        Some(payee) => format!(
            "本批款项付至你登记的收款账户 {}（{}）。已得利息、分红、提成折抵本金。",
            masked_account(&payee.number),
            payee.bank
        ),
        None => "你还没有登记收款账户，请持身份证件到本办补正，补正后付款。已得利息、分红、提成折抵本金。"
            .to_owned(),
    }
}
