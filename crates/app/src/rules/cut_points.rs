//! Cut points of the two counted factors as an office writes them: people, and 万元. It must not
//! know assessments.

use fangfei_model::{level::CutPoints, money::Fen};
use serde::Deserialize;

use super::file::{RuleFile, RuleProblem};
use crate::Result;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CutPointsFile {
    /// People at which 涉众规模 becomes 中, 高, 重大.
    people: [u32; 3],
    /// 万元 at which 风险敞口 becomes 中, 高, 重大.
    exposure_wan: [i64; 3],
}

/// Reads `cut_points.toml`.
pub(super) fn parse(file: &RuleFile) -> Result<CutPoints> {
    let read: CutPointsFile = toml::from_str(&file.text)
        .map_err(|error| file.error(RuleProblem::syntax(&file.text, &error)))?;
    let rising =
        read.people.is_sorted_by(|a, b| a < b) && read.exposure_wan.is_sorted_by(|a, b| a < b);
    if !rising || read.people[0] == 0 || read.exposure_wan[0] <= 0 {
        return Err(file.error("people 和 exposure_wan 的三个数都应大于零，并从小到大排列"));
    }
    let fen = |wan| Fen::from_wan(wan).ok_or_else(|| file.error(format!("金额 {wan} 万元过大")));
    let [medium, high, major] = read.exposure_wan;
    Ok(CutPoints {
        people: read.people,
        exposure: [fen(medium)?, fen(high)?, fen(major)?],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_may_set_its_own_bands() {
        let file = RuleFile::shipped(
            "cut_points.toml",
            "people = [30, 150, 500]\nexposure_wan = [20, 100, 500]\n",
        );
        assert_eq!(parse(&file).unwrap().exposure[0], Fen(20_000_000));
    }

    #[test]
    fn bands_that_do_not_rise_are_refused() {
        let file = RuleFile::shipped(
            "cut_points.toml",
            "people = [500, 150, 30]\nexposure_wan = [20, 100, 500]\n",
        );
        assert!(parse(&file).unwrap_err().to_string().contains("从小到大"));
    }
}
