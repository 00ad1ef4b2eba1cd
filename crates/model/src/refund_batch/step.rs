//! The moves of a refund batch, each with the reason why it is refused. It must not know who may
//! make them or how they are stored.

use super::{
    AllocationRecord, BatchState, BatchTurn, Payment, RefundBatch, RefundRule, RefundSource,
};
use crate::{
    ctx::Stamp,
    refusal::{Refusal, reason},
};

impl RefundBatch {
    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(
            what,
            format!("退付批次{}目前是“{}”", self.number, self.status()),
            next,
        )
    }

    /// 拟订: money with its papers, the rule, and refund before fine. An allocation worked out
    /// before no longer stands.
    pub fn draft(
        mut self,
        stamp: Stamp,
        sources: Vec<RefundSource>,
        rule: RefundRule,
        before_fine: bool,
    ) -> Result<Self, Refusal> {
        const WHAT: &str = "拟订退付批次";
        if self.state != BatchState::Draft {
            return Err(self.refuse_move(WHAT, "已批准的批次不再改动，请另拟一批"));
        }
        if sources.is_empty() {
            return Err(Refusal::new(
                WHAT,
                "没有填写资金来源",
                "请至少填写一项来源和金额",
            ));
        }
        let checked = sources.into_iter().map(|source| source.checked(WHAT));
        self.sources = checked.collect::<Result<_, _>>()?;
        let sum = self
            .sources
            .iter()
            .try_fold(crate::money::Fen::ZERO, |sum, s| sum.checked_add(s.amount));
        let Some(sum) = sum else {
            return Err(Refusal::new(WHAT, "金额太大", "请检查位数和单位"));
        };
        self.rule = rule.checked(WHAT, sum)?;
        if !before_fine {
            return Err(Refusal::new(
                WHAT,
                "没有确认先清退后罚款",
                "依照条例第三十二条，清退资金不足时先清退；请核对本批资金没有扣缴罚款后勾选",
            ));
        }
        self.before_fine = before_fine;
        self.allocation = None;
        self.changed = stamp;
        Ok(self)
    }

    /// 测算: what sharing the money out came to.
    pub fn allocated(mut self, allocation: AllocationRecord) -> Result<Self, Refusal> {
        if self.state != BatchState::Draft {
            return Err(self.refuse_move("测算分配", "已批准的批次不再测算，请另拟一批"));
        }
        self.allocation = Some(allocation);
        Ok(self)
    }

    /// 批准: by somebody who neither drafted nor changed it, of an allocation that still rests on
    /// the claims as they are now (`inputs`).
    pub fn approve(mut self, stamp: Stamp, inputs: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "批准退付批次";
        if self.state != BatchState::Draft {
            return Err(self.refuse_move(WHAT, "只有拟订中的批次可以批准"));
        }
        let own = |by: &Stamp| by.by.is_some() && by.by == stamp.by;
        if own(&self.drafted) || own(&self.changed) {
            return Err(Refusal::new(
                WHAT,
                "拟订人和批准人是同一人",
                "请由另一人批准",
            ));
        }
        match &self.allocation {
            None => Err(Refusal::new(
                WHAT,
                "还没有测算分配",
                "请经办人先测算，核对结果后再批准",
            )),
            Some(allocation) if allocation.inputs != inputs => Err(Refusal::new(
                WHAT,
                "测算之后申报、资金或前期批次有变化",
                "请经办人重新测算，查看谁的金额有变化后再批准",
            )),
            Some(allocation) if allocation.paid.0 == 0 => Err(Refusal::new(
                WHAT,
                "没有可以退付的金额",
                "请检查申报是否已确认、资金是否已填写",
            )),
            Some(_) => {
                self.state = BatchState::Approved { approval: stamp };
                Ok(self)
            }
        }
    }

    /// 退回修改, with the reason.
    pub fn send_back(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "退回退付批次";
        if self.state != BatchState::Draft || self.allocation.is_none() {
            return Err(self.refuse_move(WHAT, "测算完成、等待批准的批次才能退回"));
        }
        let reason = reason(WHAT, why)?;
        self.turns.push(BatchTurn { stamp, reason });
        self.allocation = None;
        Ok(self)
    }

    /// 撤回: given up before it was approved.
    pub fn withdraw(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "撤回退付批次";
        if self.state != BatchState::Draft {
            return Err(self.refuse_move(WHAT, "已批准的批次不能撤回，多付、少付在下一批中找平"));
        }
        let reason = reason(WHAT, why)?;
        self.state = BatchState::Withdrawn { stamp, reason };
        Ok(self)
    }

    /// 登记付款: after approval, with the bank's paper.
    pub fn pay(mut self, payment: Payment) -> Result<Self, Refusal> {
        const WHAT: &str = "登记付款";
        let BatchState::Approved { approval } = &self.state else {
            return Err(self.refuse_move(WHAT, "批准以后才能登记付款"));
        };
        if payment.on > payment.stamp.day() || payment.on < approval.day() {
            return Err(Refusal::new(
                WHAT,
                format!("付款日期{}不在批准日至今天之间", payment.on),
                "请填写银行回单上的日期",
            ));
        }
        let document = reason(WHAT, &payment.document).map_err(|_| {
            Refusal::new(WHAT, "没有填写银行回单编号", "请填写银行批量付款回单的编号")
        })?;
        self.state = BatchState::Paid {
            approval: approval.clone(),
            payment: Payment {
                document,
                ..payment
            },
        };
        Ok(self)
    }
}
