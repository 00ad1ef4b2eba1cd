//! The sign-in page.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{Error, session};
use fangfei_model::ctx::Actor;
use serde::Deserialize;

use crate::{
    Web, WebError, cookie,
    ui::{ErrorSummary, Field, filters},
};

#[derive(Template)]
#[template(path = "sign_in/form.html")]
struct SignInPage {
    title: &'static str,
    next: String,
    errors: ErrorSummary,
    login: Field,
    password: Field,
}

/// Also what a person behind a proxy that hides the host is told.
const FOREIGN: &str = "这次登录不是从本系统的登录页发出的，没有登录；请在这个页面重新填写密码登录。\
    经反向代理访问时，代理应原样转发 Host";

/// What is posted. There is no session yet, so no token: the answer only sets a cookie, and the
/// request must come from this site.
#[derive(Deserialize, Default)]
pub struct SignInForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

fn page(form: SignInForm, error: Option<String>) -> Result<Html<String>, WebError> {
    let page = SignInPage {
        title: "登录",
        errors: ErrorSummary {
            general: error.into_iter().collect(),
            fields: Vec::new(),
        },
        login: Field::text("login", "登录名")
            .value(form.login)
            .required()
            .autocomplete("username"),
        password: Field::password("password", "密码")
            .required()
            .autocomplete("current-password"),
        next: form.next,
    };
    Ok(Html(page.render()?))
}

/// Shows the form.
pub async fn show(Query(next): Query<Next>) -> Result<Html<String>, WebError> {
    page(
        SignInForm {
            next: next.next,
            ..SignInForm::default()
        },
        None,
    )
}

/// Checks name and password and starts a session.
pub async fn submit(
    State(web): State<Arc<Web>>,
    headers: HeaderMap,
    axum::extract::RawForm(body): axum::extract::RawForm,
) -> Result<Response, WebError> {
    let form: SignInForm = serde_html_form::from_bytes(&body)
        .map_err(|_| WebError::BadRequest("登录表单无法识别，请刷新页面后重试".to_owned()))?;
    if is_foreign(&headers) {
        return Ok((StatusCode::FORBIDDEN, page(form, Some(FOREIGN.to_owned()))?).into_response());
    }
    let ctx = web.ctx(Actor::System { task: "登录" });
    match session::sign_in(&web.app, &ctx, &form.login, &form.password).await {
        Ok(token) => {
            let to = local(&form.next).to_owned();
            let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
            if let Some(value) = cookie::set(cookie::SESSION, &token, web.secure_cookies) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
            Ok(response)
        }
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            page(form, Some(error.to_string()))?,
        )
            .into_response()),
        Err(error) => Err(error.into()),
    }
}

/// Browsers that say where a post comes from must say that it comes from here: new ones by the kind of site, older ones
/// by the origin, which must be the host that was asked.
fn is_foreign(headers: &HeaderMap) -> bool {
    let told = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (told("sec-fetch-site"), told("origin"), told("host")) {
        (Some(site), ..) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => origin
            .split_once("://")
            .is_none_or(|(_, from)| !from.eq_ignore_ascii_case(host)),
        (None, None, _) | (None, _, None) => false,
    }
}

/// The wanted page if it lies on this site, else the first page.
fn local(next: &str) -> &str {
    // Browsers drop tabs and line breaks from an address, so that `/<tab>/host` leads to another host.
    let safe = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(|c: char| c == '\\' || c.is_ascii_control());
    if safe { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_from_elsewhere_is_known_by_what_browsers_say() {
        let foreign = |given: &[(&'static str, &'static str)]| {
            let pairs = given.iter().map(|(name, value)| {
                let name = header::HeaderName::from_static(name);
                (name, header::HeaderValue::from_static(value))
            });
            is_foreign(&pairs.collect::<HeaderMap>())
        };
        let host = ("host", "10.1.2.3:8080");
        assert!(!foreign(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(foreign(&[host, ("sec-fetch-site", "cross-site")]));
        assert!(foreign(&[host, ("sec-fetch-site", "same-site")]));
        assert!(!foreign(&[host, ("origin", "http://10.1.2.3:8080")]));
        assert!(foreign(&[host, ("origin", "http://example.com")]));
        assert!(foreign(&[host, ("origin", "null")]));
        // A program, or a browser that says nothing.
        assert!(!foreign(&[host]));
    }

    #[test]
    fn sign_in_never_leads_off_the_site() {
        assert_eq!(local("/clues?state=received"), "/clues?state=received");
        let others = [
            "https://example.com",
            "//example.com",
            "/\\example.com",
            "",
            "/a\r\nSet-Cookie: x",
            "/\t/example.com",
        ];
        for elsewhere in others {
            assert_eq!(local(elsewhere), "/");
        }
    }
}
