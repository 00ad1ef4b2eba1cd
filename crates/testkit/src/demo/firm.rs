//! Firms of the county, made from place, trade name, trade and form, with codes that add up and
//! belong to nobody. It must not know how they get into the register.

use std::collections::BTreeSet;

use fangfei_model::{
    code::{organisation_code::OrganisationCode, uscc::Uscc},
    subject::FocusSector,
};
use jiff::civil::{Date, date};

use super::{
    draw::Draw,
    geography::{COUNTY, COUNTY_NAME, TOWNSHIPS, Township},
    person,
    trade::{COMPANIES, COOPERATIVES, NAME_CHARACTERS, SHOPS, Trade, WATCHED},
};

/// One firm as the register of the market supervision knows it.
#[derive(Debug, Clone)]
pub struct Firm {
    /// Its name.
    pub name: String,
    /// Its credit code.
    pub uscc: String,
    /// 企业类型 in the register's words.
    pub form: &'static str,
    /// Its legal representative or owner.
    pub head: String,
    /// Their citizen number, where the register gives it.
    pub head_id: Option<String>,
    /// Their phone.
    pub phone: String,
    /// The township.
    pub township: &'static Township,
    /// The village, as an index into the township's.
    pub village: usize,
    /// Its address.
    pub address: String,
    /// Its trade.
    pub trade: Trade,
    /// Its business scope.
    pub scope: String,
    /// Registered capital in 万元, for companies.
    pub capital_wan: Option<i64>,
    /// Day of establishment.
    pub founded_on: Date,
    /// 登记状态.
    pub status: &'static str,
}

impl Firm {
    /// The sector that campaigns put it in.
    pub fn sector(&self) -> Option<FocusSector> {
        self.trade.sector
    }
}

/// What a firm is, legally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Company,
    Watched,
    Shop,
    Cooperative,
}

const FORMS: &[(Form, u32)] = &[
    (Form::Company, 33),
    (Form::Watched, 2),
    (Form::Shop, 57),
    (Form::Cooperative, 8),
];
const STATUSES: &[(&str, u32)] = &[
    ("存续（在营、开业、在册）", 88),
    ("注销", 7),
    ("吊销，未注销", 3),
    ("迁出", 2),
];

/// This many firms, all different.
pub fn firms(draw: &mut Draw, count: usize) -> Vec<Firm> {
    let mut names = BTreeSet::new();
    let mut firms = Vec::with_capacity(count);
    while firms.len() < count {
        let firm = firm(draw, firms.len());
        if names.insert(firm.name.clone()) {
            firms.push(firm);
        }
    }
    firms
}

fn firm(draw: &mut Draw, serial: usize) -> Firm {
    let townships: Vec<(&'static Township, u32)> =
        TOWNSHIPS.iter().map(|t| (t, t.weight)).collect();
    let township = *draw.weighted(&townships);
    let village = draw.below(township.villages.len());
    let form = *draw.weighted(FORMS);
    let trade = *draw.weighted(match form {
        Form::Company => COMPANIES,
        Form::Watched => WATCHED,
        Form::Shop => SHOPS,
        Form::Cooperative => COOPERATIVES,
    });
    Firm {
        name: name(draw, form, &trade, township),
        uscc: credit_code(form, serial),
        form: match form {
            Form::Company | Form::Watched => draw.of(&[
                "有限责任公司（自然人独资）",
                "有限责任公司（自然人投资或控股）",
            ]),
            Form::Shop => "个体工商户",
            Form::Cooperative => "农民专业合作社",
        },
        head: person::name(draw),
        head_id: draw.chance(60).then(|| person::citizen_number(draw)),
        phone: person::mobile(draw),
        township,
        village,
        address: address(draw, township, village),
        trade,
        scope: scope(&trade),
        capital_wan: matches!(form, Form::Company | Form::Watched)
            .then(|| [10, 50, 100, 200, 500, 1_000, 5_000][draw.below(7)]),
        founded_on: date(2000, 1, 1).saturating_add(jiff::Span::new().days(draw.between(0, 9_000))),
        status: draw.weighted::<&str>(STATUSES),
    }
}

fn name(draw: &mut Draw, form: Form, trade: &Trade, township: &Township) -> String {
    let characters: Vec<char> = NAME_CHARACTERS.chars().collect();
    let word: String = (0..if draw.chance(80) { 2 } else { 3 })
        .map(|_| characters[draw.below(characters.len())])
        .collect();
    match form {
        Form::Company | Form::Watched => format!("{COUNTY_NAME}{word}{}有限公司", trade.word),
        Form::Shop => format!("{COUNTY_NAME}{}{word}{}", township.name, trade.word),
        Form::Cooperative => format!("{COUNTY_NAME}{word}{}专业合作社", trade.word),
    }
}

/// A credit code of the county: both check digits hold.
fn credit_code(form: Form, serial: usize) -> String {
    let category = match form {
        Form::Company | Form::Watched => "91",
        Form::Shop => "92",
        Form::Cooperative => "93",
    };
    let body = format!("MAD{serial:05}");
    let organisation = person::complete(&body, "0123456789X", |text| {
        text.parse::<OrganisationCode>().is_ok()
    });
    let body = format!("{category}{COUNTY}{organisation}");
    person::complete(&body, "0123456789ABCDEFGHJKLMNPQRTUWXY", |text| {
        text.parse::<Uscc>().is_ok()
    })
}

fn address(draw: &mut Draw, township: &Township, village: usize) -> String {
    let number = draw.between(1, 268);
    if draw.chance(70) {
        format!(
            "{COUNTY_NAME}{}{}{number}号",
            township.name,
            draw.of(township.streets)
        )
    } else {
        format!(
            "{COUNTY_NAME}{}{}{number}号",
            township.name, township.villages[village]
        )
    }
}

fn scope(trade: &Trade) -> String {
    format!(
        "一般项目：{}（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。",
        trade.scope.join("；")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firms_differ_and_their_codes_add_up() {
        let firms = firms(&mut Draw::seeded(1), 3_000);
        let codes: BTreeSet<&str> = firms.iter().map(|f| f.uscc.as_str()).collect();
        assert_eq!(codes.len(), 3_000);
        for firm in &firms {
            let code: Uscc = firm.uscc.parse().unwrap();
            assert_eq!(code.division().unwrap().as_str(), COUNTY);
            assert_eq!(code.doubt(), None);
        }
    }

    #[test]
    fn some_firms_carry_words_to_look_at_and_most_do_not() {
        let firms = firms(&mut Draw::seeded(1), 3_000);
        let watched = firms
            .iter()
            .filter(|f| WATCHED.iter().any(|(t, _)| t.word == f.trade.word))
            .count();
        assert!((20..150).contains(&watched), "{watched}");
    }
}
