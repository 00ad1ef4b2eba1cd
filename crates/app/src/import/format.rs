//! Which formats of a file can be written back in place. It must not know what is written.

use fangfei_report::annotate::Format;

/// What can be written back in place.
pub(super) fn format(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(Format::Xlsx);
    }
    let old =
        bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) || bytes.trim_ascii_start().starts_with(b"<");
    (!old).then_some(Format::Csv)
}
