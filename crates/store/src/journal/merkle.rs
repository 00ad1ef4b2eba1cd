//! The tree over the journal's entries after RFC 6962: a leaf is SHA-256(0x00 ‖ entry), a node
//! SHA-256(0x01 ‖ left ‖ right). Only the right edge is kept, so that an append costs a few hashes
//! however long the journal is. It must not know entries.

use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub(crate) type Hash = [u8; 32];

/// The hash of an entry.
pub(crate) fn leaf(entry: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(entry)
        .finalize()
        .into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Reads hexadecimal of exactly `N` bytes.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// The right edge of the tree: the roots of the complete subtrees, largest first, one for each bit
/// of the size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// Number of leaves.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub(crate) fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // Each trailing one bit of the size is a complete subtree that the new leaf completes further.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                hash = node(&left, &hash);
            }
        }
        self.roots.push(hash);
        self.size += 1;
    }

    /// The tree's root; for the empty tree the hash of nothing.
    pub(crate) fn root(&self) -> Hash {
        let fold = self
            .roots
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node(&left, &right));
        fold.unwrap_or_else(|| Sha256::digest([]).into())
    }

    /// As the head keeps it: hexadecimal, separated by blanks.
    pub(crate) fn to_text(&self) -> String {
        self.roots
            .iter()
            .map(|r| hex(r))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Reads what `to_text` wrote; `None` if it does not fit the size.
    pub(crate) fn from_text(size: u64, text: &str) -> Option<Self> {
        let roots = text
            .split_whitespace()
            .map(unhex)
            .collect::<Option<Vec<Hash>>>()?;
        (roots.len() == usize::try_from(size.count_ones()).ok()?).then_some(Self { size, roots })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition of RFC 6962 §2.1, word for word.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => *one,
            many => {
                let split = many.len().next_power_of_two() / 2;
                node(
                    &by_definition(&many[..split]),
                    &by_definition(&many[split..]),
                )
            }
        }
    }

    proptest! {
        #[test]
        fn the_running_root_is_the_one_of_the_definition(size in 0_usize..200) {
            let leaves: Vec<Hash> = (0..size).map(|n| leaf(&n.to_be_bytes())).collect();
            let mut frontier = Frontier::default();
            leaves.iter().for_each(|l| frontier.push(*l));
            prop_assert_eq!(frontier.root(), by_definition(&leaves));
            prop_assert_eq!(Frontier::from_text(frontier.size(), &frontier.to_text()), Some(frontier));
        }
    }

    #[test]
    fn known_values_of_certificate_transparency() {
        assert_eq!(
            hex(&Frontier::default().root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hex(&leaf(b"")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }
}
