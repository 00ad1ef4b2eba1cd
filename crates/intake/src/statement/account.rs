//! Account numbers, names and banks as statements print them, cleaned without losing what is masked.
//! It must not know columns.

use fangfei_model::statement::Party;

use crate::table::Cell;
use crate::value::{squeeze, tidy};

/// Words that stand for no account and no name.
fn is_nothing(text: &str) -> bool {
    matches!(
        text,
        "" | "-"
            | "--"
            | "---"
            | "/"
            | "\\"
            | "\\N"
            | "null"
            | "NULL"
            | "Null"
            | "无"
            | "0"
            | "空"
            | "—"
            | "——"
            | "N/A"
            | "n/a"
            | "未知"
            | "None"
            | "nan"
            | "NaN"
            | "*"
            | "."
    )
}

/// An account or card number: half-width, no blanks, masked digits as `*`. A number cell of more
/// than fifteen digits has lost its last ones; they become `*`.
pub(super) fn number(cell: &Cell) -> Option<Box<str>> {
    match cell {
        Cell::Number(value) if value.abs() >= 1e15 => {
            let digits = format!("{value:.0}");
            let printed = format!("{:.14e}", value.abs());
            let kept: String = printed
                .split('e')
                .next()
                .unwrap_or("")
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            Some(masked_after(
                &format!("{kept:0<width$}", width = digits.len()),
                15,
            ))
        }
        Cell::Text(text) => number_text(text),
        Cell::Number(_) => number_text(&cell.shown()),
        _ => None,
    }
}

/// [`number`] of a text.
pub(super) fn number_text(text: &str) -> Option<Box<str>> {
    if text.len() > 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(text.into());
    }
    let plain = squeeze(text);
    if is_nothing(&plain) {
        return None;
    }
    if let Some(lost) = scientific(&plain) {
        return Some(lost);
    }
    // 6222xxxx1234 is masked; x12 is somebody's own numbering.
    let masked_by_letters = plain.to_ascii_lowercase().contains("xx")
        && plain.starts_with(|c: char| c.is_ascii_digit());
    let is_number = plain.chars().all(|c| {
        c.is_ascii_digit()
            || is_mask(c)
            || c == '-'
            || (masked_by_letters && matches!(c, 'x' | 'X'))
    });
    if !is_number {
        return Some(plain.replace(['＊', '●', '•'], "*").into_boxed_str());
    }
    let cleaned: String = plain
        .chars()
        .filter(|c| *c != '-')
        .map(|c| if c.is_ascii_digit() { c } else { '*' })
        .collect();
    cleaned
        .contains(|c: char| c.is_ascii_digit() && c != '0')
        .then(|| cleaned.into_boxed_str())
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | '＊' | '●' | '•' | '×' | '#' | '?')
}

/// `6.22202E+18`: what is left of a long number in a text file.
fn scientific(plain: &str) -> Option<Box<str>> {
    let (mantissa, exponent) = plain.split_once(['E', 'e'])?;
    let length: usize = exponent.strip_prefix('+')?.parse::<usize>().ok()? + 1;
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let fits = mantissa.chars().all(|c| c.is_ascii_digit() || c == '.')
        && (digits.len()..=30).contains(&length)
        && digits.len() >= 3;
    let padded = format!("{digits:0<length$}");
    fits.then(|| masked_after(&padded, digits.len()))
}

fn masked_after(digits: &str, kept: usize) -> Box<str> {
    let kept = kept.min(digits.len());
    format!("{}{}", &digits[..kept], "*".repeat(digits.len() - kept)).into_boxed_str()
}

/// A holder's name or a bank's, tidied; line breaks become nothing.
pub(super) fn name(text: &str) -> Option<Box<str>> {
    let tidy = tidy(text);
    let flat: String = if tidy.contains(['\n', '\r', '\t']) {
        tidy.split_whitespace().collect()
    } else {
        tidy
    };
    (!is_nothing(&flat)).then(|| flat.into_boxed_str())
}

/// What stands in brackets at the end, where a name or a bank stands before it: 张三(138****1234), 甲银行储蓄卡(0123).
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix([')', '）'])?;
    let at = inner.rfind(['(', '（'])?;
    let (before, inside) = (&inner[..at], inner[at..].trim_start_matches(['(', '（']));
    let is_tail = inside.len() == 4 && inside.bytes().all(|b| b.is_ascii_digit());
    let is_mail = inside.contains('@') && inside.is_ascii();
    let named = before.chars().any(char::is_alphabetic) && !before.is_ascii();
    (named && (is_tail || is_mail)).then_some((before, inside))
}

/// [`parted`] for a card named by its bank and its last digits, or a name with a mail address.
fn by_brackets(mut party: Party) -> Party {
    let ends = |text: &Option<Box<str>>| text.as_deref().is_some_and(|t| t.ends_with([')', '）']));
    if !ends(&party.account) && !ends(&party.name) {
        return party;
    }
    let words = match (&party.account, &party.name) {
        (Some(words), None) | (None, Some(words)) => words.clone(),
        (Some(words), Some(_)) if !words.is_ascii() => words.clone(),
        _ => return party,
    };
    let Some((before, inside)) = bracketed(&words) else {
        return party;
    };
    let is_card = before.contains("卡") || before.contains("银行");
    let had_name = party.account.is_some() && party.name.is_some();
    party.account = number_text(inside);
    if is_card {
        let bank = before.find("银行").map(|at| &before[..at + "银行".len()]);
        party.bank = party
            .bank
            .or_else(|| bank.and_then(name).filter(|b| &**b != "本人银行"));
    }
    if !had_name {
        party.name = name(before).filter(|_| !is_card);
    }
    party
}

