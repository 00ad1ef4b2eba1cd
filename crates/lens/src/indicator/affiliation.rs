//! Firms tied to each other (关联主体), as a table for SQL: groups by ownership and shared persons, cycles, layers.
//! It must not know indicators. Persons only tie firms here; nothing is said of any person.
//!
//! | column | meaning |
//! |---|---|
//! | `subject` | a firm with at least one tie |
//! | `head` | the smallest subject of its group, the same for all of them |
//! | `members` | firms in the group |
//! | `in_cycle` | the firm owns a part of itself over others |
//! | `layers` | owners above it, the longest way, at most 20; a cycle counts as one layer |
//! | `rows` | rows that tie it, at most 20 |
//! | `known_on` | day of the newest of them |
//!
//! Ownership ends with `to_on`. A person ties the firms he or she represents or controls; one who stands for more than
//! 30 firms (a registration agent) ties none.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{
            Array, ArrayRef, AsArray, BooleanArray, Date32Array, Int64Array, ListBuilder,
            StringViewArray, UInt64Builder,
        },
        datatypes::{DataType, Date32Type, Field, Schema, SchemaRef, UInt64Type},
        record_batch::RecordBatch,
    },
    datasource::MemTable,
    prelude::SessionContext,
};
use futures::TryStreamExt;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::{function::MOST_REFS, lake::LakeError};

/// The table's name.
pub const NAME: &str = "affiliation";
const MOST_LAYERS: u32 = 20;
const MOST_FIRMS_OF_A_PERSON: usize = 30;

/// A tie between two firms.
struct Edge {
    holder: u32,
    held: u32,
    row: u64,
    day: i32,
}

/// A person's tie to a firm.
struct Tie {
    person: u32,
    row: u64,
    firm: u32,
    day: i32,
}

#[derive(Default)]
struct Graph {
    numbers: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    edges: Vec<Edge>,
    /// Edges before this position are ownership, those after it shared persons.
    owned: usize,
}

/// Registers the table for a day, in memory.
///
/// # Errors
/// [`LakeError::Engine`].
pub async fn register(context: &SessionContext, as_of: Date) -> Result<(), LakeError> {
    let batch = table(context, as_of).await?;
    let table = MemTable::try_new(schema(), vec![vec![batch]])?;
    context.register_table(NAME, Arc::new(table))?;
    Ok(())
}

/// Registers the table for a day, in a file of the lake, where other machines find it. The file's name says which
/// facts it was made from; the same facts write the same file.
///
/// # Errors
/// [`LakeError`].
#[cfg(feature = "cluster")]
pub async fn register_in_lake(
    context: &SessionContext,
    lake: &crate::lake::Lake,
    facts: &str,
    as_of: Date,
) -> Result<(), LakeError> {
    use datafusion::parquet::arrow::ArrowWriter;
    let batch = table(context, as_of).await?;
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema(), None)?;
    writer.write(&batch)?;
    writer.close()?;
    let path = format!("work/{NAME}-{facts}-{as_of}.parquet");
    lake.put(&path, bytes).await?;
    let provider = crate::lake::provider(context, lake, &[&path], schema())?;
    context.register_table(NAME, provider)?;
    Ok(())
}

async fn table(context: &SessionContext, as_of: Date) -> Result<RecordBatch, LakeError> {
    let mut graph = Graph::default();
    graph.read_ownership(context, as_of).await?;
    graph.read_persons(context, as_of).await?;
    graph.table()
}

fn schema() -> SchemaRef {
    let list = DataType::List(Arc::new(Field::new_list_field(DataType::UInt64, true)));
    Arc::new(Schema::new(vec![
        Field::new("subject", DataType::Utf8View, false),
        Field::new("head", DataType::Utf8View, false),
        Field::new("members", DataType::Int64, false),
        Field::new("in_cycle", DataType::Boolean, false),
        Field::new("layers", DataType::Int64, false),
        Field::new("rows", list, false),
        Field::new("known_on", DataType::Date32, false),
    ]))
}

