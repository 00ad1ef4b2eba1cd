//! The product run over schemes with known truth: readers, patterns, participants. It must not know how
//! the files are made.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where the generator or the product refuses"
)]

mod participant;
mod reader;
mod reconcile;

use fangfei_testkit::scheme::{Dirt, Folder, Kind, Recipe, Story, print, tell};

/// A story and its files.
pub fn case(seed: u64, kind: Kind, level: u8) -> (Story, Folder) {
    let story = tell(Recipe {
        seed,
        kind,
        investors: 60,
        dirt: Dirt::level(level).unwrap(),
    });
    let folder = print(&story).unwrap();
    (story, folder)
}

/// Every kind at one level of dirt; with `FANGFEI_SCHEMES=20` every kind at every level over so many
/// seeds.
pub fn cases() -> Vec<(u64, Kind, u8)> {
    let Ok(seeds) = std::env::var("FANGFEI_SCHEMES") else {
        let kinds = Kind::ALL.into_iter().zip([0, 1, 2, 3, 0, 3]);
        return kinds
            .zip(100..)
            .map(|((kind, level), seed)| (seed, kind, level))
            .collect();
    };
    let seeds: u64 = seeds.parse().unwrap();
    let mut cases = Vec::new();
    for seed in 1..=seeds {
        for (kind, i) in Kind::ALL.into_iter().zip(0..) {
            cases.extend(
                (0..=3u8).map(|level| (seed * 100 + i * 10 + u64::from(level), kind, level)),
            );
        }
    }
    cases
}
