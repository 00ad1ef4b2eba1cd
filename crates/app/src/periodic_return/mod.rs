//! Periodic returns (报表): computed from the records as they stood at the cut-off, never typed;
//! submitted, sent back, accepted, then frozen; later changes show as differences. It must not know
//! pages.

mod compare;
mod compute;
mod line;
mod lower;
mod make;
mod moves;
mod overview;
mod paper;
mod rows;
mod show;

pub use compare::{FigureChange, compare};
pub use make::{MakeDraft, NewReturn, cut_off, handed_up, make};
pub use moves::{accept, rewrite, send_back, submit};
pub use overview::{Kept, OwedReturn, kept, owed};
pub use paper::{docx, xlsx};
pub use rows::{FigureRow, FigureRows, Which, rows};
pub use show::{FigureHead, ReturnFile, figure_heads, find_campaign, show};
