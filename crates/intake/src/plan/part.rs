//! The documents inside a file: a notice, the notice it forwards, the plan they carry, its attachments.
//! It must not know duties or dates beyond the date of issue.

use super::citation;
use super::page::{Extent, Page};
use super::paragraph::{Kind, kind};

/// One document or attachment of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// First and last paragraph, as indices.
    pub first: usize,
    pub end: usize,
    /// The red heading (发文机关标志) or the issuer's name above the number.
    pub head: Option<Extent>,
    pub number: Option<Extent>,
    pub title: Option<Extent>,
    pub addressee: Option<Extent>,
    /// The lines of the signature (发文机关署名).
    pub signature: Vec<Extent>,
    /// The line of the date of issue (成文日期).
    pub dated: Option<Extent>,
    /// The page mark 附件 stands above it.
    pub is_attachment: bool,
    closed: bool,
    has_body: bool,
    has_heading: bool,
}

impl Part {
    fn is_blank(&self) -> bool {
        self.head.is_none()
            && self.number.is_none()
            && self.title.is_none()
            && !self.has_body
            && !self.is_attachment
    }
}

/// The parts of a page and the kind of every paragraph.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub all: Vec<Part>,
    pub kinds: Vec<Kind>,
}

impl Parts {
    pub(super) fn read(page: &Page) -> Self {
        let mut kinds: Vec<Kind> = page
            .paragraphs
            .iter()
            .map(|paragraph| kind(page, paragraph))
            .collect();
        mark_attachment_lists(page, &mut kinds);
        mark_open_address(page, &mut kinds);
        let quoted = quoted_titles(page);
        let mut assembly = Assembly {
            page,
            kinds: &kinds,
            quoted: &quoted,
            parts: Vec::new(),
            current: Part::default(),
            pending: Vec::new(),
        };
        for at in 0..kinds.len() {
            assembly.take(at);
        }
        let all = assembly.finish();
        Self { all, kinds }
    }

    /// The part a paragraph belongs to.
    pub(super) fn of(&self, paragraph: usize) -> usize {
        let next = self.all.partition_point(|part| part.first <= paragraph);
        next.saturating_sub(1)
    }
}

/// Lines that continue a list of attachments: “1.…表” below “附件：”.
fn mark_attachment_lists(page: &Page, kinds: &mut [Kind]) {
    let mut listing = false;
    for at in 0..kinds.len() {
        let text = page.slice(&page.paragraphs[at].extent);
        let plain = !text.contains('。') || text.chars().count() < 40;
        match kinds[at] {
            Kind::AttachmentEntry => listing = true,
            Kind::AttachmentMark => {
                let next = page
                    .paragraphs
                    .get(at + 1)
                    .map(|next| page.slice(&next.extent))
                    .unwrap_or_default();
                let is_list = text.ends_with('：')
                    && super::mark::read(next).is_some_and(|mark| {
                        mark.level == super::mark::Level::Item && mark.ordinal == 1
                    });
                listing = is_list;
                if is_list {
                    kinds[at] = Kind::AttachmentEntry;
                }
            }
            Kind::Heading if listing && plain && !text.contains('：') => {
                kinds[at] = Kind::AttachmentEntry
            }
            // Some lists do without numbers: every further line is a table of its own.
            Kind::Short
                if listing
                    && text.ends_with('表')
                    && page
                        .slice(&page.paragraphs[at - 1].extent)
                        .ends_with(is_paper_end) =>
            {
                kinds[at] = Kind::AttachmentEntry;
            }
            // A long title goes on in the next line.
            Kind::Short | Kind::TitleLike
                if listing
                    && !signs(page, kinds, at)
                    && !page
                        .slice(&page.paragraphs[at - 1].extent)
                        .ends_with(is_paper_end) =>
            {
                kinds[at] = Kind::AttachmentTail;
            }
            _ => listing = false,
        }
    }
}

/// The body that signs, above the date.
fn signs(page: &Page, kinds: &[Kind], at: usize) -> bool {
    kinds.get(at + 1) == Some(&Kind::DateLine)
        && super::body_name::is_body(page.slice(&page.paragraphs[at].extent))
}

