//! What every page of the public site (公众端) carries. Its template extends `base/public.html`.
//! It must not hold anything about the visitor.

/// Embedded by every public page struct as the field `site`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// Title of the page, also its `<h1>`.
    pub title: String,
    /// The office that runs the site: 沁水县防范和处置非法集资工作领导小组办公室.
    pub office: String,
    /// Report telephone (举报电话), as the office publishes it; empty when none.
    pub phone: String,
    /// Report e-mail (举报邮箱); empty when none.
    pub email: String,
}
