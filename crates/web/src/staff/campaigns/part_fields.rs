//! The form of one part of a plan, with what was typed. It must not know what becomes of it.

use fangfei_app::campaign::{PartDraft, PartKind, Review, Suggestion};
use fangfei_model::{ledger::Ledger, schedule::Every};

use crate::ui::{Choice, Field, Width};

/// Beyond so many units villages are offered as boxes only where they are already chosen.
const MANY: usize = 80;

/// What the forms offer for choice.
pub struct Offers<'a> {
    /// Units and phases of the campaign.
    pub review: &'a Review,
    /// Ledgers that are defined.
    pub ledgers: &'a [Ledger],
    /// Returns that are defined: id and title.
    pub returns: Vec<(String, String)>,
}

/// The fields of a part. `scope` keeps their ids apart from other forms of the page.
pub fn fields(
    kind: PartKind,
    draft: &PartDraft,
    offers: &Offers<'_>,
    scope: &str,
    mark: &str,
) -> Vec<Field> {
    let fields = match kind {
        PartKind::Head => head(draft),
        PartKind::Document => document(draft),
        PartKind::Phase => phase(draft),
        PartKind::Duty => duty(draft, offers),
        PartKind::Owed => owed(draft, offers),
        PartKind::Member => member(draft, offers),
        PartKind::Contact => contact(draft),
        PartKind::Ledger => ledger(draft, offers),
    };
    let mut fields: Vec<Field> = fields.into_iter().map(|field| field.scope(scope)).collect();
    if let Some(first) = fields.first_mut() {
        mark.clone_into(&mut first.mark);
    }
    fields
}

fn text(name: &str, label: &str, value: &str) -> Field {
    Field::text(name, label).value(value).max(300)
}

fn days(draft: &PartDraft) -> [Field; 2] {
    let day = |name: &str, label: &str, value: &str| {
        Field::date(name, label).value(value).width(Width::Half)
    };
    [
        day("start", "开始日期", &draft.start),
        day("end", "结束日期", &draft.end),
    ]
}

fn head(draft: &PartDraft) -> Vec<Field> {
    let mut fields = vec![text("title", "名称", &draft.title).required()];
    fields.extend(days(draft));
    fields.push(text("issuer", "发文机关", &draft.issuer).width(Width::Half));
    fields.push(
        Field::date("issued_on", "成文日期")
            .value(&draft.issued_on)
            .width(Width::Half),
    );
    fields
}

fn document(draft: &PartDraft) -> Vec<Field> {
    let roles = [
        ("own", "本文件"),
        ("wrapped", "所转发的文件"),
        ("basis", "依据"),
    ];
    vec![
        text("title", "文号", &draft.title)
            .required()
            .hint("照原文填写，三种括号都可以")
            .width(Width::Half),
        Field::select("role", "关系")
            .choose(roles, &[draft.role.as_str()])
            .width(Width::Half),
    ]
}

fn phase(draft: &PartDraft) -> Vec<Field> {
    let mut fields = vec![text("title", "阶段名称", &draft.title).required()];
    fields.extend(days(draft));
    fields
}

fn duty(draft: &PartDraft, offers: &Offers<'_>) -> Vec<Field> {
    let phases = offers
        .review
        .campaign
        .phases
        .iter()
        .map(|phase| (phase.id.to_string(), phase.name.clone()));
    let chosen: Vec<&str> = draft.phases.iter().map(String::as_str).collect();
    let mut fields = vec![
        text("title", "任务", &draft.title)
            .required()
            .width(Width::Half),
        text("section", "所在章节", &draft.section).width(Width::Half),
        Field::area("detail", "内容", 3)
            .value(&draft.detail)
            .max(4_000),
    ];
    if !offers.review.campaign.phases.is_empty() {
        fields.push(
            Field::checks("phases", "所属阶段")
                .choose(phases, &chosen)
                .hint("可以属于几个阶段；都不选表示贯穿全程"),
        );
    }
    fields.extend(who(draft, offers));
    fields
}

