//! What a column of a claims file means, by its heading. It must not know values.

use fangfei_intake::table::{Sheet, SheetRow};
use fangfei_intake::value::{MoneyUnit, squeeze};

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Number that tells the person apart.
    Number,
    /// Name of the person; tells apart only where no number stands.
    Name,
    /// Principal paid in.
    PaidIn,
    /// Principal returned.
    Returned,
    /// Interest, dividends, commission received; several such columns add up.
    Received,
    /// Paid in an earlier batch.
    Paid,
    /// The net loss as the register has it; only compared.
    Loss,
    /// The class a rule may give priority to.
    Class,
    /// Admitted, disputed or excluded.
    Standing,
    /// Why it is disputed or excluded.
    Reason,
    /// Account or card the person dealt by, or is to be paid on.
    Account,
    /// The bank of the account to be paid on.
    Bank,
}

const HEADINGS: [(Meaning, &[&str]); 12] = [
    (
        Meaning::Number,
        &[
            "claimant",
            "claimant_id",
            "id",
            "参与人编码",
            "编号",
            "登记编号",
            "参与人编号",
            "集资参与人编号",
            "登记号",
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "证件号码",
        ],
    ),
    (
        Meaning::Name,
        &[
            "name",
            "姓名",
            "集资参与人",
            "集资参与人姓名",
            "参与人",
            "参与人姓名",
            "集资人姓名",
            "投资人",
            "投资人姓名",
            "户名",
            "申报人",
            "申报人姓名",
            "债权人",
            "债权人姓名",
            "出借人",
            "出借人姓名",
            "受害人",
            "受害人姓名",
            "被害人",
            "被害人姓名",
        ],
    ),
    (
        Meaning::PaidIn,
        &[
            "paid_in",
            "投入本金",
            "集资本金",
            "投资本金",
            "集资金额",
            "投资金额",
            "投入金额",
            "本金",
            "集资参与本金",
            "投入资金",
            "出资金额",
            "累计投入",
            "累计投入本金",
            "申报金额",
            "申报本金",
            "核定本金",
            "核定金额",
            "实际投入本金",
            "实际投入金额",
            "实际出资",
            "集资款",
            "出借本金",
            "出借金额",
        ],
    ),
    (
        Meaning::Returned,
        &[
            "returned",
            "已返还本金",
            "返还本金",
            "已还本金",
            "归还本金",
            "已退本金",
            "退还本金",
            "已兑付本金",
            "已返本金",
            "收回本金",
            "已收回本金",
            "已返还",
            "已返还金额",
            "已退还",
            "已退还金额",
            "已领回本金",
            "领回本金",
            "已归还本金",
        ],
    ),
    (
        Meaning::Received,
        &[
            "received",
            "已收利息",
            "已得利息",
            "已付利息",
            "利息",
            "已收收益",
            "收益",
            "已得收益",
            "分红",
            "已收分红",
            "返利",
            "已收返利",
            "佣金",
            "已收佣金",
            "提成",
            "已收提成",
            "已收利息、分红、提成",
            "已收利息分红提成",
            "利息、分红、提成",
            "利息分红佣金",
            "利息、分红、佣金",
            "已获利",
            "奖励",
            "已领取利息",
            "已领利息",
            "收到利息",
            "已取得利息",
            "利息及分红",
            "利息和分红",
            "已分红",
            "已领分红",
            "已领取收益",
        ],
    ),
    (
        Meaning::Paid,
        &[
            "paid",
            "本次应付",
            "本次付款",
            "已付",
            "付款金额",
            "实付金额",
            "实发金额",
            "发放金额",
            "已发放金额",
        ],
    ),
    (
        Meaning::Loss,
        &[
            "loss",
            "净损失",
            "净损失金额",
            "实际损失",
            "实际损失金额",
            "损失金额",
        ],
    ),
    (Meaning::Class, &["class", "类别", "优先类别", "人员类别"]),
    (
        Meaning::Standing,
        &["standing", "状态", "债权状态", "确认状态"],
    ),
    (
        Meaning::Reason,
        &["reason", "理由", "原因", "争议事项", "剔除理由"],
    ),
    (
        Meaning::Account,
        &[
            "account",
            "accounts",
            "账号",
            "卡号",
            "银行账号",
            "银行卡号",
            "账户",
            "收款账号",
            "收款卡号",
            "收款账户",
            "转账账号",
        ],
    ),
    (
        Meaning::Bank,
        &["bank", "开户行", "开户银行", "收款银行", "收款开户行"],
    ),
];

/// A column with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// 0-based.
    pub at: usize,
    /// What it means.
    pub meaning: Meaning,
    /// The heading as written.
    pub heading: String,
    /// The unit of money named in the heading or in a line above it; yuan where none is.
    pub unit: MoneyUnit,
    /// The heading itself names it.
    pub unit_said: bool,
}

