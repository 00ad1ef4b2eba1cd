//! What goes out of an approved batch: the bank's payment list, a notice for everybody, the public
//! summary without names. Each leaves a journal entry. It must not work anything out.

use std::collections::HashMap;

use fangfei_model::{
    action::Action,
    claim::{Claim, PayeeAccount},
    ctx::{CHINA, Ctx},
    id::{ClaimId, RefundBatchId},
    money::Fen,
    permission::Permission,
    refund_batch::{AllocationRecord, RefundBatch, SourceKind},
    refusal::Refusal,
};
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit,
    docx::{Block, Paper, Signature, Table, one_by_one},
    xlsx::{Origin, Sheet, Spread, Workbook},
};

use super::{
    BatchFile, file,
    notice::{self, Whole},
};
use crate::{App, Error, Result, claim, refund::implausible, setup};

/// A file with its name.
type Made = (String, Vec<u8>);

/// The payment list for the bank with full names and numbers, for those who may read full numbers.
pub async fn payment_list(app: &App, ctx: &Ctx, id: RefundBatchId) -> Result<Made> {
    ctx.require(Permission::PersonalNumberRead)?;
    let (file, _) = approved(app, ctx, id).await?;
    let batch = &file.batch.record;
    let claims = by_id(claim::all_of(app, ctx, batch.inquiry).await?);
    let origin = Origin {
        unit: setup::office_name(app).await?,
        made_at: CHINA.to_datetime(ctx.now()),
    };
    let mut book = Workbook::new(&origin).map_err(Error::bug)?;
    write_payments(&mut book, &file, &claims, &origin.unit)?;
    journaled(app, ctx, batch, "payments").await?;
    let name = format!("付款清单 {}.xlsx", batch.number);
    Ok((name, book.into_bytes().map_err(Error::bug)?))
}

fn write_payments(
    book: &mut Workbook,
    file: &BatchFile,
    claims: &HashMap<ClaimId, Claim>,
    office: &str,
) -> Result<()> {
    let batch = &file.batch.record;
    let mut sheet = book
        .sheet(payment_sheet(batch, office))
        .map_err(Error::bug)?;
    let mut total = Fen::ZERO;
    for (line, at) in file
        .lines
        .iter()
        .filter(|l| l.paid > Fen::ZERO)
        .zip(1_i64..)
    {
        let payee = claims.get(&line.claim).and_then(|c| c.payee.as_ref());
        total = Fen(total.0.saturating_add(line.paid.0));
        sheet
            .row(&[
                Cell::Int(at),
                line.name.as_str().into(),
                payee.map_or(Cell::Empty, |payee| payee.number.as_str().into()),
                payee.map_or(Cell::Empty, |payee| payee.bank.as_str().into()),
                line.paid.into(),
                format!("{}退付", line.number).into(),
                remark(payee),
            ])
            .map_err(Error::bug)?;
    }
    let sum = [
        "合计".into(),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        total.into(),
        Cell::Empty,
        Cell::Empty,
    ];
    sheet.total(&sum).map_err(Error::bug)?;
    sheet.finish().map_err(Error::bug)
}

/// What the payer must look at before paying.
fn remark(payee: Option<&PayeeAccount>) -> Cell {
    match payee {
        None => "缺收款账号，补正后再付".into(),
        Some(payee) => implausible(&payee.number)
            .map_or(Cell::Empty, |problem| format!("账号{problem}").into()),
    }
}

fn payment_sheet(batch: &RefundBatch, office: &str) -> Sheet {
    Sheet {
        name: "付款清单".to_owned(),
        title: format!("集资参与人退付付款清单（第{}批）", batch.ordinal),
        subtitle: vec![Spread::new(
            format!("付款单位：{office}"),
            batch.number.as_str(),
            "单位：元",
        )],
        columns: vec![
            Column::new("序号", Kind::Integer).wide(6),
            Column::new("收款人", Kind::Text).wide(12),
            Column::new("收款账号", Kind::Code),
            Column::new("开户银行", Kind::Text),
            Column::new("金额", Kind::Money(MoneyUnit::Yuan)),
            Column::new("附言", Kind::Text).wide(28),
            Column::new("备注", Kind::Text).wide(26),
        ],
        frozen_columns: 2,
        footer: vec![Spread::new("经办：", "复核：", "批准：")],
        ..Sheet::default()
    }
}

/// A notice for everybody who takes part, each on a page of its own.
pub async fn notices(app: &App, ctx: &Ctx, id: RefundBatchId) -> Result<Made> {
    let (file, record) = approved(app, ctx, id).await?;
    let batch = &file.batch.record;
    let claims = by_id(claim::all_of(app, ctx, batch.inquiry).await?);
    let whole = Whole {
        subject: &file.inquiry.target.subject_name,
        ordinal: batch.ordinal,
        rate: record.rate(),
        signature: Signature {
            unit: setup::office_name(app).await?,
            date: ctx.today(),
        },
    };
    let mut shown = claim::shown_rows(app, &file.inquiry, claims.values()).await?;
    let papers: Vec<Paper> = file
        .lines
        .iter()
        .map(|line| {
            let rows = shown.remove(&line.claim).unwrap_or_default();
            notice::notice(line, claims.get(&line.claim), rows, &whole)
        })
        .collect();
    journaled(app, ctx, batch, "notices").await?;
    let name = format!("退付通知书 {}.docx", batch.number);
    Ok((name, one_by_one(&papers).map_err(Error::bug)?))
}

