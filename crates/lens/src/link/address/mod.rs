//! Addresses: taken into parts and compared from the country down to the room. It must not know firms or persons.

mod compare;
mod features;
mod numeral;
mod part;
mod segment;
mod weights;

pub use compare::{compare, compare_parts};
pub use features::{FEATURES, features};
pub use part::{AddressPart, PartKind};
pub use segment::{Segmented, segment};
