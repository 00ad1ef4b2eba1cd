//! How statements are laid out, as data: invented in detail, in the manners of Chinese banks, payment
//! firms and inquiry exports. It must not know what is printed.

mod bank;
mod firm;
mod form;

pub use form::{
    Amount, Column, Container, DateForm, Figures, Footer, For, Head, Layout, Mask, Opening, Order,
    Reversal, Scope,
};

/// All layouts.
pub fn all() -> Vec<Layout> {
    let mut layouts = bank::layouts();
    layouts.extend(firm::layouts());
    layouts
}
