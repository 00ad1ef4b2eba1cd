//! `fangfei import statement`: bank statements into an inquiry, on one of its grounds. It must not know how statements
//! are read or analysed.

use std::path::Path;

use fangfei_app::{
    App,
    funds::{self, NewStatement},
    money::{self, ExceptionKind, MoneyReading, Options, SourceFile},
};
use fangfei_model::{ctx::Ctx, funds_inquiry::FundsInquiry};
use serde::Serialize;

use super::{ImportArgs, file_name, read};
use crate::{clock, failure::Failure, office::OfficeArgs};

/// Whether this is what the kind says.
pub fn is_meant(kind: &str) -> bool {
    matches!(kind, "statement" | "statements" | "银行流水" | "流水")
}

/// One line of the output.
#[derive(Serialize)]
struct Line<'a> {
    file: String,
    kind: &'static str,
    inquiry: &'a str,
    dry_run: bool,
    /// False for a file that the inquiry already has.
    added: bool,
    statements: usize,
    rows: u64,
    transfers: u64,
    /// Rows that are the same transfer seen from the other side, and rows listed with a reason.
    twins: u64,
    exceptions: u64,
    /// Every entry that could not be read, and every balance that does not follow, with its place.
    notes: Vec<String>,
}

/// Adds every file; one that is refused does not keep the others out.
pub async fn run(office: &OfficeArgs, args: &ImportArgs) -> Result<(), Failure> {
    let Some(number) = &args.inquiry else {
        return Err(Failure::usage(
            "银行流水须归入一件已立项的资金核查，请用 --inquiry 写明核查编号",
        ));
    };
    let app = office.open().await?;
    let ctx = clock::ctx("命令行导入");
    let inquiry = funds::numbered(&app, &ctx, number).await?;
    let ground = ground(&inquiry, args.ground)?;
    let mut refused = Vec::new();
    for path in &args.files {
        if let Err(problem) = one(&app, &ctx, &inquiry, (path, ground), args).await {
            refused.push(format!("{}：{problem}", file_name(path)));
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    Err(Failure::input(refused.join("\n")))
}

/// The ground that is meant, counted from 0.
fn ground(inquiry: &FundsInquiry, asked: Option<u32>) -> Result<u32, Failure> {
    let known: Vec<String> = (1..)
        .zip(&inquiry.grounds)
        .map(|(number, ground)| format!("{number}. {}", ground.document))
        .collect();
    let asked = asked.or_else(|| (known.len() == 1).then_some(1));
    let at = asked.and_then(|number| number.checked_sub(1));
    at.filter(|at| (*at as usize) < known.len()).ok_or_else(|| {
        Failure::usage(format!(
            "请用 --ground 写明流水依据哪一份文书取得：{}",
            known.join("；")
        ))
    })
}

async fn one(
    app: &App,
    ctx: &Ctx,
    inquiry: &FundsInquiry,
    (path, ground): (&Path, u32),
    args: &ImportArgs,
) -> Result<(), String> {
    let (name, bytes) = (file_name(path), read(path)?);
    let source = SourceFile {
        name: name.clone(),
        bytes: bytes.clone(),
    };
    let reading = money::read_files(vec![source], &[], &Options::default());
    if reading.statements.is_empty() && reading.lists.is_empty() {
        return Err(reading.refused.join("；"));
    }
    let is_new = !funds::has_file(inquiry, &bytes);
    if is_new && !args.dry_run {
        let file = NewStatement {
            name: &name,
            bytes: &bytes,
            ground,
            note: "",
        };
        let added = funds::add_statement(app, ctx, inquiry.id, file).await;
        added.map_err(|error| error.to_string())?;
    }
    let line = Line::of(path, inquiry, &reading, (is_new, args.dry_run));
    let text = match args.json {
        true => serde_json::to_string(&line).map_err(|error| error.to_string())?,
        false => line.words(),
    };
    println!("{text}");
    Ok(())
}

/// Whether a person should look at a row that is no transfer: titles and totals need nobody.
fn needs_eyes(kind: ExceptionKind) -> bool {
    matches!(
        kind,
        ExceptionKind::Unreadable | ExceptionKind::ForeignCurrency
    )
}

impl<'a> Line<'a> {
    fn of(
        path: &Path,
        inquiry: &'a FundsInquiry,
        reading: &MoneyReading,
        (added, dry_run): (bool, bool),
    ) -> Self {
        let found = &reading.reconciliation;
        let counts = found.counts;
        let checks = found.checks.iter().map(|check| match check.row {
            Some(row) => format!("第 {row} 行：{}", check.reason),
            None => check.reason.to_string(),
        });
        let listed = found
            .exceptions
            .iter()
            .filter(|listed| needs_eyes(listed.kind))
            .map(|listed| format!("第 {} 行：{}", listed.row.row, listed.reason));
        let refused = reading.refused.iter().cloned();
        Self {
            file: path.display().to_string(),
            kind: "statement",
            inquiry: &inquiry.number,
            dry_run,
            added,
            statements: reading.statements.len() + reading.lists.len(),
            rows: counts.rows,
            transfers: counts.transfers,
            twins: counts.twins,
            exceptions: counts.exceptions,
            notes: refused.chain(checks).chain(listed).collect(),
        }
    }

    fn words(&self) -> String {
        let head = match (self.dry_run, self.added) {
            (true, _) => "核对（未写入）".to_owned(),
            (false, true) => format!("已归入 {}，请在资金核查页分析流水", self.inquiry),
            (false, false) => format!("{} 已有内容相同的文件，没有变化", self.inquiry),
        };
        let mut text = format!(
            "{}：{head}；流水 {} 份，原始行 {} = 往来 {} + 对方同笔 {} + 列明的其他行 {}",
            self.file, self.statements, self.rows, self.transfers, self.twins, self.exceptions
        );
        for note in self.notes.iter().take(super::SHOWN) {
            text.push_str(&format!("\n  {note}"));
        }
        if self.notes.len() > super::SHOWN {
            let more = self.notes.len() - super::SHOWN;
            text.push_str(&format!("\n  还有 {more} 条，用 --json 查看全部"));
        }
        text
    }
}
