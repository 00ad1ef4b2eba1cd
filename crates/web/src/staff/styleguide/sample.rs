//! Sample data of the styleguide, made up to show each component in each state.
//! It must not look like anybody: names, figures and documents are invented.

use jiff::civil::{Date, date};

use super::page::Row;
use crate::ui::{
    Badge, Chip, Chips, Choice, Column, Comparison, Control, Difference, Event, Field, FileItem,
    FileList, Flash, Lane, Level, Mark, Pager, Point, Progress, Query, Schedule, SourceText, Stage,
    Stat, Step, Steps, Tab, Tabs, Timeline, Tone, Width,
};

/// The lifecycle of a risk item (挂账销号).
pub(super) const LIFECYCLE: [&str; 5] = ["挂账", "处置中", "申请销号", "核验", "销号"];

pub(super) fn tabs() -> Tabs {
    Tabs {
        tabs: vec![
            Tab::new("全部", "#all", true).count(1284),
            Tab::new("我负责的", "#mine", false).count(12),
            Tab::new("待核验", "#verify", false).count(3),
            Tab::new("已销号", "#closed", false),
        ],
    }
}

pub(super) fn stats() -> Vec<Stat> {
    vec![
        Stat::new("在办风险事项", "128", "件")
            .href("#open")
            .note("较上月增加 6 件"),
        Stat::new("逾期", "7", "件")
            .href("#overdue")
            .note("最长 23 天")
            .tone(Tone::Danger),
        Stat::new("三日内到期", "15", "件")
            .href("#soon")
            .tone(Tone::Watch)
            .note("涉及 9 个单位"),
        Stat::new("本季销号", "42", "件")
            .href("#closed")
            .tone(Tone::Done)
            .note("销号率 24.7%"),
        Stat::new("涉及金额", "8,460.5", "万元")
            .href("#amount")
            .note("仅计在办"),
        Stat::new("涉及人数", "3,912", "人").note("去重后"),
    ]
}

pub(super) fn filter_fields() -> Vec<Field> {
    vec![
        Field::text("q", "关键字")
            .value("养老")
            .example("主体、编号、地址"),
        Field::select("level", "风险等级").choose(
            [
                ("", "全部"),
                ("low", "低"),
                ("medium", "中"),
                ("high", "高"),
                ("major", "重大"),
            ],
            &["high"],
        ),
        Field::select("state", "状态").choose([("", "全部"), ("open", "处置中")], &[""]),
        Field::select("town", "属地").choose([("", "全部"), ("1", "东河镇")], &["1"]),
        Field::date("from", "期限自").value("2024-07-01"),
        Field::date("to", "期限至"),
    ]
}

pub(super) fn chips() -> Chips {
    Chips {
        chips: vec![
            Chip::new("关键字", "养老", "#-q"),
            Chip::new("风险等级", "高", "#-level"),
            Chip::new("属地", "东河镇", "#-town"),
            Chip::new("期限自", "2024-07-01", "#-from"),
        ],
        clear: "/styleguide".into(),
    }
}

pub(super) fn columns() -> Vec<Column> {
    let query = Query::new("/styleguide", [("level", "high"), ("sort", "due")]);
    let sorted = |label: &str, key: &str| Column::sorted(label, key, "due", &query);
    vec![
        sorted("主体", "subject"),
        sorted("风险等级", "level"),
        sorted("涉及金额", "amount").number(),
        sorted("涉及人数", "people").number(),
        Column::plain("责任单位"),
        Column::plain("状态"),
        sorted("期限", "due").tight(),
    ]
}

