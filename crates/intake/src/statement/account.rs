//! Account numbers, names and banks as statements print them, cleaned without losing what is masked.
//! It must not know columns.

use fangfei_model::statement::Party;

use crate::table::Cell;
use crate::value::{squeeze, tidy};

/// Words that stand for no account and no name.
pub(super) fn is_nothing(text: &str) -> bool {
    let ruled = |c: char| matches!(c, '-' | '—' | '－' | '─' | '_');
    let is_rule = !text.is_empty() && text.chars().all(ruled);
    is_rule
        || matches!(
            text,
            "" | "/"
                | "\\"
                | "\\N"
                | "null"
                | "NULL"
                | "Null"
                | "无"
                | "0"
                | "空"
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
            let digits = format!("{:.0}", value.abs());
            Some(masked_after(&digits, sure_digits(value.abs())))
        }
        Cell::Text(text) => number_text(text),
        Cell::Number(_) => number_text(&cell.shown()),
        _ => None,
    }
}

/// How many leading digits of a long number are what was once typed or written, whether a spreadsheet cut it after
/// fifteen digits or a program rounded it to the nearest number of its kind.
fn sure_digits(value: f64) -> usize {
    let cut = value.log10().floor() as i32 - 14;
    let (low, high) = (value.next_down(), value.next_up() + 10_f64.powi(cut));
    let (low, high) = (format!("{low:.0}"), format!("{high:.0}"));
    let alike = low.bytes().zip(high.bytes()).take_while(|(a, b)| a == b);
    if low.len() == high.len() {
        alike.count()
    } else {
        0
    }
}

/// [`number`] of a text.
pub(super) fn number_text(text: &str) -> Option<Box<str>> {
    if (5..=19).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(text.into());
    }
    let plain = squeeze(text);
    let plain = without_additions(&plain);
    if is_nothing(plain) {
        return None;
    }
    if let Some(lost) = scientific(plain) {
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
        .then(|| without_filling(&cleaned).into())
}

/// A spreadsheet keeps so many digits of a number.
const KEPT_BY_SPREADSHEET: usize = 15;
/// Digits that a number has at least before something that is not part of it may be taken off.
const LEAST_DIGITS: usize = 12;

/// A number without what some banks print beside it: 尾号 before it; behind it the currency (_CNY), the kind of deposit
/// ((活期)), the number of a part of the account (-000001).
fn without_additions(plain: &str) -> &str {
    let plain = ["尾号为", "尾号"]
        .iter()
        .find_map(|word| plain.strip_prefix(word))
        .unwrap_or(plain);
    let digits = plain
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'*')
        .count();
    let rest = &plain[digits..];
    let is_added = match rest.chars().next() {
        Some('_' | '-') if rest.len() > 1 && rest[1..].bytes().all(|b| b.is_ascii_alphabetic()) => {
            rest.len() == 4
        }
        // The main number of a card is longer than what stands before a blank in 33-020101040012345.
        Some('-') => {
            digits >= 16
                && (2..=7).contains(&rest.len())
                && rest[1..].bytes().all(|b| b.is_ascii_digit())
        }
        Some('(' | '[') => is_kind_of_account(rest),
        _ => false,
    };
    match digits >= LEAST_DIGITS && is_added {
        true => &plain[..digits],
        false => plain,
    }
}

/// Words in brackets that say what an account is, not whose: (人民币活期), [借记卡].
fn is_kind_of_account(bracketed: &str) -> bool {
    let inner = bracketed.trim_matches(['(', ')', '[', ']']);
    let kinds = [
        "活期",
        "定期",
        "人民币",
        "借记",
        "一类",
        "二类",
        "三类",
        "Ⅰ类",
        "Ⅱ类",
        "Ⅲ类",
        "储蓄",
        "结算",
        "基本户",
        "一般户",
        "专用",
        "本币",
        "CNY",
        "RMB",
        "主账户",
        "主卡",
        "银行卡",
        "存折",
    ];
    !inner.contains(|c: char| c.is_ascii_digit()) && kinds.iter().any(|kind| inner.contains(kind))
}

/// Twenty digits and more that begin with noughts are filled up to a width.
fn without_filling(digits: &str) -> &str {
    let bare = digits.trim_start_matches('0');
    match digits.len() >= 20 && digits.len() - bare.len() >= 3 && bare.len() >= LEAST_DIGITS {
        true => bare,
        false => digits,
    }
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
    // The last digit shown is rounded, unless all are shown that a spreadsheet keeps.
    let kept = digits.len() - usize::from(digits.len() < KEPT_BY_SPREADSHEET);
    fits.then(|| masked_after(&padded, kept))
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
    if party.account.is_none()
        && ends(&party.bank)
        && let Some((bank, card)) = party.bank.as_deref().and_then(bracketed)
    {
        let (bank, card) = (name(bank), number_text(card));
        party.bank = bank;
        party.account = card;
    }
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
    if let Some(number) = &party.account
        && let Some((digits, words)) = split(number)
    {
        party.account = Some(digits);
        party = named_by(party, &words);
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
        party.name = None;
        party = named_by(party, &rest);
    }
    party
}

/// Gives a party the name that words beside its number are, and the bank where some of them name one.
fn named_by(mut party: Party, words: &str) -> Party {
    let is_bank = |piece: &&str| {
        ["银行", "信用社", "信用联社", "农信", "支行", "分行"]
            .iter()
            .any(|word| piece.contains(word))
    };
    let (banks, names): (Vec<&str>, Vec<&str>) = words.split_whitespace().partition(is_bank);
    if names.is_empty() || banks.is_empty() {
        party.name = party.name.or_else(|| name(words));
        return party;
    }
    party.name = party.name.or_else(|| name(&names.join(" ")));
    party.bank = party.bank.or_else(|| name(&banks.concat()));
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
            ("6.22202E+18", Some("62220**************")),
            ("6222021234567890123_CNY", Some("6222021234567890123")),
            ("6222021234567890123-000001", Some("6222021234567890123")),
            (
                "6222021234567890123（人民币活期）",
                Some("6222021234567890123"),
            ),
            ("000000006222021234567890123", Some("6222021234567890123")),
            ("尾号5678", Some("5678")),
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
            Some("6222021234567******")
        );
        // Cut by a spreadsheet after fifteen digits: what follows them is lost, and the fifteenth may be a borrow's.
        assert_eq!(
            number(&Cell::Number(6_222_020_200_012_340_000.0)).as_deref(),
            Some("62220202000123*****")
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
        let party = parted(Party {
            name: Some("甲某 6217****0121 云溪银行城关支行".into()),
            ..Party::default()
        });
        assert_eq!(party.name.as_deref(), Some("甲某"));
        assert_eq!(party.bank.as_deref(), Some("云溪银行城关支行"));
        let party = parted(Party {
            account: Some("6222021234567890123/甲某".into()),
            name: Some("甲某".into()),
            ..Party::default()
        });
        assert_eq!(party.account.as_deref(), Some("6222021234567890123"));
        let party = parted(Party {
            bank: Some("甲银行(0123)".into()),
            ..Party::default()
        });
        assert_eq!(party.account.as_deref(), Some("0123"));
        assert_eq!(party.bank.as_deref(), Some("甲银行"));
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
