//! Which column of a table holds what of a statement: the mapping made ready for reading a million
//! rows. It must not know how values become entries.

use fangfei_model::statement::Direction;

use crate::table::{ColumnMapping, Mapping};
use crate::value::{DayOrder, MoneyUnit, squeeze};

use super::fact::known_currency;
use super::merchant::{AT_TERMINAL, TAKINGS};
use super::split_date::SplitDate;
use super::status::Question;

/// An amount column and the unit of its bare numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct MoneyColumn {
    pub column: usize,
    pub unit: MoneyUnit,
}

/// Columns of one side of a transfer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PartyColumns {
    pub account: Option<usize>,
    /// Another number: the account's beside the card's.
    pub second: Option<usize>,
    /// Both numbers are of one account.
    pub paired: bool,
    pub name: Option<usize>,
    /// The shop, which stands for the other side where no name is printed.
    pub shop: Option<usize>,
    pub bank: Option<usize>,
}

impl PartyColumns {
    /// Whether the table tells anything of this side.
    pub fn any(self) -> bool {
        self.account.is_some() || self.name.is_some()
    }
}

/// Columns by meaning.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub date: usize,
    /// Where month and day stand in columns of their own: that of the day, and the year printed over them.
    pub split_date: Option<SplitDate>,
    /// The day of booking, for rows that print it alone.
    pub booked: Option<usize>,
    pub day_order: Option<DayOrder>,
    pub time: Option<usize>,
    pub amount: Option<MoneyColumn>,
    pub out: Option<MoneyColumn>,
    pub into: Option<MoneyColumn>,
    pub mark: Option<usize>,
    /// 资金收付标志 of reports to the central bank, whose codes are 01 and 02.
    pub mark_codes: bool,
    pub balance: Option<MoneyColumn>,
    /// The side of the balance: one of the debit side is overdrawn.
    pub balance_mark: Option<usize>,
    pub own: PartyColumns,
    pub counter: PartyColumns,
    pub payer: PartyColumns,
    pub payee: PartyColumns,
    pub memos: Vec<usize>,
    pub channels: Vec<usize>,
    pub references: Vec<usize>,
    pub currency: Option<usize>,
    pub status: Option<(usize, Question)>,
    /// 资金状态: what became of the money of an order.
    pub funds: Option<usize>,
    /// What a merchant gave back, beside what came in, and what became of that.
    pub refund: Option<MoneyColumn>,
    pub refund_status: Option<usize>,
    /// A payment firm's bill, whose blank mark says that it counts a row neither as income nor as expense.
    pub is_bill: bool,
    /// Payer and payee are named, and the mark says which of them the account is.
    pub own_by_mark: bool,
    /// The day is printed in the first row of each day only.
    pub day_once: bool,
    pub reversal: Option<usize>,
    /// The foreign currency that titles of amounts name.
    pub currency_said: Option<&'static str>,
    /// A list of one side's: every amount goes this way, unless its words take it back.
    pub one_way: Option<Direction>,
    /// What the title of the amount says that all rows are: 提现, 充值.
    pub all_are: Option<&'static str>,
    /// Numbers of the first and last header row.
    pub header_rows: (u32, u32),
}

