//! Which words name a body (单位): 县公安局, 各乡(镇), 市场监管所, 成员单位.
//! It must not know what the body does.

/// Endings by which a body is known. Longer ones first where one contains another does not matter: only the end counts.
const ENDINGS: &[&str] = &[
    "政府",
    "政府办",
    "办公室",
    "办公厅",
    "管委会",
    "委员会",
    "领导小组",
    "领导组",
    "协调小组",
    "工作组",
    "工作小组",
    "联合工作组",
    "专班",
    "处非办",
    "防非办",
    "打非办",
    "维稳办",
    "综治办",
    "平安办",
    "金融办",
    "网信办",
    "信访办",
    "党政办",
    "财政办",
    "经发办",
    "应急办",
    "政研室",
    "政法委",
    "宣传部",
    "组织部",
    "统战部",
    "社会工作部",
    "纪委",
    "监委",
    "纪委监委",
    "编办",
    "法院",
    "检察院",
    "局",
    "厅",
    "分局",
    "支局",
    "支队",
    "大队",
    "中队",
    "总队",
    "派出所",
    "司法所",
    "监管所",
    "管理所",
    "税务所",
    "财政所",
    "国土所",
    "工商所",
    "林业所",
    "事务所",
    "站",
    "中心",
    "服务中心",
    "人民银行",
    "人行",
    "支行",
    "分行",
    "银行",
    "信用社",
    "农商行",
    "协会",
    "商会",
    "联合会",
    "工商联",
    "工会",
    "总工会",
    "团委",
    "妇联",
    "残联",
    "科协",
    "学校",
    "中学",
    "小学",
    "学院",
    "大学",
    "幼儿园",
    "校区",
    "医院",
    "卫生院",
    "公司",
    "企业",
    "单位",
    "部门",
    "机关",
    "机构",
    "乡",
    "镇",
    "(镇)",
    "(乡)",
    "(街道)",
    "(社区)",
    "街道",
    "街道办",
    "办事处",
    "社区",
    "村",
    "村委会",
    "居委会",
    "村(居)",
    "村(社区)",
    "网格员",
    "网格长",
    "网格",
    "党委",
    "党支部",
    "党工委",
    "园区",
    "开发区",
    "农场",
    "林场",
    "科室",
    "处室",
    "股室",
    "保卫处",
    "学工处",
    "物业",
    "执法队",
    "工作队",
    "巡逻队",
    "服务队",
    "监察队",
    "中心校",
    "党组",
    "秘书处",
    "总行",
    "总部",
    "分校",
    "职校",
    "党校",
    "技校",
    "检查组",
    "督导组",
    "督查组",
    "核查组",
    "专项组",
    "协调组",
    "宣传组",
    "执法组",
    "综合组",
];

/// Endings of one character that are bodies only behind a place or field: 委, 办, 科, 处, 股, 部, 室, 系, 班.
const SHORT_ENDINGS: &[&str] = &["委", "办", "科", "处", "股", "部", "室", "系", "班级"];

/// Words that end like a body and are none.
const NOT_BODIES: &[&str] = &[
    "全部",
    "内部",
    "外部",
    "干部",
    "场所",
    "处所",
    "住所",
    "之处",
    "办理",
    "难处",
    "用处",
    "好处",
    "益处",
    "查处",
    "惩处",
    "从严查处",
    "举办",
    "开办",
    "经办",
    "承办",
    "主办",
    "交办",
    "督办",
    "转办",
    "大局",
    "全局",
    "格局",
    "新格局",
    "布局",
    "结局",
    "研究所",
    "交易所",
    "营业场所",
    "经营场所",
];

/// Beginnings that make a short ending plausible.
const PLACES: &[char] = &[
    '局', '院', '厅', '省', '市', '县', '区', '乡', '镇', '州', '旗', '盟', '校', '各', '本', '我',
    '该',
];

/// Words that no name of a body contains: a candidate holding one is a clause.
const CLAUSE_WORDS: &[&str] = &[
    "的",
    "要",
    "将",
    "对",
    "把",
    "被",
    "由",
    "向",
    "并",
    "为",
    "以",
    "在",
    "负责",
    "按照",
    "根据",
    "加强",
    "开展",
    "建立",
    "做好",
    "落实",
    "确保",
    "切实",
    "积极",
    "进行",
    "组织实施",
    "发动",
    "印发",
    "转发",
    "制定",
    "完善",
    "推动",
    "通过",
    "以及",
    "包括",
    "牵头",
    "配合",
    "报送",
    "上报",
    "移送",
    "协调区",
    "协调县",
    "督促",
    "指导",
    "严格",
    "集中",
    "全面",
    "深入",
    "持续",
    "坚持",
    "发现",
    "涉及",
    "属于",
    "充分",
    "形成",
    "强化",
    "提高",
    "打击",
    "明确",
    "结合",
    "针对",
    "抄送",
    "附件",
    "联系",
    "报告",
    "不",
    "会同",
    "决定",
    "及时",
    "提交",
    "协调",
    "通报",
    "组织",
    "接到",
    "及所",
    "所在",
    "监督",
    "收到",
    "经过",
    "请",
    "反馈",
];

