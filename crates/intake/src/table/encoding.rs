//! Bytes to text: UTF-8 with or without mark, UTF-16, GB18030. It must not know delimiters.

use super::error::Error;

/// Decodes a text file and names the encoding found.
///
/// # Errors
/// [`Error::Encoding`] when bytes fit neither UTF-8 nor GB18030.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, &'static str), Error> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok((text.into_owned(), encoding.name()));
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return Ok((text.into_owned(), encoding.name()));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), "UTF-8")),
        // A file cut in the middle of its last character is still UTF-8.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => Ok((
            String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned(),
            "UTF-8",
        )),
        Err(error) => chinese(bytes, error.valid_up_to()),
    }
}

/// UTF-16 without a mark shows every other byte of its ASCII characters as zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |odd: usize| {
        sample
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let pairs = sample.len() / 2;
    let (even, odd) = (zeros(0), zeros(1));
    if pairs < 4 {
        None
    } else if odd * 10 > pairs && even * 50 < pairs {
        Some(encoding_rs::UTF_16LE)
    } else if even * 10 > pairs && odd * 50 < pairs {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// GB18030, or UTF-8 with a few damaged bytes, whichever has fewer errors.
fn chinese(bytes: &[u8], first_error: usize) -> Result<(String, &'static str), Error> {
    let (text, had_errors) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    if !had_errors {
        return Ok((text.into_owned(), "GB18030"));
    }
    let damaged = |text: &str| text.matches('\u{FFFD}').count();
    let as_utf8 = String::from_utf8_lossy(bytes);
    let (fewest, text, name) = if damaged(&as_utf8) < damaged(&text) {
        (damaged(&as_utf8), as_utf8.into_owned(), "UTF-8")
    } else {
        (damaged(&text), text.into_owned(), "GB18030")
    };
    // One damaged character in a thousand is a slip of the exporting system; more is another encoding.
    if fewest * 1000 <= text.chars().count() + 999 && fewest <= 50 && !text.contains('\0') {
        return Ok((text, name));
    }
    let line = bytes[..first_error.min(bytes.len())]
        .iter()
        .filter(|b| **b == b'\n')
        .count()
        + 1;
    Err(Error::Encoding { line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_office_exports() {
        let text = "企业名称,金额\n甲公司,12\n";
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let bare_utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        for bytes in [
            text.as_bytes(),
            &utf16,
            &bare_utf16,
            &gb,
            format!("\u{FEFF}{text}").as_bytes(),
        ] {
            assert_eq!(decode(bytes).expect("a known encoding").0, text);
        }
    }

    #[test]
    fn bytes_of_no_encoding_are_refused_with_their_line() {
        let error = decode(&[b"a,b\n".as_slice(), &[0xFF; 40]].concat()).unwrap_err();
        assert_eq!(error, Error::Encoding { line: 2 });
    }
}
