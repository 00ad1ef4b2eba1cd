//! What the law and the people who lost money would notice of a division: cases computed by hand in
//! `refund/*.txt`, and properties over many divisions. It must not know files of offices.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use fangfei_flow::refund::{
    Allocation, Batch, Cause, Claim, RefundError, Rule, Run, Standing, allocate, compare,
};
use fangfei_model::money::Fen;
use proptest::prelude::*;

#[path = "refund/hand_case.rs"]
mod hand_case;

fn plain(claims: &[Claim], available: i64, earlier: &[Batch]) -> Allocation {
    allocate(claims, Fen(available), &Rule::default(), earlier).unwrap()
}

fn claim(name: impl std::fmt::Display, loss: i64) -> Claim {
    Claim::new(&name.to_string(), Fen(loss), Fen::ZERO, Fen::ZERO)
}

#[test]
fn cases_computed_by_hand() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/refund");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    assert!(files.len() >= 8, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        hand_case::run(&text, &file.display().to_string());
    }
}

#[test]
fn wrong_claims_are_refused_with_the_name() {
    let refused = |claims: &[Claim]| allocate(claims, Fen(1), &Rule::default(), &[]).unwrap_err();
    assert_eq!(
        refused(&[claim("甲", 1), claim("乙", 2), claim("甲", 3)]),
        RefundError::Duplicate("甲".into())
    );
    assert!(matches!(
        refused(&[claim("甲", -1)]),
        RefundError::Negative {
            what: "投入本金",
            ..
        }
    ));
    assert_eq!(
        refused(&[claim("甲", i64::MAX), claim("乙", 1)]),
        RefundError::TooLarge("投入本金")
    );
    assert_eq!(refused(&[claim(" ", 1)]), RefundError::Nameless);
    let paid = plain(&[claim("甲", 9)], 5, &[]).batch(1);
    assert_eq!(
        allocate(&[claim("乙", 9)], Fen(1), &Rule::default(), &[paid]).unwrap_err(),
        RefundError::PaidButMissing("甲".into())
    );
}

#[test]
fn a_rule_without_ground_is_refused() {
    let rule = |text: &str| serde_json::from_str::<Rule>(text).unwrap();
    for wrong in [
        r#"{"priorities":[{"class":"特困","up_to":null,"ground":" "}]}"#,
        r#"{"reserves":[{"ground":"","amount":1,"share":null}]}"#,
        r#"{"reserves":[{"ground":"留待申报","amount":0,"share":"101%"}]}"#,
        r#"{"cap_rate":"1.01"}"#,
        r#"{"minimum":-1}"#,
    ] {
        let refused = allocate(&[claim("甲", 100)], Fen(50), &rule(wrong), &[]);
        assert!(matches!(refused, Err(RefundError::Rule(_))), "{wrong}");
    }
}

#[test]
fn the_largest_sums_of_money_do_not_overflow() {
    let claims = [
        claim("甲", i64::MAX / 2),
        claim("乙", i64::MAX / 2 - 1),
        claim("丙", 1),
    ];
    for available in [1, i64::MAX / 3, i64::MAX] {
        let allocation = plain(&claims, available, &[]);
        assert_eq!(allocation.paid.0, available.min(allocation.total_loss.0));
        let later = plain(&claims, i64::MAX, &[allocation.batch(1)]);
        assert_eq!(later.paid.0 + allocation.paid.0, allocation.total_loss.0);
    }
}

#[test]
fn an_objection_shows_who_changes_and_why() {
    let before = [claim("甲", 60_000), claim("乙", 40_000)];
    let after = [claim("甲", 60_000), claim("乙", 60_000)];
    let rule = Rule::default();
    let run = |claims, available| Run {
        claims,
        available: Fen(available),
        rule: &rule,
        earlier: &[],
    };
    let changes = compare(run(&before, 50_000), run(&after, 60_000)).unwrap();
    // Money first: 甲 30 000 → 36 000, 乙 20 000 → 24 000. Then 乙's claim: both 30 000.
    let causes: Vec<_> = changes
        .iter()
        .map(|c| (&*c.claimant, c.before.0, c.after.0, c.causes.clone()))
        .collect();
    assert_eq!(
        causes,
        [
            (
                "乙",
                20_000,
                30_000,
                vec![Cause::Money(Fen(4_000)), Cause::OwnClaim(Fen(6_000))]
            ),
            (
                "甲",
                30_000,
                30_000,
                vec![Cause::Money(Fen(6_000)), Cause::OtherClaims(Fen(-6_000))]
            ),
        ]
    );
    assert!(changes[0].claim.is_some() && changes[1].claim.is_none());
    let words = changes[0].words().join("；");
    assert!(
        words.contains("净损失由 400.00 元更正为 600.00 元"),
        "{words}"
    );
    assert!(
        changes[1].words()[1].contains("本人金额没有变"),
        "{:?}",
        changes[1].words()
    );
    assert_eq!(
        compare(run(&before, 50_000), run(&before, 50_000)).unwrap(),
        []
    );
}

