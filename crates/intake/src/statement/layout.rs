//! Which column of a table holds what of a statement: the mapping made ready for reading a million
//! rows, and the guess put right by the words of titles and the look of values. It must not know
//! how values become entries.

use fangfei_model::statement::Direction;
use jiff::civil::Time;

use crate::kind::{FieldId, Kind};
use crate::table::{Cell, ColumnMapping, Mapping, Sheet, SheetRow, guess};
use crate::value::{DayOrder, MoneyUnit, squeeze};

use super::fact::known_currency;
use super::merchant::{AT_TERMINAL, TAKINGS, cards_at_terminal, takings};
use super::moment::{clock, moment};
use super::sides::both_sides;
use super::split_date::SplitDate;
use super::status::Question;
use super::title::meaning;

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
            counter: with_second(
                side("counter_account", "counter_name", "counter_bank"),
                "counter_second",
            ),
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

/// Rows of a table that are looked at to guess its columns.
const SAMPLE: usize = 400;

/// The rows from `at` on, as many as a guess needs.
pub(super) fn sample(sheet: &Sheet, at: usize) -> Sheet {
    let rows = &sheet.rows[at..(at + SAMPLE).min(sheet.rows.len())];
    let reach = rows.last().map_or(0, |row| row.number);
    let first = rows.first().map_or(0, |row| row.number);
    Sheet {
        name: sheet.name.clone(),
        visibility: sheet.visibility,
        rows: rows.to_vec(),
        merges: sheet
            .merges
            .iter()
            .filter(|m| m.bottom + 1 >= first && m.top < reach)
            .copied()
            .collect(),
        hidden_columns: sheet.hidden_columns.clone(),
    }
}

/// Guesses the mapping of a table of transactions.
pub(super) fn guess_mapping(part: &Sheet, kind: &Kind) -> Mapping {
    let mut mapping = guess(part, kind);
    let last_header = mapping.header_rows.map_or(0, |(_, last)| last);
    let body_from = part.rows.partition_point(|row| row.number <= last_header);
    let body = &part.rows[body_from..];
    by_words(&mut mapping);
    both_sides(&mut mapping);
    cards_at_terminal(&mut mapping);
    takings(&mut mapping);
    settle_dates(&mut mapping, body);
    mapping
}

/// Least confidence of a guess that stands against the words of the title.
const SURE: u32 = 880;
/// Fields on which money hangs; a vague likeness is not enough for them.
const CRITICAL: &[&str] = &[
    "date", "amount", "out", "in", "mark", "balance", "status", "reversal", "currency", "refund",
    "funds",
];

/// Gives columns the field that the words of their titles mean, where the guess has none or doubts.
fn by_words(mapping: &mut Mapping) {
    for column in &mut mapping.columns {
        if column.title.contains("大写") {
            column.field = None;
        }
    }
    let sure: Vec<FieldId> = mapping
        .columns
        .iter()
        .filter(|c| is_sure(c))
        .filter_map(|c| c.field.clone())
        .collect();
    let mut taken = sure;
    for column in mapping.columns.iter_mut().filter(|c| !is_sure(c)) {
        let meant = meaning(&column.title);
        let guessed = column.field.as_ref().map(FieldId::as_str);
        let free = |field: &&str| !taken.iter().any(|t| t.as_str() == *field);
        let choice = meant
            .and_then(|field| alternatives(field).iter().copied().find(free))
            .or_else(|| guessed.filter(|g| meant.is_none() && !CRITICAL.contains(g) && free(g)));
        if choice != guessed {
            column.reason = match choice {
                Some(_) => "由标题的词义判断".to_owned(),
                None => "没有对应的字段".to_owned(),
            };
            column.confidence = if choice.is_some() { 850 } else { 0 };
        } else if choice.is_some() {
            column.confidence = column.confidence.max(850);
        }
        column.field = choice.map(FieldId::from);
        taken.extend(column.field.clone());
    }
    if let Some(unitless) = mapping.columns.iter_mut().find(|c| {
        c.field
            .as_ref()
            .is_some_and(|f| matches!(f.as_str(), "amount" | "out" | "in" | "balance"))
            && c.unit.is_none()
    }) {
        unitless.unit = Some(MoneyUnit::Yuan);
    }
    mapping.included |= mapping.columns.iter().any(|c| c.field.is_some());
}

/// Whether a title says that the column's numbers are fen.
fn in_fen(title: &str) -> bool {
    let title = squeeze(title);
    ["(分)", "(单位:分)", "/分", "_fen"]
        .iter()
        .any(|end| title.ends_with(end))
}

fn is_sure(column: &ColumnMapping) -> bool {
    column.field.is_some() && column.confidence >= SURE
}

