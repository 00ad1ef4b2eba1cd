//! Invented firms as several registers would write them: the same one renamed, abbreviated, with its place in brackets,
//! mistyped, at its address in another form, without telephone; and others that look like it: branches, neighbours in
//! one building, firms of one trade name. It must not know how linkage works.

/// Titles of the columns.
pub const TITLES: [&str; 7] = [
    "id", "name", "legal", "phone", "address", "founded", "entity",
];

/// One row, in the order of [`TITLES`].
pub type Row = [String; 7];

/// Repeatable numbers (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap_or(0)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// Common members are drawn more often.
    fn common(&mut self, n: usize) -> usize {
        let (a, b) = (self.below(n), self.below(n));
        a.min(b)
    }

    fn letter(&mut self, letters: &str) -> char {
        let n = letters.chars().count();
        let at = self.common(n);
        letters.chars().nth(at).unwrap_or('华')
    }
}

const CITIES: [(&str, &str, &[&str]); 8] = [
    ("北京", "", &["朝阳", "海淀", "丰台", "通州", "大兴"]),
    ("江苏", "苏州", &["昆山", "吴中", "相城", "常熟"]),
    ("江苏", "南京", &["玄武", "秦淮", "建邺", "江宁"]),
    ("浙江", "杭州", &["余杭", "萧山", "西湖", "滨江"]),
    ("广东", "深圳", &["南山", "福田", "宝安", "龙岗"]),
    ("四川", "成都", &["武侯", "锦江", "双流", "青羊"]),
    ("湖北", "武汉", &["洪山", "江夏", "武昌", "汉阳"]),
    ("山东", "济南", &["历下", "历城", "槐荫", "章丘"]),
];
const TRADE: &str = "华盛鑫源泰恒信达瑞丰宏远博雅金辉兴旺德昌隆通利亨润安康宁和顺祥福瑞嘉禾天成海洋江河山川云飞龙凤鹏程锦绣前景光明星辰日月东方南北西中正大同久永长青松柏竹梅兰菊荷莲红蓝紫银玉宝石晶立新创业科达联合众智慧优品诚实力量卓越超群领航启航扬帆远征开拓汇聚融聚凯旋胜利美好佳美尚善思哲理文武双全方圆百川千里万邦亿嘉乐欣怡悦舒适家园春夏秋冬风雨雷霆";
const LINES: [&str; 24] = [
    "科技",
    "贸易",
    "商贸",
    "投资管理",
    "信息技术",
    "网络科技",
    "文化传媒",
    "建筑工程",
    "装饰工程",
    "物流",
    "餐饮管理",
    "教育咨询",
    "企业管理咨询",
    "健康管理",
    "养老服务",
    "生物科技",
    "农业开发",
    "电子商务",
    "机械设备",
    "房地产经纪",
    "资产管理",
    "汽车销售",
    "医疗器械",
    "环保工程",
];
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文志海燕春梅辉玲斌宇浩凯欣怡婷雪琳晨阳子轩梓涵俊峰鹏飞博思佳慧颖倩莉萍梦瑶诗雨泽林森波旭东振宁立新永康德福庆祥家豪世昌";
const ROADS: &str =
    "人民中山解放建设和平新华文化胜利青年友谊长江黄河科技创业迎宾振兴光明学府滨河湖东西南北";
const SITES: [&str; 8] = [
    "大厦",
    "广场",
    "科技园",
    "产业园",
    "商务中心",
    "国际中心",
    "创业园",
    "写字楼",
];
const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A firm as it is.
#[derive(Debug, Clone)]
struct Firm {
    city: usize,
    district: usize,
    trade: String,
    line: usize,
    branch: Option<usize>,
    legal: String,
    phone: String,
    road: String,
    number: usize,
    site: String,
    building: usize,
    room: usize,
    founded: (usize, usize, usize),
}

/// Rows of `n` entries, a fifth of them of firms that stand there already.
pub fn rows(n: usize, seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed);
    let mut firms: Vec<Firm> = Vec::new();
    let mut out: Vec<(usize, [String; 5])> = Vec::with_capacity(n);
    let distinct = n - n / 5;
    for entity in 0..distinct {
        let firm = another(&mut dice, &firms);
        out.push((entity, plain(&firm)));
        firms.push(firm);
    }
    for _ in distinct..n {
        let entity = dice.below(distinct);
        out.push((entity, again(&mut dice, &firms[entity])));
    }
    for i in (1..out.len()).rev() {
        out.swap(i, dice.below(i + 1));
    }
    let numbered = out.into_iter().enumerate();
    numbered
        .map(|(i, (entity, [name, legal, phone, address, founded]))| {
            [
                format!("r{i}"),
                name,
                legal,
                phone,
                address,
                founded,
                entity.to_string(),
            ]
        })
        .collect()
}

/// A new firm; one in fifty is a branch of an earlier one, one in thirty sits in an earlier one's building.
fn another(dice: &mut Dice, firms: &[Firm]) -> Firm {
    let mut firm = fresh(dice);
    if !firms.is_empty() && dice.chance(2) {
        let parent = &firms[dice.below(firms.len())];
        firm.trade.clone_from(&parent.trade);
        (firm.line, firm.city) = (parent.line, parent.city);
        firm.legal.clone_from(&parent.legal);
        firm.district = dice.below(CITIES[firm.city].2.len());
        firm.branch = Some(firm.district);
    } else if !firms.is_empty() && dice.chance(3) {
        let neighbour = &firms[dice.below(firms.len())];
        (firm.city, firm.district) = (neighbour.city, neighbour.district);
        firm.road.clone_from(&neighbour.road);
        firm.site.clone_from(&neighbour.site);
        (firm.number, firm.building) = (neighbour.number, neighbour.building);
    }
    firm
}