fn is_paper_end(c: char) -> bool {
    "表单册案划书函则法知见件账录图本格式例》。)".contains(c)
}

/// An address that lost its colon: bodies and nothing else, between the title and the text.
fn mark_open_address(page: &Page, kinds: &mut [Kind]) {
    let head = kinds
        .iter()
        .position(|kind| matches!(kind, Kind::Addressee | Kind::Heading))
        .unwrap_or(kinds.len());
    for at in 1..head.saturating_sub(1) {
        let text = page.slice(&page.paragraphs[at].extent);
        let plain = matches!(kinds[at], Kind::Short | Kind::Body)
            && matches!(kinds[at - 1], Kind::TitleLike | Kind::Number | Kind::Short)
            && kinds[at + 1] == Kind::Body;
        if plain
            && text.starts_with('各')
            && super::body_name::list(text).is_some_and(|list| list.len() > 1)
        {
            kinds[at] = Kind::Addressee;
        }
    }
}

/// Titles in 《》 with the place where they are first named.
fn quoted_titles(page: &Page) -> std::collections::HashMap<&str, usize> {
    let mut titles = std::collections::HashMap::new();
    for (at, _) in page.text.match_indices('《') {
        let inner = super::reach::head(&page.text[at + '《'.len_utf8()..], 120);
        if let Some(end) = inner.find(['》', '\n']) {
            titles.entry(&inner[..end]).or_insert(at);
        }
    }
    titles
}

/// A plan is named by the notices around it, not by the hundredth document before.
const MOST_NESTED: usize = 20;

struct Assembly<'a> {
    page: &'a Page,
    kinds: &'a [Kind],
    /// Titles named in 《》.
    quoted: &'a std::collections::HashMap<&'a str, usize>,
    parts: Vec<Part>,
    current: Part,
    /// Short lines that may be the first lines of a title or a signature.
    pending: Vec<usize>,
}

