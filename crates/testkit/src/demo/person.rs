//! People who do not exist: 姓 + 某 + one character, citizen numbers of a county that does not
//! exist, phone numbers of a range that is not given out. It must not know what they do.

use super::{draw::Draw, geography::COUNTY};
use fangfei_model::code::citizen_id::CitizenId;

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石";
const GIVEN: &str = "一二三平安明强丽芳军勇杰涛超霞娟静敏燕辉波斌鹏飞宁宇晨欣怡凯浩磊洋艳玲梅红花春秋冬青山林森海江河峰岩松柏竹";

/// A person's name: 王某平.
pub fn name(draw: &mut Draw) -> String {
    format!("{}某{}", character(draw, SURNAMES), character(draw, GIVEN))
}

/// Another name of the same surname: 王某平 → 王某安.
pub fn next_name(name: &str) -> String {
    let (start, last) = name.split_at(name.char_indices().last().map_or(0, |(at, _)| at));
    let mut given = GIVEN.chars().cycle();
    given.find(|c| last.starts_with(*c));
    format!("{start}{}", given.next().unwrap_or('一'))
}

/// A mobile number: 11 digits of the right shape, of a range kept for machines.
pub fn mobile(draw: &mut Draw) -> String {
    format!("1400000{:04}", draw.below(10_000))
}

/// An office number with an area code that is not given out.
pub fn office_phone(draw: &mut Draw) -> String {
    format!("0300-200{:04}", draw.below(10_000))
}

/// A citizen number whose check digit holds, of the county that does not exist.
pub fn citizen_number(draw: &mut Draw) -> String {
    let born = format!(
        "{}{:02}{:02}",
        draw.between(1950, 2002),
        draw.between(1, 12),
        draw.between(1, 28)
    );
    let body = format!("{COUNTY}{born}{:03}", draw.below(1_000));
    complete(&body, "0123456789X", |text| {
        text.parse::<CitizenId>().is_ok()
    })
}

fn character(draw: &mut Draw, from: &str) -> char {
    let all: Vec<char> = from.chars().collect();
    all[draw.below(all.len())]
}

/// The body with the one last character that makes it right.
pub(super) fn complete(body: &str, last: &str, right: impl Fn(&str) -> bool) -> String {
    let tried = last.chars().map(|c| format!("{body}{c}"));
    tried
        .into_iter()
        .find(|text| right(text))
        .unwrap_or_else(|| panic!("{body} 没有校验位"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_their_checks_and_belong_to_nobody() {
        let mut draw = Draw::seeded(3);
        for _ in 0..200 {
            let id: CitizenId = citizen_number(&mut draw).parse().unwrap();
            assert_eq!(id.division().unwrap().as_str(), COUNTY);
            assert!(fangfei_intake::value::phones(&mobile(&mut draw)).is_ok());
            assert!(fangfei_intake::value::phones(&office_phone(&mut draw)).is_ok());
        }
    }

    #[test]
    fn the_next_name_keeps_the_surname_and_differs() {
        assert_eq!(next_name("王某平"), "王某安");
        assert_eq!(next_name("王某柏"), "王某竹");
        assert_eq!(next_name("王某竹"), "王某一");
    }

    #[test]
    fn names_are_plainly_invented() {
        let name = name(&mut Draw::seeded(3));
        assert_eq!((name.chars().count(), name.chars().nth(1)), (3, Some('某')));
    }
}
