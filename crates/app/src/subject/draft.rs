//! A subject as it is typed into the form, and how it is read. Personal numbers come and go masked:
//! one that is left as it was shown stays as it is. It must not know whether it is a new file.

use fangfei_intake::value::{Phone, citizen_number, firm_code, phones};
use fangfei_model::{
    code::{citizen_id::CitizenId, division::DivisionCode, industry::IndustryCode, uscc::Uscc},
    ctx::Ctx,
    subject::{Subject, SubjectPerson},
};
use serde::{Deserialize, Serialize};

use super::{canonical_name, masked_id, masked_phone};
use crate::{Result, typed::Typed};

/// The longest single line, in characters.
const LINE: usize = 200;
/// The longest business scope.
const SCOPE: usize = 8_000;

/// The form, every field as typed. Names are those of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SubjectDraft {
    /// Name.
    pub name: String,
    /// Names it had, parted by 、 or line ends.
    pub former_names: String,
    /// Kind code.
    pub kind: String,
    /// Unified social credit code.
    pub uscc: String,
    /// Another registration number.
    pub registration_number: String,
    /// Division code.
    pub division: String,
    /// Registered address.
    pub registered_address: String,
    /// Where it works.
    pub business_address: String,
    /// Parts of the people, one a row.
    pub person_role: Vec<String>,
    /// Their names.
    pub person_name: Vec<String>,
    /// Their citizen numbers, masked where they were on file.
    pub person_id: Vec<String>,
    /// Their phones, masked where they were on file.
    pub person_phone: Vec<String>,
    /// Industry code.
    pub industry: String,
    /// Industry in words.
    pub industry_text: String,
    /// Focus sector code or blank.
    pub sector: String,
    /// Business scope.
    pub scope_text: String,
    /// Registered capital.
    pub capital: String,
    /// `wan` or `yuan`.
    pub capital_unit: String,
    /// Day of establishment.
    pub established_on: String,
    /// Registration status.
    pub registration_status: String,
    /// How it raises money.
    pub mode: String,
    /// Why it is changed; kept in the journal.
    pub reason: String,
    /// The version that the form was opened at; blank for a new file.
    pub version: String,
    /// The clue that a new file is made for; blank for none.
    pub clue: String,
}

/// One row of the people as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonDraft {
    /// Part.
    pub role: String,
    /// Name.
    pub name: String,
    /// Citizen number.
    pub id: String,
    /// Phone.
    pub phone: String,
}

impl SubjectDraft {
    /// An empty form.
    pub fn empty() -> Self {
        Self {
            kind: "enterprise".to_owned(),
            capital_unit: "wan".to_owned(),
            ..Self::default()
        }
    }

