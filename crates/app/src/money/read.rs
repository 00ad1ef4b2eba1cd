//! Files of statements read, several at a time, and reconciled together. It must not know where the
//! files come from.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use fangfei_flow::reconcile::{Options, Reconciliation, reconcile_all};
use fangfei_intake::statement::{self, Reading};
use fangfei_intake::table::{Mapping, Profile};
use fangfei_model::statement::{Statement, TransferList};

/// A file as it came.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its name as people know it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a set of files says.
#[derive(Debug, Default)]
pub struct MoneyReading {
    /// The statements, in the order of the files.
    pub statements: Vec<Statement>,
    /// The lists of transfers.
    pub lists: Vec<TransferList>,
    /// Files and tables that were refused, in Chinese: what is wrong, where, what to do.
    pub refused: Vec<String>,
    /// Files and sheets that are no statements: covers, notes, lists of persons.
    pub aside: Vec<String>,
    /// What a person should know of the reading.
    pub notes: Vec<String>,
    /// How the columns of every table were understood, with the file's name.
    pub mappings: Vec<(String, Mapping)>,
    /// The reconciled whole.
    pub reconciliation: Reconciliation,
}

impl MoneyReading {
    /// The file and sheet that a row's statement or list stands in.
    pub fn place(&self, statement: u32) -> Option<(&str, Option<&str>)> {
        let at = statement as usize;
        match self.statements.get(at) {
            Some(found) => Some((&found.file, found.sheet.as_deref())),
            None => {
                let list = self.lists.get(at - self.statements.len())?;
                Some((&list.file, list.sheet.as_deref()))
            }
        }
    }
}

/// Reads and reconciles. A file that is refused does not keep the others from being read.
pub fn read_files(files: Vec<SourceFile>, profiles: &[Profile], options: &Options) -> MoneyReading {
    let mut reading = MoneyReading::default();
    let mut holders = Vec::new();
    for (name, result) in read_all(files, profiles) {
        match result {
            Ok(mut found) => {
                holders.append(&mut found.holders);
                take(&mut reading, &name, found);
            }
            Err(problem) => reading.refused.push(problem),
        }
    }
    // Beside statements a list of persons or a cover is put aside; where nothing else is there, it is what was refused.
    if reading.statements.is_empty() && reading.lists.is_empty() {
        let aside = std::mem::take(&mut reading.aside);
        reading.refused.extend(aside);
    }
    // Registers of accounts name holders that the statements beside them do not print.
    statement::name_holders(&mut reading.statements, &holders);
    reading.reconciliation = reconcile_all(&reading.statements, &reading.lists, options);
    reading
}

fn take(reading: &mut MoneyReading, name: &str, found: Reading) {
    for refusal in found.refusals {
        if refusal.is_statement {
            reading.refused.push(refusal.to_string());
        } else {
            reading.aside.push(refusal.to_string());
        }
    }
    reading.notes.extend(
        found
            .notes
            .iter()
            .map(|note| format!("文件“{name}”：{note}")),
    );
    reading
        .mappings
        .extend(found.mappings.into_iter().map(|m| (name.to_owned(), m)));
    reading.statements.extend(found.statements);
    reading.lists.extend(found.lists);
}

type Read = (String, Result<Reading, String>);

/// Reads the files on as many threads as there are cores, and answers in the order of the files.
fn read_all(files: Vec<SourceFile>, profiles: &[Profile]) -> Vec<Read> {
    let options = statement::Options {
        profiles: profiles.to_vec(),
        mappings: Vec::new(),
    };
    let waiting: Vec<Mutex<Option<SourceFile>>> =
        files.into_iter().map(|f| Mutex::new(Some(f))).collect();
    let done: Vec<Mutex<Option<Read>>> = waiting.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(waiting.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(place) = waiting.get(at) else { break };
                    let file = place.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let read = file.map(|file| read_one(file, &options));
                    *done[at].lock().unwrap_or_else(PoisonError::into_inner) = read;
                }
            });
        }
    });
    done.into_iter()
        .filter_map(|read| read.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

fn read_one(file: SourceFile, options: &statement::Options) -> Read {
    let result = statement::read(&file.bytes, &file.name, options)
        .map_err(|error| format!("文件“{}”：{error}", file.name));
    (file.name, result)
}
