//! Statements as banks print them for customers. Invented in detail.

use super::form::{
    Amount, Column as C, Container, DateForm, Figures, Footer, Head, Layout, Mask, Opening, Order,
    Reversal, Scope,
};

/// The layouts.
pub fn layouts() -> Vec<Layout> {
    let mut all = printed();
    all.extend(exported());
    all.extend(unusual());
    all
}

fn printed() -> Vec<Layout> {
    vec![
        Layout {
            title: "账户交易明细清单",
            head: Head::Pairs,
            page: Some(30),
            opening: Opening::Row("承前页"),
            footer: Footer::Totals,
            figures: Figures::Grouped,
            ..Layout::plain(
                "counter_pages",
                Container::Xlsx,
                Amount::Two,
                &[
                    (C::Serial, "序号"),
                    (C::Date, "交易日期"),
                    (C::Memo, "摘要"),
                    (C::Out, "借方发生额"),
                    (C::In, "贷方发生额"),
                    (C::Balance, "余额"),
                    (C::OtherName, "对方户名"),
                    (C::OtherNumber, "对方账号"),
                    (C::Channel, "交易渠道"),
                ],
            )
        },
        Layout {
            title: "个人活期明细",
            head: Head::Line,
            date: DateForm::Digits,
            figures: Figures::Cell,
            reversal: Reversal::Opposite,
            footer: Footer::Sentence,
            ..Layout::plain(
                "debit_credit_mark",
                Container::Xlsx,
                Amount::Marked("贷", "借"),
                &[
                    (C::Date, "记账日"),
                    (C::Time, "交易时间"),
                    (C::Mark, "借贷标志"),
                    (C::Amount, "发生额"),
                    (C::Balance, "账户余额"),
                    (C::Memo, "摘要"),
                    (C::OtherNumber, "对手账号"),
                    (C::OtherName, "对手名称"),
                    (C::OtherBank, "对手开户行"),
                    (C::Reference, "流水号"),
                ],
            )
        },
        Layout {
            title: "存款分户账",
            head: Head::Lines,
            date: DateForm::Dots,
            figures: Figures::FullWidth,
            opening: Opening::Row("期初余额"),
            footer: Footer::Remark,
            ..Layout::plain(
                "rural_ledger",
                Container::Xlsx,
                Amount::Two,
                &[
                    (C::Date, "日期"),
                    (C::Memo, "业务摘要"),
                    (C::Out, "支取"),
                    (C::In, "存入"),
                    (C::Balance, "结存"),
                    (C::OtherNumber, "对方帐号"),
                    (C::OtherName, "对方名称"),
                ],
            )
        },
        Layout {
            title: "单位账户对账单",
            head: Head::Pairs,
            labels: ["账户名称", "账户号码", "币别"],
            date: DateForm::Words,
            figures: Figures::Grouped,
            page: Some(45),
            opening: Opening::Head,
            footer: Footer::Totals,
            ..Layout::plain(
                "firm_sheet",
                Container::Xlsx,
                Amount::Marked("贷方", "借方"),
                &[
                    (C::Date, "入账日期"),
                    (C::Reference, "凭证号码"),
                    (C::OtherName, "对方单位"),
                    (C::OtherNumber, "对方账户"),
                    (C::Memo, "用途"),
                    (C::Remark, "附言"),
                    (C::Mark, "方向"),
                    (C::Amount, "金额"),
                    (C::Balance, "账面余额"),
                ],
            )
        },
    ]
}