    /// The form as the file stands, personal numbers masked.
    pub fn of(subject: &Subject) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let people = &subject.people;
        Self {
            name: subject.name.clone(),
            former_names: subject.former_names.join("、"),
            kind: subject.kind.code().to_owned(),
            uscc: subject
                .uscc
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            registration_number: text(&subject.registration_number),
            division: subject.division.as_str().to_owned(),
            registered_address: text(&subject.registered_address),
            business_address: text(&subject.business_address),
            person_role: people.iter().map(|p| p.role.clone()).collect(),
            person_name: people.iter().map(|p| p.name.clone()).collect(),
            person_id: people
                .iter()
                .map(|p| p.citizen_id.as_ref().map(masked_id).unwrap_or_default())
                .collect(),
            person_phone: people
                .iter()
                .map(|p| p.phone.as_deref().map(masked_phone).unwrap_or_default())
                .collect(),
            industry: subject
                .industry
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            industry_text: text(&subject.industry_text),
            sector: subject.sector.map_or("", |s| s.code()).to_owned(),
            scope_text: text(&subject.scope_text),
            capital: subject.capital.map(|fen| fen.yuan()).unwrap_or_default(),
            capital_unit: "yuan".to_owned(),
            established_on: subject
                .established_on
                .map(|day| day.to_string())
                .unwrap_or_default(),
            registration_status: text(&subject.registration_status),
            mode: text(&subject.mode),
            reason: String::new(),
            version: String::new(),
            clue: String::new(),
        }
    }

    /// The people as typed, with the row of each; rows with nothing in them left out.
    pub fn people(&self) -> Vec<(usize, PersonDraft)> {
        let at = |list: &[String], row: usize| {
            list.get(row)
                .map_or(String::new(), |text| text.trim().to_owned())
        };
        let rows = [
            &self.person_role,
            &self.person_name,
            &self.person_id,
            &self.person_phone,
        ]
        .map(Vec::len);
        let rows = rows.into_iter().max().unwrap_or(0);
        let person = |row| PersonDraft {
            role: at(&self.person_role, row),
            name: at(&self.person_name, row),
            id: at(&self.person_id, row),
            phone: at(&self.person_phone, row),
        };
        let filled =
            |p: &PersonDraft| !p.name.is_empty() || !p.id.is_empty() || !p.phone.is_empty();
        (0..rows)
            .map(|row| (row, person(row)))
            .filter(|(_, p)| filled(p))
            .collect()
    }

    /// Reads every field into a new file, or into the file as it was.
    pub(super) fn read(&self, ctx: &Ctx, before: Option<&Subject>) -> Result<Subject> {
        let mut typed = Typed::on(ctx.today());
        let name = typed.needed("name", "主体名称", &self.name, LINE);
        let kind = typed.needed_choice("kind", "主体类别", &self.kind);
        let division = self.division(&mut typed, ctx, before);
        let uscc = self.uscc(&mut typed);
        let people = self.read_people(&mut typed, before);
        let industry = typed.chosen::<IndustryCode>("industry", "行业代码", &self.industry);
        let capital = typed
            .money("capital", &self.capital, &self.capital_unit)
            .map(|about| about.value);
        let established_on = typed.day("established_on", &self.established_on);
        if established_on.is_some_and(|day| day > ctx.today()) {
            typed.wrong("established_on", "成立日期在将来，请核对");
        }
        let sector = typed.chosen("sector", "重点领域", &self.sector);
        let mut line = |field, title, text: &str| typed.words(field, title, text, LINE);
        let registration_number = line(
            "registration_number",
            "其他注册号",
            &self.registration_number,
        );
        let registered_address = line("registered_address", "注册地址", &self.registered_address);
        let business_address = line("business_address", "经营地址", &self.business_address);
        let industry_text = line("industry_text", "行业", &self.industry_text);
        let registration_status =
            line("registration_status", "登记状态", &self.registration_status);
        let mode = line("mode", "集资模式", &self.mode);
        let scope_text = typed.words("scope_text", "经营范围", &self.scope_text, SCOPE);
        let needed = name.zip(kind).zip(division);
        typed.finish(needed.map(|((name, kind), division)| {
            let name = canonical_name(&name);
            let blank = || Subject::named(ctx.new_id(), name.clone(), kind, division, ctx.unit());
            Subject {
                name: name.clone(),
                former_names: self.former(before, &name),
                kind,
                uscc,
                registration_number,
                division,
                registered_address,
                business_address,
                people,
                industry,
                industry_text,
                sector,
                scope_text,
                capital,
                established_on,
                registration_status,
                mode,
                ..before.cloned().unwrap_or_else(blank)
            }
        }))
    }

    /// The former names, the one that is being replaced among them.
    fn former(&self, before: Option<&Subject>, name: &str) -> Vec<String> {
        let typed = self
            .former_names
            .split(['、', '\n', '；', ';', '，', ','])
            .map(canonical_name);
        let mut names: Vec<String> = typed
            .filter(|former| !former.is_empty() && former != name)
            .collect();
        if let Some(old) = before
            .map(|b| &b.name)
            .filter(|old| *old != name && !names.contains(old))
        {
            names.push(old.clone());
        }
        names
    }

    fn uscc(&self, typed: &mut Typed) -> Option<Uscc> {
        if self.uscc.trim().is_empty() {
            return None;
        }
        match firm_code(&self.uscc, true) {
            Ok(read) => {
                let code = read.value.as_str().parse().ok();
                if code.is_none() {
                    typed.wrong(
                        "uscc",
                        "这不是 18 位统一社会信用代码；旧注册号请填在“其他注册号”",
                    );
                }
                code
            }
            Err(fault) => {
                typed.wrong("uscc", fault.to_string());
                None
            }
        }
    }

    /// A division in the actor's scope; by default the top of it.
    fn division(
        &self,
        typed: &mut Typed,
        ctx: &Ctx,
        before: Option<&Subject>,
    ) -> Option<DivisionCode> {
        let scope = ctx.scope();
        let own = scope.division().copied();
        let division = typed.chosen::<DivisionCode>("division", "属地", &self.division);
        let division = division.or_else(|| before.map(|b| b.division)).or(own);
        if division.is_none() {
            typed.wrong("division", "请选择属地");
        }
        if let (Some(own), Some(chosen)) = (own, division)
            && !own.contains(&chosen)
        {
            typed.wrong(
                "division",
                format!("属地 {chosen} 不在您的数据范围内，请选择本辖区"),
            );
        }
        division
    }

    fn read_people(&self, typed: &mut Typed, before: Option<&Subject>) -> Vec<SubjectPerson> {
        let old: &[SubjectPerson] = before.map_or(&[], |b| &b.people);
        let mut people = Vec::new();
        for (_, person) in self.people() {
            if person.name.chars().count() > LINE || person.role.chars().count() > LINE {
                typed.wrong("people", "人员的姓名或职务过长，请核对");
                continue;
            }
            let citizen_id = citizen(typed, &person, old);
            let phone = phone(typed, &person, old);
            let role = if person.role.is_empty() {
                "负责人".to_owned()
            } else {
                person.role
            };
            people.push(SubjectPerson {
                role,
                name: person.name,
                citizen_id,
                phone,
            });
        }
        people
    }
}

