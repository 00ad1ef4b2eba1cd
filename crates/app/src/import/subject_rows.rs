//! Rows of a register of subjects: which file each belongs to, and what it adds. A subject is the
//! same by credit code; else by registration number; else by name in the same place where at most
//! one of the two has a code. A filled cell replaces, a blank one never erases; a name that is
//! replaced is kept as a former one. It must not write.

use std::collections::{HashMap, HashSet};

use fangfei_intake::{
    table::Row,
    value::{FirmCode, Precision, Value},
};
use fangfei_model::{
    code::{citizen_id::CitizenId, division::{DivisionCode, DivisionLevel}, industry::IndustryCode, uscc::Uscc},
    ctx::{Actor, Ctx},
    money::Fen,
    noun::Noun,
    query::{Query, Test},
    record::{Record, Value as Kept},
    subject::{Subject, SubjectKind, SubjectPerson},
};
use fangfei_store::{Page, Stored};
use jiff::civil::Date;

use super::{
    Phase, Progress,
    outcome::Tally,
    places::{Found, Places},
    plan::{Batch, LOOK_UP, Planner, TOLD_EVERY},
    printed::{fingerprint, lay_over, printed, remember, rest, text},
};
use crate::{App, Result, subject::{LicensedNames, canonical_name, screened, spelled}};

/// Fields that have a place of their own in the record.
const TAKEN: &[&str] = &[
    "name", "uscc", "registration_number", "former_name", "legal_representative", "legal_representative_id", "controller",
    "phone", "contact", "registered_address", "business_address", "division_code", "industry", "industry_code",
    "business_scope", "registered_capital", "founded_on", "status",
];

/// A row as it would stand in a file.
struct Line {
    name: String,
    uscc: Option<Uscc>,
    registration_number: Option<String>,
    former_name: Option<String>,
    people: Vec<SubjectPerson>,
    registered_address: Option<String>,
    business_address: Option<String>,
    industry: Option<IndustryCode>,
    industry_text: Option<String>,
    scope_text: Option<String>,
    capital: Option<Fen>,
    established_on: Option<Date>,
    status: Option<String>,
    kind: SubjectKind,
    extra: Vec<(String, String)>,
    place: Found,
    fingerprint: String,
}

/// One file that rows belong to.
struct Draft {
    before: Option<Stored<Subject>>,
    after: Subject,
    touched: bool,
}

/// Files on hand, by what they are known by.
#[derive(Default)]
struct Desk {
    drafts: Vec<Draft>,
    seen: HashSet<uuid::Uuid>,
    by_code: HashMap<String, Vec<usize>>,
    by_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// Credit codes on file in the same county, out of the importer's scope.
    elsewhere: HashSet<String>,
}

/// The plan of a register.
pub(super) async fn plan(planner: &Planner<'_>, places: &Places, rows: Vec<Row>, tally: &mut Tally) -> Result<Batch<Subject>> {
    let names = industries_by_name(planner.app).await?;
    let total = rows.len() as u64;
    let mut lines: Vec<(Row, Line)> = Vec::with_capacity(rows.len());
    for row in rows {
        match Line::of(planner, places, &names, &row) {
            Ok(line) => lines.push((row, line)),
            Err(reason) => tally.reject(&row.source, reason),
        }
    }
    let mut desk = Desk::load(planner.app, planner.ctx, places.default(), lines.iter().map(|(_, line)| line)).await?;
    for (at, (row, line)) in lines.into_iter().enumerate() {
        if at % TOLD_EVERY == 0 {
            (planner.progress)(Progress { phase: Phase::Matching, done: at as u64, total });
        }
        desk.take(planner, &row, line, tally);
    }
    let licensed = LicensedNames::all(planner.app, planner.ctx).await?;
    Ok(desk.finish(planner, &licensed))
}

