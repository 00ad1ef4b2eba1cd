//! 线索登记表: the clue as a form for the paper file. It must not know how it is sent.

use fangfei_model::{clue::ClueState, ctx::Ctx, id::ClueId};
use fangfei_report::docx::{Block, Form, FormCell, FormRow, Paper};

use super::{ClueFile, file};
use crate::{App, Error, Result};

/// The form as a Word file with its name.
pub async fn register_form(app: &App, ctx: &Ctx, id: ClueId) -> Result<(String, Vec<u8>)> {
    let file = file(app, ctx, id).await?;
    let name = format!("线索登记表 {}.docx", file.clue.record.number);
    let paper = Paper {
        title: "涉嫌非法集资风险线索登记表".to_owned(),
        body: vec![Block::Form(form(&file))],
        ..Paper::default()
    };
    Ok((name, paper.to_docx().map_err(Error::bug)?))
}

fn form(file: &ClueFile) -> Form {
    let clue = &file.clue.record;
    let about = |yes: bool| if yes { "约 " } else { "" };
    let amount = clue
        .amount
        .map(|fen| format!("{}{} 万元", about(clue.amount_approximate), fen.wan()));
    let people = clue
        .people
        .map(|n| format!("{}{n} 人", about(clue.people_approximate)));
    let subject_code = file
        .subject
        .as_ref()
        .and_then(|s| s.uscc.as_ref())
        .map(ToString::to_string);
    let registered = fangfei_model::ctx::china_date(clue.registered_at).to_string();
    let found = clue.found_on.to_string();
    let pair = |left: &str, a: String, right: &str, b: String| -> FormRow {
        vec![
            FormCell::label(left),
            FormCell::value(a),
            FormCell::label(right),
            FormCell::value(b),
        ]
        .into()
    };
    let blank = || "".to_owned();
    let mut rows = vec![
        pair(
            "线索编号",
            clue.number.clone(),
            "线索来源",
            clue.channel.title().to_owned(),
        ),
        pair("发现日期", found, "登记日期", registered),
        pair(
            "发现单位",
            file.units.maybe(clue.origin_unit).to_owned(),
            "承办单位",
            file.units.maybe(clue.unit).to_owned(),
        ),
        pair(
            "涉及主体",
            clue.subject_name.clone(),
            "统一社会\n信用代码",
            subject_code.unwrap_or_default(),
        ),
        pair(
            "属　　地",
            file.place.clone(),
            "地　　点",
            clue.address.clone().unwrap_or_default(),
        ),
        pair(
            "重点领域",
            clue.sector.map_or_else(blank, |s| s.title().to_owned()),
            "集资模式",
            clue.mode.clone().unwrap_or_default(),
        ),
        pair(
            "涉及金额",
            amount.unwrap_or_default(),
            "涉及人数",
            people.unwrap_or_default(),
        ),
        wide("主要情况", clue.facts.clone(), 4, ""),
    ];
    rows.extend(decisions(file));
    Form {
        columns: vec![3, 6, 3, 6],
        rows,
    }
}

/// The opinions, printed where they are given and left to write where they are not.
fn decisions(file: &ClueFile) -> Vec<FormRow> {
    const SIGN: &str = "签字：　　　　　年　　月　　日";
    let state = &file.clue.record.state;
    let intake = match state {
        ClueState::Received => (String::new(), SIGN.to_owned()),
        ClueState::Refused { stamp, reason } => (
            format!("不予受理：{reason}"),
            signed(&stamp.name, stamp.day()),
        ),
        _ => state.acceptance().map_or_else(Default::default, |a| {
            let text = format!(
                "予以受理，由{}于 {} 前完成初核。",
                file.units.get(a.unit),
                a.check_due
            );
            (text, signed(&a.stamp.name, a.stamp.day()))
        }),
    };
    let check = state.check().map_or_else(
        || (String::new(), SIGN.to_owned()),
        |check| {
            let handed = check
                .handed_to
                .as_deref()
                .map(|to| format!("（{to}）"))
                .unwrap_or_default();
            let text = format!(
                "{} {}。{}\n结论：{}{handed}",
                check.on, check.manner, check.findings, check.conclusion
            );
            (text, signed(&check.stamp.name, check.stamp.day()))
        },
    );
    let level = state
        .level()
        .map(|level| format!("经会商研判，定级为{level}。"))
        .unwrap_or_default();
    let item = file
        .risk_item
        .as_ref()
        .map(|item| format!("已挂账，编号 {}。", item.number))
        .unwrap_or_default();
    vec![
        wide("受理意见", intake.0, 2, &intake.1),
        wide("初核情况", check.0, 3, &check.1),
        wide("研判结论", format!("{level}{item}"), 2, ""),
    ]
}

fn signed(name: &str, day: jiff::civil::Date) -> String {
    format!("{name}　{}年{}月{}日", day.year(), day.month(), day.day())
}

fn wide(label: &str, text: String, lines: u16, sign: &str) -> FormRow {
    FormRow::tall(
        vec![
            FormCell::label(label),
            FormCell::value(text).across(3).signed(sign),
        ],
        lines,
    )
}
