//! SVG charts drawn here, without script, the same on a page and on paper.

mod axis;
mod bars;
mod canvas;
mod legend;
mod line;
mod measure;
mod share;
mod spark;
mod svg;
mod ties;
mod timeline;
mod wrap;

pub use bars::{BarChart, Category, Direction, Series};
pub use canvas::{Drawing, Tone};
pub use line::{LineChart, LineSeries};
pub use measure::Measure;
pub use share::{Share, ShareBar};
pub use spark::Sparkline;
pub use svg::Palette;
pub use ties::{Tie, TieChart};
pub use timeline::{Milestone, Phase, State, Timeline};
