//! Whom a plan means: names as plans print them (县市场监管局, 各乡（镇）, 各成员单位) matched to the
//! units of a division. A name that fits no unit or several stays unmatched, with suggestions. It
//! must not know where the units come from.

use std::collections::BTreeSet;

use fangfei_model::{
    id::UnitId,
    unit::{Unit, UnitKind},
};

/// The most suggestions for an unmatched name.
const MOST_SUGGESTED: usize = 3;

/// Words for whoever leads: the campaign's own lead unit.
const LEADING: [&str; 8] = [
    "牵头部门",
    "处非部门",
    "工作专班",
    "专班",
    "联合工作组",
    "领导小组办公室",
    "专班办公室",
    "领导小组",
];

/// Words ahead of 部门 or 机关 that name no single unit.
const NO_UNIT: [&str; 8] = [
    "司法",
    "检法",
    "公检法",
    "主管",
    "监管",
    "执法",
    "行政",
    "金融管理",
];

/// The units of one division under the names that plans use.
pub struct UnitBook {
    entries: Vec<Entry>,
    /// 云溪县.
    place: String,
    lead: UnitId,
    /// The members that the plan lists by name; empty when it lists none.
    members: Vec<UnitId>,
}

struct Entry {
    unit: Unit,
    cores: Vec<String>,
}

/// A name that stands for many units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Collective {
    Townships,
    Villages,
    Members,
    /// 各县（市、区）: in a superior's plan, this division itself.
    Divisions,
}

impl UnitBook {
    /// The units in use of the division called `place`, led by `lead`.
    pub fn new(units: impl IntoIterator<Item = Unit>, place: &str, lead: UnitId) -> Self {
        let entry = |unit: Unit| {
            let cores = [&unit.name, &unit.short_name].map(|name| core(name, place));
            Entry {
                unit,
                cores: cores.into_iter().filter(|core| !core.is_empty()).collect(),
            }
        };
        let entries = units
            .into_iter()
            .filter(|unit| unit.active)
            .map(entry)
            .collect();
        Self {
            entries,
            place: place.to_owned(),
            lead,
            members: Vec::new(),
        }
    }

    /// Takes the members that the plan itself lists: 各成员单位 then means these.
    pub fn list_members(&mut self, members: impl IntoIterator<Item = UnitId>) {
        let members: BTreeSet<UnitId> = members.into_iter().collect();
        self.members =
            self.of(|unit| members.contains(&unit.id) && unit.kind != UnitKind::Township);
    }

    /// The units that one printed name means; empty when that cannot be told.
    pub fn matched(&self, printed: &str) -> Vec<UnitId> {
        match collective(printed) {
            Some(Collective::Townships) => self.of(|unit| unit.kind == UnitKind::Township),
            Some(Collective::Villages) => self.of(|unit| unit.kind == UnitKind::Village),
            Some(Collective::Members) if !self.members.is_empty() => self.members.clone(),
            Some(Collective::Members) => self.of(|unit| unit.kind == UnitKind::Member),
            Some(Collective::Divisions) => vec![self.lead],
            None => self.single(printed).into_iter().collect(),
        }
    }

    /// The units that these printed names mean together, each once, in the order of the names.
    pub fn matched_all(&self, printed: &[String]) -> Vec<UnitId> {
        let mut seen = BTreeSet::new();
        printed
            .iter()
            .flat_map(|name| self.matched(name))
            .filter(|unit| seen.insert(*unit))
            .collect()
    }

    /// Units that an unmatched name may mean, the likeliest first.
    pub fn suggested(&self, printed: &str) -> Vec<&Unit> {
        let wanted = core(printed, &self.place);
        let likeness = |entry: &Entry| {
            entry
                .cores
                .iter()
                .map(|core| shared_pairs(core, &wanted))
                .max()
                .unwrap_or(0)
        };
        let mut rated: Vec<(usize, &Unit)> = self
            .entries
            .iter()
            .map(|e| (likeness(e), &e.unit))
            .collect();
        rated.retain(|(likeness, _)| *likeness > 0);
        rated.sort_by_key(|(likeness, unit)| {
            (std::cmp::Reverse(*likeness), unit.name.chars().count())
        });
        rated
            .into_iter()
            .take(MOST_SUGGESTED)
            .map(|(_, unit)| unit)
            .collect()
    }