#[test]
fn a_correction_below_what_was_paid_and_a_newcomer_are_told_apart() {
    let before = [claim("甲", 15_000_000), claim("乙", 5_000_000)];
    let first = plain(&before, 10_000_000, &[]).batch(1);
    let after = [
        claim("甲", 1_000_000),
        claim("乙", 5_000_000),
        claim("丙", 3_000_000),
    ];
    let rule = Rule::default();
    let earlier = [first];
    let run = |claims| Run {
        claims,
        available: Fen::ZERO,
        rule: &rule,
        earlier: &earlier,
    };
    let changes = compare(run(&before), run(&after)).unwrap();
    let of = |name: &str| changes.iter().find(|c| &*c.claimant == name).unwrap();
    // 甲 was paid 75 000.00 and has now lost 10 000.00.
    assert_eq!((of("甲").before, of("甲").after), (Fen::ZERO, Fen::ZERO));
    let words = of("甲").words().join("；");
    assert!(
        words.contains("净损失由 150,000.00 元更正为 10,000.00 元"),
        "{words}"
    );
    assert!(words.contains("多付 65,000.00 元，应追回"), "{words}");
    let words = of("丙").words().join("；");
    assert!(
        words.contains("新申报") && !words.contains("更正"),
        "{words}"
    );
    // The rate counts 10 000.00 of 甲 and 25 000.00 of 乙, of losses of 90 000.00.
    let allocation = plain(&after, 0, &earlier);
    assert_eq!(allocation.cumulative_rate().unwrap().percent(), "38.88%");
    assert_eq!(allocation.overpaid(), Fen(6_500_000));
}

#[test]
fn a_drawn_order_of_ties_is_stated_and_repeatable() {
    let claims: Vec<Claim> = (0..100)
        .map(|n| claim(format!("参与人{n:03}"), 100))
        .collect();
    let winners = |seed| {
        let rule = Rule {
            tie_seed: seed,
            ..Rule::default()
        };
        let allocation = allocate(&claims, Fen(30), &rule, &[]).unwrap();
        let lucky = allocation
            .shares
            .iter()
            .enumerate()
            .filter(|(_, s)| s.paid == Fen(1));
        lucky.map(|(at, _)| at).collect::<Vec<_>>()
    };
    assert_eq!(winners(None), (0..30).collect::<Vec<_>>());
    assert_eq!(winners(Some(7)).len(), 30);
    assert_eq!(winners(Some(7)), winners(Some(7)));
    assert_ne!(winners(Some(7)), winners(Some(8)));
    assert_ne!(winners(Some(7)), winners(None));
}

/// Claims as life has them: many equal, some tiny, some large, some without loss.
fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let sum = prop_oneof![
        0_i64..20,
        0_i64..1_000_000,
        Just(5_000_000),
        0_i64..1_000_000_000_000
    ];
    prop::collection::vec(
        (sum.clone(), 0_i64..300_000, 0_i64..300_000, 0_u8..12),
        1..40,
    )
    .prop_map(|rows| {
        let claim = |(n, (paid_in, returned, received, kind)): (usize, (i64, i64, i64, u8))| {
            let standing = match kind {
                0 => Standing::Excluded {
                    reason: "被告人".into(),
                },
                1 => Standing::Disputed {
                    reason: "金额有争议".into(),
                },
                _ => Standing::Admitted,
            };
            Claim {
                class: (kind == 2).then(|| "特困".into()),
                standing,
                ..Claim::new(
                    &format!("甲{n}"),
                    Fen(paid_in),
                    Fen(returned),
                    Fen(received),
                )
            }
        };
        rows.into_iter().enumerate().map(claim).collect()
    })
}

fn admitted() -> impl Strategy<Value = Vec<Claim>> {
    claims().prop_map(|claims| {
        let admit = |claim: Claim| Claim {
            standing: Standing::Admitted,
            ..claim
        };
        claims.into_iter().map(admit).collect()
    })
}

