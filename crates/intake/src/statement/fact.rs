//! What the lines above and below a table say of the whole: holder, number, bank, currency, period,
//! opening balance, totals. It must not know columns.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Party, StatedTotals};
use jiff::civil::Date;

use super::account::{name, number_text};
use super::label::{Label, pairs};
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
