//! What a column of states says of a transaction: whether money moved. It must not know rows.

use crate::value::squeeze;

/// What a state says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    /// Money moved.
    Yes,
    /// None did.
    No,
    /// A buyer paid; the firm holds it for the seller.
    ByBuyer,
    /// A word or code that is not known.
    Unknown,
}

/// What the title of the column asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// 交易状态.
    State,
    /// 是否成功, 成功标志: 1 is yes, 0 is no.
    Success,
    /// 撤销标志: yes is that nothing remained of it.
    Withdrawn,
    /// Codes of which the table shows that they cannot mean what they usually do.
    Unclear,
    /// 资金状态: what became of the money, whatever became of the order.
    Funds,
}

impl Question {
    /// What a title asks.
    pub fn of(title: &str) -> Self {
        let title = squeeze(title);
        let asks = |words: &[&str]| words.iter().any(|word| title.contains(word));
        match () {
            () if asks(&["撤销", "作废", "撤消"]) => Self::Withdrawn,
            () if asks(&["是否", "成功"]) => Self::Success,
            () if asks(&["资金状态"]) => Self::Funds,
            () => Self::State,
        }
    }

    /// The same question where the codes of the table allow its usual answer: no statement consists of failures mostly.
    pub fn beside<'c>(self, codes: impl Iterator<Item = std::borrow::Cow<'c, str>>) -> Self {
        let (mut failed, mut done) = (0_usize, 0_usize);
        for code in codes {
            match code.trim() {
                "0" | "02" => failed += 1,
                "1" | "01" => done += 1,
                _ => {}
            }
        }
        match self {
            Self::Success if failed > done => Self::Unclear,
            _ => self,
        }
    }

    /// Whether money moved.
    pub fn answer(self, printed: &str) -> Moved {
        let plain = squeeze(printed).to_lowercase();
        match (self, plain.as_str()) {
            (_, "" | "-" | "--" | "/" | "null" | "\\n") => Moved::Yes,
            (Self::Unclear, "0" | "1" | "01" | "02") => Moved::Unknown,
            // Answers to the inquiries of the police and the courts: 01 succeeded, 02 failed.
            (Self::Success, "01") => Moved::Yes,
            (Self::Success, "0" | "02") | (Self::Withdrawn, "1" | "y" | "yes" | "是" | "true") => {
                Moved::No
            }
            (Self::Success, "1") | (Self::Withdrawn, "0" | "n" | "no" | "否" | "false") => {
                Moved::Yes
            }
            // A closed order whose money went out was paid, and given back in a row of its own.
            (Self::Funds, "已支出" | "已收入" | "资金转移") => Moved::Yes,
            (Self::Funds, "冻结" | "解冻" | "已冻结" | "已解冻") => Moved::No,
            (_, plain) => in_words(plain),
        }
    }
}

const DENIED: &[&str] = &[
    "未撤销",
    "未冲正",
    "未作废",
    "未撤消",
    "非冲正",
    "未冲销",
    "无异常",
    "未退款",
];
const NOT_MOVED: &[&str] = &[
    "失败",
    "不成功",
    "未成功",
    "关闭",
    "取消",
    "撤销",
    "撤消",
    "冲正",
    "冲销",
    "作废",
    "无效",
    "失效",
    "处理中",
    "进行中",
    "受理中",
    "拒绝",
    "等待",
    "待",
    "未支付",
    "未付",
    "未到账",
    "未达",
    "在途",
    "超时",
    "异常",
    "终止",
    "审核",
    "退回",
];
const NOT_MOVED_WHOLE: &[&str] = &[
    "否",
    "n",
    "f",
    "no",
    "false",
    "fail",
    "failed",
    "failure",
    "0-失败",
    "closed",
    "processing",
    "pending",
    "canceled",
    "cancelled",
];
const PAID_BY_BUYER: &[&str] = &[
    "等待确认收货",
    "等待收货",
    "待收货",
    "待确认收货",
    "等待发货",
    "等待卖家发货",
    "等待对方发货",
    "待发货",
    "已发货",
    "买家已付款",
];
const MOVED: &[&str] = &[
    "成功",
    "完成",
    "正常",
    "已入账",
    "已到账",
    "到账",
    "已收",
    "已付",
    "已存",
    "已转",
    "已支付",
    "已清算",
    "已结",
    "记账",
    "记帐",
    "入账",
    "入帐",
    "过账",
    "退款",
    "有效",
    "已汇",
    "已提现",
    "已充值",
    "已扣",
    "已发",
];
const MOVED_WHOLE: &[&str] = &[
    "是",
    "y",
    "yes",
    "t",
    "true",
    "s",
    "succ",
    "success",
    "successful",
    "ok",
    "1",
    "00",
    "0000",
    "000000",
    "normal",
    "paid",
    "completed",
    "refund",
    "refunded",
];

fn in_words(plain: &str) -> Moved {
    let holds = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    match () {
        () if MOVED_WHOLE.contains(&plain) || holds(DENIED) => Moved::Yes,
        () if holds(PAID_BY_BUYER) => Moved::ByBuyer,
        () if NOT_MOVED_WHOLE.contains(&plain) || holds(NOT_MOVED) => Moved::No,
        () if holds(MOVED) => Moved::Yes,
        () => Moved::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_as_banks_and_payment_firms_print_them() {
        let state = |text| Question::of("交易状态").answer(text);
        for text in [
            "",
            "成功",
            "交易成功",
            "支付成功",
            "已完成",
            "正常",
            "已全额退款",
            "朋友已收钱",
            "00",
            "Y",
            "未冲正",
        ] {
            assert_eq!(state(text), Moved::Yes, "{text}");
        }
        for text in [
            "失败",
            "待支付",
            "已冲正",
            "撤销",
            "无效",
            "超时",
            "异常",
            "终止",
            "失效",
            "待审核",
            "N",
            "处理中",
            "已关闭",
        ] {
            assert_eq!(state(text), Moved::No, "{text}");
        }
        for text in ["挂账", "02", "99", "0"] {
            assert_eq!(state(text), Moved::Unknown, "{text}");
        }
    }

    #[test]
    fn a_code_means_what_its_title_asks() {
        let success = Question::of("交易是否成功");
        assert_eq!(
            (success.answer("0"), success.answer("1")),
            (Moved::No, Moved::Yes)
        );
        let codes = |text: &'static str| text.split(' ').map(std::borrow::Cow::Borrowed);
        assert_eq!(success.beside(codes("1 0 1")), Question::Success);
        assert_eq!(success.beside(codes("0 0 1")).answer("0"), Moved::Unknown);
        let withdrawn = Question::of("撤销标志");
        assert_eq!(
            (withdrawn.answer("0"), withdrawn.answer("是")),
            (Moved::Yes, Moved::No)
        );
        let funds = Question::of("资金状态");
        assert_eq!(
            (
                funds.answer("资金转移"),
                funds.answer("冻结"),
                funds.answer("")
            ),
            (Moved::Yes, Moved::No, Moved::Yes)
        );
    }
}
