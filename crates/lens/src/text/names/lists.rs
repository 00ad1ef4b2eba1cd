//! The lists of names' anatomy: endings, cues before and after, ordinary words. It must not know texts.

use std::sync::LazyLock;

use super::super::phrase::Phrases;
use crate::screen::WordTable;

/// What an ending says of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// 有限公司: a full name, as long as its place, trade name and line of business.
    Firm,
    /// 贷, 宝, 币, 金服: a brand of a few characters.
    Brand,
    /// 集团, 理财, 公司: a brand that needs nothing else to be told, where its head is no word.
    Telling,
}

const FIRMS: [&str; 32] = [
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团有限公司",
    "控股有限公司",
    "集团股份有限公司",
    "(有限合伙)",
    "专业合作社",
    "合作社",
    "合作联社",
    "农民专业合作社",
    "研究院",
    "交易中心",
    "商品交易中心",
    "交易所",
    "商品交易所",
    "基金会",
    "事务所",
    "分公司",
    "总公司",
    "投资公司",
    "科技公司",
    "控股集团",
    "投资集团",
    "商会",
    "养老院",
    "养老公寓",
    "老年公寓",
    "养生馆",
    "投资管理公司",
    "资产管理公司",
    "集团公司",
];
const BRANDS: [&str; 88] = [
    "金融",
    "财富",
    "理财",
    "贷",
    "宝",
    "币",
    "链",
    "金服",
    "资本",
    "控股",
    "投资",
    "国际",
    "外汇",
    "钱包",
    "商城",
    "众筹",
    "网",
    "基金",
    "证券",
    "银行",
    "支付",
    "集团",
    "云商",
    "优选",
    "资管",
    "期货",
    "环球",
    "财经",
    "资产",
    "信托",
    "保险",
    "app",
    "平台",
    "交易所",
    "科技",
    "生物",
    "传媒",
    "文化",
    "影视",
    "健康",
    "实业",
    "股份",
    "生活",
    "购",
    "商盟",
    "联盟",
    "单车",
    "出行",
    "公馆",
    "汇",
    "金控",
    "普惠",
    "闪贷",
    "借",
    "白条",
    "投",
    "策略",
    "配资",
    "信投",
    "微盘",
    "矿业",
    "互娱",
    "娱乐",
    "矿场",
    "矿池",
    "coin",
    "pay",
    "token",
    "chain",
    "fx",
    "dao",
    "swap",
    "商学院",
    "学堂",
    "庄园",
    "农场",
    "牧场",
    "农业",
    "养老",
    "康养",
    "医疗",
    "药业",
    "酒业",
    "茶业",
    "置业",
    "地产",
    "贵金属",
    "创投",
];
const TELLING: [&str; 24] = [
    "集团", "理财", "财富", "金服", "资本", "控股", "金控", "资管", "信托", "证券", "基金", "期货",
    "矿业", "置业", "药业", "传媒", "股份", "公司", "普惠", "众筹", "能源", "电子", "光电", "重工",
];
/// Right before a name.
const BEFORE: [&str; 48] = [
    "名为",
    "名叫",
    "叫做",
    "叫",
    "旗下",
    "旗下的",
    "平台",
    "下载",
    "注册",
    "涉嫌",
    "揭秘",
    "曝光",
    "警惕",
    "谨防",
    "关于",
    "公司",
    "登录",
    "打开",
    "加入",
    "投资",
    "所谓",
    "自称",
    "号称",
    "推出",
    "即",
    "app",
    "“",
    "《",
    "【",
    "「",
    "简称",
    "以下简称",
    "原名",
    "更名为",
    "改名",
    "冒充",
    "起底",
    "揭露",
    "揭开",
    "解析",
    "实锤",
    "曝",
    "参与",
    "购买",
    "发行",
    "开发",
    "运营",
    "收购",
];
/// Right behind a name.
const AFTER: [&str; 87] = [
    "平台",
    "公司",
    "app",
    "官网",
    "骗局",
    "跑路",
    "崩盘",
    "暴雷",
    "爆雷",
    "失联",
    "涉嫌",
    "是什么",
    "是不是",
    "是真的",
    "靠谱吗",
    "合法吗",
    "怎么样",
    "创始人",
    "董事长",
    "老板",
    "法人",
    "客服",
    "提现",
    "注册",
    "下载",
    "邀请码",
    "项目",
    "集团",
    "模式",
    "系统",
    "传销",
    "诈骗",
    "非法",
    "黑平台",
    "外汇",
    "理财",
    "金融",
    "投资",
    "交易",
    "商城",
    "钱包",
    "会员",
    "用户",
    "投资人",
    "投资者",
    "总部",
    "旗下",
    "”",
    "》",
    "】",
    "」",
    "(",
    "正规吗",
    "安全吗",
    "可靠吗",
    "真假",
    "出金",
    "无法",
    "被",
    "宣布",
    "发布",
    "上线",
    "推出",
    "(简称",
    "(以下简称",
    "股票",
    "倒闭",
    "关停",
    "停业",
    "立案",
    "崩了",
    "出事",
    "兑付",
    "逾期",
    "客户经理",
    "业务员",
    "业务经理",
    "负责人",
    "工作人员",
    "讲师",
    "店长",
    "实控人",
    "实际控制人",
    "非法集资",
    "集资",
    "暴雷了",
    "软件",
];

