//! Headers that every answer carries: a strict content policy, no framing, no sniffing, no caching of
//! pages; and the flash cookie is dropped once a page has shown it. It must not know pages.

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::cookie;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Middleware of both routers.
pub async fn secure(request: Request, next: Next) -> Response {
    let flash = cookie::read(request.headers(), cookie::FLASH).is_some();
    let mut response = next.run(request).await;
    let shown = flash && response.status() == StatusCode::OK && is_page(&response);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let (true, Some(value)) = (shown, cookie::clear(cookie::FLASH)) {
        headers.append(header::SET_COOKIE, value);
    }
    response
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}
