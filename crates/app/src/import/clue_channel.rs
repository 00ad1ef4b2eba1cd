//! Where a clue came from (线索来源), read from an office's own words. It must not know rows.

use fangfei_model::clue::Channel;

/// The channel of these words, or 其他 with the words kept.
pub(super) fn channel(printed: Option<&str>) -> (Channel, Option<String>) {
    let Some(printed) = printed else {
        return (Channel::Other, None);
    };
    if let Ok(channel) = printed.parse() {
        return (channel, None);
    }
    const WORDS: &[(&str, Channel)] = &[
        ("12345", Channel::Hotline),
        ("110", Channel::Police110),
        ("热线", Channel::Hotline),
        ("市长", Channel::Hotline),
        ("信访", Channel::Petition),
        ("来访", Channel::Petition),
        ("公安", Channel::PoliceTransfer),
        ("协查", Channel::OtherRegion),
        ("外地", Channel::OtherRegion),
        ("网格", Channel::GridPatrol),
        ("入户", Channel::HouseVisit),
        ("扫楼", Channel::StreetSweep),
        ("扫街", Channel::StreetSweep),
        ("资金", Channel::FundsAnomaly),
        ("银行", Channel::FundsAnomaly),
        ("反洗钱", Channel::FundsAnomaly),
        ("监测平台", Channel::PlatformPush),
        ("大数据", Channel::PlatformPush),
        ("推送", Channel::PlatformPush),
        ("预警", Channel::PlatformPush),
        ("广告", Channel::AdvertWatch),
        ("网络", Channel::InternetWatch),
        ("互联网", Channel::InternetWatch),
        ("舆情", Channel::InternetWatch),
        ("物业", Channel::PropertyTenant),
        ("约谈", Channel::Interview),
        ("走访", Channel::Interview),
        ("行业", Channel::SectorSweep),
        ("排查", Channel::SectorSweep),
        ("登记", Channel::Registration),
        ("举报", Channel::PublicReport),
        ("群众", Channel::PublicReport),
        ("来电", Channel::PublicReport),
        ("投诉", Channel::PublicReport),
        ("移送", Channel::Internal),
        ("移交", Channel::Internal),
        ("转办", Channel::Internal),
        ("交办", Channel::Internal),
        ("部门", Channel::Internal),
    ];
    let found = WORDS
        .iter()
        .find(|(word, _)| printed.contains(word))
        .map(|(_, channel)| *channel);
    (found.unwrap_or(Channel::Other), Some(printed.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offices_words_for_channels_are_understood_and_kept() {
        assert_eq!(channel(Some("12345热线")), (Channel::Hotline, None));
        assert_eq!(channel(Some("市12345政务热线转办")).0, Channel::Hotline);
        assert_eq!(channel(Some("群众来电")).0, Channel::PublicReport);
        assert_eq!(
            channel(Some("领导批示")),
            (Channel::Other, Some("领导批示".to_owned()))
        );
        assert_eq!(channel(None), (Channel::Other, None));
    }
}
