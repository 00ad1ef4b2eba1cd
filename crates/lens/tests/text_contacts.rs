//! Contacts under evasion, by cases and on any text. It must not know how they are read.

use fangfei_lens::text::contact::{ContactKind, find};
use proptest::prelude::*;

/// Text, kind, plain value (empty where it is not handed on).
const CASES: [(&str, ContactKind, &str); 58] = [
    ("电话13800000000联系", ContactKind::Mobile, "13800000000"),
    ("电话：138-0000-0000", ContactKind::Mobile, "13800000000"),
    ("1 3 8 0 0 0 0 0 0 0 0", ContactKind::Mobile, "13800000000"),
    ("１３８００００００００", ContactKind::Mobile, "13800000000"),
    ("一三八零零零零零零零零", ContactKind::Mobile, "13800000000"),
    ("幺三八〇〇〇〇〇〇〇〇", ContactKind::Mobile, "13800000000"),
    ("①③⑧0000⓪⓪⓪⓪", ContactKind::Mobile, "13800000000"),
    ("1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣", ContactKind::Mobile, "13800000000"),
    ("138oooo0000", ContactKind::Mobile, "13800000000"),
    ("+86 138 0000 0000", ContactKind::Mobile, "13800000000"),
    ("138*0000*0000咨询", ContactKind::Mobile, "13800000000"),
    ("壹叁捌零零零零零零零零", ContactKind::Mobile, "13800000000"),
    ("座机010-80000000", ContactKind::Landline, "01080000000"),
    ("（0351）8000000", ContactKind::Landline, "03518000000"),
    ("来电8000000咨询", ContactKind::Landline, "8000000"),
    ("热线400-800-0000", ContactKind::Hotline, "4008000000"),
    ("4008000000", ContactKind::Hotline, "4008000000"),
    ("加QQ：80000000", ContactKind::Qq, "80000000"),
    ("扣扣8 0 0 0 0 0 0 0", ContactKind::Qq, "80000000"),
    ("企鹅号80000000", ContactKind::Qq, "80000000"),
    ("QQ群号：600000000", ContactKind::QqGroup, "600000000"),
    ("维权群600000000", ContactKind::QqGroup, "600000000"),
    ("微信：abc_12345", ContactKind::Wechat, "abc_12345"),
    ("薇信abc12345", ContactKind::Wechat, "abc12345"),
    ("加威信 abc12345", ContactKind::Wechat, "abc12345"),
    ("➕V：abc12345", ContactKind::Wechat, "abc12345"),
    ("VX abc12345", ContactKind::Wechat, "abc12345"),
    ("V信号是ABC12345", ContactKind::Wechat, "abc12345"),
    ("微信13800000000", ContactKind::Wechat, "13800000000"),
    ("邮箱a.b@example.com", ContactKind::Email, "a.b@example.com"),
    (
        "网址www.example.com/a?b=1",
        ContactKind::Url,
        "www.example.com/a?b=1",
    ),
    ("http://example.vip", ContactKind::Url, "example.vip"),
    ("e x a m p l e . c o m", ContactKind::Url, "example.com"),
    ("example点com", ContactKind::Url, "example.com"),
    ("example。com。cn", ContactKind::Url, "example.com.cn"),
    ("抖音号：abc12345", ContactKind::Douyin, "abc12345"),
    ("电报 @abc_12345", ContactKind::Telegram, "abc_12345"),
    ("薇：abc12345", ContactKind::Wechat, "abc12345"),
    ("薇❤：abc12345", ContactKind::Wechat, "abc12345"),
    ("薇❤ a b c 1 2 3", ContactKind::Wechat, "abc123"),
    ("微：13800000000", ContactKind::Wechat, "13800000000"),
    ("V：abc_123", ContactKind::Wechat, "abc_123"),
    ("加我v abc12345", ContactKind::Wechat, "abc12345"),
    ("卫星：abc12345", ContactKind::Wechat, "abc12345"),
    ("Q：800000000", ContactKind::Qq, "800000000"),
    ("抠抠80000000", ContactKind::Qq, "80000000"),
    ("QQ裙 600000000", ContactKind::QqGroup, "600000000"),
    ("抠抠群600000000", ContactKind::QqGroup, "600000000"),
    ("138。0000。0001", ContactKind::Mobile, "13800000001"),
    (
        "壹三八，零零零零，零零零一",
        ContactKind::Mobile,
        "13800000001",
    ),
    ("l380O00000l", ContactKind::Mobile, "13800000001"),
    ("I38000O0001", ContactKind::Mobile, "13800000001"),
    ("固话80000000", ContactKind::Landline, "80000000"),
    ("小红书号 abc12345", ContactKind::Messenger, "abc12345"),
    ("LINE ID abc123", ContactKind::Messenger, "abc123"),
    ("邮箱abc#example.com", ContactKind::Email, "abc@example.com"),
    ("abc(at)example.com", ContactKind::Email, "abc@example.com"),
    ("卡号6200000000000005", ContactKind::BankCard, ""),
];

