//! How well a column title names a field: equal, equal but for an everyday prefix, ending in it,
//! sharing letters. It must not know values.

use crate::kind::{Field, FieldType, Kind};
use crate::value::{MoneyUnit, fold, simplified};

/// A title cut down to what carries meaning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Title {
    /// Without blanks, brackets and marks.
    pub bare: String,
    /// With the words in brackets kept, where they say more than a unit: 企业(机构)名称.
    pub full: String,
    /// The unit in the title: 金额（万元）, 金额/万元.
    pub unit: Option<MoneyUnit>,
    /// A unit of foreign money in the title.
    pub foreign: bool,
}

impl Title {
    /// Cuts a title down.
    pub fn of(text: &str) -> Self {
        let folded: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
        let folded = simplified(&folded)
            .to_lowercase()
            .replace(['【', '[', '〔', '{', '<', '「'], "(")
            .replace(['】', ']', '〕', '}', '>', '」'], ")");
        let (mut bare, mut full, mut unit, mut foreign) =
            (String::new(), String::new(), None, false);
        let mut rest = folded.as_str();
        while let Some(open) = rest.find('(') {
            let (before, after) = rest.split_at(open);
            bare.push_str(before);
            full.push_str(before);
            let close = after.find(')').unwrap_or(after.len());
            let inner = &after[1.min(after.len())..close];
            let stated = MoneyUnit::parse(
                inner
                    .trim_start_matches("单位")
                    .trim_start_matches([':', '为']),
            );
            foreign |= inner.contains("美元") || inner.contains("港元") || inner.contains("欧元");
            match stated {
                Some(_) => unit = unit.or(stated),
                None if !is_instruction(inner) => full.push_str(inner),
                None => {}
            }
            rest = after.get(close + 1..).unwrap_or("");
        }
        bare.push_str(rest);
        full.push_str(rest);
        for word in ["亿元", "千万元", "百万元", "万元", "千元"] {
            if let Some(head) = bare
                .strip_suffix(word)
                .filter(|head| head.chars().count() >= 2)
            {
                unit = unit.or(MoneyUnit::parse(word));
                full = full.strip_suffix(word).unwrap_or(&full).to_owned();
                bare = head.to_owned();
                break;
            }
        }
        for mark in [":元", "/元", "-元", ",元"] {
            if let Some(head) = bare.strip_suffix(mark) {
                unit = unit.or(Some(MoneyUnit::Yuan));
                full = full.strip_suffix(mark).unwrap_or(&full).to_owned();
                bare = head.to_owned();
                break;
            }
        }
        Self {
            bare: without_marks(&bare),
            full: without_marks(&full),
            unit,
            foreign,
        }
    }
}

/// Words in brackets that tell how to fill a column in, not what it is.
fn is_instruction(inner: &str) -> bool {
    const WORDS: &[&str] = &[
        "必填",
        "选填",
        "可选",
        "单选",
        "多选",
        "下拉",
        "人",
        "户",
        "家",
        "个",
        "%",
        "人次",
        "起",
        "如有",
        "是/否",
        "是否",
        "盖章",
        "签字",
        "示例",
        "例如",
        "格式",
        "yyyy",
        "年/月/日",
        "年月日",
        "18位",
        "全称",
        "若有",
        "没有填无",
        "以上",
        "件",
    ];
    WORDS
        .iter()
        .any(|word| inner == *word || (word.chars().count() > 1 && inner.contains(word)))
}

/// Drops marks, and the number a title is counted with: `1.企业名称`, `*企业名称`, `一、企业名称`.
fn without_marks(text: &str) -> String {
    let text = text.trim_matches(|c: char| {
        matches!(
            c,
            '*' | ':' | '#' | '.' | ',' | '、' | ';' | '-' | '_' | '/' | '\'' | '"' | '★' | '※'
        )
    });
    let counted = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = match counted.strip_prefix(['.', '、', ')']) {
        Some(rest) if counted.len() < text.len() && !rest.is_empty() => rest,
        _ => text,
    };
    text.chars()
        .filter(|c| !matches!(c, '"' | '\'' | '*' | ':' | '·' | '“' | '”'))
        .collect()
}

/// A score from 0 to 1000 and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Likeness {
    pub score: u32,
    pub reason: String,
}

