//! Uploaded plan files (方案文件): their text, what was read from it, their bytes kept. It must not
//! know campaigns.

use fangfei_intake::{
    plan::{self, PlanReading},
    text,
};

use crate::{App, Error, Result};

/// The largest plan file, in bytes.
const LARGEST: u64 = text::MAX_FILE_BYTES as u64;

/// A plan file as it came.
#[derive(Debug, Clone)]
pub struct PlanFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A plan file, read.
#[derive(Debug, Clone)]
pub(super) struct PlanText {
    pub(super) file_name: String,
    pub(super) sha256: String,
    pub(super) text: String,
    pub(super) reading: PlanReading,
}

/// Reads and keeps every file; the first that cannot be read is an error, and nothing is drafted.
pub(super) async fn keep(app: &App, files: Vec<PlanFile>) -> Result<Vec<PlanText>> {
    let mut texts = Vec::with_capacity(files.len());
    for file in files {
        let text = text::extract(&file.bytes, &file.name)
            .map_err(|error| Error::file(&file.name, error))?;
        let reading = plan::read(&text);
        if reading.phases.is_empty() && reading.duties.is_empty() && reading.deadlines.is_empty() {
            let problem =
                "没有读出阶段、任务或期限，可能不是工作方案，或是没有文字的扫描件；请换用文字版";
            return Err(Error::file(&file.name, problem));
        }
        let blob = app
            .store
            .blobs()
            .put(file.bytes.as_slice(), LARGEST)
            .await?;
        texts.push(PlanText {
            file_name: file.name,
            sha256: blob.sha256,
            text,
            reading,
        });
    }
    Ok(texts)
}
