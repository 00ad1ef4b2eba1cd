//! Working days (工作日): weekends, public holidays (法定节假日) and make-up working days (调休上班).
//! It must not know the clock, files or which deadline is counted.

mod calendar_year;
mod working_days;

pub use calendar_year::CalendarYear;
pub use working_days::{Calendar, CalendarError, DayKind, Deadline};
