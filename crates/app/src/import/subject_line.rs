//! One row of a register of subjects: read into the fields of a file, and laid over it. A filled cell
//! replaces, a blank one never erases; a name that is replaced is kept as a former one. It must not
//! know which file it belongs to.

use std::collections::HashMap;

use fangfei_intake::{
    table::Row,
    value::{FirmCode, Precision, Value},
};
use fangfei_lens::link::{PairKind, compare};
use fangfei_model::{
    code::{citizen_id::CitizenId, industry::IndustryCode, uscc::Uscc},
    money::Fen,
    subject::{Subject, SubjectKind, SubjectPerson},
};
use jiff::civil::Date;

use super::{
    places::{Found, Places},
    planner::Planner,
    printed::{fingerprint, gather, lay_over, printed, remember, rest, text},
};
use crate::subject::{canonical_name, spelled};

/// Names less alike than this are two firms'.
const ANOTHER_FIRM: f64 = 0.2;

/// Fields that have a place of their own in the record.
const TAKEN: &[&str] = &[
    "name",
    "uscc",
    "registration_number",
    "former_name",
    "legal_representative",
    "legal_representative_id",
    "controller",
    "phone",
    "contact",
    "registered_address",
    "business_address",
    "division_code",
    "industry",
    "industry_code",
    "business_scope",
    "registered_capital",
    "founded_on",
    "status",
];

/// A row as it would stand in a file.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) uscc: Option<Uscc>,
    pub(super) registration_number: Option<String>,
    pub(super) former_name: Option<String>,
    pub(super) people: Vec<SubjectPerson>,
    pub(super) registered_address: Option<String>,
    pub(super) business_address: Option<String>,
    pub(super) industry: Option<IndustryCode>,
    pub(super) industry_text: Option<String>,
    pub(super) scope_text: Option<String>,
    pub(super) capital: Option<Fen>,
    pub(super) established_on: Option<Date>,
    pub(super) status: Option<String>,
    pub(super) kind: SubjectKind,
    pub(super) extra: Vec<(String, String)>,
    pub(super) place: Found,
    pub(super) fingerprint: String,
}

impl Line {
    /// Reads a row, or says why it cannot be taken.
    pub(super) fn of(
        planner: &Planner<'_>,
        places: &Places,
        industries: &HashMap<String, IndustryCode>,
        row: &Row,
    ) -> Result<Self, String> {
        let name = canonical_name(&text(row, "name").unwrap_or_default());
        if name.chars().count() < 2 {
            return Err("主体名称不足两个字，请填写全称".to_owned());
        }
        let place = places.find(row, &["business_address", "registered_address"])?;
        let mut extra = rest(&planner.file.fields, row, TAKEN);
        let (uscc, registration_number) = codes(row);
        let (industry, industry_text) = industry(row, industries, &mut extra);
        let capital = capital(row, &mut extra);
        let established_on = day(row, "founded_on", "成立日期", &mut extra);
        let kind = kind(&name, text(row, "entity_type").as_deref(), uscc.as_ref());
        Ok(Self {
            fingerprint: fingerprint(row, place.code()),
            people: people(row),
            former_name: text(row, "former_name"),
            registered_address: text(row, "registered_address"),
            business_address: text(row, "business_address"),
            scope_text: text(row, "business_scope"),
            status: text(row, "status"),
            name,
            uscc,
            registration_number,
            industry,
            industry_text,
            capital,
            established_on,
            kind,
            extra,
            place,
        })
    }

    /// Whether nothing but its name tells which file it is.
    pub(super) fn is_by_name_only(&self) -> bool {
        self.uscc.is_none() && self.registration_number.is_none()
    }

    /// Lays the row over the file: what is filled replaces, what is blank leaves.
    /// Of several rows of one file, words without a field stand side by side; says which found no room.
    pub(super) fn fill(self, subject: &mut Subject, further: bool) -> Vec<String> {
        self.rename(subject);
        self.move_to(subject);
        let lay = |kept: &mut Option<String>, new: Option<String>| {
            if new.is_some() {
                *kept = new;
            }
        };
        lay(&mut subject.registration_number, self.registration_number);
        lay(&mut subject.registered_address, self.registered_address);
        lay(&mut subject.business_address, self.business_address);
        lay(&mut subject.industry_text, self.industry_text);
        lay(&mut subject.scope_text, self.scope_text);
        lay(&mut subject.registration_status, self.status);
        subject.uscc = self.uscc.or(subject.uscc.take());
        subject.industry = self.industry.or(subject.industry.take());
        subject.capital = self.capital.or(subject.capital);
        subject.established_on = self.established_on.or(subject.established_on);
        for person in self.people {
            lay_person(&mut subject.people, person);
        }
        remember(&mut subject.imported_rows, self.fingerprint);
        if further {
            return gather(&mut subject.extra, self.extra);
        }
        lay_over(&mut subject.extra, self.extra);
        Vec::new()
    }