/// A heading row that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Index into the sheet's rows.
    pub at: usize,
    /// The columns that mean something.
    pub columns: Vec<Column>,
    /// Headings that mean nothing here; said to the person, never dropped silently.
    pub unknown: Vec<String>,
}

impl Head {
    /// The heading row among the first rows: the first that has all `wanted` meanings and a person.
    pub fn find(sheet: &Sheet, wanted: &[Meaning]) -> Option<Self> {
        let heads = sheet
            .rows
            .iter()
            .take(20)
            .enumerate()
            .map(|(at, row)| Self::of(at, row));
        let mut head = heads.into_iter().find(|head| {
            let has = |meaning| head.first(meaning).is_some();
            wanted.iter().all(|m| has(*m)) && (has(Meaning::Number) || has(Meaning::Name))
        })?;
        if let Some(unit) = sheet.rows[..head.at].iter().find_map(unit_of_all) {
            let bare = head.columns.iter_mut().filter(|c| !c.unit_said);
            bare.for_each(|column| column.unit = unit);
        }
        Some(head)
    }

    /// Which of `wanted` the likeliest heading row lacks, for the message.
    pub fn missing(sheet: &Sheet, wanted: &[Meaning]) -> Vec<&'static str> {
        let heads = sheet
            .rows
            .iter()
            .take(20)
            .enumerate()
            .map(|(at, row)| Self::of(at, row));
        let best = heads.max_by_key(|head| (head.columns.len(), std::cmp::Reverse(head.at)));
        let has = |m| best.as_ref().is_some_and(|head| head.first(m).is_some());
        let mut missing: Vec<&str> = wanted
            .iter()
            .filter(|m| !has(**m))
            .map(|m| m.title())
            .collect();
        if !has(Meaning::Number) && !has(Meaning::Name) {
            missing.insert(0, "claimant（集资参与人编号或姓名）");
        }
        missing
    }

    fn of(at: usize, row: &SheetRow) -> Self {
        let mut head = Self {
            at,
            columns: Vec::new(),
            unknown: Vec::new(),
        };
        for (column, cell) in row.filled() {
            let heading = cell.shown().into_owned();
            match meaning(&heading) {
                Some((meaning, unit)) => head.columns.push(Column {
                    at: column,
                    meaning,
                    heading,
                    unit: unit.unwrap_or(MoneyUnit::Yuan),
                    unit_said: unit.is_some(),
                }),
                None => head.unknown.push(heading),
            }
        }
        head
    }

    /// The first column of this meaning.
    pub fn first(&self, meaning: Meaning) -> Option<&Column> {
        self.all(meaning).next()
    }

    /// All columns of this meaning.
    pub fn all(&self, meaning: Meaning) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |c| c.meaning == meaning)
    }
}

impl Meaning {
    /// How to head the column.
    pub fn title(self) -> &'static str {
        match self {
            Self::Number => "claimant（集资参与人编号）",
            Self::Name => "集资参与人姓名",
            Self::PaidIn => "paid_in（投入本金）",
            Self::Returned => "returned（已返还本金）",
            Self::Received => "received（已收利息、分红、提成）",
            Self::Paid => "paid（已发放金额）",
            Self::Loss => "净损失",
            Self::Class => "类别",
            Self::Standing => "状态",
            Self::Reason => "理由",
            Self::Account => "账号",
            Self::Bank => "开户行",
        }
    }
}

/// The unit that a line above the headings names for all of them: 单位：万元, 某案登记表（单位：万元）.
fn unit_of_all(row: &SheetRow) -> Option<MoneyUnit> {
    row.filled().find_map(|(_, cell)| {
        let plain = squeeze(&cell.shown());
        let (_, said) = plain.split_once("单位:")?;
        let end = said.find([')', ' ', ';', ',', '。']).unwrap_or(said.len());
        MoneyUnit::parse(&said[..end])
    })
}

/// The meaning of a heading, and the unit in its brackets: 投入本金（万元）.
fn meaning(heading: &str) -> Option<(Meaning, Option<MoneyUnit>)> {
    let plain = squeeze(heading).to_lowercase();
    let (title, bracket) = match plain.split_once('(') {
        Some((title, rest)) => (
            title,
            rest.trim_end_matches(')').trim_start_matches("单位:"),
        ),
        None => (plain.as_str(), ""),
    };
    let unit = MoneyUnit::parse(bracket);
    let known = HEADINGS.iter().find(|(_, names)| names.contains(&title));
    known.map(|(meaning, _)| (*meaning, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_offices_and_of_programs() {
        assert_eq!(meaning("paid_in"), Some((Meaning::PaidIn, None)));
        assert_eq!(
            meaning(" 投入本金（万元） "),
            Some((Meaning::PaidIn, Some(MoneyUnit::Wan)))
        );
        assert_eq!(
            meaning("已返还本金(单位：元)"),
            Some((Meaning::Returned, Some(MoneyUnit::Yuan)))
        );
        assert_eq!(meaning("联系电话"), None);
    }
}
