//! Subjects (主体): the firm, body or person that an offer comes from; one file each (一企一档). It
//! must not know screening's words, only the hits left on it.

mod merge;

pub use merge::{Held, Merged};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    code::{citizen_id::CitizenId, division::DivisionCode, industry::IndustryCode, uscc::Uscc},
    code_list::CodeList,
    evidence::EvidenceKind,
    id::{SubjectId, UnitId},
    money::Fen,
    record::{FieldKind, Record, SearchText, projection},
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// What a subject is.
    SubjectKind {
        Enterprise = "enterprise" "企业",
        SoleTrader = "sole_trader" "个体工商户",
        Cooperative = "cooperative" "农民专业合作社",
        SocialBody = "social_body" "社会组织",
        Platform = "platform" "网络平台、应用",
        Person = "person" "个人",
        Other = "other" "其他组织",
    }
}

titled_enum! {
    /// The sectors that campaigns watch (山阴 plan 三; 沁水 plan 二·一).
    FocusSector {
        PrivateLending = "private_lending" "民间投融资中介",
        WealthManagement = "wealth_management" "第三方财富管理",
        FalseFund = "false_fund" "伪私募",
        FalseExchange = "false_exchange" "伪金交所、交易场所",
        Crowdfunding = "crowdfunding" "非法中介、理财、股权众筹",
        ElderCare = "elder_care" "养老服务",
        Agriculture = "agriculture" "涉农、合作社",
        Commerce = "commerce" "商贸服务、批发零售",
        Coins = "coins" "虚拟货币、区块链",
        Culture = "culture" "文旅、影视投资",
        DebtRelief = "debt_relief" "解债服务",
        FalseBacking = "false_backing" "假冒挂靠央企国企",
        Auction = "auction" "产登、拍卖公司",
        Other = "other" "其他",
    }
}

/// A person in a subject: 法定代表人, 实际控制人, 财务, 营销.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectPerson {
    /// Their part.
    pub role: String,
    /// Name.
    pub name: String,
    /// Citizen number, shown masked.
    pub citizen_id: Option<CitizenId>,
    /// Phone, shown masked.
    pub phone: Option<String>,
}

/// One place where a word of the list stands in a subject's name or scope. A look, never a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningHit {
    /// `name` or `scope`.
    pub field: String,
    /// Word class: `A`, `B`, …
    pub class: String,
    /// The class's Chinese title.
    pub class_title: String,
    /// The word of the list.
    pub word: String,
    /// The characters as they stand.
    pub printed: String,
    /// Character offsets into the field, half open.
    pub span: (usize, usize),
    /// The law or practice it rests on.
    pub ground: String,
    /// Why it does not count, if it does not: a negation, a licensed body.
    pub suppressed: Option<String>,
}

/// The result of one screening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// The version of the rules.
    pub rule_version: String,
    /// The day.
    pub on: Date,
    /// The hits, suppressed ones too.
    pub hits: Vec<ScreeningHit>,
}

/// A subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its id.
    pub id: SubjectId,
    /// Its name.
    pub name: String,
    /// Names it had.
    #[serde(default)]
    pub former_names: Vec<String>,
    /// What it is.
    pub kind: SubjectKind,
    /// Unified social credit code.
    pub uscc: Option<Uscc>,
    /// Another registration number as printed (15-digit 注册号, 组织机构代码, 备案号).
    pub registration_number: Option<String>,
    /// The division it is watched in.
    pub division: DivisionCode,
    /// Registered address.
    pub registered_address: Option<String>,
    /// Where it really works.
    pub business_address: Option<String>,
    /// People in charge.
    #[serde(default)]
    pub people: Vec<SubjectPerson>,
    /// Industry by GB/T 4754.
    pub industry: Option<IndustryCode>,
    /// Industry as printed, where no code is given.
    pub industry_text: Option<String>,
    /// Which focus sector it falls in, by a person's judgement.
    pub sector: Option<FocusSector>,
    /// Business scope in words.
    pub scope_text: Option<String>,
    /// Registered capital.
    pub capital: Option<Fen>,
    /// Day of establishment.
    pub established_on: Option<Date>,
    /// Registration status in the register's words.
    pub registration_status: Option<String>,
    /// How it raises money, in words.
    pub mode: Option<String>,
    /// Columns of the source file that no field takes, kept as printed.
    #[serde(default)]
    pub extra: Vec<(String, String)>,
    /// What screening found.
    pub screening: Option<Screening>,
    /// The unit that brought it in.
    pub origin_unit: Option<UnitId>,
    /// Evidence kinds on file, for completeness. Kept by the evidence use case.
    #[serde(default)]
    pub evidence_kinds: Vec<EvidenceKind>,
    /// Fingerprints of the imported rows that it has taken in, the latest last: the same row again
    /// changes nothing, even where a person has corrected the file since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imported_rows: Vec<String>,
    /// The file that goes on in its place, where it was merged (并入). It stays as it is, so that a
    /// merge can be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Merged>,
    /// The files that were merged into it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Held>,
}

/// One line of the 建档 checklist and whether it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistLine {
    /// What is asked for.
    pub title: &'static str,
    /// Whether it is there.
    pub met: bool,
}

