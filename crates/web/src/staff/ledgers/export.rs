//! A ledger's way out: the file is written to disk first, so that a large one takes no memory, and
//! then sent in pieces.

use std::io::{Read, Seek};

use axum::{
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use fangfei_app::{
    Error, FieldError,
    ledger::{self, Ask, Format},
};

use super::filter::Filter;
use crate::{
    WebError,
    download::{Download, XLSX},
    signed_in::SignedIn,
};

/// Bytes sent at once.
const PIECE: usize = 64 * 1024;

/// Sends all rows that the address asks for. A condition that cannot be read stops the export: a file
/// with more rows than wanted would go unnoticed.
pub async fn send(
    reader: &SignedIn,
    id: &str,
    filter: &Filter,
    format: Format,
) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let listed = ledger::open(app, ctx, id)?;
    let (ask, problems) = Ask::read(&listed, ctx, filter.given());
    if !problems.is_empty() {
        let wrong = problems.into_iter().map(|p| FieldError {
            field: "",
            message: p.message,
        });
        return Err(Error::Invalid(wrong.collect()).into());
    }
    let file = tempfile::tempfile().map_err(Error::bug)?;
    let target = file.try_clone().map_err(Error::bug)?;
    let exported = ledger::export(app, ctx, &listed, &ask, format, target).await?;
    let media_type = match format {
        Format::Xlsx => XLSX,
        Format::Csv => "text/csv; charset=utf-8",
        Format::Json => "application/json",
    };
    Ok(Download {
        name: exported.file_name,
        media_type,
        body: pieces(file)?,
    }
    .into_response())
}

/// The file from its beginning, piece by piece.
fn pieces(mut file: std::fs::File) -> Result<Body, WebError> {
    file.rewind().map_err(Error::bug)?;
    let next = |mut file: std::fs::File| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let count = file.read(&mut piece)?;
            piece.truncate(count);
            Ok::<_, std::io::Error>((Bytes::from(piece), file))
        });
        let (piece, file) = read.await.map_err(std::io::Error::other)??;
        Ok::<_, std::io::Error>((!piece.is_empty()).then_some((piece, file)))
    };
    Ok(Body::from_stream(futures::stream::try_unfold(file, next)))
}
