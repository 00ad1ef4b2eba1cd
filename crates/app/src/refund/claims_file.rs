//! A file of claims (债权登记表) to claims, with every wrong row named. It must not know how money is
//! divided.

use std::collections::HashMap;

use fangfei_flow::refund::{Claim, Standing};
use fangfei_intake::{
    table::{Limits, Sheet, SheetRow, open_within},
    value::{fold, squeeze},
};
use fangfei_model::money::Fen;

use super::{
    column::{Column, Head, Meaning},
    money,
};
use crate::{Error, Result};

/// One figure of a claim.
type Figure = fn(&Claim) -> Fen;

/// What several rows of one person mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplicates {
    /// A mistake: the file is refused and the rows are named.
    Refuse,
    /// Several contracts of the person: their figures are added up.
    AddUp,
}

/// A claims file that was read whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimsFile {
    /// One claim a person, in the order of the file.
    pub claims: Vec<Claim>,
    /// Who they are, in the same order.
    pub people: Vec<Person>,
    /// What a person should know: columns not used, a total row that was checked, rows added up.
    pub notes: Vec<String>,
}

/// What the file says of a claimant besides the figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The row, from 1.
    pub row: u32,
    /// The name.
    pub name: Option<Box<str>>,
    /// Account numbers; the first is the one to be paid on.
    pub accounts: Vec<Box<str>>,
    /// The bank of the first.
    pub bank: Option<Box<str>>,
}

/// How many wrong rows are named before the rest is only counted.
const NAMED: usize = 200;
/// A claims file holds more rows than an office table usually does.
const LIMITS: Limits = Limits {
    file_bytes: 1 << 30,
    unpacked_bytes: 4 << 30,
    ratio: 300,
    ratio_from_bytes: 16 << 20,
    rows: 10_000_000,
    cells: 100_000_000,
};

/// Reads csv or a workbook with columns `claimant,paid_in,returned,received` or their Chinese
/// headings, money in yuan unless the heading names another unit.
///
/// # Errors
/// A file that is no table or lacks columns, and every row with a wrong figure or a person twice:
/// then nothing is divided, since one wrong claim changes everybody's share.
pub fn read_claims(bytes: &[u8], file: &str, duplicates: Duplicates) -> Result<ClaimsFile> {
    const WANTED: [Meaning; 3] = [Meaning::PaidIn, Meaning::Returned, Meaning::Received];
    let workbook = open_within(bytes, file, &LIMITS).map_err(|e| Error::file(file, e))?;
    let filled: Vec<&Sheet> = workbook
        .sheets
        .iter()
        .filter(|s| !s.rows.is_empty())
        .collect();
    let found = filled
        .iter()
        .find_map(|sheet| Some((*sheet, Head::find(sheet, &WANTED)?)));
    let Some((sheet, head)) = found else {
        let missing = filled
            .first()
            .map(|sheet| Head::missing(sheet, &WANTED).join("、"));
        let missing = missing.unwrap_or_default();
        return Err(Error::file(
            file,
            format!("表头缺少这些列：{missing}；请补上列名后再试"),
        ));
    };
    let mut reader = Reader::new(head, duplicates);
    for row in &sheet.rows[reader.head.at + 1..] {
        reader.row(row);
    }
    let others = filled.iter().filter(|other| !std::ptr::eq(**other, sheet));
    reader
        .notes
        .extend(others.map(|s| format!("工作表“{}”没有采用", s.name)));
    reader.finish(file)
}

struct Reader {
    head: Head,
    duplicates: Duplicates,
    claims: Vec<Claim>,
    people: Vec<Person>,
    /// Folded name to place in `claims` and the row it was first read from.
    places: HashMap<Box<str>, (usize, u32)>,
    problems: Vec<String>,
    notes: Vec<String>,
    total_row: Option<u32>,
}

impl Reader {
    fn new(head: Head, duplicates: Duplicates) -> Self {
        let unknown = head
            .unknown
            .iter()
            .map(|heading| format!("列“{heading}”没有用于计算"));
        Self {
            notes: unknown.collect(),
            head,
            duplicates,
            claims: Vec::new(),
            people: Vec::new(),
            places: HashMap::new(),
            problems: Vec::new(),
            total_row: None,
        }
    }

