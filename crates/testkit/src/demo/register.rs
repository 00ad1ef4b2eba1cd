//! Office files of the county: the register of firms as the market supervision exports it, an old clue
//! ledger, the list of contacts. Some cells are wrong, as in real files. It must not know who reads them.

use std::collections::BTreeMap;

use fangfei_model::unit::{Contact, Unit};

use super::{
    draw::Draw,
    firm::Firm,
    person,
    story::Story,
    trade::{COMPANIES, COOPERATIVES, SHOPS, WATCHED},
};

const REGISTER: [&str; 15] = [
    "企业名称",
    "统一社会信用代码",
    "企业类型",
    "法定代表人",
    "身份证号码",
    "联系电话",
    "所属乡镇",
    "注册地址",
    "经营地址",
    "行业",
    "行业代码",
    "经营范围",
    "注册资本（万元）",
    "成立日期",
    "登记状态",
];

const LICENSED: [(&str, &str); 8] = [
    ("云溪县农村信用合作联社", "银行业金融机构"),
    ("云溪清溪村镇银行股份有限公司", "银行业金融机构"),
    ("云溪县邮储营业所", "银行业金融机构"),
    ("云溪县汇泉小额贷款有限公司", "小额贷款公司"),
    ("云溪县同信融资担保有限公司", "融资担保公司"),
    ("云溪县玉泉典当有限公司", "典当行"),
    ("云溪安和保险代理有限公司", "保险中介"),
    ("云溪县金穗证券营业部", "证券经营机构"),
];

/// The register of firms as csv.
pub fn register_csv(firms: &[Firm]) -> String {
    let mut text = line(&REGISTER);
    for firm in firms {
        let capital = firm
            .capital_wan
            .map(|wan| wan.to_string())
            .unwrap_or_default();
        let founded = firm.founded_on.to_string();
        text.push_str(&line(&[
            &firm.name,
            &firm.uscc,
            firm.form,
            &firm.head,
            firm.head_id.as_deref().unwrap_or_default(),
            &firm.phone,
            firm.township.name,
            &firm.address,
            &firm.address,
            firm.trade.industry_name,
            firm.trade.industry,
            &firm.scope,
            &capital,
            &founded,
            firm.status,
        ]));
    }
    text
}

/// A clue ledger kept by hand before the program came, csv with a title row and a few rows that
/// cannot be read.
pub fn clue_ledger(draw: &mut Draw, firms: &[Firm], year: i16) -> String {
    let mut text = line(&[
        &format!("{year}年涉嫌非法集资风险线索台账"),
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
    ]);
    text.push_str(&line(&[
        "序号",
        "线索编号",
        "线索来源",
        "受理时间",
        "涉嫌主体",
        "所属乡镇",
        "线索内容",
        "涉及人数",
        "涉及金额（万元）",
    ]));
    let focused: Vec<&Firm> = firms
        .iter()
        .filter(|firm| firm.sector().is_some())
        .take(60)
        .collect();
    for (at, firm) in focused.iter().enumerate() {
        let story = Story::new(draw, firm.sector());
        let day = match at % 17 {
            16 => format!("{year}年13月5日"),
            3 => format!("{year}.{}.{}", draw.between(1, 12), draw.between(1, 28)),
            _ => format!(
                "{year}-{:02}-{:02}",
                draw.between(1, 12),
                draw.between(1, 28)
            ),
        };
        text.push_str(&line(&[
            &(at + 1).to_string(),
            &format!("云处非线索{year}-{:03}", at + 1),
            story.channel.title(),
            &day,
            &firm.name,
            firm.township.name,
            &story.facts,
            &story.people,
            &story.amount,
        ]));
    }
    text
}

/// The industries that the county's trades are in, as csv.
pub fn industry_list() -> String {
    let trades = [COMPANIES, WATCHED, SHOPS, COOPERATIVES].concat();
    let known: BTreeMap<&str, &str> = trades
        .iter()
        .map(|(trade, _)| (trade.industry, trade.industry_name))
        .collect();
    let rows = known.iter().map(|(code, name)| line(&[code, name]));
    line(&["行业代码", "行业名称"]) + &rows.collect::<String>()
}

/// Bodies with a licence, invented, as csv.
pub fn licensed_list(draw: &mut Draw) -> String {
    let mut text = line(&[
        "序号",
        "机构名称",
        "许可类型",
        "许可证号",
        "发证机关",
        "有效期至",
        "联系电话",
    ]);
    for (at, (name, kind)) in LICENSED.iter().enumerate() {
        text.push_str(&line(&[
            &(at + 1).to_string(),
            name,
            kind,
            &format!("演示许可{:06}", draw.below(1_000_000)),
            "金融监管部门（演示）",
            &format!("20{}-12-31", draw.between(27, 31)),
            &person::office_phone(draw),
        ]));
    }
    text
}

/// The list of leaders and liaisons as csv, with one unit that nobody knows.
pub fn contact_list(draw: &mut Draw, units: &[Unit]) -> String {
    let mut text = line(&[
        "序号",
        "单位",
        "分管领导",
        "职务",
        "联系电话",
        "联络员",
        "职务",
        "联系电话",
    ]);
    for (at, unit) in units.iter().enumerate() {
        text.push_str(&contact_line(
            at + 1,
            &unit.name,
            &unit.leader,
            &unit.liaison,
        ));
    }
    let stranger = |draw: &mut Draw| {
        Some(Contact {
            name: person::name(draw),
            title: Some("主任".to_owned()),
            phone: Some(person::office_phone(draw)),
        })
    };
    let (leader, liaison) = (stranger(draw), stranger(draw));
    text.push_str(&contact_line(
        units.len() + 1,
        "云溪县粮食收储公司",
        &leader,
        &liaison,
    ));
    text
}

fn contact_line(
    number: usize,
    unit: &str,
    leader: &Option<Contact>,
    liaison: &Option<Contact>,
) -> String {
    let part = |contact: &Option<Contact>, pick: fn(&Contact) -> Option<&String>| {
        contact.as_ref().and_then(pick).cloned().unwrap_or_default()
    };
    let mut cells = vec![number.to_string(), unit.to_owned()];
    for contact in [leader, liaison] {
        cells.push(part(contact, |c| Some(&c.name)));
        cells.push(part(contact, |c| c.title.as_ref()));
        cells.push(part(contact, |c| c.phone.as_ref()));
    }
    line(&cells.iter().map(String::as_str).collect::<Vec<_>>())
}

fn line(cells: &[&str]) -> String {
    let quoted = cells.iter().map(|cell| {
        if cell.contains([',', '"', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            (*cell).to_owned()
        }
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}
