//! Unified social credit code (统一社会信用代码, GB 32100-2015). It must not know registers: a code that adds up may still belong to nobody.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    check_digit::{self, USCC_ALPHABET},
    clean::plain,
    division::{DivisionCode, province_name},
    organisation_code::{OrganisationCode, OrganisationCodeError},
};

/// A unified social credit code whose check digit holds, 18 characters in upper case.
///
/// The organisation code inside is *not* required to add up: firms that took over an older number carry
/// codes whose outer check digit is right and inner one is not. [`Uscc::doubt`] tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uscc(String);

/// Why a text is no unified social credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    /// Nothing was given.
    #[error("没有填写统一社会信用代码")]
    Empty,
    /// Not 18 characters.
    #[error("统一社会信用代码应为18位，这里是{found}位{hint}")]
    Length {
        /// Characters found.
        found: usize,
        /// What it may be instead, beginning with a comma, or nothing.
        hint: &'static str,
    },
    /// A character outside the alphabet of GB 32100.
    #[error("统一社会信用代码第{position}位“{found}”不在允许的字符内{hint}")]
    Character {
        /// Position, counted from 1.
        position: usize,
        /// The character.
        found: char,
        /// The character probably meant, beginning with a comma.
        hint: &'static str,
    },
    /// The first character is no registering authority.
    #[error("统一社会信用代码第1位“{found}”不是登记管理部门代码，企业和个体工商户应为9")]
    Authority {
        /// The first character.
        found: char,
    },
    /// Positions 3 to 8 are no division.
    #[error("统一社会信用代码第3—8位“{found}”不是行政区划代码，请核对执照")]
    Division {
        /// The six characters.
        found: String,
    },
    /// The 18th character does not follow from the others.
    #[error(
        "统一社会信用代码校验位不符：按前17位应为“{expected}”，这里是“{found}”，请核对是否抄错"
    )]
    CheckDigit {
        /// What the sum gives.
        expected: char,
        /// What was written.
        found: char,
    },
}

impl Uscc {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Registering authority (登记管理部门), by the first character.
    pub fn authority(&self) -> &'static str {
        self.0
            .chars()
            .next()
            .and_then(authority_name)
            .unwrap_or("其他")
    }

    /// Kind of body (机构类别), by the first two characters; `None` when the standard leaves it open.
    pub fn category(&self) -> Option<&'static str> {
        category_name(self.part(0, 2))
    }

    /// The division of the registering authority (positions 3–8), as it was when the code was given;
    /// `None` for the national authorities (100000). It is not where the firm works.
    pub fn division(&self) -> Option<DivisionCode> {
        self.part(2, 8).parse().ok()
    }

    /// Positions 9–17 as written.
    pub fn organisation_part(&self) -> &str {
        self.part(8, 17)
    }

    /// The organisation code inside, or why it does not add up.
    pub fn organisation_code(&self) -> Result<OrganisationCode, OrganisationCodeError> {
        self.organisation_part().parse()
    }

    /// A reason to look at the licence again although the code is accepted.
    pub fn doubt(&self) -> Option<OrganisationCodeError> {
        self.organisation_code().err()
    }

    fn part(&self, from: usize, to: usize) -> &str {
        self.0.get(from..to).unwrap_or_default()
    }
}

impl FromStr for Uscc {
    type Err = UsccError;

    /// Blanks, lower case and full-width characters are smoothed; nothing else is mended.
    fn from_str(text: &str) -> Result<Self, UsccError> {
        let code = plain(text);
        check_length(&code)?;
        check_characters(&code)?;
        check_sum(&code)?;
        check_meaning(&code)?;
        Ok(Self(code))
    }
}

fn check_length(code: &str) -> Result<(), UsccError> {
    let hint = match code.chars().count() {
        0 => return Err(UsccError::Empty),
        18 => return Ok(()),
        9 | 10 => "，像是组织机构代码，请填写执照上的18位代码",
        15 => "，像是旧的15位注册号或税务登记号，请填写执照上的18位代码",
        17 => "，像是漏了一位",
        19 => "，像是多了一位",
        _ => "，请按执照核对",
    };
    Err(UsccError::Length {
        found: code.chars().count(),
        hint,
    })
}

