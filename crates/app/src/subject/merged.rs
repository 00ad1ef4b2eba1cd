//! Where merged files (并入的档案) went, and what they hold. It must not merge; `likeness` does.

use fangfei_model::{id::SubjectId, subject::Subject};
use fangfei_store::Reader;

use crate::{Result, Stored};

/// Merges one after another that are followed.
const MOST: usize = 8;

/// A file that was merged into another, directly or through others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    /// The file as it was, and stays.
    pub subject: Subject,
    /// What was taken over from it, in words.
    pub filled: Vec<&'static str>,
}

impl HeldFile {
    /// All files merged into this one, within scope.
    pub(crate) async fn of(reader: &Reader<'_>, subject: &Subject) -> Result<Vec<Self>> {
        let mut found: Vec<Self> = Vec::new();
        let mut waiting = subject.holds.clone();
        while let Some(held) = waiting.pop() {
            if found.iter().any(|known| known.subject.id == held.subject) {
                continue;
            }
            let stored = reader.get::<Subject>(held.subject.uuid()).await?;
            if let Some(stored) = stored {
                waiting.extend(stored.record.holds.clone());
                let mut filled: Vec<&'static str> =
                    held.filled.iter().filter_map(|name| title(name)).collect();
                if !held.people.is_empty() {
                    filled.push("人员");
                }
                found.push(Self {
                    subject: stored.record,
                    filled,
                });
            }
        }
        found.reverse();
        Ok(found)
    }
}

/// The title of a field of a subject's file.
fn title(name: &str) -> Option<&'static str> {
    match name {
        "scope_text" => Some("经营范围"),
        _ => fangfei_model::noun::Noun::Subject
            .field(name)
            .map(|field| field.title),
    }
}

/// The file that goes on: this one, or the one it was merged into, as far as the reader sees.
pub(crate) async fn going_on(
    reader: &Reader<'_>,
    mut stored: Stored<Subject>,
) -> Result<Stored<Subject>> {
    for _ in 0..MOST {
        let Some(merged) = &stored.record.merged else {
            break;
        };
        match reader.get::<Subject>(merged.into.uuid()).await? {
            Some(next) => stored = next,
            None => break,
        }
    }
    Ok(stored)
}

/// The ids under which records may point to this subject: every file merged with it, itself among them.
pub(crate) async fn ids_of(reader: &Reader<'_>, id: SubjectId) -> Result<Vec<SubjectId>> {
    let Some(stored) = reader.get::<Subject>(id.uuid()).await? else {
        return Ok(vec![id]);
    };
    let root = going_on(reader, stored).await?.record;
    let held = HeldFile::of(reader, &root).await?;
    let held = held.into_iter().map(|held| held.subject.id);
    Ok(std::iter::once(root.id).chain(held).collect())
}
