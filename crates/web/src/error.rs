//! A use case's refusal as a page: status, title, what to do next. The chain of causes is logged
//! once, here. It must not decide what is allowed.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fangfei_app::{Error, ErrorKind};

use crate::ui::filters;

/// An error on its way to the reader.
#[derive(Debug)]
pub enum WebError {
    /// A use case said no.
    App(Error),
    /// Not signed in; `next` is where the reader wanted to go.
    SignIn {
        /// Path and query.
        next: String,
    },
    /// The account still has its first password, which must be changed before anything else.
    FirstPassword,
    /// The form's token is absent or another session's.
    Csrf,
    /// No such page.
    NotFound,
    /// The request does not read as what the page expects.
    BadRequest(String),
    /// A form with files beyond the limit; nothing was kept.
    TooLarge {
        /// The files' names.
        files: Vec<String>,
        /// What was typed beside them: title and text.
        typed: Vec<(&'static str, String)>,
    },
    /// A template failed.
    Template(askama::Error),
}

impl From<Error> for WebError {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::Template(error)
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    title: &'static str,
    message: String,
    link: (&'static str, &'static str),
    typed: Vec<(&'static str, String)>,
}

const BACK: (&str, &str) = ("返回工作台", "/");

impl WebError {
    fn page(&self) -> (StatusCode, ErrorPage) {
        let (status, title, message, link) = match self {
            Self::App(error) => return of_app(error),
            Self::SignIn { .. } => (StatusCode::UNAUTHORIZED, "请先登录", Error::SignedOut.to_string(), ("登录", "/sign-in")),
            Self::FirstPassword => {
                (StatusCode::FORBIDDEN, "请先修改初始密码", "修改后用新密码重新登录".to_owned(), ("修改密码", "/account"))
            }
            Self::Csrf => (
                StatusCode::FORBIDDEN,
                "表单已过期",
                "这张表单不是从当前登录打开的，没有保存任何内容。请返回上一页刷新后重新提交，您填写的内容仍在上一页".to_owned(),
                BACK,
            ),
            Self::NotFound => (StatusCode::NOT_FOUND, "没有这个页面", "地址可能输错，或页面已经移动".to_owned(), BACK),
            Self::BadRequest(why) => (StatusCode::BAD_REQUEST, "请求内容有误", why.clone(), BACK),
            Self::TooLarge { files, .. } => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "上传的文件太大",
                too_large(files),
                BACK,
            ),
            Self::Template(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "页面无法显示",
                "系统内部错误，请稍后重试，若仍出现请联系维护人员".to_owned(),
                BACK,
            ),
        };
        (
            status,
            ErrorPage {
                title,
                message,
                link,
                typed: match self {
                    Self::TooLarge { typed, .. } => typed.clone(),
                    _ => Vec::new(),
                },
            },
        )
    }
}

fn too_large(files: &[String]) -> String {
    let named = match files {
        [only] => format!("文件“{only}”"),
        all => format!("{}合计", all.join("、")),
    };
    format!("{named}超过 64 MB，没有保存。请返回上一页，分几次上传或压缩后再传")
}

fn of_app(error: &Error) -> (StatusCode, ErrorPage) {
    let (status, title) = match error.kind() {
        ErrorKind::Denied => (StatusCode::FORBIDDEN, "没有权限"),
        ErrorKind::SignedOut => (StatusCode::UNAUTHORIZED, "请先登录"),
        ErrorKind::NotFound => (StatusCode::NOT_FOUND, "找不到记录"),
        ErrorKind::Conflict => (StatusCode::CONFLICT, "不能这样做"),
        ErrorKind::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "填写的内容有误"),
        ErrorKind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "系统错误"),
    };
    (
        status,
        ErrorPage {
            title,
            message: error.to_string(),
            link: BACK,
            typed: Vec::new(),
        },
    )
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        if let Self::SignIn { next } = &self {
            let next = crate::cookie::encode(next);
            return Redirect::to(&format!("/sign-in?next={next}")).into_response();
        }
        if let Self::FirstPassword = self {
            return Redirect::to("/account").into_response();
        }
        let (status, page) = self.page();
        if status.is_server_error() {
            tracing::error!(error = %chain(&self), "a page failed");
        }
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

/// The error and its causes in one line.
fn chain(error: &WebError) -> String {
    let mut text = format!("{error:?}");
    let mut cause: Option<&dyn std::error::Error> = match error {
        WebError::App(error) => std::error::Error::source(error),
        WebError::Template(error) => std::error::Error::source(error),
        _ => None,
    };
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
