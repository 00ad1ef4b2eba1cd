//! Addresses and forms that the framework itself cannot read: its English words become a page like every other refusal.
//! It must not know pages.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::WebError;

/// Middleware of both routers.
pub async fn in_words(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let status = response.status();
    let why = match status {
        StatusCode::BAD_REQUEST if plain => {
            "地址里的编号或参数读不出来，可能没有复制完整；请从列表里重新打开"
        }
        StatusCode::UNPROCESSABLE_ENTITY if plain => {
            "表单里有读不出来的内容，没有保存；请返回上一页检查后重新提交"
        }
        StatusCode::PAYLOAD_TOO_LARGE if plain => {
            "上传的内容太大，没有保存；请返回上一页，分成几份或压缩后再传"
        }
        _ => return response,
    };
    let mut page = WebError::BadRequest(why.to_owned()).into_response();
    *page.status_mut() = status;
    page
}