pub(super) fn rows() -> Vec<Row> {
    let row = |subject, number, level, fen, people, owner, state, due, days| Row {
        subject,
        number,
        level: Badge::level(level),
        fen,
        people,
        owner,
        state,
        due,
        days,
        left: Badge::due_in(days),
    };
    let state = Badge::state;
    vec![
        row(
            "示例县康源养生服务有限公司",
            "FX-2024-0031",
            Level::Major,
            1_203_500_000,
            1460,
            "县市场监管局",
            state("处置中", Tone::Info),
            "2024-06-18",
            -13,
        ),
        row(
            "远景财富信息咨询部",
            "FX-2024-0044",
            Level::High,
            456_700_000,
            388,
            "东河镇",
            state("申请销号", Tone::Watch),
            "2024-06-29",
            -2,
        ),
        row(
            "某某农业专业合作社",
            "FX-2024-0052",
            Level::Medium,
            84_000_000,
            142,
            "县农业农村局",
            state("退回", Tone::Watch),
            "2024-07-01",
            0,
        ),
        row(
            "城南商铺“存酒返利”",
            "FX-2024-0057",
            Level::Medium,
            980_000,
            17,
            "城关镇",
            state("处置中", Tone::Info),
            "2024-07-03",
            2,
        ),
        row(
            "乐享旅居俱乐部",
            "FX-2024-0060",
            Level::Low,
            1_010_000,
            6,
            "县文旅局",
            state("待核验", Tone::Neutral),
            "2024-08-01",
            31,
        ),
    ]
}

pub(super) fn pager() -> Pager {
    Pager {
        shown: 50,
        total: Some(10_000),
        capped: true,
        prev: None,
        next: Some("?after=x".into()),
        sizes: vec![
            (20, Some("?size=20".into())),
            (50, None),
            (100, Some("?size=100".into())),
        ],
    }
}

pub(super) fn states() -> Vec<Badge> {
    vec![
        Badge::state("草稿", Tone::Neutral),
        Badge::state("处置中", Tone::Info),
        Badge::state("待核验", Tone::Watch),
        Badge::state("已销号", Tone::Done),
        Badge::state("移送公安", Tone::Danger),
        Badge::tag("群众举报"),
    ]
}

pub(super) fn schedule() -> Option<Schedule> {
    let lane = |label: &str, from: Date, to: Date, tone, points| Lane {
        label: label.into(),
        href: "#phase".into(),
        span: Some((from, to)),
        tone,
        points,
    };
    let point = |date, label: &str, tone| Point {
        date,
        label: label.into(),
        href: "#duty".into(),
        tone,
    };
    let reports = vec![
        point(date(2024, 6, 25), "联络员名单", Tone::Done),
        point(date(2024, 9, 30), "第三季度报表", Tone::Danger),
        point(date(2024, 12, 31), "第四季度报表", Tone::Watch),
        point(date(2025, 3, 31), "第一季度报表", Tone::Neutral),
        point(date(2025, 11, 1), "工作总结", Tone::Neutral),
    ];
    let lanes = vec![
        lane(
            "部署发动",
            date(2024, 5, 1),
            date(2024, 6, 30),
            Tone::Done,
            Vec::new(),
        ),
        lane(
            "风险排查",
            date(2024, 7, 1),
            date(2024, 8, 31),
            Tone::Done,
            Vec::new(),
        ),
        lane(
            "打击处置",
            date(2024, 9, 1),
            date(2025, 12, 31),
            Tone::Info,
            Vec::new(),
        ),
        lane(
            "巩固提升",
            date(2025, 6, 1),
            date(2025, 12, 31),
            Tone::Neutral,
            Vec::new(),
        ),
        Lane {
            label: "应报材料".into(),
            href: "#duties".into(),
            span: None,
            tone: Tone::Neutral,
            points: reports,
        },
    ];
    Schedule::new(lanes, date(2024, 12, 20))
}

pub(super) fn returned_steps() -> Steps {
    let step = |label: &str, note: &str, stage| Step {
        label: label.into(),
        note: note.into(),
        stage,
    };
    Steps {
        steps: vec![
            step("挂账", "2024-05-08", Stage::Done),
            step("处置中", "退回：缺清退凭证", Stage::Returned),
            step("申请销号", "", Stage::Ahead),
            step("核验", "", Stage::Ahead),
            step("销号", "", Stage::Ahead),
        ],
    }
}

