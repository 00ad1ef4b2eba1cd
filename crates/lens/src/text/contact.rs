//! Ways to get in touch (联系方式) in a text, also where they are hidden: 一三八…, 1 3 8 - …, ①③⑧, 薇信, ➕V, a b c . c o m.
//! It must not know whose they are. Numbers of bank cards and identity cards are found, never handed on.

use std::sync::LazyLock;

use serde::Serialize;

use super::{
    digits,
    phrase::Phrases,
    plain::Plain,
    starts::{self, Starts},
    web,
};

/// What kind of contact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// 手机号.
    Mobile,
    /// 座机.
    Landline,
    /// 400, 800.
    Hotline,
    /// QQ号.
    Qq,
    /// QQ群、群号.
    QqGroup,
    /// 微信号.
    Wechat,
    /// 电子邮箱.
    Email,
    /// 网址、域名.
    Url,
    /// 抖音号.
    Douyin,
    /// 快手号.
    Kuaishou,
    /// Telegram（电报、纸飞机）.
    Telegram,
    /// WhatsApp, Skype, Line, 钉钉 and the like.
    Messenger,
    /// 银行卡号, without its value.
    BankCard,
    /// 公民身份号码, without its value.
    CitizenId,
}

/// A contact found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// What it is.
    pub kind: ContactKind,
    /// The plain form (13800000000); `None` for cards, whose numbers are not handed on.
    pub value: Option<String>,
    /// Characters `[start, end)` of the source, counted from 0.
    pub span: (usize, usize),
}

/// A contact in plain characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub kind: ContactKind,
    pub value: Option<String>,
    pub start: usize,
    pub end: usize,
}

const WECHAT: [&str; 60] = [
    "微信",
    "微信号",
    "薇信",
    "威信",
    "维信",
    "徽信",
    "溦信",
    "危信",
    "魏信",
    "微x",
    "v信",
    "v❤",
    "vx",
    "wx",
    "v信号",
    "wechat",
    "weixin",
    "+v",
    "➕v",
    "加v",
    "+薇",
    "加薇",
    "➕薇",
    "+微",
    "➕微",
    "加微",
    "+威",
    "加威",
    "+v信",
    "加v信",
    "加微信",
    "加vx",
    "+vx",
    "➕vx",
    "+wx",
    "v号",
    "卫星号",
    "绿泡泡",
    "微❤",
    "wei信",
    "薇❤",
    "薇♥",
    "薇💚",
    "薇心",
    "薇号",
    "微♥",
    "微心",
    "v♥",
    "v心",
    "薇:",
    "微:",
    "加我v",
    "加我vx",
    "加我微",
    "加我薇",
    "加我微信",
    "我的微信",
    "卫星:",
    "卫星号:",
    "加卫星",
];
const QQ: [&str; 19] = [
    "qq",
    "qq号",
    "扣扣",
    "扣扣号",
    "企鹅号",
    "企鹅",
    "q号",
    "球球",
    "+q",
    "加q",
    "➕q",
    "q-q",
    "咨询q",
    "客服qq",
    "抠抠",
    "抠抠号",
    "蔻蔻",
    "加我q",
    "加我qq",
];
const QQ_GROUP: [&str; 24] = [
    "qq群",
    "qq群号",
    "q群",
    "扣群",
    "扣扣群",
    "企鹅群",
    "群号",
    "交流群",
    "维权群",
    "裙号",
    "加群",
    "+群",
    "q裙",
    "进群",
    "qq裙",
    "qq裙号",
    "扣裙",
    "扣扣裙",
    "抠抠群",
    "抠抠裙",
    "企鹅裙",
    "加裙",
    "进裙",
    "群聊号",
];
const DOUYIN: [&str; 5] = ["抖音号", "抖音", "douyin", "斗音号", "dou音"];
const KUAISHOU: [&str; 3] = ["快手号", "快手", "kuaishou"];
const TELEGRAM: [&str; 10] = [
    "telegram",
    "电报",
    "电报群",
    "纸飞机",
    "飞机号",
    "tg",
    "tg号",
    "tg群",
    "✈",
    "飞机@",
];
const MESSENGER: [&str; 20] = [
    "whatsapp",
    "skype",
    "钉钉号",
    "钉钉",
    "陌陌号",
    "line号",
    "脸书",
    "蝙蝠号",
    "小红书号",
    "小红书",
    "小红书id",
    "探探",
    "探探id",
    "探探号",
    "陌陌",
    "陌陌id",
    "lineid",
    "微博号",
    "yy号",
    "脸书号",
];

/// A single letter for WeChat or QQ: only with a mark behind it, and a name or number that little else looks like.
const LETTERS: [(&str, ContactKind); 2] = [("v:", ContactKind::Wechat), ("q:", ContactKind::Qq)];

/// Between the word and the number.
const FILLERS: [&str; 26] = [
    "号码", "号", "是", "为", ":", "(", "【", "[", "添加", "加", "搜索", "搜", "id", "客服",
    "老师", "咨询", "联系", "群", "=", "-", "@", "请", "同步", "➕", "+", "~",
];

