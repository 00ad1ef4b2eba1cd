//! The offices of the county and the people who work in them. It must not know what they do.

use std::collections::HashSet;

use fangfei_model::{
    code::division::DivisionCode,
    ctx::Ctx,
    id::{UnitId, UserId},
    permission::Role,
    unit::{Contact, Unit, UnitKind},
    user::User,
};

use super::{
    draw::Draw,
    geography::{COUNTY, COUNTY_NAME, TOWNSHIPS},
    person,
};
use crate::actor::Person;

/// Short names of the member departments and the rest of their full names.
const DEPARTMENTS: &[(&str, &str)] = &[
    ("县公安局", "公安局"),
    ("县市场监管局", "市场监督管理局"),
    ("县金融服务中心", "金融服务中心"),
    ("县法院", "人民法院"),
    ("县检察院", "人民检察院"),
    ("县委宣传部", "委宣传部"),
    ("县委政法委", "委政法委员会"),
    ("县委网信办", "委网络安全和信息化委员会办公室"),
    ("县信访局", "信访局"),
    ("县发改局", "发展和改革局"),
    ("县教育局", "教育局"),
    ("县工信局", "工业和信息化局"),
    ("县民政局", "民政局"),
    ("县司法局", "司法局"),
    ("县财政局", "财政局"),
    ("县人社局", "人力资源和社会保障局"),
    ("县自然资源局", "自然资源局"),
    ("县住建局", "住房和城乡建设局"),
    ("县交通局", "交通运输局"),
    ("县农业农村局", "农业农村局"),
    ("县文旅局", "文化和旅游局"),
    ("县卫健局", "卫生健康局"),
    ("县商务局", "商务局"),
    ("县行政审批局", "行政审批服务管理局"),
    ("县税务局", "税务局"),
    ("县融媒体中心", "融媒体中心"),
];

/// The offices and their people.
pub struct Offices {
    /// The lead office.
    pub office: Unit,
    /// The member departments, police and market supervision first.
    pub departments: Vec<Unit>,
    /// The townships, in the order of the county's list.
    pub townships: Vec<Unit>,
    /// Villages with a grid worker's account.
    pub villages: Vec<Unit>,
    /// Everybody with an account, the lead office first.
    pub people: Vec<Person>,
}

impl Offices {
    /// The offices below `office`; everybody has this password hash.
    pub fn new(ctx: &Ctx, draw: &mut Draw, office: Unit, password_hash: &str) -> Self {
        let mut office = furnished(draw, office, "主任");
        office.phone = Some("0300-2001234".to_owned());
        office.email = Some("cfb@yunxi.example".to_owned());
        let mut unit =
            |name: String, short: &str, kind, division: &str, parent: UnitId, head: &str| {
                let blank = blank(ctx, name, short, kind, division, parent);
                furnished(draw, blank, head)
            };
        let departments: Vec<Unit> = DEPARTMENTS
            .iter()
            .map(|(short, rest)| {
                unit(
                    format!("{COUNTY_NAME}{rest}"),
                    short,
                    UnitKind::Member,
                    COUNTY,
                    office.id,
                    "副局长",
                )
            })
            .collect();
        let townships: Vec<Unit> = TOWNSHIPS
            .iter()
            .map(|t| {
                unit(
                    format!("{}人民政府", t.name),
                    t.name,
                    UnitKind::Township,
                    &t.code(),
                    office.id,
                    "副镇长",
                )
            })
            .collect();
        let villages: Vec<Unit> = TOWNSHIPS
            .iter()
            .zip(&townships)
            .take(10)
            .map(|(t, above)| {
                let body = if t.villages[0].ends_with("社区") {
                    "居民委员会"
                } else {
                    "村民委员会"
                };
                let name = format!("{}{}{body}", t.name, t.villages[0]);
                unit(
                    name,
                    t.villages[0],
                    UnitKind::Village,
                    &t.village_code(0),
                    above.id,
                    "主任",
                )
            })
            .collect();
        let mut offices = Self {
            office,
            departments,
            townships,
            villages,
            people: Vec::new(),
        };
        offices.people = staff(ctx, draw, &offices, password_hash);
        offices
    }

    /// All units below the lead office, parents first.
    pub fn units(&self) -> Vec<Unit> {
        [&self.departments[..], &self.townships, &self.villages].concat()
    }