    fn row(&mut self, row: &SheetRow) {
        if row.filled().next().is_none() {
            return;
        }
        if let Some(before) = self.total_row {
            self.problems.push(format!(
                "第 {} 行：合计行（第 {before} 行）下面还有内容；请把合计放在最后或删去",
                row.number
            ));
        } else if is_total(row) {
            self.total(row);
        } else {
            match self.claim(row) {
                Ok(claim) => self.take(claim, self.who(row)),
                Err(problems) => self.problems.extend(problems),
            }
        }
    }

    fn claim(&self, row: &SheetRow) -> Result<Claim, Vec<String>> {
        let mut problems = Vec::new();
        let mut keep = |problem: String| {
            problems.push(format!("第 {} 行：{problem}", row.number));
            Fen::ZERO
        };
        let paid_in = self.sum(Meaning::PaidIn, row).unwrap_or_else(&mut keep);
        let returned = self.sum(Meaning::Returned, row).unwrap_or_else(&mut keep);
        let received = self.sum(Meaning::Received, row).unwrap_or_else(&mut keep);
        let standing = self.standing(row).unwrap_or_else(|problem| {
            keep(problem);
            Standing::Admitted
        });
        let claimant = self.person(row).unwrap_or_else(|| {
            keep("没有集资参与人编号或姓名；请补填".to_owned());
            String::new()
        });
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Claim {
            class: self.text(Meaning::Class, row).map(String::into_boxed_str),
            standing,
            ..Claim::new(&claimant, paid_in, returned, received)
        })
    }

    fn who(&self, row: &SheetRow) -> Person {
        let accounts = self.head.all(Meaning::Account).flat_map(|column| {
            let shown = row.cell(column.at).shown().into_owned();
            let parts: Vec<Box<str>> = shown
                .split(['；', ';', '、', '，', ',', '/', '\n'])
                .map(squeeze)
                .filter(|part| !part.is_empty())
                .map(String::into_boxed_str)
                .collect();
            parts
        });
        Person {
            row: row.number,
            name: self.text(Meaning::Name, row).map(String::into_boxed_str),
            accounts: accounts.collect(),
            bank: self.text(Meaning::Bank, row).map(String::into_boxed_str),
        }
    }

    /// The number, else the name.
    fn person(&self, row: &SheetRow) -> Option<String> {
        let meaning = if self.head.first(Meaning::Number).is_some() {
            Meaning::Number
        } else {
            Meaning::Name
        };
        self.text(meaning, row)
    }

    fn text(&self, meaning: Meaning, row: &SheetRow) -> Option<String> {
        let column = self.head.first(meaning)?;
        let text = row.cell(column.at).shown();
        (!text.trim().is_empty()).then(|| text.trim().to_owned())
    }

    /// The sum of all columns of a meaning: interest and commission often stand apart.
    fn sum(&self, meaning: Meaning, row: &SheetRow) -> Result<Fen, String> {
        let mut sum = Fen::ZERO;
        for Column {
            at, heading, unit, ..
        } in self.head.all(meaning)
        {
            let fen = money::exact(row.cell(*at), *unit).map_err(|e| format!("“{heading}”{e}"))?;
            let together = sum.checked_add(fen);
            sum = together.ok_or_else(|| format!("“{heading}”太大，请检查位数"))?;
        }
        Ok(sum)
    }

    fn standing(&self, row: &SheetRow) -> Result<Standing, String> {
        let Some(word) = self.text(Meaning::Standing, row) else {
            return Ok(Standing::Admitted);
        };
        let reason = self.text(Meaning::Reason, row);
        let reason = || {
            reason
                .clone()
                .unwrap_or_else(|| "（未写明）".to_owned())
                .into()
        };
        match word.as_str() {
            "已确认" | "确认" | "无争议" | "admitted" => Ok(Standing::Admitted),
            "有争议" | "争议" | "disputed" => Ok(Standing::Disputed { reason: reason() }),
            "不予清退" | "剔除" | "excluded" => Ok(Standing::Excluded { reason: reason() }),
            _ => Err(format!(
                "状态“{word}”不认识；请填 已确认、有争议 或 不予清退"
            )),
        }
    }

    fn take(&mut self, claim: Claim, person: Person) {
        let number = person.row;
        let key = squeeze(&claim.claimant).into_boxed_str();
        let Some((at, first)) = self.places.get(&key).copied() else {
            self.places.insert(key, (self.claims.len(), number));
            self.claims.push(claim);
            self.people.push(person);
            return;
        };
        let name = &claim.claimant;
        if self.duplicates == Duplicates::Refuse {
            self.problems.push(format!(
                "第 {number} 行：集资参与人“{name}”在第 {first} 行已有一笔；重复登记请删去一行，同一人的几份合同请加 --add-up 合并计算"
            ));
            return;
        }
        match added_up(&self.claims[at], &claim) {
            Some(both) => {
                self.notes.push(format!("第 {number} 行并入第 {first} 行的集资参与人“{name}”"));
                self.claims[at] = both;
                let known = &mut self.people[at].accounts;
                let more = person.accounts.into_iter();
                for account in more {
                    if !known.contains(&account) {
                        known.push(account);
                    }
                }
            }
            None => self.problems.push(format!(
                "第 {number} 行：集资参与人“{name}”与第 {first} 行的类别或状态不同，不能合并；请改成一致"
            )),
        }
    }

    /// A row of totals must agree with the rows above it.
    fn total(&mut self, row: &SheetRow) {
        self.total_row = Some(row.number);
        let of: [(Meaning, Figure); 3] = [
            (Meaning::PaidIn, |c| c.paid_in),
            (Meaning::Returned, |c| c.returned),
            (Meaning::Received, |c| c.received),
        ];
        for (meaning, figure) in of {
            let cells = self.head.all(meaning).map(|column| row.cell(column.at));
            if cells.into_iter().any(fangfei_intake::table::Cell::is_empty) {
                continue;
            }
            let sum: i128 = self.claims.iter().map(|c| i128::from(figure(c).0)).sum();
            match self.sum(meaning, row) {
                Ok(stated) if i128::from(stated.0) == sum => {}
                Ok(stated) => self.problems.push(format!(
                    "第 {} 行：{}的合计写的是 {stated} 元，逐行相加是 {} 元；请核对",
                    row.number,
                    meaning.title(),
                    i64::try_from(sum).map_or_else(|_| "过大的数".to_owned(), |s| Fen(s).yuan()),
                )),
                Err(problem) => self
                    .problems
                    .push(format!("第 {} 行：{problem}", row.number)),
            }
        }
        self.notes
            .push(format!("第 {} 行是合计行，只用于核对", row.number));
    }

    fn finish(mut self, file: &str) -> Result<ClaimsFile> {
        if self.claims.is_empty() && self.problems.is_empty() {
            return Err(Error::file(
                file,
                "表头下面没有一笔债权；请检查是否选错了文件",
            ));
        }
        if self.problems.is_empty() {
            return Ok(ClaimsFile {
                claims: self.claims,
                people: self.people,
                notes: self.notes,
            });
        }
        let more = self.problems.len().saturating_sub(NAMED);
        self.problems.truncate(NAMED);
        let mut text = format!(
            "有不能采用的行，没有分配（一笔错误会改变所有人的份额）：\n{}",
            self.problems.join("\n")
        );
        if more > 0 {
            text.push_str(&format!("\n另有 {more} 处"));
        }
        Err(Error::file(file, text))
    }
}

