//! Clues (线索) and their way: registered → accepted or refused → first check → assessed → risk item
//! opened, or set aside. It must not know how they are stored or who is asked next.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{AssessmentId, CampaignId, ClueId, ImportId, RiskItemId, SubjectId, UnitId},
    level::Level,
    money::Fen,
    record::{FieldKind, Record, SearchText, projection},
    refusal::{Refusal, reason},
    scope::Place,
    subject::FocusSector,
    titled_enum::titled_enum,
};

titled_enum! {
    /// How a clue came in (线索来源; all plans merged, domain §1.5b).
    Channel {
        PublicReport = "public_report" "群众举报",
        Hotline = "hotline" "12345热线",
        Police110 = "police_110" "110接警",
        Interview = "interview" "走访约谈",
        HouseVisit = "house_visit" "入户调查",
        GridPatrol = "grid_patrol" "网格巡查",
        StreetSweep = "street_sweep" "扫楼清街",
        SectorSweep = "sector_sweep" "行业排查",
        PlatformPush = "platform_push" "监测平台推送",
        FundsAnomaly = "funds_anomaly" "资金异动",
        InternetWatch = "internet_watch" "互联网监测",
        AdvertWatch = "advert_watch" "广告监测",
        Registration = "registration" "登记、门头审批",
        PropertyTenant = "property_tenant" "物业租户报告",
        Petition = "petition" "信访",
        OtherRegion = "other_region" "外地协查",
        PoliceTransfer = "police_transfer" "公安移交",
        Internal = "internal" "部门移送",
        Other = "other" "其他",
    }
}

titled_enum! {
    /// The five sweep modes (排查方式; 金寨 plan 四·一·2).
    SweepMode {
        Area = "area" "社会面排查",
        Sector = "sector" "行业排查",
        Internet = "internet" "互联网排查",
        Funds = "funds" "大额及可疑资金交易排查",
        Public = "public" "公众监督举报",
    }
}

titled_enum! {
    /// What a first check concludes (初核结论).
    CheckConclusion {
        Assess = "assess" "需会商研判",
        NoRisk = "no_risk" "未发现风险，排除",
        OtherDepartment = "other_department" "属其他部门职责，移送",
    }
}

titled_enum! {
    /// The name of a clue's state, without its data.
    ClueStatus {
        Received = "received" "待受理",
        Refused = "refused" "不予受理",
        Accepted = "accepted" "待初核",
        Checked = "checked" "待研判",
        SetAside = "set_aside" "已排除",
        HandedOver = "handed_over" "已移送",
        Graded = "graded" "已定级",
        Listed = "listed" "已挂账",
    }
}

/// The first check of a clue (初核).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstCheck {
    /// The day on which it was looked at.
    pub on: Date,
    /// Where and how.
    pub manner: String,
    /// What was found.
    pub findings: String,
    /// People taking part as found out; corrects the clue's own figure.
    pub people: Option<u32>,
    /// Money as found out; corrects the clue's own figure.
    pub amount: Option<Fen>,
    /// What follows.
    pub conclusion: CheckConclusion,
    /// To whom it is handed over, when that is the conclusion.
    pub handed_to: Option<String>,
    /// Who recorded it.
    pub stamp: Stamp,
}

/// Acceptance of a clue (受理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Who accepted it.
    pub stamp: Stamp,
    /// The unit that checks it.
    pub unit: UnitId,
    /// The day by which the first check is due.
    pub check_due: Date,
}

/// Where a clue stands; each state carries what led to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ClueState {
    /// Registered, nobody has looked at it.
    Received,
    /// Not taken up.
    Refused {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
    },
    /// Taken up, to be checked.
    Accepted {
        /// The acceptance.
        acceptance: Acceptance,
    },
    /// Checked; an assessment is to follow.
    Checked {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
    },
    /// Checked; nothing found.
    SetAside {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
    },
    /// Checked; another department's matter.
    HandedOver {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
    },
    /// Assessed and graded.
    Graded {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
        /// The assessment.
        assessment: AssessmentId,
        /// Its level.
        level: Level,
    },
    /// On the list of risk items.
    Listed {
        /// The acceptance.
        acceptance: Acceptance,
        /// The check.
        check: FirstCheck,
        /// The assessment.
        assessment: AssessmentId,
        /// Its level.
        level: Level,
        /// The risk item.
        risk_item: RiskItemId,
    },
}

