//! A batch as it is typed, and drafting it. It must not know how the money is shared out.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::{FundsInquiryId, RefundBatchId},
    money::Fen,
    noun::Noun,
    permission::Permission,
    query::Query,
    refund_batch::{
        BatchState, BatchStatus, RefundBasis, RefundBatch, RefundRule, RefundSource, SourceKind,
    },
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

use super::locked;
use crate::{App, Result, funds, typed::Typed};

/// Rows for sources on the form: one for each kind of 条例 Art 26.
pub const SOURCE_ROWS: usize = 6;

/// One source as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceDraft {
    /// Code of the kind.
    pub kind: String,
    /// How much, in yuan.
    pub amount: String,
    /// The paper.
    pub document: String,
    /// From whom.
    pub note: String,
}

/// The form, every field as typed. The sources stand in columns, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BatchDraft {
    /// Codes of the kinds.
    pub source_kind: Vec<String>,
    /// Amounts in yuan.
    pub source_amount: Vec<String>,
    /// Papers.
    pub source_document: Vec<String>,
    /// From whom.
    pub source_note: Vec<String>,
    /// `on` when no fine was taken out of the money.
    pub before_fine: String,
    /// Code of the basis.
    pub basis: String,
    /// The most for one person, in yuan.
    pub cap: String,
    /// The least payment, in yuan.
    pub least: String,
    /// Held back, in yuan.
    pub reserve: String,
    /// The decision that set the rule.
    pub rule_ground: String,
}

impl BatchDraft {
    /// An empty form: the usual rule.
    pub fn empty() -> Self {
        Self {
            basis: RefundBasis::NetLoss.code().to_owned(),
            ..Self::default()
        }
    }

    /// The batch as it stands, for changing it.
    pub fn of(batch: &RefundBatch) -> Self {
        let yuan = |fen: Option<Fen>| fen.map(Fen::yuan).unwrap_or_default();
        let rule = &batch.rule;
        let column = |of: fn(&RefundSource) -> String| batch.sources.iter().map(of).collect();
        Self {
            source_kind: column(|s| s.kind.code().to_owned()),
            source_amount: column(|s| s.amount.yuan()),
            source_document: column(|s| s.document.clone()),
            source_note: column(|s| s.note.clone()),
            before_fine: if batch.before_fine { "on" } else { "" }.to_owned(),
            basis: rule.basis.code().to_owned(),
            cap: yuan(rule.cap),
            least: yuan(rule.least),
            reserve: yuan(Some(rule.reserve).filter(|fen| fen.0 > 0)),
            rule_ground: rule.ground.clone(),
        }
    }

    /// The rows of sources, as many as the form has.
    pub fn rows(&self) -> Vec<SourceDraft> {
        let cell = |column: &[String], row: usize| column.get(row).cloned().unwrap_or_default();
        let typed = self.source_amount.len().max(self.source_document.len());
        (0..typed.max(SOURCE_ROWS))
            .map(|row| SourceDraft {
                kind: cell(&self.source_kind, row),
                amount: cell(&self.source_amount, row),
                document: cell(&self.source_document, row),
                note: cell(&self.source_note, row),
            })
            .collect()
    }

    fn read(&self, ctx: &Ctx) -> Result<(Vec<RefundSource>, RefundRule, bool)> {
        let mut typed = Typed::on(ctx.today());
        let sources = self.sources(&mut typed);
        let basis = typed.needed_choice("basis", "分配基数", &self.basis);
        let cap = exact(&mut typed, "cap", &self.cap);
        let least = exact(&mut typed, "least", &self.least);
        let reserve = exact(&mut typed, "reserve", &self.reserve);
        let ground = typed.words("rule_ground", "规则依据", &self.rule_ground, 500);
        let rule = basis.map(|basis| RefundRule {
            basis,
            cap,
            least,
            reserve: reserve.unwrap_or_default(),
            ground: ground.unwrap_or_default(),
        });
        let fine = self.before_fine == "on";
        if !fine {
            typed.wrong(
                "before_fine",
                "请核对本批资金没有扣缴罚款后勾选（条例第三十二条：先清退后罚款）",
            );
        }
        typed.finish(rule.map(|rule| (sources, rule, fine)))
    }

