//! 一企一档 summary for the paper file: identity, people, screening, evidence, events. Personal
//! numbers stay masked. It must not know how it is sent.

use fangfei_model::{ctx::Ctx, id::SubjectId, subject::ScreeningHit};
use fangfei_report::docx::{Block, Form, FormCell, FormRow, Paper};

use super::{SubjectFile, file, masked_id, masked_phone};
use crate::{App, Error, Result};

/// The summary as a Word file with its name.
pub async fn summary(app: &App, ctx: &Ctx, id: SubjectId) -> Result<(String, Vec<u8>)> {
    let file = file(app, ctx, id).await?;
    let name = format!("一企一档 {}.docx", file.subject.record.name);
    let paper = Paper {
        title: "防范非法集资重点主体档案".to_owned(),
        body: body(&file, ctx),
        ..Paper::default()
    };
    Ok((name, paper.to_docx().map_err(Error::bug)?))
}

fn body(file: &SubjectFile, ctx: &Ctx) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(1, "一、基本情况".to_owned()),
        Block::Form(identity(file)),
    ];
    blocks.push(Block::Heading(1, "二、建档材料".to_owned()));
    blocks.push(Block::Paragraph(checklist(file)));
    blocks.push(Block::Heading(1, "三、名称和经营范围筛查".to_owned()));
    blocks.extend(screening(file).into_iter().map(Block::Paragraph));
    blocks.push(Block::Heading(1, "四、办理情况".to_owned()));
    blocks.extend(events(file).into_iter().map(Block::Paragraph));
    blocks.push(Block::Note(format!(
        "{}由{}生成；筛查命中只表示需要查看，不是对主体性质的认定。",
        ctx.today(),
        ctx.name()
    )));
    blocks
}

fn identity(file: &SubjectFile) -> Form {
    let subject = &file.subject.record;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let code = subject
        .uscc
        .as_ref()
        .map(ToString::to_string)
        .or_else(|| subject.registration_number.clone());
    let pair = |left: &str, a: String, right: &str, b: String| -> FormRow {
        vec![
            FormCell::label(left),
            FormCell::value(a),
            FormCell::label(right),
            FormCell::value(b),
        ]
        .into()
    };
    let wide = |label: &str, value: String| -> FormRow {
        vec![FormCell::label(label), FormCell::value(value).across(3)].into()
    };
    let capital = subject
        .capital
        .map(|fen| format!("{} 万元", fen.wan()))
        .unwrap_or_default();
    let established = subject
        .established_on
        .map(|day| day.to_string())
        .unwrap_or_default();
    let sector = subject
        .sector
        .map_or(String::new(), |s| s.title().to_owned());
    let mut rows = vec![
        wide("主体名称", subject.name.clone()),
        pair(
            "主体类别",
            subject.kind.title().to_owned(),
            "统一社会\n信用代码",
            code.unwrap_or_default(),
        ),
        pair(
            "属　　地",
            file.place.clone(),
            "登记状态",
            text(&subject.registration_status),
        ),
        pair("成立日期", established, "注册资本", capital),
        pair("行　　业", file.industry.clone(), "重点领域", sector),
        wide("注册地址", text(&subject.registered_address)),
        wide("经营地址", text(&subject.business_address)),
        wide("人　　员", people(file)),
        wide("经营范围", text(&subject.scope_text)),
    ];
    if !subject.former_names.is_empty() {
        rows.insert(1, wide("曾用名", subject.former_names.join("、")));
    }
    Form {
        columns: vec![3, 6, 3, 6],
        rows,
    }
}

fn people(file: &SubjectFile) -> String {
    // A firm's own phone stands without a person's name.
    let line = |p: &fangfei_model::subject::SubjectPerson| {
        let name = Some(p.name.clone()).filter(|name| !name.is_empty());
        let id = p
            .citizen_id
            .as_ref()
            .map(|id| format!("证件号 {}", masked_id(id)));
        let phone = p
            .phone
            .as_deref()
            .map(|phone| format!("电话 {}", masked_phone(phone)));
        let said: Vec<String> = [name, id, phone].into_iter().flatten().collect();
        format!("{}：{}", p.role, said.join("，"))
    };
    file.subject
        .record
        .people
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn checklist(file: &SubjectFile) -> String {
    let lines = file.subject.record.checklist();
    let mark = |met: bool| if met { "已有" } else { "缺" };
    let list: Vec<String> = lines
        .iter()
        .map(|line| format!("{}（{}）", line.title, mark(line.met)))
        .collect();
    let met = lines.iter().filter(|line| line.met).count();
    format!(
        "应有 {} 项，已有 {met} 项：{}。存档文件 {} 份。",
        lines.len(),
        list.join("、"),
        file.evidence.len()
    )
}

fn screening(file: &SubjectFile) -> Vec<String> {
    let Some(screening) = &file.subject.record.screening else {
        return vec!["尚未筛查。".to_owned()];
    };
    let head = format!(
        "筛查日期 {}，词表版本 {}。",
        screening.on, screening.rule_version
    );
    let line = |hit: &ScreeningHit| {
        let field = if hit.field == "name" {
            "名称"
        } else {
            "经营范围"
        };
        let state = hit
            .suppressed
            .as_ref()
            .map_or(String::new(), |why| format!("（不计入：{why}）"));
        format!(
            "{field}中的“{}”，{}类 {}，依据：{}{state}",
            hit.printed, hit.class, hit.class_title, hit.ground
        )
    };
    let none = screening.hits.is_empty().then(|| "没有命中。".to_owned());
    [head]
        .into_iter()
        .chain(none)
        .chain(screening.hits.iter().map(line))
        .collect()
}

fn events(file: &SubjectFile) -> Vec<String> {
    let line = |event: &super::FileEvent| {
        format!(
            "{}　{}　{}",
            fangfei_model::ctx::china_date(event.at),
            event.title,
            event.detail
        )
    };
    file.events.iter().rev().map(line).collect()
}
