//! Work plans (工作方案) read into duties, deadlines, phases and bodies, by the structure of official documents.
//! It must not know campaigns, the database, or the plans it was tried on.

mod act_word;
mod actor;
mod attachment;
mod bare_day;
mod body_name;
mod body_word;
mod channel;
mod citation;
mod coming_round;
mod contact;
mod contact_table;
mod date;
mod deadline;
mod deed_word;
mod due_by_schedule;
mod due_word;
mod duty;
mod falls_due;
mod flat_table;
mod fold;
mod frame;
mod grain;
mod handed;
mod issue;
mod issuer;
mod lawful;
mod ledger;
mod line;
mod mailbox;
mod mark;
mod mention;
mod numeral;
mod object;
mod occasion;
mod office;
mod outline;
mod owing;
mod page;
mod pairing;
mod paragraph;
mod part;
mod reach;
mod reader;
mod reading;
mod recipient;
mod recurrence;
mod repeated;
mod report;
mod roster;
mod said;
mod scan;
mod schedule;
mod subject;
mod table;
mod tidy;
mod told_stage;
mod turn_choice;
mod turn_duty;
mod unit;
mod unmarked;
mod warning;
mod web_page;
mod word_set;
mod wording;
mod year;

pub use reader::read;
pub use reading::{
    Attachment, Basis, Contact, Deadline, Duty, HeadSpans, Ledger, NumberReading, NumberRole,
    Period, Phase, PlanReading, Recurrence, Span, Unit, UnitRole, Warning,
};

/// A pattern known when the program is written.
fn pattern(source: &str) -> regex::Regex {
    regex::Regex::new(source).expect("the pattern is a constant and is tried by every test")
}
