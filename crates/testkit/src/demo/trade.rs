//! Trades of the county: how firms of a trade are called, what their scope says, which industry they
//! are in. It must not know single firms.

use fangfei_model::subject::FocusSector;

/// A trade (行业).
#[derive(Debug, Clone, Copy)]
pub struct Trade {
    /// The word in the name: 商贸.
    pub word: &'static str,
    /// GB/T 4754-2017 class.
    pub industry: &'static str,
    /// Its name there.
    pub industry_name: &'static str,
    /// Scope as the register prints it.
    pub scope: &'static [&'static str],
    /// The focus sector that campaigns put it in, if any.
    pub sector: Option<FocusSector>,
    /// How common it is.
    pub weight: u32,
}

macro_rules! trades {
    ($($word:literal $industry:literal $industry_name:literal $weight:literal $sector:expr => [$($scope:literal)*])*) => {
        &[$((Trade { word: $word, industry: $industry, industry_name: $industry_name, scope: &[$($scope),*], sector: $sector, weight: $weight }, $weight)),*]
    };
}

/// Trades of companies.
pub const COMPANIES: &[(Trade, u32)] = trades! {
    "商贸" "F5299" "其他未列明零售业" 30 None => ["日用百货销售" "五金产品零售" "办公用品销售" "针纺织品销售"]
    "建材" "F5286" "陶瓷、石材装饰材料零售" 12 None => ["建筑材料销售" "卫生洁具销售" "门窗销售"]
    "建筑工程" "E4790" "其他房屋建筑业" 10 None => ["各类工程建设活动" "房屋拆除服务" "土石方工程施工"]
    "运输" "G5430" "道路货物运输" 9 None => ["道路货物运输（不含危险货物）" "装卸搬运" "国内货物运输代理"]
    "农业开发" "A0149" "其他园艺作物种植" 9 Some(FocusSector::Agriculture) => ["谷物种植" "水果种植" "农副产品销售" "农业专业及辅助性活动"]
    "科技" "I6510" "软件开发" 8 None => ["软件开发" "信息系统集成服务" "计算机软硬件及辅助设备零售"]
    "文化传媒" "L7259" "其他广告服务" 6 None => ["广告设计、代理" "组织文化艺术交流活动" "会议及展览服务"]
    "餐饮管理" "H6210" "正餐服务" 6 None => ["餐饮服务" "餐饮管理" "外卖递送服务"]
    "物业服务" "K7020" "物业管理" 5 None => ["物业管理" "园林绿化工程施工" "停车场服务"]
    "家政服务" "O8010" "家庭服务" 4 None => ["家政服务" "专业保洁、清洗、消毒服务"]
    "旅游" "L7291" "旅行社及相关服务" 3 Some(FocusSector::Culture) => ["旅游业务" "游览景区管理" "票务代理服务"]
    "养老服务" "Q8514" "老年人、残疾人养护服务" 2 Some(FocusSector::ElderCare) => ["养老服务" "健康咨询服务（不含诊疗服务）" "护理机构服务（不含医疗服务）"]
    "信息咨询" "L7249" "其他专业咨询与调查" 4 Some(FocusSector::PrivateLending) => ["信息咨询服务（不含许可类信息咨询服务）" "企业管理咨询" "社会经济咨询服务"]
    "酒业" "F5123" "酒、饮料及茶叶批发" 3 Some(FocusSector::Commerce) => ["酒类经营" "食品销售（仅销售预包装食品）"]
};

