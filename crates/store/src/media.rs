//! What a file is by its first bytes, against what its name says. It must not know where it lies.

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Its media type, `application/octet-stream` when nothing is known.
    pub media_type: &'static str,
    /// Whether name and content agree.
    pub agreement: Agreement,
}

/// Whether a file's name and content agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// They agree.
    Same,
    /// The content is of another kind than the name's ending says.
    Different,
    /// The ending is none that offices use, or there is none.
    UnknownEnding,
    /// A program or script, whatever its name.
    Executable,
}

/// An ending with its media type and the kinds of content, by `infer`'s media types, that may stand
/// behind it. Word and Excel files are zip archives or OLE containers, and old programs write them
/// in ways that only the container can be told.
struct Ending {
    names: &'static [&'static str],
    media_type: &'static str,
    contents: &'static [&'static str],
}

const ZIP: &str = "application/zip";
const OLE: &str = "application/x-ole-storage";
const DOC: &str = "application/msword";
const XLS: &str = "application/vnd.ms-excel";
const PPT: &str = "application/vnd.ms-powerpoint";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
/// Content without a mark of its own that reads as text.
const TEXT: &str = "text/plain";

const ENDINGS: &[Ending] = &[
    Ending {
        names: &["jpg", "jpeg"],
        media_type: "image/jpeg",
        contents: &["image/jpeg"],
    },
    Ending {
        names: &["png"],
        media_type: "image/png",
        contents: &["image/png"],
    },
    Ending {
        names: &["gif"],
        media_type: "image/gif",
        contents: &["image/gif"],
    },
    Ending {
        names: &["bmp"],
        media_type: "image/bmp",
        contents: &["image/bmp"],
    },
    Ending {
        names: &["webp"],
        media_type: "image/webp",
        contents: &["image/webp"],
    },
    Ending {
        names: &["heic"],
        media_type: "image/heif",
        contents: &["image/heif"],
    },
    Ending {
        names: &["tif", "tiff"],
        media_type: "image/tiff",
        contents: &["image/tiff"],
    },
    Ending {
        names: &["pdf"],
        media_type: "application/pdf",
        contents: &["application/pdf"],
    },
    Ending {
        names: &["docx"],
        media_type: DOCX,
        contents: &[DOCX, ZIP],
    },
    Ending {
        names: &["xlsx"],
        media_type: XLSX,
        contents: &[XLSX, ZIP],
    },
    Ending {
        names: &["pptx"],
        media_type: PPTX,
        contents: &[PPTX, ZIP],
    },
    Ending {
        names: &["doc", "wps"],
        media_type: DOC,
        contents: &[DOC, OLE, XLS, PPT],
    },
    Ending {
        names: &["xls", "et"],
        media_type: XLS,
        contents: &[XLS, OLE, DOC, PPT],
    },
    Ending {
        names: &["ppt", "dps"],
        media_type: PPT,
        contents: &[PPT, OLE, DOC, XLS],
    },
    Ending {
        names: &["txt", "log"],
        media_type: "text/plain",
        contents: &[TEXT],
    },
    Ending {
        names: &["csv"],
        media_type: "text/csv",
        contents: &[TEXT],
    },
    Ending {
        names: &["zip"],
        media_type: ZIP,
        contents: &[ZIP],
    },
    Ending {
        names: &["rar"],
        media_type: "application/vnd.rar",
        contents: &["application/vnd.rar"],
    },
    Ending {
        names: &["7z"],
        media_type: "application/x-7z-compressed",
        contents: &["application/x-7z-compressed"],
    },
    Ending {
        names: &["mp4", "m4v"],
        media_type: "video/mp4",
        contents: &["video/mp4", "video/x-m4v"],
    },
    Ending {
        names: &["mov"],
        media_type: "video/quicktime",
        contents: &["video/quicktime"],
    },
    Ending {
        names: &["avi"],
        media_type: "video/x-msvideo",
        contents: &["video/x-msvideo"],
    },
    Ending {
        names: &["mp3"],
        media_type: "audio/mpeg",
        contents: &["audio/mpeg"],
    },
    Ending {
        names: &["m4a"],
        media_type: "audio/m4a",
        contents: &["audio/m4a", "video/mp4"],
    },
    Ending {
        names: &["wav"],
        media_type: "audio/x-wav",
        contents: &["audio/x-wav"],
    },
    Ending {
        names: &["amr"],
        media_type: "audio/amr",
        contents: &["audio/amr"],
    },
];

