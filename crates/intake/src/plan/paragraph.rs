//! What kind of paragraph stands on its own: heading, title, number, date, address, attachment, copy line.
//! It must not know the order in which they come.

use super::page::{Page, Paragraph};
use super::{body_name, citation, line, mark};

/// The kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// 云溪县人民政府办公室文件
    Head,
    /// 云政办发〔2024〕17号
    Number,
    /// A line that ends like a title: …方案, …通知
    TitleLike,
    /// Any other line without punctuation
    Short,
    /// 2024年6月19日
    DateLine,
    /// 附件 on a line of its own
    AttachmentMark,
    /// 附件：1.…
    AttachmentEntry,
    /// The rest of a long attachment title
    AttachmentTail,
    /// 抄送：
    CopyTo,
    /// …2024年6月19日印发
    PrintLine,
    /// 索引号：… on the page of a web site
    Meta,
    /// 联系人：
    Contact,
    /// （此件公开发布）
    Notice,
    /// 各乡镇人民政府：
    Addressee,
    /// 一、…
    Heading,
    /// A table row
    Row,
    /// Anything else
    Body,
}

pub(super) fn kind(page: &Page, paragraph: &Paragraph) -> Kind {
    let text = page.slice(&paragraph.extent);
    let length = text.chars().count();
    if paragraph.is_row {
        return if is_meta(text) { Kind::Meta } else { Kind::Row };
    }
    labelled(text, length)
        .or_else(|| mark::read(text).map(|_| Kind::Heading))
        .or_else(|| sole(page, paragraph, text, length))
        .unwrap_or_else(|| {
            if is_unpunctuated(text) && length <= 60 {
                Kind::Short
            } else {
                Kind::Body
            }
        })
}

/// 索引号：…, 发文时间：…: what a web page says of the document, in lines or in cells.
fn is_meta(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "索引号",
        "主题分类",
        "发文机关",
        "发文单位",
        "发文部门",
        "发布机构",
        "发布单位",
        "成文日期",
        "发文日期",
        "发文时间",
        "发布日期",
        "发布时间",
        "生成日期",
        "生成时间",
        "实施日期",
        "实施时间",
        "生效日期",
        "公开日期",
        "公开时间",
        "更新时间",
        "标题",
        "发文标题",
        "文件名称",
        "信息名称",
        "发文字号",
        "发文文号",
        "文号",
        "文件编号",
        "主题词",
        "公开方式",
        "公开形式",
        "公开范围",
        "公开属性",
        "信息公开选项",
        "信息来源",
        "来源",
        "法规类型",
        "所属行业",
        "所属区域",
        "时效",
        "有效性",
        "内容概述",
        "文件类型",
        "发文内容",
        "阅读数",
        "浏览次数",
        "字号",
        "废止日期",
        "签批盖章",
        "签批",
        "签发人",
        "签发",
        "发电单位",
        "保密期限",
    ];
    let label = text
        .split(['：', '|', '\t', '│'])
        .next()
        .unwrap_or_default()
        .trim();
    // “时间：2024年6月19日 来源：…” says when the page was put up.
    let put_up = ["时间", "日期"].contains(&label)
        && ["来源：", "浏览", "阅读", "作者："]
            .iter()
            .any(|word| text.contains(word));
    label.len() < text.len() && LABELS.contains(&label)
        || put_up
        || super::web_page::is_byline(text)
}

/// The title a line of the web page gives: 标题：….
pub(super) fn meta_title(text: &str) -> Option<std::ops::Range<usize>> {
    let marks = ['：', '|', '\t', '│'];
    let (label, rest) = text.split_once(marks)?;
    if !["标题", "发文标题", "文件名称", "信息名称"].contains(&label.trim()) {
        return None;
    }
    let value = rest.split(['|', '\t', '│']).next().unwrap_or_default();
    let start = text.len() - rest.len() + (value.len() - value.trim_start().len());
    let value = value.trim();
    is_title(value).then_some(start..start + value.len())
}

fn labelled(text: &str, length: usize) -> Option<Kind> {
    const CONTACT: &[&str] = &[
        "联系人",
        "联系电话",
        "电子邮箱",
        "邮箱：",
        "邮箱地址",
        "电话：",
        "传真",
        "联系方式：",
        "举报电话：",
        "联络人",
        "电子邮件",
        "值班电话",
        "咨询电话",
        "监督电话",
        "报送邮箱",
        "电子信箱",
        "联系地址",
        "通讯地址",
        "来信地址",
    ];
    let starts = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let inner = text.trim_start_matches('(');
    match () {
        () if starts(&["抄送", "抄报", "分送", "发送：", "主送："]) => {
            Some(Kind::CopyTo)
        }
        () if text.ends_with("印发")
            && (text.contains('年') || text.ends_with("日印发"))
            && length <= 60
            && !text.contains('。') =>
        {
            Some(Kind::PrintLine)
        }
        () if is_meta(text) => Some(Kind::Meta),
        () if starts(&["等级：", "紧急程度：", "缓急："]) && length <= 12 => {
            Some(Kind::Meta)
        }
        // 【紧急通知】 above the title.
        () if text.starts_with('【') && text.ends_with('】') && length <= 20 => Some(Kind::Meta),
        () if CONTACT.iter().any(|word| inner.starts_with(word)) && length <= 120 => {
            Some(Kind::Contact)
        }
        () if text.starts_with("(此") && text.ends_with(')') => Some(Kind::Notice),
        () => attachment(text, length),
    }
}