impl Subject {
    /// A new file that holds only a name and where it is watched.
    pub fn named(
        id: SubjectId,
        name: String,
        kind: SubjectKind,
        division: DivisionCode,
        origin_unit: Option<UnitId>,
    ) -> Self {
        Self {
            id,
            name,
            former_names: Vec::new(),
            kind,
            uscc: None,
            registration_number: None,
            division,
            registered_address: None,
            business_address: None,
            people: Vec::new(),
            industry: None,
            industry_text: None,
            sector: None,
            scope_text: None,
            capital: None,
            established_on: None,
            registration_status: None,
            mode: None,
            extra: Vec::new(),
            screening: None,
            origin_unit,
            evidence_kinds: Vec::new(),
            imported_rows: Vec::new(),
            merged: None,
            holds: Vec::new(),
        }
    }

    /// The 建档 checklist (文昌湖 plan 二·二): licence, address, person in charge with contact,
    /// shop front, publicity material.
    pub fn checklist(&self) -> Vec<ChecklistLine> {
        let has = |kind| self.evidence_kinds.contains(&kind);
        let someone = self.people.iter().find(|p| !p.name.is_empty());
        vec![
            ChecklistLine {
                title: "营业执照复印件",
                met: has(EvidenceKind::Licence),
            },
            ChecklistLine {
                title: "详细经营地址",
                met: self.business_address.is_some() || self.registered_address.is_some(),
            },
            ChecklistLine {
                title: "负责人身份信息",
                met: someone.is_some_and(|p| p.citizen_id.is_some()) || has(EvidenceKind::Identity),
            },
            ChecklistLine {
                title: "负责人联系方式",
                met: self.people.iter().any(|p| p.phone.is_some()),
            },
            ChecklistLine {
                title: "经营场所门脸照片",
                met: has(EvidenceKind::ShopFront),
            },
            ChecklistLine {
                title: "宣传资料",
                met: has(EvidenceKind::Publicity),
            },
        ]
    }

    /// Met lines of the checklist in whole percent, rounded down.
    pub fn completeness(&self) -> u32 {
        let lines = self.checklist();
        let met = lines.iter().filter(|l| l.met).count();
        u32::try_from(met * 100 / lines.len()).unwrap_or(0)
    }

    /// Hits that count.
    pub fn open_hits(&self) -> impl Iterator<Item = &ScreeningHit> {
        self.screening
            .iter()
            .flat_map(|s| &s.hits)
            .filter(|h| h.suppressed.is_none())
    }

    /// Classes with a hit that counts, in order, without repeats: `A类、C类`. The word 类 ends each, so
    /// that a filter for class A does not find A3.
    pub fn hit_classes(&self) -> String {
        let mut classes: Vec<&str> = self.open_hits().map(|h| h.class.as_str()).collect();
        classes.sort_unstable();
        classes.dedup();
        let named: Vec<String> = classes
            .into_iter()
            .map(|class| format!("{class}类"))
            .collect();
        named.join("、")
    }

    /// The first person in charge.
    pub fn head(&self) -> Option<&SubjectPerson> {
        self.people.first()
    }
}

impl Record for Subject {
    projection!(Subject, Subject, Common {
        name "主体名称" FieldKind::Text => |s| s.name.as_str(),
        kind "主体类别" FieldKind::Code(CodeList::SubjectKind) => |s| s.kind.code(),
        uscc "统一社会信用代码" FieldKind::Text => |s| s.uscc.as_ref().map(ToString::to_string),
        registration_number "其他注册号" FieldKind::Text => |s| s.registration_number.clone(),
        registered_address "注册地址" FieldKind::Text => |s| s.registered_address.clone(),
        business_address "经营地址" FieldKind::Text => |s| s.business_address.clone(),
        head "负责人" FieldKind::Text => |s| s.head().map(|p| p.name.clone()),
        industry "行业代码" FieldKind::Text => |s| s.industry.as_ref().map(ToString::to_string),
        industry_text "行业" FieldKind::Text => |s| s.industry_text.clone(),
        sector "重点领域" FieldKind::Code(CodeList::FocusSector) => |s| s.sector.map(FocusSector::code),
        capital "注册资本" FieldKind::Money => |s| s.capital,
        established_on "成立日期" FieldKind::Date => |s| s.established_on,
        registration_status "登记状态" FieldKind::Text => |s| s.registration_status.clone(),
        mode "集资模式" FieldKind::Text => |s| s.mode.clone(),
        hit_classes "命中词类" FieldKind::Text => |s| Some(s.hit_classes()).filter(|c| !c.is_empty()),
        hit_count "命中数" FieldKind::Int => |s| u32::try_from(s.open_hits().count()).unwrap_or(u32::MAX),
        completeness "建档完整度" FieldKind::Int => |s| s.completeness(),
        merged_into "已并入" FieldKind::Ref(crate::noun::Noun::Subject) => |s| s.merged.as_ref().map(|m| m.into.uuid()),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: self.origin_unit,
            origin_unit: None,
        }
    }

    fn search(&self) -> Option<SearchText> {
        let people = self.people.iter().map(|p| p.name.as_str());
        let held = self.holds.iter().map(|held| held.name.as_str());
        let others: Vec<&str> = people.chain(held).collect();
        let merged = self
            .merged
            .as_ref()
            .map(|merged| format!("已并入“{}”", merged.name));
        let code = self
            .uscc
            .as_ref()
            .map(ToString::to_string)
            .or_else(|| self.registration_number.clone());
        Some(SearchText {
            title: self.name.clone(),
            subtitle: [merged, code.clone(), self.business_address.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
            text: format!(
                "{} {} {} {}",
                self.name,
                self.former_names.join(" "),
                code.unwrap_or_default(),
                others.join(" ")
            ),
        })
    }
}
