//! `fangfei index run`: every subject's index, highest first. It must not know how it is made.

use std::io::{self, Write};

use clap::Args;
use fangfei_app::lake::{Engine, RuleSet, Scored, compare};

use super::{IndexArgs, Workspace, failed, read_rules};
use crate::{failure::Failure, office::OfficeArgs};

/// Options of `index run`.
#[derive(Args)]
pub struct RunArgs {
    #[command(flatten)]
    index: IndexArgs,
    /// 每个主体一行 JSON
    #[arg(long)]
    json: bool,
    /// 只输出前 N 个
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// 只输出指数不低于此数的
    #[arg(long, value_name = "N", default_value_t = 0.0)]
    from: f64,
    /// 只显示将要执行的计划
    #[arg(long)]
    plan: bool,
    /// 同时用这个目录的草稿规则计算，输出分段不同的主体
    #[arg(long, value_name = "DIR")]
    beside: Option<std::path::PathBuf>,
}

/// Runs the command.
pub async fn run(office: &OfficeArgs, args: RunArgs) -> Result<(), Failure> {
    let work = args.index.open(office).await?;
    let engine = work.engine().await?;
    if args.plan {
        return print_plan(&engine, &work).await;
    }
    let scored = score(&engine, &work).await?;
    if let Some(folder) = &args.beside {
        return beside(&work, &scored, folder, args.json).await;
    }
    let mut out = io::BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let from = args.from;
    let chosen: Vec<u32> = scored
        .ranking()
        .into_iter()
        .take_while(|n| scored.index(*n).number() >= from)
        .take(args.limit.unwrap_or(usize::MAX))
        .collect();
    if args.json {
        scored.write_lines(
            &chosen,
            &work.rules,
            engine.manifest(),
            work.as_of,
            &mut out,
        )?;
    } else {
        for number in chosen {
            print(&scored, number, &work.rules, &mut out)?;
        }
    }
    out.flush()?;
    writeln!(
        io::stderr(),
        "{} 个主体，截至 {}，规则 {}",
        scored.len(),
        work.as_of,
        work.rules.version
    )?;
    Ok(())
}

fn print(
    scored: &Scored,
    number: u32,
    rules: &RuleSet,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let (index, coverage) = (scored.index(number), scored.coverage(number));
    let band = rules.settings.band(index, coverage);
    let name = scored.name(number).unwrap_or("");
    let code = scored.code(number);
    Ok(writeln!(
        out,
        "{index}\t{band}\t{code}\t已知 {coverage}%\t{name}"
    )?)
}

/// Runs every indicator, telling on standard error where it stands.
pub async fn score(engine: &Engine, work: &Workspace) -> Result<Scored, Failure> {
    let total = work.rules.indicators.len();
    let told = |number: usize, indicator: &fangfei_app::lake::Indicator| {
        // Progress that cannot be shown is no reason to stop.
        let _ = writeln!(io::stderr(), "{}/{total} {}", number + 1, indicator.title);
    };
    engine.run(&work.rules, told).await.map_err(failed)
}

async fn print_plan(engine: &Engine, work: &Workspace) -> Result<(), Failure> {
    let plan = engine.plan(&work.rules).await.map_err(failed)?;
    let mut out = io::stdout().lock();
    for (id, step) in plan.steps {
        writeln!(out, "-- {id}\n{step}\n")?;
    }
    Ok(())
}

async fn beside(
    work: &Workspace,
    live: &Scored,
    folder: &std::path::Path,
    json: bool,
) -> Result<(), Failure> {
    let (screen, rules) = read_rules(folder)?;
    let draft_work = Workspace {
        lake: work.lake.clone(),
        screen: std::sync::Arc::new(screen),
        rules,
        as_of: work.as_of,
        #[cfg(feature = "cluster")]
        cluster: work.cluster.clone(),
    };
    let engine = draft_work.engine().await?;
    let draft = score(&engine, &draft_work).await?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in compare((live, &work.rules), (&draft, &draft_work.rules)) {
        if json {
            serde_json::to_writer(&mut out, &line).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            let (before, after) = (&line.live, &line.draft);
            writeln!(
                out,
                "{}\t{} {} → {} {}",
                line.subject, before.0, before.1, after.0, after.1
            )?;
        }
    }
    Ok(out.flush()?)
}
