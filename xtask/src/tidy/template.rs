//! Rule: pages hold no inline script or style and load nothing from other sites, and every form that
//! posts carries the hidden token. The browser or the server would refuse them; here they are found
//! with file and line.

use super::finding::Finding;

/// Templates whose forms are posted by readers without a session, or by nobody.
const WITHOUT_SESSION: [&str; 3] = ["/public/", "sign_in", "styleguide"];

pub fn check(path: &str, text: &str) -> Vec<Finding> {
    if !path.contains("/templates/") || !path.ends_with(".html") {
        return Vec::new();
    }
    let lines = text.lines().enumerate();
    let mut findings: Vec<Finding> = lines
        .filter_map(|(index, line)| Some(Finding::new(path, index + 1, problem(line)?)))
        .collect();
    if !WITHOUT_SESSION.iter().any(|part| path.contains(part)) {
        findings.extend(forms_without_token(path, text));
    }
    findings
}

fn forms_without_token(path: &str, text: &str) -> Vec<Finding> {
    let forms = text.match_indices("<form");
    let broken = forms.filter(|(at, _)| {
        let form = text[*at..].split("</form").next().unwrap_or_default();
        form.contains("method=\"post\"") && !form.contains("csrf")
    });
    broken
        .map(|(at, _)| {
            let line = text[..at].matches('\n').count() + 1;
            Finding::new(path, line, "提交的表单缺少 csrf：第一行放 form::csrf(…)")
        })
        .collect()
}

fn problem(line: &str) -> Option<&'static str> {
    let line = line.to_ascii_lowercase();
    if line.contains("<style") || line.contains(" style=") {
        return Some("样式写在 assets/css 里，页面里只用 class");
    }
    if inline_script(&line) || line.contains("javascript:") || event_attribute(&line) {
        return Some("脚本写在 assets 里，页面里不内嵌");
    }
    loads_elsewhere(&line).then_some("页面不从别的网站取东西")
}

fn inline_script(line: &str) -> bool {
    line.split("<script").skip(1).any(|rest| {
        let tag = rest.split('>').next().unwrap_or_default();
        !tag.contains("src=")
    })
}

/// ` onclick="…"` and the like.
fn event_attribute(line: &str) -> bool {
    line.match_indices(" on").any(|(at, _)| {
        let name = &line[at + 3..];
        let letters = name.bytes().take_while(u8::is_ascii_lowercase).count();
        letters > 0 && (name[letters..].starts_with("=\"") || name[letters..].starts_with("='"))
    })
}

fn loads_elsewhere(line: &str) -> bool {
    let loaded = ["src=\"http", "src=\"//", "srcset=\"http"];
    loaded.iter().any(|attribute| line.contains(attribute))
        || (line.contains("<link") && (line.contains("href=\"http") || line.contains("href=\"//")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(line: &str) -> bool {
        !check("crates/web/templates/clue/list.html", line).is_empty()
    }

    #[test]
    fn what_the_content_policy_refuses_is_found() {
        assert!(broken("<p style=\"color:red\">"));
        assert!(broken("<script>go()</script>"));
        assert!(broken("<button type=submit onclick=\"go()\">"));
        assert!(broken("<a href=\"javascript:go()\">"));
        assert!(broken("<img src=\"https://elsewhere.example/x.png\">"));
        assert!(broken(
            "<link rel=stylesheet href=\"//elsewhere.example/x.css\">"
        ));
    }

    #[test]
    fn a_form_that_posts_carries_the_token() {
        assert!(broken(
            "<form method=\"post\"><input name=\"a\"></form><p>csrf</p>"
        ));
        assert!(!broken(
            "<form method=\"post\">{% call form::csrf(shell.csrf) %}</form>"
        ));
        assert!(!broken("<form method=\"get\"><input name=\"q\"></form>"));
    }

    #[test]
    fn what_it_lets_through_is_not() {
        assert!(!broken(
            "<script src=\"{{ \"app.js\"|asset }}\" defer></script>"
        ));
        assert!(!broken(
            "<a href=\"https://www.gov.cn/\" rel=\"noreferrer\">国务院</a>"
        ));
        assert!(!broken("{% if style == 1 %} on {{ name }} = \"x\""));
        assert!(check("docs/x.html", "<style>").is_empty());
    }
}
