//! A quarterly return with its three annexes and two forms, filled with made-up figures.

use fangfei_model::money::Fen;
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit, Result,
    docx::{
        Attachment, Block, Form, FormCell, FormRow, Paper, PrintLine, RedHead, Signature, Table,
    },
};
use jiff::civil::date;

pub fn all() -> Result<Vec<(&'static str, Vec<u8>)>> {
    Ok(vec![
        ("return", quarterly().to_docx()?),
        ("clue-form", clue_form().to_docx()?),
        ("close-out-form", close_out().to_docx()?),
    ])
}

fn quarterly() -> Paper {
    Paper {
        head: Some(RedHead { issuer: "青禾县处置非法集资领导小组办公室文件".into(), number: "青处非办字〔2024〕18号".into() }),
        title: "青禾县处置非法集资领导小组办公室\n关于2024年第三季度防范和处置非法集资专项行动进展情况的报告".into(),
        addressee: "市处置非法集资领导小组办公室".into(),
        body: narrative(),
        attachments: vec![
            Attachment::new("工作情况统计表", vec![Block::Table(work_table())]),
            Attachment::new("风险线索排查处置情况统计表", vec![Block::Table(clue_table()), Block::Note("说明：金额单位为万元，按季末记录统计。".into())]).landscape(),
            Attachment::new("跨省案件（风险）信息统计表（电子版另报）", vec![]),
        ],
        signature: Some(Signature { unit: "青禾县处置非法集资领导小组办公室".into(), date: date(2024, 10, 8) }),
        annotation: "联系人：王某某，电话：0350-0000000".into(),
        print_line: Some(PrintLine {
            copies_to: "县委办公室，县政府办公室，县公安局，县市场监督管理局，县人民法院，县人民检察院".into(),
            printer: "青禾县处置非法集资领导小组办公室".into(),
            printed_on: date(2024, 10, 8),
        }),
    }
}

fn narrative() -> Vec<Block> {
    let text = "本季度，全县共排查各类市场主体1286户，发现风险线索37件，其中来自群众举报12件、行业排查18件、网格巡查7件。经初核，受理31件，不予受理6件，均已向提供线索的单位说明理由。";
    vec![
        Block::Heading(1, "一、总体情况".into()),
        Block::Paragraph(text.into()),
        Block::Heading(1, "二、主要做法".into()),
        Block::Heading(2, "（一）开展清楼扫街".into()),
        Block::Paragraph(text.into()),
        Block::Heading(3, "1. 重点楼宇".into()),
        Block::Paragraph("对写字楼、商铺、产业园区逐户登记，做到底数清、情况明。".into()),
        Block::Heading(4, "（1）登记内容".into()),
        Block::Paragraph(text.repeat(2)),
        Block::Heading(2, "（二）分类处置".into()),
        Block::Paragraph(text.into()),
        Block::Heading(1, "三、下一步打算".into()),
        Block::Paragraph(text.into()),
    ]
}

fn work_table() -> Table {
    let count = |t: &str, g: &str| Column::new(t, Kind::Integer).under(g);
    Table {
        unit_line: "单位：户、件、万元".into(),
        columns: vec![
            Column::new("乡镇", Kind::Text),
            count("排查户数", "排查情况"),
            count("发现线索", "排查情况"),
            count("责令整改", "处置情况"),
            Column::new("清退金额", Kind::Money(MoneyUnit::WanYuan)).under("处置情况"),
        ],
        rows: (1..=30)
            .map(|n: i64| {
                vec![
                    format!("第{n}乡镇").into(),
                    (n * 31).into(),
                    n.into(),
                    (n / 3).into(),
                    Fen(n * 12_345_600).into(),
                ]
            })
            .collect(),
    }
}

