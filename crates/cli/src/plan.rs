//! `fangfei plan read`: what a work plan says, for programs and for people. It must not know
//! campaigns.

use std::{
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use fangfei_intake::{
    plan::{self, Deadline, NumberRole, PlanReading, Recurrence, Span},
    text,
};
use serde::Serialize;

use crate::failure::Failure;

/// Subcommands of `plan`.
#[derive(Subcommand)]
pub enum PlanCommand {
    /// 读出文号、期限、任务、单位、联系人等，每份文件一行
    Read(ReadArgs),
}

/// Options of `plan read`.
#[derive(Args)]
pub struct ReadArgs {
    /// 工作方案（.docx、.doc、.pdf 或 .txt），可以给多份
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// 每份文件输出一行 JSON
    #[arg(long)]
    json: bool,
}

/// One line of the output: the file, then what it says.
#[derive(Serialize)]
struct Line<'a> {
    file: String,
    #[serde(flatten)]
    reading: &'a PlanReading,
}

/// Reads every file; one that is refused does not keep the others from being printed.
pub fn run(command: PlanCommand) -> Result<(), Failure> {
    let PlanCommand::Read(args) = command;
    let mut refused = Vec::new();
    for file in &args.files {
        match read(file) {
            Ok((_, reading)) if args.json => print_json(file, &reading)?,
            Ok((text, reading)) => print(&Outline::of(file, &text, &reading).0)?,
            Err(message) => refused.push(message),
        }
    }
    if refused.is_empty() {
        Ok(())
    } else {
        Err(Failure::input(refused.join("\n错误：")))
    }
}

fn read(file: &Path) -> Result<(String, PlanReading), String> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file)
        .map_err(|error| format!("文件“{name}”无法读取（{error}），请检查路径和权限"))?;
    let text = text::extract(&bytes, &name).map_err(|error| error.to_string())?;
    let reading = plan::read(&text);
    Ok((text, reading))
}

fn print_json(file: &Path, reading: &PlanReading) -> Result<(), Failure> {
    let line = Line {
        file: file.display().to_string(),
        reading,
    };
    let json = serde_json::to_string(&line).map_err(|error| Failure::input(error.to_string()))?;
    print(&json)
}

/// Prints a line; a reader that has gone away ends the command without a panic.
fn print(line: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

/// A reading as people read it, with the line of the text where each thing stands.
struct Outline(String);

impl Outline {
    fn of(file: &Path, text: &str, reading: &PlanReading) -> Self {
        let line = Lines::of(text);
        let mut outline = Self(String::new());
        outline.head(file, reading);
        outline.tasks(reading, &line);
        outline.people(reading);
        outline.papers(reading);
        outline.part(
            "需要核对",
            reading
                .warnings
                .iter()
                .map(|warning| format!("{}{}", warning.problem, line.of_span(warning.span))),
        );
        outline
    }

    fn tasks(&mut self, reading: &PlanReading, line: &Lines) {
        self.part(
            "阶段",
            reading.phases.iter().map(|phase| {
                format!(
                    "{}　{}{}",
                    phase.name,
                    days(phase.start, phase.end),
                    line.of_span(phase.span)
                )
            }),
        );
        self.part(
            "任务",
            reading.duties.iter().map(|duty| {
                format!(
                    "{}　{}{}{}",
                    duty.section,
                    duty.title,
                    by(&duty.who),
                    line.of_span(duty.span)
                )
            }),
        );
        self.part(
            "报送和完成要求",
            reading.deadlines.iter().map(|deadline| {
                let to = deadline
                    .to
                    .as_ref()
                    .map(|to| format!("　报{to}"))
                    .unwrap_or_default();
                format!(
                    "{}　{}{to}{}{}",
                    when(deadline),
                    deadline.what,
                    by(&deadline.who),
                    line.of_span(deadline.span)
                )
            }),
        );
    }

    fn people(&mut self, reading: &PlanReading) {
        self.part(
            "单位",
            reading
                .units
                .iter()
                .map(|unit| format!("{}　{}", unit.role.label(), unit.name)),
        );
        self.part(
            "联系人",
            reading.contacts.iter().map(|contact| {
                [&contact.name, &contact.phone, &contact.email]
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("　")
            }),
        );
    }

    fn papers(&mut self, reading: &PlanReading) {
        self.part(
            "台账",
            reading.ledgers.iter().map(|ledger| ledger.name.clone()),
        );
        self.part(
            "附件",
            reading
                .attachments
                .iter()
                .map(|attachment| attachment.title.clone()),
        );
    }

    fn head(&mut self, file: &Path, reading: &PlanReading) {
        let unknown = "（没有读出）";
        let title = reading.plan_title.as_ref().or(reading.title.as_ref());
        self.line(title.map_or(unknown, String::as_str));
        self.line(&format!("文件：{}", file.display()));
        for number in &reading.document_numbers {
            let role = match number.role {
                NumberRole::Own => "文号：",
                NumberRole::Wrapped => "所转文号：",
                NumberRole::Basis => "依据文号：",
            };
            self.line(&format!("{role}{}", number.normal));
        }
        self.line(&format!(
            "发文机关：{}",
            reading.issuer.as_deref().unwrap_or(unknown)
        ));
        let issued = reading
            .issued_on
            .map_or_else(|| unknown.to_owned(), |day| day.to_string());
        self.line(&format!("成文日期：{issued}"));
        let period = reading
            .period
            .as_ref()
            .map_or_else(|| unknown.to_owned(), |p| days(p.start, p.end));
        self.line(&format!("行动期限：{period}"));
    }

    fn part(&mut self, title: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            return;
        }
        self.line(&format!("\n{title}（{}）", items.len()));
        for item in items {
            self.line(&format!("  · {item}"));
        }
    }

    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }
}

