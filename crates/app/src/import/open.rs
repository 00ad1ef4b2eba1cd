//! A file opened as a table, with the meaning of its columns guessed or taken from a saved profile.
//! It must not know what becomes of the rows.

use std::sync::Arc;

use fangfei_intake::{
    kind::Kind,
    table::{self, Mapping, Workbook},
};

use super::ImportKind;
use crate::{Error, Result};

/// A file opened for import.
#[derive(Clone)]
pub struct OpenedFile {
    /// Its kind.
    pub kind: ImportKind,
    /// The kind's fields.
    pub(super) fields: Arc<Kind>,
    /// Its sheets.
    pub(super) workbook: Arc<Workbook>,
    /// Its name.
    pub file_name: String,
    /// The mappings as guessed.
    pub guessed: Vec<Mapping>,
}

impl OpenedFile {
    /// Opens the file; reading a large one takes seconds, so off the runtime's threads.
    pub async fn open(
        kind: ImportKind,
        file_name: &str,
        bytes: impl Into<Arc<[u8]>>,
    ) -> Result<Self> {
        let (name, bytes) = (file_name.to_owned(), bytes.into());
        let opened = tokio::task::spawn_blocking(move || Self::open_now(kind, name, &bytes));
        opened.await.map_err(Error::bug)?
    }

    fn open_now(kind: ImportKind, file_name: String, bytes: &[u8]) -> Result<Self> {
        let fields = kind.definition()?;
        let workbook =
            table::open(bytes, &file_name).map_err(|error| Error::file(&file_name, error))?;
        let workbook = table::parted(workbook, &fields);
        let guessed = table::guess_all(&workbook, &fields);
        Ok(Self {
            kind,
            fields: Arc::new(fields),
            workbook: Arc::new(workbook),
            file_name,
            guessed,
        })
    }

    /// Things to know about the file: hidden sheets and rows, old formats.
    pub fn notes(&self) -> &[String] {
        &self.workbook.notes
    }

    /// What stands in the way of an import with these mappings; empty when nothing does.
    pub(super) fn obstacles(&self, mappings: &[Mapping]) -> Vec<String> {
        let included: Vec<&Mapping> = mappings.iter().filter(|m| m.included).collect();
        if included.is_empty() {
            let title = &self.fields.title;
            return vec![format!(
                "没有一张工作表像“{title}”表：请选择要导入的工作表并指定各列的含义，或检查是否选错了导入内容"
            )];
        }
        let missing = |m: &&Mapping| {
            let titles: Vec<String> = m
                .missing_required(&self.fields)
                .iter()
                .filter_map(|id| self.fields.field(id.as_str()))
                .map(|field| format!("“{}”", field.title))
                .collect();
            (!titles.is_empty()).then(|| {
                format!(
                    "工作表“{}”没有找到必填的{}列，请指定是哪一列，或不导入这张表",
                    m.sheet,
                    titles.join("、")
                )
            })
        };
        // What was settled for a sheet that an older program read otherwise.
        let gone = included
            .iter()
            .find(|m| self.workbook.sheet(&m.sheet).is_none());
        let gone = gone.map(|m| format!("文件里没有工作表“{}”，请重新上传这个文件", m.sheet));
        included.iter().filter_map(missing).chain(gone).collect()
    }
}
