//! The fields of the clue forms, with what was typed. It must not know what becomes of them.

use fangfei_app::{
    clue::{AcceptDraft, Candidate, CheckDraft, CheckDue, ClueDraft, ReassignDraft},
    place_names::PlaceChoice,
};
use fangfei_model::{
    clue::{Channel, CheckConclusion, SweepMode},
    subject::FocusSector,
    unit::Unit,
};

use crate::ui::{Field, Width};

/// What the report form offers for choice.
pub struct Offers {
    /// Divisions in scope.
    pub places: Vec<PlaceChoice>,
    /// Running campaigns: id and title.
    pub campaigns: Vec<(String, String)>,
}

/// A list with a first line for “nothing chosen”.
pub fn choices<'a>(
    blank: &'a str,
    entries: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    let first = (String::new(), blank.to_owned());
    std::iter::once(first)
        .chain(
            entries
                .into_iter()
                .map(|(code, title)| (code.to_owned(), title.to_owned())),
        )
        .collect()
}

/// Units for choice, with the chosen one.
pub fn unit_field(name: &str, label: &str, units: &[Unit], chosen: &str) -> Field {
    let ids: Vec<String> = units.iter().map(|unit| unit.id.to_string()).collect();
    let entries = ids
        .iter()
        .zip(units)
        .map(|(id, unit)| (id.as_str(), unit.name.as_str()));
    Field::select(name, label)
        .choose(choices("请选择", entries), &[chosen])
        .required()
}

/// The form of a new or supplemented clue.
pub fn report(draft: &ClueDraft, offers: &Offers, candidates: &[Candidate]) -> Vec<Field> {
    let mut fields = subject(draft, candidates);
    fields.extend(source(draft, offers));
    fields.extend(matter(draft));
    fields
}

fn subject(draft: &ClueDraft, candidates: &[Candidate]) -> Vec<Field> {
    let mut fields = vec![
        Field::text("subject_name", "涉及主体")
            .value(&draft.subject_name)
            .hint("照营业执照或招牌写全称；不知道名称时写可辨认的称呼")
            .required()
            .max(200)
            .width(Width::Half),
        Field::text("uscc", "统一社会信用代码")
            .value(&draft.uscc)
            .hint("知道就填，用来找到已有档案")
            .max(30)
            .width(Width::Half),
    ];
    if !candidates.is_empty() {
        let mut entries: Vec<(String, String)> = candidates
            .iter()
            .map(|c| (c.id.to_string(), described(c)))
            .collect();
        entries.push(("none".to_owned(), "不是以上主体，先不关联档案".to_owned()));
        fields.push(
            Field::radio("subject", "已有档案中有相近的主体，请确认是不是同一个")
                .choose(entries, &[draft.subject.as_str()])
                .required(),
        );
    }
    fields
}

/// A candidate with what tells it apart.
fn described(candidate: &Candidate) -> String {
    let code = candidate.uscc.as_deref().unwrap_or("无信用代码");
    let address = candidate.address.as_deref().unwrap_or("地址不详");
    format!("{}（{code}，{address}）", candidate.name)
}

fn source(draft: &ClueDraft, offers: &Offers) -> Vec<Field> {
    let channels = Channel::ALL.iter().map(|c| (c.code(), c.title()));
    let modes = SweepMode::ALL.iter().map(|m| (m.code(), m.title()));
    let sectors = FocusSector::ALL.iter().map(|s| (s.code(), s.title()));
    let places: Vec<(String, &str)> = offers
        .places
        .iter()
        .map(|p| (p.code.to_string(), p.name.as_str()))
        .collect();
    let places = places.iter().map(|(code, name)| (code.as_str(), *name));
    let campaigns = offers
        .campaigns
        .iter()
        .map(|(id, title)| (id.as_str(), title.as_str()));
    let select = |name, label, entries: Vec<(String, String)>, chosen: &str| {
        Field::select(name, label)
            .choose(entries, &[chosen])
            .width(Width::Third)
    };
    vec![
        select(
            "channel",
            "线索来源",
            choices("请选择", channels),
            &draft.channel,
        )
        .required(),
        Field::date("found_on", "发现日期")
            .value(&draft.found_on)
            .required()
            .width(Width::Third),
        select(
            "division",
            "属地",
            choices("请选择", places),
            &draft.division,
        )
        .required(),
        select(
            "sector",
            "重点领域",
            choices("不在重点领域或不清楚", sectors),
            &draft.sector,
        ),
        select(
            "sweep_mode",
            "排查方式",
            choices("不是排查发现", modes),
            &draft.sweep_mode,
        ),
        select(
            "campaign",
            "专项行动",
            choices("不属于专项行动", campaigns),
            &draft.campaign,
        ),
    ]
}