/// Where lines begin, in characters.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text
            .chars()
            .enumerate()
            .filter(|(_, c)| *c == '\n')
            .map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(breaks).collect())
    }

    fn of_span(&self, Span(start, _): Span) -> String {
        format!(
            "〔第 {} 行〕",
            self.0.partition_point(|begin| *begin <= start)
        )
    }
}

fn days(start: Option<jiff::civil::Date>, end: Option<jiff::civil::Date>) -> String {
    let day = |day: Option<jiff::civil::Date>| {
        day.map_or_else(|| "未定".to_owned(), |day| day.to_string())
    };
    format!("{} 至 {}", day(start), day(end))
}

fn by(who: &[String]) -> String {
    if who.is_empty() {
        "　（没有写明由谁）".to_owned()
    } else {
        format!("　由{}", who.join("、"))
    }
}

fn when(deadline: &Deadline) -> String {
    let mut text = match (deadline.date, deadline.recurrence) {
        (Some(date), _) => format!("{date} 前"),
        (None, Some(recurrence)) => rhythm(recurrence).to_owned(),
        (None, None) => "时间未定".to_owned(),
    };
    if let Some(words) = deadline.relative.as_ref().filter(|words| **words != text) {
        // Writing to a string cannot fail.
        let _ = write!(text, "（原文：{words}）");
    }
    text
}

fn rhythm(recurrence: Recurrence) -> &'static str {
    match recurrence {
        Recurrence::Daily => "每日",
        Recurrence::Weekly => "每周",
        Recurrence::Biweekly => "每两周",
        Recurrence::TenDays => "每旬",
        Recurrence::Semimonthly => "每半月",
        Recurrence::Monthly => "每月",
        Recurrence::Bimonthly => "每两月",
        Recurrence::Quarterly => "每季度",
        Recurrence::HalfYearly => "每半年",
        Recurrence::Yearly => "每年",
        Recurrence::Periodic => "定期",
        Recurrence::Anytime => "随时",
        Recurrence::OnEvent => "及时",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_names_the_line_of_everything() {
        let text = "云溪县打击非法集资专项行动方案\n\n一、步骤安排\n（一）排查阶段（2024年7月1日至8月31日）。各乡镇开展排查。\n二、工作要求\n（一）信息报送。各乡镇于2024年9月5日前向县处非办报送总结。\n";
        let outline = Outline::of(Path::new("方案.txt"), text, &plan::read(text)).0;
        assert!(
            outline.contains("2024-07-01 至 2024-08-31〔第 4 行〕"),
            "{outline}"
        );
        assert!(
            outline.contains("2024-09-05 前")
                && outline.contains("报县处非办　由各乡镇〔第 6 行〕"),
            "{outline}"
        );
    }
}
