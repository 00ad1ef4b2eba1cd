//! The batch itself and its projection. It must not know how it moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AllocationRecord, BatchState, BatchStatus, BatchTurn, Payment, RefundRule, RefundSource,
};
use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{FundsInquiryId, RefundBatchId, UnitId},
    money::Fen,
    record::{FieldKind, Record, projection},
    scope::Place,
};

/// A refund batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundBatch {
    /// Its id.
    pub id: RefundBatchId,
    /// Number: the inquiry's and the batch's place in it.
    pub number: String,
    /// The inquiry.
    pub inquiry: FundsInquiryId,
    /// Its place among the inquiry's batches, from 1.
    pub ordinal: u32,
    /// The money.
    pub sources: Vec<RefundSource>,
    /// That no fine was taken out of this money before the refund (条例 Art 32).
    pub before_fine: bool,
    /// By which rule.
    pub rule: RefundRule,
    /// What sharing it out came to.
    pub allocation: Option<AllocationRecord>,
    /// Who drafted it.
    pub drafted: Stamp,
    /// Who worked on it last.
    pub changed: Stamp,
    /// Times it came back, oldest first.
    pub turns: Vec<BatchTurn>,
    /// The inquiry's division.
    pub division: DivisionCode,
    /// The inquiry's unit.
    pub unit: UnitId,
    /// Where it stands.
    pub state: BatchState,
}

impl RefundBatch {
    /// The state's name.
    pub fn status(&self) -> BatchStatus {
        match self.state {
            BatchState::Draft => BatchStatus::Draft,
            BatchState::Approved { .. } => BatchStatus::Approved,
            BatchState::Paid { .. } => BatchStatus::Paid,
            BatchState::Withdrawn { .. } => BatchStatus::Withdrawn,
        }
    }

    /// All its money.
    pub fn available(&self) -> Fen {
        self.sources.iter().map(|source| source.amount).sum()
    }

    /// Whether it has been approved, so that later batches start from it.
    pub fn counts(&self) -> bool {
        matches!(
            self.state,
            BatchState::Approved { .. } | BatchState::Paid { .. }
        )
    }

    /// The approval and the payment, as far as it has come.
    pub fn course(&self) -> (Option<&Stamp>, Option<&Payment>) {
        match &self.state {
            BatchState::Draft | BatchState::Withdrawn { .. } => (None, None),
            BatchState::Approved { approval } => (Some(approval), None),
            BatchState::Paid { approval, payment } => (Some(approval), Some(payment)),
        }
    }

    fn paid_on(&self) -> Option<Date> {
        self.course().1.map(|payment| payment.on)
    }
}

impl Record for RefundBatch {
    projection!(RefundBatch, RefundBatch, ByUnit {
        number "批次编号" FieldKind::Text => |b| b.number.as_str(),
        inquiry "资金核查" FieldKind::Ref(crate::noun::Noun::FundsInquiry) => |b| b.inquiry.uuid(),
        ordinal "批次" FieldKind::Int => |b| b.ordinal,
        available "可分配资金" FieldKind::Money => |b| b.available(),
        people "参与分配人数" FieldKind::Int => |b| b.allocation.as_ref().map(|a| i64::try_from(a.people).unwrap_or(i64::MAX)),
        paid "本批退付" FieldKind::Money => |b| b.allocation.as_ref().map(|a| a.paid),
        drafted_on "拟订日期" FieldKind::Date => |b| b.drafted.day(),
        approved_on "批准日期" FieldKind::Date => |b| b.course().0.map(Stamp::day),
        paid_on "付款日期" FieldKind::Date => |b| b.paid_on(),
        state "状态" FieldKind::Code(CodeList::BatchState) => |b| b.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.unit),
            origin_unit: self.drafted.unit,
        }
    }
}