/// The field meant, and those that may take its place when it is taken.
fn alternatives(field: &'static str) -> &'static [&'static str] {
    match field {
        "memo" => &["memo", "remark", "purpose"],
        "remark" => &["remark", "purpose", "memo"],
        "purpose" => &["purpose", "remark", "memo"],
        "type" => &["type", "channel"],
        "channel" => &["channel", "type"],
        "reference" => &["reference", "voucher"],
        "voucher" => &["voucher", "reference"],
        "date" => &["date", "time", "posted_on"],
        "account" => &["account", "account_second"],
        "account_name" => &["account_name"],
        "account_bank" => &["account_bank", "branch"],
        "counter_account" => &["counter_account", "counter_second"],
        "counter_name" => &["counter_name"],
        "counter_bank" => &["counter_bank"],
        "payer_account" => &["payer_account", "payer_second"],
        "payer_name" => &["payer_name"],
        "payer_bank" => &["payer_bank"],
        "payee_account" => &["payee_account", "payee_second"],
        "payee_name" => &["payee_name"],
        "payee_bank" => &["payee_bank"],
        "amount" => &["amount"],
        "out" => &["out"],
        "in" => &["in"],
        "mark" => &["mark"],
        "balance" => &["balance"],
        "currency" => &["currency"],
        "status" => &["status"],
        "reversal" => &["reversal"],
        "posted_on" => &["posted_on"],
        "fee" => &["fee"],
        "refund" => &["refund"],
        "funds" => &["funds"],
        "own_id" => &["own_id"],
        "counter_id" => &["counter_id"],
        "branch" => &["branch"],
        "teller" => &["teller"],
        "device" => &["device"],
        "available" => &["available"],
        "balance_before" => &["balance_before"],
        "balance_mark" => &["balance_mark"],
        "counter_balance" => &["counter_balance"],
        _ => &[],
    }
}

/// How many of the first filled cells of a column pass a test, in percent.
fn share(body: &[SheetRow], column: usize, test: impl Fn(&Cell) -> bool) -> usize {
    let filled: Vec<&Cell> = body
        .iter()
        .map(|row| row.cell(column))
        .filter(|cell| !cell.is_empty())
        .take(100)
        .collect();
    filled.iter().filter(|cell| test(cell)).count() * 100 / filled.len().max(1)
}

/// The column of dates is the one that holds dates; among several, the transaction's own. A column of
/// clocks is the time.
fn settle_dates(mapping: &mut Mapping, body: &[SheetRow]) {
    let dated: Vec<usize> = mapping
        .columns
        .iter()
        .filter(|c| {
            c.field
                .as_ref()
                .is_some_and(|f| matches!(f.as_str(), "date" | "time" | "posted_on"))
        })
        .map(|c| c.column)
        .collect();
    let is_day = |column: usize| share(body, column, |cell| moment(cell, None).is_some()) >= 50;
    let is_clock = |column: usize| share(body, column, |cell| clock(cell).is_some()) >= 50;
    let of = |mapping: &Mapping, field: &str| mapping.column_of(field).map(|c| c.column);
    let date = of(mapping, "date").filter(|c| is_day(*c) || body.is_empty());
    let best = date.or_else(|| dated.iter().copied().find(|c| is_day(*c)));
    if date.is_none()
        && let Some(best) = best
    {
        let before = of(mapping, "date");
        set(mapping, best, Some("date"));
        if let Some(before) = before.filter(|c| *c != best) {
            set(mapping, before, is_clock(before).then_some("time"));
        }
    }
    let time = of(mapping, "time");
    if time.is_none_or(|c| !is_clock(c)) {
        if let Some(time) = time {
            set(mapping, time, Some("posted_on"));
        }
        let date = of(mapping, "date");
        // A column of whole moments needs no other: that may be when the payee took the money.
        let has_time = |cell: &Cell| {
            let time = moment(cell, None).and_then(|m| m.time);
            time.is_some_and(|time| time != Time::midnight())
        };
        let whole = date.is_some_and(|c| share(body, c, has_time) >= 50);
        let other = dated
            .iter()
            .copied()
            .filter(|_| !whole)
            .find(|c| Some(*c) != date && is_clock(*c));
        if let Some(other) = other {
            set(mapping, other, Some("time"));
        }
    }
}

pub(super) fn set(mapping: &mut Mapping, column: usize, field: Option<&str>) {
    if let Some(target) = mapping.columns.iter_mut().find(|c| c.column == column) {
        target.field = field.map(FieldId::from);
        target.confidence = 900;
        target.reason = "由列里的值判断".to_owned();
    }
}
