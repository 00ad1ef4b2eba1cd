//! The least HTTP that measuring needs: one request, one connection. It must not know pages.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Longer than any page may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A signed-in client.
pub struct Client {
    address: SocketAddr,
    cookies: String,
}

impl Client {
    /// Signs in with an account.
    ///
    /// # Errors
    /// No answer, or a refusal.
    pub fn signed_in(address: SocketAddr, login: &str, password: &str) -> io::Result<Self> {
        let body = format!("login={login}&password={}", escaped(password));
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nHost: bench\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = String::from_utf8_lossy(&send(address, &head)?).into_owned();
        let cookies: Vec<&str> = answer
            .lines()
            .take_while(|line| !line.is_empty())
            .filter_map(|line| {
                line.split_once(": ")
                    .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            })
            .filter_map(|(_, value)| value.split(';').next())
            .collect();
        if cookies.is_empty() {
            return Err(io::Error::other(format!("{login} 没有登录成功")));
        }
        Ok(Self {
            address,
            cookies: cookies.join("; "),
        })
    }

    /// Opens a page; the time from connecting to the last byte, and how many bytes there were.
    ///
    /// # Errors
    /// No answer, or one that is not 200.
    pub fn get(&self, path: &str) -> io::Result<(Duration, usize)> {
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\nCookie: {}\r\n\r\n",
            self.cookies
        );
        let began = Instant::now();
        let answer = send(self.address, &head)?;
        let took = began.elapsed();
        if !answer.starts_with(b"HTTP/1.1 200") {
            let line = String::from_utf8_lossy(&answer[..answer.len().min(60)]).into_owned();
            return Err(io::Error::other(format!("{path}：{line}")));
        }
        Ok((took, answer.len()))
    }
}

fn send(address: SocketAddr, request: &str) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// As a form and an address carry it.
pub(super) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