fn matter(draft: &ClueDraft) -> Vec<Field> {
    let unit = if draft.amount_unit.is_empty() {
        "wan"
    } else {
        &draft.amount_unit
    };
    vec![
        Field::area("facts", "主要情况", 6)
            .value(&draft.facts)
            .hint("时间、地点、怎样宣传、承诺什么回报、钱交到哪里")
            .required()
            .max(5_000),
        Field::text("address", "地点")
            .value(&draft.address)
            .max(200)
            .width(Width::Half),
        Field::text("mode", "集资模式")
            .value(&draft.mode)
            .example("预付消费返利")
            .max(200)
            .width(Width::Half),
        Field::money("amount", "涉及金额", unit)
            .value(&draft.amount)
            .example("约300")
            .hint("可以写约数；不清楚就留空")
            .width(Width::Half),
        Field::text("people", "涉及人数")
            .value(&draft.people)
            .example("100余人")
            .width(Width::Half),
    ]
}

/// 受理.
pub fn accept(draft: &AcceptDraft, units: &[Unit], due: &CheckDue) -> Vec<Field> {
    vec![
        unit_field("unit", "承办单位", units, &draft.unit),
        due_field(&draft.check_due, Some(due)),
    ]
}

/// 改派、延期.
pub fn reassign(draft: &ReassignDraft, units: &[Unit]) -> Vec<Field> {
    vec![
        unit_field("unit", "承办单位", units, &draft.unit),
        due_field(&draft.check_due, None),
        Field::area("reason", "改派或延期的理由", 2)
            .value(&draft.reason)
            .required(),
    ]
}

fn due_field(value: &str, due: Option<&CheckDue>) -> Field {
    let field = Field::date("check_due", "初核期限").value(value).required();
    let Some(due) = due else { return field };
    let term = format!("默认自受理起 {} 个工作日", due.working_days);
    match due.provisional {
        // What is missing and which way it moves the day: lunar holidays and make-up days are not known.
        Some(year) => field.hint(format!(
            "{term}；系统里还没有 {year} 年的放假安排，这一天只按周末和元旦、劳动节、国庆节推算，未扣除春节等假期，\
             实际期限一般更晚。请对照国务院办公厅的通知填写，并请管理员录入 {year} 年日历（见“工作日历”检查：fangfei doctor）"
        )),
        None => field.hint(term),
    }
}

/// 不予受理.
pub fn refuse(reason: &str) -> Vec<Field> {
    vec![
        Field::area("reason", "不予受理的理由", 3)
            .value(reason)
            .required()
            .hint("登记人能看到理由"),
    ]
}

/// 初核.
pub fn check(draft: &CheckDraft) -> Vec<Field> {
    let conclusions = CheckConclusion::ALL.iter().map(|c| (c.code(), c.title()));
    let unit = if draft.found_amount_unit.is_empty() {
        "wan"
    } else {
        &draft.found_amount_unit
    };
    vec![
        Field::date("on", "核查日期")
            .value(&draft.on)
            .required()
            .width(Width::Half),
        Field::text("manner", "核查方式")
            .value(&draft.manner)
            .example("现场查看、询问、调取资料")
            .required()
            .width(Width::Half),
        Field::area("findings", "核查情况", 5)
            .value(&draft.findings)
            .hint("查看了什么、发现了什么")
            .required(),
        Field::money("found_amount", "查明金额", unit)
            .value(&draft.found_amount)
            .hint("查明后替换登记的金额；未查明就留空")
            .width(Width::Half),
        Field::text("found_people", "查明人数")
            .value(&draft.found_people)
            .width(Width::Half),
        Field::radio("conclusion", "初核结论")
            .choose(conclusions, &[draft.conclusion.as_str()])
            .required(),
        Field::text("handed_to", "接收部门")
            .value(&draft.handed_to)
            .hint("结论是移送时填写"),
    ]
}