    /// All units, in the book's order.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.entries.iter().map(|entry| &entry.unit)
    }

    fn of(&self, wanted: impl Fn(&Unit) -> bool) -> Vec<UnitId> {
        self.units()
            .filter(|unit| wanted(unit))
            .map(|unit| unit.id)
            .collect()
    }

    /// The one unit that a printed name means, a remark in brackets behind it aside: 县财政局（金融办）.
    pub fn one(&self, printed: &str) -> Option<UnitId> {
        let bare = printed.find(['（', '(']).map(|at| &printed[..at]);
        self.single(printed)
            .or_else(|| self.single(bare.filter(|bare| !bare.trim().is_empty())?))
    }

    fn single(&self, printed: &str) -> Option<UnitId> {
        let wanted = core(printed, &self.place);
        if LEADING.iter().any(|word| wanted.ends_with(word)) {
            return Some(self.lead);
        }
        if let Some(stem) = wanted
            .strip_suffix("部门")
            .or_else(|| wanted.strip_suffix("机关"))
        {
            let named =
                stem.chars().count() >= 2 && !NO_UNIT.iter().any(|word| stem.ends_with(word));
            return named
                .then(|| self.only(|core| is_stem(stem, core)))
                .flatten();
        }
        self.only(|core| core == wanted)
            .or_else(|| self.only(|core| is_short_for(&wanted, core)))
    }

    /// The one unit that has such a name; none when several have.
    fn only(&self, fits: impl Fn(&str) -> bool) -> Option<UnitId> {
        let mut found = self
            .entries
            .iter()
            .filter(|entry| entry.cores.iter().any(|core| fits(core)));
        match (found.next(), found.next()) {
            (Some(entry), None) => Some(entry.unit.id),
            _ => None,
        }
    }
}

/// 各乡（镇） and the like. Counted places (两镇) are collective too.
fn collective(printed: &str) -> Option<Collective> {
    let name = folded(printed);
    let word = [
        "全县", "全区", "全市", "全乡", "全镇", "各", "两", "三", "四", "五",
    ]
    .iter()
    .find_map(|start| name.strip_prefix(start))
    .unwrap_or(&name);
    let only_of =
        |characters: &str| !word.is_empty() && word.chars().all(|c| characters.contains(c));
    let all = word.len() < name.len();
    if only_of("乡镇街道办事处人民政府、和及")
        && (all || word.starts_with("乡镇"))
        && has(word, &["乡", "镇", "街道"])
    {
        return Some(Collective::Townships);
    }
    if only_of("行政村居民委会社区网格员、和及")
        && (all || word.starts_with("村"))
        && has(word, &["村", "社区", "网格"])
    {
        return Some(Collective::Villages);
    }
    if only_of("县市区、旗和") && all {
        return Some(Collective::Divisions);
    }
    let members = name.contains("成员单位")
        || name.contains("行业主监管部门")
        || name.contains("行业主管部门");
    let units = name.contains('各') && (name.ends_with("单位") || name.ends_with("部门"));
    (members || units).then_some(Collective::Members)
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Without blanks and brackets; what stands in brackets stays: 乡（镇） is 乡镇.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !"（）()〔〕[]【】“”\"".contains(*c))
        .collect()
}

