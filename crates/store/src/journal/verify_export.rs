//! Verifies an exported journal without the database. It must not know the store.

use std::io::BufRead;

use super::{
    chain::{Chain, Link, check_touches},
    entry::{TouchHasher, Touches},
    export::Line,
    head::Head,
    problem::{Problem, Problems, Verification},
};
use crate::error::{Error, Result};

/// Checks an export: every entry against the one before, the tree and its signatures, every counted
/// list against its hash. The key to expect should have been kept apart from the export: a forged
/// journal would bring its own. A remembered head also shows a cut end or a rewritten past.
pub fn verify_export(
    lines: impl BufRead,
    expected_key: Option<&str>,
    remembered: Option<&Head>,
) -> Result<Verification> {
    let mut problems = Problems::default();
    let mut lines = lines.lines().enumerate();
    let (public_key, kept) = first_line(lines.next(), &mut problems)?;
    if expected_key.is_some_and(|key| key != public_key) {
        problems.add(Problem::OtherKey);
    }
    let mut check = ExportCheck {
        chain: Chain::new(&public_key, remembered),
        seq: 0,
        list: None,
        versions: 0,
    };
    for (number, line) in lines {
        let line = line.map_err(|source| Error::Disk {
            path: "审计日志导出".to_owned(),
            source,
        })?;
        match serde_json::from_str(&line) {
            Ok(line) => check.line(line, &mut problems),
            Err(_) => problems.add(Problem::LineUnreadable {
                line: number as u64 + 1,
            }),
        }
    }
    check.close_list(&mut problems);
    let versions = check.versions;
    let head = check.chain.finish(kept, &mut problems);
    Ok(problems.finish(head, public_key, versions))
}

fn first_line(
    line: Option<(usize, std::io::Result<String>)>,
    problems: &mut Problems,
) -> Result<(String, Option<Head>)> {
    let text = line.map(|(_, text)| text).transpose();
    let text = text.map_err(|source| Error::Disk {
        path: "审计日志导出".to_owned(),
        source,
    })?;
    match text.as_deref().map(serde_json::from_str) {
        Some(Ok(Line::Journal { public_key, head })) => Ok((public_key, Some(head))),
        _ => {
            problems.add(Problem::LineUnreadable { line: 1 });
            Ok((String::new(), None))
        }
    }
}

struct ExportCheck<'k> {
    chain: Chain<'k>,
    seq: u64,
    /// The list that the last entry signed, and what has come of it so far.
    list: Option<(Touches, TouchHasher)>,
    versions: u64,
}

impl ExportCheck<'_> {
    fn line(&mut self, line: Line, problems: &mut Problems) {
        match line {
            Line::Journal { .. } => {}
            Line::Entry {
                entry,
                leaf,
                root,
                signature,
            } => {
                self.close_list(problems);
                // An unreadable entry stands where the one before ends.
                let said = serde_json::from_str::<super::entry::Entry>(&entry).map(|e| e.seq);
                self.seq = said.unwrap_or(self.seq + 1).max(self.seq + 1);
                let link = Link {
                    text: entry,
                    leaf,
                    root,
                    signature,
                };
                let entry = self.chain.step(self.seq, &link, problems);
                self.list = entry.map(|e| (e.touched, TouchHasher::default()));
            }
            Line::Touched { rows } => {
                if let Some((_, found)) = &mut self.list {
                    rows.iter()
                        .for_each(|(noun, id, version, hash)| found.add(noun, id, *version, hash));
                }
            }
        }
    }

    /// A listed entry carries its list itself; only a counted one must be met by the lines after it.
    fn close_list(&mut self, problems: &mut Problems) {
        match self.list.take() {
            Some((Touches::Listed(list), _)) => self.versions += list.len() as u64,
            Some((signed @ Touches::Counted { count, .. }, found)) => {
                self.versions += count;
                check_touches(self.seq, &signed, &found.finish(), problems);
            }
            None => {}
        }
    }
}
