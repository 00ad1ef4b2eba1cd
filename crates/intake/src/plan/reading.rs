//! What a work plan (工作方案) says, as `fangfei plan read` prints it.
//! It must not know how any of it is found.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where an item stands: `[start, end)` in characters of the extracted text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
pub struct Span(pub usize, pub usize);

/// One plan document, read. Dates are ISO; what the text does not say is `None`, never guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PlanReading {
    /// The title of the outermost document (标题), without line breaks.
    pub title: Option<String>,
    /// The title of the plan inside a notice, when it differs from `title`.
    pub plan_title: Option<String>,
    /// Every document number, the document's own first.
    pub document_numbers: Vec<NumberReading>,
    /// The issuing body or bodies (发文机关).
    pub issuer: Option<String>,
    /// The date of issue (成文日期).
    pub issued_on: Option<Date>,
    /// Superior documents and laws the plan rests on (依据).
    pub based_on: Vec<Basis>,
    /// From when to when the whole action runs.
    pub period: Option<Period>,
    /// The phases (实施步骤) in order.
    pub phases: Vec<Phase>,
    /// One for every numbered task paragraph.
    pub duties: Vec<Duty>,
    /// One for every dated or recurring duty to report or finish.
    pub deadlines: Vec<Deadline>,
    /// Every body named with a role.
    pub units: Vec<Unit>,
    /// Persons and lines to call or write to.
    pub contacts: Vec<Contact>,
    /// The attachments listed (附件), in order.
    pub attachments: Vec<Attachment>,
    /// Every ledger, list, register or table named.
    pub ledgers: Vec<Ledger>,
    /// What a person should look at before the campaign starts.
    pub warnings: Vec<Warning>,
    /// Where title, issuer and date of issue stand.
    pub spans: HeadSpans,
}

/// Spans of the single values at the head of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct HeadSpans {
    /// Of `title`.
    pub title: Option<Span>,
    /// Of `plan_title`.
    pub plan_title: Option<Span>,
    /// Of `issuer`.
    pub issuer: Option<Span>,
    /// Of `issued_on`.
    pub issued_on: Option<Span>,
}

/// The part a document number (发文字号) plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberRole {
    /// Of this very document.
    Own,
    /// Of a document this one forwards or contains.
    Wrapped,
    /// Of a document cited.
    Basis,
}

/// A document number as printed and in its standard form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberReading {
    /// As it stands in the text.
    pub printed: String,
    /// `机关代字〔year〕serial号`.
    pub normal: String,
    /// Whose number it is.
    pub role: NumberRole,
    /// Where it stands.
    pub span: Span,
}

/// A document or law the plan rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The title between 《 and 》; absent when only a number is cited.
    pub title: Option<String>,
    /// The number in standard form; laws have none.
    pub normal: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// The time the whole action takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Where it is said.
    pub span: Span,
}

/// A phase (阶段).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The name without number and dates.
    pub name: String,
    /// First day; 月底 and 旬 as a start follow `docs` of the date scanner.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Where its heading stands.
    pub span: Span,
}

/// A numbered task paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// The headings above it, outermost first, joined with ` / `.
    pub section: String,
    /// Its own heading or first clause.
    pub title: String,
    /// The bodies that act, as printed; where nobody is named, those the notice is addressed to.
    pub who: Vec<String>,
    /// Nobody is named here, so `who` are the addressees (主送机关) the order speaks to.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub by_address: bool,
    /// The whole paragraph.
    pub span: Span,
}

/// How often a duty comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// 每日
    Daily,
    /// 每周
    Weekly,
    /// 每两周
    Biweekly,
    /// 每旬
    TenDays,
    /// 每半月
    Semimonthly,
    /// 每月
    Monthly,
    /// 每两月
    Bimonthly,
    /// 每季度
    Quarterly,
    /// 每半年
    HalfYearly,
    /// 每年
    Yearly,
    /// 定期, without an interval
    Periodic,
    /// 随时
    Anytime,
    /// 及时, 第一时间, within days of an event
    OnEvent,
}

/// A dated or recurring duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The last day, when the text fixes one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<Date>,
    /// How often, when it comes round.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recurrence: Option<Recurrence>,
    /// The time as printed, when it is recurring, relative to an event, or its year is not derivable.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub relative: Option<String>,
    /// What is to be done.
    pub what: String,
    /// To whom it is reported.
    pub to: Option<String>,
    /// Who owes it: the bodies named, else those the notice is addressed to.
    pub who: Vec<String>,
    /// Nobody is named here, so `who` are the addressees (主送机关) the order speaks to.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub by_address: bool,
    /// The phase whose end this is, when it is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phase: Option<String>,
    /// The sentence that says so.
    pub span: Span,
}

/// The role of a body or post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitRole {
    /// 发文机关
    Issuer,
    /// 被转发文件的发文机关
    WrappedIssuer,
    /// 代章机关
    SealLender,
    /// 主送机关
    Addressee,
    /// 抄送机关
    Copied,
    /// 组长
    Leader,
    /// 副组长
    DeputyLeader,
    /// 办公室所在单位
    Office,
    /// 办公室主任
    OfficeHead,
    /// 工作专班、领导小组、联合工作组
    WorkingGroup,
    /// 成员单位
    Member,
    /// 牵头单位
    Lead,
    /// 配合单位
    Assisting,
    /// 责任单位
    Responsible,
    /// 接收报送的单位
    Recipient,
}

/// A body or post with its role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// As printed; collective names such as 各乡（镇） stay collective.
    pub name: String,
    /// What it is there for.
    pub role: UnitRole,
    /// Where it stands.
    pub span: Span,
}

/// A person or line to call or write to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The person (联系人).
    pub name: Option<String>,
    /// Telephone numbers, several joined with `、`.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// An attachment listed at the end of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The title without its number.
    pub title: String,
    /// Where it stands.
    pub span: Span,
}

/// A ledger, list, register or table to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The name without verbs and quotation marks.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// Something a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Where.
    pub span: Span,
    /// What is wrong and what to do, in Chinese.
    pub problem: String,
}

impl Warning {
    /// Whether the place demands what no lawful system may automate.
    #[must_use]
    pub fn is_unlawful_demand(&self) -> bool {
        self.problem.contains("本系统不予自动化")
    }
}

impl UnitRole {
    /// The Chinese word for the role.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Issuer => "发文机关",
            Self::WrappedIssuer => "原发文机关",
            Self::SealLender => "代章机关",
            Self::Addressee => "主送机关",
            Self::Copied => "抄送机关",
            Self::Leader => "组长",
            Self::DeputyLeader => "副组长",
            Self::Office => "办公室所在单位",
            Self::OfficeHead => "办公室主任",
            Self::WorkingGroup => "工作机构",
            Self::Member => "成员单位",
            Self::Lead => "牵头单位",
            Self::Assisting => "配合单位",
            Self::Responsible => "责任单位",
            Self::Recipient => "接收报送单位",
        }
    }
}
