//! What was found, by noun, with the words that were looked for marked.

use askama::Template;
use axum::{extract::Query, response::Html};
use fangfei_app::{Found, search};
use fangfei_model::noun::Noun;
use serde::Deserialize;

use crate::{
    WebError,
    signed_in::SignedIn,
    staff::record_href,
    ui::{Query as Address, Shell, Tab, Tabs, filters},
};

#[derive(Template)]
#[template(path = "search/found.html")]
struct FoundPage {
    shell: Shell,
    words: String,
    tabs: Tabs,
    groups: Vec<Group>,
}

struct Group {
    title: &'static str,
    rows: Vec<Row>,
    more: String,
}

struct Row {
    href: String,
    /// Parts of the title, every second one a hit.
    title: Vec<String>,
    subtitle: Vec<String>,
}

/// What is looked for.
#[derive(Deserialize)]
pub struct SearchFilter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    noun: String,
}

/// Shows what is found.
pub async fn show(
    Query(filter): Query<SearchFilter>,
    reader: SignedIn,
) -> Result<Html<String>, WebError> {
    let words = filter.q.trim().to_owned();
    let only = filter.noun.parse::<Noun>().ok();
    let found = search::find(reader.app(), &reader.ctx, &words, only).await?;
    let groups = found.into_iter().map(|group| Group {
        title: group.noun.title(),
        rows: group.found.iter().map(|found| row(found, &words)).collect(),
        more: if group.more {
            address(&words, Some(group.noun))
        } else {
            String::new()
        },
    });
    let tab = |noun: Option<Noun>| {
        let title = noun.map_or("全部", Noun::title);
        Tab::new(title, address(&words, noun), noun == only)
    };
    let nouns = search::readable(&reader.ctx).map(Some);
    let page = FoundPage {
        shell: Shell {
            search: words.clone(),
            ..reader.shell(None, "搜索")
        },
        tabs: Tabs {
            tabs: std::iter::once(None).chain(nouns).map(tab).collect(),
        },
        groups: groups.collect(),
        words,
    };
    Ok(Html(page.render()?))
}

fn address(words: &str, noun: Option<Noun>) -> String {
    Address::new(
        "/search",
        [("q", words), ("noun", noun.map_or("", Noun::code))],
    )
    .href()
}

fn row(found: &Found, words: &str) -> Row {
    Row {
        href: record_href(found.noun, found.id).unwrap_or_default(),
        title: marked(&found.title, words),
        subtitle: marked(&found.subtitle, words),
    }
}

/// The text cut at the words, every second part being a hit.
fn marked(text: &str, words: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    let words = words.split_whitespace().next().unwrap_or_default();
    while let Some(at) = rest.find(words).filter(|_| !words.is_empty()) {
        parts.push(rest[..at].to_owned());
        parts.push(words.to_owned());
        rest = &rest[at + words.len()..];
    }
    parts.push(rest.to_owned());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_part_is_a_hit() {
        assert_eq!(
            marked("解债公司解债", "解债"),
            ["", "解债", "公司", "解债", ""]
        );
        assert_eq!(marked("公司", ""), ["公司"]);
    }
}
