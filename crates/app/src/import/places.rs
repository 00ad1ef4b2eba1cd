//! Where a row belongs (属地): by code, by the names of township and village, by its address, within
//! the importer's own division. It must not know records.

use fangfei_intake::{
    table::{Row, tab},
    value::Value,
};
use fangfei_model::{
    code::division::{Division, DivisionCode, DivisionHistory, DivisionLevel},
    ctx::{Actor, Ctx},
    noun::Noun,
    query::Query,
    unit::{Unit, UnitKind},
};

use super::printed::text;
use crate::{App, Error, Page, Result};

/// The most units that lend their names to divisions.
const MOST_UNITS: u64 = 10_000;

/// The divisions as an import sees them.
#[derive(Debug)]
pub(super) struct Places {
    known: DivisionHistory,
    /// The importer's division; `None` for the program itself.
    scope: Option<DivisionCode>,
    /// Where rows without a place go.
    default: DivisionCode,
    /// Names of townships below the default's county, longest first.
    townships: Vec<(String, DivisionCode)>,
}

/// A place and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Stated in the row.
    Stated(DivisionCode),
    /// Read from the address, or from the name of the sheet.
    Address(DivisionCode),
    /// Nothing stated: where such rows go.
    Default(DivisionCode),
    /// Stated, but not known: where such rows go, with a note.
    Unknown(DivisionCode, String),
}

impl Found {
    pub(super) fn code(&self) -> DivisionCode {
        match self {
            Self::Stated(code)
            | Self::Address(code)
            | Self::Default(code)
            | Self::Unknown(code, _) => *code,
        }
    }
}

impl Places {
    /// Loads the table of divisions and the names of the units that stand for some.
    pub(super) async fn load(app: &App, ctx: &Ctx, default: Option<DivisionCode>) -> Result<Self> {
        let program = ctx.acting_as(Actor::System {
            task: "读取区划名称",
        });
        let mut known = app.store.divisions().await?;
        let units = app
            .store
            .read(&program)
            .list::<Unit>(&Query::of(Noun::Unit), Page::first(MOST_UNITS))
            .await?;
        let units: Vec<Unit> = units.into_iter().map(|unit| unit.record).collect();
        for unit in units
            .iter()
            .filter(|u| u.active && u.kind == UnitKind::Township)
        {
            if known.get(unit.division, None).is_none() {
                let name = unit.short_name.clone();
                known.insert(Division {
                    code: unit.division,
                    name,
                    valid_from: None,
                    valid_to: None,
                });
            }
        }
        let scope = ctx.scope().division().copied();
        let lead = units
            .iter()
            .find(|u| u.active && u.kind == UnitKind::LeadOffice)
            .map(|u| u.division);
        let default = default.or(scope).or(lead);
        let default = default.ok_or_else(|| {
            Error::field(
                "division",
                "不知道这些记录属于哪个区划，请指定默认属地（--division 代码）",
            )
        })?;
        if scope.is_some_and(|scope| !scope.contains(&default)) {
            return Err(Error::field(
                "division",
                format!("默认属地 {default} 不在您的数据范围内，请选择本辖区"),
            ));
        }
        let townships = townships(&known, scope.unwrap_or(default));
        Ok(Self {
            known,
            scope,
            default,
            townships,
        })
    }

    /// Where rows without a place go.
    pub(super) fn default(&self) -> DivisionCode {
        self.default
    }

    /// The row's place, or why it cannot be taken here.
    pub(super) fn find(&self, row: &Row, addresses: &[&str]) -> Result<Found, String> {
        if let Some(found) = self.by_code(row)? {
            return Ok(found);
        }
        if let Some(found) = self.by_name(row)? {
            return Ok(found);
        }
        let address = addresses
            .iter()
            .filter_map(|field| text(row, field))
            .find_map(|a| self.by_address(&a))
            .or_else(|| self.by_sheet(&row.source.sheet));
        Ok(address.map_or(Found::Default(self.default), Found::Address))
    }

