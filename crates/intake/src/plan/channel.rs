//! The group or platform a report is put into where no body is named: 发至“防非宣传”微信群, 上传至县基层治理平台.
//! It must not know dates.

use std::sync::LazyLock;

use regex::Regex;

static INTO: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(concat!(
        r"(?:(?:报送|上报|上传|发送|推送|反馈|提交|填报|录入|转发|发布)(?:至|到|入|给|进|在)?|(?:发|报|送|传|交)(?:至|到|入|给|进)|发)",
        r"(?P<name>[^，。；：（）()]{0,24}?(?:群|平台|系统|信息网|公众号))(?:$|[，。；（(]|内|中|里|备案|汇总|进行|统一)",
    ))
});
static INSIDE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[，；])(?:并|要|应|须|及时|统一)?(?:在|向|往)(?P<name>[^，。；：（）()]{1,20}?群)内?(?:中|里)?(?:及时)?(?:报|发|反馈|通报|上传)",
    )
});

/// The name of the group or platform, as printed. A place that only carries a report to somebody (通过…平台) is none.
pub(super) fn stated(what: &str) -> Option<String> {
    let found = INTO
        .captures_iter(what)
        .chain(INSIDE.captures_iter(what))
        .filter_map(|found| found.name("name"))
        .map(|name| {
            name.as_str()
                .trim_start_matches(['至', '到', '入', '于', '在'])
        })
        .find(|name| is_channel(name))?;
    Some(found.to_owned())
}

fn is_channel(name: &str) -> bool {
    const OTHER: &[&str] = &[
        "人群",
        "社群",
        "群众",
        "本系统",
        "各系统",
        "全系统",
        "教育系统",
    ];
    const CLAUSE: &[&str] = &[
        "通过",
        "利用",
        "情况",
        "的",
        "并",
        "将",
        "后",
        "在网格",
        "现",
    ];
    name.chars().count() >= 2
        && !OTHER.iter().any(|word| name.ends_with(word))
        && !CLAUSE.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_platforms_are_named_as_printed() {
        for (what, expected) in [
            (
                "将宣传照片发至“河湾防非宣传”微信群",
                Some("“河湾防非宣传”微信群"),
            ),
            ("将排查情况报送至镇防非工作群", Some("镇防非工作群")),
            ("将统计表上传至县基层治理平台", Some("县基层治理平台")),
            ("发现线索后在网格工作群报告", None),
            ("并在网格工作群报告", Some("网格工作群")),
            ("通过业务系统报送数据", None),
            ("报送重点人群名单", None),
            ("将名单录入“一网统管”系统", Some("“一网统管”系统")),
        ] {
            assert_eq!(stated(what).as_deref(), expected, "{what}");
        }
    }
}