/// Puts right what stands in one cell for two: `张三/6222…`, `6222…（张三）`, and what stands in brackets: `[张三]`.
pub(super) fn parted(party: Party) -> Party {
    let mut party = by_brackets(party);
    let bare = |text: Box<str>| match text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        Some(inner) if !inner.contains(['[', ']']) => inner.into(),
        _ => text,
    };
    party.account = party.account.map(bare);
    party.name = party.name.map(bare);
    if let (Some(number), None) = (&party.account, &party.name)
        && let Some((digits, words)) = split(number)
    {
        party.account = Some(digits);
        party.name = name(&words);
    } else if let (Some(number), None) = (&party.account, &party.name)
        && !number.is_ascii()
        && !number.contains(|c: char| c.is_ascii_digit())
    {
        // A name in a column that usually holds numbers.
        party.name = party.account.take();
    } else if let (None, Some(words)) = (&party.account, &party.name)
        && let Some((digits, rest)) = split(words)
    {
        party.account = Some(digits);
        party.name = name(&rest);
    }
    party
}

/// A run of at least eight digits and mask marks, and the words around it.
fn split(text: &str) -> Option<(Box<str>, String)> {
    if text.is_ascii() {
        return None;
    }
    let in_number = |c: char| c.is_ascii_digit() || is_mask(c);
    let start = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| text[*at..].chars().take_while(|c| in_number(*c)).count() >= 8)?;
    let end = text[start..]
        .find(|c: char| !in_number(c))
        .map_or(text.len(), |len| start + len);
    let words = format!("{}{}", &text[..start], &text[end..]);
    let words = words
        .replace("账号", "")
        .replace("卡号", "")
        .replace("户名", "");
    let words = words.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '/' | '('
                    | ')'
                    | '（'
                    | '）'
                    | '-'
                    | '_'
                    | ':'
                    | '：'
                    | ','
                    | '，'
                    | ';'
                    | '|'
                    | '['
                    | ']'
                    | '【'
                    | '】'
            )
    });
    let is_name = words.chars().any(|c| c.is_alphabetic());
    is_name.then(|| {
        (
            number_text(&text[start..end]).unwrap_or_default(),
            words.to_owned(),
        )
    })
}

/// An account number in the name of a sheet or file, dates left aside.
pub(super) fn number_in(text: &str) -> Option<Box<str>> {
    let found = text
        .split(|c: char| !(c.is_ascii_digit() || c == '*'))
        .filter(|run| (9..=32).contains(&run.len()))
        .find(|run| !is_dates(run))?;
    number_text(found)
}

/// `20240101`, `20240101120304`, `2024010120241231`.
fn is_dates(run: &str) -> bool {
    let is_day = |digits: &str| {
        let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u16>().ok();
        digits.starts_with("20")
            && part(4..6).is_some_and(|m| (1..=12).contains(&m))
            && part(6..8).is_some_and(|d| (1..=31).contains(&d))
    };
    match run.len() {
        12 | 14 | 17 => is_day(&run[..8]),
        16 => is_day(&run[..8]) && is_day(&run[8..]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_printed() {
        for (printed, wanted) in [
            ("6222 0212 3456 7890 123", Some("6222021234567890123")),
            ("６２２２＊＊＊＊１２３４", Some("6222****1234")),
            ("6222xxxx1234", Some("6222****1234")),
            ("6.22202E+18", Some("622202*************")),
            ("abc***@163.com", Some("abc***@163.com")),
            ("33-020101040012345", Some("33020101040012345")),
            ("-", None),
            ("0", None),
            ("\\N", None),
        ] {
            assert_eq!(number_text(printed).as_deref(), wanted, "{printed}");
        }
        assert_eq!(
            number(&Cell::Number(6_222_021_234_567_890_123.0)).as_deref(),
            Some("622202123456789****")
        );
    }

    #[test]
    fn two_things_in_one_cell_are_parted() {
        let party = parted(Party {
            name: Some("甲某（6222021234567890123）".into()),
            ..Party::default()
        });
        assert_eq!(party.account.as_deref(), Some("6222021234567890123"));
        assert_eq!(party.name.as_deref(), Some("甲某"));
        let whole = Party {
            name: Some("甲县第12345号商行".into()),
            ..Party::default()
        };
        assert_eq!(parted(whole.clone()), whole);
    }

    #[test]
    fn a_date_in_a_file_name_is_no_account() {
        assert_eq!(number_in("流水20240101-20241231"), None);
        assert_eq!(number_in("流水_20240101120304"), None);
        assert_eq!(
            number_in("6222021234567890123_20240101.csv").as_deref(),
            Some("6222021234567890123")
        );
    }
}
