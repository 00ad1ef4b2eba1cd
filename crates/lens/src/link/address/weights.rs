//! Weights of the comparison of addresses: regularised logistic regression, measured on queries it had not seen.
//! How they were measured stands in docs/linkage.md.
//! It must not know what the figures mean.

use crate::link::logistic::Logistic;

/// The weights, in the order of the figures.
pub(super) const MODEL: Logistic<64> = Logistic {
    constant: -3.657,
    weights: [
        1.472,  // letters_same
        -0.404, // edit
        3.431,  // dice
        -1.687, // run
        1.808,  // subsequence_short
        0.632,  // subsequence_long
        0.433,  // place_apart
        -0.066, // place_inside
        -0.408, // place_same
        0.294,  // district_same
        -0.382, // district_differ
        -0.040, // district_one
        -0.096, // town_same
        0.055,  // town_differ
        0.307,  // town_one
        -0.372, // village_same
        -0.127, // village_differ
        -0.090, // village_one
        0.102,  // road_same
        -0.285, // road_differ
        0.269,  // road_one
        0.489,  // road_near
        0.126,  // number_same
        -0.511, // number_differ
        0.010,  // number_one
        -0.517, // lane_same
        -0.773, // lane_differ
        -0.985, // lane_one
        -0.021, // block_same
        -1.112, // block_differ
        -0.639, // block_one
        0.233,  // building_same
        -2.182, // building_differ
        -0.962, // building_one
        0.567,  // unit_same
        -0.213, // unit_differ
        0.165,  // unit_one
        0.330,  // floor_same
        -0.077, // floor_differ
        0.362,  // floor_one
        0.338,  // room_same
        0.319,  // room_differ
        0.848,  // room_one
        -0.114, // site_best
        0.010,  // site_same
        0.517,  // site_none
        1.062,  // site_cover_low
        1.006,  // site_cover_high
        0.438,  // site_two
        1.474,  // site_sound
        -0.024, // crossing_both
        0.082,  // crossing_one
        0.010,  // aside_one
        0.255,  // aside_both
        0.681,  // numbers_shared
        -0.014, // numbers_differ
        -1.240, // depth_gap
        -0.296, // length_ratio
        -2.681, // gate_one
        -0.241, // road_number_same
        -0.490, // road_number_differ
        0.706,  // site_same_building_same
        -0.172, // site_differ_road_differ
        0.278,  // site_same_road_differ
    ],
};