/// Whether the first filled cell says 合计.
fn is_total(row: &SheetRow) -> bool {
    let first = row.filled().next().map(|(_, cell)| fold(&cell.shown()));
    let first = first.unwrap_or_default();
    let plain: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(
        plain.trim_end_matches([':', '：']),
        "合计" | "总计" | "total" | "Total" | "TOTAL"
    )
}

/// Two rows of one person as one claim; `None` when class or standing differ or the sum is too large.
fn added_up(a: &Claim, b: &Claim) -> Option<Claim> {
    if a.class != b.class || a.standing != b.standing {
        return None;
    }
    Some(Claim {
        paid_in: a.paid_in.checked_add(b.paid_in)?,
        returned: a.returned.checked_add(b.returned)?,
        received: a.received.checked_add(b.received)?,
        ..a.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ClaimsFile> {
        read_claims(text.as_bytes(), "债权.csv", Duplicates::Refuse)
    }

    #[test]
    fn the_plain_contract() {
        let file =
            read("claimant,paid_in,returned,received\nA01,10000.00,0.00,123.45\nA02,5,0,0\n")
                .unwrap();
        assert_eq!(
            file.claims[0],
            Claim::new("A01", Fen(1_000_000), Fen(0), Fen(12_345))
        );
        assert_eq!(file.claims.len(), 2);
        assert!(file.notes.is_empty());
    }

    #[test]
    fn a_register_of_an_office() {
        let text = "某案集资参与人登记表\n序号,登记编号,姓名,投入本金（万元）,已返还本金（元）,利息（元）,提成（元）,状态\n\
                    1,Q-001,甲某,3,\"2,000\",100.5,50,\n2,Q-002,乙某,1.5,0,0,0,有争议\n合计,,,4.5,2000,100.5,50,\n";
        let file = read(text).unwrap();
        assert_eq!(
            file.claims[0],
            Claim::new("Q-001", Fen(3_000_000), Fen(200_000), Fen(15_050))
        );
        assert!(matches!(file.claims[1].standing, Standing::Disputed { .. }));
        assert!(
            file.notes.iter().any(|n| n.contains("序号")),
            "{:?}",
            file.notes
        );
    }

    #[test]
    fn every_wrong_row_is_named_and_nothing_is_taken() {
        let text = "claimant,paid_in,returned,received\nA,100,0,0\nB,-5,0,0\nC,abc,,0\n,1,0,0\nA ,7,0,0\n合计,999,0,0\n";
        let Err(error) = read(text) else {
            panic!("taken")
        };
        let said = error.to_string();
        for part in [
            "第 3 行：“paid_in”金额“-5”是负数",
            "第 4 行：“paid_in”",
            "第 4 行：“returned”空着",
            "第 5 行：没有集资参与人",
            "第 6 行：集资参与人“A”在第 2 行",
            "第 7 行：paid_in（投入本金）的合计写的是 999.00 元，逐行相加是 100.00 元",
        ] {
            assert!(said.contains(part), "{part} 不在：{said}");
        }
    }

    #[test]
    fn contracts_of_one_person_add_up_when_asked() {
        let text = "claimant,paid_in,returned,received\nA,100,0,150\nA,200,0,0\n";
        let file = read_claims(text.as_bytes(), "x.csv", Duplicates::AddUp).unwrap();
        assert_eq!(
            file.claims,
            [Claim::new("A", Fen(30_000), Fen(0), Fen(15_000))]
        );
        assert_eq!(file.notes.len(), 1);
    }

    #[test]
    fn missing_columns_are_named() {
        let error = read("claimant,paid_in\nA,1\n").unwrap_err().to_string();
        assert!(
            error.contains("returned（已返还本金）、received"),
            "{error}"
        );
        assert!(!error.contains("paid_in（"), "{error}");
    }

    proptest::proptest! {
        /// Whatever stands in the file: it is read or refused in words, a row is never lost.
        #[test]
        fn no_row_is_lost(rows in proptest::collection::vec((".{0,6}", "[-0-9,.万 约]{0,6}", "[0-9.]{0,4}", "[0-9]{0,3}"), 0..12)) {
            let mut text = "claimant,paid_in,returned,received\n".to_owned();
            for (name, paid_in, returned, received) in &rows {
                let quoted = |cell: &str| format!("\"{}\"", cell.replace(['"', '\r', '\n', '\0'], ""));
                text.push_str(&[quoted(name), quoted(paid_in), quoted(returned), quoted(received)].join(","));
                text.push('\n');
            }
            let filled = |row: &&(String, String, String, String)| {
                let plain: String = [&row.0, &row.1, &row.2, &row.3].into_iter().flat_map(|c| c.chars()).collect();
                !fold(&plain.replace(['"', '\r', '\n', '\0'], "")).is_empty()
            };
            if let Ok(file) = read_claims(text.as_bytes(), "x.csv", Duplicates::Refuse) {
                let totals = file.notes.iter().filter(|note| note.contains("合计行")).count();
                proptest::prop_assert_eq!(file.claims.len() + totals, rows.iter().filter(filled).count());
                proptest::prop_assert_eq!(file.claims.len(), file.people.len());
            }
        }
    }
}