    fn sources(&self, typed: &mut Typed) -> Vec<RefundSource> {
        let mut sources = Vec::new();
        for row in self.rows() {
            if row.amount.trim().is_empty() && row.document.trim().is_empty() {
                continue;
            }
            let kind = typed.needed_choice::<SourceKind>("sources", "资金来源", &row.kind);
            if row.amount.trim().is_empty() {
                typed.wrong("sources", "填写了凭证，没有填写金额");
            }
            let amount = exact(typed, "sources", &row.amount);
            let document = typed.needed("sources", "入账凭证", &row.document, 200);
            let note = typed.words("sources", "说明", &row.note, 200);
            if let Some(((kind, amount), document)) = kind.zip(amount).zip(document) {
                sources.push(RefundSource {
                    kind,
                    amount,
                    document,
                    note: note.unwrap_or_default(),
                });
            }
        }
        sources
    }
}

fn exact(typed: &mut Typed, field: &'static str, text: &str) -> Option<Fen> {
    if text.trim().is_empty() {
        return None;
    }
    Fen::parse_yuan(text)
        .map_err(|fault| typed.wrong(field, fault.to_string()))
        .ok()
}

/// Drafts the next batch of an inquiry. One draft at a time: a second would be worked out from the
/// same claims.
pub async fn draft(
    app: &App,
    ctx: &Ctx,
    inquiry: FundsInquiryId,
    draft: &BatchDraft,
) -> Result<RefundBatch> {
    ctx.require(Permission::FundsWrite)?;
    let inquiry = funds::get(app, ctx, inquiry).await?.record;
    let (sources, rule, fine) = draft.read(ctx)?;
    let mut write = app.store.write(ctx, Action::RefundDraft).await?;
    let query = Query::of(Noun::RefundBatch)
        .equals("inquiry", inquiry.id.uuid())
        .equals("state", BatchStatus::Draft.code());
    if let Some(open) = write.find::<RefundBatch>(&query).await? {
        let why = format!("{}还在拟订中", open.record.number);
        let next = "请先办完或撤回这一批";
        return Err(Refusal::new("拟订退付批次", why, next).into());
    }
    let series = format!("{}-refund", inquiry.number);
    let ordinal = write.next_number(&series).await?;
    let batch = RefundBatch {
        id: ctx.new_id::<RefundBatchId>(),
        number: format!("{}-T{ordinal}", inquiry.number),
        inquiry: inquiry.id,
        ordinal: u32::try_from(ordinal).unwrap_or(u32::MAX),
        sources: Vec::new(),
        before_fine: false,
        rule: RefundRule::default(),
        allocation: None,
        drafted: ctx.stamp(),
        changed: ctx.stamp(),
        turns: Vec::new(),
        division: inquiry.division,
        unit: inquiry.unit,
        state: BatchState::Draft,
    }
    .draft(ctx.stamp(), sources, rule, fine)?;
    write.insert(&batch).await?;
    write.detail("number", batch.number.as_str());
    write.commit().await?;
    Ok(batch)
}

/// Changes a draft; its allocation no longer stands.
pub async fn change(
    app: &App,
    ctx: &Ctx,
    id: RefundBatchId,
    draft: &BatchDraft,
) -> Result<RefundBatch> {
    ctx.require(Permission::FundsWrite)?;
    let (sources, rule, fine) = draft.read(ctx)?;
    let mut write = app.store.write(ctx, Action::RefundDraft).await?;
    let before = locked(&write, id).await?;
    let after = before
        .record
        .clone()
        .draft(ctx.stamp(), sources, rule, fine)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}