fn by_id(claims: Vec<Claim>) -> HashMap<ClaimId, Claim> {
    claims.into_iter().map(|claim| (claim.id, claim)).collect()
}

/// The summary for the public: sums, rate and rule, nobody's name.
pub async fn public_summary(app: &App, ctx: &Ctx, id: RefundBatchId) -> Result<Made> {
    let (file, record) = approved(app, ctx, id).await?;
    let batch = &file.batch.record;
    let office = setup::office_name(app).await?;
    let paper = Paper {
        title: format!("关于第{}批集资款项退付情况的公示", batch.ordinal),
        body: summary(&file, &record),
        signature: Some(Signature {
            unit: office,
            date: ctx.today(),
        }),
        ..Paper::default()
    };
    journaled(app, ctx, batch, "summary").await?;
    let name = format!("退付公示 {}.docx", batch.number);
    Ok((name, paper.to_docx().map_err(Error::bug)?))
}

fn summary(file: &BatchFile, record: &AllocationRecord) -> Vec<Block> {
    let batch = &file.batch.record;
    let yuan = |fen: Fen| format!("{} 元", fen.grouped());
    let text = format!(
        "本批可分配资金 {}，参与分配 {} 人，确认损失合计 {}，此前已退付 {}，本批退付 {}，累计清退比例 {}。资金没有扣缴罚款，依照《防范和处置非法集资条例》第三十二条先清退后罚款。",
        yuan(batch.available()),
        record.people,
        yuan(record.loss),
        yuan(record.earlier),
        yuan(record.paid),
        percent(record.rate())
    );
    let mut rule = format!("分配方法：{}。", file.rule.join("；"));
    if file.one_rate {
        rule.push_str("参与分配的人同一比例。");
    }
    if !batch.rule.ground.is_empty() {
        rule.push_str(&format!("依据：{}。", batch.rule.ground));
    }
    let (open, overpaid) = (record.undecided, record.overpaid);
    if open.claims > 0 {
        rule.push_str(&format!(
            "另有 {} 份申报（申报损失合计 {}）尚未核定，没有列入本批，核定后在以后批次补到同一比例。",
            open.claims,
            yuan(open.loss)
        ));
    }
    if overpaid > Fen::ZERO {
        rule.push_str(&format!(
            "以前各批有多付款项 {}，依法追回，不计入累计清退比例。",
            yuan(overpaid)
        ));
    }
    vec![
        Block::Paragraph(text),
        Block::Paragraph(rule),
        Block::Table(sources(batch)),
        Block::Paragraph(
            "依照条例第二十五条，因参与非法集资受到的损失由集资参与人自行承担；清退资金按上述方法退付。本人金额以通知书为准，不公布个人信息。"
                .to_owned(),
        ),
    ]
}

fn sources(batch: &RefundBatch) -> Table {
    let of_kind = |kind: SourceKind| -> Fen {
        let sources = batch.sources.iter().filter(|source| source.kind == kind);
        sources.map(|source| source.amount).sum()
    };
    let rows = SourceKind::ALL
        .iter()
        .map(|kind| (kind, of_kind(*kind)))
        .filter(|(_, sum)| *sum > Fen::ZERO)
        .map(|(kind, sum)| vec![Cell::from(kind.title()), sum.into()]);
    Table {
        unit_line: "单位：元".to_owned(),
        columns: vec![
            Column::new("资金来源（条例第二十六条）", Kind::Text).wide(44),
            Column::new("金额", Kind::Money(MoneyUnit::Yuan)),
        ],
        rows: rows.collect(),
    }
}

pub(super) fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The batch's file, once it is approved.
async fn approved(
    app: &App,
    ctx: &Ctx,
    id: RefundBatchId,
) -> Result<(BatchFile, AllocationRecord)> {
    let file = file(app, ctx, id).await?;
    let batch = &file.batch.record;
    match &batch.allocation {
        Some(record) if batch.counts() => {
            let record = record.clone();
            Ok((file, record))
        }
        _ => Err(Refusal::new(
            "出具退付文书",
            format!("退付批次{}目前是“{}”", batch.number, batch.status()),
            "批准以后才能出具付款清单、通知书和公示",
        )
        .into()),
    }
}

async fn journaled(app: &App, ctx: &Ctx, batch: &RefundBatch, what: &str) -> Result<()> {
    let mut write = app.store.write(ctx, Action::Export).await?;
    write
        .detail("refund_batch", batch.number.as_str())
        .detail("paper", what);
    write.commit().await?;
    Ok(())
}
