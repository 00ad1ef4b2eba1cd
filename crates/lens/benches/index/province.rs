//! An invented province: firms, and side tables in the proportions of registers. Made row by row from the tables'
//! own definitions, so that a new column needs no change here. It must not know indicators.

use std::{collections::BTreeMap, error::Error};

use fangfei_lens::lake::{
    ColumnType, Lake, LoadOptions, Plain, Rejected, TableReader, TableSpec, shipped,
};
use jiff::{ToSpan, civil::date};

/// Rows of each table per hundred firms.
const PROPORTIONS: [(&str, u32); 22] = [
    ("enterprise", 100),
    ("person_role", 120),
    ("annual_report", 150),
    ("change", 60),
    ("tax", 150),
    ("tax_arrears", 1),
    ("penalty", 4),
    ("abnormal", 6),
    ("lawsuit", 10),
    ("advert", 20),
    ("news", 10),
    ("platform", 1),
    ("platform_month", 2),
    ("complaint", 5),
    ("inspection", 10),
    ("investment", 15),
    ("branch", 5),
    ("licence", 2),
    ("pledge", 3),
    ("recruitment", 5),
    ("premises", 10),
    ("fund_month", 20),
];

const SCOPE: [&str; 24] = [
    "日用百货销售",
    "计算机系统集成服务",
    "企业管理咨询",
    "道路货物运输",
    "建筑材料销售",
    "农产品收购",
    "会议及展览服务",
    "广告设计、制作、代理、发布",
    "餐饮服务",
    "房屋租赁",
    "技术开发、技术咨询、技术服务",
    "机械设备租赁",
    "投资管理",
    "投资咨询（不得从事吸收存款等金融业务）",
    "养老服务",
    "旅游信息咨询",
    "文化艺术交流活动策划",
    "食品销售",
    "健康管理咨询",
    "财富管理",
    "区块链技术开发",
    "货物进出口",
    "物业管理",
    "依法须经批准的项目经批准后方可开展",
];
const TRADE: [&str; 12] = [
    "贸易",
    "科技",
    "商贸",
    "建筑工程",
    "餐饮管理",
    "投资管理",
    "农业开发",
    "养老服务",
    "信息咨询",
    "资产管理",
    "文化传媒",
    "物流",
];
const ADVERT: [&str; 10] = [
    "新店开业，全场八折，欢迎光临",
    "本公司诚聘销售人员，待遇优厚",
    "年化收益12%，保本保息，稳赚不赔",
    "谨防非法集资，守好钱袋子",
    "养老公寓预定会员卡，存10万每年返还1万",
    "原始股内部认购，上市前最后机会",
    "推荐奖、见点奖，多劳多得",
    "春季新品上市，买一送一",
    "解债服务，债务化解，不成功不收费",
    "月息2分，随存随取",
];
const CHARACTERS: [char; 40] = [
    '安', '邦', '昌', '成', '达', '德', '东', '方', '丰', '福', '富', '光', '广', '海', '和', '恒',
    '宏', '华', '汇', '嘉', '金', '景', '久', '凯', '康', '乐', '利', '隆', '茂', '明', '鹏', '瑞',
    '盛', '顺', '泰', '祥', '信', '兴', '益', '源',
];

/// Loads every table; the number of facts.
pub async fn fill(lake: &Lake, firms: u32) -> Result<u64, Box<dyn Error>> {
    let tables = shipped()?;
    let mut facts = 0;
    for (number, (name, share)) in (1_u64..).zip(PROPORTIONS) {
        let table = &tables[name];
        let rows = u32::try_from(u64::from(firms) * u64::from(share) / 100)?;
        let reader = Rows {
            table,
            firms,
            rows,
            at: 0,
            draw: Draw(number * 7919),
        };
        let options = LoadOptions {
            file: format!("{name}.csv"),
            sha256: format!("{number:064}"),
            known_on: date(2020, 1, 1),
            set: BTreeMap::new(),
        };
        let loaded = lake.load(table, vec![Box::new(reader)], &options).await?;
        if let Some(wrong) = loaded.rejected.first() {
            return Err(format!("{name}: {wrong:?}").into());
        }
        facts += loaded.taken;
    }
    Ok(facts)
}

struct Rows<'a> {
    table: &'a TableSpec,
    firms: u32,
    rows: u32,
    at: u32,
    draw: Draw,
}

