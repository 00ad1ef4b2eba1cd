//! Writes a folder: `statements/` as an office would have received it, `plain/` with the same movements
//! in one plain table, and `truth/`. It must
//! not know what is judged.

use std::{collections::BTreeSet, fs, io, path::Path};

use fangfei_model::money::Fen;
use serde_json::json;

use super::{
    folder::Folder,
    sheet::RowTruth,
    story::Story,
    truth::{self, Fate, Sums},
    world::{Account, Movement},
};

/// Writes both folders; files of the same names are replaced.
///
/// # Errors
/// When the disk refuses.
pub fn write(story: &Story, folder: &Folder, out: &Path) -> io::Result<()> {
    let (statements, truth) = (out.join("statements"), out.join("truth"));
    fs::create_dir_all(&statements)?;
    fs::create_dir_all(&truth)?;
    for file in &folder.files {
        fs::write(statements.join(&file.name), &file.bytes)?;
    }
    fs::write(
        truth.join("truth_participants.csv"),
        participants(story, folder),
    )?;
    let plain = out.join("plain");
    fs::create_dir_all(&plain)?;
    fs::write(plain.join("transfers.csv"), plain_transfers(story, folder))?;
    fs::write(truth.join("truth_transfers.csv"), transfers(story))?;
    fs::write(truth.join("truth_accounts.csv"), accounts(story, folder))?;
    fs::write(truth.join("truth_rows.csv"), rows(folder))?;
    fs::write(truth.join("truth_scheme.json"), scheme(story, folder))
}

fn participants(story: &Story, folder: &Folder) -> String {
    let mut text = line(&[
        "person",
        "age",
        "accounts",
        "salesman",
        "principal_in",
        "principal_back",
        "interest",
        "commission",
        "loss",
        "first",
        "last",
        "rolled",
        "seen_in",
        "seen_back",
        "seen_interest",
        "seen_commission",
        "in_memo",
        "complete",
        "unprinted",
        "namesake",
    ]);
    for one in truth::participants(story, folder) {
        let (first, last) = one
            .days
            .map_or_else(Default::default, |(a, b)| (a.to_string(), b.to_string()));
        let mut cells = vec![
            one.name.clone(),
            one.age.to_string(),
            one.accounts.join(";"),
            yes(one.salesman),
        ];
        cells.extend(sums(one.truth));
        cells.extend([one.truth.loss().yuan(), first, last, one.rolled.yuan()]);
        cells.extend(sums(one.seen));
        cells.extend([one.in_memo.yuan(), yes(one.complete())]);
        cells.extend([yes(one.unprinted), yes(one.namesake)]);
        text.push_str(&line(&cells));
    }
    text
}

fn sums(sums: Sums) -> [String; 4] {
    [sums.paid_in, sums.returned, sums.interest, sums.commission].map(Fen::yuan)
}

fn transfers(story: &Story) -> String {
    let mut text = line(&[
        "id",
        "time",
        "payer",
        "payer_name",
        "payee",
        "payee_name",
        "amount",
        "currency",
        "memo",
        "purpose",
        "person",
    ]);
    for (place, movement) in story.world.movements.iter().enumerate() {
        if movement.reversed {
            continue;
        }
        let (payer, payee) = ends(story, movement);
        let currency = if payee.currency == "CNY" {
            payer.currency
        } else {
            payee.currency
        };
        let person = movement.person.map(|p| story.world.people[p].name.clone());
        text.push_str(&line(&[
            place.to_string(),
            movement.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            payer.number.clone(),
            payer.holder.clone(),
            payee.number.clone(),
            payee.holder.clone(),
            movement.amount.yuan(),
            currency.to_owned(),
            movement.memo.clone(),
            movement.purpose.name().to_owned(),
            person.unwrap_or_default(),
        ]));
    }
    text
}

