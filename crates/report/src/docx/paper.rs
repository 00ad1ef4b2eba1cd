//! A paper (公文) as data, and its way into a file. It must not know what it is about.

use std::io::Cursor;

use jiff::civil::Date;

use super::{block::Block, body, end, head, page};
use crate::{Error, Result, xlsx::Orientation};

/// The red head (版头) of a paper sent outside: absent on forms, internal reports and drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedHead {
    /// The issuing body as its mark shows it, usually with 文件.
    pub issuer: String,
    /// The document number (发文字号), `青处非办字〔2024〕3号`.
    pub number: String,
}

/// Who signs and the day the head of the unit signed (成文日期).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The signing unit.
    pub unit: String,
    /// The day, written in Arabic figures without leading zeros.
    pub date: Date,
}

/// The closing lines (版记): copies, printing unit, printing day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintLine {
    /// 抄送机关, as one line; none when empty.
    pub copies_to: String,
    /// 印发机关.
    pub printer: String,
    /// 印发日期.
    pub printed_on: Date,
}

/// An attachment (附件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name in the list after the text.
    pub title: String,
    /// Which way its page lies.
    pub orientation: Orientation,
    /// What is on it; a file delivered apart has no body and is only listed.
    pub body: Vec<Block>,
}

impl Attachment {
    /// An attachment on upright pages.
    pub fn new(title: impl Into<String>, body: Vec<Block>) -> Self {
        Self {
            title: title.into(),
            orientation: Orientation::Portrait,
            body,
        }
    }

    /// Turns its pages, for wide tables.
    #[must_use]
    pub fn landscape(self) -> Self {
        Self {
            orientation: Orientation::Landscape,
            ..self
        }
    }
}

/// A paper in the form of GB/T 9704-2012.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paper {
    /// The red head.
    pub head: Option<RedHead>,
    /// The title; a line feed breaks it where its meaning wants it.
    pub title: String,
    /// 主送机关, without the colon; none when empty.
    pub addressee: String,
    /// The text.
    pub body: Vec<Block>,
    /// The attachments, numbered in this order.
    pub attachments: Vec<Attachment>,
    /// Unit and date under the text.
    pub signature: Option<Signature>,
    /// 附注, set in brackets under the date, such as the contact; none when empty.
    pub annotation: String,
    /// The closing lines at the foot of the last page.
    pub print_line: Option<PrintLine>,
}

impl Paper {
    /// The paper as a Word file (.docx), the same bytes for the same paper.
    pub fn to_docx(&self) -> Result<Vec<u8>> {
        let mut sections = vec![page::Section::new(Orientation::Portrait)];
        head::write(self, &mut sections[0]);
        body::write(&self.body, &mut sections[0]);
        end::write(self, &mut sections[0]);
        self.write_attachments(&mut sections);
        if let Some(line) = &self.print_line {
            end::write_print_line(line, page::last_of(&mut sections, Orientation::Portrait));
        }
        packed(page::assemble(sections, true))
    }

    fn write_attachments(&self, sections: &mut Vec<page::Section>) {
        let numbered = self.attachments.len() > 1;
        for (i, attachment) in self
            .attachments
            .iter()
            .enumerate()
            .filter(|(_, a)| !a.body.is_empty())
        {
            let section = page::last_of(sections, attachment.orientation);
            let mark = if numbered {
                format!("附件{}", i + 1)
            } else {
                "附件".to_owned()
            };
            end::write_attachment_head(&mark, &attachment.title, section);
            body::write(&attachment.body, section);
        }
    }
}

/// Papers of one page or two that are handed out one by one (通知书), in one Word file: each begins on a
/// page of its own and carries no page number. Attachments and closing lines are not for these.
pub fn one_by_one(papers: &[Paper]) -> Result<Vec<u8>> {
    let mut section = page::Section::new(Orientation::Portrait);
    for paper in papers {
        let first = section.pieces.len();
        head::write(paper, &mut section);
        body::write(&paper.body, &mut section);
        end::write(paper, &mut section);
        section.begin_page_at(first);
    }
    packed(page::assemble(vec![section], false))
}

fn packed(parts: docx_rs::XMLDocx) -> Result<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    parts
        .pack(&mut bytes)
        .map_err(|e| Error::Docx(e.to_string()))?;
    Ok(bytes.into_inner())
}