#[test]
fn every_case_is_found_under_its_cover() {
    let mut wrong = Vec::new();
    for (text, kind, value) in CASES {
        let found = find(text);
        let right = found.len() == 1
            && found[0].kind == kind
            && found[0].value.as_deref().unwrap_or_default() == value;
        if !right {
            wrong.push(format!("{text}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ordinary_numbers_and_words_are_no_contacts() {
    for text in [
        "2019年5月1日",
        "共10000000000元",
        "1.5%",
        "三百二十五户",
        "第12345678号",
        "微信支付很方便",
        "我们用微信群联系",
        "QQ音乐",
        "GB/T 9704",
        "3.14",
        "v1.2.3",
        "一一一一一一一一一一一",
        "编号2023000001",
        "app和P2P",
        "Q：100000元起投吗",
        "V：版本",
        "TV：abcdefg",
        "微：信息",
        "卫星电视",
        "编号分别为138，00，1234",
        "1，3，5，7，9，2，4，6，8，0，1",
        "l3800",
        "ill380000000001abc",
        "C#语言",
        "小红书很好看",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn identity_numbers_are_found_and_not_handed_on() {
    let found = find("身份证110101199001010000，本人");
    assert_eq!(
        (found[0].kind, found[0].value.as_deref()),
        (ContactKind::CitizenId, None)
    );
    let x = find("11010119900101000X");
    assert_eq!((x[0].kind, x[0].span), (ContactKind::CitizenId, (0, 18)));
}

#[test]
fn two_numbers_stay_two() {
    let found = find("13800000000/13900000000");
    assert_eq!(
        found
            .iter()
            .map(|c| c.value.clone().unwrap())
            .collect::<Vec<_>>(),
        ["13800000000", "13900000000"]
    );
}

proptest! {
    #[test]
    fn any_text_is_read_without_fail(text in "(1|3|8|0|一|三|八|零|-|\\*| |微信|V|➕|qq|群|:|@|\\.|com|点|a|b|卡|\\PC){0,30}") {
        let count = text.chars().count();
        let mut last = 0;
        for found in find(&text) {
            prop_assert!(found.span.0 >= last && found.span.0 < found.span.1 && found.span.1 <= count);
            last = found.span.1;
        }
    }

    #[test]
    fn a_number_is_found_however_it_is_parted(digits in "1[3-9][0-9]{9}", mark in "(-|\\.|\\*| |·|)") {
        prop_assume!(digits.bytes().any(|b| b != digits.as_bytes()[0]));
        let written: Vec<String> = digits.chars().map(|c| c.to_string()).collect();
        let text = format!("联系人，{}，欢迎", written.join(&mark));
        let found = find(&text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].value.as_deref(), Some(digits.as_str()));
    }
}