fn clue_table() -> Table {
    let text = |t: &str| Column::new(t, Kind::Text);
    Table {
        unit_line: "单位：万元、人".into(),
        columns: vec![
            Column::new("序号", Kind::Integer).wide(5),
            text("主体名称"),
            Column::new("统一社会信用代码", Kind::Code),
            text("来源").wide(10),
            Column::new("发现日期", Kind::Date),
            Column::new("金额", Kind::Money(MoneyUnit::WanYuan)).wide(10),
            Column::new("人数", Kind::Integer).wide(7),
            text("等级").wide(7),
            text("责任单位"),
            text("进展情况").wide(28),
        ],
        rows: (1..=9)
            .map(|n: i64| {
                vec![
                    n.into(),
                    format!("青禾第{n}投资咨询有限公司").into(),
                    format!("9114000000000{n:05}").into(),
                    "群众举报".into(),
                    date(2024, 7, 9).into(),
                    Fen(n * 98_765_400).into(),
                    (n * 17).into(),
                    "一般".into(),
                    "县市场监督管理局".into(),
                    "已约谈负责人，责令整改，限期清退，九月底复查。".into(),
                ]
            })
            .chain([vec![Cell::Empty, "合计".into()]])
            .collect(),
    }
}

fn clue_form() -> Paper {
    let (label, value) = (|t: &str| FormCell::label(t), |t: &str| FormCell::value(t));
    let pair = |a, b, c, d| FormRow::from(vec![label(a), value(b), label(c), value(d)]);
    let form = Form {
        columns: vec![2, 4, 2, 4],
        rows: vec![
            pair(
                "线索编号",
                "XS20240700012",
                "登记时间",
                "2024年7月9日 8时30分",
            ),
            pair("来源", "群众举报（12345转办）", "登记单位", "青禾镇"),
            FormRow::from(vec![
                label("被反映主体").down(2),
                value("名称：青禾惠农投资咨询有限公司").across(3),
            ]),
            FormRow::from(vec![
                value("统一社会信用代码：911400000000000012").across(3),
            ]),
            pair("涉及金额", "约300万元", "涉及人数", "100余人"),
            FormRow::tall(
                vec![
                    label("反映内容"),
                    value("以“养老床位预订”为名，承诺每月返利，向老年人收取预订金。").across(3),
                ],
                4,
            ),
            FormRow::tall(
                vec![
                    label("初核意见"),
                    value("")
                        .across(3)
                        .signed("经办人：　　　　　　　　年　　月　　日"),
                ],
                4,
            ),
            FormRow::tall(
                vec![
                    label("领导意见"),
                    value("")
                        .across(3)
                        .signed("签字：　　　　　　　　　年　　月　　日"),
                ],
                4,
            ),
        ],
    };
    Paper {
        title: "涉嫌非法集资风险线索登记表".into(),
        body: vec![Block::Form(form)],
        ..Paper::default()
    }
}

fn close_out() -> Paper {
    let (label, value) = (|t: &str| FormCell::label(t), |t: &str| FormCell::value(t));
    let opinion = |name| {
        FormRow::tall(
            vec![
                label(name),
                value("")
                    .across(3)
                    .signed("签字（盖章）：　　　　　年　　月　　日"),
            ],
            4,
        )
    };
    let form = Form {
        columns: vec![2, 4, 2, 4],
        rows: vec![
            vec![
                label("隐患编号"),
                value("FX20240003"),
                label("风险等级"),
                value("较大"),
            ]
            .into(),
            vec![
                label("责任单位"),
                value("县市场监督管理局"),
                label("包案领导"),
                value("（姓名）"),
            ]
            .into(),
            FormRow::tall(
                vec![
                    label("处置过程"),
                    value("约谈、责令整改、清退完毕，复查合格。").across(3),
                ],
                8,
            ),
            opinion("申请单位\n意见"),
            opinion("核验意见"),
            opinion("处非办意见"),
        ],
    };
    Paper {
        title: "风险隐患销号申请表".into(),
        body: vec![Block::Form(form)],
        ..Paper::default()
    }
}
