//! The meaning of a column's title put together from its words, for titles no list has: whose it is
//! (本方, 对方, 付款人, 收款人) and what it is (账号, 户名, 余额, 借方 …). It must not know values.

use fangfei_model::statement::Direction;

use super::mark::one_side;
use crate::table::Title;

/// Whose thing a title speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Own,
    Counter,
    Payer,
    Payee,
}

fn has(plain: &str, words: &[&str]) -> bool {
    words.iter().any(|word| plain.contains(word))
}

/// The field a title means, by its words; `None` where they do not tell.
pub(super) fn meaning(title: &str) -> Option<&'static str> {
    let plain = Title::of(title).full;
    // 金额（大写）: the amount in words, beside the one in figures.
    if plain.contains("大写") {
        return None;
    }
    let (chinese, foreign): (String, String) = plain.chars().partition(|c| !c.is_ascii());
    let telling = chinese.chars().count() >= 2 && foreign.chars().count() >= 3;
    let in_chinese = || told(&chinese).filter(|_| telling);
    told(&plain)
        .or_else(in_chinese)
        .or_else(|| in_english(&plain))
}

/// The field that an English title of money or of the other side means: Debit (CNY), Counterparty A/C No.
fn in_english(plain: &str) -> Option<&'static str> {
    if !plain.is_ascii() {
        return None;
    }
    let whose = ["counterparty", "beneficiary", "remitter", "opposite"];
    if has(plain, &whose) {
        return match () {
            () if has(plain, &["bank"]) => Some("counter_bank"),
            () if has(plain, &["a/cno", "account", "a/c", "no."]) => Some("counter_account"),
            () if has(plain, &["name"]) => Some("counter_name"),
            () => None,
        };
    }
    if has(
        plain,
        &["remittance", "particulars", "details", "narrative"],
    ) {
        return Some("remark");
    }
    if has(
        plain,
        &[
            "card",
            "account",
            "date",
            "type",
            "indicator",
            "count",
            "no.",
        ],
    ) {
        return None;
    }
    let out = has(plain, &["debit", "withdraw", "paidout"]);
    let into = has(plain, &["credit", "deposit", "paidin"]);
    match (out, into) {
        (true, false) => Some("out"),
        (false, true) => Some("in"),
        (false, false) => has(plain, &["amount"]).then_some("amount"),
        (true, true) => None,
    }
}

fn told(plain: &str) -> Option<&'static str> {
    let owner = owner(plain);
    // The name of a login is the account's number where the person's name stands beside it.
    if ["用户名", "登录名", "登录账号"].contains(&plain) {
        return Some("login");
    }
    if has(plain, &["余额", "结余", "结存", "balance"]) {
        return Some(balance(plain, owner));
    }
    if has(plain, &["证件", "身份证", "客户号", "行号"]) {
        return Some(if owner == Owner::Own {
            "own_id"
        } else {
            "counter_id"
        });
    }
    if has(plain, &["冲正", "冲补", "冲账", "抹账", "红字", "红蓝"]) {
        return Some("reversal");
    }
    if has(
        plain,
        &[
            "标志", "标识", "方向", "标记", "借/贷", "收/支", "进/出", "收/付",
        ],
    ) && has(plain, &["借", "贷", "收", "支", "进", "出", "付", "方向"])
        && !has(
            plain,
            &[
                "金额",
                "发生额",
                "款人",
                "款方",
                "账号",
                "名称",
                "户名",
                "收/付方",
                "付/收方",
            ],
        )
    {
        return Some("mark");
    }
    party(plain, owner)
        .or_else(|| money(plain))
        .or_else(|| words(plain))
}

fn owner(plain: &str) -> Owner {
    let payer = has(
        plain,
        &[
            "付款人",
            "付款方",
            "汇款人",
            "汇款方",
            "转出方",
            "付款账",
            "付款帐",
            "付款支付",
            "付款卡",
            "付款机构",
            "付款行",
            "付款银行",
            "转出账",
            "转出卡",
            "转出户",
        ],
    );
    let payee = has(
        plain,
        &[
            "收款人",
            "收款方",
            "转入方",
            "收款账",
            "收款帐",
            "收款支付",
            "收款卡",
            "收款机构",
            "收款行",
            "收款银行",
            "转入账",
            "转入卡",
            "转入户",
        ],
    );
    if has(
        plain,
        &[
            "对方",
            "对手",
            "对端",
            "往来",
            "他行",
            "转入/转出",
            "转出/转入",
            "收/付方",
            "付/收方",
            "收付方",
            "收/付款方",
            "相对方",
            "提现",
            "收付款",
            "收/付款",
            "收(付)",
            "交易对",
        ],
    ) || (payer && payee)
    {
        Owner::Counter
    } else if payer {
        Owner::Payer
    } else if payee {
        Owner::Payee
    } else {
        Owner::Own
    }
}

