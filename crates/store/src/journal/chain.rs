//! Walks the journal's entries in order and checks each against the one before, the tree and the
//! signature; alike for a database and for an export. It must not know where entries come from.

use super::{
    entry::{Entry, Touches},
    head::Head,
    key::is_signed,
    merkle::{Frontier, Hash, hex, leaf, unhex},
    problem::{Problem, Problems},
};

/// One entry with what was kept beside it.
pub(super) struct Link {
    pub(super) text: String,
    pub(super) leaf: String,
    pub(super) root: String,
    pub(super) signature: String,
}

/// The walk so far.
pub(super) struct Chain<'k> {
    public_key: &'k str,
    remembered: Option<&'k Head>,
    frontier: Frontier,
    last_leaf: String,
    next: u64,
    /// Once the tree differs it differs for good; only the first place is told.
    broken: bool,
}

impl<'k> Chain<'k> {
    pub(super) fn new(public_key: &'k str, remembered: Option<&'k Head>) -> Self {
        Self {
            public_key,
            remembered,
            frontier: Frontier::default(),
            last_leaf: String::new(),
            next: 1,
            broken: false,
        }
    }

    /// Checks the next entry. `seq` is where it stands, for an unreadable one.
    pub(super) fn step(&mut self, seq: u64, link: &Link, problems: &mut Problems) -> Option<Entry> {
        if seq > self.next {
            problems.add(Problem::EntriesMissing {
                from: self.next,
                to: seq - 1,
            });
            self.broken = true;
        }
        self.next = seq + 1;
        let entry = serde_json::from_str::<Entry>(&link.text)
            .ok()
            .filter(|e| e.seq == seq);
        let hash = leaf(link.text.as_bytes());
        if entry.is_none() || hex(&hash) != link.leaf {
            problems.add(Problem::EntryChanged { seq });
        } else if entry.as_ref().is_some_and(|e| e.prev != self.last_leaf) {
            problems.add(Problem::ChainBroken { seq });
        }
        self.grow(seq, unhex(&link.leaf).unwrap_or(hash), link, problems);
        self.last_leaf.clone_from(&link.leaf);
        entry
    }

    /// Grows the tree by the leaf that was kept: so one changed entry is told as one.
    fn grow(&mut self, seq: u64, leaf: Hash, link: &Link, problems: &mut Problems) {
        self.frontier.push(leaf);
        if !self.broken && hex(&self.frontier.root()) != link.root {
            problems.add(Problem::RootDiffers { seq });
            self.broken = true;
        }
        let signed = unhex(&link.root)
            .is_some_and(|root| is_signed(self.public_key, seq, &root, &link.signature));
        if !signed {
            problems.add(Problem::SignatureWrong { seq });
        }
        if self
            .remembered
            .is_some_and(|known| known.size == seq && known.root != link.root)
        {
            problems.add(Problem::Rewritten { size: seq });
        }
    }

    /// The head that the entries lead to, compared with the kept and the remembered one.
    pub(super) fn finish(self, kept: Option<Head>, problems: &mut Problems) -> Head {
        let found = Head {
            size: self.next - 1,
            root: hex(&self.frontier.root()),
        };
        if let Some(kept) =
            kept.filter(|kept| kept.size != found.size || (!self.broken && kept.root != found.root))
        {
            problems.add(Problem::HeadDiffers {
                kept,
                found: found.clone(),
            });
        }
        if let Some(known) = self.remembered.filter(|known| known.size > found.size) {
            problems.add(Problem::Truncated {
                found: found.size,
                remembered: known.size,
            });
        }
        found
    }
}

/// Compares an entry's list with the list that was found.
pub(super) fn check_touches(seq: u64, signed: &Touches, found: &Touches, problems: &mut Problems) {
    if signed != found {
        problems.add(Problem::TouchesDiffer { seq });
    }
}
