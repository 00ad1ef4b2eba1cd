//! The closed lists of funds inquiries. It must not know how an inquiry moves.

use crate::titled_enum::titled_enum;

titled_enum! {
    /// The lawful ways in which bank records come to an office. There is no other: a private
    /// collection of other people's records is not one.
    GroundKind {
        /// 条例 Art 21: only with the approval of the lead department's principal head.
        AccountQuery = "account_query" "牵头部门依法查询账户（条例第二十一条，经主要负责人批准）",
        /// 条例 Art 21: a unit's own papers consulted and copied.
        OwnBooks = "own_books" "查阅、复制涉案单位自有账户资料（条例第二十一条）",
        /// From a criminal case.
        Police = "police" "公安机关依法调取后移交",
        /// From a court or a procuratorate.
        Court = "court" "人民法院、人民检察院依法调取后移交",
        /// 条例 Art 13.
        Regulator = "regulator" "金融管理部门、金融机构依法移送（条例第十三条）",
        /// Art 13(1)(1) of the law on personal information: with the person's consent.
        Holder = "holder" "账户持有人本人提供",
    }
}

titled_enum! {
    /// The name of an inquiry's state, without its data.
    InquiryStatus {
        Open = "open" "核查中",
        Closed = "closed" "已结束",
    }
}

titled_enum! {
    /// What a person makes of a finding of the analysis.
    Verdict {
        Adopted = "adopted" "采信",
        Excluded = "excluded" "排除",
    }
}
