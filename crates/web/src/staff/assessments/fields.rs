//! The fields of the assessment forms, with what was typed. Each says which rule suggests what; no
//! field asks for names or for what anyone said. It must not know what becomes of them.

use fangfei_app::assessment::{
    ConcludeDraft, Counted, GradesDraft, InviteDraft, Invitee, Suggestion, ViewDraft,
};
use fangfei_model::level::{Factor, Level};

use crate::ui::{Field, Width};

/// What 舆论热度 asks for, and what it must not hold.
const SPREAD: &str = "只看宣传扩散到多大范围：渠道、场次、覆盖的乡镇；不写谁说了什么，不写个人姓名";
/// What 涉稳隐患 asks for, and what it must not hold.
const HARM: &str = "只看一旦出险对群众生活的影响：涉及哪些群体、养老看病等生计钱、多快会发生；不写个人姓名，不写信访和言论";

/// Units for choice.
pub fn units(invitees: &[Invitee], draft: &InviteDraft) -> Field {
    let chosen: Vec<&str> = draft.units.iter().map(String::as_str).collect();
    let entries = invitees
        .iter()
        .map(|invitee| (invitee.unit.id.to_string(), invitee.unit.name.clone()));
    Field::checks("units", "参加单位")
        .choose(entries, &chosen)
        .required()
}

/// A view.
pub fn view(draft: &ViewDraft, suggestion: &Suggestion) -> Vec<Field> {
    let mut fields = grades(&draft.grades, suggestion, "建议风险等级");
    fields.insert(
        3,
        Field::area("spread_reason", "舆论热度的依据", 2)
            .value(&draft.spread_reason)
            .hint(SPREAD)
            .max(1_000),
    );
    fields.insert(
        5,
        Field::area("harm_reason", "涉稳隐患的依据", 2)
            .value(&draft.harm_reason)
            .hint(HARM)
            .max(1_000),
    );
    fields.push(
        Field::area("reason", "定级理由", 3)
            .value(&draft.reason)
            .required()
            .max(2_000),
    );
    fields
}

/// A conclusion.
pub fn conclude(draft: &ConcludeDraft, suggestion: &Suggestion) -> Vec<Field> {
    let mut fields = grades(&draft.grades, suggestion, "风险等级");
    fields.push(
        Field::area("reason", "定级理由", 4)
            .value(&draft.reason)
            .required()
            .max(2_000),
    );
    fields.push(
        Field::area("on_dissent", "对不同意见的说明", 3)
            .value(&draft.on_dissent)
            .hint("有单位的建议等级与结论不一致时必填；不同意见原样保留")
            .max(2_000),
    );
    fields
}

/// The four factors and the level.
fn grades(draft: &GradesDraft, suggestion: &Suggestion, label: &str) -> Vec<Field> {
    vec![
        grade("crowd", Factor::Crowd.title(), &draft.crowd)
            .hint(counted(&suggestion.crowd))
            .width(Width::Half),
        grade("exposure", Factor::Exposure.title(), &draft.exposure)
            .hint(counted(&suggestion.exposure))
            .width(Width::Half),
        grade("spread", Factor::Spread.title(), &draft.spread),
        grade("harm", Factor::Harm.title(), &draft.harm),
        Field::radio("level", label)
            .choose(
                Level::ALL.iter().map(|level| (level.code(), level.title())),
                &[draft.level.as_str()],
            )
            .required()
            .hint("参考：取前两项中较高的；后两项都更高时上调一级。由人判断，可以不同"),
    ]
}

/// One factor: 低, 中, 高 or 重大.
fn grade(name: &str, label: &str, chosen: &str) -> Field {
    let grades = Level::ALL
        .iter()
        .map(|level| (level.code(), level.title().trim_end_matches("风险")));
    Field::radio(name, label)
        .choose(grades, &[chosen])
        .required()
}

/// The figure, the rule and what it suggests.
fn counted(counted: &Counted) -> String {
    match counted.grade {
        Some(grade) => format!(
            "{}，按切分点参考“{}”（{}）",
            counted.figure,
            grade.title().trim_end_matches("风险"),
            counted.rule
        ),
        None => format!("尚未查明，请按已掌握的情况判断（{}）", counted.rule),
    }
}
