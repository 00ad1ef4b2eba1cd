//! How well a claim is proved (证明等级), as a proposal: a person confirms it. It must not know sums.

use fangfei_model::claim::{ClaimDocumentKind, LineOutcome, ProofGrade};

use super::Comparison;

/// The grade that comparison and papers allow: statements for every figure; statements for a part and
/// papers for the rest; papers only; words only, for all or for what statements do not show. Statements
/// of an account in somebody else's name prove nothing in full, and without papers nothing at all.
pub fn grade(
    comparison: &Comparison,
    documents: &[ClaimDocumentKind],
    other_name: bool,
) -> ProofGrade {
    use ClaimDocumentKind::{Contract, Receipt, Statement, Transfer};
    let papers = documents
        .iter()
        .any(|d| matches!(d, Contract | Receipt | Transfer | Statement));
    let figures = comparison.lines.iter().take(3);
    let borne_out = figures
        .clone()
        .all(|line| matches!(line.outcome, LineOutcome::Same));
    match (
        borne_out && !comparison.lines.is_empty() && !other_name,
        comparison.found.is_some(),
        papers,
    ) {
        (true, ..) => ProofGrade::Full,
        (false, true, true) => ProofGrade::Partial,
        (false, true, false) => ProofGrade::Stated,
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
            grade(&compare(claimed, seen, 0), papers, false)
        };
        assert_eq!(graded(Some(&seen(100)), &[]), ProofGrade::Full);
        assert_eq!(
            graded(Some(&seen(60)), &[ClaimDocumentKind::Receipt]),
            ProofGrade::Partial
        );
        assert_eq!(
            graded(Some(&seen(60)), &[]),
            ProofGrade::Stated,
            "no papers for the rest"
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

    #[test]
    fn somebody_elses_account_proves_nothing_in_full() {
        let claimed = ClaimFigures {
            paid_in: Fen(100),
            ..ClaimFigures::default()
        };
        let seen = Seen {
            figures: claimed,
            ..Seen::default()
        };
        let comparison = compare(claimed, Some(&seen), 0);
        let graded = |papers: &[ClaimDocumentKind]| grade(&comparison, papers, true);
        assert_eq!(graded(&[]), ProofGrade::Stated);
        assert_eq!(graded(&[ClaimDocumentKind::Receipt]), ProofGrade::Partial);
    }
}
