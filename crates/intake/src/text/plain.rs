//! Plain text files: UTF-8, UTF-16 and GB18030 with or without a byte order mark.
//! It must not know Word files.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::Error;

/// Decodes a text file; the byte order mark is dropped, everything else is kept as it stands.
pub(super) fn decode(bytes: &[u8], file_name: &str) -> Result<String, Error> {
    let refused = || Error::Encoding {
        file: file_name.to_owned(),
    };
    let text = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        strictly(encoding, &bytes[mark..]).ok_or_else(refused)?
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.to_owned()
    } else {
        let encoding = utf16_without_mark(bytes).unwrap_or(GB18030);
        strictly(encoding, bytes).ok_or_else(refused)?
    };
    // Text holds no NUL; a binary file that happens to decode does.
    if text.contains('\0') {
        return Err(refused());
    }
    if text.trim().is_empty() {
        return Err(Error::Empty {
            file: file_name.to_owned(),
        });
    }
    Ok(text)
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
}

/// UTF-16 text without a mark shows itself by its line ends and digits: one byte of the pair is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |offset: usize| {
        bytes
            .iter()
            .skip(offset)
            .step_by(2)
            .take(4096)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    match bytes.len() % 2 {
        0 if odd > 0 && even == 0 => Some(UTF_16LE),
        0 if even > 0 && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "云溪县工作方案\n于5月3日前报送。\n";

    #[test]
    fn the_encodings_of_office_files_give_the_same_text() {
        let utf16 = |big: bool| -> Vec<u8> {
            PLAN.encode_utf16()
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect()
        };
        let with = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
        let files = [
            PLAN.as_bytes().to_vec(),
            with(b"\xEF\xBB\xBF", PLAN.as_bytes().to_vec()),
            GB18030.encode(PLAN).0.into_owned(),
            with(b"\xFF\xFE", utf16(false)),
            with(b"\xFE\xFF", utf16(true)),
            utf16(false),
            utf16(true),
        ];
        for file in files {
            assert_eq!(decode(&file, "a.txt").unwrap(), PLAN);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for bytes in [
            &b"\xFF\xFF\xFF\xFF"[..],
            b"MZ\0\0\x03\0\0\0\x04",
            b"\x81\x20\xFF",
        ] {
            assert!(decode(bytes, "a.txt").is_err(), "{bytes:?}");
        }
    }
}
