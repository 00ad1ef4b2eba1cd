//! A browser without a screen: a router, a cookie jar, forms with their token. It must not know
//! pages.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use fangfei_testkit::{Person, TestApp, test_app::PASSWORD};
use fangfei_web::{Web, staff};
use tower::ServiceExt;

/// One person's browser on the workbench.
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where it leads, if it is a redirect.
    pub location: String,
    /// Its media type.
    pub media_type: String,
    /// Its content as text.
    pub text: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Browser {
    /// A browser nobody has signed in with.
    pub fn new(test: &TestApp) -> Self {
        let web = Arc::new(Web::new(
            test.app.clone(),
            test.clock.clone(),
            test.ids(),
            false,
        ));
        Self {
            router: staff::router(web),
            cookies: Vec::new(),
        }
    }

    /// A browser with this person signed in.
    pub async fn signed_in(test: &TestApp, person: &Person) -> Self {
        let mut browser = Self::new(test);
        let answer = browser
            .send(
                "POST",
                "/sign-in",
                "application/x-www-form-urlencoded",
                form(&[("login", &person.user.login), ("password", PASSWORD)]),
            )
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", String::new()).await
    }

    /// Posts a form with the session's token, read from the first page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.send(
            "POST",
            path,
            "application/x-www-form-urlencoded",
            form(&all),
        )
        .await
    }

    /// Posts a form without the token.
    pub async fn post_without_token(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(
            "POST",
            path,
            "application/x-www-form-urlencoded",
            form(fields),
        )
        .await
    }

    /// Posts a form with files: (field, file name, content).
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let token = self.token().await;
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.upload_without_token(path, &all, files).await
    }

    /// Posts a form with files without the token.
    pub async fn upload_without_token(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const MARK: &str = "----fangfei-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!(
                    "--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .bytes(),
            );
        }
        for (name, file, content) in files {
            let head = format!(
                "--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{MARK}--\r\n").bytes());
        self.send(
            "POST",
            path,
            &format!("multipart/form-data; boundary={MARK}"),
            body,
        )
        .await
    }

    /// The token that this session's forms carry.
    pub async fn token(&mut self) -> String {
        let page = self.get("/account").await;
        let start = page
            .text
            .find("name=\"csrf\" value=\"")
            .map(|at| at + 19)
            .unwrap_or(0);
        page.text[start..]
            .split('"')
            .next()
            .unwrap_or_default()
            .to_owned()
    }

    async fn send(
        &mut self,
        method: &str,
        path: &str,
        media_type: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, media_type)
            .header(header::COOKIE, cookies)
            .body(body.into())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        self.keep_cookies(&response);
        read(response).await
    }

    fn keep_cookies(&mut self, response: &Response<Body>) {
        for value in response.headers().get_all(header::SET_COOKIE) {
            let text = value.to_str().unwrap();
            let (name, rest) = text.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.retain(|(known, _)| known != name);
            if !text.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

async fn read(response: Response<Body>) -> Answer {
    let header = |name| {
        response
            .headers()
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let (status, location, media_type) = (
        response.status(),
        header(header::LOCATION),
        header(header::CONTENT_TYPE),
    );
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap()
        .to_vec();
    Answer {
        status,
        location,
        media_type,
        text: String::from_utf8_lossy(&bytes).into_owned(),
        bytes,
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    serde_html_form::to_string(fields).unwrap()
}
