//! What the values of a column look like, to settle what its title leaves open.
//! It must not know titles.

use std::str::FromStr;

use fangfei_model::code::citizen_id::CitizenId;
use fangfei_model::code::uscc::Uscc;

use super::cell::Cell;
use super::sheet::SheetRow;
use crate::kind::FieldType;
use crate::value::{
    DateContext, DayOrder, MoneyUnit, amount, count, date, is_blank, is_unknown, phones, squeeze,
};

/// Counts over a sample of a column's filled cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub filled: u32,
    pub uscc: u32,
    /// Letters and digits as long as a code of an organisation, right or wrong.
    pub code_like: u32,
    pub citizen: u32,
    pub phone: u32,
    pub date: u32,
    pub amount: u32,
    pub count: u32,
    pub numeric: u32,
    /// Texts that end like the name of a firm.
    pub firm_name: u32,
}

/// Rows looked at; enough to see what a column holds, cheap on files of any length.
const SAMPLE: usize = 300;

impl Look {
    /// Looks at one column of the body rows.
    pub fn at(rows: &[SheetRow], column: usize) -> Self {
        let mut look = Self::default();
        let step = (rows.len() / SAMPLE).max(1);
        for row in rows.iter().step_by(step) {
            let cell = row.cell(column);
            let shown = cell.shown();
            if cell.is_empty() || is_blank(&shown) || is_unknown(&shown) {
                continue;
            }
            look.add(cell, &shown);
        }
        look
    }

    fn add(&mut self, cell: &Cell, shown: &str) {
        let plain = squeeze(shown);
        let length = plain.len();
        let is = |found: bool| u32::from(found);
        self.filled += 1;
        let is_alphanumeric = plain.bytes().all(|b| b.is_ascii_alphanumeric());
        self.code_like += is(is_alphanumeric && matches!(length, 9 | 14..=20));
        self.uscc += is(length == 18 && Uscc::from_str(&plain).is_ok());
        self.citizen += is(matches!(length, 18) && CitizenId::from_str(&plain).is_ok());
        self.numeric += is(matches!(cell, Cell::Number(_)) || plain.parse::<f64>().is_ok());
        self.phone += is((7..=80).contains(&length) && phones(shown).is_ok());
        let context = DateContext {
            year: Some(2020),
            order: Some(DayOrder::DayFirst),
        };
        self.date +=
            is(matches!(cell, Cell::DateTime(_)) || (length < 60 && date(shown, context).is_ok()));
        self.amount += is(length < 60 && amount(shown, Some(MoneyUnit::Yuan)).is_ok());
        self.count += is(length < 40 && count(shown).is_ok());
        let ends = [
            "公司",
            "合作社",
            "事务所",
            "中心",
            "店",
            "厂",
            "部",
            "企业",
            "集团",
            "银行",
            "协会",
            "超市",
            "馆",
            "行",
            "院",
            "合伙)",
        ];
        self.firm_name += is(ends.iter().any(|end| plain.ends_with(end)));
    }

    /// How well the values suit a type, from -3 to 3; 0 where they say nothing.
    pub fn suits(&self, field_type: FieldType) -> i32 {
        let share = |hits: u32| (hits * 100).checked_div(self.filled).unwrap_or(0);
        let judged = |hits: u32, good: i32| match share(hits) {
            60.. => good,
            20.. => 0,
            _ => -3,
        };
        if self.filled == 0 {
            return 0;
        }
        match field_type {
            FieldType::Uscc if share(self.uscc) >= 60 => 3,
            FieldType::Uscc if self.filled >= 3 && self.code_like == 0 => -4,
            FieldType::Uscc | FieldType::FirmCode => i32::from(share(self.code_like) >= 20),
            FieldType::CitizenId => judged(self.citizen, 3).max(-1),
            FieldType::Phone => judged(self.phone, 1),
            FieldType::Date => judged(self.date, 1),
            FieldType::Amount => judged(self.amount, 1),
            FieldType::Count => judged(self.count, 1),
            FieldType::Text if share(self.numeric) >= 90 || share(self.uscc) >= 60 => -1,
            _ => 0,
        }
    }

    /// True when the values are unified social credit codes, whatever the title says.
    pub fn is_uscc(&self) -> bool {
        self.filled > 0 && self.uscc * 10 >= self.filled * 6
    }

    /// True when most values end like names of firms.
    pub fn is_firm_names(&self) -> bool {
        self.filled > 0 && self.firm_name * 10 >= self.filled * 6
    }
}

/// The order of day and month that a whole column shows: one date with a day over twelve settles it
/// for all, provided none contradicts.
pub(super) fn day_order(rows: &[SheetRow], column: usize) -> Option<DayOrder> {
    let (mut day_first, mut month_first) = (false, false);
    for row in rows {
        let Some(text) = row.cell(column).as_text() else {
            continue;
        };
        let mut numbers = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|n| !n.is_empty());
        let (Some(a), Some(b), Some(c)) = (numbers.next(), numbers.next(), numbers.next()) else {
            continue;
        };
        if a.len() > 2 || b.len() > 2 || c.len() != 4 {
            continue;
        }
        day_first |= a.parse::<u8>().is_ok_and(|n| n > 12);
        month_first |= b.parse::<u8>().is_ok_and(|n| n > 12);
    }
    match (day_first, month_first) {
        (true, false) => Some(DayOrder::DayFirst),
        (false, true) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// True when some cell is a number without a unit, zero aside.
pub(super) fn has_bare_numbers(rows: &[SheetRow], column: usize) -> bool {
    rows.iter().any(|row| match row.cell(column) {
        Cell::Number(number) => *number != 0.0,
        Cell::Text(text) => {
            amount(text, None).is_err() && amount(text, Some(MoneyUnit::Yuan)).is_ok()
        }
        _ => false,
    })
}

/// Bare numbers so large that they can only be 元: ten million 万元 would be a hundred billion yuan.
pub(super) fn must_be_yuan(rows: &[SheetRow], column: usize) -> bool {
    const TEN_MILLION: f64 = 1e7;
    rows.iter().any(|row| match row.cell(column) {
        Cell::Number(number) => *number >= TEN_MILLION,
        Cell::Text(text) => squeeze(text)
            .replace(',', "")
            .parse::<f64>()
            .is_ok_and(|n| (TEN_MILLION..1e13).contains(&n)),
        _ => false,
    })
}