    /// The first person of this unit with this role.
    pub fn person(&self, unit: UnitId, role: Role) -> Option<&Person> {
        self.people
            .iter()
            .find(|person| person.unit.id == unit && person.user.roles.contains(&role))
    }

    /// Somebody of the lead office with this role.
    pub fn of_office(&self, role: Role) -> &Person {
        self.person(self.office.id, role).unwrap_or(&self.people[0])
    }

    /// The clerk of a unit, whatever its kind.
    pub fn clerk(&self, unit: UnitId) -> &Person {
        let roles = [
            Role::LeadClerk,
            Role::MemberClerk,
            Role::TownshipClerk,
            Role::GridWorker,
        ];
        roles
            .into_iter()
            .find_map(|role| self.person(unit, role))
            .unwrap_or(&self.people[0])
    }
}

fn blank(
    ctx: &Ctx,
    name: String,
    short: &str,
    kind: UnitKind,
    division: &str,
    parent: UnitId,
) -> Unit {
    let division: DivisionCode = division
        .parse()
        .unwrap_or_else(|error| panic!("{division}: {error}"));
    Unit {
        id: ctx.new_id::<UnitId>(),
        name,
        short_name: short.to_owned(),
        kind,
        division,
        parent: Some(parent),
        agency_code: None,
        phone: None,
        email: None,
        leader: None,
        liaison: None,
        active: true,
    }
}

/// With a leader and a liaison to call.
fn furnished(draw: &mut Draw, unit: Unit, head: &str) -> Unit {
    let mut contact = |title: &str| Contact {
        name: person::name(draw),
        title: Some(title.to_owned()),
        phone: Some(person::office_phone(draw)),
    };
    Unit {
        leader: Some(contact(head)),
        liaison: Some(contact("科员")),
        ..unit
    }
}

/// The accounts: everybody in the lead office, a clerk in every unit, heads where papers need them.
fn staff(ctx: &Ctx, draw: &mut Draw, offices: &Offices, hash: &str) -> Vec<Person> {
    let mut people = Vec::new();
    let mut add =
        |login: String, unit: &Unit, role| people.push(account(ctx, draw, login, unit, role, hash));
    let office = &offices.office;
    for (login, role) in [
        ("clerk", Role::LeadClerk),
        ("clerk2", Role::LeadClerk),
        ("reviewer", Role::LeadReviewer),
        ("head", Role::LeadHead),
        ("auditor", Role::Auditor),
    ] {
        add(login.to_owned(), office, role);
    }
    for (at, unit) in offices.departments.iter().enumerate() {
        add(format!("member{:02}", at + 1), unit, Role::MemberClerk);
        if at < 4 {
            add(format!("member{:02}-head", at + 1), unit, Role::MemberHead);
        }
    }
    for (at, unit) in offices.townships.iter().enumerate() {
        add(format!("township{:02}", at + 1), unit, Role::TownshipClerk);
        if at < 7 {
            add(
                format!("township{:02}-head", at + 1),
                unit,
                Role::TownshipHead,
            );
        }
    }
    for (at, unit) in offices.villages.iter().enumerate() {
        add(format!("grid{:02}", at + 1), unit, Role::GridWorker);
    }
    name_apart(&mut people);
    people
}

/// No two accounts bear one name: whoever looks at a file must see that another person verified it.
fn name_apart(people: &mut [Person]) {
    let mut taken = HashSet::new();
    for person in people {
        while !taken.insert(person.user.name.clone()) {
            person.user.name = person::next_name(&person.user.name);
        }
    }
}

fn account(
    ctx: &Ctx,
    draw: &mut Draw,
    login: String,
    unit: &Unit,
    role: Role,
    hash: &str,
) -> Person {
    let certificate = matches!(role, Role::MemberClerk | Role::TownshipClerk)
        .then(|| format!("{COUNTY}{:04}", draw.below(10_000)));
    let user = User {
        id: ctx.new_id::<UserId>(),
        login,
        name: person::name(draw),
        unit: unit.id,
        division: unit.division,
        roles: vec![role],
        certificate,
        password_hash: hash.to_owned(),
        must_change_password: false,
        active: true,
    };
    Person {
        user,
        unit: unit.clone(),
    }
}
