//! What must hold whatever the figures: order of rows, rows of later months, size of the counts, few months.

use std::collections::BTreeMap;

use fangfei_lens::warn::{Assessment, FIGURES, Month, PlatformMonth, Term};
use proptest::{collection::vec, option, prelude::*};

use super::market::{month, rank, times};

/// Rows of a few platforms and months with any figures, some missing, some zero.
fn rows() -> impl Strategy<Value = Vec<PlatformMonth>> {
    let figures = vec(
        option::weighted(0.8, prop_oneof![Just(0.0), 0.0..120.0_f64, 0.0..1e6_f64]),
        FIGURES.len(),
    );
    let row = (0..6_u8, 0..7_i32, figures).prop_map(|(platform, back, figures)| {
        let mut row = PlatformMonth::new(&format!("平台{platform}"), month("2031-07").before(back));
        for ((figure, ..), value) in FIGURES.into_iter().zip(figures) {
            if let Some(value) = value {
                row.set(figure, value);
            }
        }
        row
    });
    vec(row, 1..40)
}

fn later(rows: &[PlatformMonth], month: Month) -> Vec<PlatformMonth> {
    rows.iter()
        .map(|row| {
            let mut later = PlatformMonth::new(&row.platform, month);
            for (figure, ..) in FIGURES {
                later.set(figure, 77.0);
            }
            later
        })
        .collect()
}

fn values(ranking: &[Assessment], terms: &[Term]) -> BTreeMap<(String, Term), Option<i64>> {
    let points = ranking
        .iter()
        .flat_map(|one| one.points.iter().map(move |p| (one, p)));
    points
        .filter(|(_, point)| terms.contains(&point.term))
        .map(|(one, point)| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "values of the test are small"
            )]
            let value = point.value.map(|v| (v * 1e6).round() as i64);
            ((one.platform.to_string(), point.term), value)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(), turn in 0..40_usize) {
        let mut turned = rows.clone();
        let turn = turn % turned.len();
        turned.rotate_left(turn);
        turned.reverse();
        prop_assert_eq!(rank(rows, "2031-07"), rank(turned, "2031-07"));
    }

    #[test]
    fn rows_after_the_month_change_nothing(rows in rows()) {
        let mut more = rows.clone();
        more.extend(later(&rows, month("2031-08")));
        more.extend(later(&rows, month("2032-01")));
        prop_assert_eq!(rank(rows, "2031-07"), rank(more, "2031-07"));
    }

    #[test]
    fn every_platform_gets_a_probability_a_place_and_a_reason(rows in rows()) {
        let mut names: Vec<_> = rows.iter().map(|row| row.platform.clone()).collect();
        names.sort_unstable();
        names.dedup();
        let ranking = rank(rows, "2031-07");
        prop_assert_eq!(ranking.len(), names.len());
        for (one, place) in ranking.iter().zip(1..) {
            prop_assert!(one.risk > 0.0 && one.risk < 1.0);
            prop_assert_eq!(one.rank, place);
            prop_assert!(!one.reasons.is_empty());
        }
        prop_assert!(ranking.windows(2).all(|pair| pair[0].risk >= pair[1].risk));
    }

    /// A market with ten times the people has the same shares, returns and times.
    #[test]
    fn scale_free_terms_do_not_see_the_number_of_people(rows in rows()) {
        let free = [Term::ReturnAboveMarket, Term::BorrowerConcentration, Term::InvestorConcentration, Term::LargeLoans,
            Term::SlowFill, Term::FillSlowing, Term::ReturnRising, Term::ShortTerms, Term::ConcentrationRising, Term::Silent];
        let mut scaled = rows.clone();
        for row in &mut scaled {
            times(row, "investor", 10.0);
            times(row, "borrower", 10.0);
        }
        prop_assert_eq!(values(&rank(rows, "2031-07"), &free), values(&rank(scaled, "2031-07"), &free));
    }

    /// A higher promise never makes a platform look safer.
    #[test]
    fn a_higher_promise_never_lowers_its_standing(rows in rows(), factor in 1.0..3.0_f64) {
        let platform = rows[0].platform.clone();
        let mut raised = rows.clone();
        raised.iter_mut().filter(|row| row.platform == platform).for_each(|row| times(row, "return", factor));
        let standing = |rows| {
            let ranking = rank(rows, "2031-07");
            let one = ranking.into_iter().find(|one| one.platform == platform).unwrap();
            one.points.into_iter().find(|p| p.term == Term::ReturnAboveMarket).unwrap().standing
        };
        prop_assert!(standing(raised) >= standing(rows) - 1e-9);
    }
}
