//! PDF files that carry their text (printed from Word or WPS): pages in order, lines as they stand on the page.
//! Scripts, forms and embedded files are never opened. It must not know what the text means, nor recognise pictures.

use std::collections::{BTreeMap, HashMap};

use lopdf::{Document, LoadOptions, ObjectId, content::Content};

use super::Error;
use super::pdf_font::Font;
use super::pdf_line::lines;
use super::pdf_page::pieces;

/// What one stream may unpack to, in bytes: a page of text is a thousandth of it.
const MOST_UNPACKED: usize = 32 * 1024 * 1024;
/// The pages that are read; a work plan has a few dozen at most.
const MOST_PAGES: usize = 500;
/// One unreadable character in so many is a picture of a bullet; more is a font without its table.
const MOST_LOST: usize = 8;

/// The text of a PDF, a line for each line of its pages.
pub(super) fn extract(bytes: &[u8], file_name: &str) -> Result<String, Error> {
    let refused = |kind| Error::Unreadable {
        file: file_name.to_owned(),
        kind,
    };
    let document = open(bytes, file_name)?;
    if document.is_encrypted() {
        return Err(refused("加了密码的 PDF 文件"));
    }
    let mut out = String::new();
    let mut lost = 0;
    let mut fonts = HashMap::new();
    for page in document.page_iter().take(MOST_PAGES) {
        let (text, unread) = page_text(&document, page, &mut fonts);
        out.push_str(&text);
        lost += unread;
    }
    let read = out.chars().filter(|c| !c.is_whitespace()).count();
    match () {
        () if lost * MOST_LOST > read + lost => Err(refused(
            "没有带文字对照表的 PDF 文件（字形能看，取不出文字）",
        )),
        () if read == 0 => Err(refused("扫描或图片做成的 PDF 文件（里面没有文字）")),
        () => Ok(out),
    }
}

fn open(bytes: &[u8], file_name: &str) -> Result<Document, Error> {
    let options = LoadOptions::with_max_decompressed_size(MOST_UNPACKED);
    Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
            Error::Bomb {
                file: file_name.to_owned(),
            }
        }
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword => Error::Unreadable {
            file: file_name.to_owned(),
            kind: "加了密码的 PDF 文件",
        },
        _ => Error::Damaged {
            file: file_name.to_owned(),
            place: "PDF 结构",
        },
    })
}

/// The lines of a page, and how many characters have no reading.
fn page_text(
    document: &Document,
    page: ObjectId,
    fonts: &mut HashMap<usize, Font>,
) -> (String, usize) {
    let content = document
        .get_page_content_with_limit(page, MOST_UNPACKED)
        .ok()
        .and_then(|bytes| Content::decode(&bytes).ok());
    let Some(content) = content else {
        return (String::new(), 0);
    };
    let named = document.get_page_fonts(page).unwrap_or_default();
    // Pages share their fonts: each is read once.
    let keys: BTreeMap<Vec<u8>, usize> = named
        .iter()
        .map(|(name, font)| (name.clone(), std::ptr::from_ref(*font).addr()))
        .collect();
    for (name, font) in &named {
        fonts
            .entry(keys[name])
            .or_insert_with(|| Font::read(document, font, MOST_UNPACKED));
    }
    let font_of = |name: &[u8]| keys.get(name).and_then(|key| fonts.get(key));
    let (pieces, lost) = pieces(&content.operations, &font_of);
    (lines(pieces), lost)
}
