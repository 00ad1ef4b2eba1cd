//! A file of claims (债权登记表) to claims, with every wrong row named. It must not know how money is
//! divided.

use std::collections::{BTreeMap, HashMap};

use fangfei_flow::refund::{Claim, Standing};
use fangfei_intake::{
    table::{Cell, Limits, Sheet, SheetRow, open_within},
    value::squeeze,
};
use fangfei_model::money::Fen;

use super::{
    column::{Column, Head, Meaning},
    money,
    row_kind::{RowKind, row_kind},
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
    let others = || filled.iter().filter(|other| !std::ptr::eq(**other, sheet));
    let also: Vec<&str> = others()
        .filter(|other| Head::find(other, &WANTED).is_some())
        .map(|other| other.name.as_str())
        .collect();
    if !also.is_empty() {
        return Err(Error::file(
            file,
            format!(
                "工作表“{}”和“{}”都是债权表，没有分配；请合并到一张工作表后再试",
                sheet.name,
                also.join("”“")
            ),
        ));
    }
    reader
        .notes
        .extend(others().map(|s| format!("工作表“{}”没有采用", s.name)));
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
    /// How many claims stood above the last subtotal.
    summed: usize,
    /// By column of money: a row that names a larger unit than its heading, a row that names none.
    units: BTreeMap<usize, (Option<u32>, Option<u32>)>,
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
            summed: 0,
            units: BTreeMap::new(),
        }
    }

    fn row(&mut self, row: &SheetRow) {
        if row.filled().next().is_none() {
            return;
        }
        match (self.total_row, row_kind(row)) {
            (_, RowKind::Remark) if !self.has_figures(row) => self
                .notes
                .push(format!("第 {} 行是说明，没有采用", row.number)),
            (Some(before), _) => self.problems.push(format!(
                "第 {} 行：合计行（第 {before} 行）下面还有内容；请把合计放在最后或删去",
                row.number
            )),
            (None, RowKind::Total) => self.total(row, 0),
            (None, RowKind::Subtotal) => self.total(row, self.summed),
            (None, RowKind::Claim | RowKind::Remark) => {
                self.note_units(row);
                match self.claim(row) {
                    Ok(claim) => {
                        self.look_at(&claim, row);
                        self.take(claim, self.who(row));
                    }
                    Err(problems) => self.problems.extend(problems),
                }
            }
        }
    }

    fn has_figures(&self, row: &SheetRow) -> bool {
        let money = [Meaning::PaidIn, Meaning::Returned, Meaning::Received];
        let cells = money.into_iter().flat_map(|meaning| self.head.all(meaning));
        let is_figure = |shown: &str| shown.contains(|c: char| c.is_ascii_digit());
        cells
            .into_iter()
            .any(|column| is_figure(&row.cell(column.at).shown()))
    }

    /// Notes which rows name a unit of their own beside the sum: 10万元 under 投入本金.
    fn note_units(&mut self, row: &SheetRow) {
        let money = [Meaning::PaidIn, Meaning::Returned, Meaning::Received];
        let columns = money.into_iter().flat_map(|meaning| self.head.all(meaning));
        for column in columns {
            let shown = row.cell(column.at).shown();
            let larger = shown.contains(['万', '千', '亿', '萬', '仟']);
            let bare = shown.contains(|c: char| ('1'..='9').contains(&c)) && !shown.contains('元');
            let seen = self.units.entry(column.at).or_default();
            match (larger, bare) {
                (true, _) => seen.0 = seen.0.or(Some(row.number)),
                (false, true) => seen.1 = seen.1.or(Some(row.number)),
                (false, false) => {}
            }
        }
    }

    /// Says what is odd in a claim that can be read.
    fn look_at(&mut self, claim: &Claim, row: &SheetRow) {
        let number = row.number;
        if claim.returned > claim.paid_in {
            self.notes.push(format!(
                "第 {number} 行：已返还本金 {} 元大于投入本金 {} 元，净损失按 0 计，请核对",
                claim.returned, claim.paid_in
            ));
        }
        let gone = claim
            .paid_in
            .0
            .saturating_sub(claim.returned.0)
            .saturating_sub(claim.received.0);
        if let Some(column) = self.head.first(Meaning::Loss)
            && let Ok(stated) = money::exact(row.cell(column.at), column.unit)
            && stated.0 != gone.max(0)
        {
            self.notes.push(format!(
                "第 {number} 行：表中“{}”是 {stated} 元，投入减去返还和收益是 {} 元，按后者计算，请核对",
                column.heading,
                Fen(gone.max(0)).yuan()
            ));
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
        let claimant = self.person(row).unwrap_or_else(|problem| {
            keep(problem);
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

    /// The number, else the name. What is no number, or has lost its last digits, tells nobody apart.
    fn person(&self, row: &SheetRow) -> Result<String, String> {
        let Some(column) = self.head.first(Meaning::Number) else {
            let name = self.text(Meaning::Name, row);
            return name.ok_or_else(|| "没有集资参与人姓名；请补填".to_owned());
        };
        let heading = &column.heading;
        let number = self.text(Meaning::Number, row).ok_or_else(|| {
            format!("没有集资参与人编号：“{heading}”空着，这一列用来区分各人；请补填，或删去这一列、按姓名登记")
        })?;
        let lost = matches!(row.cell(column.at), Cell::Number(n) if n.abs() >= 1e15)
            || number.contains(['E', 'e']) && number.parse::<f64>().is_ok();
        if lost {
            return Err(format!(
                "“{heading}”被表格软件改成了数字，末几位已经丢失，不能用来区分各人；请把这一列设为“文本”后重新录入"
            ));
        }
        let nothing = [
            "无", "不详", "未知", "暂无", "-", "—", "/", "0", "没有", "空",
        ];
        if nothing.contains(&squeeze(&number).as_str()) {
            return Err(format!(
                "“{heading}”写的是“{number}”，不能用来区分各人；请补填，或删去这一列、按姓名登记"
            ));
        }
        Ok(number)
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
        let plain = |name: &Option<Box<str>>| name.as_deref().map(squeeze);
        if let (Some(here), Some(there)) = (plain(&person.name), plain(&self.people[at].name))
            && here != there
        {
            self.problems.push(format!(
                "第 {number} 行：编号“{name}”在第 {first} 行是“{there}”，这里是“{here}”；一个编号不能是两个人，请核对"
            ));
            return;
        }
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

    /// A row of totals must agree with the rows above it: all of them, or those since the last subtotal; a page's total
    /// may be of all pages so far.
    fn total(&mut self, row: &SheetRow, from: usize) {
        let is_part = row_kind(row) == RowKind::Subtotal;
        if !is_part {
            self.total_row = Some(row.number);
        }
        self.summed = self.claims.len();
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
            let sum_of =
                |claims: &[Claim]| -> i128 { claims.iter().map(|c| i128::from(figure(c).0)).sum() };
            let (sum, all) = (sum_of(&self.claims[from..]), sum_of(&self.claims));
            match self.sum(meaning, row) {
                Ok(stated) if i128::from(stated.0) == sum => {}
                Ok(stated) if is_part && i128::from(stated.0) == all => {}
                // A row that could not be read is missing from the sum: it is named already.
                Ok(_) if !self.problems.is_empty() => {}
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
        for (at, seen) in &self.units {
            if let (Some(larger), Some(bare)) = seen
                && let Some(column) = self.head.columns.iter().find(|c| c.at == *at)
            {
                self.problems.push(format!(
                    "“{}”列有的写了万元等单位（第 {larger} 行），有的没有写（第 {bare} 行）；请统一单位并写在表头",
                    column.heading
                ));
            }
        }
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
