//! What the lines above and below a table say of the whole: holder, number, bank, currency, period,
//! opening balance, totals. It must not know columns.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Party, StatedTotals};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::account::{name, number_text};
use super::label::{Label, pairs};
use super::moment::moment;
use super::short_day::{Years, month_in, year_in};
use super::sum::sum;
use crate::table::{Cell, SheetRow};
use crate::value::{MoneyUnit, fold, simplified};

/// The facts of one account's table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub account: Party,
    /// The number of the card, which may stand for the account or beside its number.
    pub card: Option<Box<str>>,
    pub currency: Option<Box<str>>,
    /// The year that a line names, for days printed without one.
    pub year: Option<i16>,
    /// The month of a credit card's bill, for days printed without a year.
    pub bill: Option<Date>,
    /// The firm's own books (日记账), which see its bank from the other side.
    pub own_books: bool,
    /// A credit card's bill (信用卡对账单), which prints what was spent without a sign and what was paid back with a minus.
    pub credit_card: bool,
    /// What bare numbers of money count, where a line says so.
    pub unit: Option<MoneyUnit>,
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
        // A page that repeats the card of the account names no other account.
        let repeats =
            other.card.is_some() && other.card == self.card && other.account.account == other.card;
        if !repeats {
            over(&mut self.account.account, other.account.account);
        }
        over(&mut self.card, other.card);
        over(&mut self.account.name, other.account.name);
        over(&mut self.account.bank, other.account.bank);
        over(&mut self.currency, other.currency);
        over(&mut self.unit, other.unit);
        self.own_books |= other.own_books;
        self.credit_card |= other.credit_card;
        over(&mut self.year, other.year);
        over(&mut self.bill, other.bill);
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

    /// Takes what a title says: the year, a foreign currency, whose books. Answers whether it said anything.
    pub fn note_title(&mut self, row: &SheetRow) -> bool {
        // Parted by blanks: a number at the end of one cell is no part of the year that begins the next.
        let cells: Vec<_> = row.filled().map(|(_, cell)| cell.shown()).collect();
        let words = cells.join(" ");
        if words.chars().count() > 60 {
            return false;
        }
        let books = ["日记账", "日记帐", "现金账", "序时账"]
            .iter()
            .any(|word| words.contains(word));
        let (year, currency) = (
            year_in(&words),
            known_currency(&words).filter(|code| *code != "CNY"),
        );
        let title = ["对账单", "明细", "流水", "账户"]
            .iter()
            .any(|word| words.contains(word));
        self.own_books |= books;
        let credit = [
            "信用卡",
            "贷记卡",
            "本期账单",
            "最低还款",
            "到期还款",
            "账单日",
        ]
        .iter()
        .any(|word| words.contains(word));
        self.credit_card |= credit && !words.contains("还款卡");
        self.year = year.or(self.year);
        let month = month_in(&words).filter(|_| self.credit_card);
        let bill = self.year.zip(month);
        self.bill = bill
            .and_then(|(year, month)| Date::new(year, month, 1).ok())
            .or(self.bill);
        if let Some(currency) = currency.filter(|_| title && self.currency.is_none()) {
            self.currency = Some(currency.into());
        }
        books || year.is_some()
    }

    /// First and last day, and the year that a line names.
    pub fn years(&self) -> Years {
        // A bill of January lists days of December: none after its month, none as old as a year.
        let twelve = self.bill.and_then(|bill| {
            let first = bill.checked_sub(11.months()).ok()?;
            Some((first, bill.last_of_month()))
        });
        Years {
            period: self.start.zip(self.end).or(twelve),
            year: self.year,
        }
    }

    /// Whether `other` speaks of another account or another currency than this.
    pub fn differs(&self, other: &Self) -> bool {
        let apart = |a: &Option<Box<str>>, b: &Option<Box<str>>| matches!((a, b), (Some(a), Some(b)) if a != b);
        let same_card = self.card.is_some() && self.card == other.card;
        (apart(&self.account.account, &other.account.account) && !same_card)
            || ((self.account.account.is_none() || other.account.account.is_none())
                && apart(&self.account.name, &other.account.name))
            || apart(&self.currency, &other.currency)
    }

    fn take(&mut self, label: Label, value: &str) {
        if value.is_empty() {
            return;
        }
        match label {
            Label::Holder => self.account.name = name(value.split('(').next().unwrap_or(value)),
            Label::User if value.is_ascii() => self.take_number(Label::Number, value),
            Label::User => self.account.name = name(value),
            Label::Number | Label::Card => self.take_number(label, value),
            Label::Bank => self.account.bank = name(value),
            Label::Currency => self.currency = Some(currency(value)),
            Label::Unit => self.take_unit(value),
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

    fn take_unit(&mut self, value: &str) {
        let plain = value.trim_matches(['(', ')', '。', ' ']);
        if plain == MoneyUnit::Fen.title() {
            self.unit = Some(MoneyUnit::Fen);
        } else if let Some(unit) = MoneyUnit::parse(plain) {
            self.unit = Some(unit);
        } else if let Some(known) = known_currency(plain) {
            self.currency = Some(known.into());
        }
    }

    /// A number of the account; a name behind it is the holder's.
    fn take_number(&mut self, label: Label, value: &str) {
        let Some(number) = first_number(value) else {
            return;
        };
        let behind = value
            .split([']', ')'])
            .next()
            .and_then(|words| words.trim().rsplit(' ').next())
            .filter(|word| (2..=4).contains(&word.chars().count()) && is_name(word));
        if self.account.name.is_none()
            && let Some(behind) = behind
        {
            self.account.name = name(behind);
        }
        if label == Label::Card {
            if self.account.account.is_none() || self.account.account == self.card {
                self.account.account = Some(number.clone());
            }
            self.card = Some(number);
        } else {
            self.account.account = Some(number);
        }
    }
}

/// Whether a word may be a person's name: Chinese characters only, none of them of an account's kind.
fn is_name(word: &str) -> bool {
    word.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
        && !word.contains(['期', '户', '卡', '币', '号', '类', '行'])
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

/// The number a value begins with: what is written behind it, 6222… 甲某, wxid_a中的交易明细如下, 2023年, is not part of it.
fn first_number(value: &str) -> Option<Box<str>> {
    let plain = value.trim_start_matches(['[', '(', ' ']);
    let own = |c: char| c.is_ascii_alphanumeric() || "-_*@.#＊●•×".contains(c);
    let mut number = String::new();
    let mut rest = plain;
    loop {
        let end = rest.find(|c: char| !own(c)).unwrap_or(rest.len());
        number.push_str(&rest[..end]);
        rest = &rest[end..];
        // 6222 0212 3456 7890 123: groups of a few digits make one number.
        let next = rest.strip_prefix(' ').unwrap_or("");
        let group = next
            .bytes()
            .take_while(|b| b.is_ascii_digit() || *b == b'*')
            .count();
        let closed = next[group..]
            .chars()
            .next()
            .is_none_or(|c| matches!(c, ' ' | ']' | ')' | '('));
        let in_groups = number.len() <= 6 || number.len().is_multiple_of(4) && number.len() < 20;
        if !(1..=6).contains(&group) || !closed || !in_groups || end > 6 {
            break;
        }
        rest = next;
    }
    let inner = rest.trim_matches(['(', ')', '[', ']', ' ']);
    let named =
        (2..=4).contains(&inner.chars().count()) && is_name(inner) && !inner.ends_with('户');
    if rest.starts_with(['(', '[']) && !named {
        // The kind of account in brackets belongs to what is read as a number.
        number.push_str(rest);
    }
    number_text(&number).filter(|n| {
        n.len() >= 4 && n.chars().any(|c| c.is_ascii_alphanumeric()) && n.chars().count() <= 40
    })
}

/// ISO code of a currency as printed; unknown words stay as they are.
pub(super) fn currency(printed: &str) -> Box<str> {
    let plain = || {
        fold(printed)
            .to_uppercase()
            .split_whitespace()
            .collect::<String>()
    };
    known_currency(printed).map_or_else(|| plain().into_boxed_str(), Into::into)
}

/// ISO code of a currency that a text names.
pub(super) fn known_currency(printed: &str) -> Option<&'static str> {
    let plain: String = simplified(&fold(printed))
        .to_uppercase()
        .split_whitespace()
        .collect();
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
        ("TWD", &["新台币", "台币", "TWD", "901"][..]),
        ("MOP", &["澳门元", "澳门币", "MOP", "446"][..]),
    ];
    let names = |word: &str| {
        let is_word = word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
        plain == word || (is_word && plain.contains(word))
    };
    let found = known
        .iter()
        .find(|(_, words)| words.iter().any(|word| names(word)));
    found.map(|(code, _)| *code)
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
