//! What the lines above and below a table say of the whole: holder, number, bank, currency, period,
//! opening balance, totals. It must not know columns.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Party, StatedTotals};
use jiff::civil::Date;

use super::account::{name, number_text};
use super::moment::moment;
use super::sum::sum;
use crate::table::{Cell, SheetRow};
use crate::value::{MoneyUnit, fold};

/// The facts of one account's table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub account: Party,
    pub currency: Option<Box<str>>,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub opening: Option<Fen>,
    pub closing: Option<Fen>,
    pub stated: StatedTotals,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Holder,
    Number,
    Bank,
    Currency,
    Period,
    Start,
    End,
    Opening,
    Closing,
    TotalIn,
    TotalOut,
    CountIn,
    CountOut,
    /// A label of no use here; it ends the value before it.
    Other,
}

const LABELS: &[(&str, Label)] = &[
    ("户名", Label::Holder),
    ("客户姓名", Label::Holder),
    ("账户名称", Label::Holder),
    ("账户名", Label::Holder),
    ("帐户名称", Label::Holder),
    ("客户名称", Label::Holder),
    ("户主", Label::Holder),
    ("持卡人", Label::Holder),
    ("单位名称", Label::Holder),
    ("开户名称", Label::Holder),
    ("姓名", Label::Holder),
    ("名称", Label::Other),
    ("微信昵称", Label::Other),
    ("微信号", Label::Number),
    ("支付宝账户", Label::Number),
    ("支付宝账号", Label::Number),
    ("account no", Label::Number),
    ("account number", Label::Number),
    ("account name", Label::Holder),
    ("currency", Label::Currency),
    ("账号", Label::Number),
    ("帐号", Label::Number),
    ("卡号", Label::Number),
    ("账户号", Label::Number),
    ("账户号码", Label::Number),
    ("账卡号", Label::Number),
    ("账/卡号", Label::Number),
    ("账号/卡号", Label::Number),
    ("卡号/账号", Label::Number),
    ("户口号", Label::Number),
    ("客户账户", Label::Number),
    ("查询账户", Label::Number),
    ("账户", Label::Number),
    ("开户行", Label::Bank),
    ("开户银行", Label::Bank),
    ("开户机构", Label::Bank),
    ("开户网点", Label::Bank),
    ("开户行名称", Label::Bank),
    ("开户行名", Label::Bank),
    ("银行名称", Label::Bank),
    ("所属银行", Label::Bank),
    ("币种", Label::Currency),
    ("币别", Label::Currency),
    ("货币", Label::Currency),
    ("起止日期", Label::Period),
    ("起止时间", Label::Period),
    ("查询时间段", Label::Period),
    ("查询日期", Label::Period),
    ("查询区间", Label::Period),
    ("查询期间", Label::Period),
    ("查询时间", Label::Period),
    ("交易区间", Label::Period),
    ("交易期间", Label::Period),
    ("交易时间段", Label::Period),
    ("交易日期范围", Label::Period),
    ("交易时间", Label::Period),
    ("交易日期", Label::Period),
    ("时间范围", Label::Period),
    ("日期范围", Label::Period),
    ("起始时间-终止时间", Label::Period),
    ("对账期间", Label::Period),
    ("账单期间", Label::Period),
    ("账单周期", Label::Period),
    ("统计期间", Label::Period),
    ("日期区间", Label::Period),
    ("时间区间", Label::Period),
    ("期间", Label::Period),
    ("起始日期", Label::Start),
    ("开始日期", Label::Start),
    ("起始时间", Label::Start),
    ("开始时间", Label::Start),
    ("起始日", Label::Start),
    ("查询起日", Label::Start),
    ("终止日期", Label::End),
    ("截止日期", Label::End),
    ("结束日期", Label::End),
    ("终止时间", Label::End),
    ("截止时间", Label::End),
    ("结束时间", Label::End),
    ("终止日", Label::End),
    ("截止日", Label::End),
    ("查询止日", Label::End),
    ("期初余额", Label::Opening),
    ("上期余额", Label::Opening),
    ("上期结余", Label::Opening),
    ("承前余额", Label::Opening),
    ("承前页余额", Label::Opening),
    ("上页余额", Label::Opening),
    ("期初金额", Label::Opening),
    ("起始余额", Label::Opening),
    ("上年结转", Label::Opening),
    ("期末余额", Label::Closing),
    ("截止余额", Label::Closing),
    ("本期余额", Label::Closing),
    ("期末结余", Label::Closing),
    ("账户余额", Label::Other),
    ("当前余额", Label::Other),
    ("打印时间", Label::Other),
    ("打印日期", Label::Other),
    ("导出时间", Label::Other),
    ("制表日期", Label::Other),
    ("网点", Label::Other),
    ("柜员", Label::Other),
    ("页码", Label::Other),
    ("页号", Label::Other),
    ("证件号码", Label::Other),
    ("身份证号", Label::Other),
    ("证件号", Label::Other),
    ("客户号", Label::Other),
    ("产品名称", Label::Other),
    ("导出类型", Label::Other),
    ("交易类型", Label::Other),
    ("经办人", Label::Other),
    ("操作员", Label::Other),
    ("单位", Label::Other),
    ("金额单位", Label::Other),
    ("备注", Label::Other),
    ("说明", Label::Other),
    ("注", Label::Other),
    ("共", Label::Other),
    ("账户类型", Label::Other),
    ("钞汇标志", Label::Other),
    ("存折序号", Label::Other),
    ("笔数", Label::Other),
];

