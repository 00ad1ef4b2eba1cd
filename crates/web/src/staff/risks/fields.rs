//! The fields of the risk item forms, with what was typed. It must not know what becomes of them.

use fangfei_app::risk_item::{AssignmentDraft, CloseDraft, ProgressDraft};
use fangfei_model::{evidence::Evidence, risk_item::Track, unit::Unit};

use crate::ui::{Field, Width};

/// Who does what by when.
pub fn assignment(draft: &AssignmentDraft, units: &[Unit]) -> Vec<Field> {
    let ids: Vec<String> = units.iter().map(|unit| unit.id.to_string()).collect();
    let named = ids
        .iter()
        .zip(units)
        .map(|(id, unit)| (id.clone(), unit.name.clone()));
    let units_first = std::iter::once((String::new(), "请选择".to_owned())).chain(named);
    let people = |of: fn(&Unit) -> Option<&str>| {
        units
            .iter()
            .filter_map(of)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let owners = people(|unit| unit.liaison.as_ref().map(|contact| contact.name.as_str()));
    let leaders = people(|unit| unit.leader.as_ref().map(|contact| contact.name.as_str()));
    let tracks = Track::ALL.iter().map(|track| (track.code(), track.title()));
    vec![
        Field::select("unit", "责任单位")
            .choose(units_first, &[draft.unit.as_str()])
            .required()
            .width(Width::Half),
        Field::date("due", "完成时限")
            .value(&draft.due)
            .required()
            .width(Width::Half),
        Field::suggest("owner", "责任人", owners)
            .value(&draft.owner)
            .required()
            .max(50)
            .width(Width::Half),
        Field::suggest("leader", "分管领导", leaders)
            .value(&draft.leader)
            .required()
            .max(50)
            .width(Width::Half),
        Field::radio("track", "处置方式")
            .choose(tracks, &[draft.track.as_str()])
            .required(),
        Field::area("plan", "处置方案", 6)
            .value(&draft.plan)
            .hint("一事一策：采取哪些依法可以采取的措施、分几步、怎样清退、谁来核实")
            .required()
            .max(3_000),
    ]
}

/// 填报进展.
pub fn progress(draft: &ProgressDraft) -> Vec<Field> {
    let unit = if draft.refunded_unit.is_empty() {
        "wan"
    } else {
        &draft.refunded_unit
    };
    vec![
        Field::date("on", "日期")
            .value(&draft.on)
            .required()
            .width(Width::Half),
        Field::text("refunded_people", "本次清退人数")
            .value(&draft.refunded_people)
            .width(Width::Half),
        Field::area("text", "进展内容", 4)
            .value(&draft.text)
            .hint("做了什么、结果如何、下一步")
            .required()
            .max(3_000),
        Field::money("refunded", "本次清退金额", unit)
            .value(&draft.refunded)
            .hint("只填自上次填报以来新增的清退，按凭证填确数"),
    ]
}

/// 申请销号.
pub fn apply(draft: &CloseDraft, files: &[Evidence]) -> Vec<Field> {
    let chosen: Vec<&str> = draft.evidence.iter().map(String::as_str).collect();
    let entries = files.iter().map(|file| {
        let label = format!("{}（{}）", file.file_name, file.kind);
        (file.id.to_string(), label)
    });
    let proofs = Field::checks("evidence", "证明材料")
        .choose(entries, &chosen)
        .required();
    let proofs = match files.is_empty() {
        true => proofs.hint("这一事项还没有材料。请先在“证据材料”处上传销号证明材料，再提交申请"),
        false => proofs.hint("勾选证明风险已化解的材料；缺的先在“证据材料”处上传"),
    };
    vec![
        Field::area("statement", "处置结果", 4)
            .value(&draft.statement)
            .hint("风险如何化解、清退到什么程度、是否还有遗留")
            .required()
            .max(2_000),
        proofs,
    ]
}

/// 核验.
pub fn verify(opinion: &str) -> Vec<Field> {
    vec![
        Field::area("opinion", "核验意见", 3)
            .value(opinion)
            .hint("查看了哪些材料、是否到现场、是否属实")
            .required()
            .max(2_000),
    ]
}

/// 退回.
pub fn send_back(reason: &str) -> Vec<Field> {
    vec![
        Field::area("reason", "退回理由", 3)
            .value(reason)
            .hint("缺什么、补什么")
            .required(),
    ]
}

/// 批准销号.
pub fn close(note: &str) -> Vec<Field> {
    vec![
        Field::area("close_note", "批示", 2)
            .value(note)
            .hint("可以不填；记入办理记录"),
    ]
}

/// 重新挂账.
pub fn reopen(reason: &str) -> Vec<Field> {
    vec![
        Field::area("reason", "重新挂账的理由", 3)
            .value(reason)
            .hint("发现了什么新情况；原销号过程完整保留")
            .required(),
    ]
}
