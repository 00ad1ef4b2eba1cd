//! Columns of ledgers and returns as they are shown: where the value lies, how it prints, which
//! numbers stay masked. It must not know where the rows come from.

use fangfei_model::{
    code_list::CodeList,
    ctx::CHINA,
    ledger::Column,
    money::Fen,
    noun::Noun,
    personal_number::masked_words,
    query::{Path, PathError},
    record::{FieldKind, Value},
};
use fangfei_report::{Cell, Kind, MoneyUnit};

use super::Names;

/// How a column's values print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Print {
    /// Words.
    Text,
    /// Long numbers that are names: codes, numbers of series, mail addresses.
    Number,
    /// A phone, masked unless the reader may see it.
    Phone,
    /// The word of a code.
    Code(CodeList),
    /// A count.
    Int,
    /// Fen, in 元 or 万元.
    Money(MoneyUnit),
    /// A day.
    Date,
    /// A moment.
    Time,
    /// Yes or no.
    Bool,
    /// A unit's short name.
    Unit,
    /// A division's name.
    Division,
}

/// One column as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The field that is read; also the column's name in addresses and in JSON.
    pub path: Path,
    /// Its heading.
    pub title: String,
    /// The heading above, shared by neighbours.
    pub group: Option<String>,
    /// How it prints.
    pub print: Print,
    /// The field that says whether the figure is stated as 约, where the noun keeps one.
    pub(crate) about: Option<Path>,
}

impl Shown {
    /// The column of a definition over this noun.
    pub fn new(noun: Noun, column: &Column) -> Result<Self, PathError> {
        let path = named(noun, &column.path)?;
        let hops = column.path.resolve(noun)?;
        let title = hops.last().map_or("", |(_, field)| field.title);
        let (_, field) = path.resolve(noun)?.pop().ok_or_else(|| PathError {
            noun,
            path: path.0.clone(),
        })?;
        let unit = if column.wan {
            MoneyUnit::WanYuan
        } else {
            MoneyUnit::Yuan
        };
        Ok(Self {
            title: column.title.clone().unwrap_or_else(|| title.to_owned()),
            group: column.group.clone(),
            print: print(field.name, field.kind, unit),
            about: about(noun, &path),
            path,
        })
    }

    /// The heading with its unit of money: 涉及金额（万元）.
    pub fn heading(&self) -> String {
        match self.print {
            Print::Money(unit) => format!("{}（{}）", self.title, unit.name()),
            _ => self.title.clone(),
        }
    }

    /// Whether it holds figures, which stand at the right.
    pub fn is_number(&self) -> bool {
        matches!(self.print, Print::Int | Print::Money(_))
    }

    /// The column of an outgoing table.
    pub(crate) fn out(&self) -> fangfei_report::Column {
        let kind = match self.print {
            Print::Int => Kind::Integer,
            Print::Money(unit) => Kind::Money(unit),
            Print::Date => Kind::Date,
            Print::Time => Kind::Time,
            Print::Number | Print::Phone => Kind::Code,
            _ => Kind::Text,
        };
        let mut column = fangfei_report::Column::new(self.heading(), kind);
        if let Some(group) = &self.group {
            column = column.under(group);
        }
        match self.print {
            Print::Code(_) | Print::Unit | Print::Division => column.wide(14),
            Print::Bool => column.wide(6),
            _ => column,
        }
    }