impl TableReader for Rows<'_> {
    fn sheet(&self) -> &str {
        ""
    }

    fn next_row(&mut self) -> Option<Result<(u32, Vec<Plain>), Vec<Rejected>>> {
        if self.at == self.rows {
            return None;
        }
        self.at += 1;
        let cells = (0..self.table.columns.len())
            .map(|column| self.cell(column))
            .collect();
        Some(Ok((self.at, cells)))
    }
}

impl Rows<'_> {
    fn cell(&mut self, column: usize) -> Plain {
        let is_firm = self.table.table == "enterprise";
        let column = &self.table.columns[column];
        let text = |text: String| Plain::Text(text);
        match column.name.as_str() {
            "uscc" if is_firm => return text(code(self.at)),
            "uscc" | "held_uscc" | "holder" => return text(code(1 + self.draw.below(self.firms))),
            "name" if is_firm => return text(self.draw.name()),
            "name"
            | "id"
            | "registration_number"
            | "held_id"
            | "held_name"
            | "former_name"
            | "holder_name" => {
                return Plain::Empty;
            }
            "platform" => return text(format!("p{}", self.draw.below(self.firms / 100 + 1))),
            "person" => return text(format!("r{}", self.draw.below(self.firms))),
            "scope" => return text(self.draw.scope()),
            "text" => return text(self.draw.of(&ADVERT).to_owned()),
            "district" => {
                return text(format!(
                    "34{:02}{:02}",
                    1 + self.draw.below(16),
                    1 + self.draw.below(9)
                ));
            }
            "industry_section" => {
                return text(
                    self.draw
                        .of(&["A", "C", "F", "I", "J", "L", "Q"])
                        .to_owned(),
                );
            }
            "document" | "number" => return text(format!("文〔2024〕{}号", self.at)),
            "branch_name" => return text(format!("第{}分公司", self.at)),
            "removed_on" | "to_on" | "revoked_on" | "ended_on" | "closed_on" | "withdrawn_on"
                if self.draw.below(10) < 8 =>
            {
                return Plain::Empty;
            }
            _ => {}
        }
        if !column.required && self.draw.below(10) == 0 {
            return Plain::Empty;
        }
        match column.kind {
            ColumnType::Text | ColumnType::Code => {
                text(format!("{}{}", column.title, self.draw.below(1000)))
            }
            ColumnType::Choice => {
                let at = self
                    .draw
                    .below(u32::try_from(column.words.len()).unwrap_or(1))
                    as usize;
                text(column.words[at].code.clone())
            }
            ColumnType::Money => Plain::Int(i64::from(self.draw.below(5000))),
            ColumnType::Count => Plain::Int(i64::from(self.draw.below(120))),
            ColumnType::Rate | ColumnType::Number => {
                Plain::Number(f64::from(self.draw.below(4000)) / 100.0)
            }
            ColumnType::Date | ColumnType::Month | ColumnType::Year => {
                let start = date(2015, 1, 1);
                Plain::Day(
                    start
                        .checked_add(i64::from(self.draw.below(3460)).days())
                        .unwrap_or(start),
                )
            }
            ColumnType::Flag => Plain::Flag(self.draw.below(2) == 0),
        }
    }
}

/// A credit code with the check digit of GB 32100.
fn code(number: u32) -> String {
    const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("9134{:02}{:02}{number:09}", 1 + number % 16, 1 + number % 9);
    let mut weight = 1;
    let mut sum = 0;
    for sign in body.bytes() {
        sum += usize::from(sign - b'0') * weight;
        weight = weight * 3 % 31;
    }
    format!("{body}{}", char::from(SIGNS[(31 - sum % 31) % 31]))
}

/// Numbers of a fixed row (splitmix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end.max(1))).unwrap_or(0)
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(u32::try_from(list.len()).unwrap_or(1)) as usize]
    }

    fn name(&mut self) -> String {
        let mut name = format!("天南{}市", CHARACTERS[self.below(16) as usize]);
        for _ in 0..3 {
            name.push(CHARACTERS[self.below(40) as usize]);
        }
        name + self.of(&TRADE) + "有限公司"
    }

    fn scope(&mut self) -> String {
        let items: Vec<&str> = (0..3 + self.below(8)).map(|_| self.of(&SCOPE)).collect();
        items.join("；")
    }
}
