//! What goes out of a division: the payment list for the bank, a notice to each person, a summary
//! for the public without names. It must not know where the figures come from.

use fangfei_flow::refund::{Allocation, Claim, Held, Rule, Share};
use fangfei_model::money::Fen;
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit,
    docx::{Block, Form, FormCell, FormRow, Paper, Signature},
    xlsx::{Origin, Sheet, Spread, Workbook},
};
use jiff::civil::DateTime;

use super::{ClaimsFile, Person};
use crate::{Error, Result};

/// On what occasion the papers are made.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// The case or scheme, as papers name it.
    pub case: String,
    /// The office that pays out.
    pub office: String,
    /// The batch, from 1.
    pub batch: u64,
    /// The office's clock.
    pub made_at: DateTime,
    /// What the payment list must say of accounts.
    pub notes: Vec<String>,
}

/// A person's part: share, the claim's figures, who it is.
struct Row<'a> {
    share: &'a Share,
    claim: Option<&'a Claim>,
    person: Option<&'a Person>,
}

fn rows<'a>(allocation: &'a Allocation, file: &'a ClaimsFile) -> Vec<Row<'a>> {
    let mut people: Vec<(&Claim, &Person)> = file.claims.iter().zip(&file.people).collect();
    people.sort_unstable_by_key(|(claim, _)| &claim.claimant);
    let row = |share: &'a Share| {
        let found = people.binary_search_by_key(&&share.claimant, |(claim, _)| &claim.claimant);
        let found = found.ok().map(|at| people[at]);
        Row {
            share,
            claim: found.map(|(claim, _)| claim),
            person: found.map(|(_, person)| person),
        }
    };
    allocation.shares.iter().map(row).collect()
}

/// The list that goes to the bank: who is paid now, on which account, how much, with a total that is
/// the sum of its rows; then everybody's calculation.
pub fn payment_list(
    allocation: &Allocation,
    file: &ClaimsFile,
    occasion: &Occasion,
) -> Result<Vec<u8>> {
    let origin = Origin {
        unit: occasion.office.clone(),
        made_at: occasion.made_at,
    };
    let mut book = Workbook::new(&origin).map_err(Error::bug)?;
    let rows = rows(allocation, file);
    let mut sheet = book.sheet(bank_sheet(occasion)).map_err(Error::bug)?;
    let paid = rows.iter().filter(|row| row.share.paid > Fen::ZERO);
    for (number, row) in (1_i64..).zip(paid) {
        sheet.row(&bank_row(number, row)).map_err(Error::bug)?;
    }
    let mut total = vec![Cell::Empty; 6];
    total[1] = "合计".into();
    total[5] = allocation.paid.into();
    sheet.row(&total).map_err(Error::bug)?;
    sheet.finish().map_err(Error::bug)?;
    let mut sheet = book.sheet(share_sheet(occasion)).map_err(Error::bug)?;
    for (number, row) in (1_i64..).zip(&rows) {
        sheet.row(&share_row(number, row)).map_err(Error::bug)?;
    }
    sheet.finish().map_err(Error::bug)?;
    book.into_bytes().map_err(Error::bug)
}

fn bank_sheet(occasion: &Occasion) -> Sheet {
    Sheet {
        name: "付款清单".into(),
        title: format!("{}第{}批清退资金付款清单", occasion.case, occasion.batch),
        subtitle: vec![Spread::new(
            format!("付款单位：{}", occasion.office),
            "",
            "单位：元",
        )],
        columns: vec![
            Column::new("序号", Kind::Integer).wide(6),
            Column::new("编号", Kind::Code),
            Column::new("收款人", Kind::Text),
            Column::new("收款账号", Kind::Code),
            Column::new("开户行", Kind::Text),
            Column::new("金额", Kind::Money(MoneyUnit::Yuan)),
        ],
        notes: std::iter::once("没有登记收款账号的，请先补登再付款。".to_owned())
            .chain(occasion.notes.iter().cloned())
            .collect(),
        footer: vec![Spread::new("制表：", "复核：", "批准：")],
        ..Sheet::default()
    }
}

