//! `cargo xtask test`: every check and every test of the repository, with one closing count.
//! It must not know what the product does.

mod browser;
mod options;
mod run;
pub mod steps;
mod tally;

use crate::failure::Outcome;
use crate::toolchain;

use options::Options;

pub use run::Run;

/// Runs everything, or the tests whose names contain the given word, or those of the cluster. A step that fails does not
/// stop the others, so that one run shows all there is to mend.
pub fn run(arguments: &[String]) -> Outcome {
    let options = Options::parse(arguments)?;
    toolchain::require_build_tools()?;
    let mut run = Run::default();
    let filter = options.filter.as_deref();
    if options.cluster {
        steps::cluster(&mut run, filter);
        return run.conclude();
    }
    if filter.is_none() {
        steps::source_checks(&mut run);
        run.step("许可证", crate::licences::run);
    }
    steps::rust_tests(&mut run, filter);
    if !options.skip_browser && browser::concerns(filter) {
        browser::journeys(&mut run, filter);
    }
    run.conclude()
}