    /// Whether a row under the code of a file is about another firm: a code that was dragged down a column. Names that
    /// are next to nothing alike and another person in charge tell; a firm that was renamed says its former name.
    pub(super) fn is_of_another_firm(&self, known: &Subject) -> bool {
        let head = |people: &[SubjectPerson]| {
            let heads = people.iter().filter(|p| p.role == "法定代表人");
            heads.map(|p| p.name.clone()).next_back()
        };
        let renamed = known.former_names.contains(&self.name)
            || self.former_name.as_deref().map(canonical_name).as_ref() == Some(&known.name);
        let other_head = match (head(&known.people), head(&self.people)) {
            (Some(known), Some(printed)) => known != printed,
            _ => false,
        };
        self.uscc.is_some()
            && self.uscc == known.uscc
            && known.name != self.name
            && !renamed
            && other_head
            && compare(PairKind::Company, &known.name, &self.name).probability < ANOTHER_FIRM
    }

    /// A new name replaces, unless the file knows it as a former one: then the row is the older.
    fn rename(&self, subject: &mut Subject) {
        if subject.name != self.name && !subject.former_names.contains(&self.name) {
            let old = std::mem::replace(&mut subject.name, self.name.clone());
            subject.former_names.push(old);
        }
        let former = self
            .former_name
            .iter()
            .flat_map(|names| names.split(['、', '；', ';', '，', ',', '/']));
        for former in former.map(canonical_name) {
            if !former.is_empty()
                && former != subject.name
                && !subject.former_names.contains(&former)
            {
                subject.former_names.push(former);
            }
        }
    }

    /// A stated place replaces; one from the address only makes the one on file more exact.
    fn move_to(&self, subject: &mut Subject) {
        match self.place {
            Found::Stated(code) if !code.contains(&subject.division) => subject.division = code,
            Found::Address(code) if subject.division.contains(&code) => subject.division = code,
            _ => {}
        }
    }
}

fn lay_person(people: &mut Vec<SubjectPerson>, new: SubjectPerson) {
    match people.iter_mut().find(|old| old.role == new.role) {
        Some(old) if old.name == new.name => {
            old.citizen_id = new.citizen_id.or(old.citizen_id.take());
            old.phone = new.phone.or(old.phone.take());
        }
        Some(old) => *old = new,
        None => people.push(new),
    }
}

/// Credit code and other number; a tax number of 18 digits is the credit code.
fn codes(row: &Row) -> (Option<Uscc>, Option<String>) {
    let (mut uscc, mut number) = (None, None);
    for field in ["uscc", "registration_number"] {
        match row.get(field) {
            Some(Value::Firm(FirmCode::Uscc(code))) => uscc = uscc.or(Some(code.clone())),
            Some(Value::Firm(other)) => number = number.or(Some(other.as_str().to_owned())),
            _ => {}
        }
    }
    if let Some(Value::Firm(FirmCode::Uscc(code))) = row.get("tax_number") {
        uscc = uscc.or(Some(code.clone()));
    }
    (uscc, number)
}

fn people(row: &Row) -> Vec<SubjectPerson> {
    let citizen: Option<CitizenId> = match row.get("legal_representative_id") {
        Some(Value::Citizen(id)) => Some(id.clone()),
        _ => None,
    };
    let mut phone = match row.get("phone") {
        Some(Value::Phones(phones)) => {
            Some(phones.iter().map(spelled).collect::<Vec<_>>().join("、"))
        }
        _ => None,
    };
    let person = |role: &str, name: String| SubjectPerson {
        role: role.to_owned(),
        name,
        citizen_id: None,
        phone: None,
    };
    let mut people = Vec::new();
    if let Some(name) = text(row, "legal_representative") {
        people.push(SubjectPerson {
            citizen_id: citizen,
            ..person("法定代表人", name)
        });
    }
    people.extend(text(row, "controller").map(|name| person("实际控制人", name)));
    if let Some(name) = text(row, "contact") {
        people.push(SubjectPerson {
            phone: phone.take(),
            ..person("联系人", name)
        });
    }
    // The register does not say whose number it is.
    people.extend(phone.map(|phone| SubjectPerson {
        phone: Some(phone),
        ..person("联系电话", String::new())
    }));
    people
}

