//! All units, by division, with their contacts.

use askama::Template;
use axum::{extract::Query, response::Html};
use fangfei_app::unit;
use fangfei_model::{
    permission::Permission,
    unit::{Contact, Unit, UnitKind},
};
use serde::Deserialize;

use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Badge, Field, Place, Shell, Width, filters},
};

#[derive(Template)]
#[template(path = "units/list.html")]
struct UnitListPage {
    shell: Shell,
    may_write: bool,
    filter_fields: Vec<Field>,
    count: usize,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    kind: Badge,
    division: String,
    leader: String,
    liaison: String,
    channel: String,
    active: bool,
}

/// What is looked for.
#[derive(Deserialize)]
pub struct UnitFilter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
}

impl UnitFilter {
    fn fits(&self, unit: &Unit) -> bool {
        let words = self.q.trim();
        let named =
            words.is_empty() || unit.name.contains(words) || unit.short_name.contains(words);
        named && (self.kind.is_empty() || unit.kind.code() == self.kind)
    }

    fn fields(&self) -> Vec<Field> {
        let kinds = UnitKind::ALL.iter().map(|kind| (kind.code(), kind.title()));
        vec![
            Field::text("q", "单位名称")
                .value(&self.q)
                .width(Width::Third),
            Field::select("kind", "类别")
                .choose(std::iter::once(("", "全部")).chain(kinds), &[&self.kind])
                .width(Width::Quarter),
        ]
    }
}

fn contact(contact: &Option<Contact>) -> String {
    let Some(contact) = contact else {
        return String::new();
    };
    let parts = [
        Some(&contact.name),
        contact.title.as_ref(),
        contact.phone.as_ref(),
    ];
    parts
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Shows the list.
pub async fn show(
    Query(filter): Query<UnitFilter>,
    reader: SignedIn,
) -> Result<Html<String>, WebError> {
    let units = unit::list(reader.app(), &reader.ctx).await?;
    let row = |unit: Unit| Row {
        href: super::href(unit.id),
        kind: Badge::tag(unit.kind.title()),
        division: unit.division.padded(),
        leader: contact(&unit.leader),
        liaison: contact(&unit.liaison),
        channel: [unit.phone, unit.email]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        active: unit.active,
        name: unit.name,
    };
    let rows: Vec<Row> = units
        .into_iter()
        .filter(|unit| filter.fits(unit))
        .map(row)
        .collect();
    let page = UnitListPage {
        shell: reader.shell(Some(Place::Units), "单位"),
        may_write: reader.may(Permission::UnitWrite),
        filter_fields: filter.fields(),
        count: rows.len(),
        rows,
    };
    Ok(Html(page.render()?))
}