    /// The township whose sheet it is: one sheet for each, named 龙港 or 龙港镇.
    fn by_sheet(&self, sheet: &str) -> Option<DivisionCode> {
        let own = self.scope.unwrap_or(self.default);
        let name = squeezed(tab(sheet));
        let named = name.chars().count() >= 2 && !name.contains(|c: char| c.is_ascii());
        let found = named.then(|| self.known.resolve(Some(own), &name, None).ok())??;
        (found.code.level() == DivisionLevel::Township).then_some(found.code)
    }

    fn by_code(&self, row: &Row) -> Result<Option<Found>, String> {
        let Some(Value::Code(code)) = row.get("division_code") else {
            return Ok(None);
        };
        let Ok(code) = code.parse::<DivisionCode>() else {
            return Ok(None);
        };
        // A code above the default says nothing new: registers print the county's on every row.
        if code.contains(&self.default) {
            return Ok(None);
        }
        self.seen(code).map(|code| Some(Found::Stated(code)))
    }

    fn by_name(&self, row: &Row) -> Result<Option<Found>, String> {
        let township = text(row, "township").map(|name| squeezed(&name));
        let village = text(row, "village").map(|name| squeezed(&name));
        let Some(name) = township else {
            return Ok(None);
        };
        let Some(code) = self.township(&name) else {
            return Ok(Some(Found::Unknown(self.default, name)));
        };
        let code = self.seen(code)?;
        let within =
            village.and_then(|village| self.known.resolve(Some(code), &village, None).ok());
        Ok(Some(Found::Stated(
            within.map_or(code, |division| division.code),
        )))
    }

    /// The township of this name: in the importer's division, else in its county, so that a row of
    /// a neighbouring township is told from a name that nobody knows.
    fn township(&self, name: &str) -> Option<DivisionCode> {
        let own = self.scope.unwrap_or(self.default);
        if self.known.get(own, None).is_some_and(|d| d.name == name) {
            return Some(own);
        }
        let county = own.at_level(DivisionLevel::County).unwrap_or(own);
        let find = |parent| {
            self.known
                .resolve(Some(parent), name, None)
                .ok()
                .map(|d| d.code)
        };
        find(own)
            .or_else(|| find(county))
            .or_else(|| self.by_address(name))
    }

    /// The township whose full name stands in the address, if only one does, with its village.
    fn by_address(&self, address: &str) -> Option<DivisionCode> {
        let mut found = self
            .townships
            .iter()
            .filter(|(name, _)| address.contains(name.as_str()));
        let (name, code) = found.next()?;
        if found.any(|(other, _)| !name.contains(other.as_str())) {
            return None;
        }
        let mut villages = self
            .known
            .children(*code, None)
            .into_iter()
            .filter(|d| is_full_name(&d.name));
        let village = villages.find(|d| address.contains(d.name.as_str()));
        Some(village.map_or(*code, |d| d.code))
    }

    fn seen(&self, code: DivisionCode) -> Result<DivisionCode, String> {
        match self.scope {
            Some(scope) if !scope.contains(&code) => {
                let name = self.known.full_name(code, None);
                let name = if name.is_empty() {
                    code.to_string()
                } else {
                    name
                };
                Err(format!(
                    "属地是{name}，不在您的数据范围内；请由所在辖区导入，或核对所属乡镇"
                ))
            }
            _ => Ok(code),
        }
    }
}

fn squeezed(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A name that an address holds in full: 清溪镇, not 清溪.
fn is_full_name(name: &str) -> bool {
    let kinds = [
        "镇",
        "乡",
        "街道",
        "村",
        "社区",
        "苏木",
        "办事处",
        "开发区",
        "农场",
        "林场",
        "居委会",
        "村委会",
    ];
    name.chars().count() >= 3 && kinds.iter().any(|kind| name.ends_with(kind))
}

fn townships(known: &DivisionHistory, top: DivisionCode) -> Vec<(String, DivisionCode)> {
    let mut names = Vec::new();
    let mut open = vec![top];
    while let Some(code) = open.pop() {
        if code.level() == DivisionLevel::Township {
            names.extend(known.get(code, None).map(|d| (d.name.clone(), code)));
            continue;
        }
        open.extend(
            known
                .children(code, None)
                .into_iter()
                .map(|d| d.code)
                .filter(|c| c.level() <= DivisionLevel::Township),
        );
    }
    names.retain(|(name, _)| is_full_name(name));
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
    names
}
