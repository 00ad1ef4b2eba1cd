//! Weights of the comparison of company names: logistic regression over pairs under one credit code, near neighbours
//! under different codes, and self-made changes. How they were measured stands in docs/linkage.md.
//! It must not know what the figures mean.

use crate::link::logistic::Logistic;

/// The weights, in the order of the figures.
pub(super) const MODEL: Logistic<36> = Logistic {
    constant: -3.541,
    weights: [
        2.464,  // same_core
        -0.210, // core_edit
        -0.939, // core_dice
        -0.653, // core_jaro
        0.918,  // core_run
        2.782,  // trade_same
        1.505,  // trade_edit
        -0.780, // trade_run
        1.689,  // trade_inside
        0.592,  // trade_first
        3.049,  // trade_sound
        1.126,  // trade_length
        -1.460, // place_apart
        -0.389, // place_inside
        0.302,  // place_same
        -0.897, // industry_same
        0.213,  // industry_dice
        0.540,  // industry_missing
        -0.989, // form_same
        1.946,  // form_missing
        -3.565, // branch_one
        -3.774, // branch_differ
        -0.838, // branch_same
        -1.207, // numbers_differ
        5.593,  // former
        1.147,  // shop
        1.258,  // short_form
        -1.951, // trade_same_place_apart
        -1.805, // trade_same_industry_apart
        1.246,  // edit_near
        2.146,  // order
        2.755,  // latin
        1.276,  // core_contains
        2.007,  // core_cube
        2.417,  // trade_swap
        0.157,  // body_same
    ],
};
