//! How plans with our functions and our empty tables go over the wire; everything else as Ballista writes it.
//! It must not know what the functions do.

use std::{any::Any, sync::Arc};

use ballista_core::serde::{BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use datafusion::{
    arrow::datatypes::SchemaRef,
    catalog::TableProvider,
    common::{DataFusionError, TableReference},
    datasource::{MemTable, file_format::FileFormatFactory},
    error::Result,
    execution::TaskContext,
    logical_expr::{AggregateUDF, Extension, LogicalPlan, ScalarUDF},
    physical_plan::ExecutionPlan,
};
use datafusion_proto::{
    logical_plan::LogicalExtensionCodec,
    physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension},
};

use super::functions::Functions;

/// Between client and scheduler.
#[derive(Debug)]
pub(super) struct LogicalCodec {
    inner: BallistaLogicalExtensionCodec,
    functions: Functions,
}

/// Between scheduler and executors.
#[derive(Debug)]
pub(super) struct PhysicalCodec {
    inner: BallistaPhysicalExtensionCodec,
    functions: Functions,
}

impl LogicalCodec {
    pub fn new(functions: Functions) -> Self {
        Self {
            inner: BallistaLogicalExtensionCodec::default(),
            functions,
        }
    }
}

impl PhysicalCodec {
    pub fn new(functions: Functions) -> Self {
        Self {
            inner: BallistaPhysicalExtensionCodec::default(),
            functions,
        }
    }
}

/// True for a table held in memory that holds no row: a kind of fact of which nothing is known yet.
fn is_empty(table: &MemTable) -> bool {
    table.batches.iter().all(|partition| {
        partition
            .try_read()
            .is_ok_and(|batches| batches.iter().all(|b| b.num_rows() == 0))
    })
}

impl LogicalExtensionCodec for LogicalCodec {
    fn try_decode(
        &self,
        buf: &[u8],
        inputs: &[LogicalPlan],
        ctx: &TaskContext,
    ) -> Result<Extension> {
        self.inner.try_decode(buf, inputs, ctx)
    }

    fn try_encode(&self, node: &Extension, buf: &mut Vec<u8>) -> Result<()> {
        self.inner.try_encode(node, buf)
    }

    fn try_decode_table_provider(
        &self,
        _buf: &[u8],
        _table: &TableReference,
        schema: SchemaRef,
        _ctx: &TaskContext,
    ) -> Result<Arc<dyn TableProvider>> {
        Ok(Arc::new(MemTable::try_new(schema, vec![vec![]])?))
    }

    fn try_encode_table_provider(
        &self,
        table: &TableReference,
        node: Arc<dyn TableProvider>,
        _buf: &mut Vec<u8>,
    ) -> Result<()> {
        let provider: &dyn Any = node.as_ref();
        match provider.downcast_ref::<MemTable>() {
            Some(held) if is_empty(held) => Ok(()),
            _ => Err(DataFusionError::Plan(format!(
                "表 {table} 只在本机内存里，集群看不到；请先写入数据湖"
            ))),
        }
    }

    fn try_decode_file_format(
        &self,
        buf: &[u8],
        ctx: &TaskContext,
    ) -> Result<Arc<dyn FileFormatFactory>> {
        self.inner.try_decode_file_format(buf, ctx)
    }

    fn try_encode_file_format(
        &self,
        buf: &mut Vec<u8>,
        node: Arc<dyn FileFormatFactory>,
    ) -> Result<()> {
        self.inner.try_encode_file_format(buf, node)
    }

    fn try_decode_udf(&self, name: &str, buf: &[u8]) -> Result<Arc<ScalarUDF>> {
        self.functions.scalar(name, buf)
    }

    fn try_encode_udf(&self, node: &ScalarUDF, buf: &mut Vec<u8>) -> Result<()> {
        self.functions.sign(node.name(), buf);
        Ok(())
    }

    fn try_decode_udaf(&self, name: &str, buf: &[u8]) -> Result<Arc<AggregateUDF>> {
        self.functions.aggregate(name, buf)
    }

    fn try_encode_udaf(&self, node: &AggregateUDF, buf: &mut Vec<u8>) -> Result<()> {
        self.functions.sign(node.name(), buf);
        Ok(())
    }
}

impl PhysicalExtensionCodec for PhysicalCodec {
    fn try_decode(
        &self,
        buf: &[u8],
        inputs: &[Arc<dyn ExecutionPlan>],
        ctx: &TaskContext,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.inner.try_decode(buf, inputs, ctx, converter)
    }

    fn try_encode(
        &self,
        node: Arc<dyn ExecutionPlan>,
        buf: &mut Vec<u8>,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<()> {
        self.inner.try_encode(node, buf, converter)
    }

    fn try_decode_udf(&self, name: &str, buf: &[u8]) -> Result<Arc<ScalarUDF>> {
        self.functions.scalar(name, buf)
    }

    fn try_encode_udf(&self, node: &ScalarUDF, buf: &mut Vec<u8>) -> Result<()> {
        self.functions.sign(node.name(), buf);
        Ok(())
    }

    fn try_decode_udaf(&self, name: &str, buf: &[u8]) -> Result<Arc<AggregateUDF>> {
        self.functions.aggregate(name, buf)
    }

    fn try_encode_udaf(&self, node: &AggregateUDF, buf: &mut Vec<u8>) -> Result<()> {
        self.functions.sign(node.name(), buf);
        Ok(())
    }
}
