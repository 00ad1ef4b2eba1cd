//! Writes the journal out as JSON Lines that can be verified without the database: the key and head,
//! then each entry with its leaf, root and signature, and after an entry that only counts what it
//! wrote, the list. It must not know where the lines go.

use std::io::Write;

use serde::{Deserialize, Serialize};

use super::{
    entry::{Entry, Touches},
    head::{Head, kept},
    list::JournalReader,
    walk::{JournalRow, TouchRow, entries_after, touches_of},
};
use crate::{
    connection::Conn,
    error::{Error, Result},
};

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Line {
    /// The first: whose journal, and how long.
    Journal { public_key: String, head: Head },
    /// An entry, its text exactly as it was hashed.
    Entry {
        entry: String,
        leaf: String,
        root: String,
        signature: String,
    },
    /// Part of the list of what the entry before wrote.
    Touched { rows: Vec<TouchRow> },
}

/// What was written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportSummary {
    /// The journal's head in the export.
    pub head: Head,
    /// The key that verifies it.
    pub public_key: String,
}

impl JournalReader {
    /// Writes the whole journal, of one moment; memory does not grow with its length. Scope does not
    /// cut it down: a part could not be verified. The use case requires the permission.
    pub async fn export(&self, out: &mut (impl Write + Send)) -> Result<ExportSummary> {
        let tx = self.store.sides().begin_read().await?;
        let conn = Conn::Transaction(&tx);
        let head = kept(&conn).await?.0;
        let public_key = self.store.key()?.public();
        write_line(
            out,
            &Line::Journal {
                public_key: public_key.clone(),
                head: head.clone(),
            },
        )?;
        let mut last = 0;
        loop {
            let rows = entries_after(&conn, last).await?;
            let Some(end) = rows.last().map(|r| r.seq) else {
                break;
            };
            last = end;
            for row in rows {
                write_entry(&conn, out, row).await?;
            }
        }
        Ok(ExportSummary { head, public_key })
    }
}

async fn write_entry(
    conn: &Conn<'_>,
    out: &mut (impl Write + Send),
    row: JournalRow,
) -> Result<()> {
    let counted = serde_json::from_str::<Entry>(&row.link.text)
        .is_ok_and(|entry| matches!(entry.touched, Touches::Counted { .. }));
    let link = row.link;
    write_line(
        out,
        &Line::Entry {
            entry: link.text,
            leaf: link.leaf,
            root: link.root,
            signature: link.signature,
        },
    )?;
    if counted {
        let write = |rows: &[TouchRow]| match rows {
            [] => Ok(()),
            rows => write_line(
                out,
                &Line::Touched {
                    rows: rows.to_vec(),
                },
            ),
        };
        touches_of(conn, row.seq, write).await?;
    }
    Ok(())
}

fn write_line(out: &mut impl Write, line: &Line) -> Result<()> {
    let disk = |source| Error::Disk {
        path: "审计日志导出".to_owned(),
        source,
    };
    let text = serde_json::to_string(line).map_err(|e| disk(e.into()))?;
    writeln!(out, "{text}").map_err(disk)
}