fn attachment(text: &str, length: usize) -> Option<Kind> {
    let rest = text.strip_prefix("附件").or_else(|| {
        text.strip_prefix('附')
            .filter(|rest| rest.starts_with('：'))
    })?;
    let title = rest.trim_start_matches(|c: char| {
        c.is_ascii_digit() || "一二三四五六七八九十—、：.".contains(c)
    });
    match title {
        "" => Some(Kind::AttachmentMark),
        _ if length > 120 || title.contains('，') && title.contains('。') => None,
        // “附件1中的表格请于…” is a sentence.
        _ if rest
            .starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十：".contains(c)) =>
        {
            Some(Kind::AttachmentEntry)
        }
        _ => None,
    }
}

fn sole(page: &Page, paragraph: &Paragraph, text: &str, length: usize) -> Option<Kind> {
    match () {
        () if citation::standalone(page, &paragraph.extent).is_some() => Some(Kind::Number),
        // A draft whose serial is still open.
        () if length <= 20 && text.starts_with('〔') && text.ends_with('号') => {
            Some(Kind::Number)
        }
        () if length <= 30 && text.ends_with("〕号") && is_unpunctuated(text) => {
            Some(Kind::Number)
        }
        () if is_dated(text, length) => Some(Kind::DateLine),
        () if text.ends_with("文件")
            && is_unpunctuated(text)
            && (5..=40).contains(&length)
            && !text.contains("关于") =>
        {
            Some(Kind::Head)
        }
        () if is_address(text, length) => Some(Kind::Addressee),
        () if length <= 100 && is_title(text) => Some(Kind::TitleLike),
        () => None,
    }
}

fn is_unpunctuated(text: &str) -> bool {
    !text.contains(['。', '；', '：', '，', '！', '？'])
}

/// A date alone, in brackets, behind a name (云溪县教育局2024年5月6日), or a month with a smudged day.
fn is_dated(text: &str, length: usize) -> bool {
    // 2024年6月19日(此件主动公开)
    let dated = text.split("(此").next().unwrap_or(text);
    let bare = dated.trim_start_matches('(').trim_end_matches(')');
    if line::is_date_line(bare) {
        return true;
    }
    let Some(at) = bare.find('年') else {
        return false;
    };
    let year = bare[..at]
        .chars()
        .rev()
        .take_while(|c| super::numeral::digit(*c).is_some())
        .count();
    let before: String = bare[..at]
        .chars()
        .take(bare[..at].chars().count() - year)
        .collect();
    let date = &bare[before.len()..];
    let smudged = before.is_empty()
        && length <= 16
        && is_unpunctuated(text)
        && date.contains('月')
        && !date.contains(['日', '—', '至', '底'])
        && super::date::read(date).is_some_and(|(_, used)| {
            date[used..].is_empty()
                || body_name::is_body(&date[used..])
                || "办公室局会院".contains(date.chars().last().unwrap_or(' '))
        });
    year == 4
        && (smudged
            || (line::is_date_line(date) && date.ends_with('日') && body_name::is_body(&before)))
}

fn is_address(text: &str, length: usize) -> bool {
    const HEADS: &[char] = &[
        '各', '县', '区', '市', '镇', '乡', '两', '局', '机', '有', '校', '全', '街', '本', '省',
        '州', '旗', '经', '高', '辖',
    ];
    const BODIES: &[&str] = &[
        "单位", "政府", "部门", "学校", "村", "局", "办", "委", "社区", "中心", "科室", "公司",
        "机构", "网格", "班",
    ];
    text.ends_with('：')
        && length <= 240
        && !text.contains(['。', '；'])
        && (text.starts_with(HEADS) && BODIES.iter().any(|body| text.contains(body))
            || (length >= 5 || text.starts_with('各')) && names_bodies(text.trim_end_matches('：')))
        && mark::read(text).is_none()
        && !["如下", "以下", "包括", "即："]
            .iter()
            .any(|word| text.contains(word))
}

/// A list of bodies that is not the label of a field: 填报单位：, 责任单位：.
fn names_bodies(text: &str) -> bool {
    const FIELDS: &[&str] = &[
        "填报",
        "报送",
        "责任",
        "牵头",
        "配合",
        "承办",
        "主办",
        "协办",
        "申报",
        "审核",
        "参加",
        "被检查",
        "被查",
        "联系",
        "举办",
        "填表",
        "制表",
        "编制",
        "组织",
        "主管",
        "协助",
        "抽查",
    ];
    body_name::list(text).is_some() && !FIELDS.iter().any(|field| text.starts_with(field))
}

pub(super) fn is_title(text: &str) -> bool {
    let length = text.chars().count();
    const ENDS: &[&str] = &[
        "方案",
        "通知",
        "意见",
        "计划",
        "预案",
        "通告",
        "公告",
        "通报",
        "细则",
        "办法",
        "要点",
        "规划",
        "安排",
        "的函",
        "工作函",
        "提示函",
        "督办函",
        "交办函",
        "商请函",
        "复函",
        "警示函",
        "督办单",
        "交办单",
        "通知书",
        "制度",
        "规则",
        "措施",
        "倡议书",
        "实施办法",
        "报告",
        "纪要",
        "清单",
    ];
    let bare = match text.rfind('(') {
        Some(at) if text.ends_with(')') && text[at..].chars().count() <= 16 => &text[..at],
        _ => text,
    };
    (5..=100).contains(&length)
        && !text.contains(['。', '；', '：', '，'])
        && ENDS.iter().any(|end| bare.ends_with(end))
}
