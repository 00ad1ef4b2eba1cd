//! One INSERT of many rows, put together from its text and its values: a general query builder would hold
//! and copy an expression for each of tens of thousands of values. It must not know what the rows mean.

use sea_orm::{DbBackend, Statement, Value};

/// A statement for rows of a fixed shape.
pub(crate) struct ManyRows {
    backend: DbBackend,
    head: String,
    columns: usize,
    /// What stands around the value of a column, for those that are not taken as they are.
    wrapped: Option<(usize, [&'static str; 2])>,
    values: Vec<Value>,
}

impl ManyRows {
    /// For a table with these columns; `rows` is how many are expected.
    pub(crate) fn new<'a>(
        backend: DbBackend,
        table: &str,
        columns: impl IntoIterator<Item = &'a str>,
        rows: usize,
    ) -> Self {
        let names: Vec<String> = columns
            .into_iter()
            .map(|name| format!("\"{name}\""))
            .collect();
        Self {
            backend,
            head: format!("INSERT INTO \"{table}\" ({}) VALUES ", names.join(", ")),
            columns: names.len(),
            wrapped: None,
            values: Vec::with_capacity(names.len() * rows),
        }
    }

    /// Puts the values of the last column between these words.
    pub(crate) fn wrapping_last(mut self, before: &'static str, after: &'static str) -> Self {
        self.wrapped = Some((self.columns - 1, [before, after]));
        self
    }

    /// Adds a row: a value for each column, in their order.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        self.values.extend(row);
        debug_assert_eq!(self.values.len() % self.columns, 0, "{}", self.head);
    }

    /// The statement.
    pub(crate) fn statement(self) -> Statement {
        let mut sql = self.head;
        sql.reserve(self.values.len() * 5);
        for at in 0..self.values.len() {
            let column = at % self.columns;
            sql.push_str(match (column, at) {
                (0, 0) => "(",
                (0, _) => "), (",
                _ => ", ",
            });
            let around = self.wrapped.filter(|(wrapped, _)| *wrapped == column);
            let [before, after] = around.map_or(["", ""], |(_, words)| words);
            sql.push_str(before);
            match self.backend {
                DbBackend::Postgres => sql.push_str(&format!("${}", at + 1)),
                _ => sql.push('?'),
            }
            sql.push_str(after);
        }
        sql.push(')');
        Statement::from_sql_and_values(self.backend, sql, self.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_gets_its_own_marks() {
        let made = |backend| {
            let mut rows =
                ManyRows::new(backend, "entry", ["id", "tokens"], 2).wrapping_last("f(", ")");
            rows.push([1.into(), "a".into()]);
            rows.push([2.into(), "b".into()]);
            rows.statement()
        };
        let head = "INSERT INTO \"entry\" (\"id\", \"tokens\") VALUES ";
        assert_eq!(
            made(DbBackend::Sqlite).sql,
            format!("{head}(?, f(?)), (?, f(?))")
        );
        assert_eq!(
            made(DbBackend::Postgres).sql,
            format!("{head}($1, f($2)), ($3, f($4))")
        );
    }
}
