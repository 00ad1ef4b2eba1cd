//! Who brought cash, when only the memo says it: `现金存入 某某`. It must not know sums.

use std::collections::HashMap;

/// The common surnames, enough for more than nine people of ten.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺";
/// Compound surnames.
const COMPOUND: [&str; 12] = [
    "欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "令狐", "慕容", "司徒", "夏侯", "东方", "公孙",
];

/// People by full name; a name that several accounts bear tells nobody.
#[derive(Debug, Default)]
pub(super) struct Names<'a>(HashMap<&'a str, Option<u32>>);

/// Whom a memo names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'m> {
    /// Somebody who has an account among the participants.
    Account(u32),
    /// Somebody without one.
    Name(&'m str),
}

impl<'a> Names<'a> {
    /// Adds an account's holder.
    pub fn add(&mut self, name: &'a str, account: u32) {
        self.0
            .entry(name)
            .and_modify(|known| *known = None)
            .or_insert(Some(account));
    }

    /// Whom the memo names: a known name anywhere in it, the longest first, else a word by itself
    /// that is built like a name.
    pub fn named<'m>(&self, memo: &'m str) -> Option<Named<'m>> {
        let at: Vec<usize> = memo
            .char_indices()
            .map(|(at, _)| at)
            .chain([memo.len()])
            .collect();
        for length in (2..=4).rev() {
            for window in at.windows(length + 1) {
                if let Some(known) = self.0.get(&memo[window[0]..window[length]]) {
                    return known.map(Named::Account);
                }
            }
        }
        let words = memo.split(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '，' | ',' | '：' | ':' | '-' | '/' | '（' | '）' | '(' | ')'
                )
        });
        let mut names = words.filter(|word| is_name(word));
        let name = names.next()?;
        names.next().is_none().then_some(Named::Name(name))
    }
}

/// Two or three characters after a surname's, or two after a compound one, all Han.
fn is_name(word: &str) -> bool {
    let count = word.chars().count();
    let han = word.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let compound = COMPOUND.iter().any(|name| word.starts_with(name));
    let surname = word.chars().next().is_some_and(|c| SURNAMES.contains(c));
    han && !is_stock(word)
        && (compound && (3..=4).contains(&count) || surname && (2..=3).contains(&count))
}

/// Words of the trade that begin like a name.
fn is_stock(word: &str) -> bool {
    const STOCK: [&str; 18] = [
        "现金", "存", "款", "金", "费", "卡", "利", "本", "资", "转", "付", "收", "支", "账", "户",
        "单位", "公司", "银行",
    ];
    STOCK.iter().any(|stock| word.contains(stock)) && !word.starts_with('金')
        || word == "现金"
        || word == "金额"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_only_when_it_tells_one_person() {
        let mut names = Names::default();
        names.add("张小田", 3);
        names.add("李文", 4);
        names.add("李文", 5);
        assert_eq!(names.named("现金存入张小田"), Some(Named::Account(3)));
        assert_eq!(names.named("现金存入 李文"), None);
        assert_eq!(names.named("现金存入 王大河"), Some(Named::Name("王大河")));
        assert_eq!(names.named("柜面 现金存入 集资款"), None);
        assert_eq!(names.named("现金存入"), None);
    }
}
