//! What a web page sets around the text of a document: links, counters, the path to the page.
//! It must not know the document.

use super::reach::has_chars;

/// What a web page sets around the text: links, counters, the site's own notices.
pub(super) fn is_furniture(text: &str) -> bool {
    const LINKS: &[&str] = &[
        "首页",
        "收藏",
        "打印",
        "分享",
        "分享：",
        "分享到朋友圈",
        "分享到",
        "字号：",
        "字体：",
        "来源：",
        "阅读数：",
        "关闭",
        "返回顶部",
        "返回",
        "打印本页",
        "关闭窗口",
        "【打印】",
        "【关闭】",
        "大",
        "中",
        "小",
        "大中小",
        "上一篇",
        "下一篇",
        "无障碍",
        "扫一扫在手机打开当前页",
        "阅读次数：",
        "浏览量：",
        "点击数：",
        "公示公告",
        "通知公告",
        "通知通告",
        "公告通知",
        "公告公示",
        "信息公开",
        "政务公开",
        "工作动态",
        "新闻中心",
        "文件通知",
    ];
    const STARTS: &[&str] = &[
        "打开微信",
        "温馨提示",
        "当前位置",
        "您当前的位置",
        "您现在的位置",
        "主办：",
        "承办：",
        "网站标识码",
        "上一篇：",
        "下一篇：",
        "浏览次数",
        "版权所有",
        "技术支持",
    ];
    let is_counter = text
        .strip_suffix('次')
        .is_some_and(|count| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()));
    let is_filing = ["ICP备", "公网安备"].iter().any(|word| text.contains(word));
    LINKS.contains(&text)
        || is_path(text)
        || is_counter
        || !has_chars(text, 80) && (is_filing || STARTS.iter().any(|start| text.starts_with(start)))
}

/// 首页 > 通知公告 > 正文: the way to the page, one title after another.
fn is_path(text: &str) -> bool {
    const MARKS: &[char] = &['>', '/', '〉', '》', '»', '›', '—'];
    const HEADS: &[&str] = &["首页", "网站首页", "您的位置", "设为首页", "所在位置"];
    let opens = HEADS.iter().any(|head| text.starts_with(head));
    let closes = text.ends_with("正文") || text.ends_with("内容") || text.ends_with("详情");
    !has_chars(text, 60)
        && !text.contains(['。', '，', '；'])
        && (opens && (text.contains(MARKS) || !has_chars(text, 10)) || closes && text.contains('>'))
}

/// 设为首页|加入收藏|联系我们: links beside one another, which are no row of a table.
pub(super) fn is_menu(text: &str) -> bool {
    const LINKS: &[&str] = &[
        "设为首页",
        "加入收藏",
        "网站地图",
        "无障碍",
        "登录",
        "注册",
        "联系我们",
        "English",
    ];
    !has_chars(text, 60)
        && text.split(['|', '│', '\t']).all(|link| !has_chars(link, 9))
        && text
            .split(['|', '│', '\t'])
            .filter(|link| LINKS.contains(&link.trim()))
            .count()
            > 1
}

/// 发布者：办公室　时间：2022-09-08　浏览：513: who put the page up and when, in one line.
pub(super) fn is_byline(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "发布者",
        "发布人",
        "发布时间",
        "发布日期",
        "发表时间",
        "发表日期",
        "发表于",
        "更新时间",
        "创建时间",
        "录入时间",
        "时间：",
        "日期：",
        "来源",
        "出处",
        "作者",
        "编辑",
        "审核：",
        "浏览",
        "点击",
        "阅读",
        "访问统计",
        "字号",
        "字体",
        "【打印】",
        "【关闭】",
        "打印本页",
        "信息来源",
        "供稿",
        "读者",
    ];
    let known = LABELS.iter().filter(|label| text.contains(**label)).count();
    known >= 2
        && !has_chars(text, 100)
        && !text.contains(['。', '；', '，'])
        && LABELS
            .iter()
            .any(|label| text.trim_start_matches(['[', '【', '(']).starts_with(label))
}