fn exported() -> Vec<Layout> {
    vec![
        Layout {
            head: Head::None,
            figures: Figures::Plain,
            ..Layout::plain(
                "online_signed",
                Container::Csv,
                Amount::Signed(false),
                &[
                    (C::OwnNumber, "本方账号"),
                    (C::OwnName, "本方户名"),
                    (C::Stamp, "交易时间"),
                    (C::Amount, "交易金额"),
                    (C::Balance, "交易后余额"),
                    (C::OtherName, "交易对方"),
                    (C::OtherNumber, "对方卡号"),
                    (C::Memo, "交易备注"),
                ],
            )
        },
        Layout {
            head: Head::Lines,
            labels: ["姓名", "卡号", "币种"],
            order: Order::Falling,
            date: DateForm::Slashes,
            mask: Mask::Stars,
            reversal: Reversal::Opposite,
            ..Layout::plain(
                "phone_newest_first",
                Container::CsvMarked,
                Amount::Signed(true),
                &[
                    (C::Stamp, "记账时间"),
                    (C::Channel, "业务类型"),
                    (C::Amount, "收支金额"),
                    (C::Balance, "余额"),
                    (C::OtherName, "对方姓名"),
                    (C::OtherNumber, "对方账户"),
                    (C::Memo, "备注"),
                ],
            )
        },
        Layout {
            title: "交易明细查询结果",
            head: Head::Line,
            figures: Figures::Grouped,
            mask: Mask::Spaced,
            footer: Footer::Sentence,
            ..Layout::plain(
                "in_out_columns",
                Container::CsvChinese,
                Amount::Two,
                &[
                    (C::Date, "交易日"),
                    (C::Time, "时间"),
                    (C::In, "收入金额"),
                    (C::Out, "支出金额"),
                    (C::Balance, "本次余额"),
                    (C::Memo, "交易摘要"),
                    (C::Channel, "交易渠道"),
                    (C::OtherName, "对方户名"),
                    (C::OtherNumber, "对方账号"),
                    (C::OtherBank, "对方行名"),
                ],
            )
        },
        Layout {
            head: Head::Pairs,
            date: DateForm::Cell,
            figures: Figures::Cell,
            order: Order::Falling,
            ..Layout::plain(
                "date_cells",
                Container::Xlsx,
                Amount::Marked("收入", "支出"),
                &[
                    (C::Stamp, "交易日期时间"),
                    (C::Mark, "收支"),
                    (C::Amount, "金额(元)"),
                    (C::Balance, "余额(元)"),
                    (C::OtherName, "收/付款方名称"),
                    (C::OtherNumber, "收/付款方账号"),
                    (C::OtherBank, "收/付款方开户行"),
                    (C::Memo, "摘要"),
                    (C::Remark, "用途"),
                ],
            )
        },
        Layout {
            title: "历史明细",
            head: Head::Lines,
            date: DateForm::Digits,
            mask: Mask::Middle,
            opening: Opening::Head,
            ..Layout::plain(
                "web_page",
                Container::HtmlXls,
                Amount::Two,
                &[
                    (C::Date, "交易日期"),
                    (C::Reference, "交易流水"),
                    (C::Out, "转出金额"),
                    (C::In, "转入金额"),
                    (C::Balance, "可用余额"),
                    (C::OtherNumber, "对方帐号"),
                    (C::OtherName, "对方户名"),
                    (C::Memo, "附言"),
                ],
            )
        },
        Layout {
            head: Head::None,
            date: DateForm::Digits,
            ..Layout::plain(
                "letters_mark",
                Container::CsvChinese,
                Amount::Marked("C", "D"),
                &[
                    (C::OwnNumber, "客户账号"),
                    (C::OwnName, "客户名称"),
                    (C::Currency, "货币"),
                    (C::Date, "交易日期"),
                    (C::Time, "交易时间"),
                    (C::Mark, "借贷标记"),
                    (C::Amount, "交易金额"),
                    (C::Balance, "账户余额"),
                    (C::OtherNumber, "交易对手账号"),
                    (C::OtherName, "交易对手名称"),
                    (C::Memo, "摘要描述"),
                    (C::Reference, "主机流水号"),
                ],
            )
        },
    ]
}

fn unusual() -> Vec<Layout> {
    vec![
        Layout {
            title: "客户多账户流水",
            head: Head::Pairs,
            scope: Scope::Blocks,
            figures: Figures::Grouped,
            opening: Opening::Row("上期余额"),
            footer: Footer::Totals,
            ..Layout::plain(
                "blocks",
                Container::Xlsx,
                Amount::Two,
                &[
                    (C::Date, "交易日期"),
                    (C::Out, "支出"),
                    (C::In, "收入"),
                    (C::Balance, "余额"),
                    (C::OtherName, "对方户名"),
                    (C::OtherNumber, "对方账号"),
                    (C::Memo, "摘要"),
                ],
            )
        },
        Layout {
            title: "账户流水",
            head: Head::Line,
            scope: Scope::Sheets,
            date: DateForm::Slashes,
            figures: Figures::Cell,
            reversal: Reversal::Opposite,
            ..Layout::plain(
                "sheets",
                Container::Xlsx,
                Amount::Marked("转入", "转出"),
                &[
                    (C::Serial, "编号"),
                    (C::Stamp, "发生时间"),
                    (C::Mark, "交易方向"),
                    (C::Amount, "发生金额"),
                    (C::Balance, "结余"),
                    (C::OtherName, "对端名称"),
                    (C::OtherNumber, "对端账号"),
                    (C::Memo, "说明"),
                    (C::Reference, "交易编号"),
                ],
            )
        },
        Layout {
            title: "储蓄账户明细",
            head: Head::Pairs,
            labels: ["客户姓名", "账户", "币种"],
            mask: Mask::NameOnly,
            figures: Figures::Yuan,
            footer: Footer::Remark,
            ..Layout::plain(
                "names_only",
                Container::CsvChinese,
                Amount::Marked("存", "取"),
                &[
                    (C::Date, "日期"),
                    (C::Mark, "存取"),
                    (C::Amount, "金额"),
                    (C::Balance, "余额"),
                    (C::OtherName, "对方"),
                    (C::Memo, "摘要"),
                ],
            )
        },
        Layout {
            title: "资金往来明细",
            head: Head::Lines,
            labels: ["开户名称", "开户账号", "币种"],
            page: Some(25),
            order: Order::Falling,
            figures: Figures::Grouped,
            ..Layout::plain(
                "pages_newest_first",
                Container::Xlsx,
                Amount::Signed(true),
                &[
                    (C::Stamp, "交易时间"),
                    (C::Amount, "金额"),
                    (C::Balance, "余额"),
                    (C::OtherName, "对手户名"),
                    (C::OtherNumber, "对手账户"),
                    (C::Memo, "交易说明"),
                    (C::Channel, "渠道"),
                ],
            )
        },
    ]
}
