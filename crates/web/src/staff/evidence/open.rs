//! One file as a download. Nothing that people upload is ever shown inside the site.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fangfei_app::evidence;
use fangfei_model::id::EvidenceId;

use crate::{WebError, download::Download, signed_in::SignedIn};

/// Hands the file out; the journal keeps who opened it.
pub async fn show(reader: SignedIn, Path(id): Path<EvidenceId>) -> Result<Response, WebError> {
    let opened = evidence::open(reader.app(), &reader.ctx, id).await?;
    let download = Download {
        name: opened.evidence.file_name,
        media_type: "application/octet-stream",
        body: Body::from(opened.bytes),
    };
    let mut response = download.into_response();
    let headers = response.headers_mut();
    if let Ok(media_type) = HeaderValue::from_str(&opened.evidence.media_type) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
