//! The fields of the form of a subject, with what was typed. It must not know what becomes of them.

use fangfei_app::{
    place_names::PlaceChoice,
    subject::{PersonDraft, SubjectDraft},
};
use fangfei_model::subject::{FocusSector, SubjectKind};

use crate::ui::{Field, Width};

/// Groups of fields, each under its heading.
pub struct Groups {
    /// Identity.
    pub identity: Vec<Field>,
    /// Rows of people.
    pub people: Vec<Vec<Field>>,
    /// Business.
    pub business: Vec<Field>,
}

/// Rows offered for people beyond those on file.
const BLANK_ROWS: usize = 2;
/// The parts that people play.
const ROLES: [&str; 7] = [
    "法定代表人",
    "实际控制人",
    "负责人",
    "财务负责人",
    "营销负责人",
    "联系人",
    "联系电话",
];

impl Groups {
    /// The form with what was typed.
    pub fn new(draft: &SubjectDraft, places: &[PlaceChoice]) -> Self {
        Self {
            identity: identity(draft, places),
            people: people(draft),
            business: business(draft),
        }
    }
}

fn choices<'a>(
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

fn identity(draft: &SubjectDraft, places: &[PlaceChoice]) -> Vec<Field> {
    let kinds: Vec<(&str, &str)> = SubjectKind::ALL
        .iter()
        .map(|k| (k.code(), k.title()))
        .collect();
    let mut codes: Vec<(String, String)> = places
        .iter()
        .map(|p| (p.code.to_string(), p.name.clone()))
        .collect();
    if !draft.division.is_empty() && !codes.iter().any(|(code, _)| *code == draft.division) {
        codes.push((draft.division.clone(), draft.division.clone()));
    }
    let codes = std::iter::once((String::new(), "本单位辖区".to_owned())).chain(codes);
    vec![
        Field::text("name", "主体名称")
            .value(&draft.name)
            .hint("照营业执照写全称；没有登记的写招牌名或姓名")
            .required()
            .max(200)
            .width(Width::Half),
        Field::select("kind", "主体类别")
            .choose(kinds, &[draft.kind.as_str()])
            .required()
            .width(Width::Half),
        Field::text("uscc", "统一社会信用代码")
            .value(&draft.uscc)
            .hint("18 位，会核对校验位")
            .max(30)
            .width(Width::Half),
        Field::text("registration_number", "其他注册号")
            .value(&draft.registration_number)
            .hint("15 位旧注册号、组织机构代码、备案号")
            .max(200)
            .width(Width::Half),
        Field::text("former_names", "曾用名")
            .value(&draft.former_names)
            .hint("多个用顿号分开")
            .max(400)
            .width(Width::Half),
        Field::select("division", "属地")
            .choose(codes, &[draft.division.as_str()])
            .width(Width::Half),
        Field::text("registered_address", "注册地址")
            .value(&draft.registered_address)
            .max(200)
            .width(Width::Half),
        Field::text("business_address", "经营地址")
            .value(&draft.business_address)
            .hint("实际经营的门牌、楼层")
            .max(200)
            .width(Width::Half),
    ]
}

fn people(draft: &SubjectDraft) -> Vec<Vec<Field>> {
    let mut rows: Vec<PersonDraft> = draft
        .people()
        .into_iter()
        .map(|(_, person)| person)
        .collect();
    rows.extend(std::iter::repeat_n(PersonDraft::default(), BLANK_ROWS));
    let row = |(at, person): (usize, PersonDraft)| {
        let scope = format!("person-{}", at + 1);
        let width = Width::Quarter;
        let role = if person.role.is_empty() && at == 0 {
            "法定代表人".to_owned()
        } else {
            person.role
        };
        vec![
            Field::suggest("person_role", "职务", ROLES)
                .value(role)
                .scope(&scope)
                .width(width),
            Field::text("person_name", "姓名")
                .value(person.name)
                .scope(&scope)
                .max(200)
                .width(width),
            Field::text("person_id", "证件号")
                .value(person.id)
                .scope(&scope)
                .autocomplete("off")
                .max(30)
                .width(width),
            Field::text("person_phone", "电话")
                .value(person.phone)
                .scope(&scope)
                .autocomplete("off")
                .max(60)
                .width(width),
        ]
    };
    rows.into_iter().enumerate().map(row).collect()
}

fn business(draft: &SubjectDraft) -> Vec<Field> {
    let sectors = FocusSector::ALL.iter().map(|s| (s.code(), s.title()));
    let unit = if draft.capital_unit.is_empty() {
        "wan"
    } else {
        &draft.capital_unit
    };
    vec![
        Field::text("industry", "行业代码")
            .value(&draft.industry)
            .hint("国民经济行业分类代码")
            .example("J6639")
            .max(10)
            .width(Width::Third),
        Field::text("industry_text", "行业")
            .value(&draft.industry_text)
            .max(200)
            .width(Width::Third),
        Field::select("sector", "重点领域")
            .choose(
                choices("不在重点领域或未判断", sectors),
                &[draft.sector.as_str()],
            )
            .width(Width::Third),
        Field::money("capital", "注册资本", unit)
            .value(&draft.capital)
            .width(Width::Third),
        Field::date("established_on", "成立日期")
            .value(&draft.established_on)
            .width(Width::Third),
        Field::text("registration_status", "登记状态")
            .value(&draft.registration_status)
            .example("存续")
            .max(200)
            .width(Width::Third),
        Field::text("mode", "集资模式")
            .value(&draft.mode)
            .hint("发现募集资金行为时填写")
            .max(200),
        Field::area("scope_text", "经营范围", 4)
            .value(&draft.scope_text)
            .hint("保存时按词表筛查名称和经营范围")
            .max(8_000),
    ]
}
