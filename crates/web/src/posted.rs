//! Forms: the token is checked before anything of the form is read, and every post ends in a
//! redirect with a message. It must not know what forms mean.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;

use crate::{Web, WebError, cookie, signed_in::SignedIn};

/// A posted form of a signed-in reader. A field that stands more than once reads as a list.
pub struct Posted<T> {
    /// The reader.
    pub reader: SignedIn,
    /// The form.
    pub form: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Web>> for Posted<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, WebError> {
        let (mut parts, body) = request.into_parts();
        let reader = SignedIn::from_request_parts(&mut parts, web).await?;
        let bytes = Bytes::from_request(Request::from_parts(parts, body), web)
            .await
            .map_err(|_| WebError::BadRequest("表单内容过大或传输中断，请重新提交".to_owned()))?;
        #[derive(serde::Deserialize)]
        struct Token {
            #[serde(default)]
            csrf: String,
        }
        let token: Token = serde_html_form::from_bytes(&bytes).map_err(|_| WebError::Csrf)?;
        if token.csrf != reader.csrf() {
            return Err(WebError::Csrf);
        }
        let form = serde_html_form::from_bytes(&bytes).map_err(|error| {
            WebError::BadRequest(format!("表单内容无法识别（{error}），请返回重新填写"))
        })?;
        Ok(Self { reader, form })
    }
}

/// A form without fields: a button that was pressed.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Pressed {}

/// Where a post ends: another page, with a message shown there once.
pub struct Sent {
    to: String,
    flash: Option<String>,
}

impl Sent {
    /// To this page.
    pub fn to(path: impl Into<String>) -> Self {
        Self {
            to: path.into(),
            flash: None,
        }
    }

    /// With word of success.
    pub fn done(self, text: impl AsRef<str>) -> Self {
        self.flash("done", text.as_ref())
    }

    /// With a warning.
    pub fn warn(self, text: impl AsRef<str>) -> Self {
        self.flash("warn", text.as_ref())
    }

    /// With a refusal: nothing was changed.
    pub fn refused(self, text: impl AsRef<str>) -> Self {
        self.flash("refused", text.as_ref())
    }

    fn flash(self, kind: &str, text: &str) -> Self {
        // A cookie holds 4 KB and Chinese takes nine bytes a character when encoded.
        let text: String = text.chars().take(300).collect();
        Self {
            flash: Some(cookie::encode(&format!("{kind}:{text}"))),
            ..self
        }
    }
}

impl IntoResponse for Sent {
    fn into_response(self) -> Response {
        let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, self.to)]).into_response();
        if let Some(value) = self
            .flash
            .and_then(|text| cookie::set(cookie::FLASH, &text, false))
        {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }
}
