//! What the pages of clues, assessments and risk items share: evidence with its upload form, and the
//! history of a record as a timeline. It must not know which noun it serves.

use fangfei_app::{
    evidence::AttachedTo,
    history::{Change, Difference},
    unit_names::UnitNames,
};
use fangfei_model::{
    ctx::Stamp,
    evidence::{Evidence, EvidenceKind},
    noun::Noun,
};

use crate::{
    signed_in::SignedIn,
    ui::{ActionForm, Event, Field, FileItem, FileList, Tone, Width, format},
};

/// Evidence of one record and, for those who may, the form that adds to it.
pub struct Attachments {
    /// The files.
    pub files: FileList,
    /// The upload form.
    pub form: Option<ActionForm>,
}

impl Attachments {
    /// The files of a record; `back` is its page.
    pub fn new(
        reader: &SignedIn,
        to: AttachedTo,
        back: &str,
        files: Vec<Evidence>,
        may_add: bool,
    ) -> Self {
        let form = may_add.then(|| upload(reader, to, back));
        let list = FileList {
            files: files.into_iter().map(item).collect(),
            empty: "还没有证据材料。".into(),
        };
        Self { files: list, form }
    }
}

fn upload(reader: &SignedIn, to: AttachedTo, back: &str) -> ActionForm {
    // Bank records come in with their lawful ground, on the page of the funds inquiry.
    let kinds = EvidenceKind::ALL
        .iter()
        .filter(|kind| **kind != EvidenceKind::BankStatement)
        .map(|kind| (kind.code(), kind.title()));
    let chosen = if to.noun == Noun::RiskItem {
        EvidenceKind::ClosingProof
    } else {
        EvidenceKind::CheckRecord
    };
    let fields = vec![
        Field::select("kind", "材料类别")
            .choose(kinds, &[chosen.code()])
            .width(Width::Half),
        Field::text("note", "说明").max(200).width(Width::Half),
        Field::file("files", "文件", "", true)
            .hint("图片、PDF、Word、Excel，每个不超过 64 MB；上传后计算指纹，不能悄悄替换"),
    ];
    ActionForm::new("上传材料", "/evidence", reader.csrf(), fields)
        .multipart()
        .button("上传")
        .hidden("noun", to.noun.code())
        .hidden("record", to.record.to_string())
        .hidden("back", back)
}

fn item(file: Evidence) -> FileItem {
    let added = format!("{} {}", file.added.name, format::moment(file.added.at));
    FileItem {
        href: format!("/evidence/{}", file.id),
        bytes: file.size,
        sha256: file.sha256,
        kind: file.kind.title().to_owned(),
        note: if file.note.is_empty() {
            added
        } else {
            format!("{} · {added}", file.note)
        },
        problem: String::new(),
        name: file.file_name,
    }
}

/// Who and for which unit.
pub fn by(stamp: &Stamp, units: &UnitNames) -> String {
    match units.maybe(stamp.unit) {
        "" => stamp.name.clone(),
        unit => format!("{} · {unit}", stamp.name),
    }
}

/// The history of a record as events, as they come.
pub fn events(history: &[Change]) -> Vec<Event> {
    history.iter().map(event).collect()
}

fn event(change: &Change) -> Event {
    let by = match change.unit.as_str() {
        "" => change.by.clone(),
        unit => format!("{} · {unit}", change.by),
    };
    let mut detail: Vec<String> = change
        .reason
        .iter()
        .map(|reason| format!("理由：{reason}"))
        .collect();
    detail.extend(change.differences.iter().map(difference));
    Event::new(format::moment(change.at), &change.action, by)
        .detail(detail.join("\n"))
        .tone(Tone::Neutral)
}

fn difference(difference: &Difference) -> String {
    let shown = |text: &str| {
        if text.is_empty() {
            "空".to_owned()
        } else {
            format!("“{text}”")
        }
    };
    format!(
        "{}：{} → {}",
        difference.title,
        shown(&difference.before),
        shown(&difference.after)
    )
}
