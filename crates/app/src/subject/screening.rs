//! Screening of one subject: name and scope against the word classes, licensed bodies told apart.
//! It must not know when it is done.

use fangfei_lens::screen::{Field, Hit, Screen};
use fangfei_model::subject::{Screening, ScreeningHit, Subject};
use jiff::civil::Date;

/// The subject as screened today. Where the same rules find the same, the earlier screening and its
/// day stay, so that nothing changes.
pub(crate) fn screened(
    screen: &Screen,
    licence: Option<String>,
    mut subject: Subject,
    today: Date,
) -> Subject {
    let scope = subject.scope_text.as_deref().unwrap_or_default();
    let found = screen.screen_subject(&subject.name, scope);
    let hits: Vec<ScreeningHit> = found
        .into_iter()
        .map(|(field, hit)| kept(field, hit, licence.as_deref()))
        .collect();
    let version = screen.version().to_string();
    let same = subject
        .screening
        .as_ref()
        .is_some_and(|before| before.rule_version == version && before.hits == hits);
    if !same {
        subject.screening = Some(Screening {
            rule_version: version,
            on: today,
            hits,
        });
    }
    subject
}

fn kept(field: Field, hit: Hit, licence: Option<&str>) -> ScreeningHit {
    let field = match field {
        Field::Name => "name",
        Field::Scope => "scope",
        Field::Text => "text",
    };
    ScreeningHit {
        field: field.to_owned(),
        class: hit.class.to_string(),
        class_title: hit.title.to_string(),
        word: hit.word.to_string(),
        printed: hit.printed,
        span: hit.span,
        ground: hit.ground.to_string(),
        suppressed: hit.suppressed.or_else(|| licence.map(str::to_owned)),
    }
}
