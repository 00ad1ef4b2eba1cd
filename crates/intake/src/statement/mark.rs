//! Words that tell which way money went: 借/贷, 收/支, 进/出, D/C, 转入/转出. Seen from the customer's own
//! account, as statements are: 借 is paid out. It must not know rows.

use fangfei_model::statement::Direction;

use crate::value::squeeze;

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    /// Money came or went.
    Way(Direction),
    /// 不计收支: the bill does not count it as either.
    Neutral,
    /// A word whose meaning is not known, as printed.
    Unknown(Box<str>),
    /// Nothing printed.
    Blank,
}

const NEUTRAL: &[&str] = &[
    "不计收支",
    "中性交易",
    "/",
    "其他",
    "其它",
    "不计",
    "中性",
    "-",
];
const IN: &[char] = &['贷', '收', '入', '进', '存'];
const OUT: &[char] = &['借', '支', '付', '出', '取'];

/// Reads a mark of a column of marks.
pub(super) fn mark(text: &str) -> Mark {
    let plain = squeeze(text).to_lowercase();
    if plain.is_empty() {
        return Mark::Blank;
    }
    let by_letters = match plain.as_str() {
        "来" | "来账" | "来款" | "往来-来" => Some(Direction::In),
        "往" | "往账" | "往款" | "往来-往" => Some(Direction::Out),
        "c" | "cr" | "credit" | "in" | "+" | "cr." => Some(Direction::In),
        "d" | "dr" | "debit" | "out" | "dr." => Some(Direction::Out),
        _ => None,
    };
    if let Some(way) = by_letters {
        return Mark::Way(way);
    }
    if plain == "-" || NEUTRAL.contains(&plain.as_str()) {
        // A bare minus among marks stands for paid out only beside a plus; the block decides.
        return match plain.as_str() {
            "-" => Mark::Unknown("-".into()),
            _ => Mark::Neutral,
        };
    }
    match one_side(&plain) {
        Some(way) if plain.chars().count() <= 10 => Mark::Way(way),
        _ => Mark::Unknown(text.into()),
    }
}

/// The side that all telling characters of a short word agree on: 贷(收入), 转出, 存入.
pub(super) fn one_side(plain: &str) -> Option<Direction> {
    match (plain.contains(IN), plain.contains(OUT)) {
        (true, false) => Some(Direction::In),
        (false, true) => Some(Direction::Out),
        _ => None,
    }
}

/// The side that the title of a column of amounts says: 支出金额, 交易金额(收入), 往账金额; `None` where it says none or
/// speaks of something else than an amount.
pub(super) fn side_of_amount(title: &str) -> Option<Direction> {
    let plain = squeeze(title)
        .replace("支付", "")
        .replace("收支", "")
        .replace('往', "出")
        .replace('来', "入");
    let other = [
        "账号",
        "帐号",
        "卡号",
        "户名",
        "名称",
        "姓名",
        "时间",
        "日期",
        "标志",
        "方式",
        "渠道",
        "类型",
        "摘要",
        "说明",
        "余额",
        "笔数",
        "手续费",
        "款人",
        "款方",
        "银行",
        "行名",
        "状态",
        "用途",
        "附言",
        "备注",
        "机构",
        "凭证",
        "科目",
    ];
    let is_amount = plain.contains('额') || plain.contains("发生") || plain.chars().count() <= 4;
    match is_amount && !other.iter().any(|word| plain.contains(word)) {
        true => one_side(&plain),
        false => None,
    }
}

const WORDS_IN: &[&str] = &[
    "转入",
    "汇入",
    "存入",
    "存款",
    "收入",
    "收款",
    "来账",
    "入账",
    "入帐",
    "贷记",
    "结息",
    "工资",
    "代发",
    "现存",
    "转存",
    "存现",
    "退款",
    "提现退回",
    "充值",
    "退货",
    "收益",
    "红包收",
    "付息",
    "利息入",
];
const WORDS_OUT: &[&str] = &[
    "转出",
    "汇出",
    "取款",
    "支取",
    "支出",
    "付款",
    "消费",
    "扣款",
    "往账",
    "缴费",
    "代扣",
    "手续费",
    "现取",
    "转支",
    "取现",
    "提现",
    "还款",
    "代缴",
    "扣费",
    "年费",
    "支付",
    "购汇",
    "扣收",
    "短信费",
];

