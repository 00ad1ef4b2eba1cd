//! Columns that say who reported (举报人身份). They are recognised, never read, never kept: identity
//! goes through the sealed way only (条例 Art 16, 信访工作条例 Art 34). It must not know records.

use super::mapping::{ColumnMapping, Mapping};
use super::matching::Title;
use super::sheet::SheetRow;
use crate::kind::Kind;
use crate::value::{is_blank, squeeze};

/// Words for somebody who reported.
const REPORTERS: &[&str] = &[
    "举报人",
    "检举人",
    "反映人",
    "信访人",
    "投诉人",
    "来访人",
    "上访人",
    "来电人",
    "来信人",
    "诉求人",
    "控告人",
    "报案人",
    "留言人",
    "留言用户",
    "爆料人",
    "提供人",
    "举报者",
    "投诉者",
    "反映者",
    "检举者",
    "爆料者",
    "举报群众",
    "投诉群众",
    "信访群众",
    "来访群众",
    "反映群众",
    "举报用户",
    "投诉用户",
    "实名举报",
];

/// What is said about a reporter that does not tell who it is.
const NO_IDENTITY: &[&str] = &[
    "反映", "诉求", "内容", "问题", "事项", "事由", "时间", "日期", "是否", "人数", "数量", "次数",
    "金额", "奖励", "回访", "答复", "反馈", "满意", "意见", "损失", "投资", "关系", "要求",
];

/// What tells who somebody is, whatever else stands beside it.
const IDENTITY: &[&str] = &[
    "姓名",
    "电话",
    "手机",
    "身份证",
    "证件",
    "联系",
    "住址",
    "地址",
    "微信",
    "邮箱",
    "号码",
];

/// Titles that say something of a person without saying of whom.
const BARE: &[&str] = &[
    "姓名",
    "电话",
    "联系电话",
    "联系方式",
    "手机",
    "手机号",
    "手机号码",
    "电话号码",
    "联系号码",
    "联系手机",
    "号码",
    "身份证",
    "身份证号",
    "身份证号码",
    "证件号",
    "证件号码",
    "证件类型",
    "公民身份号码",
    "住址",
    "家庭住址",
    "现住址",
    "居住地址",
    "联系地址",
    "通讯地址",
    "通信地址",
    "户籍地址",
    "户籍地",
    "住所",
    "性别",
    "年龄",
    "出生日期",
    "民族",
    "职业",
    "工作单位",
    "微信",
    "微信号",
    "qq",
    "qq号",
    "邮箱",
    "电子邮箱",
    "银行账号",
    "银行卡号",
    "开户行",
];

/// Whether a title names a reporter's identity. 被举报人 is the other side, 举报人数 a count.
pub fn names_a_reporter(title: &str) -> bool {
    // Most titles and cells are told by the want of a single character.
    if !title.contains(['人', '者', '众', '户', '名']) {
        return false;
    }
    let mut plain = Title::of(title).full;
    for word in REPORTERS {
        plain = plain.replace(&format!("被{word}"), "");
    }
    let Some(rest) = REPORTERS
        .iter()
        .find_map(|word| plain.split_once(word).map(|(_, rest)| rest))
    else {
        return false;
    };
    let is_count = rest.starts_with('数') || rest.starts_with('次');
    let tells_who = IDENTITY.iter().any(|word| rest.contains(word));
    tells_who || !(is_count || NO_IDENTITY.iter().any(|word| plain.contains(word)))
}

/// Whether a title has a word for somebody who reported, or for the one reported, whatever it says of them.
pub(super) fn speaks_of_a_reporter(title: &str) -> bool {
    let plain = Title::of(title).full;
    REPORTERS.iter().any(|word| plain.contains(word))
}

/// Whether a reporter's column holds names: 举报人, 举报人姓名及电话, not 举报人住址.
pub(super) fn holds_names(title: &str) -> bool {
    const OTHERWISE: &[&str] = &[
        "电话", "手机", "号", "证", "址", "住", "性别", "年龄", "职业", "单位", "方式", "微信",
        "邮箱", "民族", "出生", "户", "行", "身份",
    ];
    let plain = Title::of(title).full;
    plain.contains("姓名") || !OTHERWISE.iter().any(|word| plain.contains(word))
}

/// Whether a title says something of a person without saying of whom.
pub(super) fn is_bare(title: &str) -> bool {
    let plain = Title::of(title).full;
    BARE.contains(&plain.as_str())
}

/// Words in a reporter's column that name nobody.
pub(super) fn names_nobody(text: &str) -> bool {
    let plain = squeeze(text);
    is_blank(&plain)
        || [
            "匿名",
            "匿名举报",
            "举报人",
            "本人",
            "实名",
            "实名举报",
            "不详",
            "未知",
            "群众",
            "热心群众",
            "市民",
            "网民",
            "网友",
            "居民",
            "村民",
            "未留",
            "未提供",
            "保密",
        ]
        .contains(&plain.as_str())
}

