//! Every role on every page: who gets in. The table is a golden file; a page that opens to one more
//! role shows in its difference.

use fangfei_testkit::TestApp;

use crate::browser::Browser;

const PAGES: &[&str] = &[
    "/",
    "/todo",
    "/campaigns",
    "/campaigns/new",
    "/returns",
    "/returns/new",
    "/ledgers",
    "/likenesses",
    "/clues",
    "/clues/new",
    "/risks",
    "/funds",
    "/funds/new",
    "/monitor",
    "/monitor/data",
    "/alerts",
    "/rule-sets",
    "/texts",
    "/subjects",
    "/subjects/new",
    "/screening",
    "/imports",
    "/units",
    "/units/new",
    "/users",
    "/users/new",
    "/audit",
    "/audit/1",
    "/search?q=云溪",
    "/account",
    "/styleguide",
];

#[tokio::test]
async fn each_role_gets_into_its_own_pages_and_no_others() {
    let test = TestApp::sqlite().await;
    let mut table = String::from("页面");
    let people = test.actors.all();
    for person in people {
        table.push_str(&format!(
            " | {}",
            person
                .user
                .roles
                .iter()
                .map(|r| r.title())
                .collect::<String>()
        ));
    }
    let mut browsers = Vec::new();
    for person in people {
        browsers.push(Browser::signed_in(&test, person).await);
    }
    for page in PAGES {
        table.push_str(&format!("\n{page}"));
        for browser in &mut browsers {
            let path = page.replace("云溪", "%E4%BA%91%E6%BA%AA");
            table.push_str(&format!(" | {}", browser.get(&path).await.status.as_u16()));
        }
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let test = TestApp::sqlite().await;
    let mut browser = Browser::new(&test);
    for page in PAGES {
        let answer = browser.get(&page.replace("云溪", "a")).await;
        assert_eq!(answer.status.as_u16(), 303, "{page}");
        assert!(answer.location.starts_with("/sign-in"), "{page}");
    }
}