impl Graph {
    async fn read_ownership(
        &mut self,
        context: &SessionContext,
        as_of: Date,
    ) -> Result<(), LakeError> {
        let sql = format!(
            "SELECT holder, subject, ref, known_on FROM investment \
             WHERE holder IS NOT NULL AND (to_on IS NULL OR to_on > DATE '{as_of}')"
        );
        let mut stream = context.sql(&sql).await?.execute_stream().await?;
        while let Some(batch) = stream.try_next().await? {
            let (holders, subjects, rows, days) = columns(&batch);
            for at in 0..batch.num_rows() {
                let (holder, held) = (
                    self.number(holders.value(at)),
                    self.number(subjects.value(at)),
                );
                self.edges.push(Edge {
                    holder,
                    held,
                    row: rows.value(at),
                    day: days.value(at),
                });
            }
        }
        // Threads hand batches over in any order; the table must not depend on it.
        self.edges.sort_unstable_by_key(|e| e.row);
        self.owned = self.edges.len();
        Ok(())
    }

    async fn read_persons(
        &mut self,
        context: &SessionContext,
        as_of: Date,
    ) -> Result<(), LakeError> {
        let sql = format!(
            "SELECT person, subject, ref, known_on FROM person_role \
             WHERE role IN ('legal_representative', 'controller') AND (to_on IS NULL OR to_on > DATE '{as_of}')"
        );
        let mut persons: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let mut ties = Vec::new();
        let mut stream = context.sql(&sql).await?.execute_stream().await?;
        while let Some(batch) = stream.try_next().await? {
            let (names, subjects, rows, days) = columns(&batch);
            for at in (0..batch.num_rows()).filter(|at| names.is_valid(*at)) {
                let next = u32::try_from(persons.len()).unwrap_or(u32::MAX);
                let person = match persons.get(names.value(at)) {
                    Some(known) => *known,
                    None => *persons.entry(names.value(at).into()).or_insert(next),
                };
                ties.push(Tie {
                    person,
                    row: rows.value(at),
                    firm: self.number(subjects.value(at)),
                    day: days.value(at),
                });
            }
        }
        let mut edges = Vec::new();
        // By row, not by number: numbers depend on the order in which threads hand rows over.
        ties.sort_unstable_by_key(|t| (t.person, t.row));
        for ties in ties.chunk_by(|a, b| a.person == b.person) {
            let mut firms: Vec<&Tie> = Vec::new();
            for tie in ties {
                if firms.len() <= MOST_FIRMS_OF_A_PERSON && firms.iter().all(|f| f.firm != tie.firm)
                {
                    firms.push(tie);
                }
            }
            if firms.len() > MOST_FIRMS_OF_A_PERSON {
                continue;
            }
            edges.extend(firms.windows(2).flat_map(|w| {
                let edge = |of: &Tie| Edge {
                    holder: w[0].firm,
                    held: w[1].firm,
                    row: of.row,
                    day: of.day,
                };
                [edge(w[0]), edge(w[1])]
            }));
        }
        edges.sort_by_key(|e| e.row);
        self.edges.extend(edges);
        Ok(())
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    fn table(&self) -> Result<RecordBatch, LakeError> {
        let count = self.names.len();
        let group = self.groups();
        let (cycle, layers) = self.cycles();
        let mut members = vec![0_i64; count];
        let mut head: Vec<&str> = self.names.iter().map(|name| &**name).collect();
        for (at, root) in group.iter().enumerate() {
            let root = *root as usize;
            members[root] += 1;
            if *self.names[at] < *head[root] {
                head[root] = &self.names[at];
            }
        }
        let (rows, days) = self.proofs();
        let mut order: Vec<usize> = (0..count)
            .filter(|at| members[group[*at] as usize] > 1 || cycle[*at])
            .collect();
        order.sort_unstable_by_key(|at| &self.names[*at]);
        let of = |at: &usize| group[*at] as usize;
        let mut lists = ListBuilder::new(UInt64Builder::new());
        for at in &order {
            lists.values().append_slice(&rows[*at]);
            lists.append(true);
        }
        let arrays: Vec<ArrayRef> = vec![
            Arc::new(StringViewArray::from_iter_values(
                order.iter().map(|at| &*self.names[*at]),
            )),
            Arc::new(StringViewArray::from_iter_values(
                order.iter().map(|at| head[of(at)]),
            )),
            Arc::new(Int64Array::from_iter_values(
                order.iter().map(|at| members[of(at)]),
            )),
            Arc::new(
                order
                    .iter()
                    .map(|at| Some(cycle[*at]))
                    .collect::<BooleanArray>(),
            ),
            Arc::new(Int64Array::from_iter_values(
                order.iter().map(|at| i64::from(layers[*at])),
            )),
            Arc::new(lists.finish()),
            Arc::new(Date32Array::from_iter_values(
                order.iter().map(|at| days[*at]),
            )),
        ];
        Ok(RecordBatch::try_new(schema(), arrays)?)
    }

    /// Rows that tie each firm, and the day of the newest.
    fn proofs(&self) -> (Vec<Vec<u64>>, Vec<i32>) {
        let mut rows = vec![Vec::new(); self.names.len()];
        let mut days = vec![0; self.names.len()];
        for edge in &self.edges {
            for firm in [edge.holder as usize, edge.held as usize] {
                if rows[firm].len() < MOST_REFS && rows[firm].last() != Some(&edge.row) {
                    rows[firm].push(edge.row);
                }
                days[firm] = edge.day.max(days[firm]);
            }
        }
        (rows, days)
    }

    /// The root of every firm's group.
    fn groups(&self) -> Vec<u32> {
        let mut parent: Vec<u32> = (0..self.names.len())
            .map(|n| u32::try_from(n).unwrap_or(u32::MAX))
            .collect();
        for edge in &self.edges {
            let (a, b) = (root(&mut parent, edge.holder), root(&mut parent, edge.held));
            parent[a.max(b) as usize] = a.min(b);
        }
        (0..parent.len())
            .map(|n| root(&mut parent, u32::try_from(n).unwrap_or(u32::MAX)))
            .collect()
    }

    /// Which firms own a part of themselves, and how many layers of owners stand above each.
    fn cycles(&self) -> (Vec<bool>, Vec<u32>) {
        let count = self.names.len();
        let mut held: Vec<Vec<u32>> = vec![Vec::new(); count];
        let mut in_cycle = vec![false; count];
        for edge in &self.edges[..self.owned] {
            held[edge.holder as usize].push(edge.held);
            in_cycle[edge.holder as usize] |= edge.holder == edge.held;
        }
        let components = strong_components(&held);
        let mut sizes = vec![0_u32; count];
        components.iter().for_each(|c| sizes[*c as usize] += 1);
        let mut layers = vec![0_u32; count];
        // Components are numbered from the held to the holders, so that going down meets every owner first.
        let mut order: Vec<u32> = (0..count)
            .map(|n| u32::try_from(n).unwrap_or(u32::MAX))
            .collect();
        order.sort_unstable_by_key(|n| std::cmp::Reverse(components[*n as usize]));
        let mut of_component = vec![0_u32; count];
        for firm in order {
            let own = components[firm as usize];
            for next in &held[firm as usize] {
                let below = components[*next as usize] as usize;
                if below != own as usize {
                    of_component[below] = of_component[below]
                        .max(of_component[own as usize] + 1)
                        .min(MOST_LAYERS);
                }
            }
        }
        for firm in 0..count {
            in_cycle[firm] |= sizes[components[firm] as usize] > 1;
            layers[firm] = of_component[components[firm] as usize];
        }
        (in_cycle, layers)
    }
}

type Four<'a> = (
    &'a StringViewArray,
    &'a StringViewArray,
    &'a datafusion::arrow::array::UInt64Array,
    &'a Date32Array,
);

