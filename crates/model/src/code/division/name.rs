//! What two ways of writing a division's name have in common: 晋城 and 晋城市, 新疆 and 新疆维吾尔自治区.
//! It must not know codes.

/// Endings of names, longest first within a kind.
const ENDINGS: [&str; 33] = [
    "特别行政区",
    "街道办事处",
    "社区居民委员会",
    "村民委员会",
    "居民委员会",
    "社区居委会",
    "经济开发区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "民族乡",
    "办事处",
    "村委会",
    "居委会",
    "开发区",
    "管理区",
    "街道",
    "社区",
    "地区",
    "矿区",
    "林区",
    "新区",
    "特区",
    "苏木",
    "省",
    "市",
    "县",
    "区",
    "盟",
    "旗",
    "镇",
    "乡",
];

/// Peoples named in autonomous divisions.
const PEOPLES: [&str; 36] = [
    "维吾尔",
    "哈萨克",
    "柯尔克孜",
    "塔吉克",
    "蒙古族",
    "蒙古",
    "回族",
    "壮族",
    "藏族",
    "苗族",
    "彝族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "东乡族",
    "纳西族",
    "景颇族",
    "土族",
    "羌族",
    "撒拉族",
    "保安族",
    "仫佬族",
    "毛南族",
    "仡佬族",
    "各族",
];

/// The name without its ending and, in autonomous divisions, without the names of peoples. At least two characters stay:
/// 沁县 is not cut to 沁.
pub(super) fn core(name: &str) -> &str {
    let Some((rest, ending)) = ENDINGS.iter().find_map(|e| Some((cut(name, e)?, *e))) else {
        return name;
    };
    if ending.starts_with("自治") || ending == "民族乡" {
        without_peoples(rest)
    } else {
        rest
    }
}

fn without_peoples(mut name: &str) -> &str {
    while let Some(rest) = PEOPLES.iter().find_map(|p| cut(name, p)) {
        name = rest;
    }
    name
}

fn cut<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    name.strip_suffix(ending)
        .filter(|rest| rest.chars().count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::core;

    #[test]
    fn endings_and_peoples_fall_away() {
        let cases = [
            ("晋城市", "晋城"),
            ("晋城", "晋城"),
            ("沁县", "沁县"),
            ("新疆维吾尔自治区", "新疆"),
            ("内蒙古自治区", "内蒙古"),
            ("积石山保安族东乡族撒拉族自治县", "积石山"),
            ("龙港镇", "龙港"),
            ("东街街道办事处", "东街"),
            ("城区", "城区"),
        ];
        for (name, expected) in cases {
            assert_eq!(core(name), expected, "{name}");
        }
    }
}
