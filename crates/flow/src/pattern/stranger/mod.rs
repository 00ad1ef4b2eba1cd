//! What one-off relations show where most relations repeat (一次性往来): fans, rings, and money spread and gathered
//! again. In a list in which accounts deal with the same others again and again, a relation of a single payment is
//! rare, and several of them at one account are no chance. Where one-off relations are common, as in a town with shops
//! and weddings, nothing is said. It must not look at amounts or memos: other patterns do.

#[cfg(test)]
mod cases;
mod chance;
mod fan;
mod graph;
mod ring;
mod shape;

pub use fan::{FanInRule, FanOutRule};
pub use ring::Rule as RingRule;
pub use shape::Rule;

pub(super) use shape::find;
