//! The closed lists of risk items: ways of disposal and states. It must not know how an item moves.

use crate::titled_enum::titled_enum;

titled_enum! {
    /// The way of disposal (分类处置; 沁水 plan 二·二).
    Track {
        EarlySign = "early_sign" "苗头性问题：约谈提示、签订承诺书",
        Rectify = "rectify" "问题明显不构成犯罪：责令整改、督促清退",
        Penalty = "penalty" "不追究刑责但应处罚：行政处罚",
        OtherDepartment = "other_department" "其他部门职责：移交主管部门",
        Crime = "crime" "涉嫌犯罪：行刑衔接、移送公安",
    }
}

titled_enum! {
    /// The name of a risk item's state, without its data.
    RiskStatus {
        Listed = "listed" "已挂账",
        InDisposal = "in_disposal" "处置中",
        CloseApplied = "close_applied" "申请销号",
        Verified = "verified" "已核验",
        Closed = "closed" "已销号",
    }
}