static CUES: LazyLock<Phrases<ContactKind>> = LazyLock::new(|| {
    let of = |words: &'static [&'static str], kind| words.iter().map(move |w| (*w, kind));
    Phrases::new(
        of(&WECHAT, ContactKind::Wechat)
            .chain(of(&QQ_GROUP, ContactKind::QqGroup))
            .chain(of(&QQ, ContactKind::Qq))
            .chain(of(&DOUYIN, ContactKind::Douyin))
            .chain(of(&KUAISHOU, ContactKind::Kuaishou))
            .chain(of(&TELEGRAM, ContactKind::Telegram))
            .chain(of(&MESSENGER, ContactKind::Messenger))
            .chain(LETTERS),
    )
});
static FILLER: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(FILLERS.map(|w| (w, ()))));

/// Whether a contact may begin with a character.
pub(super) fn starts(c: char) -> Starts {
    let begins = CUES.begins(c) || c.is_ascii_alphanumeric() || digits::begins(c);
    starts::bits([(starts::CONTACT, begins)])
}

/// The contacts of a text, in order.
pub fn find(text: &str) -> Vec<Contact> {
    find_in(&Plain::of(text))
}

/// The same of a text already in plain writing.
pub fn find_in(plain: &Plain) -> Vec<Contact> {
    let starts = plain.starts();
    let mut found = Vec::new();
    let mut at = 0;
    while at < starts.len() {
        if starts[at] & starts::CONTACT == 0 {
            at += 1;
            continue;
        }
        match spot(plain, at) {
            Some(spot) => {
                at = spot.end.max(at + 1);
                let span = plain.source(spot.start, spot.end);
                found.push(Contact {
                    kind: spot.kind,
                    value: spot.value,
                    span,
                });
            }
            None => at += 1,
        }
    }
    found
}

fn spot(plain: &Plain, at: usize) -> Option<Spot> {
    let text = plain.chars();
    let c = *text.get(at)?;
    if CUES.begins(c)
        && let Some(spot) = named(plain, at)
    {
        return Some(spot);
    }
    if c.is_ascii_alphanumeric()
        && let Some(spot) = web::address(text, at)
    {
        return Some(spot);
    }
    let plainly = digits::begins(c)
        .then(|| digits::number(plain, at))
        .flatten();
    plainly.or_else(|| digits::disguised(plain, at))
}

/// A word for the kind, and behind it the number or name.
fn named(plain: &Plain, at: usize) -> Option<Spot> {
    let text = plain.chars();
    let (kind, mid) = CUES.at(text, at)?;
    let letter = |i: Option<usize>| {
        i.and_then(|i| text.get(i))
            .is_some_and(char::is_ascii_alphanumeric)
    };
    let latin = text.get(at).is_some_and(char::is_ascii_alphabetic);
    if latin && letter(at.checked_sub(1)) && !plain.parted(at) {
        return None;
    }
    let from = FILLER.skip(text, mid, 4);
    // vxabc123: without a mark between, a Latin word ends where the cue does only before a digit or a Han character.
    let glued = from == mid
        && letter(mid.checked_sub(1))
        && text.get(mid).is_some_and(char::is_ascii_alphabetic);
    if glued && !plain.parted(mid) {
        return None;
    }
    let single = text
        .get(at..mid)
        .is_some_and(|cue| matches!(cue, ['v' | 'q', ':']));
    let (value, end) = match kind {
        ContactKind::Qq if single => digits::run(plain, from, 7, 11)?,
        ContactKind::Qq | ContactKind::QqGroup => digits::run(plain, from, 5, 11)?,
        _ => digits::run(plain, from, 11, 11)
            .filter(|(v, _)| digits::is_mobile(v))
            .or_else(|| account(text, from).filter(|(name, _)| !single || name.len() > 5))?,
    };
    Some(Spot {
        kind,
        value: Some(value),
        start: at,
        end,
    })
}

/// An account name: Latin letters, digits, _ and -, at least five, not only letters of a common word.
fn account(text: &[char], at: usize) -> Option<(String, usize)> {
    let rest = text.get(at..)?;
    let value: String = rest
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .collect();
    let value = value.trim_end_matches('-').to_owned();
    let length = value.len();
    let domain = rest.get(length) == Some(&'.')
        && rest.get(length + 1).is_some_and(char::is_ascii_alphabetic);
    ((5..=24).contains(&length) && !domain).then(|| (value, at + length))
}

impl ContactKind {
    /// 手机号, 座机, ….
    pub fn label(self) -> &'static str {
        match self {
            Self::Mobile => "手机号",
            Self::Landline => "座机",
            Self::Hotline => "400电话",
            Self::Qq => "QQ号",
            Self::QqGroup => "QQ群",
            Self::Wechat => "微信号",
            Self::Email => "邮箱",
            Self::Url => "网址",
            Self::Douyin => "抖音号",
            Self::Kuaishou => "快手号",
            Self::Telegram => "Telegram",
            Self::Messenger => "其他通讯账号",
            Self::BankCard => "银行卡号",
            Self::CitizenId => "身份号码",
        }
    }
}