/// Names that may hold a clause word all the same.
const ALLOWED: &[(&str, &str)] = &[
    ("打击", "领导"),
    ("打击", "办公室"),
    ("打击", "工作"),
    ("打击", "专班"),
    ("组织", "组织部"),
    ("集中", "工作组"),
    ("以", "以上"),
    ("要", "重要"),
    ("全面", "领导小组"),
    ("牵头", "牵头部门"),
    ("牵头", "牵头单位"),
    ("协调", "协调小组"),
    ("协调", "协调机制"),
    ("协调", "联席"),
    ("组织", "自治组织"),
    ("组织", "组织者"),
    ("监督", "监督管理"),
    ("所在", "所在地"),
    ("所在", "所在单位"),
    ("的", "的单位"),
    ("监督", "市场监督"),
    ("监督", "卫生监督"),
    ("监督", "监督所"),
    ("监督", "监督检验"),
    ("将", "将军"),
    ("发现", "发现单位"),
];

/// Whether the words name a body.
pub(super) fn is_body(name: &str) -> bool {
    if name.starts_with(['报', '送', '交', '至', '到', '给', '赴', '抄', '等']) {
        return false;
    }
    if name.matches('(').count() != name.matches(')').count() {
        return false;
    }
    if name
        .strip_prefix('经')
        .is_some_and(|rest| rest.starts_with(PLACES) || rest.starts_with(['党', '研', '上']))
    {
        return false;
    }
    if COMMON.contains(&name) {
        return true;
    }
    let name = without_note(name);
    let length = name.chars().count();
    if !(2..=36).contains(&length) || NOT_BODIES.iter().any(|word| name.ends_with(word)) {
        return false;
    }
    if name.contains(['，', '。', '；', '：', '、', '“', '”', '《', '》'])
        || holds_clause_word(name)
    {
        return false;
    }
    // The longer endings are names by themselves inside an office: 处非办, 综治办, 领导小组.
    let long = ENDINGS
        .iter()
        .any(|end| name.ends_with(end) && (name.len() > end.len() || end.chars().count() >= 3))
        || [
            "单位",
            "部门",
            "机关",
            "学校",
            "公安机关",
            "司法机关",
            "专班",
            "领导小组",
            "人民银行",
            "工商联",
            "物业公司",
            "金融机构",
            "网格员",
        ]
        .contains(&name)
        || COMMON.contains(&name);
    let office = name.ends_with(['科', '股'])
        && (3..=8).contains(&length)
        && ![
            "学科", "本科", "专科", "内科", "外科", "百科", "前科", "参股", "入股", "持股", "控股",
        ]
        .iter()
        .any(|word| name.ends_with(word));
    // 经济发展办, 平安法治办: the offices of a street or township.
    let street_office = name.strip_suffix('办').is_some_and(|field| {
        (3..=8).contains(&field.chars().count())
            && STREET_FIELDS.iter().any(|end| field.ends_with(end))
    });
    long || office
        || street_office
        || (SHORT_ENDINGS.iter().any(|end| name.ends_with(end)) && name.starts_with(PLACES))
}

/// Fields of the offices of a street or township.
const STREET_FIELDS: &[&str] = &[
    "发展", "法治", "事务", "服务", "治理", "管理", "建设", "党建", "党政", "综合", "应急", "平安",
    "综治", "经济", "农业", "财政", "宣传", "武装", "信访", "维稳", "金融", "文化", "民政", "卫健",
    "环保", "安监", "统战", "监察", "城管", "规划", "扶贫", "振兴", "政法", "处非", "防非", "打非",
    "专项", "攻坚", "招商", "便民", "稳定", "政府", "县委", "市委", "区委", "党委",
];

