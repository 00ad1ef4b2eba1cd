//! Prints parts of accounts' books in a layout. It must not know files.

use fangfei_model::money::Fen;
use jiff::civil::{Date, DateTime};

use super::{
    cell,
    dirt::Dirt,
    layout::{Column, DateForm, Figures, Footer, For, Head, Layout, Opening, Order, Scope},
    line::Line,
    sheet::{Cell, Row, RowTruth, Sheet},
    world::World,
};
use crate::demo::draw::Draw;

/// What is printed of an account: the lines of a period.
#[derive(Debug, Clone)]
pub struct Part {
    /// Place of the account.
    pub account: usize,
    /// Before the first line.
    pub opening: Fen,
    /// In order of booking.
    pub lines: Vec<Line>,
    /// The days it says it covers.
    pub period: (Date, Date),
}

/// A printer with one layout.
pub struct Printer<'a> {
    /// What happened.
    pub world: &'a World,
    /// The layout.
    pub layout: &'a Layout,
    /// The dirt.
    pub dirt: Dirt,
    /// Chance.
    pub draw: &'a mut Draw,
}

impl Printer<'_> {
    /// The sheets of a file with these accounts.
    pub fn print(&mut self, parts: &[Part]) -> Vec<Sheet> {
        match self.layout.scope {
            Scope::One | Scope::Blocks => {
                let mut rows = Vec::new();
                for part in parts {
                    if !rows.is_empty() {
                        rows.push(self.blank());
                    }
                    rows.extend(self.block(part));
                }
                vec![sheet("明细", rows)]
            }
            Scope::Sheets => {
                let print = |(i, part)| {
                    let name = format!("{}{}", self.tab(part), i + 1);
                    let rows = self.block(part);
                    Sheet { name, rows }
                };
                parts.iter().enumerate().map(print).collect()
            }
            Scope::Rows => vec![sheet("Sheet1", self.table(parts))],
        }
    }

    fn tab(&self, part: &Part) -> String {
        let holder = &self.world.accounts[part.account].holder;
        holder.chars().take(8).collect()
    }

    /// Several accounts in one table; dirty ones in order of time over all of them.
    fn table(&mut self, parts: &[Part]) -> Vec<Row> {
        let mut lines: Vec<(usize, Line)> = Vec::new();
        for part in parts {
            let own = self.turned(&part.lines);
            lines.extend(own.into_iter().map(|line| (part.account, line)));
        }
        if self.dirt.stray_rows() {
            match self.layout.order {
                Order::Rising => lines.sort_by_key(|(_, line)| line.at),
                Order::Falling => lines.sort_by_key(|(_, line)| std::cmp::Reverse(line.at)),
            }
        }
        let mut rows = vec![self.heading()];
        for (i, (account, line)) in lines.into_iter().enumerate() {
            rows.push(self.entry(account, &line, i + 1));
            rows.extend(self.stray(account, &line));
        }
        rows
    }

    fn block(&mut self, part: &Part) -> Vec<Row> {
        let mut rows = self.head(part);
        let lines = self.turned(&part.lines);
        let page = self.layout.page.unwrap_or(usize::MAX);
        let mut balance = part.opening;
        for (number, chunk) in lines.chunks(page.min(lines.len().max(1))).enumerate() {
            if number > 0 && !self.layout.title.is_empty() {
                let text = format!("{}（第{}页）", self.layout.title, number + 1);
                rows.push(Row::other("heading", &[text]));
            }
            rows.push(self.heading());
            self.carried(number, balance, &mut rows);
            for (i, line) in chunk.iter().enumerate() {
                let serial = i + 1 + number * page.min(lines.len());
                rows.push(self.entry(part.account, line, serial));
                rows.extend(self.stray(part.account, line));
            }
            balance = chunk.last().map_or(balance, |line| line.balance);
            if self.layout.page.is_some() {
                rows.push(self.totals("本页合计", chunk));
            }
        }
        if lines.is_empty() {
            rows.push(self.heading());
        }
        self.foot(&lines, &mut rows);
        rows
    }

    fn turned(&self, lines: &[Line]) -> Vec<Line> {
        let mut lines = lines.to_vec();
        if self.layout.order == Order::Falling {
            lines.reverse();
        }
        lines
    }

    fn head(&self, part: &Part) -> Vec<Row> {
        let mut rows = Vec::new();
        if !self.layout.title.is_empty() {
            rows.push(Row::other("heading", &[self.layout.title.to_owned()]));
        }
        let account = &self.world.accounts[part.account];
        let [holder, number, currency] = self.layout.labels;
        let money = if account.currency == "USD" {
            "美元"
        } else {
            "人民币"
        };
        let period = format!("{} 至 {}", part.period.0, part.period.1);
        let mut pairs = vec![
            (holder, account.holder.clone()),
            (number, account.number.clone()),
            (currency, money.to_owned()),
            ("起止日期", period),
            ("开户行", account.bank.to_owned()),
        ];
        if self.layout.opening == Opening::Head {
            pairs.push(("期初余额", part.opening.grouped()));
        }
        match self.layout.head {
            Head::None => {}
            Head::Line => {
                let words: Vec<String> = pairs
                    .iter()
                    .map(|(label, value)| format!("{label}：{value}"))
                    .collect();
                rows.push(Row::other("heading", &[words.join("    ")]));
            }
            Head::Lines => rows.extend(
                pairs
                    .iter()
                    .map(|(label, value)| Row::other("heading", &[format!("{label}：{value}")])),
            ),
            Head::Pairs => rows.extend(pairs.chunks(2).map(|two| {
                let words = two
                    .iter()
                    .flat_map(|(label, value)| [(*label).to_owned(), value.clone()]);
                Row::other("heading", &words.collect::<Vec<_>>())
            })),
        }
        rows
    }

    fn heading(&self) -> Row {
        let words = self
            .layout
            .columns
            .iter()
            .map(|(_, word)| (*word).to_owned());
        Row::other("heading", &words.collect::<Vec<_>>())
    }

    /// 承前页: the balance before the first line of a page, where the layout has it.
    fn carried(&self, page: usize, balance: Fen, rows: &mut Vec<Row>) {
        let Opening::Row(word) = self.layout.opening else {
            return;
        };
        if self.layout.order == Order::Falling || (page > 0 && word != "承前页") {
            return;
        }
        rows.push(self.special("opening", word, |column| match column {
            Column::Balance => cell::figure(self.layout, self.dirt, balance),
            _ => Cell::Empty,
        }));
    }

    /// A row with a word in the memo's column (or the first) and figures elsewhere.
    fn special(&self, kind: &'static str, word: &str, fill: impl Fn(Column) -> Cell) -> Row {
        let at = match self
            .layout
            .columns
            .iter()
            .position(|(one, _)| *one == Column::Memo)
        {
            Some(memo) if kind == "opening" => memo,
            _ => 0,
        };
        let cells = self
            .layout
            .columns
            .iter()
            .enumerate()
            .map(|(i, (column, _))| {
                if i == at {
                    Cell::Text(word.to_owned())
                } else {
                    fill(*column)
                }
            });
        Row {
            cells: cells.collect(),
            truth: RowTruth::Other(kind),
        }
    }

    fn totals(&self, word: &str, lines: &[Line]) -> Row {
        let (total_in, total_out) = self.sums(lines);
        self.special("total", word, |column| match column {
            Column::In => cell::figure(self.layout, self.dirt, total_in),
            Column::Out => cell::figure(self.layout, self.dirt, total_out),
            _ => Cell::Empty,
        })
    }

    fn sums(&self, lines: &[Line]) -> (Fen, Fen) {
        let (mut total_in, mut total_out) = (0, 0);
        for line in lines {
            match cell::printed_in(self.layout, line) {
                true => total_in += line.change.0,
                false => total_out -= line.change.0,
            }
        }
        (Fen(total_in), Fen(total_out))
    }

    fn foot(&self, lines: &[Line], rows: &mut Vec<Row>) {
        match self.layout.footer {
            Footer::None => {}
            Footer::Totals => rows.push(self.totals("合计", lines)),
            Footer::Sentence => {
                let (total_in, total_out) = self.sums(lines);
                let ins = lines
                    .iter()
                    .filter(|line| cell::printed_in(self.layout, line))
                    .count();
                let text = format!(
                    "收入笔数：{ins}  收入合计：{}  支出笔数：{}  支出合计：{}",
                    total_in.grouped(),
                    lines.len() - ins,
                    total_out.grouped(),
                );
                rows.push(Row::other("total", &[text]));
            }
            Footer::Remark => {
                rows.push(self.blank());
                let text = "说明：本明细仅供核对，不作为交易凭证；如有疑问请向开户机构查询。";
                rows.push(Row::other("remark", &[text.to_owned()]));
            }
        }
    }

    fn blank(&self) -> Row {
        Row {
            cells: vec![Cell::Empty; self.layout.columns.len()],
            truth: RowTruth::Other("blank"),
        }
    }

    fn entry(&mut self, account: usize, line: &Line, serial: usize) -> Row {
        let mut writer = cell::Writer {
            world: self.world,
            layout: self.layout,
            dirt: self.dirt,
            draw: self.draw,
        };
        writer.entry(account, line, serial)
    }

    /// A blank row, or a transaction that failed and moved nothing.
    fn stray(&mut self, account: usize, line: &Line) -> Option<Row> {
        if !self.dirt.stray_rows() || self.draw.below(150) > 0 {
            return None;
        }
        if !self.layout.has(Column::Status) {
            return Some(self.blank());
        }
        let failed = Line {
            change: Fen(-line.change.0.abs()),
            ..*line
        };
        let neutral = self.layout.of == For::Wallet
            && !self.layout.has(Column::Balance)
            && self.draw.chance(60);
        let mut row = self.entry(account, &failed, 0);
        for (cell, (column, _)) in row.cells.iter_mut().zip(self.layout.columns) {
            match column {
                Column::Reference => *cell = Cell::Text(format!("99{:015}", line.movement)),
                Column::Mark if neutral => *cell = Cell::Text("不计收支".to_owned()),
                Column::Memo if neutral => *cell = Cell::Text("余额转入零钱理财".to_owned()),
                Column::Status if !neutral => {
                    *cell = Cell::Text(self.draw.of(&["失败", "交易关闭"]).to_owned());
                }
                _ => {}
            }
        }
        row.truth = RowTruth::Other(if neutral { "neutral" } else { "not_booked" });
        Some(row)
    }
}

