//! Whether an account is a person's or a body's, as far as its name and number tell.
//! It must not know what the account did.

use crate::transfer::HolderKind;

const INTERMEDIARIES: &[&str] = &[
    "支付宝",
    "财付通",
    "微信支付",
    "微信转账",
    "银联",
    "网联",
    "备付金",
    "待清算",
    "清算",
    "拉卡拉",
    "微信零钱",
    "零钱通",
    "余额宝",
    "快捷支付",
    "京东支付",
    "网银在线",
    "通联支付",
    "易宝支付",
    "汇付",
    "富友支付",
    "随行付",
    "收单",
    "支付科技",
    "支付有限公司",
    "支付服务",
    "内部户",
    "过渡户",
    "应付利息",
    "利息支出",
    "手续费收入",
];
const BODIES: &[&str] = &[
    "公司",
    "合作社",
    "事务所",
    "中心",
    "学校",
    "幼儿园",
    "医院",
    "卫生院",
    "委员会",
    "政府",
    "局",
    "厂",
    "店",
    "超市",
    "商行",
    "经营部",
    "门市部",
    "商贸",
    "集团",
    "协会",
    "基金",
    "物业",
    "酒店",
    "饭店",
    "宾馆",
    "工作室",
    "研究院",
    "大学",
    "中学",
    "小学",
    "村委会",
    "居委会",
    "管理处",
    "服务部",
    "分行",
    "支行",
    "信用社",
    "银行",
    "养老院",
    "农场",
    "企业",
    "有限",
    "商城",
    "旗舰店",
    "食堂",
    "网吧",
    "馆",
    "部",
    "社",
    "院",
    "所",
    "站",
    "行",
    "铺",
    "园",
    "城",
    "办公室",
    "财政",
    "税务",
    "法院",
    "个体工商户",
    "合伙",
];

/// What a name and number tell of the holder.
pub fn holder_kind(name: Option<&str>, number: Option<&str>) -> HolderKind {
    let Some(name) = name else {
        return by_number(number);
    };
    let plain: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    if is_cash(&plain) {
        return HolderKind::Cash;
    }
    if INTERMEDIARIES.iter().any(|word| plain.contains(word)) || is_bank(&plain) {
        return HolderKind::Intermediary;
    }
    if BODIES.iter().any(|word| plain.ends_with(word)) || plain.contains("公司") {
        return HolderKind::Body;
    }
    if is_person(&plain) {
        return HolderKind::Person;
    }
    HolderKind::Unknown
}

/// Payment firms that keep wallets, each by the words that its names have.
const WALLET_FIRMS: [&[&str]; 2] = [&["支付宝", "蚂蚁"], &["微信", "财付通"]];

/// Which of the payment firms that keep wallets a name is of.
pub(super) fn wallet_firm(name: &str) -> Option<usize> {
    WALLET_FIRMS
        .iter()
        .position(|words| words.iter().any(|word| name.contains(word)))
}

/// What a bank prints in the place of a name when notes were handed over the counter or put into a machine.
fn is_cash(plain: &str) -> bool {
    const LABELS: [&str; 10] = [
        "现存",
        "现取",
        "存现",
        "取现",
        "无卡存款",
        "柜面存款",
        "柜台存款",
        "自助存款",
        "自助取款",
        "无折存款",
    ];
    const MACHINES: [&str; 4] = ["ATM", "CDM", "CRS", "存取款机"];
    let short = plain.chars().count() <= 8 && !plain.contains("公司");
    let machine = MACHINES.iter().any(|word| plain.contains(word));
    short && (plain.contains("现金") || LABELS.contains(&plain) || machine)
}

/// The bank itself, not a body that banks there.
fn is_bank(plain: &str) -> bool {
    [
        "银行",
        "银行股份有限公司",
        "信用社",
        "信用合作联社",
        "分行",
        "支行",
        "农商行",
    ]
    .iter()
    .any(|end| plain.ends_with(end))
        || (plain.contains("银行") && plain.chars().count() <= 8)
}

/// A name of two to four characters, or two parts with a dot, with a surname first or masked.
fn is_person(plain: &str) -> bool {
    let count = plain.chars().count();
    let is_name =
        |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '*' || c == '＊' || c == '某';
    if plain.contains(['·', '•']) {
        return plain
            .chars()
            .filter(|c| !matches!(c, '·' | '•'))
            .all(is_name);
    }
    if !(2..=4).contains(&count) || !plain.chars().all(is_name) {
        return false;
    }
    let first = plain.chars().next().unwrap_or(' ');
    let is_double = COMPOUND.iter().any(|surname| plain.starts_with(surname));
    (SURNAMES.contains(first) && count <= 3) || is_double || first == '*' || plain.contains('某')
}

const COMPOUND: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯",
    "端木", "南宫", "独孤", "呼延", "闻人",
];
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟甲乙丙丁戊己庚辛肖付代覃";

/// A card of the national numbering that begins with 62 and has its length is a person's more often
/// than not, but firms hold cards too: the number alone does not tell.
fn by_number(number: Option<&str>) -> HolderKind {
    let is_wallet = number.is_some_and(|n| n.contains('@'));
    if is_wallet {
        HolderKind::Person
    } else {
        HolderKind::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_persons_from_bodies() {
        for (name, kind) in [
            ("甲某", HolderKind::Person),
            ("欧阳某某", HolderKind::Person),
            ("张*", HolderKind::Person),
            ("云溪县甲商贸有限公司", HolderKind::Body),
            ("乙早点铺", HolderKind::Body),
            ("财付通支付科技有限公司", HolderKind::Intermediary),
            ("中国某银行云溪支行", HolderKind::Intermediary),
            ("现金", HolderKind::Cash),
            ("柜台现金", HolderKind::Cash),
            ("现金存款", HolderKind::Cash),
            ("ATM存款", HolderKind::Cash),
            ("现存", HolderKind::Cash),
            ("微信转账", HolderKind::Intermediary),
            ("现金贷科技有限公司", HolderKind::Body),
            ("张三、李四", HolderKind::Unknown),
            ("A001", HolderKind::Unknown),
        ] {
            assert_eq!(holder_kind(Some(name), None), kind, "{name}");
        }
    }
}
