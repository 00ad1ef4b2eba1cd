//! The parts of an address. It must not know how they are found.

/// What a part of an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// 省、自治区、直辖市.
    Province,
    /// 地级市、自治州.
    City,
    /// 县、区、县级市、旗.
    District,
    /// 镇、乡、街道.
    Town,
    /// 开发区、工业区.
    Zone,
    /// 村、社区、居委会.
    Village,
    /// 路、街、大道、巷 with a name.
    Road,
    /// 号 of a road, 弄.
    Number,
    /// A numbered lane, group or team: 六巷, 4组.
    Lane,
    /// A named place: 小区、大厦、单位.
    Site,
    /// Part of a site: C区、二期.
    Block,
    /// 号楼、栋、幢、座.
    Building,
    /// 单元、门.
    Unit,
    /// 层、楼.
    Floor,
    /// 室、房.
    Room,
    /// What is said beside the address: 附近、对面、北行350米.
    Aside,
}

/// A part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressPart {
    /// What it is.
    pub kind: PartKind,
    /// Folded characters with the ending.
    pub text: Vec<char>,
    /// Folded characters without the ending; the number alone for numbered parts.
    pub name: Vec<char>,
    /// Characters of the source, end excluded.
    pub span: (usize, usize),
    /// Whether it stands in brackets.
    pub bracketed: bool,
}

impl PartKind {
    /// Chinese name of the kind.
    pub fn title(self) -> &'static str {
        match self {
            Self::Province => "省",
            Self::City => "市",
            Self::District => "区县",
            Self::Town => "镇街",
            Self::Zone => "开发区",
            Self::Village => "村社区",
            Self::Road => "道路",
            Self::Number => "门牌号",
            Self::Lane => "巷组",
            Self::Site => "地点名称",
            Self::Block => "分区",
            Self::Building => "楼栋",
            Self::Unit => "单元",
            Self::Floor => "楼层",
            Self::Room => "房间",
            Self::Aside => "方位",
        }
    }
}