/// Names of a field, normalised once.
pub(super) struct Names<'a> {
    pub field: &'a Field,
    names: Vec<(String, String)>,
    near: Vec<String>,
    weak: Vec<String>,
}

/// The names of every field of a kind.
pub(super) fn names(kind: &Kind) -> Vec<Names<'_>> {
    kind.fields
        .iter()
        .map(|field| Names {
            field,
            names: std::iter::once(&field.title)
                .chain(&field.synonyms)
                .map(|name| (Title::of(name).full, name.clone()))
                .collect(),
            near: field.near.iter().map(|name| Title::of(name).full).collect(),
            weak: field.weak.iter().map(|name| Title::of(name).full).collect(),
        })
        .collect()
}

/// Prefixes that name the table's own subject and change nothing.
const OWN_PREFIXES: &[&str] = &[
    "企业",
    "单位",
    "机构",
    "主体",
    "公司",
    "涉嫌",
    "涉案",
    "涉事",
    "涉及",
    "被举报",
    "被举报人",
    "被反映",
    "该",
    "所在",
    "所属",
    "具体",
    "主要",
    "详细",
    "现",
    "目前",
    "基本",
    "风险",
    "风险企业",
    "风险主体",
    "风险线索",
    "线索",
    "商户",
    "经营主体",
    "市场主体",
    "本",
    "投诉",
    "案件",
    "项目",
    "涉嫌企业",
    "对象",
    "排查",
    "当前",
    "累计",
    "初步",
    "估计",
    "涉嫌非法集资",
    "非法集资",
    "举报",
    "投诉",
    "获取",
    "线索获取",
    "涉案主体",
    "涉案企业",
    "涉嫌主体",
    "被投诉举报",
    "疑似",
    "参与",
];

/// Suffixes that change nothing.
const OWN_SUFFIXES: &[&str] = &[
    "情况",
    "信息",
    "号",
    "号码",
    "说明",
    "名",
    "数",
    "额",
    "及原因",
    "等",
    "描述",
    "内容",
    "类型",
    "类别",
    "日期",
    "时间",
    "或姓名",
    "及姓名",
    "及电话",
    "划分",
    "活动",
    "签字",
    "签名",
    "全称",
];

/// Head nouns that say nothing without the word before them.
const GENERIC: &[&str] = &[
    "时间",
    "日期",
    "名称",
    "代码",
    "编号",
    "号码",
    "状态",
    "类型",
    "类别",
    "性质",
    "情况",
    "内容",
    "单位",
    "企业",
    "公司",
    "机构",
    "部门",
    "等级",
    "级别",
    "结果",
    "说明",
    "方式",
    "来源",
    "问题",
    "区域",
    "地区",
    "辖区",
    "姓名",
    "对象",
    "主体",
    "项目",
    "渠道",
    "领域",
    "措施",
    "进展",
    "进度",
    "备注",
    "其他",
    "其它",
    "任务",
    "事项",
    "职责",
    "分工",
    "类",
    "证号",
    "登记号",
    "有效期",
    "组织",
    "登记时间",
    "领导",
    "代表",
    "有效期至",
    "联系人",
    "负责人",
    "模式",
    "角色",
];

/// What a weak name scores: below every likeness that says something, above the least that counts.
const WEAK: u32 = 640;

/// Whether a title says how many: 投资人数, 排查企业数.
pub(super) fn is_count(title: &str) -> bool {
    let of = |end: &str| {
        title
            .strip_suffix(end)
            .is_some_and(|head| head.chars().count() >= 2)
    };
    ["数", "数量", "次数", "家次", "人次"]
        .iter()
        .any(|end| of(end))
        && !["参数", "岁数", "届数", "期数"]
            .iter()
            .any(|word| title.ends_with(word))
}

