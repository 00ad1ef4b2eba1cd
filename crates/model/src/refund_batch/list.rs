//! The closed lists of refund batches. It must not know how a batch moves.

use crate::titled_enum::titled_enum;

titled_enum! {
    /// Where refund money comes from (条例 Art 26, items 1 to 6).
    SourceKind {
        Remaining = "remaining" "（一）非法集资资金余额",
        Converted = "converted" "（二）非法集资资金的收益或者转换的其他资产及其收益",
        Gains = "gains" "（三）非法集资人及其股东、实际控制人、高管等获得的经济利益",
        Hidden = "hidden" "（四）隐匿、转移的资金或者资产",
        Fees = "fees" "（五）广告费、代言费、代理费、好处费、返点费、佣金、提成等",
        Other = "other" "（六）可以作为清退资金来源的其他资产",
    }
}

titled_enum! {
    /// By what the money is shared out.
    RefundBasis {
        NetLoss = "net_loss" "按未清退本金（利息、分红、提成折抵本金）",
        GrossPrincipal = "gross_principal" "按投入本金",
    }
}

titled_enum! {
    /// The name of a batch's state, without its data.
    BatchStatus {
        Draft = "draft" "拟订中",
        Approved = "approved" "已批准",
        Paid = "paid" "已付款",
        Withdrawn = "withdrawn" "已撤回",
    }
}
