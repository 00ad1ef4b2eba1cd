//! What one cell says: amounts, counts, dates, phones, codes, words. Each reader takes a text as a
//! county office writes it and returns the value with notes, or an error that says what to do.
//! It must not know sheets, columns or files.

mod amount;
mod blank;
mod choice;
mod citizen;
mod count;
mod date;
mod date_text;
mod decimal;
mod fault;
mod firm_code;
mod magnitude;
mod normal;
mod numeral;
mod phone;
mod script;
mod value_type;

pub use amount::{Amount, MoneyUnit, amount};
pub use blank::{is_blank, is_unknown};
pub use choice::{choice, flag};
pub use citizen::citizen_number;
pub use count::{Count, count};
pub use date::{DateContext, DayOrder, Precision, When, date, date_from_serial, years_in};
pub use decimal::Decimal;
pub use fault::{Fault, Read};
pub use firm_code::{FirmCode, firm_code};
pub use magnitude::Bound;
pub use normal::{fold, squeeze, tidy};
pub(crate) use normal::{squeezed, tidied};
pub use phone::{Phone, name_and_phones, phones};
pub(crate) use script::simplified;
pub use value_type::Value;