/// The way that a type or memo tells by itself; `None` where it tells nothing or both.
pub(super) fn worded(text: &str) -> Option<Direction> {
    let plain = squeeze(text);
    let holds = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    match (holds(WORDS_IN), holds(WORDS_OUT)) {
        (true, false) => Some(Direction::In),
        (false, true) => Some(Direction::Out),
        // 消费退款, 手续费退款: the refund is what happened.
        (true, true)
            if plain.ends_with("退款")
                || plain.contains("退款成功")
                || plain.starts_with("退货") =>
        {
            Some(Direction::In)
        }
        _ => None,
    }
}

/// The way of a row that a payment bill counts as neither: only what moves money between the wallet
/// and the outside has one.
pub(super) fn neutral_way(text: &str) -> Option<Direction> {
    let plain = squeeze(text);
    let holds = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    let returned = ["退款", "收益发放", "提现退回"];
    let put_in = [
        "零钱充值",
        "充值成功",
        "普通充值",
        "余额充值",
        "账户充值",
        "银行卡充值",
        "快捷充值",
        "充值到余额",
    ];
    // 转入零钱通-来自工商银行(9876) comes from a card, 零钱通转出-到工商银行(9876) goes to one.
    let of_bank = |word: &str| {
        plain
            .split_once(word)
            .is_some_and(|(_, from)| from.contains("银行") || from.contains("信用社"))
    };
    if holds(&returned) || holds(&put_in) || plain.contains("转入") && of_bank("来自") {
        Some(Direction::In)
    } else if holds(&["提现", "还款", "转出到银行卡"]) || of_bank("转出-到") {
        Some(Direction::Out)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_many_banks() {
        for text in [
            "贷",
            "收",
            "进",
            "收入",
            "贷方",
            "C",
            "CR",
            "转入",
            "存入",
            "贷(收入)",
            "+",
            "01-贷",
            "入账",
            "来",
        ] {
            assert_eq!(mark(text), Mark::Way(Direction::In), "{text}");
        }
        for text in [
            "借",
            "支",
            "出",
            "支出",
            "借方",
            "D",
            "Dr",
            "转出",
            "支取",
            "付",
            "借-支出",
            "出账",
            "往",
        ] {
            assert_eq!(mark(text), Mark::Way(Direction::Out), "{text}");
        }
        assert_eq!(mark("不计收支"), Mark::Neutral);
        assert_eq!(mark(" "), Mark::Blank);
        for text in ["收/支", "X", "1"] {
            assert!(matches!(mark(text), Mark::Unknown(_)), "{text}");
        }
    }

    #[test]
    fn a_row_counted_as_neither_has_a_way_only_where_it_crosses_the_wallet() {
        for (text, way) in [
            ("提现-快速提现", Some(Direction::Out)),
            ("充值-普通充值", Some(Direction::In)),
            ("退款-纸巾", Some(Direction::In)),
            ("余额宝-转出到银行卡", Some(Direction::Out)),
            ("余额宝-自动转入", None),
            ("转账到余额宝", None),
            ("余额宝-转出到余额", None),
            ("转入零钱通-来自甲银行(9876)", Some(Direction::In)),
            ("转入零钱通-来自零钱", None),
            ("零钱通转出-到甲银行(9876)", Some(Direction::Out)),
            ("零钱通转出-到零钱", None),
        ] {
            assert_eq!(neutral_way(text), way, "{text}");
        }
    }

    #[test]
    fn types_tell_a_way_only_when_they_agree() {
        assert_eq!(worded("跨行转入"), Some(Direction::In));
        assert_eq!(worded("ATM取款"), Some(Direction::Out));
        assert_eq!(worded("消费退款"), Some(Direction::In));
        assert_eq!(worded("转账"), None);
    }
}