/// Marks the columns of a mapping that are withheld: those of a field that is, those whose title
/// names a reporter, and in a sheet with such a column the phones and addresses of nobody stated.
pub(super) fn withhold(kind: &Kind, columns: &mut [ColumnMapping], body: &[SheetRow]) {
    for column in columns.iter_mut() {
        let by_field = column.is_of_reporter(kind);
        let by_title = names_a_reporter(&column.title) && !is_yes_or_no(body, column.column);
        if by_field || by_title {
            column.withhold(kind, "举报人信息，不读取、不保存");
        }
    }
    if !columns.iter().any(|c| c.withheld) {
        return;
    }
    let mut owner_is_other = false;
    for column in columns.iter_mut() {
        if column.withheld {
            owner_is_other = false;
        } else if is_bare(&column.title) && !owner_is_other {
            column.withhold(
                kind,
                "没有写明是谁的，表里有举报人，按举报人信息处理：不读取、不保存",
            );
        } else if !is_bare(&column.title) {
            owner_is_other = column.is_of_another_person();
        }
    }
}

/// 是 and 否 under 是否实名举报人 tell nobody's name.
fn is_yes_or_no(body: &[SheetRow], column: usize) -> bool {
    let mut answers = body
        .iter()
        .map(|row| squeeze(&row.cell(column).shown()))
        .filter(|text| !text.is_empty())
        .peekable();
    answers.peek().is_some()
        && answers.all(|text| {
            [
                "是",
                "否",
                "有",
                "无",
                "√",
                "×",
                "实名",
                "匿名",
                "实名举报",
                "匿名举报",
            ]
            .contains(&text.as_str())
        })
}

impl ColumnMapping {
    fn is_of_reporter(&self, kind: &Kind) -> bool {
        self.field
            .as_ref()
            .and_then(|id| kind.field(id.as_str()))
            .is_some_and(|field| field.withheld)
    }

    fn withhold(&mut self, kind: &Kind, reason: &str) {
        if !self.is_of_reporter(kind) {
            self.field = None;
        }
        self.withheld = true;
        self.serial = false;
        self.confidence = 1000;
        self.reason = reason.to_owned();
    }

    /// 法定代表人, 责任人 and their like own the phone beside them.
    fn is_of_another_person(&self) -> bool {
        let plain = Title::of(&self.title).full;
        [
            "法定代表人",
            "法人",
            "负责人",
            "责任人",
            "经办人",
            "承办人",
            "联系人",
            "控制人",
            "实控人",
            "嫌疑人",
            "核查人",
            "办理人",
            "网格员",
            "包案",
            "领导",
        ]
        .iter()
        .any(|word| plain.contains(word))
    }
}

impl Mapping {
    /// Whether the sheet has columns that say who reported.
    pub fn withholds(&self) -> bool {
        self.columns.iter().any(|c| c.withheld)
    }

    /// Holds a mapping that came from elsewhere to the rule: a column of a reporter's field is
    /// withheld, and one whose title names a reporter unless a person gave it another meaning.
    pub fn enforce_withheld(&mut self, kind: &Kind) {
        for column in &mut self.columns {
            if column.is_of_reporter(kind)
                || (column.field.is_none() && names_a_reporter(&column.title) && !column.serial)
            {
                column.withheld = true;
            } else if column.field.is_some() {
                column.withheld = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_a_reporters_identity_are_known_and_those_of_the_matter_are_not() {
        for title in [
            "举报人",
            "举报人姓名",
            "举报人联系电话",
            "实名举报人",
            "反映人电话",
            "信访人身份证号码",
            "举报人信息/姓名",
            "来电人",
            "举报人基本情况",
            "投诉人(姓名及电话)",
            "举报人姓名及反映问题",
            "线索提供人",
        ] {
            assert!(names_a_reporter(title), "{title}");
        }
        for title in [
            "被举报人",
            "被举报人联系电话",
            "举报内容",
            "举报人数",
            "举报人反映问题",
            "是否回访举报人",
            "举报时间",
            "被投诉人地址",
            "举报人奖励金额",
            "投诉次数",
            "负责人",
        ] {
            assert!(!names_a_reporter(title), "{title}");
        }
    }

    fn mapping(header: &str) -> Vec<(String, bool)> {
        let kind = crate::kind::shipped("clue").expect("shipped");
        let text =
            format!("{header}\n甲公司,2024-01-02,返利,甲某,13800001234,前街1号,乙某,13800005678\n");
        let workbook = crate::table::open(text.as_bytes(), "台账.csv").expect("a table");
        let mapping = crate::table::guess_all(&workbook, &kind).remove(0);
        mapping
            .columns
            .into_iter()
            .map(|c| (c.title, c.withheld))
            .collect()
    }

    #[test]
    fn a_number_of_nobody_stated_beside_a_reporter_is_the_reporters() {
        let withheld = |header: &str| -> Vec<String> {
            mapping(header)
                .into_iter()
                .filter(|(_, w)| *w)
                .map(|(title, _)| title)
                .collect()
        };
        assert_eq!(
            withheld("被举报主体,受理时间,线索内容,举报人,联系电话,住址,经办人,电话"),
            ["举报人", "联系电话", "住址"],
            "经办人 owns the last one"
        );
        assert_eq!(
            withheld("被举报主体,受理时间,线索内容,举报人姓名,举报人电话,地址,负责人,电话"),
            ["举报人姓名", "举报人电话"]
        );
        assert_eq!(
            withheld("被举报主体,受理时间,线索内容,联系人,联系电话,地址,责任人,电话"),
            Vec::<String>::new(),
            "no reporter, nothing withheld"
        );
    }
}
