//! How much a file may be. It must not know formats.

/// Upper bounds that are checked before memory is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of all parts of a packed file once unpacked.
    pub unpacked_bytes: u64,
    /// Unpacked over packed size of a part; only parts over [`Limits::ratio_from_bytes`] are judged.
    pub ratio: u64,
    /// Unpacked size from which the ratio counts: small regular tables pack very well.
    pub ratio_from_bytes: u64,
    /// Rows of one sheet.
    pub rows: usize,
    /// Filled cells of the whole file.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 100 << 20,
            unpacked_bytes: 1 << 30,
            ratio: 300,
            ratio_from_bytes: 16 << 20,
            rows: 1_048_576,
            cells: 20_000_000,
        }
    }
}