/// Words before 账号 that make it another's.
const OF_OTHERS: &[&str] = &[
    "对方",
    "对手",
    "收款人",
    "付款人",
    "收款方",
    "付款方",
    "对手方",
    "对方方",
];

impl Facts {
    /// Reads what a row says; `None` for a row without any label.
    pub fn of(row: &SheetRow) -> Option<Self> {
        let pairs = pairs(row);
        if pairs.is_empty() {
            return None;
        }
        let mut facts = Self::default();
        for (label, value) in &pairs {
            facts.take(*label, value.trim());
        }
        Some(facts)
    }

    /// Takes over what `other` knows.
    pub fn merge(&mut self, other: Self) {
        fn over<T>(old: &mut Option<T>, new: Option<T>) {
            if new.is_some() {
                *old = new;
            }
        }
        over(&mut self.account.account, other.account.account);
        over(&mut self.account.name, other.account.name);
        over(&mut self.account.bank, other.account.bank);
        over(&mut self.currency, other.currency);
        over(&mut self.start, other.start);
        over(&mut self.end, other.end);
        // The first page's opening balance opens the whole, the last page's closing one closes it.
        self.opening = self.opening.or(other.opening);
        over(&mut self.closing, other.closing);
        over(&mut self.stated.total_in, other.stated.total_in);
        over(&mut self.stated.total_out, other.stated.total_out);
        over(&mut self.stated.count_in, other.stated.count_in);
        over(&mut self.stated.count_out, other.stated.count_out);
    }

    /// Whether `other` speaks of another account or another currency than this.
    pub fn differs(&self, other: &Self) -> bool {
        let apart = |a: &Option<Box<str>>, b: &Option<Box<str>>| matches!((a, b), (Some(a), Some(b)) if a != b);
        apart(&self.account.account, &other.account.account)
            || ((self.account.account.is_none() || other.account.account.is_none())
                && apart(&self.account.name, &other.account.name))
            || apart(&self.currency, &other.currency)
    }