fn bank_row(number: i64, row: &Row<'_>) -> Vec<Cell> {
    let person = row.person;
    let account = person.and_then(|p| p.accounts.first());
    vec![
        number.into(),
        row.share.claimant.to_string().into(),
        name(row).into(),
        account.map(ToString::to_string).into(),
        person
            .and_then(|p| p.bank.as_deref())
            .map(str::to_owned)
            .into(),
        row.share.paid.into(),
    ]
}

fn share_sheet(occasion: &Occasion) -> Sheet {
    let money = || Kind::Money(MoneyUnit::Yuan);
    Sheet {
        name: "分配明细".into(),
        title: format!("{}第{}批清退资金分配明细", occasion.case, occasion.batch),
        subtitle: vec![Spread::new("", "", "单位：元")],
        columns: vec![
            Column::new("序号", Kind::Integer).wide(6),
            Column::new("编号", Kind::Code),
            Column::new("姓名", Kind::Text),
            Column::new("净损失", money()),
            Column::new("以前已付", money()),
            Column::new("本次应付", money()),
            Column::new("暂留", money()),
            Column::new("暂留原因", Kind::Text),
            Column::new("尚未清退", money()),
            Column::new("应追回", money()),
            Column::new("登记表行号", Kind::Integer),
        ],
        notes: vec![
            "净损失 = 投入本金 − 已返还本金 − 已收利息、分红、提成，小于零的按零计。".into(),
        ],
        ..Sheet::default()
    }
}

fn share_row(number: i64, row: &Row<'_>) -> Vec<Cell> {
    let share = row.share;
    vec![
        number.into(),
        share.claimant.to_string().into(),
        name(row).into(),
        share.loss.into(),
        share.earlier.into(),
        share.paid.into(),
        share.held.into(),
        share.why_held.map(|why| held_words(why).to_owned()).into(),
        share.unpaid().into(),
        share.overpaid.into(),
        row.person.map(|p| i64::from(p.row)).into(),
    ]
}

fn name(row: &Row<'_>) -> String {
    let known = row.person.and_then(|p| p.name.as_deref());
    known.unwrap_or(&row.share.claimant).to_owned()
}

fn held_words(held: Held) -> &'static str {
    match held {
        Held::Disputed => "有争议，提存",
        Held::BelowMinimum => "不足最低付款额，下批发放",
    }
}

/// A notice (清退告知书) for everybody who has a loss or got money, each with a file name.
pub fn notices<'a>(
    allocation: &'a Allocation,
    file: &'a ClaimsFile,
    occasion: &'a Occasion,
) -> impl Iterator<Item = (String, Result<Vec<u8>>)> + 'a {
    let concerned =
        |row: &Row<'_>| row.share.loss.0 + row.share.earlier.0 + row.share.overpaid.0 > 0;
    rows(allocation, file)
        .into_iter()
        .filter(concerned)
        .map(move |row| {
            let paper = notice(allocation, &row, occasion);
            let safe: String = row
                .share
                .claimant
                .chars()
                .map(|c| {
                    if c.is_alphanumeric() || c == '-' {
                        c
                    } else {
                        '_'
                    }
                })
                .collect();
            (
                format!("清退告知书_{safe}.docx"),
                paper.to_docx().map_err(Error::bug),
            )
        })
}