/// Bodies known without an ending.
const COMMON: &[&str] = &[
    "两镇",
    "各镇",
    "各乡",
    "各村",
    "各校",
    "各县",
    "各区",
    "各县(市、区)",
    "各股",
    "各科",
    "各班",
    "县直各部门",
    "各市",
    "各地",
    "各区县",
    "各县区",
    "各镇街",
    "各园区",
    "各院",
    "各级各部门",
    "各街镇",
    "各党支部",
    "乡镇",
    "街道",
    "社区",
    "村",
];

/// 各乡镇人民政府(街道办事处): the note in brackets does not change what is named.
fn without_note(name: &str) -> &str {
    let open = name
        .rfind('(')
        .filter(|&at| name.ends_with(')') && at >= "各乡".len());
    open.map_or(name, |at| &name[..at])
}

fn holds_clause_word(name: &str) -> bool {
    CLAUSE_WORDS.iter().any(|word| {
        name.contains(word)
            && !ALLOWED
                .iter()
                .any(|(allowed, beside)| allowed == word && name.contains(beside))
    })
}

/// The bodies of a list such as 县公安局、县法院和各乡(镇), each with its byte offset; `None` when a member is none.
pub(super) fn list(text: &str) -> Option<Vec<(usize, &str)>> {
    let parts = split_list(text);
    parts
        .iter()
        .all(|(_, part)| is_body(part) || is_collective(part))
        .then_some(parts)
}

/// What `split_list` left together: 各县、区人民政府.
fn is_collective(part: &str) -> bool {
    part.contains('各')
        && part
            .split_once('、')
            .is_some_and(|(first, rest)| goes_on(first, rest))
}

/// A list as a sentence may name it: also by field (网信、公安、市场监管等部门) or with a shared ending (甲、乙县政府).
pub(super) fn acting_list(text: &str) -> Option<Vec<(usize, &str)>> {
    list(text)
        .or_else(|| by_field(text))
        .or_else(|| with_short_names(text))
}

/// 公安、市场监管等部门: several fields before one collective word; each member is kept as printed.
fn by_field(text: &str) -> Option<Vec<(usize, &str)>> {
    const COLLECTIVE: &[&str] = &["部门", "单位", "机关", "主管部门", "监管部门"];
    let (fields, last) = text.rsplit_once('等')?;
    let collective = last.chars().count() <= 10
        && COLLECTIVE.iter().any(|word| last.ends_with(word))
        && !holds_clause_word(last);
    let parts = split_list(fields);
    let named = parts.iter().all(|(_, part)| {
        (2..=12).contains(&part.chars().count()) && !holds_clause_word(part) && is_plain(part)
    });
    let first_is_body_like = parts
        .first()
        .is_some_and(|(_, part)| is_body(part) || FIELDS.iter().any(|field| part.ends_with(field)));
    (collective && named && parts.len() > 1 && first_is_body_like).then_some(parts)
}

/// Fields by which offices are called without 局 or 部门.
const FIELDS: &[&str] = &[
    "公安",
    "网信",
    "市场监管",
    "市监",
    "金融",
    "教育",
    "民政",
    "住建",
    "商务",
    "农业农村",
    "司法",
    "财政",
    "宣传",
    "政法",
    "信访",
    "税务",
    "工商",
    "银监",
    "文旅",
    "卫健",
    "发改",
    "工信",
    "人社",
    "自然资源",
    "应急",
    "审计",
    "国土",
    "科技",
    "统战",
    "检察",
    "法院",
    "通信",
    "通信管理",
    "行政审批",
    "城管",
    "综治",
    "建设",
    "农牧",
    "农牧林业",
    "农业",
    "林业",
    "交通",
    "文化",
    "广电",
    "电信",
    "证监",
    "保监",
    "人行",
    "纪检",
    "监察",
    "妇联",
    "共青团",
    "城建",
    "经信",
    "金融监管",
];

fn is_plain(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit() || "，。；：《》“”".contains(c))
}

/// 东川、西山县政府: the first names lack the ending the last one has.
fn with_short_names(text: &str) -> Option<Vec<(usize, &str)>> {
    let parts = split_list(text);
    let short = |part: &str| (2..=4).contains(&part.chars().count()) && is_plain(part);
    let first_body = parts.iter().position(|(_, part)| is_body(part))?;
    let shared = [
        "县政府",
        "区政府",
        "市政府",
        "县人民政府",
        "区人民政府",
        "镇人民政府",
        "乡人民政府",
        "镇政府",
        "乡政府",
        "街道办事处",
        "街道",
        "社区",
        "村",
    ]
    .iter()
    .any(|end| parts[first_body].1.ends_with(end) && parts[first_body].1.len() > end.len());
    let holds = first_body > 0
        && shared
        && parts[..first_body]
            .iter()
            .all(|(_, part)| short(part) && !holds_clause_word(part))
        && parts[first_body..].iter().all(|(_, part)| is_body(part));
    holds.then_some(parts)
}