/// A clue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// Its id.
    pub id: ClueId,
    /// Number in the county's series: `XS-2024-000123`.
    pub number: String,
    /// Number in the office's own paper or Excel ledger, if imported.
    pub source_number: Option<String>,
    /// The division it lies in.
    pub division: DivisionCode,
    /// The subject's file, when there is one.
    pub subject: Option<SubjectId>,
    /// The name of whom it is about, as reported.
    pub subject_name: String,
    /// How it came in.
    pub channel: Channel,
    /// By which sweep mode.
    pub sweep_mode: Option<SweepMode>,
    /// In which campaign.
    pub campaign: Option<CampaignId>,
    /// Which focus sector.
    pub sector: Option<FocusSector>,
    /// The day it was found or reported.
    pub found_on: Date,
    /// When it was registered here.
    pub registered_at: Timestamp,
    /// What is reported.
    pub facts: String,
    /// Where.
    pub address: Option<String>,
    /// How money is raised, in words.
    pub mode: Option<String>,
    /// Money at stake as far as known.
    pub amount: Option<Fen>,
    /// Whether the amount is 约.
    pub amount_approximate: bool,
    /// People taking part as far as known.
    pub people: Option<u32>,
    /// Whether the head count is 余 or 约.
    pub people_approximate: bool,
    /// The unit that found it.
    pub origin_unit: Option<UnitId>,
    /// The unit that has it now.
    pub unit: Option<UnitId>,
    /// The import run it came with.
    pub import: Option<ImportId>,
    /// Columns of the source file that no field takes.
    #[serde(default)]
    pub extra: Vec<(String, String)>,
    /// Where it stands.
    pub state: ClueState,
}

impl ClueState {
    /// The state's name.
    pub fn status(&self) -> ClueStatus {
        match self {
            Self::Received => ClueStatus::Received,
            Self::Refused { .. } => ClueStatus::Refused,
            Self::Accepted { .. } => ClueStatus::Accepted,
            Self::Checked { .. } => ClueStatus::Checked,
            Self::SetAside { .. } => ClueStatus::SetAside,
            Self::HandedOver { .. } => ClueStatus::HandedOver,
            Self::Graded { .. } => ClueStatus::Graded,
            Self::Listed { .. } => ClueStatus::Listed,
        }
    }

    /// The acceptance, once there is one.
    pub fn acceptance(&self) -> Option<&Acceptance> {
        match self {
            Self::Received | Self::Refused { .. } => None,
            Self::Accepted { acceptance }
            | Self::Checked { acceptance, .. }
            | Self::SetAside { acceptance, .. }
            | Self::HandedOver { acceptance, .. }
            | Self::Graded { acceptance, .. }
            | Self::Listed { acceptance, .. } => Some(acceptance),
        }
    }

    /// The first check, once there is one.
    pub fn check(&self) -> Option<&FirstCheck> {
        match self {
            Self::Received | Self::Refused { .. } | Self::Accepted { .. } => None,
            Self::Checked { check, .. }
            | Self::SetAside { check, .. }
            | Self::HandedOver { check, .. }
            | Self::Graded { check, .. }
            | Self::Listed { check, .. } => Some(check),
        }
    }

    /// The level, once graded.
    pub fn level(&self) -> Option<Level> {
        match self {
            Self::Graded { level, .. } | Self::Listed { level, .. } => Some(*level),
            _ => None,
        }
    }
}

impl Clue {
    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(
            what,
            format!("线索{}目前是“{}”", self.number, self.state.status()),
            next,
        )
    }

    /// 受理: taken up and given to a unit to check by a day.
    pub fn accept(self, stamp: Stamp, unit: UnitId, check_due: Date) -> Result<Self, Refusal> {
        if !matches!(self.state, ClueState::Received) {
            return Err(self.refuse_move("受理线索", "只有待受理的线索可以受理"));
        }
        if check_due < stamp.day() {
            return Err(Refusal::new(
                "受理线索",
                format!("初核期限{check_due}早于今天"),
                "请把期限改为今天或以后",
            ));
        }
        let acceptance = Acceptance {
            stamp,
            unit,
            check_due,
        };
        Ok(Self {
            unit: Some(unit),
            state: ClueState::Accepted { acceptance },
            ..self
        })
    }

    /// 不予受理, with a reason.
    pub fn refuse(self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        if !matches!(self.state, ClueState::Received) {
            return Err(self.refuse_move("作出不予受理", "只有待受理的线索可以不予受理"));
        }
        let reason = reason("作出不予受理", why)?;
        Ok(Self {
            state: ClueState::Refused { stamp, reason },
            ..self
        })
    }

    /// 初核: what was found, and what follows. Figures found out replace the reported ones.
    pub fn record_check(self, check: FirstCheck) -> Result<Self, Refusal> {
        let ClueState::Accepted { acceptance } = &self.state else {
            return Err(self.refuse_move("登记初核结果", "线索受理后、研判前才能登记初核"));
        };
        if check.findings.trim().is_empty() {
            return Err(Refusal::new(
                "登记初核结果",
                "没有填写核查情况",
                "请写明查看了什么、发现了什么",
            ));
        }
        if check.on > check.stamp.day() {
            return Err(Refusal::new(
                "登记初核结果",
                format!("核查日期{}在将来", check.on),
                "请填写实际核查的日期",
            ));
        }
        let handed = check
            .handed_to
            .as_deref()
            .is_some_and(|to| !to.trim().is_empty());
        if check.conclusion == CheckConclusion::OtherDepartment && !handed {
            return Err(Refusal::new(
                "移送线索",
                "没有填写接收部门",
                "请写明移送给哪个部门",
            ));
        }
        let acceptance = acceptance.clone();
        let people = check.people.or(self.people);
        let amount = check.amount.or(self.amount);
        let state = match check.conclusion {
            CheckConclusion::Assess => ClueState::Checked { acceptance, check },
            CheckConclusion::NoRisk => ClueState::SetAside { acceptance, check },
            CheckConclusion::OtherDepartment => ClueState::HandedOver { acceptance, check },
        };
        Ok(Self {
            people,
            amount,
            state,
            ..self
        })
    }

    /// 定级: the outcome of a concluded assessment.
    pub fn grade(self, assessment: AssessmentId, level: Level) -> Result<Self, Refusal> {
        match self.state.clone() {
            ClueState::Checked { acceptance, check } => Ok(Self {
                state: ClueState::Graded {
                    acceptance,
                    check,
                    assessment,
                    level,
                },
                ..self
            }),
            _ => Err(self.refuse_move("给线索定级", "线索初核结论为“需会商研判”后才能定级")),
        }
    }

    /// 挂账: a risk item has been opened from it.
    pub fn list(self, risk_item: RiskItemId) -> Result<Self, Refusal> {
        match self.state.clone() {
            ClueState::Graded {
                acceptance,
                check,
                assessment,
                level,
            } => Ok(Self {
                state: ClueState::Listed {
                    acceptance,
                    check,
                    assessment,
                    level,
                    risk_item,
                },
                ..self
            }),
            _ => Err(self.refuse_move("挂账", "线索定级后才能挂账")),
        }
    }

    /// Whether the first check is late on this day.
    pub fn check_overdue(&self, today: Date) -> bool {
        matches!(&self.state, ClueState::Accepted { acceptance } if acceptance.check_due < today)
    }
}