fn balance(plain: &str, owner: Owner) -> &'static str {
    match () {
        () if has(plain, &["方向", "标志", "借贷"]) => "balance_mark",
        () if owner == Owner::Counter => "counter_balance",
        () if has(plain, &["可用", "冻结", "可取", "保留", "额度"]) => "available",
        () if has(plain, &["前余额", "上次", "上笔", "原余额", "交易前"]) => {
            "balance_before"
        }
        () => "balance",
    }
}

/// Number, name or bank of one side.
fn party(plain: &str, owner: Owner) -> Option<&'static str> {
    let pick = |own, counter, payer, payee| {
        Some(match owner {
            Owner::Own => own,
            Owner::Counter => counter,
            Owner::Payer => payer,
            Owner::Payee => payee,
        })
    };
    // A security is bought, not paid: 证券名称 beside 银行转证券.
    let other = [
        "金额",
        "发生额",
        "日期",
        "时间",
        "标志",
        "类型",
        "证券",
        "股票",
        "性质",
    ];
    if has(plain, &other) {
        return None;
    }
    let is_number = has(plain, &["账号", "帐号", "卡号", "账卡号", "户口号"]);
    // 卡末四位, 卡号后四位, 卡片尾号: what is left of the card's number.
    let is_tail =
        plain.contains('卡') && has(plain, &["末四位", "后四位", "尾号", "末4位", "后4位"]);
    let is_wallet = plain.contains("钱包") && has(plain, &["id", "编号", "号码"]);
    if is_wallet || is_tail || is_number && plain.ends_with('号') {
        return pick(
            "account",
            "counter_account",
            "payer_account",
            "payee_account",
        );
    }
    if has(plain, &["户名", "姓名", "名称", "名字"])
        && !has(
            plain,
            &[
                "行名",
                "银行",
                "机构",
                "网点",
                "门店",
                "店铺",
                "商品",
                "币",
                "交易名",
                "业务名",
                "消费名",
                "产品",
                "项目",
            ],
        )
    {
        return pick("account_name", "counter_name", "payer_name", "payee_name");
    }
    if has(
        plain,
        &["开户行", "银行", "行名", "开户机构", "开户网点", "机构"],
    ) {
        let own = if has(plain, &["开户", "本方", "我方"]) {
            "account_bank"
        } else {
            "branch"
        };
        return pick(own, "counter_bank", "payer_bank", "payee_bank");
    }
    if owner == Owner::Counter && (plain.ends_with('方') || plain.ends_with('人')) {
        return Some("counter_name");
    }
    if is_number || has(plain, &["账户", "帐户"]) {
        return pick(
            "account",
            "counter_account",
            "payer_account",
            "payee_account",
        );
    }
    None
}

fn money(plain: &str) -> Option<&'static str> {
    let is_money = has(plain, &["额", "发生数", "款项"]) || plain.chars().count() <= 4;
    if !is_money
        || has(
            plain,
            &[
                "标志", "类型", "方式", "账号", "名称", "日期", "时间", "渠道", "状态", "说明",
                "款人", "款方",
            ],
        )
    {
        return None;
    }
    if has(
        plain,
        &[
            "手续费",
            "服务费",
            "优惠",
            "折扣",
            "汇率",
            "积分",
            "限额",
            "额度",
            "冻结",
            "税",
            "利息",
            "费用",
        ],
    ) {
        return Some("fee");
    }
    if has(plain, &["退款", "退货"]) {
        // What was given back of an order in the end is no payment of its own.
        let noted = has(
            plain,
            &["已退", "成功退", "累计", "可退", "申请", "券", "优惠"],
        );
        return Some(if noted { "fee" } else { "refund" });
    }
    let out = has(
        plain,
        &[
            "借", "支出", "支取", "付出", "转出", "取款", "支付", "付款", "流出", "出账", "减少",
            "debit",
        ],
    );
    let into = has(
        plain,
        &[
            "贷", "收入", "存入", "转入", "存款", "收款", "流入", "入账", "进账", "增加", "credit",
        ],
    );
    if !out
        && !into
        && plain.chars().count() <= 3
        && let Some(side) = one_side(plain)
    {
        // 收进, 付出, 存入额: every telling character agrees.
        return Some(if side == Direction::In { "in" } else { "out" });
    }
    match (out, into) {
        (true, false) => Some("out"),
        (false, true) => Some("in"),
        (true, true) => Some("amount"),
        (false, false) => has(plain, &["金额", "发生额", "交易额", "发生数"]).then_some("amount"),
    }
}

