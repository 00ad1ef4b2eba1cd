//! The kinds that come with the product. It must not know how they are used.

use super::definition::{Kind, KindError};

/// Ids of the shipped kinds.
pub const SHIPPED: &[&str] = &[
    "subject",
    "clue",
    "contact",
    "risk_item",
    "licensed_body",
    "division",
    "industry",
    "duty",
    "statement",
];

/// A shipped kind by its id.
///
/// # Errors
/// [`KindError::Unknown`] for another id.
pub fn shipped(id: &str) -> Result<Kind, KindError> {
    let text = match id {
        "subject" => include_str!("../../kinds/subject.toml"),
        "clue" => include_str!("../../kinds/clue.toml"),
        "contact" => include_str!("../../kinds/contact.toml"),
        "risk_item" => include_str!("../../kinds/risk_item.toml"),
        "licensed_body" => include_str!("../../kinds/licensed_body.toml"),
        "division" => include_str!("../../kinds/division.toml"),
        "industry" => include_str!("../../kinds/industry.toml"),
        "duty" => include_str!("../../kinds/duty.toml"),
        "statement" => include_str!("../../kinds/statement.toml"),
        other => return Err(KindError::Unknown(other.to_owned())),
    };
    Kind::parse(id, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_kind_is_well_formed() {
        for id in SHIPPED {
            let kind = shipped(id).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(kind.id, *id);
        }
        assert!(matches!(shipped("成绩单"), Err(KindError::Unknown(_))));
    }

    #[test]
    fn no_name_means_two_fields_of_one_kind() {
        for id in SHIPPED {
            let kind = shipped(id).expect("shipped");
            let mut seen = std::collections::BTreeMap::new();
            for field in &kind.fields {
                for name in field.synonyms.iter().chain([&field.title]) {
                    let before = seen.insert(name.clone(), field.id.clone());
                    assert!(
                        before.as_ref().is_none_or(|b| *b == field.id),
                        "{id}: {name} means {before:?} and {}",
                        field.id
                    );
                }
            }
        }
    }
}