/// The members of an enumeration, split at 、 and at 和, 及, 与 when both sides are bodies; brackets are kept whole.
pub(super) fn split_list(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '、' if depth == 0 && goes_on(&text[start..at], &text[at + c.len_utf8()..]) => {}
            '、' | '，' | '；' | '\t' if depth == 0 => {
                split_pair(start, &text[start..at], &mut parts);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    split_pair(start, &text[start..], &mut parts);
    parts
}

/// 各县、区人民政府; 各委、办、局: one collective, whose parts make no names of their own.
fn goes_on(before: &str, after: &str) -> bool {
    const PLACES: &[&str] = &["县", "区", "市", "乡", "镇", "旗", "州", "街道"];
    let next = after.split(['、', '，', '；']).next().unwrap_or_default();
    let first = without_brackets(before);
    let all_places = first
        .strip_prefix('各')
        .is_some_and(|place| PLACES.contains(&place));
    let government = without_brackets(next);
    let governments = all_places
        && ["人民政府", "政府"]
            .iter()
            .filter_map(|word| government.strip_suffix(word))
            .any(|place| PLACES.contains(&place));
    let offices = before.contains('各')
        && before.ends_with(['委', '办', '局'])
        && ["委", "办", "局"].contains(&next);
    let party_and_government = before.contains('各')
        && before.ends_with(['委', '会', '工'])
        && ["党委", "党工委", "党委会"]
            .iter()
            .any(|word| before.ends_with(word))
        && ["政府", "人民政府", "办事处"].contains(&next);
    governments || offices || party_and_government
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            depth += usize::from(*c == '(');
            let kept = depth == 0;
            depth -= usize::from(*c == ')' && depth > 0);
            kept
        })
        .collect()
}

fn split_pair<'a>(offset: usize, text: &'a str, parts: &mut Vec<(usize, &'a str)>) {
    for joint in ["以及", "和", "及", "与"] {
        for (at, _) in text.match_indices(joint) {
            let (left, right) = (&text[..at], &text[at + joint.len()..]);
            // “各部门和单位” names one circle.
            if is_body(left) && is_body(right) && !matches!(right, "单位" | "部门" | "机构") {
                parts.push((offset, left));
                return split_pair(offset + at + joint.len(), right, parts);
            }
        }
    }
    if !text.is_empty() {
        parts.push((offset, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_told_from_other_words() {
        for name in [
            "县公安局",
            "各乡(镇)",
            "两镇",
            "国家金融监督管理总局云溪监管支局",
            "县委政法委",
            "公安机关",
            "区打击和处置非法集资工作领导小组办公室",
            "各行业主(监)管部门",
            "城管执法部门",
            "县工商联",
        ] {
            assert!(is_body(name), "{name}");
        }
        for name in [
            "经营场所",
            "大局",
            "加强县公安局",
            "全部",
            "工作",
            "乡镇要认真组织的单位",
        ] {
            assert!(!is_body(name), "{name}");
        }
    }

    #[test]
    fn lists_are_split_where_both_sides_are_bodies() {
        let names = |text| {
            list(text).map(|parts| {
                parts
                    .into_iter()
                    .map(|(_, name)| name.to_owned())
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(
            names("各乡(镇)、处非领导小组各成员单位").unwrap(),
            ["各乡(镇)", "处非领导小组各成员单位"]
        );
        assert_eq!(
            names("县法院、县检察院和县公安局").unwrap(),
            ["县法院", "县检察院", "县公安局"]
        );
        assert_eq!(
            names("各县(市、区)、市直单位").unwrap(),
            ["各县(市、区)", "市直单位"]
        );
        assert_eq!(names("风险排查、县公安局"), None);
        assert_eq!(
            names("各区、县(市)人民政府、市政府各有关委、办、局").unwrap(),
            ["各区、县(市)人民政府", "市政府各有关委、办、局"]
        );
        let acting = |text| {
            acting_list(text)
                .map(|parts| parts.into_iter().map(|(_, name)| name).collect::<Vec<_>>())
        };
        assert_eq!(
            acting("网信、公安、市场监管等部门").unwrap(),
            ["网信", "公安", "市场监管"]
        );
        assert_eq!(
            acting("东川、西山县政府、各行业主管部门").unwrap(),
            ["东川", "西山县政府", "各行业主管部门"]
        );
        assert_eq!(acting("排查、整治等工作部门"), None);
    }
}
