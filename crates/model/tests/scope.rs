//! Row scope over random division trees: what a scope sees, stated anew and more simply than the code
//! states it. It must not know SQL; `store` has its own test that both agree.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that does not parse is a broken test"
)]

use fangfei_model::{
    code::division::DivisionCode,
    id::UnitId,
    scope::{Place, Scope, Visibility},
    unit::{Unit, UnitKind},
};
use proptest::prelude::*;
use uuid::Uuid;

const VISIBILITIES: [Visibility; 4] = [
    Visibility::ByUnit,
    Visibility::Common,
    Visibility::Downward,
    Visibility::Everywhere,
];

fn unit(n: u8) -> UnitId {
    UnitId::from(Uuid::from_u128(0x100 + u128::from(n)))
}

/// A code from few digits, so that random codes are often above or below one another; 9 and 0 are the
/// digits at which prefixes and ranges go wrong.
fn division() -> impl Strategy<Value = DivisionCode> {
    let digits = "(14|44)(0[1-2]|90)(01|21|99)(100|101|199)(001|201|299)(001|999)";
    (digits, prop::sample::select(vec![2_usize, 4, 6, 9, 12, 15]))
        .prop_map(|(text, depth)| text[..depth].parse().unwrap())
}

fn place() -> impl Strategy<Value = Place> {
    let part = || proptest::option::of((0_u8..4).prop_map(unit));
    (division(), part(), part()).prop_map(|(division, unit, origin_unit)| Place {
        division,
        unit,
        origin_unit,
    })
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        1 => Just(Scope::All),
        1 => Just(Scope::Nothing),
        4 => division().prop_map(|division| Scope::Division { division }),
        4 => (division(), 0_u8..4).prop_map(|(division, n)| Scope::Unit { division, unit: unit(n) }),
    ]
}

fn visibility() -> impl Strategy<Value = Visibility> {
    prop::sample::select(&VISIBILITIES[..])
}

/// Whether the second lies in the first or is it, by walking up the tree.
fn within(top: DivisionCode, below: DivisionCode) -> bool {
    below.ancestors().any(|above| above == top)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn containment_is_the_tree(a in division(), b in division(), c in division()) {
        prop_assert_eq!(a.contains(&b), within(a, b));
        prop_assert!(a.contains(&a));
        prop_assert!(!(a.contains(&b) && b.contains(&a)) || a == b);
        prop_assert!(!(a.contains(&b) && b.contains(&c)) || a.contains(&c));
        // Two divisions that both hold a third are one above the other: no row has two owners side by side.
        prop_assert!(!(a.contains(&c) && b.contains(&c)) || a.contains(&b) || b.contains(&a));
    }

    #[test]
    fn the_range_that_is_scanned_is_the_tree(a in division(), b in division()) {
        let (from, to) = a.range();
        prop_assert_eq!(from.as_str() <= b.as_str() && b.as_str() < to.as_str(), a.contains(&b));
    }

    #[test]
    fn a_division_sees_itself_and_what_lies_below(division in division(), place in place()) {
        let scope = Scope::Division { division };
        let below = within(division, place.division);
        prop_assert_eq!(scope.sees(&place, Visibility::ByUnit), below);
        prop_assert_eq!(scope.sees(&place, Visibility::Common), below);
        prop_assert_eq!(scope.sees(&place, Visibility::Downward), below || within(place.division, division));
    }

    #[test]
    fn who_has_no_part_in_it_never_sees_anothers_record(division in division(), n in 0_u8..4, place in place()) {
        let scope = Scope::Unit { division, unit: unit(n) };
        let part = place.unit == Some(unit(n)) || place.origin_unit == Some(unit(n));
        let below = within(division, place.division);
        prop_assert_eq!(scope.sees(&place, Visibility::ByUnit), below && part);
        prop_assert_eq!(scope.sees(&place, Visibility::Common), below);
    }

    #[test]
    fn neighbours_see_nothing_of_one_another(a in division(), b in division(), place in place(), by_unit in any::<bool>()) {
        prop_assume!(!a.contains(&b) && !b.contains(&a));
        let scope = |division| match by_unit {
            true => Scope::Unit { division, unit: place.unit.unwrap_or_else(|| unit(0)) },
            false => Scope::Division { division },
        };
        for visibility in [Visibility::ByUnit, Visibility::Common] {
            prop_assert!(!(scope(a).sees(&place, visibility) && scope(b).sees(&place, visibility)));
        }
    }

    #[test]
    fn a_higher_scope_sees_all_that_a_lower_one_sees(place in place(), low in division(), n in 0_u8..4, visibility in visibility()) {
        for high in low.ancestors() {
            let pairs = [
                (Scope::Division { division: low }, Scope::Division { division: high }),
                (Scope::Unit { division: low, unit: unit(n) }, Scope::Unit { division: high, unit: unit(n) }),
                (Scope::Unit { division: low, unit: unit(n) }, Scope::Division { division: high }),
            ];
            for (lower, higher) in pairs {
                // Downward is the exception on purpose: a campaign of a township's neighbour is nothing to it,
                // and one of its own county is.
                if visibility != Visibility::Downward {
                    prop_assert!(!lower.sees(&place, visibility) || higher.sees(&place, visibility));
                }
            }
        }
    }

    #[test]
    fn wider_visibility_never_hides(scope in scope(), place in place()) {
        let seen = VISIBILITIES.map(|visibility| scope.sees(&place, visibility));
        prop_assert!(seen.is_sorted(), "{seen:?}");
    }

    #[test]
    fn everywhere_is_for_all_but_nobody(scope in scope(), place in place()) {
        prop_assert_eq!(scope.sees(&place, Visibility::Everywhere), scope != Scope::Nothing);
    }

    #[test]
    fn nothing_is_nothing_and_all_is_all(place in place(), visibility in visibility()) {
        prop_assert!(!Scope::Nothing.sees(&place, visibility));
        prop_assert!(Scope::All.sees(&place, visibility));
        prop_assert_eq!(Scope::All.division().or(Scope::Nothing.division()), None);
    }

    #[test]
    fn a_record_without_units_is_seen_by_its_divisions_only(division in division(), n in 0_u8..4) {
        let place = Place { division, unit: None, origin_unit: None };
        let member = Scope::Unit { division, unit: unit(n) };
        prop_assert!(!member.sees(&place, Visibility::ByUnit));
        let office = Scope::Division { division };
        prop_assert!(office.sees(&place, Visibility::ByUnit));
    }

    #[test]
    fn a_unit_sees_by_what_it_is(division in division(), kind in prop::sample::select(UnitKind::ALL), active in any::<bool>()) {
        let one = Unit {
            id: unit(1), name: "某单位".into(), short_name: "某".into(), kind, division, parent: None, agency_code: None,
            phone: None, email: None, leader: None, liaison: None, active,
        };
        let whole = matches!(kind, UnitKind::LeadOffice | UnitKind::Township | UnitKind::Village);
        let wanted = match (active, whole) {
            (false, _) => Scope::Nothing,
            (true, true) => Scope::Division { division },
            (true, false) => Scope::Unit { division, unit: one.id },
        };
        prop_assert_eq!(one.scope(), wanted);
    }
}