fn columns(batch: &RecordBatch) -> Four<'_> {
    (
        batch.column(0).as_string_view(),
        batch.column(1).as_string_view(),
        batch.column(2).as_primitive::<UInt64Type>(),
        batch.column(3).as_primitive::<Date32Type>(),
    )
}

fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}

/// Numbers of strongly connected components (Tarjan 1972, without recursion: ownership may be deep). A component's
/// number is smaller than those of its owners.
fn strong_components(held: &[Vec<u32>]) -> Vec<u32> {
    const NONE: u32 = u32::MAX;
    let count = held.len();
    let (mut index, mut low, mut component) =
        (vec![NONE; count], vec![0_u32; count], vec![NONE; count]);
    let (mut next_index, mut next_component) = (0, 0);
    let (mut open, mut work): (Vec<u32>, Vec<(u32, usize)>) = (Vec::new(), Vec::new());
    for start in 0..count {
        if index[start] != NONE {
            continue;
        }
        work.push((u32::try_from(start).unwrap_or(NONE), 0));
        while let Some((firm, child)) = work.pop() {
            let at = firm as usize;
            if child == 0 {
                index[at] = next_index;
                low[at] = next_index;
                next_index += 1;
                open.push(firm);
            }
            if let Some(next) = held[at].get(child) {
                work.push((firm, child + 1));
                if index[*next as usize] == NONE {
                    work.push((*next, 0));
                } else if component[*next as usize] == NONE {
                    low[at] = low[at].min(index[*next as usize]);
                }
                continue;
            }
            if low[at] == index[at] {
                while let Some(member) = open.pop() {
                    component[member as usize] = next_component;
                    if member == firm {
                        break;
                    }
                }
                next_component += 1;
            }
            if let Some((above, _)) = work.last() {
                low[*above as usize] = low[*above as usize].min(low[at]);
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(&str, &str)]) -> Graph {
        let mut graph = Graph::default();
        for (row, (holder, held)) in (1..).zip(edges) {
            let (holder, held) = (graph.number(holder), graph.number(held));
            graph.edges.push(Edge {
                holder,
                held,
                row,
                day: 0,
            });
        }
        graph.owned = graph.edges.len();
        graph
    }

    #[test]
    fn a_ring_of_owners_ends_and_is_told() {
        let graph = graph(&[
            ("甲", "乙"),
            ("乙", "丙"),
            ("丙", "甲"),
            ("丙", "丁"),
            ("丁", "戊"),
        ]);
        let (cycle, layers) = graph.cycles();
        let of = |name: &str| graph.numbers[name] as usize;
        assert_eq!(
            ["甲", "乙", "丙", "丁", "戊"].map(|n| cycle[of(n)]),
            [true, true, true, false, false]
        );
        assert_eq!(["甲", "丁", "戊"].map(|n| layers[of(n)]), [0, 1, 2]);
    }

    #[test]
    fn a_firm_that_owns_itself_is_a_cycle_of_one() {
        let graph = graph(&[("甲", "甲"), ("乙", "丙")]);
        let (cycle, _) = graph.cycles();
        assert_eq!(cycle, [true, false, false]);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_is_followed_without_end_of_stack() {
        let mut graph = Graph::default();
        for n in 0..100_000_u32 {
            graph.number(&format!("{n}"));
        }
        graph.edges = (0..99_999)
            .map(|n| Edge {
                holder: n,
                held: n + 1,
                row: u64::from(n),
                day: 0,
            })
            .collect();
        graph.owned = graph.edges.len();
        let (cycle, layers) = graph.cycles();
        assert!(cycle.iter().all(|c| !c));
        assert_eq!((layers[0], layers[5], layers[99_999]), (0, 5, MOST_LAYERS));
        assert!(graph.groups().iter().all(|g| *g == 0));
    }

    #[test]
    fn groups_are_the_same_in_whatever_order_ties_come() {
        let one = graph(&[("甲", "乙"), ("丙", "丁"), ("乙", "丙")])
            .table()
            .expect("a table");
        assert_eq!(one.num_rows(), 4);
        assert_eq!(
            one.column(2)
                .as_primitive::<datafusion::arrow::datatypes::Int64Type>()
                .value(0),
            4
        );
    }
}
