//! Characters that a tired eye or a scanner takes for each other. It must not know names.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Groups of look-alikes, written by hand.
const GROUPS: [&str; 60] = [
    "未末朱",
    "己已巳",
    "人入八",
    "土士",
    "日曰目",
    "干千于",
    "大太犬夭天",
    "刀力刁",
    "王玉主五",
    "木本术",
    "田由甲申",
    "牛午",
    "贝见",
    "今令",
    "折拆析",
    "侯候",
    "晴睛清情靖",
    "博搏",
    "荣荥",
    "汇江汪",
    "凯铠",
    "鑫盈",
    "恒桓垣",
    "宏弘宠",
    "浩洁",
    "海梅",
    "诚城成",
    "泰秦奏",
    "华毕",
    "远运还",
    "信佶值",
    "金全余",
    "银根跟",
    "融触",
    "微徽徵",
    "辰晨",
    "昌冒",
    "盛威戚",
    "亨享",
    "茂戊成戌",
    "宣宜宝",
    "佳住往",
    "易昜",
    "名各",
    "石右",
    "问间闻",
    "阳阴",
    "东车",
    "乐东",
    "广厂",
    "兴兰",
    "义叉",
    "万方",
    "元无",
    "开井",
    "仓仑",
    "沙砂",
    "复夏",
    "丽俪",
    "斯期",
];

/// Digits and Latin letters that scanners mix up.
const LATIN: [&str; 6] = ["0o", "1il", "5s", "8b", "2z", "6g"];

/// For each character of the basic plane which set of groups it stands in; 0 for none.
static SET_OF: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut sets = vec![0; 0x1_0000];
    for (c, set) in &SETS.1 {
        if let Some(at) = sets.get_mut(*c as usize) {
            *at = *set;
        }
    }
    sets
});

/// Sets of groups, and by character the number of its set.
type Sets = (Vec<u128>, Vec<(char, u8)>);

/// The different sets of groups, a bit for each group, and the set of each character.
static SETS: LazyLock<Sets> = LazyLock::new(|| {
    let mut groups: FxHashMap<char, u128> = FxHashMap::default();
    for (bit, group) in GROUPS.iter().chain(LATIN.iter()).enumerate() {
        for c in group.chars() {
            *groups.entry(c).or_default() |= 1 << bit;
        }
    }
    let mut sets = vec![0];
    let mut of = Vec::new();
    for (c, bits) in groups {
        let at = sets.iter().position(|s| *s == bits).unwrap_or_else(|| {
            sets.push(bits);
            sets.len() - 1
        });
        of.push((c, u8::try_from(at).unwrap_or(0)));
    }
    (sets, of)
});

/// Whether two folded characters look alike.
pub fn alike(a: char, b: char) -> bool {
    let set = |c: char| SET_OF.get(c as usize).copied().unwrap_or(0);
    let (x, y) = (set(a), set(b));
    a != b && x != 0 && y != 0 && SETS.0[usize::from(x)] & SETS.0[usize::from(y)] != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_symmetric_and_not_the_same() {
        assert!(alike('未', '末') && alike('末', '未'));
        assert!(alike('o', '0'));
        assert!(!alike('未', '未') && !alike('未', '金'));
    }
}
