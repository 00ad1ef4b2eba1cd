//! A return as a Word or Excel file.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::periodic_return::{self, ReturnFile};
use fangfei_model::id::ReturnId;

use crate::{
    WebError,
    download::{DOCX, Download, XLSX},
    signed_in::SignedIn,
};

/// Sends the Word report.
pub async fn docx(reader: SignedIn, Path(id): Path<ReturnId>) -> Result<Response, WebError> {
    let file = periodic_return::show(reader.app(), &reader.ctx, id).await?;
    let bytes = periodic_return::docx(reader.app(), &reader.ctx, &file).await?;
    Ok(Download {
        name: name(&file, "docx"),
        media_type: DOCX,
        body: bytes.into(),
    }
    .into_response())
}

/// Sends the workbook.
pub async fn xlsx(reader: SignedIn, Path(id): Path<ReturnId>) -> Result<Response, WebError> {
    let file = periodic_return::show(reader.app(), &reader.ctx, id).await?;
    let bytes = periodic_return::xlsx(reader.app(), &reader.ctx, &file).await?;
    Ok(Download {
        name: name(&file, "xlsx"),
        media_type: XLSX,
        body: bytes.into(),
    }
    .into_response())
}

fn name(file: &ReturnFile, extension: &str) -> String {
    format!(
        "{}_{}_{}.{extension}",
        file.unit_name, file.stored.record.title, file.stored.record.period
    )
}
