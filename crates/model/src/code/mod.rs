//! Codes of the state: firms, citizens, divisions, industries. It must not know files or the clock.

pub mod citizen_id;
pub mod division;
pub mod industry;
pub mod organisation_code;
pub mod registration_number;
pub mod uscc;

mod check_digit;
mod clean;

pub use citizen_id::{CitizenId, CitizenIdError};
pub use division::{Division, DivisionCode, DivisionError, DivisionHistory, DivisionLevel};
pub use industry::{IndustryCode, IndustryError, IndustrySection};
pub use organisation_code::{OrganisationCode, OrganisationCodeError};
pub use registration_number::{RegistrationNumber, RegistrationNumberError};
pub use uscc::{Uscc, UsccError};
