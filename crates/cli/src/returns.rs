//! `fangfei return`: a period's tables, and the records behind each figure. It must not know how
//! figures are counted.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use fangfei_app::{
    App,
    periodic_return::{self, NewReturn, ReturnFile, Which, figure_heads},
    unit,
};
use fangfei_model::{
    ctx::Ctx,
    id::{ReturnId, UnitId},
    money::Fen,
    period::Period,
};
use serde_json::json;

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Commands on returns.
#[derive(Subcommand)]
pub enum ReturnCommand {
    /// 生成一期报表，已有时更新
    Make(MakeArgs),
    /// 列出一个数字计入的记录
    Rows(RowsArgs),
}

/// Options of `return make`.
#[derive(Args)]
pub struct MakeArgs {
    /// 专项行动：编号、文号或名称
    #[arg(value_name = "CAMPAIGN")]
    campaign: String,
    /// 期别，例如 2024Q3、2024-07、2024H1、2024
    #[arg(long, value_name = "PERIOD")]
    period: String,
    /// 填报单位的名称或编号；不写为牵头单位
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// 报表式样
    #[arg(long, default_value = "quarterly", value_name = "TEMPLATE")]
    template: String,
    /// 输出 JSON
    #[arg(long)]
    json: bool,
    /// 同时写成文件，按扩展名为 xlsx 或 docx
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Options of `return rows`.
#[derive(Args)]
pub struct RowsArgs {
    /// 报表编号（return make 输出的 id）
    #[arg(value_name = "RETURN")]
    id: String,
    /// 数字，例如 work.found
    #[arg(value_name = "FIGURE")]
    figure: String,
    /// 输出 JSON，每行一条记录
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub async fn run(office: &OfficeArgs, command: ReturnCommand) -> Result<(), Failure> {
    let app = office.open().await?;
    let ctx = clock::ctx("生成报表");
    match command {
        ReturnCommand::Make(args) => make(&app, &ctx, args).await,
        ReturnCommand::Rows(args) => rows(&app, &ctx, args).await,
    }
}

async fn make(app: &App, ctx: &Ctx, args: MakeArgs) -> Result<(), Failure> {
    let period: Period = args
        .period
        .parse()
        .map_err(|error| Failure::input(format!("{error}")))?;
    let format = args.out.as_ref().map(|out| {
        (
            out,
            out.extension()
                .and_then(|end| end.to_str())
                .unwrap_or_default(),
        )
    });
    if let Some((out, end)) = format
        && end != "xlsx"
        && end != "docx"
    {
        return Err(Failure::usage(format!(
            "{} 应以 .xlsx 或 .docx 结尾",
            out.display()
        )));
    }
    let campaign = periodic_return::find_campaign(app, ctx, &args.campaign).await?;
    let unit = match &args.unit {
        Some(name) => find_unit(app, ctx, name).await?,
        None => campaign.lead_unit,
    };
    let new = NewReturn {
        campaign: Some(campaign.id),
        template: args.template,
        period,
        unit,
        narrative: None,
    };
    // What was handed up is frozen: the command shows it as it went up and makes nothing new.
    let made = match periodic_return::handed_up(app, ctx, &new).await? {
        Some(frozen) => {
            eprintln!("这一期已经报送，不再重新计算，下面是报送时的数字");
            frozen
        }
        None => periodic_return::make(app, ctx, new).await?,
    };
    let file = periodic_return::show(app, ctx, made.record.id).await?;
    if let Some((out, end)) = format {
        let bytes = if end == "xlsx" {
            periodic_return::xlsx(app, ctx, &file).await?
        } else {
            periodic_return::docx(app, ctx, &file).await?
        };
        std::fs::write(out, bytes)?;
        eprintln!("已写入 {}", out.display());
    }
    if args.json {
        println!("{}", as_json(&file))
    } else {
        print(&file)
    }
    Ok(())
}

async fn find_unit(app: &App, ctx: &Ctx, name: &str) -> Result<UnitId, Failure> {
    let units = unit::all(app, ctx).await?;
    let named = |u: &&fangfei_model::unit::Unit| {
        u.name == name || u.short_name == name || u.id.to_string() == name
    };
    let found: Vec<UnitId> = units.iter().filter(named).map(|u| u.id).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::input(format!(
            "没有名为“{name}”的单位，请写全称、简称或编号"
        ))),
        _ => Err(Failure::input(format!(
            "有多个单位叫“{name}”，请写全称或编号"
        ))),
    }
}

