//! Names of licensed bodies (持牌机构): national ones known by name, those an office loads, and names that only look
//! like one. It must not know word classes.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::fold::FoldTable;

/// The file of licensed bodies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LicensedFile {
    pub revised: String,
    endings: Vec<String>,
    #[serde(default)]
    known: Vec<KnownBodies>,
    #[serde(default)]
    pattern: Vec<NamePattern>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownBodies {
    kind: String,
    names: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamePattern {
    kind: String,
    contains: Vec<String>,
}

/// What a name says about a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Licence {
    /// On a list: the reason why hits do not count.
    Listed(String),
    /// Only looks so: a note.
    LooksLike(String),
}

/// Licensed bodies by folded name.
#[derive(Debug, Clone)]
pub(super) struct LicensedBodies {
    endings: Vec<String>,
    known: Vec<(String, String)>,
    patterns: Vec<(String, String)>,
    loaded: BTreeSet<String>,
}

impl LicensedBodies {
    pub fn new(file: LicensedFile, table: &FoldTable) -> Self {
        let fold = |kind: &str, name: &String| (table.word(name), kind.to_owned());
        Self {
            endings: file.endings.iter().map(|e| table.word(e)).collect(),
            known: file
                .known
                .iter()
                .flat_map(|k| k.names.iter().map(|n| fold(&k.kind, n)))
                .collect(),
            patterns: file
                .pattern
                .iter()
                .flat_map(|p| p.contains.iter().map(|n| fold(&p.kind, n)))
                .collect(),
            loaded: BTreeSet::new(),
        }
    }

    /// Adds names of a list loaded by the office.
    pub fn extend(&mut self, names: impl IntoIterator<Item = String>) {
        self.loaded
            .extend(names.into_iter().filter(|n| n.chars().count() >= 4));
    }

    /// What a folded name says. A listed name covers its branches, which carry it in front.
    pub fn licence(&self, name: &str) -> Option<Licence> {
        let body = self.endings.iter().any(|e| name.ends_with(e));
        if let Some(listed) = self.loaded_prefix(name) {
            return Some(Licence::Listed(format!("持牌机构名单：{listed}")));
        }
        if let Some((stem, kind)) = self
            .known
            .iter()
            .find(|(stem, _)| body && name.starts_with(stem))
        {
            return Some(Licence::Listed(format!("全国性持牌机构（{kind}）：{stem}")));
        }
        let (_, kind) = self.patterns.iter().find(|(part, _)| name.contains(part))?;
        Some(Licence::LooksLike(format!(
            "名称形式像{kind}机构，请核对许可证"
        )))
    }

    fn loaded_prefix(&self, name: &str) -> Option<&str> {
        let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
        let mut prefixes = ends.filter_map(|end| name.get(..end));
        prefixes
            .find_map(|prefix| self.loaded.get(prefix))
            .map(String::as_str)
    }
}