fn rules() -> impl Strategy<Value = Rule> {
    (any::<bool>(), any::<bool>(), 0_i64..1_000, prop::option::of(0_i64..2_000_000), prop::option::of(0_i64..=100), any::<Option<u64>>())
        .prop_map(|(contribution, priority, minimum, cap, cap_percent, tie_seed)| {
            let text = serde_json::json!({
                "basis": if contribution { "contribution" } else { "net_loss" },
                "priorities": if priority { serde_json::json!([{"class": "特困", "up_to": "30%", "ground": "领导小组决定"}]) } else { serde_json::json!([]) },
                "reserves": [{"ground": "留待申报", "amount": 0, "share": "1/7"}],
                "cap": cap,
                "cap_rate": cap_percent.map(|p| format!("{p}%")),
                "minimum": minimum,
                "tie_seed": tie_seed,
            });
            serde_json::from_value(text).unwrap()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// The sum of payments is the money or the losses, whichever is less, and nobody is above the loss.
    #[test]
    fn money_is_conserved(claims in admitted(), available in 0_i64..2_000_000_000_000) {
        let allocation = plain(&claims, available, &[]);
        let losses: i64 = claims.iter().map(|c| c.loss().0).sum();
        prop_assert_eq!(allocation.paid.0, available.min(losses));
        prop_assert_eq!(allocation.shares.len(), claims.len());
        for share in &allocation.shares {
            prop_assert!(Fen::ZERO <= share.paid && share.paid <= share.loss);
            // The exact share, rounded down or up.
            let exact = i128::from(share.loss.0) * i128::from(allocation.paid.0);
            let off = i128::from(share.paid.0) * i128::from(losses) - exact;
            prop_assert!(off.abs() < i128::from(losses.max(1)));
        }
    }

    /// Under every rule and after earlier batches, each fen is paid, held, reserved or left.
    #[test]
    fn every_fen_is_accounted_for(claims in claims(), rule in rules(), first in 0_i64..3_000_000, second in 0_i64..2_000_000_000_000) {
        let one = allocate(&claims, Fen(first), &rule, &[]).unwrap();
        let two = allocate(&claims, Fen(second), &rule, &[one.batch(1)]).unwrap();
        for allocation in [&one, &two] {
            let parts = allocation.reserved.0 + allocation.paid.0 + allocation.held.0 + allocation.left.0;
            prop_assert_eq!(parts, allocation.available.0);
        }
        for (share, claim) in two.shares.iter().map(|s| (s, claims.iter().find(|c| c.claimant == s.claimant).unwrap())) {
            prop_assert!(share.paid.0 >= 0 && share.held.0 >= 0);
            let all = share.earlier.0 + share.paid.0 + share.held.0;
            prop_assert!(all <= claim.loss().0);
            prop_assert!(rule.cap.is_none_or(|cap| all <= cap.0));
            match claim.standing {
                Standing::Excluded { .. } => prop_assert_eq!(all, 0),
                Standing::Disputed { .. } => prop_assert_eq!(share.paid.0, 0),
                Standing::Admitted => {}
            }
        }
    }

    /// The order of the list changes nothing.
    #[test]
    fn order_does_not_matter(claims in claims(), rule in rules(), available in 0_i64..2_000_000_000, turn in 0_usize..40) {
        let mut turned = claims.clone();
        turned.reverse();
        let middle = turn % turned.len();
        turned.rotate_left(middle);
        prop_assert_eq!(
            allocate(&claims, Fen(available), &rule, &[]).unwrap(),
            allocate(&turned, Fen(available), &rule, &[]).unwrap()
        );
    }

    /// Who lost more never gets less; equal losses differ by one fen at most.
    #[test]
    fn a_larger_loss_never_gets_less(claims in admitted(), available in 0_i64..2_000_000_000_000) {
        let mut shares = plain(&claims, available, &[]).shares;
        shares.sort_by_key(|share| share.loss);
        for two in shares.windows(2) {
            if two[0].loss == two[1].loss {
                prop_assert!((two[0].paid.0 - two[1].paid.0).abs() <= 1);
            } else {
                prop_assert!(two[0].paid <= two[1].paid);
            }
        }
    }

    /// More money costs nobody more than the fen of rounding; a larger claim neither its owner.
    #[test]
    fn more_money_or_a_larger_claim_does_not_hurt(claims in admitted(), available in 0_i64..2_000_000_000, more in 0_i64..1_000_000) {
        let before = plain(&claims, available, &[]);
        let richer = plain(&claims, available + more, &[]);
        for (a, b) in before.shares.iter().zip(&richer.shares) {
            prop_assert!(b.paid.0 >= a.paid.0 - 1);
        }
        let mut larger = claims.clone();
        larger[0].paid_in.0 += more;
        let after = plain(&larger, available, &[]);
        let owner = &*claims[0].claimant;
        prop_assert!(after.share(owner).unwrap().paid.0 >= before.share(owner).unwrap().paid.0 - 1);
    }

    /// Batches end where one division of all the money ends: at the same exact rate, so that nobody
    /// is a whole fen off unless earlier rounding has already given the fen away.
    #[test]
    fn batches_end_where_one_division_ends(claims in admitted(), parts in prop::collection::vec(0_i64..400_000_000, 1..6)) {
        let mut batches: Vec<Batch> = Vec::new();
        for (number, part) in (1..).zip(&parts) {
            let allocation = plain(&claims, *part, &batches);
            batches.push(allocation.batch(number));
        }
        let once = plain(&claims, parts.iter().sum(), &[]);
        let mut sums: std::collections::BTreeMap<&str, i128> = Default::default();
        for payment in batches.iter().flat_map(|batch| &batch.payments) {
            *sums.entry(&*payment.claimant).or_default() += i128::from(payment.paid.0);
        }
        let total: i128 = sums.values().sum();
        prop_assert_eq!(total, i128::from(once.paid.0));
        let losses = i128::from(once.total_loss.0);
        let mut off_in_all = 0;
        for share in &once.shares {
            let paid = sums.get(&*share.claimant).copied().unwrap_or(0);
            prop_assert!(paid <= i128::from(share.loss.0));
            // Whole fen beyond the rounding of one division, counted over everybody.
            let off = (paid * losses - i128::from(share.loss.0) * total).abs();
            off_in_all += off.div_euclid(losses.max(1));
        }
        prop_assert!(off_in_all <= i128::try_from(claims.len()).unwrap());
    }

    /// A late claimant is brought to the rate of the others before anybody goes further.
    #[test]
    fn late_claimants_catch_up_first(claims in admitted(), first in 1_i64..50_000_000, second in 1_i64..50_000_000, late in 1_i64..1_000_000_000) {
        let one = plain(&claims, first, &[]);
        let mut all = claims.clone();
        all.push(claim("迟到者", late));
        let two = plain(&all, second, &[one.batch(1)]);
        let newcomer = two.share("迟到者").unwrap();
        for share in two.shares.iter().filter(|s| s.paid.0 > 1 && &*s.claimant != "迟到者") {
            // Whoever got more than the odd fen now is not above the newcomer's rate by a fen of either.
            let theirs = i128::from(share.earlier.0 + share.paid.0 - 1) * i128::from(newcomer.loss.0);
            let newcomers = i128::from(newcomer.paid.0 + 1) * i128::from(share.loss.0);
            prop_assert!(theirs <= newcomers, "{share:?} {newcomer:?}");
        }
    }

    /// Money already divided is not divided again: nothing left to pay, nothing changes.
    #[test]
    fn a_run_without_new_money_pays_nothing(claims in admitted(), first in 0_i64..50_000_000) {
        let one = plain(&claims, first, &[]);
        let again = plain(&claims, 0, &[one.batch(1)]);
        prop_assert!(again.shares.iter().all(|share| share.paid == Fen::ZERO));
        prop_assert_eq!(plain(&claims, first, &[]), one);
    }

    /// The causes of a change add up to it.
    #[test]
    fn causes_add_up(claims in claims(), rule in rules(), money in 0_i64..2_000_000, other in 0_i64..2_000_000, more in 0_i64..500_000) {
        let mut corrected = claims.clone();
        corrected[0].returned.0 += more;
        let plain = Rule::default();
        let before = Run { claims: &claims, available: Fen(money), rule: &plain, earlier: &[] };
        let after = Run { claims: &corrected, available: Fen(other), rule: &rule, earlier: &[] };
        let mut shift = 0;
        for change in compare(before, after).unwrap() {
            let parts: i64 = change.causes.iter().map(|cause| cause.part().0).sum();
            prop_assert_eq!(parts, change.after.0 - change.before.0);
            shift += parts;
        }
        let given = |run: Run<'_>| {
            let a = allocate(run.claims, run.available, run.rule, &[]).unwrap();
            a.paid.0 + a.held.0
        };
        prop_assert_eq!(shift, given(after) - given(before));
    }
}
