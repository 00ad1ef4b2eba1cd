//! Likenesses and merged files of subjects: what is decided, what can be taken back. It must not know the
//! store.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that does not parse is a broken test"
)]

use fangfei_model::{
    ctx::Stamp,
    id::{LikenessId, SubjectId, UserId},
    likeness::{Likeness, LikenessKind, LikenessStatus, Party},
    money::Fen,
    subject::{Subject, SubjectKind, SubjectPerson},
};
use proptest::prelude::*;
use uuid::Uuid;

fn stamp() -> Stamp {
    Stamp {
        by: Some(UserId::from(Uuid::from_u128(9))),
        name: "经办".into(),
        unit: None,
        at: "2024-07-01T02:00:00Z".parse().unwrap(),
    }
}

fn subject(id: u128, name: &str) -> Subject {
    Subject::named(
        SubjectId::from(Uuid::from_u128(id)),
        name.into(),
        SubjectKind::Enterprise,
        "140521".parse().unwrap(),
        None,
    )
}

fn party(id: u128) -> Party {
    Party {
        id: Uuid::from_u128(id),
        name: format!("主体{id}"),
    }
}

fn found(a: (u128, &str), b: (u128, &str)) -> Option<Likeness> {
    Likeness::found(
        LikenessId::from(Uuid::from_u128(100)),
        LikenessKind::Subject,
        [
            (party(a.0), a.1.parse().unwrap()),
            (party(b.0), b.1.parse().unwrap()),
        ],
        120,
        vec!["名称非常接近".into()],
        stamp().at,
    )
}

#[test]
fn a_pair_is_kept_once_and_in_the_smallest_division_of_both() {
    let one = found((2, "140521102"), (1, "140521103")).unwrap();
    assert_eq!(one.left.id, Uuid::from_u128(1));
    assert_eq!(one.division.as_str(), "140521");
    assert_eq!(one.percent, 99);
    assert!(found((1, "140521"), (1, "140521")).is_none());
    assert!(
        found((1, "140521"), (2, "320111")).is_none(),
        "two provinces"
    );
}

#[test]
fn a_decision_needs_a_reason_stands_and_can_be_taken_back() {
    let open = found((1, "140521"), (2, "140521")).unwrap();
    let kept = Some(Uuid::from_u128(2));
    assert!(open.clone().judge_same(stamp(), kept, " ").is_err());
    let refused = open
        .clone()
        .judge_same(stamp(), Some(Uuid::from_u128(7)), "同址");
    assert!(refused.unwrap_err().to_string().contains("保留哪一份"));
    let same = open.clone().judge_same(stamp(), kept, "证照同号").unwrap();
    assert_eq!(same.status(), LikenessStatus::Same);
    assert_eq!(same.clone().found_again(55, Vec::new()), same);
    assert_eq!(same.clone().lapse(stamp().at), same);
    assert!(same.clone().judge_different(stamp(), "不同").is_err());
    let again = same.withdraw("核对有误").unwrap();
    assert_eq!(again.status(), LikenessStatus::Open);
    assert!(again.withdraw("再撤").is_err());
    let lapsed = open.lapse(stamp().at);
    assert_eq!(lapsed.status(), LikenessStatus::Lapsed);
    assert_eq!(
        lapsed.found_again(60, Vec::new()).status(),
        LikenessStatus::Open
    );
}

#[test]
fn two_credit_codes_are_never_one_subject() {
    let (mut a, mut b) = (subject(1, "甲"), subject(2, "甲"));
    a.uscc = Some(code("140521001"));
    b.uscc = Some(code("140521002"));
    let refused = a.merge(b, LikenessId::from(Uuid::from_u128(3)), stamp());
    assert!(refused.unwrap_err().to_string().contains("信用代码不同"));
}

/// A credit code whose check digit holds.
fn code(tail: &str) -> fangfei_model::code::uscc::Uscc {
    let stem = format!("91{tail}0000M");
    let digits = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars();
    digits
        .filter_map(|c| format!("{stem:0<17}{c}").parse().ok())
        .next()
        .unwrap()
}

fn person() -> impl Strategy<Value = SubjectPerson> {
    (0..4_u8, prop::option::of(Just("13800000000"))).prop_map(|(name, phone)| SubjectPerson {
        role: "负责人".into(),
        name: format!("某{name}"),
        citizen_id: None,
        phone: phone.map(str::to_owned),
    })
}

prop_compose! {
    fn any_subject(id: u128)(
        address in prop::option::of("东街[1-9]号"),
        mode in prop::option::of("[甲乙]"),
        capital in prop::option::of(1..9_i64),
        people in prop::collection::vec(person(), 0..3),
    ) -> Subject {
        let mut one = subject(id, "云溪某店");
        one.business_address = address;
        one.mode = mode;
        one.capital = capital.map(Fen);
        one.people = people;
        one
    }
}

proptest! {
    #[test]
    fn undoing_a_merge_gives_back_both_files_as_they_were(a in any_subject(1), b in any_subject(2)) {
        let likeness = LikenessId::from(Uuid::from_u128(3));
        let (kept, merged) = a.clone().merge(b.clone(), likeness, stamp()).unwrap();
        prop_assert!(kept.completeness() >= a.completeness());
        prop_assert_eq!(merged.merged.as_ref().map(|m| m.into), Some(a.id));
        prop_assert!(merged.clone().merge(subject(4, "丙"), likeness, stamp()).is_err());
        let (kept, merged) = kept.unmerge(merged).unwrap();
        prop_assert_eq!(&kept, &a);
        prop_assert_eq!(&merged, &b);
        prop_assert!(kept.unmerge(merged).is_err());
    }
}
