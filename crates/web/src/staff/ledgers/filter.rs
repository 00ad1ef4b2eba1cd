//! The conditions above a ledger: every column can be asked for, the closed lists and the first day at
//! once, the others one at a time. Reads the address and prints it back. It must not know rows.

use fangfei_app::{
    ledger::{AskProblem, Given, Listed, Print, Shown},
    place_names::PlaceChoice,
};

use crate::ui::{Chip, Chips, Column, Field, Paging, Query};

/// What the address gives, in its order, blanks left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    given: Vec<Given>,
}

impl Filter {
    /// Reads the address. `field` and `value` name one more column to ask for.
    pub fn read(pairs: Vec<(String, String)>) -> Self {
        let value = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.trim().to_owned())
        };
        let more = value("field")
            .zip(value("value"))
            .filter(|(field, value)| !field.is_empty() && !value.is_empty());
        let kept = |(key, value): &(String, String)| {
            key != "field" && key != "value" && !value.trim().is_empty()
        };
        let mut given: Vec<Given> = pairs.iter().filter(|pair| kept(pair)).cloned().collect();
        given.extend(more);
        Self { given }
    }

    /// What is asked of the ledger.
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    fn get(&self, name: &str) -> &str {
        self.given
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The address at `path` with everything that is asked.
    pub fn address(&self, path: &str) -> Query {
        Query::new(path, self.given.iter().cloned())
    }

    /// Which page is asked for; a ledger shows fifty rows.
    pub fn paging(&self) -> Paging {
        Paging::read_or(self.get("page"), self.get("size"), 50)
    }

    /// The order as the address has it.
    pub fn sort(&self) -> &str {
        self.get("sort")
    }

    /// The fields of the form.
    pub fn fields(
        &self,
        listed: &Listed<'_>,
        places: &[PlaceChoice],
        problems: &[AskProblem],
    ) -> Vec<Field> {
        let mut fields = vec![Field::text("q", "关键字").value(self.get("q"))];
        for column in &listed.columns {
            match column.print {
                Print::Code(list) => fields.push(
                    self.select(
                        column,
                        list.entries()
                            .into_iter()
                            .map(|(code, title)| (code.to_owned(), title.to_owned())),
                    ),
                ),
                Print::Division => {
                    fields.push(self.select(
                        column,
                        places.iter().map(|p| (p.code.to_string(), p.name.clone())),
                    ));
                }
                _ => {}
            }
        }
        if let Some(day) = listed
            .columns
            .iter()
            .find(|c| matches!(c.print, Print::Date | Print::Time))
        {
            for (end, word) in [("from", "自"), ("to", "至")] {
                let name = format!("{}_{end}", day.path.0);
                fields.push(
                    Field::date(&name, format!("{}{word}", day.title)).value(self.get(&name)),
                );
            }
        }
        fields.push(Field::date("as_of", "按这一天的记录").value(self.get("as_of")));
        fields.push(more(listed));
        fields.push(Field::text("value", "内容").example("文字，或 100..500"));
        for field in &mut fields {
            if let Some(problem) = problems.iter().find(|p| p.name == field.name) {
                field.error = problem.message.clone();
            }
        }
        fields
    }

    fn select(&self, column: &Shown, entries: impl Iterator<Item = (String, String)>) -> Field {
        let all = std::iter::once((String::new(), "全部".to_owned()));
        Field::select(&column.path.0, &column.title)
            .choose(all.chain(entries), &[self.get(&column.path.0)])
    }

    /// What the form must carry along: the order, the page's size, conditions without a field.
    pub fn hidden(&self, fields: &[Field]) -> Vec<Given> {
        let shown = |name: &str| name == "page" || fields.iter().any(|field| field.name == name);
        self.given
            .iter()
            .filter(|(name, _)| !shown(name))
            .cloned()
            .collect()
    }

    /// One chip for each condition in force, in words; what could not be read is not in force.
    pub fn chips(
        &self,
        listed: &Listed<'_>,
        places: &[PlaceChoice],
        path: &str,
        problems: &[AskProblem],
    ) -> Chips {
        let address = self.address(path).without("page");
        let unread = |name: &str| problems.iter().any(|problem| problem.name == name);
        let asked = self.given.iter().filter(|(name, _)| {
            !matches!(name.as_str(), "page" | "size" | "sort") && !unread(name)
        });
        let chip = |(name, value): &Given| {
            let (label, value) = words(listed, places, name, value);
            Chip::new(label, value, address.without(name).href())
        };
        Chips {
            chips: asked.map(chip).collect(),
            clear: path.to_owned(),
        }
    }

    /// The heads of the columns; those by which so long a list can be put in order sort.
    pub fn columns(&self, listed: &Listed<'_>, path: &str, many: bool) -> Vec<Column> {
        let address = self.address(path).without("page");
        let head = |column: &Shown| {
            let head = match listed.sorts_by(column, many) {
                true => Column::sorted(column.heading(), &column.path.0, self.sort(), &address),
                false => Column::plain(column.heading()),
            };
            match column.print {
                _ if column.is_number() => head.number(),
                Print::Date | Print::Time | Print::Number | Print::Phone => head.tight(),
                _ => head,
            }
        };
        listed.columns.iter().map(head).collect()
    }
}

