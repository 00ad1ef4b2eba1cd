//! The places of the invented 云溪县: townships, villages and streets. The codes lie under a city
//! number that is not given out. It must not know units or firms.

use fangfei_model::code::division::{Division, DivisionCode};

/// The county's code.
pub const COUNTY: &str = crate::actor::COUNTY;
/// The county's name.
pub const COUNTY_NAME: &str = "云溪县";

/// A township (乡镇).
#[derive(Debug, Clone, Copy)]
pub struct Township {
    /// Its three digits below the county.
    pub digits: &'static str,
    /// 清溪镇.
    pub name: &'static str,
    /// How many of a hundred firms lie in it.
    pub weight: u32,
    /// Its streets.
    pub streets: &'static [&'static str],
    /// Its villages and communities.
    pub villages: &'static [&'static str],
}

macro_rules! townships {
    ($($digits:literal $name:literal $weight:literal [$($street:literal)*] [$($village:literal)*])*) => {
        &[$(Township { digits: $digits, name: $name, weight: $weight, streets: &[$($street),*], villages: &[$($village),*] }),*]
    };
}

/// All thirteen.
pub const TOWNSHIPS: &[Township] = townships! {
    "101" "清溪镇" 30 ["府前街" "人民路" "东风大街" "文昌路" "滨河北路" "商贸街"] ["河湾村" "东关社区" "西关社区" "南园社区" "城北社区" "柳林村" "石桥村"]
    "102" "龙泉镇" 12 ["龙泉大街" "新华路" "泉水街"] ["龙泉村" "上庄村" "下庄村" "泉头村"]
    "103" "安定镇" 9 ["安定路" "迎宾街" "建设街"] ["安定村" "官道村" "南岭村" "北岭村"]
    "104" "柳河镇" 8 ["柳河街" "振兴路"] ["柳河村" "渡口村" "沙坪村"]
    "105" "金山镇" 8 ["金山路" "矿区街"] ["金山村" "前山村" "后山村"]
    "106" "双塔镇" 6 ["双塔街" "古镇路"] ["双塔村" "塔底村" "寺前村"]
    "107" "西堡镇" 6 ["西堡街" "站前路"] ["西堡村" "车站社区" "东堡村"]
    "201" "北山乡" 5 ["北山街"] ["北山村" "松坪村" "梨园村"]
    "202" "马坊乡" 4 ["马坊街"] ["马坊村" "杨家沟村"]
    "203" "白杨乡" 4 ["白杨街"] ["白杨村" "苇子村"]
    "204" "石梯乡" 3 ["石梯街"] ["石梯村" "岭上村"]
    "205" "青崖乡" 3 ["青崖街"] ["青崖村" "崖底村"]
    "206" "云顶乡" 2 ["云顶街"] ["云顶村" "天池村"]
};

impl Township {
    /// Its code.
    pub fn code(&self) -> String {
        format!("{COUNTY}{}", self.digits)
    }

    /// The code of the village at this place in the list; communities and villages are numbered apart.
    pub fn village_code(&self, at: usize) -> String {
        let kind = if self.villages[at].ends_with("社区") {
            '0'
        } else {
            '2'
        };
        format!("{}{kind}{:02}", self.code(), at + 1)
    }
}

/// The county and everything in it, as the register of divisions has it.
pub fn divisions() -> Vec<Division> {
    let division = |code: &str, name: &str| {
        let code: DivisionCode = code
            .parse()
            .unwrap_or_else(|error| panic!("{code}: {error}"));
        Division {
            code,
            name: name.to_owned(),
            valid_from: None,
            valid_to: None,
        }
    };
    let mut all = vec![division(COUNTY, COUNTY_NAME)];
    for township in TOWNSHIPS {
        all.push(division(&township.code(), township.name));
        let villages = township.villages.iter().enumerate();
        all.extend(villages.map(|(at, name)| division(&township.village_code(at), name)));
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_place_has_a_code_of_its_own_inside_the_county() {
        let all = divisions();
        let codes: BTreeSet<String> = all.iter().map(|d| d.code.as_str().to_owned()).collect();
        assert_eq!(codes.len(), all.len());
        assert!(codes.iter().all(|code| code.starts_with(COUNTY)));
        assert_eq!(TOWNSHIPS.len(), 13);
        assert_eq!(TOWNSHIPS.iter().map(|t| t.weight).sum::<u32>(), 100);
    }
}