fn owed(draft: &PartDraft, offers: &Offers<'_>) -> Vec<Field> {
    let ways = [
        ("by", "在某天之前"),
        ("each", "每个周期一次"),
        ("any_time", "随时、及时"),
        ("unknown", "还没有确定"),
    ];
    let every = Every::ALL.iter().map(|every| (every.code(), every.title()));
    let returns = std::iter::once((String::new(), "不附报表".to_owned()))
        .chain(offers.returns.iter().cloned());
    let mut fields = vec![
        text("title", "报送或完成什么", &draft.title).required(),
        text("to", "报给谁", &draft.to)
            .hint("不填表示完成即可，不用报送")
            .width(Width::Half),
        Field::select("return_template", "附报表")
            .choose(returns, &[draft.return_template.as_str()])
            .width(Width::Half),
        Field::radio("when", "时间要求")
            .choose(ways, &[draft.when.as_str()])
            .required(),
        Field::date("date", "某天之前：期限")
            .value(&draft.date)
            .width(Width::Third),
        Field::select("every", "每个周期：多久一次")
            .choose(
                std::iter::once(("", "请选择")).chain(every),
                &[draft.every.as_str()],
            )
            .width(Width::Third),
        text("grace_days", "每个周期：期末之后几天", &draft.grace_days)
            .hint("负数为期末之前")
            .width(Width::Third),
        text("words", "随时或未定：原文怎么说", &draft.words),
    ];
    fields.extend(who(draft, offers));
    fields
}

fn member(draft: &PartDraft, offers: &Offers<'_>) -> Vec<Field> {
    let roles = [
        "牵头单位",
        "成员单位",
        "责任单位",
        "配合单位",
        "主送机关",
        "工作机构",
        "办公室所在单位",
    ];
    vec![
        text("title", "名称", &draft.title)
            .required()
            .width(Width::Half),
        Field::suggest("role", "角色", roles)
            .value(&draft.role)
            .required()
            .width(Width::Half),
        units(draft, offers),
    ]
}

fn contact(draft: &PartDraft) -> Vec<Field> {
    vec![
        text("title", "姓名", &draft.title).width(Width::Third),
        text("phone", "电话", &draft.phone).width(Width::Third),
        text("email", "邮箱", &draft.email).width(Width::Third),
    ]
}

fn ledger(draft: &PartDraft, offers: &Offers<'_>) -> Vec<Field> {
    let ledgers = offers
        .ledgers
        .iter()
        .map(|ledger| (ledger.id.clone(), ledger.title.clone()));
    let choices = std::iter::once((String::new(), "没有对应的台账".to_owned())).chain(ledgers);
    vec![
        text("title", "方案中的名称", &draft.title)
            .required()
            .width(Width::Half),
        Field::select("ledger", "对应台账")
            .choose(choices, &[draft.ledger.as_str()])
            .width(Width::Half),
    ]
}

fn who(draft: &PartDraft, offers: &Offers<'_>) -> [Field; 2] {
    let printed = text("who", "原文中的责任单位", &draft.who)
        .hint("几个单位之间用顿号；下面一个都不选时按这里的名称对应");
    [printed, units(draft, offers)]
}

fn units(draft: &PartDraft, offers: &Offers<'_>) -> Field {
    let many = offers.review.choices().count() > MANY;
    let choice = |unit: Suggestion| {
        let value = unit.unit.to_string();
        Choice {
            chosen: draft.units.contains(&value),
            label: unit.name,
            value,
        }
    };
    let all = offers
        .review
        .choices()
        .filter(|unit| !many || !unit.village)
        .map(choice);
    let mut field = Field::checks("units", "对应到单位");
    field.choices = all.collect();
    if many {
        // Villages are too many for boxes; those already meant stay.
        let villages = offers
            .review
            .choices()
            .filter(|unit| unit.village)
            .map(choice);
        field
            .choices
            .extend(villages.filter(|choice| choice.chosen));
        field = field.hint("村（居）太多，不在这里逐个列出：在原文单位中写“各行政村”或村名即可");
    }
    field
}
