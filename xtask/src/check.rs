//! `cargo xtask check`: what a change must pass before it is committed, without the browser.
//! It must not know how each step is done.

use crate::failure::{Failure, Outcome};
use crate::test::{Run, steps};
use crate::toolchain;

/// Formatting, tidy, clippy, documentation and the Rust tests, with the closing count.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.first() {
        return Err(Failure::usage(format!("check 没有“{unknown}”这个选项。")));
    }
    toolchain::require_build_tools()?;
    let mut run = Run::default();
    steps::source_checks(&mut run);
    steps::rust_tests(&mut run, None);
    run.conclude()
}