    fn take(&mut self, label: Label, value: &str) {
        if value.is_empty() {
            return;
        }
        match label {
            Label::Holder => self.account.name = name(value),
            Label::Number => self.account.account = first_number(value),
            Label::Bank => self.account.bank = name(value),
            Label::Currency => self.currency = Some(currency(value)),
            Label::Period => {
                let (start, end) = period(value);
                self.start = start.or(self.start);
                self.end = end.or(self.end);
            }
            Label::Start => self.start = day(value).or(self.start),
            Label::End => self.end = day(value).or(self.end),
            Label::Opening => self.opening = fen(value),
            Label::Closing => self.closing = fen(value),
            Label::TotalIn => {
                (self.stated.count_in, self.stated.total_in) =
                    either(self.stated.count_in, self.stated.total_in, value);
            }
            Label::TotalOut => {
                (self.stated.count_out, self.stated.total_out) =
                    either(self.stated.count_out, self.stated.total_out, value);
            }
            Label::CountIn => self.stated.count_in = count(value),
            Label::CountOut => self.stated.count_out = count(value),
            Label::Other => {}
        }
    }
}

/// Adds what `5笔 1,234.00元` says to what is known.
fn either(known_count: Option<u64>, known: Option<Fen>, value: &str) -> (Option<u64>, Option<Fen>) {
    let counted = value.split_once('笔').and_then(|(head, _)| count(head));
    let tail = value.split_once('笔').map_or(value, |(_, tail)| tail);
    let tail =
        tail.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '共' | '计'));
    let total = fen(tail).map(|f| Fen(f.0.abs()));
    (counted.or(known_count), total.or(known))
}

fn count(value: &str) -> Option<u64> {
    let digits: String = value
        .trim()
        .trim_start_matches('共')
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(|c| *c != ',')
        .collect();
    digits.parse().ok()
}

fn fen(value: &str) -> Option<Fen> {
    let head = value.split_whitespace().next()?;
    sum(&Cell::text(head), MoneyUnit::Yuan)
        .ok()
        .flatten()
        .map(|s| s.fen)
}

fn day(value: &str) -> Option<Date> {
    let value = value.trim_matches(['[', ']', '(', ')', ' ']);
    moment(&Cell::text(value), None)
        .or_else(|| moment(&Cell::text(value.split_whitespace().next()?), None))
        .map(|m| m.date)
}

/// `20240101-20241231`, `2024-01-01 至 2024-12-31`, `[2024/1/1]到[2024/12/31]`.
fn period(value: &str) -> (Option<Date>, Option<Date>) {
    let plain = value.replace(['[', ']', '(', ')'], " ");
    for mark in ["至", "到", "~", "—", "--", "－", " - ", "－"] {
        if let Some((start, end)) = plain.split_once(mark) {
            return (day(start.trim()), day(end.trim_matches(['—', '-', ' '])));
        }
    }
    // 20240101-20241231 and 2024/01/01-2024/12/31.
    let halves = plain.trim().split_at_checked(plain.trim().len() / 2);
    if let Some((start, end)) = halves
        && let (Some(start), Some(end)) = (
            day(start.trim_end_matches('-').trim()),
            day(end.trim_start_matches('-').trim()),
        )
    {
        return (Some(start), Some(end));
    }
    (None, None)
}

fn first_number(value: &str) -> Option<Box<str>> {
    let plain = value.trim_matches(['[', ']', '(', ')', ' ']);
    number_text(plain).filter(|n| {
        n.len() >= 4 && n.chars().any(|c| c.is_ascii_alphanumeric()) && n.chars().count() <= 40
    })
}