impl Names<'_> {
    /// The likeness of one spelling of a title.
    pub fn likeness(&self, title: &str) -> Likeness {
        let mut best = Likeness::default();
        if self.weak.iter().any(|name| name == title) {
            best = Likeness {
                score: WEAK,
                reason: "没有更明确的列，表头可作此解".to_owned(),
            };
        }
        // 投资人数 is no 投资人.
        if self.field.field_type == FieldType::Text && is_count(title) && !self.is_named(title) {
            return best;
        }
        for (at, (name, printed)) in self.names.iter().enumerate() {
            let (score, how) = compare(title, name);
            // The product's own title wins a tie against a synonym of another field.
            let score = if at == 0 && score == 1000 {
                1001
            } else {
                score
            };
            if score > best.score {
                best = Likeness {
                    score,
                    reason: format!("{how}“{printed}”"),
                };
            }
        }
        best
    }

    /// True when the title is a near name of the field.
    pub fn is_near(&self, title: &str) -> bool {
        self.near.iter().any(|name| name == title)
    }

    /// True when the title is exactly one of the names.
    pub fn is_named(&self, title: &str) -> bool {
        self.names.iter().any(|(name, _)| name == title)
    }
}

fn compare(title: &str, name: &str) -> (u32, &'static str) {
    if title == name {
        return (1000, "表头就是");
    }
    if title.is_empty() || name.is_empty() {
        return (0, "");
    }
    // Letters run together are one word: BUSSTNAME is not the NAME of anybody.
    let at = title.find(name);
    let inside_word = name.is_ascii()
        && at.is_some_and(|at| {
            title[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
                || title[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        });
    if inside_word {
        return (0, "");
    }
    let (long, short) = (title.chars().count() as u32, name.chars().count() as u32);
    if let Some(prefix) = title.strip_suffix(name) {
        return match () {
            () if OWN_PREFIXES.contains(&prefix) => (930, "表头是（去掉前缀）"),
            // 证券代码 is not the 代码 of the row's subject, nor 更新时间 its 时间.
            () if GENERIC.contains(&name) => (0, ""),
            () if short >= 2 => (500 + 150 * short / long, "表头以此结尾："),
            () => (0, ""),
        };
    }
    if let Some(suffix) = title.strip_prefix(name) {
        return match () {
            () if OWN_SUFFIXES.contains(&suffix) && short >= 2 => (880, "表头是（去掉后缀）"),
            () if suffix.starts_with(['及', '和', '或', '/', '、', '与', '(']) && short >= 2 => {
                (780, "表头以此开头：")
            }
            () if short >= 3 => (350 + 150 * short / long, "表头以此开头："),
            () => (0, ""),
        };
    }
    if short >= 3 && title.contains(name) {
        return (400 + 150 * short / long, "表头里有");
    }
    if long >= 2 && name.ends_with(title) {
        return (450 + 150 * long / short, "表头是其简称：");
    }
    let shared = dice(title, name);
    if shared >= 60 {
        (300 + shared * 4, "表头近似")
    } else {
        (0, "")
    }
}

/// Shared pairs of neighbouring characters, in percent (Dice).
fn dice(a: &str, b: &str) -> u32 {
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    if total == 0 {
        return 0;
    }
    let mut shared = 0;
    for pair in left {
        if let Some(at) = right.iter().position(|p| *p == pair) {
            right.swap_remove(at);
            shared += 1;
        }
    }
    u32::try_from(shared * 200 / total).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_cut_to_their_meaning() {
        let title = Title::of("涉案金额\n（单位：万元）");
        assert_eq!(
            (title.bare.as_str(), title.unit),
            ("涉案金额", Some(MoneyUnit::Wan))
        );
        assert_eq!(Title::of("企业（机构）名称").full, "企业机构名称");
        assert_eq!(Title::of("企业（机构）名称").bare, "企业名称");
        assert_eq!(Title::of("* 3、企 业 名 称（必填）").full, "企业名称");
        assert_eq!(Title::of("集资金额/元").unit, Some(MoneyUnit::Yuan));
        assert_eq!(Title::of("注册资本万元").unit, Some(MoneyUnit::Wan));
    }

    #[test]
    fn the_head_noun_stands_last() {
        let (other_owner, _) = compare("检查机关统一社会信用代码", "统一社会信用代码");
        let (own, _) = compare("企业统一社会信用代码", "统一社会信用代码");
        let (other_thing, _) = compare("企业名称变更记录", "企业名称");
        // Latin words are not cut: BUSSTNAME holds no name.
        assert_eq!(compare("busstname", "name").0, 0);
        assert!(own > 900 && other_owner < 650 && other_thing < 500);
    }
}
