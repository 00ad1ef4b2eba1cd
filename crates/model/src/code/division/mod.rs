//! Administrative divisions (行政区划): codes, names over time, look-up by name. It must not know files or SQL:
//! the tables below province level are loaded by the user.

mod division_code;
mod history;
mod name;
mod province;

pub use division_code::{DivisionCode, DivisionError, DivisionLevel};
pub use history::{Division, DivisionHistory, DivisionLookupError};
pub use province::{PROVINCES, province_name};
