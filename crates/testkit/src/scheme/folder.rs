//! The folder an office would have received: which account is printed in which layout, in which files,
//! what overlaps and what is missing. It must not know how a row is printed.

use std::collections::BTreeSet;

use fangfei_model::money::Fen;
use jiff::{ToSpan, civil::Date};

use super::{
    file,
    layout::{self, Column, For, Head, Layout, Scope},
    line::{Book, keep},
    names::{PAYMENT_FIRM, WALLET},
    print::{Part, Printer},
    sheet::{Row, RowTruth, Sheet},
    story::Story,
    world::Role,
};
use crate::demo::draw::Draw;

/// A printed file.
#[derive(Debug, Clone)]
pub struct StatementFile {
    /// Its name.
    pub name: String,
    /// The layout's name.
    pub layout: &'static str,
    /// Its sheets with the truth of every row.
    pub sheets: Vec<Sheet>,
    /// What is in the file.
    pub bytes: Vec<u8>,
}

/// Lines that no file has, although the statement covers their days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Place of the account.
    pub account: usize,
    /// The first and last missing line's days.
    pub days: (Date, Date),
    /// How many lines.
    pub lines: usize,
}

/// All files.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// In order of their names.
    pub files: Vec<StatementFile>,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// A file cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("生成 {file} 失败")]
pub struct FolderError {
    file: String,
    #[source]
    source: rust_xlsxwriter::XlsxError,
}

/// Prints the statements of a story.
///
/// # Errors
/// When a workbook cannot be made.
pub fn print(story: &Story) -> Result<Folder, FolderError> {
    let mut draw = Draw::seeded(story.recipe.seed ^ 0x5EED_F01D);
    let mut folder = Folder::default();
    for (layout, accounts) in share_out(story, &mut draw) {
        let mut first = Vec::new();
        let mut second = Vec::new();
        for account in &accounts {
            let book = keep(&story.world, *account, story.recipe.dirt);
            let mut parts = cut(story, book, accounts.len(), &mut draw);
            lose_pages(story, &mut parts, &mut folder.gaps, &mut draw);
            let mut parts = parts.into_iter();
            first.extend(parts.next());
            second.extend(parts.next());
        }
        for parts in [first, second]
            .into_iter()
            .filter(|parts| !parts.is_empty())
        {
            let mut printer = Printer {
                world: &story.world,
                layout: &layout,
                dirt: story.recipe.dirt,
                draw: &mut draw,
            };
            let mut sheets = printer.print(&parts);
            furnish(story, &layout, &parts, &mut sheets);
            let name = name(story, &layout, &parts, folder.files.len() + 1);
            let bytes = file::bytes(layout.container, &sheets).map_err(|source| FolderError {
                file: name.clone(),
                source,
            })?;
            folder.files.push(StatementFile {
                name,
                layout: layout.id,
                sheets,
                bytes,
            });
        }
    }
    Ok(folder)
}

/// What workbooks have besides tables: a list of the accounts as first sheet, an empty row on top.
fn furnish(story: &Story, layout: &Layout, parts: &[Part], sheets: &mut Vec<Sheet>) {
    if !story.recipe.dirt.stray_rows() || !layout.is_workbook() {
        return;
    }
    for sheet in sheets.iter_mut().filter(|sheet| sheet.rows.len() % 3 == 0) {
        sheet.rows.insert(0, Row::other("blank", &[]));
    }
    if layout.scope == Scope::Sheets && parts.len() > 1 {
        let mut rows = vec![Row::other(
            "heading",
            &["户名", "账号", "开户行"].map(String::from),
        )];
        rows.extend(parts.iter().map(|part| {
            let account = &story.world.accounts[part.account];
            Row::other(
                "heading",
                &[
                    account.holder.clone(),
                    account.number.clone(),
                    account.bank.to_owned(),
                ],
            )
        }));
        let name = "账户目录".to_owned();
        sheets.insert(0, Sheet { name, rows });
    }
}

fn name(story: &Story, layout: &Layout, parts: &[Part], number: usize) -> String {
    let account = &story.world.accounts[parts[0].account];
    let ending = file::ending(layout.container);
    match (parts.len(), number % 3) {
        (1, 0) => format!("{number:02}_明细（{number}）.{ending}"),
        (1, _) => format!("{number:02}_{}_{}.{ending}", account.bank, account.holder),
        _ => format!("{number:02}_查询结果.{ending}"),
    }
}