/// A typed number, or the one on file whose mask is typed, of the same person before others.
fn citizen(typed: &mut Typed, person: &PersonDraft, old: &[SubjectPerson]) -> Option<CitizenId> {
    if person.id.is_empty() {
        return None;
    }
    let masked = |p: &&SubjectPerson| {
        p.citizen_id
            .as_ref()
            .is_some_and(|id| masked_id(id) == person.id)
    };
    let same = |p: &&SubjectPerson| p.name == person.name && masked(p);
    if let Some(kept) = old.iter().find(same).or_else(|| old.iter().find(masked)) {
        return kept.citizen_id.clone();
    }
    match citizen_number(&person.id) {
        Ok(read) => Some(read.value),
        Err(fault) => {
            typed.wrong("people", format!("{}的证件号：{fault}", named(person)));
            None
        }
    }
}

fn phone(typed: &mut Typed, person: &PersonDraft, old: &[SubjectPerson]) -> Option<String> {
    if person.phone.is_empty() {
        return None;
    }
    let masked = |p: &&SubjectPerson| {
        p.phone
            .as_deref()
            .is_some_and(|phone| masked_phone(phone) == person.phone)
    };
    let same = |p: &&SubjectPerson| p.name == person.name && masked(p);
    if let Some(kept) = old.iter().find(same).or_else(|| old.iter().find(masked)) {
        return kept.phone.clone();
    }
    match phones(&person.phone) {
        Ok(read) => Some(
            read.value
                .iter()
                .map(spelled)
                .collect::<Vec<_>>()
                .join("、"),
        ),
        Err(fault) => {
            typed.wrong("people", format!("{}的电话：{fault}", named(person)));
            None
        }
    }
}

/// The number with its extension.
pub(crate) fn spelled(phone: &Phone) -> String {
    match &phone.extension {
        Some(extension) => format!("{}转{extension}", phone.number),
        None => phone.number.clone(),
    }
}

fn named(person: &PersonDraft) -> &str {
    if person.name.is_empty() {
        "人员"
    } else {
        &person.name
    }
}
