//! The archive of a Word file (.docx, .docm): which parts are read, and how much of them.
//! Macros, embedded objects and links are never opened. It must not know the markup inside the parts.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::numbering::Numbering;
use super::{Error, word_text};

/// A single part of a work plan is well below this; more is an archive bomb.
const MAX_PART_BYTES: u64 = 48 * 1024 * 1024;
/// Text markup shrinks about tenfold, seldom hundredfold.
const MAX_RATIO: u64 = 400;
const RATIO_FREE_BYTES: u64 = 4 * 1024 * 1024;
const MAX_ENTRIES: usize = 20_000;

pub(super) fn extract(bytes: &[u8], file_name: &str) -> Result<String, Error> {
    let mut package = Package::open(bytes, file_name)?;
    let document = package.required("word/document.xml")?;
    let styles = package.part("word/styles.xml")?.unwrap_or_default();
    let numbering = package.part("word/numbering.xml")?.unwrap_or_default();
    let text = word_text::read(&document, Numbering::read(&numbering, &styles))
        .ok_or_else(|| package.damaged("正文"))?;
    if text.trim().is_empty() {
        return Err(Error::NoText {
            file: file_name.to_owned(),
        });
    }
    Ok(text)
}

struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    file_name: &'a str,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8], file_name: &'a str) -> Result<Self, Error> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Error::Damaged {
            file: file_name.to_owned(),
            place: "压缩结构",
        })?;
        if archive.len() > MAX_ENTRIES {
            return Err(Error::Bomb {
                file: file_name.to_owned(),
            });
        }
        Ok(Self { archive, file_name })
    }

    fn damaged(&self, place: &'static str) -> Error {
        Error::Damaged {
            file: self.file_name.to_owned(),
            place,
        }
    }

    fn required(&mut self, name: &str) -> Result<String, Error> {
        self.part(name)?.ok_or_else(|| Error::NotWord {
            file: self.file_name.to_owned(),
        })
    }

    /// The text of a part, read no further than the limits whatever sizes the archive declares.
    fn part(&mut self, name: &str) -> Result<Option<String>, Error> {
        let (mut part, packed) = match self.archive.by_name(name) {
            Ok(part) => {
                let packed = part.compressed_size();
                (part, packed)
            }
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => {
                return Err(Error::Damaged {
                    file: self.file_name.to_owned(),
                    place: "压缩结构",
                });
            }
        };
        let limit = packed
            .saturating_mul(MAX_RATIO)
            .clamp(RATIO_FREE_BYTES, MAX_PART_BYTES);
        let mut bytes = Vec::new();
        let read = part.by_ref().take(limit + 1).read_to_end(&mut bytes);
        if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
            return Err(Error::Bomb {
                file: self.file_name.to_owned(),
            });
        }
        drop(part);
        read.map_err(|_| self.damaged("正文"))?;
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| self.damaged("正文编码"))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, body) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(body).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const BODY: &[u8] = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>云溪县方案</w:t></w:r></w:p></w:body></w:document>".as_bytes();

    #[test]
    fn a_word_file_gives_its_paragraphs_and_its_macros_are_left_alone() {
        let file = package(&[
            ("word/document.xml", BODY),
            ("word/vbaProject.bin", b"\xD0\xCF macro"),
        ]);
        assert_eq!(extract(&file, "方案.docm").unwrap(), "云溪县方案\n");
    }

    #[test]
    fn an_archive_without_a_document_is_no_word_file() {
        let file = package(&[("xl/workbook.xml", b"<workbook/>")]);
        assert_eq!(
            extract(&file, "表.docx"),
            Err(Error::NotWord {
                file: "表.docx".into()
            })
        );
    }

    #[test]
    fn a_bomb_is_refused_without_unpacking_it() {
        let file = package(&[("word/document.xml", &vec![b' '; 30 * 1024 * 1024])]);
        assert_eq!(
            extract(&file, "弹.docx"),
            Err(Error::Bomb {
                file: "弹.docx".into()
            })
        );
    }

    #[test]
    fn a_file_cut_short_is_refused_as_damaged() {
        let whole = package(&[("word/document.xml", BODY)]);
        for kept in [whole.len() / 3, whole.len() / 2, whole.len() - 5] {
            assert!(
                matches!(
                    extract(&whole[..kept], "断.docx"),
                    Err(Error::Damaged { .. })
                ),
                "{kept}"
            );
        }
    }

    #[test]
    fn a_document_of_pictures_says_so() {
        let file = package(&[(
            "word/document.xml",
            b"<w:document xmlns:w=\"w\"><w:p/></w:document>",
        )]);
        assert_eq!(
            extract(&file, "扫描.docx"),
            Err(Error::NoText {
                file: "扫描.docx".into()
            })
        );
    }
}
