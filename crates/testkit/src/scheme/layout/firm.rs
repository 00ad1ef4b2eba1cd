//! Bills of payment firms and wallets, and the exports that answer an authority's inquiry. Invented in
//! detail.

use super::form::{
    Amount, Column as C, Container, DateForm, Figures, Footer, For, Head, Layout, Mask, Order,
    Reversal, Scope,
};

/// The layouts.
pub fn layouts() -> Vec<Layout> {
    let mut all = bills();
    all.extend(inquiries());
    all
}

fn bills() -> Vec<Layout> {
    vec![
        Layout {
            of: For::Wallet,
            title: "随行钱包账单明细",
            head: Head::Lines,
            labels: ["用户姓名", "钱包账号", "币种"],
            order: Order::Falling,
            mask: Mask::Nickname,
            figures: Figures::Yuan,
            footer: Footer::Remark,
            reversal: Reversal::Opposite,
            ..Layout::plain(
                "wallet_bill",
                Container::CsvMarked,
                Amount::Marked("收入", "支出"),
                &[
                    (C::Stamp, "交易时间"),
                    (C::Channel, "交易类型"),
                    (C::OtherName, "交易对方"),
                    (C::Memo, "商品说明"),
                    (C::Mark, "收/支"),
                    (C::Amount, "金额(元)"),
                    (C::Status, "当前状态"),
                    (C::Reference, "交易单号"),
                ],
            )
        },
        Layout {
            of: For::Wallet,
            title: "账务流水",
            head: Head::Line,
            labels: ["名称", "账户", "币种"],
            mask: Mask::NameOnly,
            ..Layout::plain(
                "wallet_ledger",
                Container::CsvChinese,
                Amount::Marked("收入", "支出"),
                &[
                    (C::Reference, "流水编号"),
                    (C::Stamp, "创建时间"),
                    (C::Mark, "收支类型"),
                    (C::Amount, "金额（元）"),
                    (C::Balance, "账户余额（元）"),
                    (C::OtherName, "对方名称"),
                    (C::Memo, "备注"),
                    (C::Status, "交易状态"),
                ],
            )
        },
        Layout {
            of: For::Merchant,
            title: "商户账务明细",
            head: Head::Lines,
            labels: ["商户名称", "商户号", "币种"],
            figures: Figures::Plain,
            reversal: Reversal::Opposite,
            ..Layout::plain(
                "merchant_ledger",
                Container::CsvMarked,
                Amount::Two,
                &[
                    (C::Reference, "订单号"),
                    (C::Stamp, "入账时间"),
                    (C::In, "收入（+元）"),
                    (C::Out, "支出（-元）"),
                    (C::Balance, "账户余额（元）"),
                    (C::OtherName, "对方户名"),
                    (C::OtherNumber, "对方账号"),
                    (C::Memo, "商品名称"),
                    (C::Channel, "业务类型"),
                ],
            )
        },
        Layout {
            of: For::Merchant,
            title: "结算明细",
            head: Head::Pairs,
            labels: ["商户简称", "商户编号", "币种"],
            figures: Figures::Cell,
            ..Layout::plain(
                "merchant_sheet",
                Container::Xlsx,
                Amount::Marked("入账", "出账"),
                &[
                    (C::Stamp, "交易完成时间"),
                    (C::Mark, "资金方向"),
                    (C::Amount, "金额"),
                    (C::Balance, "商户余额"),
                    (C::OtherName, "付款方/收款方"),
                    (C::OtherNumber, "付款方/收款方账号"),
                    (C::Memo, "订单标题"),
                    (C::Reference, "平台单号"),
                ],
            )
        },
    ]
}

fn inquiries() -> Vec<Layout> {
    vec![
        Layout {
            head: Head::None,
            scope: Scope::Rows,
            date: DateForm::Dashes,
            ..Layout::plain(
                "inquiry_rows",
                Container::CsvChinese,
                Amount::Marked("进", "出"),
                &[
                    (C::OwnNumber, "交易卡号"),
                    (C::OwnName, "交易户名"),
                    (C::Stamp, "交易时间"),
                    (C::Amount, "交易金额"),
                    (C::Balance, "交易余额"),
                    (C::Mark, "收付标志"),
                    (C::OtherNumber, "对手卡号"),
                    (C::OtherName, "对手户名"),
                    (C::OtherBank, "对手银行"),
                    (C::Memo, "摘要说明"),
                    (C::Currency, "交易币种"),
                    (C::Reference, "交易流水号"),
                    (C::Status, "交易是否成功"),
                ],
            )
        },
        Layout {
            head: Head::None,
            scope: Scope::Rows,
            date: DateForm::Cell,
            figures: Figures::Cell,
            reversal: Reversal::Opposite,
            ..Layout::plain(
                "inquiry_sheet",
                Container::Xlsx,
                Amount::Marked("收", "付"),
                &[
                    (C::Serial, "序号"),
                    (C::OwnName, "查询主体"),
                    (C::OwnNumber, "主体账号"),
                    (C::Date, "交易日期"),
                    (C::Time, "交易时刻"),
                    (C::Mark, "收付"),
                    (C::Amount, "金额"),
                    (C::Currency, "币种"),
                    (C::Balance, "账户余额"),
                    (C::OtherName, "交易对方名称"),
                    (C::OtherNumber, "交易对方账号"),
                    (C::OtherBank, "对方金融机构"),
                    (C::Memo, "用途及摘要"),
                ],
            )
        },
        Layout {
            title: "协助查询财产反馈",
            head: Head::Pairs,
            labels: ["被查询人", "账（卡）号", "币种"],
            scope: Scope::Sheets,
            date: DateForm::Digits,
            footer: Footer::Sentence,
            figures: Figures::Grouped,
            ..Layout::plain(
                "inquiry_sheets",
                Container::Xlsx,
                Amount::Two,
                &[
                    (C::Date, "交易日期"),
                    (C::Time, "交易时间"),
                    (C::Out, "借方金额"),
                    (C::In, "贷方金额"),
                    (C::Balance, "余额"),
                    (C::OtherNumber, "对方账（卡）号"),
                    (C::OtherName, "对方姓名/名称"),
                    (C::Memo, "摘要"),
                    (C::Remark, "备注"),
                    (C::Channel, "交易方式"),
                ],
            )
        },
        Layout {
            head: Head::None,
            scope: Scope::Rows,
            date: DateForm::Words,
            order: Order::Falling,
            figures: Figures::Grouped,
            ..Layout::plain(
                "inquiry_page",
                Container::HtmlXls,
                Amount::Two,
                &[
                    (C::OwnName, "户名"),
                    (C::OwnNumber, "账号"),
                    (C::Date, "记账日期"),
                    (C::Out, "付出"),
                    (C::In, "收进"),
                    (C::Balance, "余额"),
                    (C::OtherNumber, "对方账号"),
                    (C::OtherName, "对方户名"),
                    (C::Memo, "摘要"),
                ],
            )
        },
    ]
}
