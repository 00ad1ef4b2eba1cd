//! 会商纪要: who said what on the four factors, what was concluded, and which views differed. It must
//! not know how it is sent.

use fangfei_model::{
    assessment::{Conclusion, View},
    ctx::Ctx,
    id::AssessmentId,
    level::Factor,
};
use fangfei_report::{
    Cell, Column, Kind,
    docx::{Block, Paper, Signature, Table},
};

use super::{AssessmentFile, file};
use crate::{App, Error, Result};

/// The minutes as a Word file with its name.
pub async fn minutes(app: &App, ctx: &Ctx, id: AssessmentId) -> Result<(String, Vec<u8>)> {
    let file = file(app, ctx, id).await?;
    let assessment = &file.assessment.record;
    let name = format!("会商纪要 {}.docx", assessment.number);
    let signature = assessment.conclusion().map(|conclusion| Signature {
        unit: file.units.get(assessment.unit).to_owned(),
        date: conclusion.stamp.day(),
    });
    let paper = Paper {
        title: format!(
            "关于{}涉嫌非法集资风险的\n会商研判纪要",
            assessment.subject_name
        ),
        body: body(&file),
        signature,
        ..Paper::default()
    };
    Ok((name, paper.to_docx().map_err(Error::bug)?))
}

fn body(file: &AssessmentFile) -> Vec<Block> {
    let assessment = &file.assessment.record;
    let opened = assessment.opened.day();
    let invited: Vec<&str> = assessment
        .invited
        .iter()
        .map(|unit| file.units.get(*unit))
        .collect();
    let mut blocks = vec![
        Block::Paragraph(format!(
            "{}年{}月{}日，{}组织{}，对{}（编号 {}）进行会商研判。现将有关情况纪要如下。",
            opened.year(),
            opened.month(),
            opened.day(),
            file.units.get(assessment.unit),
            invited.join("、"),
            assessment.subject_name,
            assessment.number
        )),
        Block::Heading(1, "一、基本情况".to_owned()),
        Block::Paragraph(assessment.facts.clone()),
        Block::Paragraph(format!(
            "已掌握涉及人数：{}；涉及金额：{}。",
            file.suggestion.crowd.figure, file.suggestion.exposure.figure
        )),
        Block::Heading(1, "二、各单位意见".to_owned()),
        Block::Table(grades(&assessment.views)),
    ];
    blocks.extend(
        assessment
            .views
            .iter()
            .map(|view| Block::Paragraph(spoken(view))),
    );
    let silent: Vec<&str> = assessment
        .outstanding()
        .map(|unit| file.units.get(unit))
        .collect();
    if !silent.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "未提交意见的单位：{}。",
            silent.join("、")
        )));
    }
    blocks.push(Block::Heading(1, "三、研判结论".to_owned()));
    match assessment.conclusion() {
        Some(conclusion) => blocks.extend(concluded(file, conclusion)),
        None => blocks.push(Block::Paragraph("会商尚未作出结论。".to_owned())),
    }
    blocks
}

/// The four grades and the level, a line for each unit.
fn grades(views: &[View]) -> Table {
    let mut columns = vec![Column::new("参加单位", Kind::Text)];
    columns.extend(
        Factor::ALL
            .iter()
            .map(|factor| Column::new(factor.title(), Kind::Code).wide(12)),
    );
    columns.push(Column::new("建议等级", Kind::Code).wide(12));
    let row = |view: &View| {
        let mut cells = vec![Cell::from(view.unit_name.as_str())];
        cells.extend(
            Factor::ALL
                .iter()
                .map(|factor| Cell::from(view.grades.of(*factor).title())),
        );
        cells.push(Cell::from(view.level.title()));
        cells
    };
    Table {
        unit_line: String::new(),
        columns,
        rows: views.iter().map(row).collect(),
    }
}

fn spoken(view: &View) -> String {
    let judged = [
        ("舆论热度", &view.spread_reason),
        ("涉稳隐患", &view.harm_reason),
    ];
    let judged = judged
        .iter()
        .filter(|(_, why)| !why.is_empty())
        .map(|(factor, why)| format!("{factor}：{why}。"));
    let judged: String = judged.collect();
    format!(
        "{}建议定为{}。理由：{}{}",
        view.unit_name,
        view.level,
        sentence(&view.reason),
        sentence(&judged)
    )
}

fn concluded(file: &AssessmentFile, conclusion: &Conclusion) -> Vec<Block> {
    let factors: Vec<String> = Factor::ALL
        .iter()
        .map(|factor| format!("{factor}{}", conclusion.grades.of(*factor)))
        .collect();
    let mut blocks = vec![Block::Paragraph(format!(
        "综合{}，定为{}。理由：{}",
        factors.join("、"),
        conclusion.level,
        sentence(&conclusion.reason)
    ))];
    let dissent: Vec<&str> = file
        .assessment
        .record
        .dissent()
        .map(|view| view.unit_name.as_str())
        .collect();
    if !dissent.is_empty() {
        let answer = conclusion.on_dissent.as_deref().unwrap_or_default();
        blocks.push(Block::Paragraph(format!(
            "{}持不同意见，予以记录。说明：{}",
            dissent.join("、"),
            sentence(answer)
        )));
    }
    blocks
}

/// The text with one full stop at its end.
fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches(['。', '.', '；']);
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}。")
    }
}
