//! The user's own file with the reason beside each returned row.

use axum::{body::Body, extract::Path};
use fangfei_app::import;
use fangfei_model::id::ImportId;

use crate::{
    WebError,
    download::{Download, XLSX},
    signed_in::SignedIn,
};

/// Hands the file out.
pub async fn show(reader: SignedIn, Path(id): Path<ImportId>) -> Result<Download, WebError> {
    let (name, bytes) = import::rejected_file(reader.app(), &reader.ctx, id).await?;
    let media_type = if name.ends_with(".csv") {
        "text/csv"
    } else {
        XLSX
    };
    Ok(Download {
        name,
        media_type,
        body: Body::from(bytes),
    })
}
