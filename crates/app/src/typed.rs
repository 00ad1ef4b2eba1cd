//! Reads what was typed into a form, field by field, and collects everything that is wrong, so that
//! the page can show each error at its field. It must not know which form.

use std::str::FromStr;

use fangfei_intake::value::{self, DateContext, MoneyUnit};
use fangfei_model::{code::division::DivisionCode, ctx::Ctx, money::Fen};
use jiff::civil::Date;

use crate::{Error, FieldError, Result};

/// One form being read. A method answers `None` for a blank or wrong field; wrong ones are noted.
pub(crate) struct Typed {
    today: Date,
    errors: Vec<FieldError>,
}

/// A figure that may be 约.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct About<T> {
    pub(crate) value: T,
    pub(crate) approximate: bool,
}

impl Typed {
    /// A form filled in on this day: 4月15日 means the year's.
    pub(crate) fn on(today: Date) -> Self {
        Self {
            today,
            errors: Vec::new(),
        }
    }

    /// Notes an error.
    pub(crate) fn wrong(&mut self, field: &'static str, message: impl Into<String>) {
        self.errors.push(FieldError {
            field,
            message: message.into(),
        });
    }

    /// Words, without blanks around them; control characters other than line ends are dropped.
    pub(crate) fn words(
        &mut self,
        field: &'static str,
        title: &str,
        text: &str,
        most: usize,
    ) -> Option<String> {
        let kept = |c: &char| *c == '\n' || !c.is_control();
        let text: String = text.replace("\r\n", "\n").chars().filter(kept).collect();
        let text = text.trim();
        let length = text.chars().count();
        if length > most {
            self.wrong(
                field,
                format!("{title}有 {length} 字，最多 {most} 字，请精简，详细内容可作为附件上传"),
            );
            return None;
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Words that must be there.
    pub(crate) fn needed(
        &mut self,
        field: &'static str,
        title: &str,
        text: &str,
        most: usize,
    ) -> Option<String> {
        let before = self.errors.len();
        let words = self.words(field, title, text, most);
        if words.is_none() && self.errors.len() == before {
            self.wrong(field, format!("请填写{title}"));
        }
        words
    }

    /// A day in any way of writing it.
    pub(crate) fn day(&mut self, field: &'static str, text: &str) -> Option<Date> {
        if text.trim().is_empty() {
            return None;
        }
        let context = DateContext {
            year: Some(self.today.year()),
            order: None,
        };
        match value::date(text, context) {
            Ok(read) if read.value.precision >= value::Precision::Day => Some(read.value.date),
            Ok(_) => {
                self.wrong(
                    field,
                    format!("“{}”没有写到日，请写成 2024-07-01 这样", text.trim()),
                );
                None
            }
            Err(fault) => {
                self.wrong(field, fault.to_string());
                None
            }
        }
    }

    /// A day that must be there.
    pub(crate) fn needed_day(
        &mut self,
        field: &'static str,
        title: &str,
        text: &str,
    ) -> Option<Date> {
        if text.trim().is_empty() {
            self.wrong(field, format!("请填写{title}"));
        }
        self.day(field, text)
    }

    /// Money in `unit` (`wan`, else 元) unless the text names its own unit. A range counts by its lower end, as 约.
    pub(crate) fn money(
        &mut self,
        field: &'static str,
        text: &str,
        unit: &str,
    ) -> Option<About<Fen>> {
        if value::is_blank(text) {
            return None;
        }
        let unit = if unit == "wan" {
            MoneyUnit::Wan
        } else {
            MoneyUnit::Yuan
        };
        match value::amount(text, Some(unit)) {
            Ok(read) => Some(About {
                value: read.value.low,
                approximate: read.value.approximate,
            }),
            Err(fault) => {
                self.wrong(field, fault.to_string());
                None
            }
        }
    }

    /// A head count.
    pub(crate) fn people(&mut self, field: &'static str, text: &str) -> Option<About<u32>> {
        if value::is_blank(text) {
            return None;
        }
        match value::count(text) {
            Ok(read) => match u32::try_from(read.value.low) {
                Ok(people) => Some(About {
                    value: people,
                    approximate: read.value.approximate,
                }),
                Err(_) => {
                    self.wrong(field, format!("人数“{}”超出范围，请核对", text.trim()));
                    None
                }
            },
            Err(fault) => {
                self.wrong(field, fault.to_string());
                None
            }
        }
    }

    /// One of a closed list, or an id.
    pub(crate) fn chosen<T: FromStr>(
        &mut self,
        field: &'static str,
        title: &str,
        text: &str,
    ) -> Option<T> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let read = text.parse().ok();
        if read.is_none() {
            self.wrong(field, format!("{title}“{text}”不在可选范围内，请重新选择"));
        }
        read
    }

    /// One of a closed list that must be chosen.
    pub(crate) fn needed_choice<T: FromStr>(
        &mut self,
        field: &'static str,
        title: &str,
        text: &str,
    ) -> Option<T> {
        if text.trim().is_empty() {
            self.wrong(field, format!("请选择{title}"));
        }
        self.chosen(field, title, text)
    }

    /// The division (属地): one in the actor's scope, by default the top of it.
    pub(crate) fn division(&mut self, ctx: &Ctx, text: &str) -> Option<DivisionCode> {
        let scope = ctx.scope();
        let own = scope.division().copied();
        let Some(division) = self.chosen::<DivisionCode>("division", "属地", text) else {
            if own.is_none() && text.trim().is_empty() {
                self.wrong("division", "请选择属地");
            }
            return own;
        };
        if own.is_some_and(|own| !own.contains(&division)) {
            self.wrong(
                "division",
                format!("属地 {division} 不在您的数据范围内，请选择本辖区"),
            );
        }
        Some(division)
    }

    /// The whole form, if nothing was wrong. `read` is `None` only where an error was noted.
    pub(crate) fn finish<T>(self, read: Option<T>) -> Result<T> {
        match read {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(Error::Invalid(self.errors)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn typed() -> Typed {
        Typed::on(date(2024, 7, 1))
    }

    #[test]
    fn figures_are_read_as_offices_write_them() {
        let mut typed = typed();
        let about = |value, approximate| Some(About { value, approximate });
        assert_eq!(
            typed.money("amount", "约300", "wan"),
            about(Fen(300_000_000), true)
        );
        assert_eq!(
            typed.money("amount", "1.2亿元", "wan"),
            about(Fen(12_000_000_000), false)
        );
        assert_eq!(
            typed
                .people("people", "100余人")
                .map(|p| (p.value, p.approximate)),
            Some((100, true))
        );
        assert_eq!(typed.day("found_on", "6月28日"), Some(date(2024, 6, 28)));
        assert_eq!(typed.money("amount", " ", "wan"), None);
        assert!(typed.errors.is_empty());
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut typed = typed();
        let facts = typed.needed("facts", "主要情况", " ", 10);
        let day = typed.needed_day("found_on", "发现日期", "4月31日");
        let amount = typed.money("amount", "几百万", "wan");
        let Err(Error::Invalid(errors)) = typed.finish(facts.zip(day).zip(amount)) else {
            panic!("a wrong form was taken");
        };
        let fields: Vec<&str> = errors.iter().map(|e| e.field).collect();
        assert_eq!(fields, ["facts", "found_on", "amount"]);
    }

    #[test]
    fn a_long_text_is_refused_rather_than_cut() {
        let mut typed = typed();
        assert_eq!(typed.needed("facts", "主要情况", "一二三四", 3), None);
        assert!(typed.finish(Some(())).is_err());
    }
}