fn check_characters(code: &str) -> Result<(), UsccError> {
    let outside = |c: &char| !u8::try_from(*c).is_ok_and(|b| USCC_ALPHABET.contains(&b));
    match code.chars().enumerate().find(|(_, c)| outside(c)) {
        None => Ok(()),
        Some((i, found)) => Err(UsccError::Character {
            position: i + 1,
            found,
            hint: meant(found),
        }),
    }
}

/// The standard leaves these letters out because they are mistaken for others.
fn meant(c: char) -> &'static str {
    match c {
        'O' => "，可能是数字0",
        'I' => "，可能是数字1",
        'Z' => "，可能是数字2",
        'S' => "，可能是数字5",
        'V' => "，可能是字母U、Y或W",
        '*' => "，请填写完整代码，不要隐去",
        _ => "，只能是数字和除I、O、S、V、Z外的大写字母",
    }
}

fn check_sum(code: &str) -> Result<(), UsccError> {
    let (body, last) = code.split_at(17);
    let found = last.chars().next().unwrap_or_default();
    match check_digit::uscc(body) {
        Some(expected) if expected != found => Err(UsccError::CheckDigit { expected, found }),
        _ => Ok(()),
    }
}

fn check_meaning(code: &str) -> Result<(), UsccError> {
    let found = code.chars().next().unwrap_or_default();
    if authority_name(found).is_none() {
        return Err(UsccError::Authority { found });
    }
    let division = code.get(2..8).unwrap_or_default();
    let digits = division.bytes().all(|b| b.is_ascii_digit());
    let known = division
        .get(..2)
        .is_some_and(|p| p == "10" || province_name(p).is_some());
    if digits && known {
        Ok(())
    } else {
        Err(UsccError::Division {
            found: division.to_owned(),
        })
    }
}

fn authority_name(c: char) -> Option<&'static str> {
    Some(match c {
        '1' => "机构编制",
        '2' => "外交",
        '3' => "司法行政",
        '4' => "文化",
        '5' => "民政",
        '6' => "旅游",
        '7' => "宗教",
        '8' => "工会",
        '9' => "市场监督管理",
        'A' => "中央军委改革和编制办公室",
        'N' => "农业农村",
        'Y' => "其他",
        _ => return None,
    })
}

fn category_name(first_two: &str) -> Option<&'static str> {
    Some(match first_two {
        "11" => "机关",
        "12" => "事业单位",
        "13" => "编办直接管理机构编制的群众团体",
        "31" => "律师事务所",
        "32" => "公证处",
        "33" => "基层法律服务所",
        "34" => "司法鉴定机构",
        "35" => "仲裁委员会",
        "51" => "社会团体",
        "52" => "民办非企业单位",
        "53" => "基金会",
        "54" => "村（居）民委员会",
        "71" => "宗教活动场所",
        "72" => "宗教院校",
        "81" => "基层工会",
        "91" => "企业",
        "92" => "个体工商户",
        "93" => "农民专业合作社",
        "N1" => "组级集体经济组织",
        "N2" => "村级集体经济组织",
        "N3" => "乡镇级集体经济组织",
        _ => return None,
    })
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Uscc {
    type Error = UsccError;

    fn try_from(text: String) -> Result<Self, UsccError> {
        text.parse()
    }
}

impl From<Uscc> for String {
    fn from(code: Uscc) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EXAMPLE: &str = "91350100M000100Y43";

    fn message(text: &str) -> String {
        text.parse::<Uscc>()
            .map_or_else(|e| e.to_string(), |c| format!("accepted {c}"))
    }

    #[test]
    fn the_standards_example_is_taken_apart() {
        let code: Uscc = " ９1350100m000100y43 ".parse().unwrap();
        assert_eq!(code.to_string(), EXAMPLE);
        assert_eq!(
            (code.authority(), code.category()),
            ("市场监督管理", Some("企业"))
        );
        assert_eq!(code.division().unwrap().to_string(), "3501");
        assert_eq!(code.organisation_code().unwrap().as_str(), "M000100Y4");
        assert_eq!(code.doubt(), None);
    }

