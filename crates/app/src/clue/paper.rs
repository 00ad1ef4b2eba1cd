//! 线索登记表: the clue as a form for the paper file. It must not know how it is sent.

use fangfei_model::{
    clue::{Clue, ClueState},
    ctx::{Ctx, china_date},
    id::ClueId,
    permission::Permission,
    personal_number::masked_words,
    subject::FocusSector,
};
use fangfei_report::docx::{Block, Form, FormCell, FormRow, Paper};

use super::{ClueFile, file, get};
use crate::{App, Error, Result};

/// The form as a Word file with its name.
pub async fn register_form(app: &App, ctx: &Ctx, id: ClueId) -> Result<(String, Vec<u8>)> {
    let mut file = file(app, ctx, id).await?;
    if ctx.may(Permission::PersonalNumberRead) {
        // The paper file holds what was reported, word for word.
        file.clue.record.facts = get(app, ctx, id).await?.record.facts;
    }
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
    let mut rows = vec![
        pair("线索编号", &clue.number, "线索来源", clue.channel.title()),
        pair(
            "发现日期",
            &clue.found_on.to_string(),
            "登记日期",
            &china_date(clue.registered_at).to_string(),
        ),
    ];
    rows.extend(subject(file));
    rows.push(pair("涉及金额", &money(clue), "涉及人数", &people(clue)));
    rows.push(wide("主要情况", clue.facts.clone(), 4, ""));
    rows.extend(decisions(file));
    Form {
        columns: vec![3, 6, 3, 6],
        rows,
    }
}

fn subject(file: &ClueFile) -> Vec<FormRow> {
    let clue = &file.clue.record;
    let units = &file.units;
    let code = file.subject.as_ref().and_then(|s| s.uscc.as_ref());
    let code = code.map(ToString::to_string).unwrap_or_default();
    let address = clue.address.as_deref().unwrap_or_default();
    let sector = clue.sector.map_or("", FocusSector::title);
    let mode = clue.mode.as_deref().unwrap_or_default();
    let (found_by, given_to) = (units.maybe(clue.origin_unit), units.maybe(clue.unit));
    vec![
        pair("发现单位", found_by, "承办单位", given_to),
        pair("涉及主体", &clue.subject_name, "统一社会\n信用代码", &code),
        pair("属　　地", &file.place, "地　　点", address),
        pair("重点领域", sector, "集资模式", mode),
    ]
}

fn about(yes: bool) -> &'static str {
    if yes { "约 " } else { "" }
}

fn money(clue: &Clue) -> String {
    let amount = clue.amount.map(|fen| fen.wan());
    amount
        .map(|wan| format!("{}{wan} 万元", about(clue.amount_approximate)))
        .unwrap_or_default()
}

fn people(clue: &Clue) -> String {
    clue.people
        .map(|n| format!("{}{n} 人", about(clue.people_approximate)))
        .unwrap_or_default()
}

fn pair(left: &str, a: &str, right: &str, b: &str) -> FormRow {
    vec![
        FormCell::label(left),
        FormCell::value(a),
        FormCell::label(right),
        FormCell::value(b),
    ]
    .into()
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
                check.on,
                check.manner,
                masked_words(&check.findings),
                check.conclusion
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