/// A name without the place and in the short forms that plans prefer: 云溪县人民政府办公室 and 县政府办 are both 政府办.
fn core(name: &str, place: &str) -> String {
    let name = folded(name);
    let name = name.strip_prefix("中共").unwrap_or(&name);
    let stem = place.trim_end_matches(['县', '区', '市', '旗', '乡', '镇']);
    let own_level: String = place.chars().skip(stem.chars().count()).collect();
    let local = [place, stem, own_level.as_str()]
        .into_iter()
        .filter(|start| !start.is_empty())
        .find_map(|start| name.strip_prefix(start))
        // 市场监管局 of a city keeps its 市.
        .filter(|rest| rest.chars().count() >= 2 && !rest.starts_with('场'))
        .unwrap_or(name);
    let mut core = local.strip_prefix("国家").unwrap_or(local).to_owned();
    for (long, short) in [
        ("委员会", "委"),
        ("办公室", "办"),
        ("人民政府", "政府"),
        ("人民法院", "法院"),
        ("人民检察院", "检察院"),
        ("分局", "局"),
    ] {
        core = core.replace(long, short);
    }
    for end in ["乡政府", "镇政府"] {
        if let Some(start) = core.strip_suffix(end) {
            core = format!("{start}{}", end.trim_end_matches("政府"));
        }
    }
    core
}

/// Whether `short` abbreviates `full`: same beginning, same kind of body, the rest in order.
fn is_short_for(short: &str, full: &str) -> bool {
    let long_enough = short.chars().count() >= 2 && short.chars().count() < full.chars().count();
    long_enough
        && short.chars().next() == full.chars().next()
        && short.chars().last() == full.chars().last()
        && is_within(short, full)
}

/// Whether a unit's name begins with this stem, its letters spread or not: 网信 in 委网络安全和信息化委办.
fn is_stem(stem: &str, core: &str) -> bool {
    let core = core.strip_prefix('委').unwrap_or(core);
    core.starts_with(stem) || (stem.chars().next() == core.chars().next() && is_within(stem, core))
}

fn is_within(short: &str, full: &str) -> bool {
    let mut rest = full.chars();
    short.chars().all(|wanted| rest.any(|c| c == wanted))
}

