//! How well a claim is proved (证明等级), as a proposal: a person confirms it. It must not know sums.

use fangfei_model::claim::{ClaimDocumentKind, LineOutcome, ProofGrade};

use super::Comparison;

/// The grade that comparison and papers allow: statements for every figure; statements for a part and
/// papers for the rest; papers only; words only.
pub fn grade(comparison: &Comparison, documents: &[ClaimDocumentKind]) -> ProofGrade {
    use ClaimDocumentKind::{Contract, Receipt, Statement, Transfer};
    let papers = documents
        .iter()
        .any(|d| matches!(d, Contract | Receipt | Transfer | Statement));
    let figures = comparison.lines.iter().take(3);
    let borne_out = figures
        .clone()
        .all(|line| matches!(line.outcome, LineOutcome::Same));
    match (
        borne_out && !comparison.lines.is_empty(),
        comparison.found.is_some(),
        papers,
    ) {
        (true, ..) => ProofGrade::Full,
        (false, true, _) => ProofGrade::Partial,
        (false, false, true) => ProofGrade::Papers,
        (false, false, false) => ProofGrade::Stated,
    }
}

#[cfg(test)]
mod tests {
    use fangfei_model::{claim::ClaimFigures, money::Fen};

    use super::*;
    use crate::claim::{Seen, compare};

    #[test]
    fn from_statements_for_all_down_to_words() {
        let claimed = ClaimFigures {
            paid_in: Fen(100),
            ..ClaimFigures::default()
        };
        let seen = |paid_in| Seen {
            figures: ClaimFigures {
                paid_in: Fen(paid_in),
                ..ClaimFigures::default()
            },
            ..Seen::default()
        };
        let graded = |seen: Option<&Seen>, papers: &[ClaimDocumentKind]| {
            grade(&compare(claimed, seen, 0), papers)
        };
        assert_eq!(graded(Some(&seen(100)), &[]), ProofGrade::Full);
        assert_eq!(
            graded(Some(&seen(60)), &[ClaimDocumentKind::Receipt]),
            ProofGrade::Partial
        );
        assert_eq!(
            graded(None, &[ClaimDocumentKind::Contract]),
            ProofGrade::Papers
        );
        assert_eq!(
            graded(None, &[ClaimDocumentKind::Identity]),
            ProofGrade::Stated
        );
    }
}
