//! How fine a date is given: a day, a third of a month, a quarter, a half, a year; and which day it is in a year.
//! It must not know how dates are written.

use jiff::civil::Date;

/// The year as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearWord {
    /// 2023年
    Written(i16),
    /// 今年, 本年
    This,
    /// 次年: the year after the one spoken of.
    Next,
    /// 明年: the year after that of issue, whatever year was spoken of.
    Coming,
    /// 去年
    Last,
}

/// A third of a month (旬).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Third {
    /// 1–10
    Early,
    /// 11–20
    Mid,
    /// 21 to the end
    Late,
}

/// How fine a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    Day {
        month: u32,
        day: u32,
    },
    Third {
        month: u32,
        third: Third,
    },
    /// 月初
    MonthStart {
        month: u32,
    },
    /// 月底: the last day of the month, as a start as well as an end.
    MonthEnd {
        month: u32,
    },
    Month {
        month: u32,
    },
    Quarter {
        quarter: u32,
    },
    Half {
        half: u32,
    },
    Year,
    YearStart,
    YearEnd,
    /// 即日, 印发之日
    Issue,
    /// 10日, the month being that of the date before
    DayOnly {
        day: u32,
    },
    /// 本月底, 下月10日: counted from the month of issue
    Near {
        ahead: i8,
        part: NearPart,
    },
    /// 25日前 without a month: that of the date before it, else unknown
    BareDay {
        day: u32,
    },
    /// 今日, 明天, 本周五: counted from the day of issue
    Soon(Soon),
    /// 月底 without a month: that of the date before it in the sentence, else unknown
    BareMonthEnd,
    /// 春节, 国庆节, 开学第一周: its day is left to a person
    Feast,
}

/// A day near the date of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Soon {
    /// 今日, 明日
    Days(i8),
    /// 本周五, 下周一: Monday is 1.
    Week { ahead: i8, day: i8 },
}

/// Which part of a month near the date of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NearPart {
    Day(u32),
    Third(Third),
    End,
    Whole,
}

/// One date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub year: Option<YearWord>,
    pub grain: Grain,
}

/// Which end of a stretch a date stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Start,
    End,
}

impl Grain {
    /// The day meant in a year; `None` for days that do not exist and for grains without a month of their own.
    pub(super) fn day_in(self, year: i16, role: Role) -> Option<Date> {
        let of = |month: u32, day: u32| {
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        let last = |month: u32| of(month, 1).map(Date::last_of_month);
        let start = role == Role::Start;
        match self {
            Self::Day { month, day } => of(month, day),
            Self::Third {
                month,
                third: Third::Early,
            } => of(month, if start { 1 } else { 10 }),
            Self::Third {
                month,
                third: Third::Mid,
            } => of(month, if start { 11 } else { 20 }),
            Self::Third {
                month,
                third: Third::Late,
            } => {
                if start {
                    of(month, 21)
                } else {
                    last(month)
                }
            }
            // 月初 has no last day; as an end it is left open rather than guessed.
            Self::MonthStart { month } => start.then(|| of(month, 1)).flatten(),
            Self::MonthEnd { month } => last(month),
            Self::Month { month } => {
                if start {
                    of(month, 1)
                } else {
                    last(month)
                }
            }
            Self::Quarter { quarter } => {
                if start {
                    of(quarter * 3 - 2, 1)
                } else {
                    last(quarter * 3)
                }
            }
            Self::Half { half } => {
                if start {
                    of(half * 6 - 5, 1)
                } else {
                    last(half * 6)
                }
            }
            Self::Year => {
                if start {
                    of(1, 1)
                } else {
                    of(12, 31)
                }
            }
            Self::YearStart => start.then(|| of(1, 1)).flatten(),
            Self::YearEnd => of(12, 31),
            Self::Issue
            | Self::DayOnly { .. }
            | Self::Near { .. }
            | Self::BareDay { .. }
            | Self::Soon(_)
            | Self::BareMonthEnd
            | Self::Feast => None,
        }
    }

    /// A grain near the date of issue as one of a month; others stay as they are.
    pub(super) fn of_month(self, month: u32) -> Self {
        match self {
            Self::Near { part, .. } => match part {
                NearPart::Day(day) => Self::Day { month, day },
                NearPart::Third(third) => Self::Third { month, third },
                NearPart::End => Self::MonthEnd { month },
                NearPart::Whole => Self::Month { month },
            },
            other => other,
        }
    }

    /// Whether some year has the day.
    pub(super) fn exists(self) -> bool {
        match self {
            // 2024 has the 29th of February.
            Self::Day { .. } | Self::Third { .. } | Self::MonthEnd { .. } | Self::Month { .. } => {
                self.day_in(2024, Role::End).is_some()
            }
            _ => true,
        }
    }

    /// The month the grain names.
    pub(super) fn month(self) -> Option<u32> {
        match self {
            Self::Day { month, .. }
            | Self::Third { month, .. }
            | Self::MonthStart { month }
            | Self::MonthEnd { month }
            | Self::Month { month } => Some(month),
            Self::Quarter { quarter } => Some(quarter * 3),
            Self::Half { half } => Some(half * 6),
            _ => None,
        }
    }

    /// The same grain in another month: “3月、6月、9月20日前” shares its day.
    pub(super) fn in_month(self, month: u32) -> Self {
        match self {
            Self::Day { day, .. } => Self::Day { month, day },
            Self::Third { third, .. } => Self::Third { month, third },
            Self::MonthEnd { .. } => Self::MonthEnd { month },
            Self::MonthStart { .. } => Self::MonthStart { month },
            _ => Self::Month { month },
        }
    }
}