/// Trades that a campaign looks at more closely, because words in name or scope ask for it.
pub const WATCHED: &[(Trade, u32)] = trades! {
    "投资咨询" "L7243" "社会经济咨询" 10 Some(FocusSector::PrivateLending) => ["投资咨询" "企业管理咨询" "以自有资金从事投资活动"]
    "资产管理" "J6760" "资本投资服务" 6 Some(FocusSector::WealthManagement) => ["资产管理" "以自有资金从事投资活动（不得从事吸收存款、发放贷款等业务）"]
    "财富管理" "L7249" "其他专业咨询与调查" 3 Some(FocusSector::WealthManagement) => ["投资理财咨询" "财务咨询"]
    "债务咨询" "L7249" "其他专业咨询与调查" 5 Some(FocusSector::DebtRelief) => ["债务化解咨询" "法务咨询" "债权转让信息服务"]
    "健康养老" "Q8514" "老年人、残疾人养护服务" 5 Some(FocusSector::ElderCare) => ["养老服务" "旅居养老服务" "预付养老会员卡销售"]
    "生态农业" "A0149" "其他园艺作物种植" 6 Some(FocusSector::Agriculture) => ["农业认养" "生态农业观光" "农副产品销售"]
    "数字科技" "I6450" "互联网区块链技术服务" 3 Some(FocusSector::Coins) => ["区块链技术相关软件和服务" "数字藏品销售" "软件开发"]
    "拍卖" "F5182" "拍卖" 2 Some(FocusSector::Auction) => ["拍卖业务" "产权登记信息服务" "艺术品销售"]
    "影视文化" "R8730" "影视节目制作" 2 Some(FocusSector::Culture) => ["影视项目投资" "电影摄制服务"]
};

/// Trades of sole traders.
pub const SHOPS: &[(Trade, u32)] = trades! {
    "便利店" "F5213" "便利店零售" 20 None => ["食品销售" "日用百货销售" "烟草制品零售"]
    "超市" "F5212" "超级市场零售" 12 None => ["食品销售" "日用百货销售" "蔬菜、水果零售"]
    "饭店" "H6210" "正餐服务" 14 None => ["餐饮服务"]
    "面馆" "H6220" "快餐服务" 8 None => ["餐饮服务（仅限小餐饮）"]
    "服装店" "F5232" "服装零售" 9 None => ["服装服饰零售" "鞋帽零售"]
    "理发店" "O8040" "理发及美容服务" 8 None => ["理发服务" "生活美容服务"]
    "五金店" "F5281" "五金零售" 6 None => ["五金产品零售" "电线、电缆经营"]
    "汽修厂" "O8111" "汽车修理与维护" 5 None => ["机动车修理和维护" "汽车零配件零售"]
    "农资店" "F5166" "化肥批发" 5 None => ["肥料销售" "农用薄膜销售" "农作物种子经营（仅限不再分装的包装种子）"]
    "药店" "F5251" "西药零售" 4 None => ["药品零售" "第二类医疗器械销售"]
    "茶庄" "F5227" "酒、饮料及茶叶零售" 2 Some(FocusSector::Commerce) => ["茶叶零售" "食用农产品零售"]
    "保健品店" "F5254" "保健辅助治疗器材零售" 2 Some(FocusSector::ElderCare) => ["保健食品销售" "第一类医疗器械销售"]
};

/// Trades of farmers' cooperatives.
pub const COOPERATIVES: &[(Trade, u32)] = trades! {
    "种植" "A0111" "稻谷种植" 10 Some(FocusSector::Agriculture) => ["组织成员开展谷物种植" "为成员提供农业生产资料购买服务"]
    "养殖" "A0313" "羊的饲养" 8 Some(FocusSector::Agriculture) => ["组织成员开展牲畜饲养" "为成员提供技术、信息服务"]
    "果蔬" "A0149" "其他园艺作物种植" 6 Some(FocusSector::Agriculture) => ["组织成员开展水果、蔬菜种植" "初级农产品收购"]
    "中药材" "A0179" "其他中药材种植" 4 Some(FocusSector::Agriculture) => ["组织成员开展中草药种植" "地产中草药购销"]
};

/// Words that shop and firm names are made of.
pub const NAME_CHARACTERS: &str = "福满鑫源盛达恒泰和顺兴隆华丰永昌祥瑞诚信宏远嘉禾金穗玉泉云溪青松翠岭长宁广益仁德百川千里东升南方西岭北辰天佑地利人和美佳康乐春晖秋实同心共进开元正大光明聚贤汇通";

#[cfg(test)]
mod tests {
    use fangfei_model::code::industry::IndustryCode;

    use super::*;

    #[test]
    fn every_industry_code_is_one() {
        for (trade, _) in [COMPANIES, WATCHED, SHOPS, COOPERATIVES].concat() {
            assert!(
                trade.industry.parse::<IndustryCode>().is_ok(),
                "{} {}",
                trade.word,
                trade.industry
            );
        }
    }
}
