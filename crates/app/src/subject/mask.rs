//! Personal numbers as they are shown to everybody. It must not know who asks.

use fangfei_model::code::citizen_id::CitizenId;
pub use fangfei_model::personal_number::masked_phone;

/// 1405211990********: enough to tell two people apart, too little to use.
pub fn masked_id(id: &CitizenId) -> String {
    id.masked()
}