impl Assembly<'_> {
    fn take(&mut self, at: usize) {
        match self.kinds[at] {
            Kind::Head => self.head(at),
            Kind::Number => self.number(at),
            Kind::TitleLike => self.title_like(at),
            Kind::Short if self.ends_title(at) => self.title_like(at),
            Kind::Short => self.pending.push(at),
            Kind::DateLine => self.dated(at),
            Kind::AttachmentMark => self.attachment(at),
            Kind::AttachmentEntry if self.opens_attachment(at) => self.attachment(at),
            Kind::Notice => {
                self.current.closed |= self.current.title.is_some() && self.current.has_body
            }
            Kind::Addressee if self.current.addressee.is_none() && !self.current.has_heading => {
                self.pending.clear();
                self.current.addressee = Some(self.extent(at));
                self.current.has_body = true;
            }
            Kind::Meta => self.meta(at),
            Kind::CopyTo
            | Kind::PrintLine
            | Kind::Contact
            | Kind::AttachmentEntry
            | Kind::AttachmentTail => self.pending.clear(),
            Kind::Heading => {
                self.body();
                self.current.has_heading = true;
            }
            Kind::Body | Kind::Row | Kind::Addressee => self.body(),
        }
    }

    /// “…专项整治工作 / 方案”: the break fell into the last word of the title.
    fn ends_title(&self, at: usize) -> bool {
        let text = self.page.slice(&self.page.paragraphs[at].extent);
        let Some(&above) = self.pending.last().filter(|&&above| above + 1 == at) else {
            return false;
        };
        let upper = self.page.slice(&self.page.paragraphs[above].extent);
        text.chars().count() <= 4
            && !super::body_name::is_body(upper)
            && super::paragraph::is_title(&format!("{upper}{text}"))
    }

    fn extent(&self, at: usize) -> Extent {
        self.page.paragraphs[at].extent.clone()
    }

    fn begin(&mut self, at: usize) {
        if self.current.is_blank() {
            return;
        }
        let mut done = std::mem::take(&mut self.current);
        done.end = at;
        self.current.first = at;
        self.parts.push(done);
    }

    /// 标题：…: the web page names the outermost document.
    fn meta(&mut self, at: usize) {
        self.pending.clear();
        let extent = self.extent(at);
        if self.current.title.is_none()
            && self.parts.is_empty()
            && let Some(title) = super::paragraph::meta_title(self.page.slice(&extent))
        {
            self.current.title = Some(extent.start + title.start..extent.start + title.end);
        }
    }

    fn body(&mut self) {
        self.title_without_kind_word();
        self.current.has_body = true;
        self.pending.clear();
    }

    /// A title without 方案 or 通知: the last line of several short ones right above the text.
    fn title_without_kind_word(&mut self) {
        if self.current.title.is_some() || self.current.has_body || !self.parts.is_empty() {
            return;
        }
        let Some(&last) = self.pending.last() else {
            return;
        };
        let text = self.page.slice(&self.page.paragraphs[last].extent);
        if text.chars().count() >= 6 && !super::body_name::is_body(text) {
            self.current.title = Some(self.extent(last));
        }
    }

    fn head(&mut self, at: usize) {
        self.begin(at);
        self.current.head = Some(self.extent(at));
        self.pending.clear();
    }

    fn number(&mut self, at: usize) {
        if self.current.number.is_some() || self.current.has_body {
            let head = self
                .pending
                .last()
                .copied()
                .filter(|&before| before + 1 == at);
            self.begin(head.unwrap_or(at));
        }
        if let Some(&name) = self.pending.last()
            && self.current.head.is_none()
            && self.current.title.is_none()
        {
            self.current.head = Some(self.extent(name));
        }
        let line = self.extent(at);
        self.current.number = citation::standalone(self.page, &line);
        // “云政办发〔2024〕7号 2024年3月3日” on one line.
        if let Some(number) = &self.current.number {
            let rest = self.page.trimmed(
                &(number.end..line.end),
                &[')', ' ', '？', '(', '，', '印', '发'],
            );
            if super::line::is_date_line(self.page.slice(&rest)) {
                self.current.dated = Some(rest);
            }
        }
        self.pending.clear();
    }

    fn title_like(&mut self, at: usize) {
        // The page repeats the title it gave above.
        let repeats = self.current.title.as_ref().is_some_and(|title| {
            !self.current.has_body && self.page.slice(title) == self.page.slice(&self.extent(at))
        });
        if repeats {
            return;
        }
        let is_open = self.current.title.is_none() && !self.current.has_body;
        let starts_anew =
            self.current.closed || self.names_a_plan(at) || self.is_plan_named_above(at);
        if !is_open && !starts_anew {
            return self.body();
        }
        let first = self.title_start(at);
        if !is_open {
            self.begin(first);
        }
        self.current.title =
            Some(self.page.paragraphs[first].extent.start..self.page.paragraphs[at].extent.end);
        self.pending.clear();
    }

    /// A line such as 云溪县…工作方案 in the middle begins the plan even when the notice bears no date.
    fn names_a_plan(&self, at: usize) -> bool {
        let text = self.page.slice(&self.page.paragraphs[at].extent);
        let length = text.chars().count();
        (8..=60).contains(&length)
            && text.ends_with(['案', '划'])
            && !text.contains(['，', '、', '《'])
            && self.current.addressee.is_some()
            && !self.current.has_heading
    }

    /// The line repeats the name of a plan that the notice hands out: 《…方案》 above, or the end of its title.
    fn is_plan_named_above(&self, at: usize) -> bool {
        let line = self.extent(at);
        let text = self.page.slice(&line);
        let named = self
            .quoted
            .get(text)
            .is_some_and(|&place| place < line.start)
            || self
                .parts
                .iter()
                .rev()
                .take(MOST_NESTED)
                .chain([&self.current])
                .any(|part| {
                    part.title.as_ref().is_some_and(|title| {
                        let title = self.page.slice(title);
                        title.len() > text.len() && title.contains(text)
                    })
                });
        let bare = text
            .strip_suffix(')')
            .and_then(|text| text.rsplit_once('('))
            .map_or(text, |(bare, _)| bare);
        let text = bare;
        text.chars().count() >= 8
            && ["方案", "计划", "办法", "细则", "要点", "预案"]
                .iter()
                .any(|end| text.ends_with(end))
            && named
    }

    /// The first line of a title that was broken: lines above that are no body of their own, or that 关于… continues.
    fn title_start(&self, at: usize) -> usize {
        let mut first = at;
        for &above in self.pending.iter().rev() {
            let (upper, lower) = (
                self.page.slice(&self.page.paragraphs[above].extent),
                self.page.slice(&self.page.paragraphs[first].extent),
            );
            let continued = ["关于", "转发", "印发", "批转"]
                .iter()
                .any(|word| lower.starts_with(word));
            let signs = upper.starts_with('(') || upper.ends_with(')');
            // “…办公室 / 工作提示函”: the last words alone are no title.
            let continued = continued || lower.chars().count() <= 6;
            if above + 1 != first || signs || (super::body_name::is_body(upper) && !continued) {
                break;
            }
            first = above;
        }
        first
    }

    fn dated(&mut self, at: usize) {
        if self.current.is_blank() || (self.current.dated.is_some() && self.current.closed) {
            return;
        }
        self.current.dated = Some(self.extent(at));
        self.current.closed = self.current.has_body;
        if let Some(names) = self.names_before_date(at) {
            self.current.signature.push(names);
        }
        let signed: Vec<usize> = std::mem::take(&mut self.pending);
        let mut expected = at;
        for &line in signed.iter().rev() {
            if line + 1 != expected {
                break;
            }
            expected = line;
            self.current
                .signature
                .insert(0, self.page.paragraphs[line].extent.clone());
        }
        self.signature_below(at);
    }

    /// 云溪县教育局 2024年5月6日 on one line.
    fn names_before_date(&self, at: usize) -> Option<Extent> {
        let line = self.extent(at);
        let text = self.page.slice(&line);
        let year = text.find(|c: char| super::numeral::digit(c).is_some() && c != '一')?;
        let names = self
            .page
            .trimmed(&(line.start..line.start + year), &['(', ' ']);
        super::body_name::is_body(self.page.slice(&names)).then_some(names)
    }

    /// Some offices put the name below the date.
    fn signature_below(&mut self, at: usize) {
        if self.current.signature.is_empty()
            && self.kinds.get(at + 1) == Some(&Kind::Short)
            && super::body_name::is_body(self.page.slice(&self.page.paragraphs[at + 1].extent))
        {
            self.current.signature.push(self.extent(at + 1));
        }
    }

    /// A last line that names a body signs the text even without a date.
    fn undated_signature(&mut self) {
        if let Some(&last) = self.pending.last()
            && self.current.has_body
            && self.current.signature.is_empty()
            && super::body_name::is_body(self.page.slice(&self.page.paragraphs[last].extent))
        {
            self.current.signature.push(self.extent(last));
        }
    }

    fn attachment(&mut self, at: usize) {
        self.begin(at);
        self.current.is_attachment = true;
        self.pending.clear();
    }

    /// “附件1：…表” begins the attachment itself when the text was closed and its content follows.
    fn opens_attachment(&self, at: usize) -> bool {
        let text = self.page.slice(&self.page.paragraphs[at].extent);
        let content = matches!(
            self.kinds.get(at + 1),
            Some(Kind::Row | Kind::TitleLike | Kind::Body | Kind::Heading)
        );
        text.starts_with("附件") && (self.current.closed || self.current.is_attachment) && content
    }

    fn finish(mut self) -> Vec<Part> {
        self.title_without_kind_word();
        self.undated_signature();
        self.current.end = self.kinds.len();
        if !self.current.is_blank() || self.parts.is_empty() {
            self.parts.push(self.current);
        } else if let Some(last) = self.parts.last_mut() {
            last.end = self.kinds.len();
        }
        self.parts
    }
}

impl Part {
    /// More than its page mark.
    pub(super) fn has_content(&self) -> bool {
        self.has_body || self.title.is_some()
    }
}
