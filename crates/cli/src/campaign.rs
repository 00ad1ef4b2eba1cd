//! `fangfei campaign`: a draft campaign from a work plan or a template. It must not know pages.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use fangfei_app::{
    App,
    campaign::{self, PlanFile, Template, Wanted},
};
use fangfei_model::{campaign::Campaign, code::division::DivisionCode, ctx::Ctx, id::UnitId};
use jiff::civil::Date;
use serde_json::json;

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Subcommands of `campaign`.
#[derive(Subcommand)]
pub enum CampaignCommand {
    /// 列出可用的专项行动模板
    Templates(TemplatesArgs),
    /// 由工作方案或模板起草一个专项行动，核对后再启动
    Create(CreateArgs),
}

/// Options of `campaign templates`.
#[derive(Args)]
pub struct TemplatesArgs {
    /// 每个模板输出一行 JSON
    #[arg(long)]
    json: bool,
}

/// Options of `campaign create`.
#[derive(Args)]
pub struct CreateArgs {
    /// 工作方案（.docx、.doc、.pdf 或 .txt）；本级方案在前，所依据的上级方案在后
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "template", conflicts_with = "template")]
    plan: Vec<PathBuf>,
    /// 模板编号，见 campaign templates
    #[arg(long, value_name = "ID")]
    template: Option<String>,
    /// 开始日期（用模板时），例如 2026-12-01；默认今天
    #[arg(long, value_name = "DATE", requires = "template")]
    start: Option<Date>,
    /// 名称；默认用方案或模板的标题
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// 行政区划代码；默认为牵头单位所在区划
    #[arg(long, value_name = "CODE")]
    division: Option<DivisionCode>,
    /// 牵头单位编号；默认为本级处非办
    #[arg(long, value_name = "UNIT")]
    lead: Option<UnitId>,
    /// 输出一行 JSON
    #[arg(long)]
    json: bool,
}

/// Runs one of them.
pub async fn run(office: &OfficeArgs, command: CampaignCommand) -> Result<(), Failure> {
    let app = office.open().await?;
    match command {
        CampaignCommand::Templates(args) => list(&campaign::templates(&app)?, args.json),
        CampaignCommand::Create(args) => {
            create(&app, &clock::ctx("命令行起草专项行动"), args).await
        }
    }
}

fn list(templates: &[Template], json: bool) -> Result<(), Failure> {
    for template in templates {
        if json {
            let (id, title, days) = (&template.id, &template.title, template.last_day());
            println!(
                "{}",
                json!({ "id": id, "title": title, "days": days + 1, "summary": template.summary })
            );
        } else {
            println!(
                "{}　{}（{} 天）\n  {}",
                template.id,
                template.title,
                template.last_day() + 1,
                template.summary
            );
        }
    }
    Ok(())
}

async fn create(app: &App, ctx: &Ctx, args: CreateArgs) -> Result<(), Failure> {
    let wanted = Wanted {
        title: args.title,
        division: args.division,
        lead: args.lead,
    };
    let drafted = match args.template {
        Some(id) => {
            let start = args.start.unwrap_or_else(|| ctx.today());
            campaign::draft_from_template(app, ctx, &id, start, &wanted).await?
        }
        None => campaign::draft_from_plan(app, ctx, files(&args.plan)?, &wanted).await?,
    };
    print(&drafted, args.json);
    Ok(())
}

fn files(paths: &[PathBuf]) -> Result<Vec<PlanFile>, Failure> {
    let read = |path: &PathBuf| {
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        let unreadable = |error| {
            Failure::input(format!(
                "文件“{}”无法读取（{error}），请检查路径和权限",
                path.display()
            ))
        };
        Ok(PlanFile {
            name,
            bytes: std::fs::read(path).map_err(unreadable)?,
        })
    };
    paths.iter().map(read).collect()
}

/// The draft's address and what a person still has to settle.
fn print(drafted: &Campaign, json: bool) {
    let questions = drafted.open_questions();
    let review = format!("/campaigns/{}/review", drafted.id);
    if json {
        let questions: Vec<&str> = questions
            .iter()
            .map(|question| question.text.as_str())
            .collect();
        let line = json!({
            "id": drafted.id.to_string(), "title": drafted.title, "review": review, "start": drafted.start, "end": drafted.end,
            "phases": drafted.phases.len(), "duties": drafted.duties.len(), "owed": drafted.owed.len(),
            "members": drafted.members.len(), "ledgers": drafted.ledgers.len(), "warnings": drafted.warnings.len(),
            "open_questions": questions,
        });
        println!("{line}");
        return;
    }
    println!("已起草：{}", drafted.title);
    println!(
        "阶段 {} 个，任务 {} 项，报送和完成要求 {} 项，单位 {} 个，台账 {} 本，需要核对 {} 处",
        drafted.phases.len(),
        drafted.duties.len(),
        drafted.owed.len(),
        drafted.members.len(),
        drafted.ledgers.len(),
        drafted.warnings.len()
    );
    println!("请在工作台核对后启动：{review}");
    if !questions.is_empty() {
        println!("启动前还要确定 {} 件事：", questions.len());
        questions
            .iter()
            .for_each(|question| println!("  · {}", question.text));
    }
}