fn notice(allocation: &Allocation, row: &Row<'_>, occasion: &Occasion) -> Paper {
    let share = row.share;
    let pair = |a: &str, b: String, c: &str, d: String| -> FormRow {
        vec![
            FormCell::label(a),
            FormCell::value(b),
            FormCell::label(c),
            FormCell::value(d),
        ]
        .into()
    };
    let figure = |of: fn(&Claim) -> Fen| row.claim.map(|c| of(c).grouped()).unwrap_or_default();
    let mut form = vec![
        pair(
            "姓　　名",
            name(row),
            "登记编号",
            share.claimant.to_string(),
        ),
        pair(
            "投入本金",
            figure(|c| c.paid_in),
            "已返还本金",
            figure(|c| c.returned),
        ),
        pair(
            "已收利息等",
            figure(|c| c.received),
            "净损失",
            share.loss.grouped(),
        ),
        pair(
            "以前各批已付",
            share.earlier.grouped(),
            "本次应付",
            share.paid.grouped(),
        ),
    ];
    if let Some(why) = share.why_held {
        form.push(pair(
            "暂留金额",
            share.held.grouped(),
            "暂留原因",
            held_words(why).to_owned(),
        ));
    }
    if share.overpaid > Fen::ZERO {
        form.push(pair(
            "应退回",
            share.overpaid.grouped(),
            "说　　明",
            "更正后以前多付的部分".to_owned(),
        ));
    }
    let rate = allocation.cumulative_rate().map(|rate| rate.percent());
    Paper {
        title: "清退资金分配告知书".to_owned(),
        body: vec![
            Block::Paragraph(format!(
                "{}：现将{}第{}批清退资金分配情况告知如下（单位：元）。",
                name(row),
                occasion.case,
                occasion.batch
            )),
            Block::Form(Form {
                columns: vec![3, 5, 3, 5],
                rows: form,
            }),
            Block::Paragraph(format!(
                "本批可分配资金 {} 元，净损失合计 {} 元，累计清退率 {}。净损失 = 投入本金 − 已返还本金 − 已收利息、分红、提成。",
                allocation.available.grouped(),
                allocation.total_loss.grouped(),
                rate.unwrap_or_default()
            )),
            Block::Paragraph("对以上金额有异议的，请携带合同、收据、转账凭证等材料向本办提出；核实后按更正的金额重新计算，不影响已付款项。参与非法集资造成的损失由参与人自行承担，清退后不足部分不由政府偿付（《防范和处置非法集资条例》第二十五条）。".to_owned()),
        ],
        signature: Some(Signature {
            unit: occasion.office.clone(),
            date: occasion.made_at.date(),
        }),
        ..Paper::default()
    }
}

/// The public summary (公示): how many, how much, at what rate. No names, no numbers of persons.
/// It states the rule that was really used.
pub fn public_summary(
    allocation: &Allocation,
    rule: &Rule,
    occasion: &Occasion,
) -> Result<Vec<u8>> {
    let count = |of: fn(&Share) -> bool| allocation.shares.iter().filter(|s| of(s)).count();
    let rate = allocation
        .cumulative_rate()
        .map(|rate| rate.percent())
        .unwrap_or_default();
    let line = |label: &str, value: String| -> FormRow {
        vec![FormCell::label(label), FormCell::value(value)].into()
    };
    let overpaid = allocation.overpaid();
    let overpaid = (overpaid > Fen::ZERO).then(|| {
        let words = format!("{} 元，应追回，不计入累计清退率", overpaid.grouped());
        line("以前各批多付", words)
    });
    let paper = Paper {
        title: format!(
            "{}第{}批清退资金分配情况公示",
            occasion.case, occasion.batch
        ),
        body: vec![
            Block::Form(Form {
                columns: vec![4, 8],
                rows: vec![
                    line("登记人数", format!("{} 人", allocation.shares.len())),
                    line(
                        "有净损失人数",
                        format!("{} 人", count(|s| s.loss > Fen::ZERO)),
                    ),
                    line(
                        "净损失合计",
                        format!("{} 元", allocation.total_loss.grouped()),
                    ),
                    line(
                        "本批可分配资金",
                        format!("{} 元", allocation.available.grouped()),
                    ),
                    line(
                        "本批付款",
                        format!(
                            "{} 人，{} 元",
                            count(|s| s.paid > Fen::ZERO),
                            allocation.paid.grouped()
                        ),
                    ),
                    line(
                        "暂留、预留、结余",
                        format!(
                            "{} 元",
                            Fen(allocation.held.0 + allocation.reserved.0 + allocation.left.0)
                                .grouped()
                        ),
                    ),
                    line(
                        "以前各批已付",
                        format!("{} 元", allocation.earlier.grouped()),
                    ),
                    line("累计清退率", rate),
                ]
                .into_iter()
                .chain(overpaid)
                .collect(),
            }),
            Block::Paragraph(format!(
                "分配办法：{}。精确到分，各人金额以个人告知书为准。",
                rule.words().join("；")
            )),
        ],
        signature: Some(Signature {
            unit: occasion.office.clone(),
            date: occasion.made_at.date(),
        }),
        ..Paper::default()
    };
    paper.to_docx().map_err(Error::bug)
}

