//! The scan of a table held in memory, which tells the engine that it is ordered by subject and parted into ranges of
//! subjects. It must not know how the table came there.

use std::{
    fmt::{self, Formatter},
    sync::Arc,
};

use datafusion::{
    arrow::{datatypes::SchemaRef, record_batch::RecordBatch},
    common::{Result, ScalarValue, SplitPoint, Statistics, tree_node::TreeNodeRecursion},
    datasource::{
        memory::MemorySourceConfig,
        source::{DataSource, DataSourceExec},
    },
    execution::{SendableRecordBatchStream, TaskContext},
    physical_expr::{
        EquivalenceProperties, LexOrdering, Partitioning, PhysicalExpr, PhysicalSortExpr,
        RangePartitioning, expressions::Column, projection::ProjectionExprs,
    },
    physical_plan::{DisplayFormatType, ExecutionPlan},
};

use super::{held::BY_SUBJECT, schema::SUBJECT};

/// A scan.
#[derive(Debug)]
pub(super) struct HeldSource {
    memory: MemorySourceConfig,
    ranges: Partitioning,
}

impl HeldSource {
    /// Plans a scan of some columns.
    pub fn scan(
        parts: &[Vec<RecordBatch>],
        schema: &SchemaRef,
        cuts: &[String],
        projection: Option<&Vec<usize>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let memory = MemorySourceConfig::try_new(parts, Arc::clone(schema), projection.cloned())?;
        let by = |at: usize| {
            let subject: Arc<dyn PhysicalExpr> = Arc::new(Column::new(SUBJECT, at));
            LexOrdering::new([PhysicalSortExpr::new(subject, BY_SUBJECT)])
        };
        let at = schema.index_of(SUBJECT)?;
        let memory = memory.try_with_sort_information(by(at).into_iter().collect())?;
        let place = projection.map_or(Some(at), |p| p.iter().position(|column| *column == at));
        let ranges = match place.and_then(by) {
            Some(ordering) => {
                let cut = |text: &String| {
                    SplitPoint::new(vec![ScalarValue::Utf8View(Some(text.clone()))])
                };
                let cuts = cuts.iter().map(cut).collect();
                Partitioning::Range(RangePartitioning::try_new(ordering, cuts)?)
            }
            None => Partitioning::UnknownPartitioning(parts.len()),
        };
        Ok(DataSourceExec::from_data_source(Self { memory, ranges }))
    }
}

impl DataSource for HeldSource {
    fn open(&self, part: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        self.memory.open(part, context)
    }

    fn fmt_as(&self, form: DisplayFormatType, f: &mut Formatter<'_>) -> fmt::Result {
        self.memory.fmt_as(form, f)
    }

    fn output_partitioning(&self) -> Partitioning {
        self.ranges.clone()
    }

    fn eq_properties(&self) -> EquivalenceProperties {
        self.memory.eq_properties()
    }

    fn partition_statistics(&self, part: Option<usize>) -> Result<Arc<Statistics>> {
        self.memory.partition_statistics(part)
    }

    fn with_fetch(&self, _: Option<usize>) -> Option<Arc<dyn DataSource>> {
        None
    }

    fn fetch(&self) -> Option<usize> {
        None
    }

    fn try_swapping_with_projection(
        &self,
        _: &ProjectionExprs,
    ) -> Result<Option<Arc<dyn DataSource>>> {
        Ok(None)
    }

    fn repartitioned(
        &self,
        _: usize,
        _: usize,
        _: Option<LexOrdering>,
    ) -> Result<Option<Arc<dyn DataSource>>> {
        Ok(None)
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }
}