/// Gives every account a layout of its kind; all layouts come up before any comes twice.
fn share_out(story: &Story, draw: &mut Draw) -> Vec<(Layout, Vec<usize>)> {
    let all = layout::all();
    let dollars = story.cast.dollars;
    let mut shares = Vec::new();
    for of in [For::Bank, For::Merchant, For::Wallet] {
        let own: Vec<usize> = story
            .held
            .iter()
            .copied()
            .filter(|account| kept_by(story, *account) == of && *account != dollars)
            .collect();
        let mut own = draw.some(&own, own.len());
        let layouts: Vec<Layout> = all.iter().filter(|one| one.of == of).cloned().collect();
        let layouts = draw.some(&layouts, layouts.len());
        let mut turn = layouts.iter().cycle();
        while let (false, Some(layout)) = (own.is_empty(), turn.next()) {
            let most = match layout.scope {
                Scope::One => 1,
                _ => 2 + draw.below(3),
            };
            let mut accounts: Vec<usize> = own.split_off(own.len() - most.min(own.len()));
            if layout.scope == Scope::Blocks
                && !shares
                    .iter()
                    .any(|(_, a): &(Layout, Vec<usize>)| a.contains(&dollars))
            {
                accounts.push(dollars);
            }
            shares.push((layout.clone(), accounts));
        }
    }
    if !shares
        .iter()
        .any(|(_, accounts)| accounts.contains(&dollars))
    {
        let says_currency = |one: &&Layout| {
            one.of == For::Bank && (one.head != Head::None || one.has(Column::Currency))
        };
        shares.extend(
            all.iter()
                .find(says_currency)
                .map(|one| (one.clone(), vec![dollars])),
        );
    }
    shares
}

fn kept_by(story: &Story, account: usize) -> For {
    match story.world.accounts[account].bank {
        PAYMENT_FIRM => For::Merchant,
        WALLET => For::Wallet,
        _ => For::Bank,
    }
}

/// One part, or two that overlap by some days.
fn cut(story: &Story, book: Book, together: usize, draw: &mut Draw) -> Vec<Part> {
    let (Some(first), Some(last)) = (book.lines.first(), book.lines.last()) else {
        return Vec::new();
    };
    let (from, to) = (first.at.date(), last.at.date());
    let whole = Part {
        account: book.account,
        opening: book.opening,
        lines: book.lines.clone(),
        period: (from, to),
    };
    let long = book.lines.len() > 30;
    if !story.recipe.dirt.overlaps() || together > 1 || !long || !draw.chance(35) {
        return vec![whole];
    }
    let middle = book.lines[book.lines.len() / 2].at.date();
    let until = middle.saturating_add(draw.between(3, 25).days()).min(to);
    let early = book.lines.iter().filter(|line| line.at.date() <= until);
    let late: Vec<_> = book
        .lines
        .iter()
        .filter(|line| line.at.date() >= middle)
        .copied()
        .collect();
    let opening = late
        .first()
        .map_or(book.opening, |line| Fen(line.balance.0 - line.change.0));
    vec![
        Part {
            lines: early.copied().collect(),
            period: (from, until),
            ..whole
        },
        Part {
            account: book.account,
            opening,
            lines: late,
            period: (middle, to),
        },
    ]
}

/// Takes a run of lines out of the middle of a scheme account's statement.
fn lose_pages(story: &Story, parts: &mut [Part], gaps: &mut Vec<Gap>, draw: &mut Draw) {
    // Where another statement covers the days, nothing is lost.
    let [part] = parts else {
        return;
    };
    let role = story.world.accounts[part.account].role;
    let matters = matches!(role, Role::Collector | Role::Payout) && part.lines.len() > 60;
    if !story.recipe.dirt.missing_pages() || !matters || (!gaps.is_empty() && !draw.chance(30)) {
        return;
    }
    let count = 20 + draw.below(20);
    let start = 10 + draw.below(part.lines.len() - count - 20);
    let mut run = part.lines[start..start + count].iter();
    if !run.any(|line| story.world.movements[line.movement].person.is_some()) {
        return;
    }
    let lost: Vec<_> = part.lines.drain(start..start + count).collect();
    gaps.push(Gap {
        account: part.account,
        days: (lost[0].at.date(), lost[count - 1].at.date()),
        lines: count,
    });
}

impl Folder {
    /// Accounts of which at least one row was printed.
    pub fn accounts(&self) -> BTreeSet<usize> {
        let rows = self
            .files
            .iter()
            .flat_map(|file| &file.sheets)
            .flat_map(|sheet| &sheet.rows);
        rows.filter_map(|row| match row.truth {
            RowTruth::Entry { account, .. } => Some(account),
            RowTruth::Other(_) => None,
        })
        .collect()
    }
}

#[cfg(test)]
mod tests;
