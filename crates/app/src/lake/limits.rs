//! How large files of the lake may be. It must not read them.

use fangfei_intake::table::Limits;

/// Sheets of a million rows and files of two gigabytes: registers of a province.
pub(super) const LIMITS: Limits = Limits {
    file_bytes: 2 << 30,
    unpacked_bytes: 8 << 30,
    ratio: 1000,
    ratio_from_bytes: 16 << 20,
    rows: 20_000_000,
    cells: 400_000_000,
};
