//! Promised yields (承诺收益) read from text as an annual rate: 月息2分, 日返1%, 三年翻倍, 存10万一年返3万.
//!
//! Convention: simple annualisation, a year of 365 days, 52 weeks, 12 months. A multiple is read as
//! (end − start) ÷ start ÷ years. It must not know classes of words or who promises.

mod amount;
mod annual;
mod custom;
mod figure;
mod growth;
mod kind;
mod number;
mod rate;
mod reader;
mod sums;
mod term;
mod until;
mod warned;
mod words;

pub use annual::{Annual, Yield, YieldKind};
pub(crate) use rate::figure_behind;
pub(super) use reader::starts;
pub use reader::{find, find_in};
