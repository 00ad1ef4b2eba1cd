//! Forms with files: the token is checked before anything else is read, and a form that is too large is read to its end
//! and dropped, so that the browser hears the answer and what was typed beside the files is not lost. It must not know
//! what forms mean.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Bytes,
    extract::{
        DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request,
        multipart::{Field, MultipartError},
    },
};

use crate::{Web, WebError, signed_in::SignedIn};

/// The largest form with files that is taken, in bytes.
pub const UPLOAD_LIMIT: usize = 64 * 1024 * 1024;
/// The largest that is listened to before the connection is given up.
const HEARD_OUT: usize = 16 * UPLOAD_LIMIT;
/// What people type beside files, by field.
const TYPED: [(&str, &str); 3] = [("title", "名称"), ("note", "说明"), ("text", "完成情况")];

/// One uploaded file.
pub struct UploadedFile {
    /// The form field.
    pub field: String,
    /// The name the reader's computer gave it.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// A posted form with files. The token field must come first.
pub struct Uploaded {
    /// The reader.
    pub reader: SignedIn,
    /// Plain fields, all values of each.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Files with content.
    pub files: Vec<UploadedFile>,
}

impl FromRequest<Arc<Web>> for Uploaded {
    type Rejection = WebError;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, WebError> {
        let (mut parts, body) = request.into_parts();
        let reader = SignedIn::from_request_parts(&mut parts, web).await?;
        let mut request = Request::from_parts(parts, body);
        DefaultBodyLimit::max(HEARD_OUT).apply(&mut request);
        let mut multipart = Multipart::from_request(request, web)
            .await
            .map_err(|_| WebError::BadRequest("请通过页面上的表单上传文件".to_owned()))?;
        let mut uploaded = Self {
            reader,
            fields: BTreeMap::new(),
            files: Vec::new(),
        };
        let mut left = Some(UPLOAD_LIMIT);
        let mut trusted = false;
        while let Some(part) = multipart.next_field().await.map_err(broken)? {
            let is_token = part.name() == Some("csrf");
            if !trusted && !is_token {
                return Err(WebError::Csrf);
            }
            uploaded.take(part, &mut left).await?;
            trusted = trusted || uploaded.text("csrf") == uploaded.reader.csrf();
            if !trusted {
                return Err(WebError::Csrf);
            }
        }
        match (trusted, left) {
            (false, _) => Err(WebError::Csrf),
            (true, None) => Err(uploaded.too_large()),
            (true, Some(_)) => Ok(uploaded),
        }
    }
}

/// An upload that ended before its end.
fn broken(_: MultipartError) -> WebError {
    WebError::BadRequest("上传中断或远超上限（64 MB），没有保存；请检查后重新上传".to_owned())
}

impl Uploaded {
    /// The last value of a plain field, blank when absent.
    pub fn text(&self, field: &str) -> &str {
        self.fields
            .get(field)
            .and_then(|values| values.last())
            .map_or("", String::as_str)
    }

    /// Takes a part in; a file beyond the limit leaves only its name.
    async fn take(&mut self, part: Field<'_>, left: &mut Option<usize>) -> Result<(), WebError> {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let bytes = content(part, left).await?;
        match name {
            Some(name) if !name.is_empty() => self.files.push(UploadedFile { field, name, bytes }),
            Some(_) => {}
            None => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                self.fields.entry(field).or_default().push(text);
            }
        }
        Ok(())
    }

    fn too_large(&self) -> WebError {
        let typed = TYPED
            .iter()
            .filter(|(field, _)| !self.text(field).trim().is_empty());
        WebError::TooLarge {
            files: self.files.iter().map(|file| file.name.clone()).collect(),
            typed: typed
                .map(|(field, title)| (*title, self.text(field).to_owned()))
                .collect(),
        }
    }
}

/// The content of a part; nothing of it once nothing is left of the limit, save a text of ordinary length.
async fn content(mut part: Field<'_>, left: &mut Option<usize>) -> Result<Bytes, WebError> {
    const ORDINARY: usize = 100_000;
    let is_text = part.file_name().is_none();
    let mut content = Some(Vec::new());
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        *left = left.and_then(|left| left.checked_sub(chunk.len()));
        let is_over = left.is_none();
        content = content
            .filter(|kept: &Vec<u8>| !is_over || is_text && kept.len() + chunk.len() <= ORDINARY);
        if let Some(kept) = &mut content {
            kept.extend_from_slice(&chunk);
        }
    }
    Ok(content.unwrap_or_default().into())
}