fn print(file: &ReturnFile) {
    let record = &file.stored.record;
    println!(
        "{}　{}　{}",
        file.unit_name,
        file.period.label(),
        record.title
    );
    println!(
        "编号 {}　状态 {}　截数 {}",
        record.id,
        record.status(),
        record.as_of
    );
    for table in &record.form.tables {
        println!("\n{}", table.title);
        for head in figure_heads(table) {
            let value = record.computed.total(&head.id);
            let shown = if head.money {
                Fen(value).wan()
            } else {
                value.to_string()
            };
            println!("  {}\t{}\t{shown}", head.id, head.title);
        }
        if table.rows.is_some() {
            println!(
                "  #{}\t{} 行",
                table.id,
                record.computed.lists.get(&table.id).map_or(0, Vec::len)
            );
        }
    }
    println!();
    for equation in &file.equations {
        let mark = if equation.holds {
            "成立"
        } else {
            "不成立"
        };
        println!(
            "{mark}\t{}\t{}\t{}",
            equation.rule, equation.left, equation.right
        );
    }
}

fn as_json(file: &ReturnFile) -> serde_json::Value {
    let record = &file.stored.record;
    let figures: serde_json::Map<String, serde_json::Value> = record
        .form
        .figures()
        .map(|(id, _)| (id.clone(), json!(record.computed.total(&id))))
        .collect();
    let lines: Vec<_> = record
        .computed
        .lines
        .iter()
        .map(|line| {
            let figures: serde_json::Map<String, serde_json::Value> = line
                .figures
                .iter()
                .map(|(id, figure)| (id.clone(), json!(figure.value)))
                .collect();
            json!({ "unit": line.unit, "name": line.unit_name, "figures": figures })
        })
        .collect();
    let equations: Vec<_> = file
        .equations
        .iter()
        .map(|e| json!({ "rule": e.rule, "left": e.left, "right": e.right, "holds": e.holds }))
        .collect();
    json!({
        "id": record.id, "template": record.template, "title": record.title, "unit": file.unit_name,
        "period": record.period, "as_of": record.as_of, "status": record.status().code(),
        "figures": figures, "lines": lines, "lists": record.computed.lists, "equations": equations,
        "lower": record.computed.lower,
    })
}

async fn rows(app: &App, ctx: &Ctx, args: RowsArgs) -> Result<(), Failure> {
    let id: ReturnId = args
        .id
        .parse()
        .map_err(|error| Failure::input(format!("{error}")))?;
    let file = periodic_return::show(app, ctx, id).await?;
    let found = periodic_return::rows(
        app,
        ctx,
        &file.stored.record,
        &args.figure,
        None,
        Which::Counted,
    )
    .await?;
    if found.rows.len() < found.all {
        eprintln!("共 {} 条，列出前 {} 条", found.all, found.rows.len());
    }
    for row in &found.rows {
        let cells = found
            .columns
            .iter()
            .zip(&row.row.cells)
            .map(|(column, cell)| column.words(cell));
        if args.json {
            let cells: serde_json::Map<String, serde_json::Value> = found
                .columns
                .iter()
                .map(|c| c.path.0.clone())
                .zip(cells.map(|text| json!(text)))
                .collect();
            println!(
                "{}",
                json!({ "id": row.row.id.simple().to_string(), "version": row.version, "fields": cells })
            );
        } else {
            println!("{}", cells.collect::<Vec<_>>().join("\t"));
        }
    }
    Ok(())
}