fn fresh(dice: &mut Dice) -> Firm {
    let city = dice.below(CITIES.len());
    let letters = 2 + usize::from(dice.chance(55)) + usize::from(dice.chance(15));
    let given = 1 + usize::from(dice.chance(75));
    let legal = std::iter::once(dice.letter(SURNAMES))
        .chain((0..given).map(|_| dice.letter(GIVEN)).collect::<Vec<_>>())
        .collect();
    Firm {
        city,
        district: dice.below(CITIES[city].2.len()),
        trade: (0..letters).map(|_| dice.letter(TRADE)).collect(),
        line: dice.common(LINES.len()),
        branch: None,
        legal,
        phone: format!("1{}{:09}", 3 + dice.below(7), dice.below(1_000_000_000)),
        road: format!("{}{}路", dice.letter(ROADS), dice.letter(ROADS)),
        number: 1 + dice.below(400),
        site: format!(
            "{}{}{}",
            dice.letter(TRADE),
            dice.letter(TRADE),
            dice.of(&SITES)
        ),
        building: 1 + dice.below(12),
        room: (1 + dice.below(28)) * 100 + 1 + dice.below(20),
        founded: (
            1996 + dice.below(28),
            1 + dice.below(12),
            1 + dice.below(28),
        ),
    }
}

fn place(firm: &Firm) -> &'static str {
    let (province, city, _) = CITIES[firm.city];
    if city.is_empty() { province } else { city }
}

fn branch(firm: &Firm) -> String {
    firm.branch
        .map_or_else(String::new, |d| format!("{}分公司", CITIES[firm.city].2[d]))
}

fn plain(firm: &Firm) -> [String; 5] {
    let name = format!(
        "{}{}{}有限公司{}",
        place(firm),
        firm.trade,
        LINES[firm.line],
        branch(firm)
    );
    let (y, m, d) = firm.founded;
    let founded = format!("{y}-{m:02}-{d:02}");
    [
        name,
        firm.legal.clone(),
        firm.phone.clone(),
        address(firm, 0),
        founded,
    ]
}

fn address(firm: &Firm, form: usize) -> String {
    let (province, city, districts) = CITIES[firm.city];
    let district = districts[firm.district];
    let upper = if city.is_empty() {
        format!("{province}市{district}区")
    } else {
        format!("{province}省{city}市{district}区")
    };
    let Firm {
        road,
        number,
        site,
        building,
        room,
        ..
    } = firm;
    match form {
        0 => format!("{upper}{road}{number}号{site}{building}号楼{room}室"),
        1 => format!("{district}区{road}{number}号{site}{building}栋{room}"),
        2 => format!("{upper}{road}{number}号{site}"),
        3 => format!("{road}{number}号{site}{}座{room}房", DIGITS[building % 10]),
        4 => format!("{city}{district}{site}{building}幢{room}室（{road}{number}号）"),
        _ => format!("{upper}{road}{number}号{building}-{room}"),
    }
}

/// The same firm in another register, with two to four differences.
fn again(dice: &mut Dice, firm: &Firm) -> [String; 5] {
    let [mut name, mut legal, mut phone, mut place, mut founded] = plain(firm);
    for _ in 0..2 + dice.below(3) {
        match dice.below(10) {
            0 => name = renamed(dice, firm),
            1 | 2 => name = rewritten(dice, firm),
            3 => name = slip(dice, &name),
            4 | 5 => place = address(firm, 1 + dice.below(5)),
            6 => phone.clear(),
            7 => phone = phone_slip(dice, &phone),
            8 => founded = other_day(dice, firm),
            _ => {
                legal = if dice.chance(50) {
                    slip(dice, &legal)
                } else {
                    String::new()
                }
            }
        }
    }
    [name, legal, phone, place, founded]
}

fn renamed(dice: &mut Dice, firm: &Firm) -> String {
    let trade: String = (0..2).map(|_| dice.letter(TRADE)).collect();
    format!(
        "{}{trade}{}有限公司{}",
        place(firm),
        LINES[firm.line],
        branch(firm)
    )
}

fn rewritten(dice: &mut Dice, firm: &Firm) -> String {
    let (place, trade, line) = (place(firm), &firm.trade, LINES[firm.line]);
    let branch = branch(firm);
    match dice.below(5) {
        0 => format!("{trade}{line}（{place}）有限公司{branch}"),
        1 => format!("{trade}{line}有限公司{branch}"),
        2 => format!("{place}市{trade}{line}有限责任公司{branch}"),
        3 => format!("{place}{trade}{branch}"),
        _ => format!("{place}{trade}{line}股份有限公司{branch}"),
    }
}

/// One letter left out, doubled, changed or swapped with the next.
fn slip(dice: &mut Dice, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 2 {
        return text.to_owned();
    }
    let at = dice.below(letters.len() - 1);
    match dice.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = dice.letter(TRADE),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

fn phone_slip(dice: &mut Dice, phone: &str) -> String {
    let at = 3 + dice.below(8);
    let mut digits: Vec<char> = phone.chars().collect();
    match (dice.below(3), digits.get_mut(at)) {
        (0, Some(digit)) => *digit = char::from(b'0' + u8::try_from(dice.below(10)).unwrap_or(0)),
        (1, _) => return format!("+86 {phone}"),
        _ => return format!("1{:010}", dice.below(1_000_000_000)),
    }
    digits.into_iter().collect()
}

fn other_day(dice: &mut Dice, firm: &Firm) -> String {
    let (y, m, d) = firm.founded;
    match dice.below(3) {
        0 => format!("{y}/{m}/{d}"),
        1 => format!("{y}年{m}月{}日", 1 + (d + dice.below(9)) % 28),
        _ => String::new(),
    }
}
