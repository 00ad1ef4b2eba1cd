//! By which columns a ledger can be put in order. Sorting a million sentences helps nobody and takes seconds; what the
//! database keeps in order costs nothing. It must not know how an order is asked for.

use fangfei_model::noun::Noun;

use super::{Ask, AskProblem, Listed, Print, Shown, read::COUNT_UP_TO};

/// Fields of clues that an index keeps in order, whatever else is asked.
const KEPT_IN_ORDER: [&str; 8] = [
    "number",
    "registered_at",
    "found_on",
    "amount",
    "people",
    "check_due",
    "accepted_on",
    "checked_on",
];

/// Fields that hold sentences.
const PROSE: [&str; 4] = ["facts", "findings", "address", "mode"];

/// Whether a list of this length, as [`super::list`] tells it, is too long to be put in any order that is asked for.
pub fn is_long((rows, more): (u64, bool)) -> bool {
    more || rows > COUNT_UP_TO
}

impl Listed<'_> {
    /// Whether the page sorts by this column, `many` being a list of more than `COUNT_UP_TO` rows.
    pub fn sorts_by(&self, column: &Shown, many: bool) -> bool {
        let name = column.path.0.as_str();
        let prose = column.print == Print::Text && PROSE.contains(&name);
        let kept = self.ledger.noun != Noun::Clue || KEPT_IN_ORDER.contains(&name);
        !prose && (kept || !many)
    }

    /// Takes back an order that a list of so many rows is not put into, and says so.
    pub fn without_costly_order(&self, ask: &mut Ask, many: bool) -> Option<AskProblem> {
        let path = &ask.order.as_ref()?.path;
        let column = self.columns.iter().find(|c| c.path == *path)?;
        if self.sorts_by(column, many) {
            return None;
        }
        let title = &column.title;
        let message = match self.sorts_by(column, false) {
            true => format!(
                "记录超过 {COUNT_UP_TO} 条，没有按“{title}”排序；请先用条件缩小范围，或导出后在表格里排序"
            ),
            false => format!("“{title}”是成段的文字，不能按它排序；要找其中的词，请用筛选"),
        };
        ask.order = None;
        Some(AskProblem {
            name: "sort".to_owned(),
            message,
        })
    }
}
