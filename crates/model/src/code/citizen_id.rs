//! Citizen identification number (公民身份号码, GB 11643-1999). It must not know the clock, and never shows itself
//! in full by accident: neither `Debug` nor `Display` prints it, only [`CitizenId::full`] does.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    check_digit,
    clean::plain,
    division::{DivisionCode, province_name},
};

/// A citizen number of 18 characters whose birth date exists and whose check digit holds.
///
/// It is sensitive personal information (个人信息保护法 第28条): text for people always hides the middle, and
/// only storage (`Serialize`) and [`CitizenId::full`] give the whole number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CitizenId(String);

/// Why a text is no citizen number. No message repeats the number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CitizenIdError {
    /// Not 18 characters.
    #[error("公民身份号码应为18位，这里是{found}位{hint}")]
    Length {
        /// Characters found.
        found: usize,
        /// What it may be instead, beginning with a comma, or nothing.
        hint: &'static str,
    },
    /// Something else than digits and a final X.
    #[error("公民身份号码第{position}位“{found}”有误：前17位应为数字，末位为数字或X")]
    Character {
        /// Position, counted from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// The first two digits are no province.
    #[error("公民身份号码前2位“{found}”不是省级行政区划代码")]
    Division {
        /// The two digits.
        found: String,
    },
    /// Positions 7–14 are no date.
    #[error("公民身份号码第7—14位不是有效的出生日期")]
    BirthDate,
    /// Born after the day it is looked at.
    #[error("公民身份号码中的出生日期晚于{today}")]
    BornLater {
        /// The day it is looked at.
        today: Date,
    },
    /// The last character does not follow from the others.
    #[error("公民身份号码校验位不符：末位应为“{expected}”，这里是“{found}”，请核对是否抄错")]
    CheckDigit {
        /// What the sum gives.
        expected: char,
        /// What was written.
        found: char,
    },
}

impl CitizenId {
    /// Reads a number of 18 characters and refuses a birth after `today`.
    pub fn parse(text: &str, today: Date) -> Result<Self, CitizenIdError> {
        let id: Self = text.parse()?;
        match id.birth_date() {
            Some(born) if born > today => Err(CitizenIdError::BornLater { today }),
            _ => Ok(id),
        }
    }

    /// Upgrades a number of 15 digits, given until 1999: the century is 19 and the check digit is computed,
    /// so that a copying error in the old number cannot be seen. Only for old papers.
    pub fn from_fifteen(text: &str) -> Result<Self, CitizenIdError> {
        let old = plain(text);
        if old.chars().count() != 15 {
            return Err(CitizenIdError::Length {
                found: old.chars().count(),
                hint: "，旧号码应为15位",
            });
        }
        check_digits(&old)?;
        let body = format!("{}19{}", &old[..6], &old[6..]);
        let check = check_digit::citizen(&body).ok_or(CitizenIdError::BirthDate)?;
        format!("{body}{check}").parse()
    }

    /// The number in full. Every caller is a place where sensitive information leaves the type.
    pub fn full(&self) -> &str {
        &self.0
    }

    /// First four and last four characters, the rest hidden: `1101**********002X`.
    pub fn masked(&self) -> String {
        format!("{}**********{}", self.part(0, 4), self.part(14, 18))
    }

    /// The division where the number was first given; often abolished since. `None` for the
    /// permanent residence of foreigners.
    pub fn division(&self) -> Option<DivisionCode> {
        self.part(0, 6).parse().ok()
    }

    /// Date of birth.
    pub fn birth_date(&self) -> Option<Date> {
        birth_date(&self.0)
    }

    /// Completed years of age on a day; `None` before birth.
    pub fn age_on(&self, day: Date) -> Option<u16> {
        let born = self.birth_date()?;
        let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
        let years = day.year() - born.year() - i16::from(before_birthday);
        u16::try_from(years).ok()
    }

    fn part(&self, from: usize, to: usize) -> &str {
        self.0.get(from..to).unwrap_or_default()
    }
}

impl FromStr for CitizenId {
    type Err = CitizenIdError;

    /// Everything but "not born in the future", for which [`CitizenId::parse`] takes a day.
    fn from_str(text: &str) -> Result<Self, CitizenIdError> {
        let id = plain(text);
        check_length(&id)?;
        check_digits(&id)?;
        check_place(&id)?;
        birth_date(&id).ok_or(CitizenIdError::BirthDate)?;
        check_sum(&id)?;
        Ok(Self(id))
    }
}

fn check_length(id: &str) -> Result<(), CitizenIdError> {
    let found = id.chars().count();
    let hint = match found {
        18 => return Ok(()),
        15 => "，是旧的15位号码，请填写18位号码",
        17 | 19 => "，请核对是否漏写或多写",
        _ => "",
    };
    Err(CitizenIdError::Length { found, hint })
}

