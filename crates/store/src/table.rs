//! The tables of kept nouns: one for the records as they are, one of the same shape for every
//! earlier version. It must not know queries.

use fangfei_model::{noun::Noun, record::FieldKind};
use sea_orm::sea_query::{Alias, DynIden, IntoIden};

/// Columns that every noun's tables have beside its fields. No field may take one of these names; a
/// test holds that.
pub(crate) mod base {
    /// The record's id, 32 hexadecimal digits.
    pub(crate) const ID: &str = "id";
    /// 1 for the first version.
    pub(crate) const VERSION: &str = "record_version";
    /// When this version was written, microseconds since 1970.
    pub(crate) const SINCE: &str = "written_at";
    /// When the next version was written; only in the history table.
    pub(crate) const UNTIL: &str = "replaced_at";
    /// `Place::division`.
    pub(crate) const DIVISION: &str = "scope_division";
    /// `Place::unit`.
    pub(crate) const UNIT: &str = "scope_unit";
    /// `Place::origin_unit`.
    pub(crate) const ORIGIN: &str = "scope_origin";
    /// The whole record as JSON: the source of truth. The last column, so that SQLite reads the
    /// others without following a long body into its overflow pages.
    pub(crate) const BODY: &str = "body";

    /// All but the body, in the order of the table.
    pub(crate) const HEAD: [&str; 6] = [ID, VERSION, SINCE, DIVISION, UNIT, ORIGIN];
}

/// How a field is stored, alike on both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    /// TEXT, compared byte by byte.
    Text,
    /// BIGINT.
    Integer,
}

/// The table of the records as they are.
pub(crate) fn current(noun: Noun) -> DynIden {
    noun.code().into_iden()
}

/// The table of their earlier versions.
pub(crate) fn history(noun: Noun) -> DynIden {
    Alias::new(format!("{}_history", noun.code())).into_iden()
}

/// How a field of this kind is stored: days as ISO text, ids as 32 hexadecimal digits, moments as
/// microseconds since 1970, yes and no as 1 and 0.
pub(crate) fn storage(kind: FieldKind) -> Storage {
    match kind {
        FieldKind::Text | FieldKind::Code(_) | FieldKind::Date | FieldKind::Ref(_) => Storage::Text,
        FieldKind::Int | FieldKind::Money | FieldKind::Time | FieldKind::Bool => Storage::Integer,
    }
}

/// All columns of the current table, in order: what an insert writes.
pub(crate) fn columns(noun: Noun) -> Vec<&'static str> {
    let fields = noun.fields().iter().map(|f| f.name);
    base::HEAD
        .into_iter()
        .chain(fields)
        .chain([base::BODY])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_takes_the_name_of_a_base_column() {
        for noun in Noun::ALL.iter().copied() {
            for field in noun.fields() {
                let taken = base::HEAD.contains(&field.name)
                    || [base::UNTIL, base::BODY].contains(&field.name);
                assert!(!taken, "{}.{}", noun.code(), field.name);
            }
        }
    }
}