pub(super) fn flashes() -> Vec<Flash> {
    vec![
        Flash::done("线索 XS-2024-0108 已登记。"),
        Flash::new(Tone::Watch, "已保存，但期限早于今天。"),
        Flash::refused(
            "没有保存：这条线索刚被别人修改过，请核对后重新提交。您填写的内容仍在下面。",
        ),
    ]
}

pub(super) fn form_fields() -> Vec<Field> {
    vec![
        Field::suggest(
            "subject",
            "主体名称",
            ["示例县康源养生服务有限公司", "远景财富信息咨询部"],
        )
        .value("康源养生")
        .hint("输入两个字后会给出已有的主体。")
        .width(Width::Half),
        Field::text("uscc", "统一社会信用代码")
            .value("91140521MA0EXAMPLE")
            .error("应为 18 位，其中不含字母 I、O、Z、S、V；请对照营业执照核对。")
            .width(Width::Half)
            .max(18),
        Field::select("source", "线索来源")
            .required()
            .choose(
                [("", "请选择"), ("visit", "扫楼清街"), ("tip", "群众举报")],
                &["tip"],
            )
            .width(Width::Third),
        Field::date("found", "发现时间")
            .required()
            .value("2024-07-01")
            .width(Width::Third),
        Field::date("due", "办结期限")
            .value("4月31日")
            .error("没有 4 月 31 日；请写成 2024-04-30 这样。")
            .width(Width::Third),
        Field::money("amount", "涉及金额", "wan")
            .value("约300")
            .hint("可以写约数，会照原样保留。")
            .width(Width::Third),
        Field::text("people", "涉及人数")
            .example("100")
            .width(Width::Third),
        Field::text("number", "线索编号")
            .value("提交后自动编号")
            .readonly()
            .width(Width::Third),
        Field::area("facts", "基本情况", 4)
            .required()
            .example("时间、地点、怎样宣传、承诺什么回报"),
        Field::radio("urgent", "是否紧急")
            .choose([("no", "一般"), ("yes", "紧急")], &["no"])
            .width(Width::Half),
        Field::checks("form", "宣传形式")
            .choose(
                [("talk", "讲座"), ("leaflet", "传单"), ("web", "网络")],
                &["talk", "web"],
            )
            .width(Width::Half),
        Field::file("evidence", "证据材料", ".jpg,.png,.pdf,.docx,.xlsx", true)
            .hint("图片、PDF、Word、Excel，每个不超过 50 MB；上传后计算指纹，不能悄悄替换。"),
        Field::check("confirm", "已当面核对营业执照原件", true),
    ]
}

pub(super) fn timeline() -> Timeline {
    Timeline {
        events: vec![
            Event::new("2024-06-28 16:40", "退回销号申请", "赵某 · 县处非办")
                .detail("清退明细与银行回单金额相差 1.2 万元，请补充凭证。")
                .tone(Tone::Watch),
            Event::new("2024-06-20 10:05", "责令整改", "钱某 · 县市场监管局")
                .basis("《防范和处置非法集资条例》第十八条")
                .href("#order")
                .tone(Tone::Danger),
            Event::new("2024-05-08 09:12", "定级为 高", "会商 5 个单位").tone(Tone::Info),
            Event::new("2024-05-06 11:30", "初核完成", "孙某 · 东河镇").tone(Tone::Done),
            Event::new("2024-05-02 08:55", "线索登记", "网格员 李某"),
        ],
    }
}

