//! The text with its marks, and what was read line by line.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Error,
    monitor::{self, ReadingDraft, TextReading},
};
use fangfei_model::permission::Permission;

use crate::{
    WebError,
    posted::Posted,
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ErrorSummary, Field, Mark, Place, Shell, SourceText, Stat, Tone, filters},
};

#[derive(Template)]
#[template(path = "texts/show.html")]
struct TextPage {
    shell: Shell,
    errors: ErrorSummary,
    field: Field,
    read: Option<Read>,
}

struct Read {
    text: SourceText,
    stats: Vec<Stat>,
    lines: Vec<Line>,
    quiet: Vec<Line>,
}

/// Something read: what it is, the words, what it means.
struct Line {
    mark: String,
    kind: String,
    words: String,
    meaning: String,
}

/// Words that decided, shown.
const DECIDING: usize = 12;

/// The empty page.
pub async fn show(reader: SignedIn) -> Result<Response, WebError> {
    page(&reader, &ReadingDraft::default(), None, None)
}

/// Reads a pasted text.
pub async fn submit(posted: Posted<ReadingDraft>) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match monitor::read_text(reader.app(), &reader.ctx, &draft) {
        Ok(read) => page(&reader, &draft, Some(&read), None),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, &draft, None, Some(rejected))
        }
    }
}

fn page(
    reader: &SignedIn,
    draft: &ReadingDraft,
    read: Option<&TextReading>,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::MonitorRead)
        .map_err(Error::from)?;
    let status = rejected.as_ref().map_or(StatusCode::OK, |r| r.status);
    let mut fields = vec![
        Field::area("text", "广告、帖子、短信、牌匾文字", 8)
            .value(&draft.text)
            .required()
            .max(20_000),
    ];
    let errors = rejected.map(|r| r.mark(&mut fields)).unwrap_or_default();
    let Some(field) = fields.pop() else {
        return Err(WebError::NotFound);
    };
    let page = TextPage {
        shell: reader.shell(Some(Place::Texts), "文字核查"),
        errors,
        field,
        read: read.map(shown),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn shown(read: &TextReading) -> Read {
    let mut found = Found::default();
    found.yields(read);
    found.hits(read);
    found.names(read);
    found.contacts(read);
    let quiet = read.hits.iter().filter(|hit| !hit.counts());
    let quiet = quiet.map(|hit| Line {
        mark: String::new(),
        kind: hit.title.to_string(),
        words: hit.printed.clone(),
        meaning: hit.suppressed.as_deref().unwrap_or_default().to_owned(),
    });
    Read {
        text: SourceText::new("原文", &read.text, found.marks),
        stats: stats(read),
        lines: found.lines,
        quiet: quiet.collect(),
    }
}

/// What was read in a text: marked where it stands, told in a list beside.
#[derive(Default)]
struct Found {
    marks: Vec<Mark>,
    lines: Vec<Line>,
}

impl Found {
    /// `look` is how the mark looks; `kind` its words.
    fn put(
        &mut self,
        span: (usize, usize),
        look: &'static str,
        kind: &str,
        words: &str,
        meaning: String,
    ) {
        let mark = format!("m{}", self.marks.len());
        self.marks.push(Mark {
            id: mark.clone(),
            start: span.0,
            end: span.1,
            label: kind.to_owned(),
            kind: look,
        });
        self.lines.push(Line {
            mark,
            kind: kind.to_owned(),
            words: words.to_owned(),
            meaning,
        });
    }

    fn yields(&mut self, read: &TextReading) {
        for found in &read.yields {
            let annual = match (found.annual, found.annual_high) {
                (Some(low), Some(high)) if low != high => format!("年化 {low} 至 {high}"),
                (Some(rate), _) => format!("年化 {rate}"),
                (None, _) => "没有说明期限".to_owned(),
            };
            let meaning = format!("{annual}；{}", found.basis);
            self.put(found.span, "date", found.kind.label(), &found.text, meaning);
        }
    }

    fn hits(&mut self, read: &TextReading) {
        for hit in read.hits.iter().filter(|hit| hit.counts()) {
            let meaning = format!("依据：{}", hit.ground);
            self.put(hit.span, "warning", &hit.title, &hit.printed, meaning);
        }
    }

    fn names(&mut self, read: &TextReading) {
        for name in &read.names {
            self.put(
                name.span,
                "unit",
                "平台、企业名称",
                &name.text,
                String::new(),
            );
        }
    }

    fn contacts(&mut self, read: &TextReading) {
        for found in &read.contacts {
            let (start, end) = found.span;
            let (words, meaning) = match &found.value {
                Some(value) => (
                    read.text.chars().skip(start).take(end - start).collect(),
                    value.clone(),
                ),
                None => ("（号码不显示）".to_owned(), String::new()),
            };
            self.put(found.span, "duty", found.kind.label(), &words, meaning);
        }
    }
}

fn stats(read: &TextReading) -> Vec<Stat> {
    let percent = (read.verdict.illegal_fundraising * 100.0).round();
    let tone = if percent >= 50.0 {
        Tone::Watch
    } else {
        Tone::Neutral
    };
    let why: Vec<&str> = read
        .verdict
        .why
        .iter()
        .take(DECIDING)
        .map(|w| w.text.as_str())
        .collect();
    vec![
        Stat::new("像是集资宣传或举报", format!("{percent:.0}"), "%")
            .tone(tone)
            .note("50% 以上表示多数人会认为是；是不是由人判断"),
        Stat::new("起作用的字句", why.len().to_string(), "处").note(why.join("、")),
    ]
}