    /// The value as a cell. Phones, and personal numbers in running words, are masked unless `open`.
    pub(crate) fn cell(&self, value: &Value, names: &Names, open: bool) -> Cell {
        match (self.print, value) {
            (_, Value::Null) => Cell::Empty,
            (Print::Phone, Value::Text(text)) if !open => masked(text).into(),
            (Print::Code(list), Value::Text(code)) => list
                .title(code)
                .map_or_else(|| code.clone(), str::to_owned)
                .into(),
            (Print::Unit, Value::Ref(id)) => names.unit(*id).into(),
            (Print::Division, Value::Text(code)) => names.place(code).into(),
            (Print::Money(_), Value::Int(fen)) => Fen(*fen).into(),
            (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.into(),
            (_, Value::Int(number)) => (*number).into(),
            (_, Value::Date(day)) => (*day).into(),
            (_, Value::Time(at)) => CHINA.to_datetime(*at).into(),
            (Print::Text, Value::Text(text)) if !open => masked_words(text).into_owned().into(),
            (_, Value::Text(text)) => text.clone().into(),
            (_, Value::Ref(id)) => id.simple().to_string().into(),
        }
    }

    /// The cell as a page and a frozen return print it; blank when unknown.
    pub fn words(&self, cell: &Cell) -> String {
        match (self.print, cell) {
            (Print::Money(MoneyUnit::WanYuan), Cell::Fen(fen)) => fen.wan(),
            (Print::Money(MoneyUnit::Yuan), Cell::Fen(fen)) => fen.grouped(),
            (_, Cell::AboutFen(fen)) => format!("约{}", self.words(&Cell::Fen(*fen))),
            _ => cell.plain(MoneyUnit::Yuan),
        }
    }
}

/// A path to another record shows that record's name; units are named apart, whatever the scope.
fn named(noun: Noun, path: &Path) -> Result<Path, PathError> {
    let name = match path.resolve(noun)?.last().map(|(_, field)| field.kind) {
        Some(FieldKind::Ref(Noun::Subject | Noun::User | Noun::LicensedBody)) => "name",
        Some(FieldKind::Ref(
            Noun::Clue
            | Noun::RiskItem
            | Noun::Assessment
            | Noun::FundsInquiry
            | Noun::Claim
            | Noun::RefundBatch
            | Noun::Alert
            | Noun::IndexRun
            | Noun::RuleSet,
        )) => "number",
        Some(FieldKind::Ref(Noun::Likeness)) => "left_name",
        Some(FieldKind::Ref(Noun::Campaign | Noun::Task | Noun::PeriodicReturn)) => "title",
        _ => return Ok(path.clone()),
    };
    Ok(Path(format!("{}.{name}", path.0)))
}

/// The field beside a figure that says whether it is 约.
fn about(noun: Noun, path: &Path) -> Option<Path> {
    let flag = Path(format!("{}_approximate", path.0));
    flag.resolve(noun).is_ok().then_some(flag)
}

fn print(name: &str, kind: FieldKind, unit: MoneyUnit) -> Print {
    match kind {
        FieldKind::Code(list) => Print::Code(list),
        FieldKind::Int => Print::Int,
        FieldKind::Money => Print::Money(unit),
        FieldKind::Date => Print::Date,
        FieldKind::Time => Print::Time,
        FieldKind::Bool => Print::Bool,
        FieldKind::Ref(Noun::Unit) => Print::Unit,
        FieldKind::Ref(_) => Print::Number,
        FieldKind::Text => match name {
            "scope_division" => Print::Division,
            "leader_phone" | "liaison_phone" => Print::Phone,
            "number" | "source_number" | "uscc" | "registration_number" | "phone" | "email" => {
                Print::Number
            }
            _ => Print::Text,
        },
    }
}

/// A mobile number with its middle hidden; office lines are public and stay.
fn masked(phone: &str) -> String {
    let digits: Vec<usize> = phone
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    let mobile = digits.len() >= 11
        && phone
            .trim_start_matches("+86")
            .trim_start()
            .starts_with('1');
    if !mobile {
        return phone.to_owned();
    }
    let first = digits.len() - 8;
    let hidden: Vec<usize> = digits[first..first + 4].to_vec();
    phone
        .char_indices()
        .map(|(at, c)| if hidden.contains(&at) { '*' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(noun: Noun, path: &str) -> Shown {
        let column = Column {
            path: path.into(),
            title: None,
            group: None,
            wan: true,
        };
        Shown::new(noun, &column).unwrap()
    }

    #[test]
    fn a_reference_shows_the_name_behind_it() {
        assert_eq!(shown(Noun::Clue, "subject").path.0, "subject.name");
        assert_eq!(shown(Noun::Clue, "subject").title, "主体");
        assert_eq!(shown(Noun::Clue, "unit").print, Print::Unit);
        assert_eq!(shown(Noun::Clue, "division").print, Print::Division);
        assert_eq!(
            shown(Noun::RiskItem, "amount").heading(),
            "涉及金额（万元）"
        );
    }

    #[test]
    fn mobiles_are_masked_and_office_lines_are_not() {
        assert_eq!(masked("13800001234"), "138****1234");
        assert_eq!(masked("138 0000 1234"), "138 **** 1234");
        assert_eq!(masked("0356-7028000"), "0356-7028000");
        let column = shown(Noun::Unit, "liaison_phone");
        let cell = |open| column.cell(&"13800001234".into(), &Names::default(), open);
        assert_eq!(cell(false), "138****1234".into());
        assert_eq!(cell(true), "13800001234".into());
    }

    #[test]
    fn unknown_stays_blank() {
        assert_eq!(
            shown(Noun::Clue, "amount").cell(&Value::Null, &Names::default(), true),
            Cell::Empty
        );
    }
}