/// Code and words. Words such as “J66 货币金融服务” carry the code; words that are an industry's full
/// name give it.
fn industry(
    row: &Row,
    known: &HashMap<String, IndustryCode>,
    extra: &mut Vec<(String, String)>,
) -> (Option<IndustryCode>, Option<String>) {
    let words = text(row, "industry");
    let code = row.get("industry_code").map(printed);
    let stated = code.as_deref().and_then(|code| code.parse().ok());
    if let (Some(code), None) = (&code, &stated) {
        extra.push(("行业代码".to_owned(), code.clone()));
    }
    let leading = |words: &String| {
        let head: String = words
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        (head.len() >= 2).then(|| head.parse().ok()).flatten()
    };
    let named = || {
        words
            .as_ref()
            .and_then(|words| known.get(words.as_str()).cloned())
    };
    (
        stated
            .or_else(|| words.as_ref().and_then(leading))
            .or_else(named),
        words,
    )
}

/// One figure; a range or 以上 stays as printed.
fn capital(row: &Row, extra: &mut Vec<(String, String)>) -> Option<Fen> {
    let amount = row.get("registered_capital")?.as_amount()?;
    if amount.high.is_some() || amount.approximate {
        extra.push(("注册资本".to_owned(), amount.printed.clone()));
        return None;
    }
    Some(amount.low)
}

/// A full day; a month or year stays as printed.
pub(super) fn day(
    row: &Row,
    field: &str,
    title: &str,
    extra: &mut Vec<(String, String)>,
) -> Option<Date> {
    let when = row.get(field)?.as_date()?;
    if when.precision >= Precision::Day {
        return Some(when.date);
    }
    extra.push((title.to_owned(), when.printed.clone()));
    None
}

/// What the subject is: by the register's words, by the credit code's category, by the name's ending.
fn kind(name: &str, printed: Option<&str>, uscc: Option<&Uscc>) -> SubjectKind {
    let words = printed.unwrap_or_default();
    let by_words = [
        ("个体", SubjectKind::SoleTrader),
        ("合作社", SubjectKind::Cooperative),
        ("社会团体", SubjectKind::SocialBody),
        ("民办非企业", SubjectKind::SocialBody),
        ("社会服务机构", SubjectKind::SocialBody),
        ("基金会", SubjectKind::SocialBody),
        ("自然人独资", SubjectKind::Enterprise),
        ("公司", SubjectKind::Enterprise),
        ("企业", SubjectKind::Enterprise),
        ("个人", SubjectKind::Person),
    ];
    if let Some((_, kind)) = by_words.iter().find(|(word, _)| words.contains(word)) {
        return *kind;
    }
    match uscc.map(|code| &code.as_str()[..2]) {
        Some("91") => return SubjectKind::Enterprise,
        Some("92") => return SubjectKind::SoleTrader,
        Some("93") => return SubjectKind::Cooperative,
        Some("51" | "52" | "53") => return SubjectKind::SocialBody,
        _ => {}
    }
    let ends = |endings: &[&str]| {
        endings
            .iter()
            .any(|ending| name.ends_with(ending) || name.ends_with(&format!("{ending}）")))
    };
    if name.contains("合作社") {
        SubjectKind::Cooperative
    } else if ends(&[
        "公司",
        "厂",
        "企业",
        "集团",
        "（有限合伙",
        "（普通合伙",
        "事务所",
    ]) || name.contains("公司")
    {
        SubjectKind::Enterprise
    } else if ends(&["协会", "商会", "学会", "基金会", "研究会", "联合会"]) {
        SubjectKind::SocialBody
    } else if ends(&["店", "部", "铺", "馆", "经营部", "商行", "超市", "门市"]) {
        SubjectKind::SoleTrader
    } else {
        SubjectKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_subject_is_comes_from_the_register_before_its_name() {
        assert_eq!(
            kind("云溪县甲商贸有限公司", None, None),
            SubjectKind::Enterprise
        );
        assert_eq!(
            kind("云溪县甲商行", Some("个体工商户"), None),
            SubjectKind::SoleTrader
        );
        assert_eq!(
            kind("云溪县甲种植专业合作社", None, None),
            SubjectKind::Cooperative
        );
        assert_eq!(
            kind("云溪县甲投资中心（有限合伙）", None, None),
            SubjectKind::Enterprise
        );
        assert_eq!(kind("云溪县甲商会", None, None), SubjectKind::SocialBody);
        assert_eq!(kind("甲某", None, None), SubjectKind::Other);
    }

    #[test]
    fn a_person_in_the_same_part_is_replaced_and_one_of_the_same_name_completed() {
        let person = |name: &str, phone: Option<&str>| SubjectPerson {
            role: "联系人".to_owned(),
            name: name.to_owned(),
            citizen_id: None,
            phone: phone.map(str::to_owned),
        };
        let mut people = vec![person("甲", Some("13800000000"))];
        lay_person(&mut people, person("甲", None));
        assert_eq!(people, [person("甲", Some("13800000000"))]);
        lay_person(&mut people, person("乙", None));
        assert_eq!(people, [person("乙", None)]);
    }
}
