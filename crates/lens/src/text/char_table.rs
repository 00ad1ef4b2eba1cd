//! What single characters are, looked up in one step (字类表): readers pass over the many characters that begin nothing. It must
//! not know what the bits stand for.

/// Bits of every character of the basic plane; characters beyond it have none.
#[derive(Debug)]
pub(super) struct CharTable(Vec<u8>);

impl CharTable {
    /// With the bits that `bits` gives.
    pub fn of(bits: impl Fn(char) -> u8) -> Self {
        let all = (0..0x1_0000).map(|code| char::from_u32(code).map_or(0, &bits));
        Self(all.collect())
    }

    /// The bits of a character.
    #[inline]
    pub fn at(&self, c: char) -> u8 {
        self.0.get(c as usize).copied().unwrap_or(0)
    }
}
