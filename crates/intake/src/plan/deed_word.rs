//! The verbs of what offices are told to do by a day or again and again: 报送, 办结, 化解, 兑现.
//! It must not know dates or bodies.

use std::sync::LazyLock;

use super::word_set::WordSet;

/// Verbs of reporting, finishing, checking, dealing and telling.
const DEEDS: &[&str] = &[
    "报", "送达", "提交", "反馈", "移送", "移交", "推送", "答复", "回复", "告知", "抄告", "备案",
    "函复", "寄送", "发送", "上传", "录入", "填写", "填报", "登记", "提供", "共享", "传递", "完成",
    "办结", "结案", "审结", "侦结", "终结", "清零", "销号", "化解", "拨付", "兑现", "兑付", "发放",
    "清退", "返还", "退还", "发还", "处置", "处理", "整改", "整治", "清理", "清除", "下架", "关停",
    "注销", "吊销", "归档", "建档", "立案", "起诉", "受理", "交办", "转办", "分流", "办理", "到位",
    "实现", "取得", "达到", "排查", "摸排", "摸底", "核查", "核实", "检查", "抽查", "巡查", "督查",
    "督导", "督办", "走访", "回访", "入户", "复查", "验收", "评估", "评选", "评议", "考核", "审核",
    "审查", "监测", "比对", "核对", "研判", "会商", "约谈", "提醒", "调度", "暗访", "调研", "问效",
    "自查", "召开", "举办", "举行", "开展", "启动", "组织", "进行", "部署", "动员", "成立", "设立",
    "组建", "建立", "建成", "开通", "开办", "开设", "上线", "接入", "制定", "印发", "下发", "出台",
    "修订", "细化", "编制", "编发", "编印", "签订", "签署", "明确", "确定", "指定", "推进", "推介",
    "公布", "公示", "发布", "公开", "通报", "宣传", "张贴", "悬挂", "播放", "投放", "推出", "刊播",
    "培训", "学习", "轮训", "演练", "宣讲", "授课", "总结", "形成", "汇总", "更新", "梳理", "统计",
    "清查", "抽检", "普查", "评查", "整顿", "打击", "查处", "取缔", "曝光", "履行", "讲评", "点评",
    "上交", "递交", "申报", "报名", "包案", "上好", "讲好", "分析", "研究", "安排", "收集", "采集",
    "归集", "整理", "召集", "汇报", "下达",
];

static DEED: LazyLock<WordSet> = LazyLock::new(|| WordSet::new([DEEDS]));

/// Whether a clause names such a deed.
pub(super) fn names_deed(text: &str) -> bool {
    text.char_indices().any(|(at, _)| {
        DEED.at_start(&text[at..])
            .any(|deed| !names_paper(&text[at + deed.len()..]))
    })
}

/// 统计|表, 登记|簿, 报|表: the verb is the beginning of a paper's name.
fn names_paper(behind: &str) -> bool {
    behind.starts_with(['表', '簿'])
}

/// Whether a text begins with such a deed.
pub(super) fn begins_deed(text: &str) -> bool {
    DEED.begins(text)
}