pub(super) fn files() -> FileList {
    let sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned();
    FileList {
        files: vec![
            FileItem {
                name: "营业执照.jpg".into(),
                href: "#file".into(),
                bytes: 1_284_312,
                sha256: sha256.clone(),
                kind: "营业执照".into(),
                note: "李某 2024-05-02".into(),
                problem: String::new(),
            },
            FileItem {
                name: "清退明细.xlsx".into(),
                bytes: 48_200,
                sha256,
                note: "仅县处非办可打开".into(),
                ..FileItem::default()
            },
            FileItem {
                name: "现场照片.jpg".into(),
                bytes: 320,
                problem: "没有收下：文件不完整，请重新上传。".into(),
                ..FileItem::default()
            },
        ],
        empty: "还没有证据文件。".into(),
    }
}

pub(super) fn progress() -> Vec<Progress> {
    vec![
        Progress::new("报送单位", 24, 31),
        Progress::new("走访主体", 18_204, 20_116).tone(Tone::Watch),
        Progress::new("建档资料", 6, 6),
        Progress::new("整改复查", 1, 9).tone(Tone::Danger),
    ]
}

pub(super) fn source() -> SourceText {
    let text = "三、工作步骤\n（一）动员部署阶段（即日起至4月15日）。各单位细化方案，指定专人负责。\n（二）集中整治阶段（4月15日至7月15日）。\n四、工作要求\n各乡镇、各成员单位于5月3日、7月3日前分别向县处非办报送阶段进展和总结。\n建立涉嫌非法集资风险线索台账，逐项销号。\n\n附注：动员部署阶段止于4月15日。\n印发日期：4月17日";
    let mark = |id: &str, words: &str, label: &str, kind| {
        let start = text
            .find(words)
            .map_or(0, |byte| text[..byte].chars().count());
        Mark {
            id: id.into(),
            start,
            end: start + words.chars().count(),
            label: label.into(),
            kind,
        }
    };
    let marks = vec![
        mark("m-phase", "即日起至4月15日", "阶段", "date"),
        mark(
            "m-duty",
            "各乡镇、各成员单位于5月3日、7月3日前分别向县处非办报送阶段进展和总结。",
            "任务",
            "duty",
        ),
        mark("m-who", "各乡镇、各成员单位", "责任单位", "unit"),
        mark("m-date", "5月3日、7月3日前", "期限", "date"),
        mark("m-ledger", "涉嫌非法集资风险线索台账", "台账", "ledger"),
        mark("m-warning", "动员部署阶段止于4月15日", "疑点", "warning"),
    ];
    SourceText::new("专项行动工作方案（节选）", text, marks)
}

pub(super) fn review_fields() -> Vec<Field> {
    let mut who = Field::new(Control::Select, "who", "由谁")
        .width(Width::Half)
        .mark("m-who");
    who.choices = vec![Choice {
        value: "all".into(),
        label: "各乡镇、各成员单位（31 个）".into(),
        chosen: true,
    }];
    vec![
        Field::text("what", "报送什么").value("阶段进展和总结"),
        who,
        Field::text("to", "报给谁")
            .value("县处非办")
            .width(Width::Half),
        Field::date("due1", "第一次")
            .value("2023-05-03")
            .width(Width::Half)
            .mark("m-date"),
        Field::date("due2", "第二次")
            .value("2023-07-03")
            .width(Width::Half)
            .mark("m-date"),
    ]
}

pub(super) fn comparison(changed: bool) -> Comparison {
    let closed = if changed { ("44", "+2") } else { ("42", "") };
    let amount = if changed {
        ("8,412.5 万元", "−48 万元")
    } else {
        ("8,460.5 万元", "")
    };
    Comparison {
        frozen_title: "上报冻结值".into(),
        frozen_note: "2024-10-08 09:12 县处非办".into(),
        current_title: "按现有记录重算".into(),
        current_note: "2024-11-21 10:00".into(),
        figures: vec![
            Difference::new("受理线索（条）", "317", "317", "").rows("#rows"),
            Difference::new("销号风险事项（件）", "42", closed.0, closed.1).rows("#rows"),
            Difference::new("在办涉及金额", "8,460.5 万元", amount.0, amount.1).rows("#rows"),
            Difference::new("宣传活动（场）", "26", "26", ""),
        ],
    }
}
