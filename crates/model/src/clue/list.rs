//! The closed lists of clues: channels, sweep modes, conclusions, states. It must not know how a clue
//! moves between states.

use crate::titled_enum::titled_enum;

titled_enum! {
    /// How a clue came in (线索来源; all plans merged, domain §1.5b).
    Channel {
        PublicReport = "public_report" "群众举报",
        Hotline = "hotline" "12345热线",
        Police110 = "police_110" "110接警",
        Interview = "interview" "走访约谈",
        HouseVisit = "house_visit" "入户调查",
        GridPatrol = "grid_patrol" "网格巡查",
        StreetSweep = "street_sweep" "扫楼清街",
        SectorSweep = "sector_sweep" "行业排查",
        PlatformPush = "platform_push" "监测平台推送",
        FundsAnomaly = "funds_anomaly" "资金异动",
        InternetWatch = "internet_watch" "互联网监测",
        AdvertWatch = "advert_watch" "广告监测",
        Registration = "registration" "登记、门头审批",
        PropertyTenant = "property_tenant" "物业租户报告",
        Petition = "petition" "信访",
        OtherRegion = "other_region" "外地协查",
        PoliceTransfer = "police_transfer" "公安移交",
        Internal = "internal" "部门移送",
        Other = "other" "其他",
    }
}

titled_enum! {
    /// The five sweep modes (排查方式; 金寨 plan 四·一·2).
    SweepMode {
        Area = "area" "社会面排查",
        Sector = "sector" "行业排查",
        Internet = "internet" "互联网排查",
        Funds = "funds" "大额及可疑资金交易排查",
        Public = "public" "公众监督举报",
    }
}

titled_enum! {
    /// What a first check concludes (初核结论).
    CheckConclusion {
        Assess = "assess" "需会商研判",
        NoRisk = "no_risk" "未发现风险，排除",
        OtherDepartment = "other_department" "属其他部门职责，移送",
    }
}

titled_enum! {
    /// The name of a clue's state, without its data.
    ClueStatus {
        Received = "received" "待受理",
        Refused = "refused" "不予受理",
        Accepted = "accepted" "待初核",
        Checked = "checked" "待研判",
        SetAside = "set_aside" "已排除",
        HandedOver = "handed_over" "已移送",
        Graded = "graded" "已定级",
        Listed = "listed" "已挂账",
    }
}
