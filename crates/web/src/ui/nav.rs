//! The left navigation (导航): every place of the workbench once, with its name, address and icon.
//! It must not know permissions; the page says which places the reader may see.

/// A place of the workbench that the navigation leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// 工作台
    Home,
    /// 我的待办
    Todo,
    /// 专项行动
    Campaigns,
    /// 线索
    Clues,
    /// 风险事项
    Risks,
    /// 资金核查
    Funds,
    /// 监测总览
    Monitor,
    /// 预警
    Alerts,
    /// 指标方案
    RuleSets,
    /// 文字核查
    Texts,
    /// 主体档案
    Subjects,
    /// 名称筛查
    Screening,
    /// 查重比对
    Likenesses,
    /// 台账
    Ledgers,
    /// 统计报表
    Returns,
    /// 数据导入
    Imports,
    /// 单位
    Units,
    /// 用户
    Users,
    /// 审计日志
    Audit,
    /// 组件样式
    Styleguide,
}

const SECTIONS: [(&str, &[Place]); 6] = [
    ("", &[Place::Home, Place::Todo]),
    (
        "行动与报表",
        &[Place::Campaigns, Place::Returns, Place::Ledgers],
    ),
    ("线索与风险", &[Place::Clues, Place::Risks, Place::Funds]),
    (
        "监测预警",
        &[Place::Monitor, Place::Alerts, Place::Texts, Place::RuleSets],
    ),
    (
        "主体",
        &[
            Place::Subjects,
            Place::Likenesses,
            Place::Screening,
            Place::Imports,
        ],
    ),
    (
        "管理",
        &[Place::Units, Place::Users, Place::Audit, Place::Styleguide],
    ),
];

impl Place {
    /// Its name in the navigation and as a title.
    pub fn label(self) -> &'static str {
        self.entry().0
    }

    /// Its address.
    pub fn href(self) -> &'static str {
        self.entry().1
    }

    /// Its icon in the sprite.
    pub fn icon(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Home => ("工作台", "/", "home"),
            Self::Todo => ("我的待办", "/todo", "todo"),
            Self::Campaigns => ("专项行动", "/campaigns", "flag"),
            Self::Clues => ("线索", "/clues", "clue"),
            Self::Risks => ("风险事项", "/risks", "alert"),
            Self::Funds => ("资金核查", "/funds", "link"),
            Self::Monitor => ("监测总览", "/monitor", "chart"),
            Self::Alerts => ("预警", "/alerts", "alert"),
            Self::RuleSets => ("指标方案", "/rule-sets", "filter"),
            Self::Texts => ("文字核查", "/texts", "search"),
            Self::Subjects => ("主体档案", "/subjects", "building"),
            Self::Likenesses => ("查重比对", "/likenesses", "link"),
            Self::Screening => ("名称筛查", "/screening", "filter"),
            Self::Ledgers => ("工作台账", "/ledgers", "book"),
            Self::Returns => ("统计报表", "/returns", "chart"),
            Self::Imports => ("数据导入", "/imports", "upload"),
            Self::Units => ("单位", "/units", "tree"),
            Self::Users => ("用户", "/users", "users"),
            Self::Audit => ("审计日志", "/audit", "shield"),
            Self::Styleguide => ("组件样式", "/styleguide", "grid"),
        }
    }
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub place: Place,
    /// Whether the page shown belongs to it.
    pub current: bool,
    /// Things waiting there; 0 shows nothing.
    pub waiting: u64,
}

/// A group of links under a heading; the first has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavSection {
    /// The heading; empty when none.
    pub heading: &'static str,
    /// Its links.
    pub items: Vec<NavItem>,
}

/// The navigation as one reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Nav {
    /// Groups that have at least one link.
    pub sections: Vec<NavSection>,
}

impl Nav {
    /// The places for which `visible` says yes, with `current` marked.
    pub fn new(current: Option<Place>, visible: impl Fn(Place) -> bool) -> Self {
        let section = |(heading, places): (&'static str, &[Place])| NavSection {
            heading,
            items: places
                .iter()
                .filter(|place| visible(**place))
                .map(|&place| NavItem {
                    place,
                    current: current == Some(place),
                    waiting: 0,
                })
                .collect(),
        };
        let sections = SECTIONS.into_iter().map(section);
        Self {
            sections: sections
                .filter(|section| !section.items.is_empty())
                .collect(),
        }
    }

    /// Says how many things wait at `place`.
    pub fn waiting(mut self, place: Place, waiting: u64) -> Self {
        let items = self
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.items);
        for item in items.filter(|item| item.place == place) {
            item.waiting = waiting;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_without_visible_places_disappears() {
        let nav = Nav::new(Some(Place::Todo), |place| {
            matches!(place, Place::Home | Place::Todo)
        });
        assert_eq!(nav.sections.len(), 1);
        assert!(nav.sections[0].items[1].current);
    }

    #[test]
    fn every_place_has_an_address_of_its_own() {
        let nav = Nav::new(None, |_| true);
        let places = nav.sections.iter().flat_map(|section| &section.items);
        let mut addresses: Vec<_> = places.map(|item| item.place.href()).collect();
        let all = addresses.len();
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), all);
    }
}
