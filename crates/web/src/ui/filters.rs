//! Template filters: `{{ fen|wan }}`, `{{ date|day }}`, `{{ "search"|icon }}`.
//! A page module makes them visible with `use crate::ui::filters;`. They must not know the pages.

use std::borrow::Borrow;

use askama::{Result, Values};
use jiff::{Timestamp, civil::Date};

use super::{Icon, format};

/// Fen → `1,234.50`.
#[askama::filter_fn]
pub fn yuan(fen: impl Borrow<i64>, _: &dyn Values) -> Result<String> {
    Ok(format::yuan(*fen.borrow()))
}

/// Fen → `123.45 万元`, or `1,234.50 元` below one 万元.
#[askama::filter_fn]
pub fn wan(fen: impl Borrow<i64>, _: &dyn Values) -> Result<String> {
    Ok(format::wan(*fen.borrow()))
}

/// Count → `12,345`.
#[askama::filter_fn]
pub fn count(number: impl std::fmt::Display, _: &dyn Values) -> Result<String> {
    Ok(format::grouped(&number.to_string()))
}

/// Date → `2024-07-01`.
#[askama::filter_fn]
pub fn day(date: impl Borrow<Date>, _: &dyn Values) -> Result<String> {
    Ok(format::day(*date.borrow()))
}

/// Instant → `2024-07-01 09:12` in UTC+8.
#[askama::filter_fn]
pub fn moment(at: impl Borrow<Timestamp>, _: &dyn Values) -> Result<String> {
    Ok(format::moment(*at.borrow()))
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