fn words(plain: &str) -> Option<&'static str> {
    let table: &[(&[&str], &str)] = &[
        (&["币种", "币别", "货币", "currency"], "currency"),
        (&["是否成功", "状态", "处理结果"], "status"),
        (&["摘要"], "memo"),
        (&["用途", "事由"], "purpose"),
        (&["附言", "备注", "留言", "附加"], "remark"),
        (
            &["商户单号", "商家订单", "凭证", "传票", "支票", "票据"],
            "voucher",
        ),
        (
            &["流水号", "交易单号", "订单号", "交易号", "日志号", "回单"],
            "reference",
        ),
        (&["柜员", "操作员", "终端号"], "teller"),
        (&["网点", "地点", "发生地", "交易行", "门店"], "branch"),
        (&["ip", "mac", "设备", "手机", "电话"], "device"),
        (
            &["起息", "到期", "清算日", "打印", "接收时间", "修改时间"],
            "posted_on",
        ),
        (&["日期", "date"], "date"),
        (&["记账日", "交易日", "入账日", "发生日", "会计日"], "date"),
        (&["时间", "time", "时刻"], "date"),
        (
            &[
                "说明",
                "描述",
                "详情",
                "商品",
                "标题",
                "交易名称",
                "业务名称",
                "消费名称",
            ],
            "memo",
        ),
        (&["单号"], "reference"),
        (&["渠道", "方式"], "channel"),
        (&["类型", "类别", "种类", "分类"], "type"),
    ];
    table
        .iter()
        .find(|(keys, _)| has(plain, keys))
        .map(|(_, field)| *field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_no_list_has() {
        for (title, field) in [
            ("借方交易额（支出）", "out"),
            ("本期贷方发生金额(元)", "in"),
            ("对手方银行卡号", "counter_account"),
            ("交易对手方姓名/名称", "counter_name"),
            ("交易后结余", "balance"),
            ("对手方余额", "counter_balance"),
            ("交易发生额（人民币）", "amount"),
            ("本方银行卡号", "account"),
            ("收款人开户银行名称", "payee_bank"),
            ("借贷标志(D/C)", "mark"),
            ("入账日期时间", "date"),
            ("客户摘要", "memo"),
            ("单笔手续费金额", "fee"),
            ("商户退款金额(元)", "refund"),
            ("累计退款金额", "fee"),
            ("收款机构信息", "payee_bank"),
            ("门店名称", "branch"),
            ("提现银行名称", "counter_bank"),
            ("收进", "in"),
            ("付出", "out"),
            ("商户结存", "balance"),
            ("付款方/收款方", "counter_name"),
            ("消费名称", "memo"),
            ("接收时间", "posted_on"),
            ("卡末四位", "account"),
        ] {
            assert_eq!(meaning(title), Some(field), "{title}");
        }
        for (title, field) in [
            ("Deposits 存入", "in"),
            ("Transaction Details 交易详情", "memo"),
            ("Debit (CNY)", "out"),
            ("Counterparty A/C No.", "counter_account"),
            ("Counterparty Name", "counter_name"),
            ("对方钱包ID", "counter_account"),
            ("记账日", "date"),
            ("金额（小写）", "amount"),
        ] {
            assert_eq!(meaning(title), Some(field), "{title}");
        }
        assert_eq!(meaning("金额（大写）"), None);
        assert_eq!(meaning("序号"), None);
    }
}
