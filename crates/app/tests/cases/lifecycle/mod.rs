//! The common lifecycle through its use cases: clue → check → assessment → risk item → close-out.

mod assessment;
mod clue;
mod risk_item;
mod steps;