fn shared_pairs(a: &str, b: &str) -> usize {
    let pairs =
        |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    pairs(a).intersection(&pairs(b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const UNITS: [(&str, &str, UnitKind); 14] = [
        (
            "云溪县处置非法集资工作领导小组办公室",
            "处非办",
            UnitKind::LeadOffice,
        ),
        ("云溪县公安局", "县公安局", UnitKind::Member),
        ("云溪县市场监督管理局", "", UnitKind::Member),
        ("云溪县文化和旅游局", "县文旅局", UnitKind::Member),
        ("云溪县住房和城乡建设局", "", UnitKind::Member),
        ("云溪县人民政府办公室", "", UnitKind::Member),
        (
            "中共云溪县委网络安全和信息化委员会办公室",
            "",
            UnitKind::Member,
        ),
        ("云溪县人民法院", "", UnitKind::Member),
        ("云溪县卫生健康委员会", "", UnitKind::Member),
        ("国家金融监督管理总局云溪监管支局", "", UnitKind::Member),
        ("云溪县行政审批服务管理局", "", UnitKind::Member),
        ("清溪镇人民政府", "清溪镇", UnitKind::Township),
        ("北山乡人民政府", "", UnitKind::Township),
        ("清溪镇河湾村村民委员会", "河湾村", UnitKind::Village),
    ];

    fn book() -> UnitBook {
        let unit = |(at, (name, short, kind)): (usize, &(&str, &str, UnitKind))| Unit {
            id: UnitId::from(Uuid::from_u128(at as u128)),
            name: (*name).to_owned(),
            short_name: (*short).to_owned(),
            kind: *kind,
            division: "149921".parse().unwrap(),
            parent: None,
            agency_code: None,
            phone: None,
            email: None,
            leader: None,
            liaison: None,
            active: true,
        };
        let units: Vec<Unit> = UNITS.iter().enumerate().map(unit).collect();
        let lead = units[0].id;
        UnitBook::new(units, "云溪县", lead)
    }

    fn names(book: &UnitBook, printed: &str) -> Vec<String> {
        let ids = book.matched(printed);
        book.units()
            .filter(|unit| ids.contains(&unit.id))
            .map(|unit| unit.name.clone())
            .collect()
    }

    #[test]
    fn printed_names_find_their_unit() {
        let book = book();
        for (printed, name) in [
            ("县处非办", "云溪县处置非法集资工作领导小组办公室"),
            (
                "处置非法集资牵头部门",
                "云溪县处置非法集资工作领导小组办公室",
            ),
            (
                "非法集资专项排查整治联合工作组",
                "云溪县处置非法集资工作领导小组办公室",
            ),
            ("县市场监管局", "云溪县市场监督管理局"),
            ("市场监督管理局", "云溪县市场监督管理局"),
            ("文旅局", "云溪县文化和旅游局"),
            ("县住建局", "云溪县住房和城乡建设局"),
            ("县政府办", "云溪县人民政府办公室"),
            ("县委网信办", "中共云溪县委网络安全和信息化委员会办公室"),
            ("网信部门", "中共云溪县委网络安全和信息化委员会办公室"),
            ("公安机关", "云溪县公安局"),
            ("县公安分局", "云溪县公安局"),
            ("县法院", "云溪县人民法院"),
            ("县卫健委", "云溪县卫生健康委员会"),
            (
                "国家金融监督管理总局云溪支局",
                "国家金融监督管理总局云溪监管支局",
            ),
            ("金融监督管理总局支局", "国家金融监督管理总局云溪监管支局"),
            ("县行政审批局", "云溪县行政审批服务管理局"),
            ("清溪镇", "清溪镇人民政府"),
            ("北山乡政府", "北山乡人民政府"),
            ("河湾村", "清溪镇河湾村村民委员会"),
        ] {
            assert_eq!(names(&book, printed), [name], "{printed}");
        }
    }

    #[test]
    fn collective_names_mean_every_unit_of_the_kind() {
        let book = book();
        for printed in [
            "各乡（镇）",
            "各乡（镇）人民政府",
            "两镇",
            "各乡镇（街道）",
            "各镇",
        ] {
            assert_eq!(book.matched(printed).len(), 2, "{printed}");
        }
        for printed in ["各行政村", "各村（居）民委员会", "村网格"] {
            assert_eq!(book.matched(printed).len(), 1, "{printed}");
        }
        for printed in [
            "各成员单位",
            "处非领导小组各成员单位",
            "各有关单位",
            "县直各相关单位",
            "各行业主（监）管部门",
        ] {
            assert_eq!(book.matched(printed).len(), 10, "{printed}");
        }
        assert_eq!(
            names(&book, "各县（市、区）"),
            ["云溪县处置非法集资工作领导小组办公室"]
        );
    }

    #[test]
    fn listed_members_take_the_place_of_all_members() {
        let mut book = book();
        let listed = book.matched_all(&[
            "县公安局".to_owned(),
            "县住建局".to_owned(),
            "各乡镇".to_owned(),
        ]);
        book.list_members(listed);
        assert_eq!(book.matched("各成员单位").len(), 2);
    }

    #[test]
    fn what_cannot_be_told_is_not_guessed() {
        let book = book();
        for printed in [
            "市处非办",
            "市公安局",
            "司法机关",
            "金融管理部门",
            "税务局",
            "分管金融工作的副县长",
            "",
        ] {
            assert!(book.matched(printed).is_empty(), "{printed}");
        }
    }

    #[test]
    fn an_unmatched_name_comes_with_suggestions() {
        let book = book();
        let suggested: Vec<&str> = book
            .suggested("市场监管所")
            .iter()
            .map(|unit| unit.name.as_str())
            .collect();
        assert_eq!(suggested.first(), Some(&"云溪县市场监督管理局"));
    }
}