/// The columns that have no field of their own.
fn more(listed: &Listed<'_>) -> Field {
    let own = |c: &&Shown| !matches!(c.print, Print::Code(_) | Print::Division);
    let entries = listed
        .columns
        .iter()
        .filter(own)
        .map(|c| (c.path.0.clone(), c.heading()));
    let none = std::iter::once((String::new(), "不限".to_owned()));
    Field::select("field", "其他列").choose(none.chain(entries), &[""])
}

/// A condition in words: its column's heading, and the word of a code.
fn words(listed: &Listed<'_>, places: &[PlaceChoice], name: &str, value: &str) -> (String, String) {
    let fixed = match name {
        "q" => Some("关键字"),
        "as_of" => Some("按这一天的记录"),
        "from" => Some("自"),
        "to" => Some("至"),
        "due" => Some("期限"),
        _ => None,
    };
    if let Some(label) = fixed {
        let value = if value == "overdue" { "逾期" } else { value };
        return (label.to_owned(), value.to_owned());
    }
    let (path, end) = [("_from", "不低于"), ("_to", "不高于")]
        .into_iter()
        .find_map(|(end, word)| name.strip_suffix(end).map(|path| (path, word)))
        .unwrap_or((name, ""));
    let Some(column) = listed
        .columns
        .iter()
        .find(|c| c.path.0 == name)
        .or_else(|| listed.columns.iter().find(|c| c.path.0 == path))
    else {
        return (name.to_owned(), value.to_owned());
    };
    let end = if column.path.0 == name { "" } else { end };
    let shown = match column.print {
        Print::Code(list) => list.title(value).map(str::to_owned),
        Print::Division => places
            .iter()
            .find(|p| p.code.to_string() == value)
            .map(|p| p.name.clone()),
        _ => None,
    };
    (
        format!("{}{end}", column.heading()),
        shown.unwrap_or_else(|| value.to_owned()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_column_joins_the_conditions_already_there() {
        let pairs = [
            ("state", "closed"),
            ("field", "owner"),
            ("value", "张"),
            ("level", ""),
        ];
        let filter = Filter::read(pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec());
        assert_eq!(
            filter.address("/ledgers/x").href(),
            "/ledgers/x?state=closed&owner=%E5%BC%A0"
        );
    }

    #[test]
    fn unreadable_pages_are_the_first() {
        let filter = Filter::read(vec![
            ("page".to_owned(), "-3".to_owned()),
            ("size".to_owned(), "7".to_owned()),
        ]);
        assert_eq!(filter.paging(), Paging { page: 1, size: 50 });
    }
}
