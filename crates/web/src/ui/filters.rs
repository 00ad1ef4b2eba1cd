//! Template filters: `{{ fen|wan }}`, `{{ date|day }}`, `{{ "search"|icon }}`.
//! A page module makes them visible with `use crate::ui::filters;`. They must not know the pages.

use askama::{Result, Values};
use jiff::{Timestamp, civil::Date};

use super::{Icon, format};

/// A value behind however many references a template has put around it.
pub trait Plain<T> {
    /// The value.
    fn plain(&self) -> T;
}

impl Plain<i64> for i64 {
    fn plain(&self) -> i64 {
        *self
    }
}

impl Plain<Date> for Date {
    fn plain(&self) -> Date {
        *self
    }
}

impl Plain<Timestamp> for Timestamp {
    fn plain(&self) -> Timestamp {
        *self
    }
}

impl<T, P: Plain<T>> Plain<T> for &P {
    fn plain(&self) -> T {
        (**self).plain()
    }
}

/// Fen → `1,234.50`.
#[askama::filter_fn]
pub fn yuan(fen: impl Plain<i64>, _: &dyn Values) -> Result<String> {
    Ok(format::yuan(fen.plain()))
}

/// Fen → `123.45 万元`, or `1,234.50 元` below one 万元.
#[askama::filter_fn]
pub fn wan(fen: impl Plain<i64>, _: &dyn Values) -> Result<String> {
    Ok(format::wan(fen.plain()))
}

/// Count → `12,345`.
#[askama::filter_fn]
pub fn count(number: impl std::fmt::Display, _: &dyn Values) -> Result<String> {
    Ok(format::grouped(&number.to_string()))
}

/// Date → `2024-07-01`.
#[askama::filter_fn]
pub fn day(date: impl Plain<Date>, _: &dyn Values) -> Result<String> {
    Ok(format::day(date.plain()))
}

/// Instant → `2024-07-01 09:12` in UTC+8.
#[askama::filter_fn]
pub fn moment(at: impl Plain<Timestamp>, _: &dyn Values) -> Result<String> {
    Ok(format::moment(at.plain()))
}

/// Icon name → the icon, hidden from screen readers.
#[askama::filter_fn]
pub fn icon(name: &str, _: &dyn Values) -> Result<Icon> {
    Ok(Icon::named(name))
}

/// Asset name → its address with the content hash.
#[askama::filter_fn]
pub fn asset(name: &str, _: &dyn Values) -> Result<String> {
    Ok(super::assets::url(name))
}
