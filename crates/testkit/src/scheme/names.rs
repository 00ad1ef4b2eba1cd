//! Names and numbers of people, firms and banks that do not exist. It must not know what they do.

use std::collections::BTreeSet;

use crate::demo::draw::Draw;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛",
    "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "欧阳", "司马", "上官",
];
const GIVEN: &str = "建国平明强丽芳军勇杰涛超霞娟静敏燕辉波斌鹏飞宁宇晨欣怡凯浩磊洋艳玲梅红花春秋冬青山林森海江河峰岩松柏竹桂兰英秀珍凤菊香莲素云淑贤德福禄寿喜永全有根";

/// Invented banks, with the first digits of their invented cards.
pub const BANKS: &[(&str, &str)] = &[
    ("启元银行", "629011"),
    ("恒岳银行股份有限公司", "629022"),
    ("青屏农村商业银行", "629033"),
    ("南桥村镇银行", "629044"),
    ("丰禾农村信用合作联社", "629055"),
    ("安澜银行", "629066"),
    ("瑞川商业银行", "629077"),
    ("海晏银行", "629088"),
    ("储汇邮政银行", "629099"),
    ("信隆银行", "629100"),
];
/// An invented payment firm.
pub const PAYMENT_FIRM: &str = "捷汇通支付有限公司";
/// An invented wallet.
pub const WALLET: &str = "随行钱包";

/// Draws names and numbers, none twice.
#[derive(Debug, Default)]
pub struct Register {
    taken: BTreeSet<String>,
}

impl Register {
    /// A person's name nobody else here has.
    pub fn person(&mut self, draw: &mut Draw) -> String {
        loop {
            let mut name = draw.of(SURNAMES).to_owned();
            for _ in 0..if draw.chance(22) { 1 } else { 2 } {
                name.push(character(draw));
            }
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// A bank card of 19 digits whose check digit holds.
    pub fn card(&mut self, draw: &mut Draw, bank: &str) -> String {
        let prefix = BANKS
            .iter()
            .find(|(name, _)| *name == bank)
            .map_or("629000", |(_, prefix)| prefix);
        loop {
            let body = format!("{prefix}{:012}", draw.between(0, 999_999_999_999));
            let number = format!("{body}{}", luhn(&body));
            if self.taken.insert(number.clone()) {
                return number;
            }
        }
    }

    /// A firm's account of 16 digits.
    pub fn firm_account(&mut self, draw: &mut Draw) -> String {
        loop {
            let number = format!("8104{:012}", draw.between(0, 999_999_999_999));
            if self.taken.insert(number.clone()) {
                return number;
            }
        }
    }

    /// A wallet's account: the letters and digits that such firms give.
    pub fn wallet(&mut self, draw: &mut Draw) -> String {
        loop {
            let number = format!("2088{:012}", draw.between(0, 999_999_999_999));
            if self.taken.insert(number.clone()) {
                return number;
            }
        }
    }
}

/// One of the invented banks.
pub fn bank(draw: &mut Draw) -> &'static str {
    BANKS[draw.below(BANKS.len())].0
}

fn character(draw: &mut Draw) -> char {
    let all: Vec<char> = GIVEN.chars().collect();
    all[draw.below(all.len())]
}

/// The last digit of a card number (ISO/IEC 7812-1).
fn luhn(body: &str) -> u32 {
    let sum: u32 = body
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(i, digit)| match (i % 2, digit * 2) {
            (0, doubled) if doubled > 9 => doubled - 9,
            (0, doubled) => doubled,
            _ => digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_the_published_one() {
        assert_eq!(luhn("7992739871"), 3);
    }

    #[test]
    fn nobody_has_a_name_or_a_card_twice() {
        let (mut draw, mut register) = (Draw::seeded(1), Register::default());
        let names: BTreeSet<String> = (0..2_000).map(|_| register.person(&mut draw)).collect();
        assert_eq!(names.len(), 2_000);
        let card = register.card(&mut draw, BANKS[0].0);
        assert_eq!((card.len(), &card[..6]), (19, BANKS[0].1));
    }
}