/// ISO code of a currency as printed; unknown words stay as they are.
pub(super) fn currency(printed: &str) -> Box<str> {
    let plain: String = fold(printed).to_uppercase().split_whitespace().collect();
    let known = [
        (
            "CNY",
            &[
                "人民币",
                "CNY",
                "RMB",
                "156",
                "01",
                "001",
                "元",
                "¥",
                "本币",
            ][..],
        ),
        ("USD", &["美元", "USD", "840", "14", "美金"][..]),
        ("HKD", &["港币", "港元", "HKD", "344", "13"][..]),
        ("EUR", &["欧元", "EUR", "978", "38"][..]),
        ("JPY", &["日元", "JPY", "392", "27"][..]),
        ("GBP", &["英镑", "GBP", "826", "12"][..]),
        ("AUD", &["澳元", "澳大利亚元", "AUD", "036", "29"][..]),
        ("CAD", &["加元", "加拿大元", "CAD", "124", "28"][..]),
        ("SGD", &["新加坡元", "SGD", "702", "18"][..]),
    ];
    let names = |word: &str| {
        let is_word = word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
        plain == word || (is_word && plain.contains(word))
    };
    let found = known
        .iter()
        .find(|(_, words)| words.iter().any(|word| names(word)));
    found.map_or_else(
        || plain.clone().into_boxed_str(),
        |(code, _)| (*code).into(),
    )
}

/// Labels with their values, cell by cell; a cell that is only a label takes the next cell's words.
fn pairs(row: &SheetRow) -> Vec<(Label, String)> {
    let cells: Vec<String> = row.filled().map(|(_, cell)| fold(&cell.shown())).collect();
    let mut found: Vec<(Label, String)> = Vec::new();
    let mut open = false;
    for text in &cells {
        let whole = whole_label(text);
        if open && whole.is_none() && !text.contains(':') {
            if let Some((_, value)) = found.last_mut() {
                *value = text.clone();
            }
            open = false;
            continue;
        }
        if let Some(label) = whole {
            found.push((label, String::new()));
            open = true;
            continue;
        }
        let inside = inside(text);
        open = inside.last().is_some_and(|(_, value)| value.is_empty());
        found.extend(inside);
    }
    found
}

/// A cell that is a label and nothing else.
fn whole_label(text: &str) -> Option<Label> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.trim_end_matches(':');
    if let Some((_, label)) = LABELS.iter().find(|(word, _)| *word == bare) {
        return Some(*label);
    }
    if bare.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let ends = [
        "合计",
        "笔数",
        "总额",
        "总金额",
        "合计金额",
        "总笔数",
        "发生额",
        "累计",
    ];
    (ends.iter().any(|end| bare.ends_with(end)))
        .then(|| total_label(bare))
        .flatten()
        .or_else(|| {
            // 查询账号, 借记卡号, 客户户名: a known label with a word before it.
            let (word, label) = longest_ending(bare)?;
            let before = &bare[..bare.len() - word.len()];
            (before.chars().count() <= 5 && text.ends_with(':') && is_own(before)).then_some(label)
        })
}

/// Labels inside a cell: `户名:张三 账号:6222… 币种:人民币`.
fn inside(text: &str) -> Vec<(Label, String)> {
    let mut found: Vec<(Label, String)> = Vec::new();
    let pieces: Vec<&str> = text.split(':').collect();
    for (at, piece) in pieces.iter().enumerate() {
        let is_last = at + 1 == pieces.len();
        let cut = if is_last { None } else { ending_label(piece) };
        let value_end = cut.map_or(piece.len(), |(start, _)| start);
        if at > 0
            && let Some((_, value)) = found.last_mut()
        {
            if !value.is_empty() {
                value.push(':');
            }
            value.push_str(piece[..value_end].trim_matches([' ', ',', ';', '\n']));
        }
        if let Some((_, label)) = cut {
            found.push((label, String::new()));
        }
    }
    found
}

/// The label a piece of text ends with, and where it begins.
fn ending_label(piece: &str) -> Option<(usize, Label)> {
    let trimmed = piece.trim_end();
    // 账号(卡号): the remark in brackets is part of the label.
    let bare = trimmed
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once('('))
        .map_or(trimmed, |(head, _)| head)
        .trim_end_matches(['[', ' ']);
    let last_word_start = bare
        .rfind(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '。' | ']'))
        .map_or(0, |at| {
            at + bare[at..].chars().next().map_or(1, char::len_utf8)
        });
    let last_word = &bare[last_word_start..];
    if let Some(label) = total_label(last_word) {
        return Some((last_word_start, label));
    }
    let (word, label) = longest_ending(bare)?;
    let start = bare.len() - word.len();
    is_own(&bare[..start]).then_some((start, label))
}

