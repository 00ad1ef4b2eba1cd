//! What the filters of lists offer for choice: places and units of the reader's scope. It must not know
//! which list asks.

use fangfei_app::{place_names, unit};

use crate::{WebError, signed_in::SignedIn, ui::Field};

/// Places and units, each as code and words.
pub struct Choices {
    /// Divisions of the reader's scope.
    pub places: Vec<(String, String)>,
    /// Units that are in use.
    pub units: Vec<(String, String)>,
}

impl Choices {
    /// Those that the reader may choose from.
    pub async fn load(reader: &SignedIn) -> Result<Self, WebError> {
        let places = place_names::choices(reader.app(), &reader.ctx).await?;
        let units = unit::all(reader.app(), &reader.ctx).await?;
        Ok(Self {
            places: places
                .into_iter()
                .map(|place| (place.code.to_string(), place.name))
                .collect(),
            units: units
                .into_iter()
                .filter(|unit| unit.active)
                .map(|unit| (unit.id.to_string(), unit.short_name))
                .collect(),
        })
    }
}

/// A field that narrows a list to one of these entries, or to none of them.
pub fn narrowing(
    name: &str,
    label: &str,
    entries: impl IntoIterator<Item = (String, String)>,
    chosen: &str,
) -> Field {
    let all = std::iter::once((String::new(), "全部".to_owned()));
    Field::select(name, label)
        .choose(all.chain(entries), &[chosen])
        .value(chosen)
}

/// Codes and titles of a code list as entries.
pub fn titled<'a>(
    entries: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> impl Iterator<Item = (String, String)> {
    entries
        .into_iter()
        .map(|(code, title)| (code.to_owned(), title.to_owned()))
}
