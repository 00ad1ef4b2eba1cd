//! Adding files to a record from its page; each file stands or falls by itself.

use axum::response::{IntoResponse, Response};
use fangfei_app::{
    Error, ErrorKind,
    evidence::{self, AttachedTo, NewFile},
};
use fangfei_model::{evidence::EvidenceKind, noun::Noun};
use uuid::Uuid;

use crate::{WebError, posted::Sent, uploaded::Uploaded};

/// Takes the files in and goes back to the record's page.
pub async fn submit(uploaded: Uploaded) -> Result<Response, WebError> {
    let bad = |what: &str| WebError::BadRequest(format!("{what}，请从记录的页面上传"));
    let noun: Noun = uploaded
        .text("noun")
        .parse()
        .map_err(|_| bad("没有指明记录类别"))?;
    let record: Uuid = uploaded
        .text("record")
        .parse()
        .map_err(|_| bad("没有指明记录"))?;
    let kind: EvidenceKind = uploaded
        .text("kind")
        .parse()
        .map_err(|_| bad("没有选择材料类别"))?;
    let back = local(uploaded.text("back"));
    if uploaded.files.is_empty() {
        return Ok(Sent::to(back)
            .refused("没有选择文件，请选好文件再上传")
            .into_response());
    }
    let to = AttachedTo::new(noun, record);
    let (mut added, mut repeated, mut refused) = (0, Vec::new(), Vec::new());
    for file in &uploaded.files {
        let new = NewFile {
            kind,
            name: &file.name,
            bytes: &file.bytes,
            note: uploaded.text("note"),
        };
        match evidence::add(uploaded.reader.app(), &uploaded.reader.ctx, to, new).await {
            Ok(done) if done.repeated => repeated.push(file.name.clone()),
            Ok(_) => added += 1,
            Err(error @ Error::File { .. }) => refused.push(error.to_string()),
            Err(error) if error.kind() == ErrorKind::Invalid => refused.push(error.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(answer(back, added, &repeated, &refused))
}

fn answer(back: String, added: usize, repeated: &[String], refused: &[String]) -> Response {
    let mut words = Vec::new();
    if added > 0 {
        words.push(format!("已上传 {added} 份材料"));
    }
    if !repeated.is_empty() {
        words.push(format!(
            "{} 与已有材料内容相同，没有重复保存",
            repeated.join("、")
        ));
    }
    if !refused.is_empty() {
        words.push(format!("没有接收：{}", refused.join("；")));
    }
    let (sent, words) = (Sent::to(back), words.join("。"));
    match (added, refused.is_empty()) {
        (_, true) => sent.done(words).into_response(),
        (0, false) => sent.refused(words).into_response(),
        (_, false) => sent.warn(words).into_response(),
    }
}

/// A path of this site; anything else leads home.
fn local(back: &str) -> String {
    // Browsers drop tabs and line breaks from an address, so that `/<tab>/host` leads to another host.
    let plain = back
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let local = back.starts_with('/') && !back.starts_with("//") && plain;
    if local {
        back.to_owned()
    } else {
        "/".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_of_this_site_are_gone_back_to() {
        assert_eq!(local("/clues/0190#files"), "/clues/0190#files");
        for away in [
            "https://example.org",
            "//example.org",
            "/\\example.org",
            "javascript:alert(1)",
            "",
            "/\t/example.org",
        ] {
            assert_eq!(local(away), "/", "{away}");
        }
    }
}