fn sheet(name: &str, rows: Vec<Row>) -> Sheet {
    Sheet {
        name: name.to_owned(),
        rows,
    }
}

/// A day as the layout prints it.
pub fn day(form: DateForm, day: Date) -> String {
    let (y, m, d) = (day.year(), day.month(), day.day());
    match form {
        DateForm::Dashes | DateForm::Cell => format!("{y}-{m:02}-{d:02}"),
        DateForm::Slashes => format!("{y}/{m}/{d}"),
        DateForm::Digits => format!("{y}{m:02}{d:02}"),
        DateForm::Dots => format!("{y}.{m:02}.{d:02}"),
        DateForm::Words => format!("{y}年{m:02}月{d:02}日"),
    }
}

/// A time of day as the layout prints it.
pub fn time(form: DateForm, at: DateTime) -> String {
    let (h, m, s) = (at.hour(), at.minute(), at.second());
    match form {
        DateForm::Digits => format!("{h:02}{m:02}{s:02}"),
        _ => format!("{h:02}:{m:02}:{s:02}"),
    }
}

/// An amount as the layout prints it; cells of a workbook are numbers elsewhere.
pub fn amount(figures: Figures, dirt: Dirt, amount: Fen) -> String {
    match figures {
        Figures::Plain | Figures::Cell => amount.yuan(),
        Figures::Grouped => amount.grouped(),
        Figures::Yuan if amount.0 < 0 => format!("-¥{}", Fen(-amount.0).yuan()),
        Figures::Yuan => format!("¥{}", amount.yuan()),
        Figures::FullWidth if dirt.sloppy_text() => full_width(&amount.yuan()),
        Figures::FullWidth => amount.grouped(),
    }
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars().map(wide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_printed_in_the_manner_asked_for() {
        let dirty = Dirt::level(2).unwrap();
        let show = |figures, dirt| amount(figures, dirt, Fen(-123_450));
        assert_eq!(show(Figures::Grouped, dirty), "-1,234.50");
        assert_eq!(show(Figures::Yuan, dirty), "-¥1234.50");
        assert_eq!(show(Figures::FullWidth, dirty), "－１２３４．５０");
        assert_eq!(show(Figures::FullWidth, Dirt::CLEAN), "-1,234.50");
    }

    #[test]
    fn days_and_times_are_printed_in_the_manner_asked_for() {
        let at = jiff::civil::date(2024, 5, 6).at(9, 3, 4, 0);
        assert_eq!(day(DateForm::Slashes, at.date()), "2024/5/6");
        assert_eq!(day(DateForm::Words, at.date()), "2024年05月06日");
        assert_eq!(time(DateForm::Digits, at), "090304");
    }
}
