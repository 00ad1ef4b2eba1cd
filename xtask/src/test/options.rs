//! The words after `cargo xtask test`.

use crate::failure::{Failure, Outcome};

/// What to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Only tests whose names contain this.
    pub filter: Option<String>,
    pub skip_browser: bool,
    /// Only what the cluster needs, which is built with an engine of its own.
    pub cluster: bool,
}

impl Options {
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--skip-e2e" => options.skip_browser = true,
                "--cluster" => options.cluster = true,
                option if option.starts_with('-') => {
                    return Err(Failure::usage(format!(
                        "test 没有“{option}”这个选项，只有 --skip-e2e 和 --cluster。"
                    )));
                }
                word if options.filter.is_none() => options.filter = Some(word.to_owned()),
                word => {
                    return Err(Failure::usage(format!(
                        "只能给一个关键字，“{word}”是第二个。"
                    )));
                }
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Outcome<Options> {
        Options::parse(
            &words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn a_word_filters_and_an_unknown_option_is_wrong_use() {
        let options = parse(&["--skip-e2e", "clue"]).unwrap();
        assert_eq!(
            options,
            Options {
                filter: Some("clue".to_owned()),
                skip_browser: true,
                cluster: false
            }
        );
        assert!(parse(&["--cluster"]).unwrap().cluster);
        assert_eq!(parse(&["--all"]).unwrap_err().exit_code(), 2);
        assert_eq!(parse(&["a", "b"]).unwrap_err().exit_code(), 2);
    }
}
