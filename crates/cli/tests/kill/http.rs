//! The least of an HTTP client: one request for each connection, cookies kept. It must not know pages.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// An answer that arrived whole enough to know its status.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it leads, if it is a redirect.
    pub location: String,
    /// What follows the head.
    pub body: String,
}

/// A browser's cookies.
#[derive(Default)]
pub struct Client {
    cookies: Vec<(String, String)>,
}

impl Client {
    /// Opens a page.
    pub fn get(&mut self, address: &str, path: &str) -> io::Result<Answer> {
        self.send(address, "GET", path, &[])
    }

    /// Posts a form.
    pub fn post(
        &mut self,
        address: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> io::Result<Answer> {
        self.send(address, "POST", path, fields)
    }

    fn send(
        &mut self,
        address: &str,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> io::Result<Answer> {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let body = pairs.join("&");
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            cookies.join("; "),
            body.len(),
        );
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        // A connection that is reset after the whole head has come is an answer all the same.
        let ended = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        match text.split_once("\r\n\r\n") {
            Some((head, body)) => Ok(self.read(head, body)),
            None => Err(ended
                .err()
                .unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into())),
        }
    }

    fn read(&mut self, head: &str, body: &str) -> Answer {
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .unwrap_or(0);
        let mut answer = Answer {
            status,
            location: String::new(),
            body: body.to_owned(),
        };
        for (name, value) in head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
        {
            match name.to_ascii_lowercase().as_str() {
                "location" => answer.location = value.to_owned(),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        answer
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