fn longest_ending(bare: &str) -> Option<(&'static str, Label)> {
    let lower = bare.to_ascii_lowercase();
    LABELS
        .iter()
        .filter(|(word, _)| lower.ends_with(word))
        .max_by_key(|(word, _)| word.len())
        .map(|(word, label)| (*word, *label))
}

fn is_own(before: &str) -> bool {
    !OF_OTHERS.iter().any(|word| before.ends_with(word))
}

/// 收入合计, 借方笔数, 支出总额, 收入: what a statement adds up itself.
fn total_label(word: &str) -> Option<Label> {
    let side = super::mark::one_side(
        &word
            .replace("支付", "")
            .replace("收支", "")
            .replace("发生", ""),
    )?;
    let is_total = word.chars().count() <= 2
        || ["合计", "总", "笔数", "累计", "发生额", "金额", "共"]
            .iter()
            .any(|w| word.contains(w));
    if !is_total || word.chars().count() > 12 || word.contains("账") || word.contains('户') {
        return None;
    }
    let counts = word.contains("笔数") || word.contains("次数");
    use fangfei_model::statement::Direction::{In, Out};
    Some(match (side, counts) {
        (In, false) => Label::TotalIn,
        (Out, false) => Label::TotalOut,
        (In, true) => Label::CountIn,
        (Out, true) => Label::CountOut,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn facts(cells: &[&str]) -> Facts {
        let row = SheetRow {
            number: 1,
            cells: cells.iter().map(|c| Cell::text(c)).collect(),
            hidden: false,
        };
        Facts::of(&row).unwrap_or_default()
    }

    #[test]
    fn several_facts_in_one_cell() {
        let found = facts(&[
            "户名：甲某 账号：6222 0212 3456 7890 123 币种：人民币 起止日期：20240101-20240630",
        ]);
        assert_eq!(found.account.name.as_deref(), Some("甲某"));
        assert_eq!(
            found.account.account.as_deref(),
            Some("6222021234567890123")
        );
        assert_eq!(found.currency.as_deref(), Some("CNY"));
        assert_eq!(
            (found.start, found.end),
            (Some(date(2024, 1, 1)), Some(date(2024, 6, 30)))
        );
    }

    #[test]
    fn labels_beside_their_values() {
        let found = facts(&[
            "客户姓名",
            "甲某",
            "",
            "卡号",
            "6222****0123",
            "期初余额",
            "1,000.00",
        ]);
        assert_eq!(found.account.name.as_deref(), Some("甲某"));
        assert_eq!(found.account.account.as_deref(), Some("6222****0123"));
        assert_eq!(found.opening, Some(Fen(100_000)));
        assert_eq!(
            facts(&["对方账号：6222021234567890123"]).account,
            Party::default()
        );
    }

    #[test]
    fn totals_and_periods_of_payment_bills() {
        let found = facts(&["收入：5笔 1,234.00元"]);
        assert_eq!(
            (found.stated.count_in, found.stated.total_in),
            (Some(5), Some(Fen(123_400)))
        );
        let found = facts(&["起始时间：[2024-01-01 00:00:00] 终止时间：[2024-03-31 23:59:59]"]);
        assert_eq!(
            (found.start, found.end),
            (Some(date(2024, 1, 1)), Some(date(2024, 3, 31)))
        );
        let found = facts(&["借方合计笔数", "3", "借方合计金额", "100.00"]);
        assert_eq!(
            (found.stated.count_out, found.stated.total_out),
            (Some(3), Some(Fen(10_000)))
        );
    }
}