impl Desk {
    async fn load<'a>(app: &App, ctx: &Ctx, default: DivisionCode, lines: impl Iterator<Item = &'a Line>) -> Result<Self> {
        let (mut codes, mut numbers, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for line in lines {
            codes.extend(line.uscc.as_ref().map(|code| code.as_str().to_owned()));
            numbers.extend(line.registration_number.clone());
            names.push(line.name.clone());
        }
        let mut desk = Self::default();
        for (field, mut values) in [("uscc", codes.clone()), ("registration_number", numbers), ("name", names)] {
            values.sort_unstable();
            values.dedup();
            for part in values.chunks(LOOK_UP) {
                desk.look_up(app, ctx, field, part).await?;
            }
        }
        desk.look_elsewhere(app, ctx, default, codes).await?;
        Ok(desk)
    }

    async fn look_up(&mut self, app: &App, ctx: &Ctx, field: &str, values: &[String]) -> Result<()> {
        let values = values.iter().map(|value| Kept::from(value.as_str())).collect();
        let query = Query::of(Noun::Subject).when(field, Test::In(values));
        for found in app.store.read(ctx).list::<Subject>(&query, Page::first(Page::MAX_LIMIT)).await? {
            if self.seen.insert(found.record.id.uuid()) {
                let after = found.record.clone();
                self.put(Draft { before: Some(found), after, touched: false });
            }
        }
        Ok(())
    }

    /// A township does not see the county's other files; a second one must not be made for the firm.
    async fn look_elsewhere(&mut self, app: &App, ctx: &Ctx, default: DivisionCode, codes: Vec<String>) -> Result<()> {
        let scope = ctx.scope();
        let deep = scope.division().is_some_and(|own| own.level() > DivisionLevel::County);
        let Some(county) = default.at_level(DivisionLevel::County).filter(|_| deep) else {
            return Ok(());
        };
        let program = ctx.acting_as(Actor::System { task: "核对辖区外的同一主体" });
        for part in codes.chunks(LOOK_UP) {
            let values = part.iter().map(|code| Kept::from(code.as_str())).collect();
            let query = Query::of(Noun::Subject).when("uscc", Test::In(values));
            for found in app.store.read(&program).list::<Subject>(&query, Page::first(Page::MAX_LIMIT)).await? {
                let subject = found.record;
                if county.contains(&subject.division) && !scope.sees(&subject.place(), Subject::VISIBILITY) {
                    self.elsewhere.extend(subject.uscc.map(|code| code.as_str().to_owned()));
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, draft: Draft) {
        let at = self.drafts.len();
        let subject = &draft.after;
        if let Some(code) = &subject.uscc {
            self.by_code.entry(code.as_str().to_owned()).or_default().push(at);
        }
        if let Some(number) = &subject.registration_number {
            self.by_number.entry(number.clone()).or_default().push(at);
        }
        self.by_name.entry(subject.name.clone()).or_default().push(at);
        self.drafts.push(draft);
    }

    /// The file that a row belongs to, if there is one.
    fn find(&self, line: &Line) -> Result<Option<usize>, String> {
        let place = line.place.code();
        let near = |at: &usize| near(self.drafts[*at].after.division, place);
        if let Some(code) = &line.uscc
            && let Some(same) = self.by_code.get(code.as_str())
        {
            return Ok(same.iter().copied().find(near).or_else(|| same.first().copied()));
        }
        let codeless = |at: &usize| line.uscc.is_none() || self.drafts[*at].after.uscc.is_none();
        if let Some(number) = &line.registration_number {
            let same = self.by_number.get(number).into_iter().flatten();
            if let Some(at) = same.copied().find(|at| codeless(at) && self.drafts[*at].after.name == line.name) {
                return Ok(Some(at));
            }
        }
        let same = self.by_name.get(&line.name).into_iter().flatten().copied();
        let same: Vec<usize> = same.filter(|at| near(at) && codeless(at)).collect();
        match same.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => {
                let place = several.iter().copied().find(|at| self.drafts[*at].after.division == place);
                let exact = several.iter().filter(|at| self.drafts[**at].after.division == line.place.code()).count();
                match (place, exact) {
                    (Some(at), 1) => Ok(Some(at)),
                    _ => Err(format!("有 {} 份同名的主体档案“{}”，分不清是哪一个；请补上统一社会信用代码", several.len(), line.name)),
                }
            }
        }
    }

    fn take(&mut self, planner: &Planner<'_>, row: &Row, line: Line, tally: &mut Tally) {
        if line.uscc.as_ref().is_some_and(|code| self.elsewhere.contains(code.as_str())) {
            let reason = "这个信用代码的主体已在本县其他辖区建档，没有重复建档；如已迁入，请联系县处非办变更属地";
            return tally.reject(&row.source, reason.to_owned());
        }
        let found = match self.find(&line) {
            Ok(found) => found,
            Err(reason) => return tally.reject(&row.source, reason),
        };
        if let Found::Unknown(_, name) = &line.place {
            let note = format!("没有找到名为“{name}”的乡镇（街道），已按默认属地建档；补充区划代码后重新导入，会改到该乡镇");
            tally.note(&row.source, note);
        }
        match found {
            Some(at) => self.lay(at, line, tally),
            None => {
                let (name, place) = (line.name.clone(), line.place.code());
                let mut after = Subject::named(planner.ctx.new_id(), name, line.kind, place, planner.origin);
                line.fill(&mut after);
                self.put(Draft { before: None, after, touched: true });
                tally.counts.added += 1;
            }
        }
    }

    fn lay(&mut self, at: usize, line: Line, tally: &mut Tally) {
        let known = self.drafts[at].after.imported_rows.contains(&line.fingerprint);
        let mut next = self.drafts[at].after.clone();
        if !known {
            line.fill(&mut next);
        }
        let same = Subject { imported_rows: self.drafts[at].after.imported_rows.clone(), ..next.clone() };
        if known || same == self.drafts[at].after {
            tally.counts.unchanged += 1;
            return;
        }
        tally.counts.changed += 1;
        if let (Some(code), None) = (&next.uscc, &self.drafts[at].after.uscc) {
            self.by_code.entry(code.as_str().to_owned()).or_default().push(at);
        }
        if next.name != self.drafts[at].after.name {
            self.by_name.entry(next.name.clone()).or_default().push(at);
        }
        self.drafts[at].after = next;
        self.drafts[at].touched = true;
    }

    fn finish(self, planner: &Planner<'_>, licensed: &LicensedNames) -> Batch<Subject> {
        let today = planner.ctx.today();
        let screen = &planner.app.rules().screen;
        let mut batch = Batch::default();
        for draft in self.drafts.into_iter().filter(|draft| draft.touched) {
            let licence = licensed.holds(&draft.after, today);
            let after = screened(screen, licence, draft.after, today);
            match draft.before {
                None => batch.added.push(after),
                Some(before) => batch.changed.push((before, after)),
            }
        }
        batch
    }
}

/// Whether two places are one, or one lies in the other.
fn near(a: DivisionCode, b: DivisionCode) -> bool {
    a.contains(&b) || b.contains(&a)
}

impl Line {
    fn of(planner: &Planner<'_>, places: &Places, industries: &HashMap<String, IndustryCode>, row: &Row) -> Result<Self, String> {
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

    /// Lays the row over the file: what is filled replaces, what is blank leaves.
    fn fill(self, subject: &mut Subject) {
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
        lay_over(&mut subject.extra, self.extra);
        remember(&mut subject.imported_rows, self.fingerprint);
    }

    /// A new name replaces, unless the file knows it as a former one: then the row is the older.
    fn rename(&self, subject: &mut Subject) {
        if subject.name != self.name && !subject.former_names.contains(&self.name) {
            let old = std::mem::replace(&mut subject.name, self.name.clone());
            subject.former_names.push(old);
        }
        let former = self.former_name.iter().flat_map(|names| names.split(['、', '；', ';', '，', ',', '/']));
        for former in former.map(canonical_name) {
            if !former.is_empty() && former != subject.name && !subject.former_names.contains(&former) {
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
        Some(Value::Phones(phones)) => Some(phones.iter().map(spelled).collect::<Vec<_>>().join("、")),
        _ => None,
    };
    let person = |role: &str, name: String| SubjectPerson { role: role.to_owned(), name, citizen_id: None, phone: None };
    let mut people = Vec::new();
    if let Some(name) = text(row, "legal_representative") {
        people.push(SubjectPerson { citizen_id: citizen, ..person("法定代表人", name) });
    }
    people.extend(text(row, "controller").map(|name| person("实际控制人", name)));
    if let Some(name) = text(row, "contact") {
        people.push(SubjectPerson { phone: phone.take(), ..person("联系人", name) });
    }
    // The register does not say whose number it is.
    people.extend(phone.map(|phone| SubjectPerson { phone: Some(phone), ..person("联系电话", String::new()) }));
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
        let head: String = words.chars().take_while(char::is_ascii_alphanumeric).collect();
        (head.len() >= 2).then(|| head.parse().ok()).flatten()
    };
    let named = || words.as_ref().and_then(|words| known.get(words.as_str()).cloned());
    (stated.or_else(|| words.as_ref().and_then(leading)).or_else(named), words)
}

/// Names of industries that only one code bears.
async fn industries_by_name(app: &App) -> Result<HashMap<String, IndustryCode>> {
    let mut names: HashMap<String, Vec<IndustryCode>> = HashMap::new();
    for industry in app.store.industries().await? {
        names.entry(industry.name).or_default().push(industry.code);
    }
    let only = |codes: Vec<IndustryCode>| (codes.len() == 1).then(|| codes.into_iter().next()).flatten();
    Ok(names.into_iter().filter_map(|(name, codes)| only(codes).map(|code| (name, code))).collect())
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
pub(super) fn day(row: &Row, field: &str, title: &str, extra: &mut Vec<(String, String)>) -> Option<Date> {
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
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending) || name.ends_with(&format!("{ending}）")));
    if name.contains("合作社") {
        SubjectKind::Cooperative
    } else if ends(&["公司", "厂", "企业", "集团", "（有限合伙", "（普通合伙", "事务所"]) || name.contains("公司") {
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
        assert_eq!(kind("云溪县甲商贸有限公司", None, None), SubjectKind::Enterprise);
        assert_eq!(kind("云溪县甲商行", Some("个体工商户"), None), SubjectKind::SoleTrader);
        assert_eq!(kind("云溪县甲种植专业合作社", None, None), SubjectKind::Cooperative);
        assert_eq!(kind("云溪县甲投资中心（有限合伙）", None, None), SubjectKind::Enterprise);
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
