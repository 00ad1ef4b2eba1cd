//! What a column holds, guessed from its title and some of its values. It must not know how values are compared.

use super::kind::ColumnKind;
use crate::link::fold;

/// Words of titles, the more telling first.
const TITLES: [(&str, ColumnKind); 58] = [
    ("统一社会信用代码", ColumnKind::Code),
    ("信用代码", ColumnKind::Code),
    ("uscc", ColumnKind::Code),
    ("身份证", ColumnKind::Code),
    ("证件号", ColumnKind::Code),
    ("idcard", ColumnKind::Code),
    ("id_card", ColumnKind::Code),
    ("注册号", ColumnKind::Code),
    ("邮编", ColumnKind::Code),
    ("postcode", ColumnKind::Code),
    ("zip", ColumnKind::Code),
    ("soc_sec", ColumnKind::Code),
    ("ssn", ColumnKind::Code),
    ("street_number", ColumnKind::Code),
    ("电话", ColumnKind::Phone),
    ("手机", ColumnKind::Phone),
    ("联系方式", ColumnKind::Phone),
    ("phone", ColumnKind::Phone),
    ("mobile", ColumnKind::Phone),
    ("tel", ColumnKind::Phone),
    ("email", ColumnKind::Text),
    ("邮箱", ColumnKind::Text),
    ("资本", ColumnKind::Text),
    ("金额", ColumnKind::Text),
    ("capital", ColumnKind::Text),
    ("地址", ColumnKind::Address),
    ("住所", ColumnKind::Address),
    ("经营场所", ColumnKind::Address),
    ("住址", ColumnKind::Address),
    ("address", ColumnKind::Address),
    ("street", ColumnKind::Address),
    ("addr", ColumnKind::Address),
    ("日期", ColumnKind::Date),
    ("出生", ColumnKind::Date),
    ("成立时间", ColumnKind::Date),
    ("date", ColumnKind::Date),
    ("dob", ColumnKind::Date),
    ("birth", ColumnKind::Date),
    ("时间", ColumnKind::Date),
    ("founded", ColumnKind::Date),
    ("法定代表人", ColumnKind::Person),
    ("法人代表", ColumnKind::Person),
    ("法人", ColumnKind::Person),
    ("负责人", ColumnKind::Person),
    ("姓名", ColumnKind::Person),
    ("联系人", ColumnKind::Person),
    ("legal", ColumnKind::Person),
    ("person", ColumnKind::Person),
    ("first_name", ColumnKind::Person),
    ("given_name", ColumnKind::Person),
    ("surname", ColumnKind::Person),
    ("last_name", ColumnKind::Person),
    ("企业", ColumnKind::Company),
    ("公司", ColumnKind::Company),
    ("单位", ColumnKind::Company),
    ("机构", ColumnKind::Company),
    ("company", ColumnKind::Company),
    ("firm", ColumnKind::Company),
];

/// The kind of a column.
pub fn guess(title: &str, samples: &[&str]) -> ColumnKind {
    let by_value = by_values(samples);
    let title = title.to_lowercase();
    let by_title = TITLES
        .iter()
        .find(|(word, _)| title.contains(word))
        .map(|(_, kind)| *kind);
    match (by_title, by_value) {
        // A title such as 企业 or 单位 stands over addresses and codes too; values decide where they are plain.
        (Some(ColumnKind::Company | ColumnKind::Person), Some(kind)) => kind,
        (Some(kind), _) => kind,
        (None, Some(kind)) => kind,
        (None, None) => ColumnKind::Text,
    }
}

fn by_values(samples: &[&str]) -> Option<ColumnKind> {
    let filled: Vec<Vec<char>> = samples
        .iter()
        .map(|s| fold::fold(s.trim()).chars)
        .filter(|s| !s.is_empty())
        .collect();
    if filled.is_empty() {
        return None;
    }
    let most = |test: fn(&[char]) -> bool| {
        filled.iter().filter(|s| test(s)).count() * 10 >= filled.len() * 7
    };
    if most(is_date) {
        Some(ColumnKind::Date)
    } else if most(is_phone) {
        Some(ColumnKind::Phone)
    } else if most(is_code) {
        Some(ColumnKind::Code)
    } else if most(is_company) {
        Some(ColumnKind::Company)
    } else if most(is_address) {
        Some(ColumnKind::Address)
    } else if most(is_person) {
        Some(ColumnKind::Person)
    } else {
        None
    }
}

fn is_date(s: &[char]) -> bool {
    let digits = s.iter().filter(|c| c.is_ascii_digit()).count();
    let others = s
        .iter()
        .filter(|c| matches!(c, '-' | '/' | '.' | '年' | '月' | '日'))
        .count();
    let century = s.starts_with(&['1', '9']) || s.starts_with(&['2', '0']);
    (others >= 2 && digits + others == s.len() && (4..=8).contains(&digits))
        || (s.len() == 8 && digits == 8 && century)
}

fn is_phone(s: &[char]) -> bool {
    let digits = s.iter().filter(|c| c.is_ascii_digit()).count();
    let mobile = digits == 11 && s.first() == Some(&'1');
    let landline = s.first() == Some(&'0') && (10..=12).contains(&digits);
    digits + 2 >= s.len() && (mobile || landline)
}

fn is_code(s: &[char]) -> bool {
    let digits = s.iter().filter(|c| c.is_ascii_digit()).count();
    s.len() >= 4
        && digits * 2 >= s.len()
        && s.iter().all(|c| c.is_ascii_alphanumeric() || *c == '-')
}

fn is_company(s: &[char]) -> bool {
    let text: String = s.iter().collect();
    [
        "公司",
        "合作社",
        "事务所",
        "经营部",
        "(有限合伙)",
        "银行",
        "集团",
    ]
    .iter()
    .any(|w| text.contains(w))
        && s.len() >= 5
}

fn is_address(s: &[char]) -> bool {
    let marks = s
        .iter()
        .filter(|c| {
            matches!(
                c,
                '省' | '市' | '区' | '县' | '镇' | '路' | '街' | '号' | '村' | '楼' | '室'
            )
        })
        .count();
    marks >= 2 && s.len() >= 6
}

fn is_person(s: &[char]) -> bool {
    (2..=4).contains(&s.len()) && s.iter().all(|c| fold::is_han(*c))
}
