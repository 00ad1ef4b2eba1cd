//! The people of the invented 云溪县 that tests act as. It must not know what they do.

use fangfei_model::{
    code::division::DivisionCode,
    ctx::{Actor, Ctx},
    id::{UnitId, UserId},
    permission::Role,
    unit::{Unit, UnitKind},
    user::User,
};

/// The county's code: a city number that is not given out, in a province that exists, because codes
/// are checked.
pub const COUNTY: &str = "149921";

/// One person with their unit.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub user: User,
    /// The unit.
    pub unit: Unit,
}

impl Person {
    /// As the actor of a context.
    pub fn actor(&self) -> Actor {
        Actor::User {
            id: self.user.id,
            name: self.user.name.clone(),
            unit: self.unit.id,
            roles: self.user.roles.clone(),
            scope: self.unit.scope(),
        }
    }
}

/// One person of each kind.
#[derive(Debug, Clone)]
pub struct Actors {
    /// 处非办经办.
    pub clerk: Person,
    /// 处非办审核.
    pub reviewer: Person,
    /// 处非办主要负责人.
    pub head: Person,
    /// 公安局联络员.
    pub police: Person,
    /// 市场监管局联络员.
    pub market: Person,
    /// 清溪镇经办.
    pub township: Person,
    /// 北山乡经办.
    pub other_township: Person,
    /// 清溪镇的网格员.
    pub grid: Person,
    /// 审计员.
    pub auditor: Person,
    /// 系统管理员.
    pub administrator: Person,
}

impl Actors {
    /// The county's people; all have this password hash.
    pub fn new(ctx: &Ctx, password_hash: &str) -> Self {
        let office = unit(
            ctx,
            "云溪县处置非法集资工作领导小组办公室",
            "处非办",
            UnitKind::LeadOffice,
            COUNTY,
            None,
        );
        let police = unit(
            ctx,
            "云溪县公安局",
            "县公安局",
            UnitKind::Member,
            COUNTY,
            Some(office.id),
        );
        let market = unit(
            ctx,
            "云溪县市场监督管理局",
            "县市场监管局",
            UnitKind::Member,
            COUNTY,
            Some(office.id),
        );
        let qingxi = unit(
            ctx,
            "清溪镇人民政府",
            "清溪镇",
            UnitKind::Township,
            "149921101",
            Some(office.id),
        );
        let beishan = unit(
            ctx,
            "北山乡人民政府",
            "北山乡",
            UnitKind::Township,
            "149921201",
            Some(office.id),
        );
        let village = unit(
            ctx,
            "清溪镇河湾村村民委员会",
            "河湾村",
            UnitKind::Village,
            "149921101201",
            Some(qingxi.id),
        );
        let person = |login: &str, name: &str, unit: &Unit, role: Role| Person {
            user: User {
                id: ctx.new_id::<UserId>(),
                login: login.to_owned(),
                name: name.to_owned(),
                unit: unit.id,
                division: unit.division,
                roles: vec![role],
                certificate: None,
                password_hash: password_hash.to_owned(),
                must_change_password: false,
                active: true,
            },
            unit: unit.clone(),
        };
        Self {
            clerk: person("clerk", "甲经办", &office, Role::LeadClerk),
            reviewer: person("reviewer", "乙审核", &office, Role::LeadReviewer),
            head: person("head", "丙主任", &office, Role::LeadHead),
            police: person("police", "丁联络", &police, Role::MemberClerk),
            market: person("market", "戊联络", &market, Role::MemberClerk),
            township: person("qingxi", "己经办", &qingxi, Role::TownshipClerk),
            other_township: person("beishan", "庚经办", &beishan, Role::TownshipClerk),
            grid: person("grid", "辛网格", &village, Role::GridWorker),
            auditor: person("auditor", "壬审计", &office, Role::Auditor),
            administrator: person("admin", "癸管理", &office, Role::Administrator),
        }
    }

    /// All of them.
    pub fn all(&self) -> [&Person; 10] {
        [
            &self.clerk,
            &self.reviewer,
            &self.head,
            &self.police,
            &self.market,
            &self.township,
            &self.other_township,
            &self.grid,
            &self.auditor,
            &self.administrator,
        ]
    }

    /// All units, parents first, each once.
    pub fn units(&self) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        for person in self.all() {
            if !units.iter().any(|unit| unit.id == person.unit.id) {
                units.push(person.unit.clone());
            }
        }
        units
    }
}

fn unit(
    ctx: &Ctx,
    name: &str,
    short: &str,
    kind: UnitKind,
    division: &str,
    parent: Option<UnitId>,
) -> Unit {
    let division: DivisionCode = division
        .parse()
        .unwrap_or_else(|error| panic!("{division}: {error}"));
    Unit {
        id: ctx.new_id::<UnitId>(),
        name: name.to_owned(),
        short_name: short.to_owned(),
        kind,
        division,
        parent,
        agency_code: None,
        phone: None,
        email: None,
        leader: None,
        liaison: None,
        active: true,
    }
}