fn check_digits(id: &str) -> Result<(), CitizenIdError> {
    let wrong = |(i, c): &(usize, char)| !(c.is_ascii_digit() || (*i == 17 && *c == 'X'));
    match id.chars().enumerate().find(wrong) {
        None => Ok(()),
        Some((i, found)) => Err(CitizenIdError::Character {
            position: i + 1,
            found,
        }),
    }
}

/// Residents of Taiwan carry 83, foreigners with permanent residence a first digit 9.
fn check_place(id: &str) -> Result<(), CitizenIdError> {
    let province = id.get(..2).unwrap_or_default();
    let known = province_name(province).is_some() || province == "83" || province.starts_with('9');
    if known {
        Ok(())
    } else {
        Err(CitizenIdError::Division {
            found: province.to_owned(),
        })
    }
}

fn birth_date(id: &str) -> Option<Date> {
    let number = |from: usize, to: usize| id.get(from..to)?.parse::<i16>().ok();
    let (year, month, day) = (number(6, 10)?, number(10, 12)?, number(12, 14)?);
    let born = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (year >= 1850).then_some(born)
}

fn check_sum(id: &str) -> Result<(), CitizenIdError> {
    let (body, last) = id.split_at(17);
    let found = last.chars().next().unwrap_or_default();
    match check_digit::citizen(body) {
        Some(expected) if expected != found => Err(CitizenIdError::CheckDigit { expected, found }),
        _ => Ok(()),
    }
}

impl fmt::Debug for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CitizenId({})", self.masked())
    }
}

impl fmt::Display for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl TryFrom<String> for CitizenId {
    type Error = CitizenIdError;

    fn try_from(text: String) -> Result<Self, CitizenIdError> {
        text.parse()
    }
}

impl From<CitizenId> for String {
    fn from(id: CitizenId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// The example printed in the standard.
    const EXAMPLE: &str = "11010519491231002X";

    fn with_check(body: &str) -> String {
        format!("{body}{}", check_digit::citizen(body).unwrap())
    }

    #[test]
    fn the_standards_example_is_taken_apart() {
        let id = CitizenId::parse(" 11010519491231002x", date(2026, 1, 1)).unwrap();
        assert_eq!(id.full(), EXAMPLE);
        assert_eq!(id.birth_date(), Some(date(1949, 12, 31)));
        assert_eq!(id.age_on(date(2024, 12, 30)), Some(74));
        assert_eq!(id.age_on(date(2024, 12, 31)), Some(75));
        assert_eq!(id.age_on(date(1940, 1, 1)), None);
        assert_eq!(id.division().unwrap().to_string(), "110105");
    }

    #[test]
    fn it_is_never_printed_in_full_by_accident() {
        let id: CitizenId = EXAMPLE.parse().unwrap();
        assert_eq!(id.masked(), "1101**********002X");
        assert_eq!(
            format!("{id} {id:?}"),
            "1101**********002X CitizenId(1101**********002X)"
        );
        assert!(
            !"110105194912310020"
                .parse::<CitizenId>()
                .unwrap_err()
                .to_string()
                .contains("19491231")
        );
    }

    #[test]
    fn each_error_is_told_apart() {
        let read = |text: &str| text.parse::<CitizenId>().unwrap_err();
        assert!(matches!(
            read("110105491231002"),
            CitizenIdError::Length { found: 15, .. }
        ));
        assert_eq!(
            read("1101051949123100XX"),
            CitizenIdError::Character {
                position: 17,
                found: 'X'
            }
        );
        assert_eq!(
            read(&with_check("10010519491231002")),
            CitizenIdError::Division { found: "10".into() }
        );
        assert_eq!(
            read(&with_check("11010519490230002")),
            CitizenIdError::BirthDate
        );
        assert_eq!(
            read("110105194912310021"),
            CitizenIdError::CheckDigit {
                expected: 'X',
                found: '1'
            }
        );
        assert!(CitizenId::parse(&with_check("11010520300101002"), date(2026, 1, 1)).is_err());
    }

    #[test]
    fn old_numbers_are_upgraded_only_when_asked() {
        assert_eq!(
            CitizenId::from_fifteen("110105491231002").unwrap().full(),
            EXAMPLE
        );
        assert!(CitizenId::from_fifteen("110105490230002").is_err());
        assert!(CitizenId::from_fifteen(EXAMPLE).is_err());
    }

    #[test]
    fn residents_from_outside_are_accepted() {
        for body in [
            "81000019800101001",
            "83000019800101001",
            "91122019800101001",
        ] {
            assert!(with_check(body).parse::<CitizenId>().is_ok(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,20}") {
            let _ = text.parse::<CitizenId>();
            let _ = CitizenId::from_fifteen(&text);
        }

        #[test]
        fn two_exchanged_neighbours_are_found(at in 0usize..16) {
            let mut bytes = EXAMPLE.as_bytes().to_vec();
            prop_assume!(bytes[at] != bytes[at + 1]);
            bytes.swap(at, at + 1);
            prop_assert!(String::from_utf8(bytes).unwrap().parse::<CitizenId>().is_err());
        }
    }
}
