//! A person who reports one clue after another and remembers which were answered for. It must not know
//! the database.

use fangfei_testkit::{Person, test_app::PASSWORD};

use crate::{http::Client, server::Server};

/// One person's browser.
pub struct Reporter {
    client: Client,
    csrf: String,
    division: String,
    n: usize,
    last: String,
    /// The marks of all clues that were sent.
    pub sent: Vec<String>,
    /// Of these, those that were answered with a redirect to the clue.
    pub acknowledged: Vec<String>,
}

/// What is reported under this mark: long enough for more than one page of the database.
pub fn facts(mark: &str) -> String {
    format!("{mark}：承诺月息二分，按月返利，介绍他人另有提成。").repeat(60)
}

impl Reporter {
    /// Signs in; the session lasts over all that follows.
    pub fn signed_in(n: usize, person: &Person, server: &Server) -> Self {
        let mut client = Client::default();
        let fields = [
            ("login", person.user.login.as_str()),
            ("password", PASSWORD),
        ];
        let answer = client.post(&server.address, "/sign-in", &fields).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = client.get(&server.address, "/account").unwrap().body;
        let token = page
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let csrf = token
            .unwrap_or_else(|| panic!("没有表单令牌：{page}"))
            .to_owned();
        let division = person.unit.division.as_str().to_owned();
        Self {
            client,
            csrf,
            division,
            n,
            last: String::new(),
            sent: Vec::new(),
            acknowledged: Vec::new(),
        }
    }

    /// Reports clue after clue until the connection breaks.
    pub fn report_until_cut(&mut self, address: &str) {
        while self.report(address) {}
    }

    fn report(&mut self, address: &str) -> bool {
        let mark = format!("试验店{}之{:05}", self.n, self.sent.len());
        self.sent.push(mark.clone());
        let facts = facts(&mark);
        let fields = [
            ("csrf", self.csrf.as_str()),
            ("subject_name", &mark),
            ("division", &self.division),
            ("channel", "grid_patrol"),
            ("found_on", "2024-07-01"),
            ("facts", &facts),
        ];
        let Ok(answer) = self.client.post(address, "/clues/new", &fields) else {
            return false;
        };
        assert_eq!(answer.status, 303, "{mark}：{}", answer.body);
        self.last = answer.location;
        self.acknowledged.push(mark);
        true
    }

    /// The page of the clue that was answered for last still opens, in the same session.
    pub fn reopen_last(&mut self, address: &str) {
        let Some(mark) = self.acknowledged.last() else {
            return;
        };
        let page = self.client.get(address, &self.last).unwrap();
        assert!(
            page.status == 200 && page.body.contains(mark.as_str()),
            "{mark}：{} {}",
            page.status,
            page.body
        );
    }
}