/// Programs that `infer` does not count among its own.
const PROGRAMS: &[&str] = &["text/x-shellscript"];

impl Media {
    /// Reads the first bytes (some 8 KiB are enough) against the file's name.
    pub fn sniff(head: &[u8], file_name: &str) -> Self {
        let content = content(head);
        let suffix = file_name
            .rsplit_once('.')
            .map(|(_, e)| e.to_ascii_lowercase());
        let ending =
            suffix.and_then(|suffix| ENDINGS.iter().find(|e| e.names.contains(&suffix.as_str())));
        if infer::is_app(head) || PROGRAMS.contains(&content) {
            return Self {
                media_type: "application/octet-stream",
                agreement: Agreement::Executable,
            };
        }
        match ending {
            Some(ending) if ending.contents.contains(&content) => Self {
                media_type: ending.media_type,
                agreement: Agreement::Same,
            },
            Some(_) => Self {
                media_type: content,
                agreement: Agreement::Different,
            },
            None => Self {
                media_type: content,
                agreement: Agreement::UnknownEnding,
            },
        }
    }
}

fn content(head: &[u8]) -> &'static str {
    match infer::get(head) {
        Some(kind) => kind.mime_type(),
        // Text in any encoding has no zero bytes, but for UTF-16, which starts with its mark.
        None if !head.is_empty()
            && (!head.contains(&0) || matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])) =>
        {
            TEXT
        }
        None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(head: &[u8], name: &str) -> Agreement {
        Media::sniff(head, name).agreement
    }

    #[test]
    fn name_and_content_are_compared() {
        let png = b"\x89PNG\r\n\x1a\n0000";
        assert_eq!(agreement(png, "门头.PNG"), Agreement::Same);
        assert_eq!(agreement(png, "门头.jpg"), Agreement::Different);
        assert_eq!(agreement(png, "门头"), Agreement::UnknownEnding);
        assert_eq!(agreement(b"%PDF-1.7 ", "合同.pdf"), Agreement::Same);
        assert_eq!(
            agreement("姓名,金额\n".as_bytes(), "名单.csv"),
            Agreement::Same
        );
        assert_eq!(
            agreement(&[0xD0, 0xD5, 0xC3, 0xFB, b',', b'1'], "名单.csv"),
            Agreement::Same
        );
    }

    #[test]
    fn a_program_is_one_whatever_its_name() {
        let padded = |mark: &[u8]| [mark, &[0; 64]].concat();
        assert_eq!(
            agreement(&padded(b"MZ\x90\x00\x03"), "照片.jpg"),
            Agreement::Executable
        );
        assert_eq!(
            agreement(&padded(b"\x7fELF\x02\x01\x01"), "合同.pdf"),
            Agreement::Executable
        );
        assert_eq!(
            agreement(b"#!/bin/sh\nrm\n", "名单.csv"),
            Agreement::Executable
        );
    }

    #[test]
    fn an_archive_behind_an_office_ending_is_left_to_the_reader_of_the_format() {
        assert_eq!(
            agreement(b"PK\x03\x04\x14\x00\x00\x00", "台账.xlsx"),
            Agreement::Same
        );
        assert_eq!(
            agreement(b"PK\x03\x04\x14\x00\x00\x00", "台账.xls"),
            Agreement::Different
        );
    }
}
