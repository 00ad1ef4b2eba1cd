//! `refs(ref)`: the rows that prove a value. Up to [`MOST_REFS`] of them, smallest first and each once, so that
//! the answer does not depend on the order in which threads met them. It must not know what a row is.

use std::{mem::size_of, sync::Arc};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, BooleanArray, ListArray, ListBuilder, UInt64Builder},
        datatypes::{DataType, Field, UInt64Type},
    },
    common::{Result, ScalarValue, exec_err},
    logical_expr::{
        Accumulator, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility,
        function::AccumulatorArgs, utils::AggregateOrderSensitivity,
    },
};

/// Rows that are kept of a group.
pub const MOST_REFS: usize = 20;

/// The aggregate.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Refs {
    signature: Signature,
}

impl Default for Refs {
    fn default() -> Self {
        Self {
            signature: Signature::exact(vec![DataType::UInt64], Volatility::Immutable),
        }
    }
}

fn list_type() -> DataType {
    DataType::List(Arc::new(Field::new_list_field(DataType::UInt64, true)))
}

impl AggregateUDFImpl for Refs {
    fn name(&self) -> &str {
        "refs"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(list_type())
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(One::default()))
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        !args.is_distinct
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Groups::default()))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// The rows of a group: most groups have one, which needs no memory of its own.
#[derive(Debug, Clone, Default)]
struct Kept {
    first: Option<u64>,
    more: Vec<u64>,
}

impl Kept {
    fn add(&mut self, row: u64) {
        let Some(first) = self.first else {
            self.first = Some(row);
            return;
        };
        if row == first {
            return;
        }
        self.first = Some(first.min(row));
        let row = first.max(row);
        let Err(at) = self.more.binary_search(&row) else {
            return;
        };
        if at < MOST_REFS - 1 {
            self.more.insert(at, row);
            self.more.truncate(MOST_REFS - 1);
        }
    }

    fn add_list(&mut self, list: &ArrayRef) {
        for row in list.as_primitive::<UInt64Type>().iter().flatten() {
            self.add(row);
        }
    }

    fn rows(&self) -> impl Iterator<Item = u64> {
        self.first.into_iter().chain(self.more.iter().copied())
    }
}

fn lists(kept: &[Kept]) -> ListArray {
    let mut lists = ListBuilder::new(UInt64Builder::new());
    for group in kept {
        lists
            .values()
            .append_slice(&group.rows().collect::<Vec<_>>());
        lists.append(true);
    }
    lists.finish()
}

#[derive(Debug, Default)]
struct One(Kept);

impl Accumulator for One {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.0.add_list(&values[0]);
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::List(Arc::new(lists(std::slice::from_ref(
            &self.0,
        )))))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.0.more.capacity() * size_of::<u64>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for list in states[0].as_list::<i32>().iter().flatten() {
            self.0.add_list(&list);
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
struct Groups {
    kept: Vec<Kept>,
    more: usize,
}

impl Groups {
    fn add(&mut self, group: usize, row: u64) -> Result<()> {
        let Some(kept) = self.kept.get_mut(group) else {
            return exec_err!("refs：组号越界");
        };
        let before = kept.more.capacity();
        kept.add(row);
        self.more += kept.more.capacity() - before;
        Ok(())
    }

    fn emit(&mut self, emit_to: EmitTo) -> ArrayRef {
        let emitted = emit_to.take_needed(&mut self.kept);
        let gone: usize = emitted.iter().map(|k| k.more.capacity()).sum();
        self.more = self.more.saturating_sub(gone);
        Arc::new(lists(&emitted))
    }
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.kept.resize(total_num_groups, Kept::default());
        let rows = values[0].as_primitive::<UInt64Type>();
        for (at, group) in group_indices.iter().enumerate() {
            let counts = opt_filter.is_none_or(|f| f.is_valid(at) && f.value(at));
            if counts && rows.is_valid(at) {
                self.add(*group, rows.value(at))?;
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        Ok(self.emit(emit_to))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.emit(emit_to)])
    }

    fn merge_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        total_num_groups: usize,
    ) -> Result<()> {
        self.kept.resize(total_num_groups, Kept::default());
        let states = values[0].as_list::<i32>();
        for (at, group) in group_indices.iter().enumerate() {
            if states.is_valid(at) {
                for row in states
                    .value(at)
                    .as_primitive::<UInt64Type>()
                    .iter()
                    .flatten()
                {
                    self.add(*group, row)?;
                }
            }
        }
        Ok(())
    }

    fn convert_to_state(
        &self,
        values: &[ArrayRef],
        opt_filter: Option<&BooleanArray>,
    ) -> Result<Vec<ArrayRef>> {
        let rows = values[0].as_primitive::<UInt64Type>();
        let mut state = ListBuilder::new(UInt64Builder::new());
        for at in 0..rows.len() {
            if rows.is_valid(at) && opt_filter.is_none_or(|f| f.is_valid(at) && f.value(at)) {
                state.values().append_value(rows.value(at));
            }
            state.append(true);
        }
        Ok(vec![Arc::new(state.finish())])
    }

    fn size(&self) -> usize {
        self.kept.capacity() * size_of::<Kept>() + self.more * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_order_the_smallest_rows_are_kept_once() {
        let mut up = Kept::default();
        let mut down = Kept::default();
        for row in 0..100 {
            up.add(row);
            down.add(99 - row);
            down.add(99 - row);
        }
        let rows: Vec<u64> = up.rows().collect();
        assert_eq!(rows, (0..20).collect::<Vec<u64>>());
        assert_eq!(rows, down.rows().collect::<Vec<u64>>());
    }
}