impl Layout {
    /// The columns of a mapping.
    ///
    /// # Errors
    /// What the table lacks to be a statement, in Chinese.
    pub fn of(mapping: &Mapping) -> Result<Self, String> {
        let column = |field: &str| mapping.column_of(field).map(|c| c.column);
        let money = |field: &str| {
            mapping.column_of(field).map(|c| MoneyColumn {
                column: c.column,
                // Payment firms print whole fen: 交易金额(分).
                unit: match in_fen(&c.title) {
                    true => MoneyUnit::Fen,
                    false => c.unit.unwrap_or(MoneyUnit::Yuan),
                },
            })
        };
        let side = |account: &str, name: &str, bank: &str| PartyColumns {
            account: column(account),
            name: column(name),
            bank: column(bank),
            ..PartyColumns::default()
        };
        let with_second = |side: PartyColumns, second: &str| PartyColumns {
            second: column(second),
            paired: side
                .account
                .is_some_and(|c| are_card_and_account(mapping, c, second)),
            ..side
        };
        let list = |fields: &[&str]| fields.iter().filter_map(|f| column(f)).collect();
        let (amount, out, into) = (money("amount"), money("out"), money("in"));
        let two_columns = out.is_some() && into.is_some();
        let mut lacks = Vec::new();
        let split_date = SplitDate::of(mapping);
        if mapping.column_of("date").is_none() && split_date.is_none() {
            lacks.push("交易日期");
        }
        if amount.is_none() && !two_columns {
            lacks.push(match (out.is_some(), into.is_some()) {
                (true, false) => "收入（贷方）金额",
                (false, true) => "支出（借方）金额",
                _ => "金额",
            });
        }
        if !lacks.is_empty() {
            return Err(format!("没有找到“{}”列", lacks.join("”“")));
        }
        let date = mapping.column_of("date");
        Ok(Self {
            date: split_date.map_or(date.map_or(0, |c| c.column), |split| split.month),
            split_date,
            booked: mapping
                .column_of("posted_on")
                .filter(|c| is_booking_day(&c.title))
                .map(|c| c.column),
            day_order: date.and_then(|c| c.day_order),
            time: column("time"),
            amount: if two_columns { None } else { amount },
            out: if two_columns { out } else { None },
            into: if two_columns { into } else { None },
            mark: column("mark"),
            mark_codes: mapping
                .column_of("mark")
                .is_some_and(|c| squeeze(&c.title).contains("资金收付标志")),
            balance: money("balance").or_else(|| {
                // The only balance printed; whether it runs with the amounts is seen when it is checked.
                money("available").filter(|_| {
                    mapping
                        .column_of("available")
                        .is_some_and(|c| c.title.contains("余额") && !c.title.contains("冻结"))
                })
            }),
            // Beside two columns of amounts a side of its own can only be the balance's.
            balance_mark: column("balance_mark").or_else(|| column("mark").filter(|_| two_columns)),
            own: with_second(
                side("account", "account_name", "account_bank"),
                "account_second",
            ),
            counter: PartyColumns {
                shop: column("counter_shop"),
                ..with_second(
                    side("counter_account", "counter_name", "counter_bank"),
                    "counter_second",
                )
            },
            payer: with_second(
                side("payer_account", "payer_name", "payer_bank"),
                "payer_second",
            ),
            payee: with_second(
                side("payee_account", "payee_name", "payee_bank"),
                "payee_second",
            ),
            memos: list(&["memo", "remark", "purpose"]),
            channels: list(&["type", "channel"]),
            references: list(&["reference", "voucher"]),
            currency: column("currency"),
            status: mapping
                .column_of("status")
                .map(|c| (c.column, Question::of(&c.title))),
            funds: column("funds"),
            refund: money("refund"),
            refund_status: titled(mapping, &["退款状态"]),
            is_bill: mapping
                .column_of("mark")
                .is_some_and(|c| squeeze(&c.title).contains("收/支"))
                && column("balance").is_none()
                && titled(mapping, ORDER_NUMBERS).is_some(),
            own_by_mark: false,
            day_once: false,
            reversal: column("reversal"),
            currency_said: currency_said(mapping),
            one_way: None,
            all_are: None,
            header_rows: mapping.header_rows.unwrap_or((0, 0)),
        }
        .of_one_side(mapping))
    }

    /// A merchant's list names the payers only: every amount came in. One that names the payees only went out.
    fn of_one_side(mut self, mapping: &Mapping) -> Self {
        if self.counter.account.is_none() && self.payer.any() != self.payee.any() {
            let way = match self.payer.any() {
                true => Direction::In,
                false => Direction::Out,
            };
            let shop = mapping
                .columns
                .iter()
                .find(|c| Some(c.column) == self.counter.name && c.title.contains("商户"));
            if self.counter.name.is_none() || shop.is_some() {
                let number = mapping.columns.iter().find(|c| {
                    let title = squeeze(&c.title);
                    ["商户号", "商户编号", "商户代码"].contains(&title.as_str())
                });
                if shop.is_some() {
                    self.own.name = self.own.name.or(self.counter.name);
                    self.own.account = self.own.account.or(number.map(|c| c.column));
                }
                self.counter = if way == Direction::In {
                    self.payer
                } else {
                    self.payee
                };
                self.one_way = Some(way);
            }
        }
        if let Some((way, word)) = way_of_amount(mapping) {
            (self.one_way, self.all_are) = (Some(way), Some(word));
            // Beside the wallet's own number the card is where the money went or came from.
            if self.counter.account.is_none() && !self.own.paired {
                self.counter.account = self.own.second.take();
                self.counter.bank = self.counter.bank.or(self.own.bank.take());
            }
        }
        let settled = |c: &ColumnMapping| c.reason == AT_TERMINAL || c.reason == TAKINGS;
        if mapping.columns.iter().any(settled) {
            self.one_way = Some(Direction::In);
        }
        if self.mark.is_some() || self.amount.is_none() || self.balance.is_some() {
            self.one_way = None;
        }
        self.refund = self.refund.filter(|_| self.one_way == Some(Direction::In));
        self
    }