impl Record for Clue {
    projection!(Clue, Clue, ByUnit {
        number "线索编号" FieldKind::Text => |c| c.number.as_str(),
        source_number "原台账编号" FieldKind::Text => |c| c.source_number.clone(),
        subject "主体" FieldKind::Ref(crate::noun::Noun::Subject) => |c| c.subject.map(SubjectId::uuid),
        subject_name "涉及主体" FieldKind::Text => |c| c.subject_name.as_str(),
        channel "线索来源" FieldKind::Code(CodeList::Channel) => |c| c.channel.code(),
        sweep_mode "排查方式" FieldKind::Code(CodeList::SweepMode) => |c| c.sweep_mode.map(SweepMode::code),
        campaign "专项行动" FieldKind::Ref(crate::noun::Noun::Campaign) => |c| c.campaign.map(CampaignId::uuid),
        sector "重点领域" FieldKind::Code(CodeList::FocusSector) => |c| c.sector.map(FocusSector::code),
        found_on "发现日期" FieldKind::Date => |c| c.found_on,
        registered_at "登记时间" FieldKind::Time => |c| c.registered_at,
        facts "主要情况" FieldKind::Text => |c| c.facts.as_str(),
        address "地点" FieldKind::Text => |c| c.address.clone(),
        mode "集资模式" FieldKind::Text => |c| c.mode.clone(),
        amount "涉及金额" FieldKind::Money => |c| c.amount,
        people "涉及人数" FieldKind::Int => |c| c.people,
        origin_unit "发现单位" FieldKind::Ref(crate::noun::Noun::Unit) => |c| c.origin_unit.map(UnitId::uuid),
        unit "承办单位" FieldKind::Ref(crate::noun::Noun::Unit) => |c| c.unit.map(UnitId::uuid),
        state "状态" FieldKind::Code(CodeList::ClueState) => |c| c.state.status().code(),
        accepted_on "受理日期" FieldKind::Date => |c| c.state.acceptance().map(|a| a.stamp.day()),
        check_due "初核期限" FieldKind::Date => |c| c.state.acceptance().map(|a| a.check_due),
        checked_on "初核日期" FieldKind::Date => |c| c.state.check().map(|k| k.on),
        conclusion "初核结论" FieldKind::Code(CodeList::CheckConclusion) => |c| c.state.check().map(|k| k.conclusion.code()),
        findings "核查情况" FieldKind::Text => |c| c.state.check().map(|k| k.findings.clone()),
        handed_to "移送部门" FieldKind::Text => |c| c.state.check().and_then(|k| k.handed_to.clone()),
        level "风险等级" FieldKind::Code(CodeList::Level) => |c| c.state.level().map(Level::code),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division.clone(),
            unit: self.unit,
            origin_unit: self.origin_unit,
        }
    }

    fn search(&self) -> Option<SearchText> {
        Some(SearchText {
            title: format!("{} {}", self.number, self.subject_name),
            subtitle: self.facts.chars().take(60).collect(),
            text: format!(
                "{} {} {} {} {}",
                self.number,
                self.source_number.as_deref().unwrap_or_default(),
                self.subject_name,
                self.address.as_deref().unwrap_or_default(),
                self.facts
            ),
        })
    }
}