/// Right before a name, and before little else.
const NAMING: &str = "名为 名叫 叫做 个叫 款叫 家叫 种叫 自称 自称是 简称";
/// Behind a name in quotation marks.
const BEHIND_QUOTES: &str = "非法集资 集资 案 系 平台 公司 app 软件 项目 骗局 传销 跑路 暴雷 爆雷 理财 涉嫌 被查 投资人 投资者 受害人 \
    受害者 集团 商城 钱包 会员 崩盘 诈骗 注册 下载 提现 老板 负责人 专案 案件 资金盘 虚拟币 养老院 合作社 金融 负责 实际控制人 客服 \
    旗下 养老 服务中心 健康 康养 农业 工作人员 业务员 总部 门店 店 财富 投资 微信群 公众号 小程序 网站";
const ORDINARY: &str = include_str!("ordinary.txt");

pub(super) static ENDINGS: LazyLock<Phrases<Ending>> = LazyLock::new(|| {
    let firms = FIRMS.iter().map(|w| (*w, Ending::Firm));
    let telling = TELLING.iter().map(|w| (*w, Ending::Telling));
    let known = firms.chain(telling);
    Phrases::new(known.chain(BRANDS.iter().map(|w| (*w, Ending::Brand))))
});
static FIRM: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(FIRMS.map(|w| (w, ()))));
pub(super) static CUES_AFTER: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(AFTER.map(|w| (w, ()))));
pub(super) static QUOTED_BEFORE: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(BEHIND_QUOTES.split_whitespace().map(|w| (w, ()))));
/// Ordinary words of two characters and more.
pub(super) static COMMON: LazyLock<WordTable<char>> = LazyLock::new(|| {
    let lines = ORDINARY.lines().filter(|l| !l.starts_with('#'));
    let words = lines.flat_map(str::split_whitespace);
    let words = words.map(|word| word.chars().collect::<Vec<char>>());
    WordTable::new(words.filter(|word| word.len() > 1))
});
static NAMED: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(NAMING.split_whitespace().map(|w| (w, ()))));
static CUES_BEFORE: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(BEFORE.map(|w| (w, ()))));

/// Whether an ending of full names may begin with a character.
pub(super) fn firm_begins(c: char) -> bool {
    FIRM.begins(c)
}

/// Whether a word that stands before names ends at `at`.
pub(super) fn cue_ends(text: &[char], at: usize) -> bool {
    CUES_BEFORE.before(text, at, 1..=4).is_some()
}

/// Whether words that name something end at `at`: 一个叫, 名为.
pub(super) fn is_named(text: &[char], at: usize) -> bool {
    NAMED.before(text, at, 2..=3).is_some()
}