    #[test]
    fn each_error_says_what_where_and_what_to_do() {
        insta::assert_snapshot!(
            [
                "",
                "123456789012345",
                "91350100M000100Y4",
                "9135O100M000100Y43",
                "91350100M0001V0Y43",
                "913501**********43",
                "91350100M000100Y44",
                "91353100M000100Y43",
                "测试",
            ]
            .map(message)
            .join("\n"),
            @r"
        没有填写统一社会信用代码
        统一社会信用代码应为18位，这里是15位，像是旧的15位注册号或税务登记号，请填写执照上的18位代码
        统一社会信用代码应为18位，这里是17位，像是漏了一位
        统一社会信用代码第5位“O”不在允许的字符内，可能是数字0
        统一社会信用代码第14位“V”不在允许的字符内，可能是字母U、Y或W
        统一社会信用代码第7位“*”不在允许的字符内，请填写完整代码，不要隐去
        统一社会信用代码校验位不符：按前17位应为“3”，这里是“4”，请核对是否抄错
        统一社会信用代码校验位不符：按前17位应为“8”，这里是“3”，请核对是否抄错
        统一社会信用代码应为18位，这里是2位，请按执照核对
        "
        );
    }

    #[test]
    fn numbers_that_add_up_but_mean_nothing_are_refused() {
        assert_eq!(
            "000000000000000000".parse::<Uscc>(),
            Err(UsccError::Authority { found: '0' })
        );
        let body = "91990100M000100Y4";
        let code = format!("{body}{}", check_digit::uscc(body).unwrap());
        assert_eq!(
            code.parse::<Uscc>(),
            Err(UsccError::Division {
                found: "990100".into()
            })
        );
    }

    #[test]
    fn an_inner_check_that_fails_is_a_doubt_and_no_refusal() {
        let body = "91350100M000100Y5";
        let code: Uscc = format!("{body}{}", check_digit::uscc(body).unwrap())
            .parse()
            .unwrap();
        assert!(
            code.doubt()
                .is_some_and(|d| d.to_string().contains("应为“4”"))
        );
    }

    #[test]
    fn national_bodies_have_no_division() {
        let body = "11100000000013127";
        let code = format!("{body}{}", check_digit::uscc(body).unwrap());
        assert_eq!(code.parse::<Uscc>().unwrap().division(), None);
    }

    #[test]
    fn json_is_the_plain_text() {
        let code: Uscc = serde_json::from_str(&format!("\"{EXAMPLE}\"")).unwrap();
        assert_eq!(
            serde_json::to_string(&code).unwrap(),
            format!("\"{EXAMPLE}\"")
        );
        assert!(serde_json::from_str::<Uscc>("\"91350100M000100Y44\"").is_err());
    }

    /// The developers' data folder has codes with a column that says whether the check digit holds.
    #[test]
    fn the_check_digit_agrees_with_sixty_thousand_written_codes() {
        let root = std::env::var("FANGFEI_SHARED")
            .unwrap_or_else(|_| format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR")));
        let Ok(csv) =
            std::fs::read_to_string(format!("{root}/data/enterprises/registry/uscc_names.csv"))
        else {
            eprintln!("passed over: no folder {root}");
            return;
        };
        let mut seen = 0;
        for line in csv.lines() {
            let (Some((code, _)), Some((_, ok))) = (line.split_once(','), line.rsplit_once(','))
            else {
                continue;
            };
            if code.len() != 18 || !matches!(ok, "0" | "1") {
                continue;
            }
            seen += 1;
            let wrong = matches!(
                code.parse::<Uscc>(),
                Err(UsccError::CheckDigit { .. }
                    | UsccError::Character { .. }
                    | UsccError::Length { .. })
            );
            assert_eq!(!wrong, ok == "1", "{line}");
        }
        assert!(seen > 50_000, "only {seen} codes were read");
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_found(at in 0usize..17, to in 0usize..31) {
            let mut bytes = EXAMPLE.as_bytes().to_vec();
            prop_assume!(bytes[at] != USCC_ALPHABET[to]);
            bytes[at] = USCC_ALPHABET[to];
            prop_assert!(String::from_utf8(bytes).unwrap().parse::<Uscc>().is_err());
        }

        #[test]
        fn any_text_is_answered(text in ".{0,24}") {
            let _ = text.parse::<Uscc>();
        }
    }
}
