//! Offices by their field, alone or inside a larger body: 教务处, 总行|合规部, 团市委|青农部, 国管局|节能管理司.
//! It must not know sentences.

use std::sync::LazyLock;

use super::body_word::ENDINGS;
use super::word_set::WordSet;

static ENDING: LazyLock<WordSet> = LazyLock::new(|| WordSet::new([ENDINGS]));

/// How an office ends that is called by its field.
const ENDS: &[char] = &['处', '部', '科', '司', '股'];

/// The last words of a field an office is called by.
const FIELDS: &[&str] = &[
    "教务",
    "教学",
    "教育",
    "教导",
    "教研",
    "科研",
    "科技",
    "技术",
    "学生",
    "学工",
    "团学",
    "人事",
    "人力资源",
    "财务",
    "计财",
    "后勤",
    "总务",
    "资产",
    "国资",
    "设备",
    "审计",
    "招生",
    "就业",
    "招就",
    "基建",
    "规划",
    "政教",
    "德育",
    "保卫",
    "安保",
    "宣传",
    "统战",
    "组织",
    "外事",
    "交流",
    "合作",
    "研究生",
    "档案",
    "法务",
    "法规",
    "法制",
    "合规",
    "风险",
    "内控",
    "运营",
    "信贷",
    "零售",
    "公司业务",
    "综合",
    "党群",
    "党务",
    "纪检",
    "监察",
    "监督",
    "监管",
    "稽查",
    "信息",
    "网络",
    "管理",
    "服务",
    "工作",
    "事务",
    "建设",
    "发展",
    "业务",
    "市场",
    "安全",
    "质量",
    "消保",
    "青农",
    "志愿者",
    "广告",
    "执法",
    "统计",
    "应急",
    "防治",
    "保障",
    "促进",
    "产业",
    "环保",
    "卫生",
    "医政",
    "信访",
    "调研",
    "消费",
    "工业",
    "农业",
    "商贸",
    "流通",
    "运行",
    "金融",
    "银行",
    "保险",
    "案件",
    "协调",
    "督查",
    "企业",
    "项目",
    "改革",
    "审批",
    "许可",
    "登记",
    "信用",
];

/// Larger bodies called by a short name that is none by itself.
const SHORT: &[&str] = &[
    "总行", "分行", "支行", "省行", "市行", "总部", "总局", "市局", "省局", "县局", "区局", "总社",
    "总队",
];

/// 教务处, 安全保卫处; with a larger body before it, whatever its field is: 总行合规部.
pub(super) fn is_office(name: &str) -> bool {
    let Some(field) = name.strip_suffix(ENDS) else {
        return false;
    };
    let is_bureau =
        name.ends_with('司') && field.chars().count() >= 3 && !field.ends_with(['公', '上', '官']);
    is_bureau || is_called_by(field) || field.chars().count() <= 24 && of_larger_body(field)
}

fn is_called_by(field: &str) -> bool {
    (2..=9).contains(&field.chars().count()) && FIELDS.iter().any(|known| field.ends_with(known))
}

fn of_larger_body(field: &str) -> bool {
    let mut places = field.char_indices().map(|(at, _)| at).skip(2);
    places.any(|at| {
        let (body, own) = field.split_at(at);
        (2..=11).contains(&own.chars().count())
            && (is_larger(body) || is_league(body))
            && !own.starts_with(['的', '各', '有', '全', '内', '干'])
    })
}

fn is_larger(body: &str) -> bool {
    const PLACES: &[&str] = &[
        "乡", "镇", "村", "站", "企业", "单位", "部门", "机构", "公司", "街道", "社区",
    ];
    let known = ENDING
        .at_end(body)
        .any(|end| body.len() > end.len() && !PLACES.contains(&end));
    let office = body.strip_suffix(ENDS).is_some_and(is_called_by);
    // 我部, 省厅, 市局
    let called = body.chars().count() == 2
        && body.starts_with(['我', '本', '省', '市', '县', '区'])
        && body.ends_with(['部', '厅', '局', '委', '办', '行']);
    SHORT.contains(&body) || known || office || called
}

/// 团市委, 共青团某县委: the league's committees, called without a body before them.
pub(super) fn is_league(name: &str) -> bool {
    let place = name
        .strip_prefix("共青团")
        .or_else(|| name.strip_prefix('团'));
    place.is_some_and(|place| {
        let length = place.chars().count();
        (2..=12).contains(&length) && (place.ends_with('委') || place.ends_with("委员会"))
            || place == "中央"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_known_by_their_field_or_the_body_before_them() {
        for name in [
            "教务处",
            "安全保卫处",
            "科学技术处",
            "总行合规部",
            "团市委青农部",
            "国管局公共机构节能管理司",
            "科学技术处科研实验室管理科",
            "市市场监管局广告科",
        ] {
            assert!(is_office(name), "{name}");
        }
        for name in ["李云处", "干部", "全部", "各村干部", "百科", "好处"] {
            assert!(!is_office(name), "{name}");
        }
        assert!(is_league("共青团云溪市委") && is_league("团县委") && !is_league("团委"));
    }
}
