//! A merchant's or a card terminal's list, which names payers only: whose its columns are, what came in, what was given
//! back. It must not know other rows than the one it is asked about.

use std::collections::HashSet;

use fangfei_model::money::Fen;
use fangfei_model::statement::Direction;

use super::direct::Way;
use super::guessed::set;
use super::raw::Raw;
use super::title::meaning;
use crate::kind::FieldId;
use crate::table::{ColumnMapping, Mapping};
use crate::value::squeeze;

/// What marks a column that was settled by [`cards_at_terminal`].
pub(super) const AT_TERMINAL: &str = "商户收单的明细，卡是付款人的";
/// What marks a column that was settled by [`takings`].
pub(super) const TAKINGS: &str = "商户的账单，金额是收到的，退款另有一列";

/// 商户名称 beside 对手户名: the shop stands for the other side only in rows that name nobody else.
pub(super) fn shop_beside_party(mapping: &mut Mapping) {
    let is_shop = |c: &&ColumnMapping| titled(c, &["商户名称", "商户名", "商户简称"]);
    let named = |c: &&ColumnMapping| meaning(&c.title) == Some("counter_name");
    let given = |c: &&ColumnMapping| matches!(field(c), None | Some("counter_name"));
    let columns = || mapping.columns.iter().filter(given);
    let shop = columns().find(is_shop).map(|c| c.column);
    let party = columns().filter(named).find(|c| !titled(c, &["商户"]));
    if let (Some(shop), Some(party)) = (shop, party.map(|c| c.column)) {
        set(mapping, shop, Some("counter_shop"));
        set(mapping, party, Some("counter_name"));
    }
}

fn field(column: &ColumnMapping) -> Option<&str> {
    column.field.as_ref().map(FieldId::as_str)
}

fn titled(column: &ColumnMapping, words: &[&str]) -> bool {
    let title = squeeze(&column.title).to_lowercase();
    words.iter().any(|word| title.contains(word))
}

/// Where a table says which bank issued the card (发卡行), or at which terminal it was read, it is a merchant's: the
/// card is the payer's, not its own.
pub(super) fn cards_at_terminal(mapping: &mut Mapping) {
    let has = |field: &&str| mapping.column_of(field).is_some();
    let tells_sides = ["mark", "balance", "out", "payer_account"].iter().any(has);
    let at_terminal = |c: &ColumnMapping| titled(c, &["终端号", "商户号", "商户编号"]);
    let is_merchants = mapping
        .columns
        .iter()
        .any(|c| titled(c, &["发卡"]) || at_terminal(c) && !tells_sides);
    if !is_merchants || has(&"counter_account") {
        return;
    }
    for column in &mut mapping.columns {
        let is_card = field(column) == Some("account") && titled(column, &["卡号"]);
        let meant = match field(column) {
            _ if is_shop(column).is_some() => is_shop(column),
            _ if is_card => Some("counter_account"),
            _ if titled(column, &["发卡"]) => Some("counter_bank"),
            _ => None,
        };
        if let Some(meant) = meant {
            column.field = Some(FieldId::from(meant));
            column.reason = AT_TERMINAL.to_owned();
        }
    }
}

/// The merchant's own name and number, which elsewhere are the other side's.
fn is_shop(column: &ColumnMapping) -> Option<&'static str> {
    match field(column) {
        Some("counter_name" | "counter_shop") if titled(column, &["商户"]) => {
            Some("account_name")
        }
        Some("counter_id") if titled(column, &["商户"]) => Some("account"),
        _ => None,
    }
}

/// A payment firm's bill for a merchant has one amount for what payers paid, and the refunds in a column or by a number of
/// their own. The payer is called user or buyer there.
pub(super) fn takings(mapping: &mut Mapping) {
    let has = |field: &str| mapping.column_of(field).is_some();
    let any = |words: &[&str]| mapping.columns.iter().any(|c| titled(c, words));
    let told = ["mark", "balance"].into_iter().any(has) || has("out") && has("in");
    let refunds = has("refund") || any(&["退款单号", "退款批次", "退款流水", "商家实收", "应结"]);
    let names_merchant = any(&["商户号", "商户编号", "商户代码", "门店", "商家实收", "应结"]);
    let names_payer = any(&["买家", "用户标识", "付款", "支付银行"]);
    let buyers = any(&["卖家", "收款方", "收款人"]);
    if told || !refunds || buyers || !(names_merchant || names_payer) {
        return;
    }
    settle_amount(mapping);
    let free = |wanted: &'static str| {
        let taken = mapping.column_of(wanted).is_some();
        (!taken).then_some(wanted)
    };
    let (mut number, mut name, mut bank) = (
        free("counter_account"),
        free("counter_name").or_else(|| {
            let shop = mapping.column_of("counter_name").and_then(is_shop);
            shop.map(|_| "counter_name")
        }),
        free("counter_bank"),
    );
    for column in &mut mapping.columns {
        if field(column) == Some("account") && titled(column, &["公众", "应用", "appid"]) {
            column.field = None;
        }
        let payer = titled(column, &["买家", "用户", "会员", "openid"]);
        let named = titled(column, &["姓名", "名称", "昵称"]);
        let meant = match field(column) {
            _ if is_shop(column).is_some() => is_shop(column),
            Some("payer_bank") => bank.take(),
            Some("payer_account") => number.take(),
            Some("payer_name") => name.take(),
            None | Some("account" | "account_name" | "own_id") if payer && named => name.take(),
            None | Some("account" | "own_id") if payer => number.take(),
            _ => None,
        };
        if let Some(meant) = meant {
            column.field = Some(FieldId::from(meant));
        }
        if matches!(field(column), Some("amount" | "refund")) {
            column.reason = TAKINGS.to_owned();
        }
    }
}

