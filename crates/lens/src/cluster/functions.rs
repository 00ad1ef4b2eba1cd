//! Our functions by name, with the stamp they travel under. It must not know plans.

use std::{collections::HashMap, sync::Arc};

use datafusion::{
    common::DataFusionError,
    error::Result,
    logical_expr::{AggregateUDF, ScalarUDF},
};

use crate::{function, screen::Screen};

/// The functions of a node, made with its words.
#[derive(Debug, Clone)]
pub(super) struct Functions {
    scalars: HashMap<String, Arc<ScalarUDF>>,
    aggregates: HashMap<String, Arc<AggregateUDF>>,
    stamp: Arc<str>,
}

impl Functions {
    pub fn new(screen: &Arc<Screen>) -> Self {
        let scalars = function::scalars(screen)
            .into_iter()
            .map(|f| (f.name().to_owned(), Arc::new(f)))
            .collect();
        let aggregate = function::aggregate();
        let aggregates = [(aggregate.name().to_owned(), Arc::new(aggregate))].into();
        let stamp = format!("{} {}", env!("CARGO_PKG_VERSION"), screen.version());
        Self {
            scalars,
            aggregates,
            stamp: stamp.into(),
        }
    }

    /// What goes over the wire with a function of ours; nothing with the engine's own.
    pub fn sign(&self, name: &str, buf: &mut Vec<u8>) {
        if self.scalars.contains_key(name) || self.aggregates.contains_key(name) {
            buf.extend_from_slice(self.stamp.as_bytes());
        }
    }

    pub fn scalar(&self, name: &str, buf: &[u8]) -> Result<Arc<ScalarUDF>> {
        self.known(self.scalars.get(name), name, buf)
    }

    pub fn aggregate(&self, name: &str, buf: &[u8]) -> Result<Arc<AggregateUDF>> {
        self.known(self.aggregates.get(name), name, buf)
    }

    pub fn scalars(&self) -> impl Iterator<Item = (&String, &Arc<ScalarUDF>)> {
        self.scalars.iter()
    }

    pub fn aggregates(&self) -> impl Iterator<Item = (&String, &Arc<AggregateUDF>)> {
        self.aggregates.iter()
    }

    fn known<F: Clone>(&self, function: Option<&F>, name: &str, buf: &[u8]) -> Result<F> {
        let function = function.cloned().ok_or_else(|| {
            DataFusionError::Configuration(format!("这个节点没有函数 {name}，请各节点用同一版本"))
        })?;
        if buf == self.stamp.as_bytes() {
            return Ok(function);
        }
        Err(DataFusionError::Configuration(format!(
            "函数 {name} 的版本是“{}”，这个节点是“{}”；请各节点用同一版本的程序和同一规则目录启动",
            String::from_utf8_lossy(buf),
            self.stamp
        )))
    }
}
