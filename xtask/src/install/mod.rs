//! What the tests need beside Rust: PostgreSQL, Chromium, Node packages. Each is found, installed
//! where that is possible without a question, or its absence explained with the command to type.
//! It must not know the tests.

mod apt;
mod chromium;
// One file starts the cluster for the tests' kit and for `cargo xtask test`; a dependency on the kit
// would make this crate as slow to compile as the product.
#[path = "../../../crates/testkit/src/postgres/cluster.rs"]
mod cluster;
mod node;
mod postgres;

pub use chromium::chromium;
pub use node::browser_driver;
pub use postgres::postgres;
