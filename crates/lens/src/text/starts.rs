//! What may begin with a character (字类), looked up once for all readers: they pass over the many characters that begin nothing.
//! It must not know how what begins is read.

use std::sync::LazyLock;

use super::{contact, names, yields};

/// Bits of a character. There is room for eleven beside it in a word.
pub(super) type Starts = u16;

/// A function word of one character: no name holds it.
pub(super) const FUNCTION: Starts = 1;
/// Names are written with it.
pub(super) const NAME: Starts = 1 << 1;
/// A bracket or quotation mark opens with it.
pub(super) const OPENING: Starts = 1 << 2;
/// An ending of full names of firms may begin with it.
pub(super) const FIRM: Starts = 1 << 3;
/// A contact may begin with it: a word for its kind, an address, a number.
pub(super) const CONTACT: Starts = 1 << 4;
/// A figure of a yield may be counted in it, or it says that something is paid.
pub(super) const MEASURE: Starts = 1 << 5;
/// A word for a rate may begin with it.
pub(super) const RATE: Starts = 1 << 6;
/// A number or a term may begin with it.
pub(super) const COUNT: Starts = 1 << 7;
/// A sum put in may begin with it.
pub(super) const SUM: Starts = 1 << 8;

/// An ending of names with a trade name of their own may begin with it.
pub(super) const BRAND: Starts = 1 << 9;

/// A mark that may be strewn between the characters of a word to hide it.
pub(super) const STREWN: Starts = 1 << 10;

/// Bits of every character of the basic plane; characters beyond it have none.
static TABLE: LazyLock<Vec<Starts>> = LazyLock::new(|| {
    let strewn = |c| bits([(STREWN, matches!(c, '-' | '*' | '·' | '_' | '|' | '/' | '+'))]);
    let bits = |c| names::starts(c) | contact::starts(c) | yields::starts(c) | strewn(c);
    (0..0x1_0000)
        .map(|code| char::from_u32(code).map_or(0, bits))
        .collect()
});

/// The bits of a character.
pub(super) fn of(c: char) -> Starts {
    TABLE.get(c as usize).copied().unwrap_or(0)
}

/// The bits of those that are so.
pub(super) fn bits<const N: usize>(of: [(Starts, bool); N]) -> Starts {
    of.into_iter()
        .filter(|(_, is)| *is)
        .fold(0, |all, (bit, _)| all | bit)
}
