//! How an offer can be reached: telephones, WeChat and QQ numbers, addresses on the net that stand in a
//! clue's facts. Those of whoever reported are left out: nobody is followed for having spoken. It must
//! not know clues.

use fangfei_lens::text::{
    Plain,
    contact::{self, ContactKind},
};

/// Characters before a contact in which a word about the speaker makes it the speaker's.
const BEFORE: usize = 14;
/// Words for whoever speaks or lost money.
const SPEAKER: [&str; 27] = [
    "举报人",
    "来电人",
    "来信人",
    "来访人",
    "反映人",
    "反映者",
    "投诉人",
    "信访人",
    "申报人",
    "提供人",
    "报案人",
    "报警人",
    "当事人",
    "受害人",
    "参与人",
    "投资人",
    "集资人",
    "市民",
    "群众",
    "本人",
    "我的",
    "我电话",
    "联系我",
    "家属",
    "子女",
    "老人电话",
    "回访",
];
/// Words after which a contact is the offer's again.
const OFFER: [&str; 12] = [
    "客服",
    "业务员",
    "经理",
    "老师",
    "店",
    "公司",
    "门市",
    "宣传",
    "加微信",
    "扫码",
    "咨询",
    "负责人",
];

/// One way to reach an offer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reach {
    /// What it is, in words: 电话、微信号.
    pub(crate) title: &'static str,
    /// The plain value.
    pub(crate) value: String,
}

impl Reach {
    /// As it may be shown: the middle of a telephone number hidden.
    pub(crate) fn shown(&self) -> String {
        let digits = self.value.bytes().all(|b| b.is_ascii_digit());
        if self.title == "电话" && digits && self.value.len() >= 8 {
            let tail = &self.value[self.value.len() - 4..];
            return format!("{}****{tail}", &self.value[..3]);
        }
        self.value.clone()
    }
}

/// The contacts of the offer that a text tells of, each once, in order.
pub(crate) fn offered(text: &str) -> Vec<Reach> {
    let plain = Plain::of(text);
    let letters: Vec<char> = text.chars().collect();
    let mut found: Vec<Reach> = contact::find_in(&plain)
        .into_iter()
        .filter(|contact| !is_speakers(&letters, contact.span.0))
        .filter_map(|contact| {
            let title = title(contact.kind)?;
            let value = contact.value.filter(|value| value.chars().count() >= 5)?;
            Some(Reach { title, value })
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether the words just before a contact say that it is the speaker's own.
fn is_speakers(letters: &[char], at: usize) -> bool {
    let from = at.saturating_sub(BEFORE);
    let near: String = letters.get(from..at).unwrap_or_default().iter().collect();
    let last = |words: &[&str]| words.iter().filter_map(|word| near.rfind(word)).max();
    match (last(&SPEAKER), last(&OFFER)) {
        (Some(speaker), Some(offer)) => speaker > offer,
        (speaker, _) => speaker.is_some(),
    }
}

/// What names somebody: hotlines serve many, and mail addresses are mostly the speaker's.
fn title(kind: ContactKind) -> Option<&'static str> {
    match kind {
        ContactKind::Mobile | ContactKind::Landline | ContactKind::Hotline => Some("电话"),
        ContactKind::Qq => Some("QQ号"),
        ContactKind::QqGroup => Some("QQ群"),
        ContactKind::Wechat => Some("微信号"),
        ContactKind::Url => Some("网址"),
        ContactKind::Douyin => Some("抖音号"),
        ContactKind::Kuaishou => Some("快手号"),
        ContactKind::Telegram => Some("电报号"),
        ContactKind::Messenger => Some("通讯账号"),
        ContactKind::Email | ContactKind::BankCard | ContactKind::CitizenId => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        offered(text).into_iter().map(|reach| reach.value).collect()
    }

    #[test]
    fn the_offers_contacts_are_found() {
        let text =
            "某某养老门市发传单，业务员电话13800000000，微信号：ylxm8888，网址 www.yl-xm.com";
        let found = values(text);
        assert!(found.contains(&"13800000000".to_owned()), "{found:?}");
        assert!(found.contains(&"ylxm8888".to_owned()), "{found:?}");
        assert_eq!(found.len(), 3, "{found:?}");
        let shown: Vec<String> = offered(text).iter().map(Reach::shown).collect();
        assert!(shown.contains(&"138****0000".to_owned()), "{shown:?}");
    }

    #[test]
    fn whoever_reported_is_not_followed() {
        for text in [
            "举报人电话13800000000，反映某店高息吸储",
            "市民来电反映，回访电话：13800000000",
            "本人联系方式13800000000",
            "投资人王某（13800000000）称到期不兑付",
        ] {
            assert!(values(text).is_empty(), "{text}");
        }
        let text = "举报人称该公司客服13800000000承诺保本";
        assert_eq!(values(text), ["13800000000"]);
    }

    #[test]
    fn cards_and_identity_numbers_are_not_taken() {
        assert!(values("转入银行卡6222020000000000000").is_empty());
    }
}