/// What a perfect reader makes of the files: every movement that they show, once.
fn plain_transfers(story: &Story, folder: &Folder) -> String {
    let mut text = line(&["id", "time", "payer", "payee", "amount", "memo"]);
    let shown: BTreeSet<usize> = truth::rows(folder)
        .iter()
        .filter_map(|row| match (row.truth, row.fate) {
            (RowTruth::Entry { movement, .. }, Fate::Transfer) => Some(movement),
            _ => None,
        })
        .collect();
    for place in shown {
        let movement = &story.world.movements[place];
        let (payer, payee) = ends(story, movement);
        if payer.currency != payee.currency || payer.currency != "CNY" {
            continue;
        }
        text.push_str(&line(&[
            &place.to_string(),
            &movement.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            label(payer),
            label(payee),
            &movement.amount.yuan(),
            &movement.memo,
        ]));
    }
    text
}

fn label(account: &Account) -> &str {
    [account.number.as_str(), account.holder.as_str()]
        .into_iter()
        .find(|word| !word.is_empty())
        .unwrap_or("现金")
}

fn ends<'a>(story: &'a Story, movement: &Movement) -> (&'a Account, &'a Account) {
    (
        &story.world.accounts[movement.payer],
        &story.world.accounts[movement.payee],
    )
}

fn accounts(story: &Story, folder: &Folder) -> String {
    let printed = folder.accounts();
    let mut text = line(&[
        "account",
        "name",
        "bank",
        "role",
        "held",
        "missing_rows",
        "currency",
    ]);
    for (place, account) in story.world.accounts.iter().enumerate() {
        let missing: usize = folder
            .gaps
            .iter()
            .filter(|gap| gap.account == place)
            .map(|gap| gap.lines)
            .sum();
        text.push_str(&line(&[
            account.number.clone(),
            account.holder.clone(),
            account.bank.to_owned(),
            account.role.name().to_owned(),
            yes(printed.contains(&place)),
            missing.to_string(),
            account.currency.to_owned(),
        ]));
    }
    text
}

fn rows(folder: &Folder) -> String {
    let mut text = line(&[
        "file", "sheet", "row", "kind", "fate", "transfer", "account",
    ]);
    for row in truth::rows(folder) {
        let (kind, transfer, account) = match row.truth {
            RowTruth::Entry {
                account, movement, ..
            } => ("entry", movement.to_string(), account.to_string()),
            RowTruth::Other(kind) => (kind, String::new(), String::new()),
        };
        let place = row.row.to_string();
        text.push_str(&line(&[
            row.file,
            row.sheet,
            &place,
            kind,
            row.fate.name(),
            &transfer,
            &account,
        ]));
    }
    text
}

fn scheme(story: &Story, folder: &Folder) -> String {
    let mut sums = Sums::default();
    let all = story
        .world
        .movements
        .iter()
        .filter(|m| m.person.is_some() && !m.reversed);
    all.for_each(|movement| sums.add(movement));
    let gaps: Vec<_> = folder.gaps.iter().map(|gap| {
        let account = &story.world.accounts[gap.account];
        json!({"account": account.number, "name": account.holder, "from": gap.days.0, "to": gap.days.1, "rows": gap.lines})
    }).collect();
    let files: Vec<_> = folder
        .files
        .iter()
        .map(|file| json!({"file": file.name, "layout": file.layout}))
        .collect();
    let whole = json!({
        "kind": story.recipe.kind.name(),
        "seed": story.recipe.seed,
        "dirt": story.recipe.dirt.get(),
        "firm": story.firm,
        "first": story.course.first,
        "late_from": story.course.late,
        "collapse": story.course.collapse,
        "totals_fen": sums,
        "owed_fen": story.owed,
        "missing": gaps,
        "files": files,
        "weeks": truth::curve(story),
    });
    format!("{whole:#}\n")
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    format!("{}\n", cells.join(","))
}

fn quoted(words: &str) -> String {
    if words.contains([',', '"', '\n']) {
        return format!("\"{}\"", words.replace('"', "\"\""));
    }
    words.to_owned()
}