    /// Counts bare amounts in fen, where no title says otherwise.
    pub fn count_in_fen(&mut self) {
        let columns = [
            &mut self.amount,
            &mut self.out,
            &mut self.into,
            &mut self.balance,
            &mut self.refund,
        ];
        for column in columns.into_iter().flatten() {
            if column.unit == MoneyUnit::Yuan {
                column.unit = MoneyUnit::Fen;
            }
        }
    }
}

/// Whether a column of days is that of booking, and not the day something was printed or falls due.
fn is_booking_day(title: &str) -> bool {
    let title = squeeze(title).to_lowercase();
    [
        "记账",
        "记帐",
        "入账",
        "入帐",
        "过账",
        "起息",
        "清算",
        "结算",
        "post",
        "value date",
    ]
    .iter()
    .any(|word| title.contains(word))
}

/// The way that the title of the only amount says: a list of 提现金额 went out, one of 充值金额 came in.
fn way_of_amount(mapping: &Mapping) -> Option<(Direction, &'static str)> {
    let title = squeeze(&mapping.column_of("amount")?.title);
    match (title.contains("提现"), title.contains("充值")) {
        (true, false) => Some((Direction::Out, "提现")),
        (false, true) => Some((Direction::In, "充值")),
        _ => None,
    }
}

/// Titles of the numbers that payment firms give an order.
const ORDER_NUMBERS: &[&str] = &["订单号", "商户单号", "交易单号", "交易号"];

/// The first column whose title has one of these words.
fn titled(mapping: &Mapping, words: &[&str]) -> Option<usize> {
    let has = |c: &&ColumnMapping| {
        let title = squeeze(&c.title);
        words.iter().any(|word| title.contains(word))
    };
    mapping.columns.iter().find(has).map(|c| c.column)
}

/// Whether two columns of numbers are of one account: a card's and that of the account behind it, not the id of a
/// wallet and the card money was drawn to.
fn are_card_and_account(mapping: &Mapping, first: usize, second: &str) -> bool {
    let title = |c: &ColumnMapping| squeeze(&c.title);
    let first = mapping
        .columns
        .iter()
        .find(|c| c.column == first)
        .map(title);
    let second = mapping.column_of(second).map(title);
    let (Some(first), Some(second)) = (first, second) else {
        return false;
    };
    let is_card = |t: &str| t.contains('卡');
    let is_account = |t: &str| t.contains("账") || t.contains("帐");
    is_card(&first) && is_account(&second) || is_account(&first) && is_card(&second)
}

/// The foreign currency that the titles of amounts name: 收入金额(USD), 支出（美元）.
fn currency_said(mapping: &Mapping) -> Option<&'static str> {
    let money = ["amount", "out", "in", "balance"];
    let titles = mapping.columns.iter().filter(|c| {
        c.field
            .as_ref()
            .is_some_and(|f| money.contains(&f.as_str()))
    });
    titles
        .filter_map(|c| {
            known_currency(
                c.title
                    .rsplit(['(', '（'])
                    .next()?
                    .trim_end_matches([')', '）']),
            )
        })
        .find(|code| *code != "CNY")
}

/// Whether a title says that the column's numbers are fen.
fn in_fen(title: &str) -> bool {
    let title = squeeze(title);
    ["(分)", "(单位:分)", "/分", "_fen"]
        .iter()
        .any(|end| title.ends_with(end))
}
