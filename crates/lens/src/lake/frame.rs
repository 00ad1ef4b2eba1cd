//! Files of the lake as a table of the engine. It must not know what the columns mean.

use std::sync::Arc;

use datafusion::{
    arrow::datatypes::SchemaRef,
    catalog::TableProvider,
    datasource::{
        MemTable,
        file_format::parquet::ParquetFormat,
        listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl},
    },
    prelude::SessionContext,
};

use super::{error::LakeError, storage::Lake};

/// The files as one table; without files, an empty one, so that SQL may name it all the same.
pub(crate) fn provider(
    context: &SessionContext,
    lake: &Lake,
    paths: &[&str],
    schema: SchemaRef,
) -> Result<Arc<dyn TableProvider>, LakeError> {
    if paths.is_empty() {
        return Ok(Arc::new(MemTable::try_new(schema, vec![vec![]])?));
    }
    let urls = paths
        .iter()
        .map(|path| Ok(ListingTableUrl::parse(lake.url_of(path)?)?))
        .collect::<Result<Vec<_>, LakeError>>()?;
    let options =
        ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
    let config = ListingTableConfig::new_with_multi_paths(urls)
        .with_listing_options(options)
        .with_schema(schema);
    let cache = context
        .runtime_env()
        .cache_manager
        .get_file_statistic_cache();
    Ok(Arc::new(ListingTable::try_new(config)?.with_cache(cache)))
}