/// Of several amounts the one that the merchant gets: what coupons of the merchant's own paid is nobody's.
fn settle_amount(mapping: &mut Mapping) {
    let is_money = |c: &&ColumnMapping| {
        matches!(field(c), None | Some("amount" | "out" | "in" | "fee"))
            && !titled(c, &["退款", "手续费", "服务费", "优惠", "红包", "券"])
    };
    let wanted = [
        &["应结", "商家实收", "商户实收"][..],
        &["实收金额", "交易金额", "订单金额"],
        &["支付金额", "付款金额", "收款金额", "实付金额"],
    ];
    let found = wanted.iter().find_map(|words| {
        let columns = mapping.columns.iter().filter(is_money);
        columns.clone().find(|c| titled(c, words)).map(|c| c.column)
    });
    let Some(found) = found else { return };
    let old = mapping.column_of("amount").map(|c| c.column);
    if let Some(old) = old.filter(|old| *old != found) {
        set(mapping, old, None);
    }
    set(mapping, found, Some("amount"));
}

/// The way of a row of a list whose amounts all go one way: what is taken back stays as it is with a minus, what is given
/// back, and what the payment firm keeps or pays out, goes the other way.
pub(super) fn by_list(raw: &Raw, way: Direction, paid: &HashSet<Box<str>>) -> Way {
    let fen = raw.single.map_or(Fen::ZERO, |s| s.fen);
    let in_type = |words: &[&str]| {
        let channel = raw.channel.as_deref().unwrap_or("");
        words.iter().any(|word| channel.contains(word))
    };
    let says = |words: &[&str]| in_type(words) || words.iter().any(|word| raw.memo.contains(word));
    let back = match way {
        Direction::In => Direction::Out,
        Direction::Out => Direction::In,
    };
    if let Some(refund) = refund_of(raw) {
        return match net_of(raw, paid) {
            None => Ok((back, refund)),
            Some(Fen::ZERO) => Err("这笔订单已经全额退款，收到的和退回的相抵".to_owned()),
            Some(net) => Ok((way, net)),
        };
    }
    let firms = in_type(&["手续费", "服务费", "扣费", "提现", "分账", "分润"])
        || matches!(raw.channel.as_deref(), Some("收费" | "结算" | "划款"));
    match () {
        () if says(&["撤销", "撤消", "冲正", "抹账"]) => Ok((way, Fen(-fen.0.abs()))),
        () if says(&["退款", "退货"]) || fen < Fen::ZERO => Ok((back, Fen(fen.0.abs()))),
        () if way == Direction::In && firms => Ok((back, fen)),
        () => Ok((way, fen)),
    }
}

/// What a row says was given back.
pub(super) fn refund_of(raw: &Raw) -> Option<Fen> {
    let refund = raw.refund.map(|sum| Fen(sum.fen.0.abs()));
    refund.filter(|fen| *fen != Fen::ZERO)
}

/// What is left of a row that prints an order together with what was given back of it; `None` for a row of the refund
/// alone. The order's own row stands elsewhere where another row of its number has no refund.
pub(super) fn net_of(raw: &Raw, paid: &HashSet<Box<str>>) -> Option<Fen> {
    let refund = refund_of(raw)?;
    let order = raw.single.map_or(Fen::ZERO, |s| s.fen);
    let says = |text: &str| text.contains("退款") || text.contains("退货");
    let refund_only = order <= Fen::ZERO
        || raw.channel.as_deref().is_some_and(says)
        || raw
            .reference
            .as_ref()
            .is_some_and(|number| paid.contains(number))
        || refund > order;
    (!refund_only).then(|| Fen(order.0 - refund.0))
}

/// Numbers of orders that stand in a row without a refund.
pub(super) fn paid_orders(raws: &[Raw]) -> HashSet<Box<str>> {
    let plain = raws.iter().filter(|raw| refund_of(raw).is_none());
    if raws.iter().all(|raw| raw.refund.is_none()) {
        return HashSet::new();
    }
    plain.filter_map(|raw| raw.reference.clone()).collect()
}
