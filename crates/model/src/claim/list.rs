//! The closed lists of claims. It must not know how a claim moves.

use crate::titled_enum::titled_enum;

titled_enum! {
    /// The name of a claim's state, without its data.
    ClaimStatus {
        Registered = "registered" "已登记",
        Checked = "checked" "已核对",
        Confirmed = "confirmed" "已确认",
        Objected = "objected" "有异议",
        Settled = "settled" "已办结",
    }
}

titled_enum! {
    /// What a participant shows in proof.
    ClaimDocumentKind {
        Contract = "contract" "合同、协议",
        Receipt = "receipt" "收据、收款凭证",
        Transfer = "transfer" "转账凭证",
        Statement = "statement" "本人银行流水",
        Testimony = "testimony" "陈述、证人证言",
        Identity = "identity" "身份证明、继承证明",
        Other = "other" "其他材料",
    }
}

titled_enum! {
    /// How well a claim is proved (证明等级).
    ProofGrade {
        /// Statements show every payment.
        Full = "full" "甲：银行流水逐笔印证",
        /// Statements show a part, papers the rest.
        Partial = "partial" "乙：流水印证部分，其余有书证",
        /// Papers only: cash against a receipt.
        Papers = "papers" "丙：只有合同、收据等书证",
        /// What was said, without papers; statements may show a part.
        Stated = "stated" "丁：没有书证，全部或者部分只有本人陈述",
    }
}

titled_enum! {
    /// How one figure of a claim compares with the statements.
    LineOutcome {
        Same = "same" "一致",
        ClaimHigher = "claim_higher" "申报多于流水",
        ClaimLower = "claim_lower" "申报少于流水",
        Uncertain = "uncertain" "流水不完整，无法确定",
        NotFound = "not_found" "流水中没有此人",
    }
}

titled_enum! {
    /// How a claim ended.
    SettlementKind {
        PaidInFull = "paid_in_full" "已按确认损失足额清退",
        Finished = "finished" "可清退资金已分配完毕",
        Waived = "waived" "本人书面放弃",
        NotRecognised = "not_recognised" "经复核不予确认",
    }
}
