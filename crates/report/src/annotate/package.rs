//! The xlsx package: finds the sheet's part, patches it, copies every other part untouched.
//! It must not know what is inside a sheet.

use std::io::{BufReader, BufWriter, Cursor, Read, Write};

use quick_xml::{Reader, events::Event};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{AnnotateError, Notes, Place, sheet_patch, sheet_survey};

/// One part unpacked; a million rows of twenty columns take about 400 MiB.
const MAX_PART: u64 = 1 << 30;
/// The parts that only describe others are read into memory.
const MAX_SMALL_PART: u64 = 16 << 20;
/// Events are a few bytes each; the packer wants more at once.
const BUFFER: usize = 256 << 10;
const MAX_PARTS: usize = 10_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Annotates one sheet of the package.
pub(super) fn annotate(
    file: &[u8],
    place: &Place,
    notes: &Notes,
) -> Result<Vec<u8>, AnnotateError> {
    let mut archive = ZipArchive::new(Cursor::new(file))?;
    if archive.len() > MAX_PARTS {
        return Err(too_large(MAX_PART));
    }
    let part = sheet_part(&mut archive, place.sheet.as_deref())?;
    let sheet_index =
        index_of(&archive, &part).ok_or_else(|| AnnotateError::MissingPart(part.clone()))?;
    let survey = {
        let sheet = archive.by_index(sheet_index)?;
        if sheet.size() > MAX_PART {
            return Err(too_large(MAX_PART));
        }
        sheet_survey::survey(
            BufReader::with_capacity(BUFFER, limited(sheet)),
            place.header_row,
        )?
    };
    let target = sheet_patch::Target::new(place, &survey, notes)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(file.len() + file.len() / 8)));
    for index in 0..archive.len() {
        if index == sheet_index {
            patch(&mut archive, index, &target, &mut out)?;
        } else {
            out.raw_copy_file(archive.by_index_raw(index)?)?;
        }
    }
    Ok(out.finish()?.into_inner())
}

fn patch(
    archive: &mut Archive<'_>,
    index: usize,
    target: &sheet_patch::Target<'_>,
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
) -> Result<(), AnnotateError> {
    let sheet = archive.by_index(index)?;
    let mut options =
        SimpleFileOptions::default().large_file(sheet.size() > u64::from(u32::MAX) / 2);
    if let Some(time) = sheet.last_modified() {
        options = options.last_modified_time(time);
    }
    let name = sheet.name()?.into_owned();
    out.start_file(name, options)?;
    let mut buffered = BufWriter::with_capacity(BUFFER, &mut *out);
    sheet_patch::patch(
        BufReader::with_capacity(BUFFER, limited(sheet)),
        target,
        &mut buffered,
    )?;
    buffered.flush()?;
    Ok(())
}

/// Fails with an error, instead of stopping silently, once a part is larger than it may be:
/// the sizes written in a zip are only claims.
fn limited<R: Read>(inner: R) -> Limited<R> {
    Limited {
        inner,
        left: MAX_PART,
    }
}

struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| std::io::Error::other("part larger than the limit"))?;
        Ok(count)
    }
}

fn too_large(limit: u64) -> AnnotateError {
    AnnotateError::TooLarge {
        limit_mib: limit >> 20,
    }
}

/// Names inside a package are compared without case.
fn index_of(archive: &Archive<'_>, part: &str) -> Option<usize> {
    (0..archive.len()).find(|i| {
        let name = archive.name_for_index(*i).and_then(Result::ok);
        name.is_some_and(|n| n.trim_start_matches('/').eq_ignore_ascii_case(part))
    })
}

fn small_part(archive: &mut Archive<'_>, part: &str) -> Result<String, AnnotateError> {
    let index =
        index_of(archive, part).ok_or_else(|| AnnotateError::MissingPart(part.to_owned()))?;
    let mut text = Vec::new();
    archive
        .by_index(index)?
        .take(MAX_SMALL_PART + 1)
        .read_to_end(&mut text)?;
    if text.len() as u64 > MAX_SMALL_PART {
        return Err(too_large(MAX_SMALL_PART));
    }
    Ok(String::from_utf8_lossy(&text)
        .trim_start_matches('\u{feff}')
        .to_owned())
}

/// The part that holds the named sheet, or the first one.
fn sheet_part(archive: &mut Archive<'_>, wanted: Option<&str>) -> Result<String, AnnotateError> {
    let root = small_part(archive, "_rels/.rels")?;
    let workbook = elements(&root, "Relationship")?
        .into_iter()
        .find(|r| {
            r.get("Type")
                .is_some_and(|t| t.ends_with("/officeDocument"))
        })
        .and_then(|r| r.get("Target").map(|t| resolve("", t)))
        .unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let sheets = elements(&small_part(archive, &workbook)?, "sheet")?;
    let sheet = match wanted {
        Some(name) => sheets.iter().find(|s| s.get("name") == Some(name)),
        None => sheets.first(),
    };
    let id = sheet
        .and_then(|s| s.get("id"))
        .ok_or_else(|| AnnotateError::NoSheet(wanted.unwrap_or_default().to_owned()))?;
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let relations = resolve(folder, &format!("_rels/{file}.rels"));
    elements(&small_part(archive, &relations)?, "Relationship")?
        .into_iter()
        .find(|r| r.get("Id") == Some(id))
        .and_then(|r| r.get("Target").map(|t| resolve(folder, t)))
        .ok_or(AnnotateError::MissingPart(relations))
}

/// The attributes of an element, by name without prefix.
struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

fn elements(xml: &str, name: &str) -> Result<Vec<Attributes>, AnnotateError> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == name => {
                let mut list = Vec::new();
                for a in e.attributes().with_checks(false) {
                    let a = a?;
                    let value = a
                        .normalized_value(quick_xml::XmlVersion::Implicit1_0)?
                        .into_owned();
                    list.push((a.key.local_name().as_ref().to_owned(), value));
                }
                found.push(Attributes(list));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// A relationship's target as a name in the package.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            step => parts.push(step),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_resolve_from_their_folder() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolve("xl", "/xl/worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolve("xl/a", "../b.xml"), "xl/b.xml");
    }
}