#[cfg(test)]
mod tests {
    use fangfei_flow::refund::{Rule, allocate};
    use fangfei_intake::{table, text};

    use super::super::{Duplicates, read_claims};
    use super::*;

    fn batch() -> (Allocation, ClaimsFile, Occasion) {
        let csv = "编号,姓名,收款账号,开户行,投入本金,已返还本金,利息\nQ1,张一,6222021234567890,某银行,300,0,0\nQ2,李二,6222021234567891,某银行,100,0,0\nQ3,王三,,,10,0,20\n";
        let file = read_claims(csv.as_bytes(), "登记表.csv", Duplicates::Refuse).unwrap();
        let allocation = allocate(&file.claims, Fen(10_001), &Rule::default(), &[]).unwrap();
        let occasion = Occasion {
            case: "甲公司案".into(),
            office: "云溪县处非办".into(),
            batch: 1,
            made_at: jiff::civil::date(2024, 9, 1).at(9, 0, 0, 0),
            notes: Vec::new(),
        };
        (allocation, file, occasion)
    }

    #[test]
    fn the_bank_pays_exactly_what_was_divided() {
        let (allocation, file, occasion) = batch();
        let bytes = payment_list(&allocation, &file, &occasion).unwrap();
        let book = table::open(&bytes, "付款清单.xlsx").unwrap();
        let list = &book.sheets[0];
        let cells: Vec<Vec<String>> = list
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|c| c.shown().into_owned()).collect())
            .collect();
        let of = |name: &str| {
            cells
                .iter()
                .find(|row| row.contains(&name.to_owned()))
                .unwrap()
                .last()
                .unwrap()
                .clone()
        };
        assert_eq!(
            (of("张一"), of("李二"), of("合计")),
            ("75.01".into(), "25".into(), "100.01".into())
        );
        assert!(!cells.iter().any(|row| row.contains(&"王三".to_owned())));
        assert!(
            cells
                .iter()
                .any(|row| row.contains(&"6222021234567890".to_owned()))
        );
        assert_eq!(book.sheets[1].name, "分配明细");
    }

    #[test]
    fn everybody_who_lost_gets_a_notice_with_the_own_figures() {
        let (allocation, file, occasion) = batch();
        let made: Vec<(String, Vec<u8>)> = notices(&allocation, &file, &occasion)
            .map(|(name, paper)| (name, paper.unwrap()))
            .collect();
        assert_eq!(made.len(), 2);
        let said = text::extract(&made[0].1, &made[0].0).unwrap();
        for part in ["张一", "300.00", "75.01", "25.00%", "第二十五条"] {
            assert!(said.contains(part), "{part} 不在：{said}");
        }
        assert!(!said.contains("李二"));
    }

    #[test]
    fn the_public_reads_figures_and_no_names() {
        let (allocation, _, occasion) = batch();
        let said = text::extract(
            &public_summary(&allocation, &Rule::default(), &occasion).unwrap(),
            "公示.docx",
        )
        .unwrap();
        assert!(
            said.contains("2 人，100.01 元") && said.contains("25.00%"),
            "{said}"
        );
        for name in ["张一", "李二", "王三", "6222", "Q1"] {
            assert!(!said.contains(name), "{name}");
        }
    }

    #[test]
    fn the_public_reads_the_rule_that_was_used() {
        let (_, file, occasion) = batch();
        let rule: Rule = toml::from_str(
            "cap = \"60元\"\n[[priorities]]\nclass = \"养老\"\nup_to = \"50%\"\nground = \"会议纪要\"\n",
        )
        .unwrap();
        let allocation = allocate(&file.claims, Fen(10_000), &rule, &[]).unwrap();
        let paper = public_summary(&allocation, &rule, &occasion).unwrap();
        let said = text::extract(&paper, "公示.docx").unwrap();
        for part in ["“养老”类优先", "会议纪要", "不超过 60.00 元"] {
            assert!(said.contains(part), "{part} 不在：{said}");
        }
    }
}
