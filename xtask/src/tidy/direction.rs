//! Rule: the crates depend on each other in one direction only, and the libraries that bring SQL,
//! HTTP or an analytic engine stay in the crate that owns them (design: cli → web → app → … → model).

use super::finding::Finding;

/// Which of our crates each crate may use. A new crate must be placed here first.
const MAY_USE: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("store", &["model"]),
    ("lens", &["model"]),
    ("flow", &["model"]),
    ("intake", &["model"]),
    ("report", &["model"]),
    (
        "app",
        &["model", "store", "lens", "flow", "intake", "report"],
    ),
    ("web", &["model", "app"]),
    (
        "cli",
        &["model", "lens", "flow", "intake", "report", "app", "web"],
    ),
    (
        "testkit",
        &[
            "model", "store", "lens", "flow", "intake", "report", "app", "web",
        ],
    ),
];

/// Libraries (by the beginning of their name) and the crates that may use them.
const OWNED: [(&str, &[&str]); 7] = [
    ("sea-orm", &["store"]),
    ("sqlx", &["store"]),
    ("rusqlite", &["store"]),
    ("datafusion", &["lens"]),
    // The program opens the listeners; routes and handlers stay in web.
    ("axum", &["web", "cli"]),
    ("askama", &["web"]),
    ("anyhow", &["cli"]),
];

/// What would let `model` touch the world.
const IMPURE: [&str; 3] = ["tokio", "reqwest", "tracing-subscriber"];

pub fn check(path: &str, manifest: &str) -> Vec<Finding> {
    let Some(krate) = path
        .strip_prefix("crates/")
        .and_then(|rest| rest.strip_suffix("/Cargo.toml"))
    else {
        return Vec::new();
    };
    let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == krate) else {
        return vec![Finding::new(
            path,
            0,
            "新的 crate 要先在 xtask/src/tidy/direction.rs 里定好位置",
        )];
    };
    let dependencies = dependencies(manifest);
    let problems = dependencies
        .iter()
        .filter_map(|(line, name)| Some(Finding::new(path, *line, problem(krate, may_use, name)?)));
    problems.collect()
}

fn problem(krate: &str, may_use: &[&str], dependency: &str) -> Option<String> {
    if let Some(ours) = dependency.strip_prefix("fangfei-") {
        return (!may_use.contains(&ours)).then(|| format!("{krate} 不能依赖 {ours}：方向是 cli → web → app → store、lens、flow、intake、report → model"));
    }
    if krate == "model" && IMPURE.contains(&dependency) {
        return Some(format!("model 不做输入输出，不能依赖 {dependency}"));
    }
    // The tests' kit drives every layer from outside.
    if krate == "testkit" {
        return None;
    }
    let owners = OWNED
        .iter()
        .find(|(library, _)| dependency.starts_with(library))
        .map(|(_, owners)| owners)?;
    (!owners.contains(&krate)).then(|| format!("{dependency} 只归 {} 用", owners.join("、")))
}

/// Line and name of every dependency of the product; those of tests may point anywhere.
fn dependencies(manifest: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut within = false;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_matches(['[', ']']);
            within = is_dependency_section(section);
            if let Some((_, name)) = section
                .split_once("dependencies.")
                .filter(|(before, _)| !before.contains("dev-"))
            {
                found.push((index + 1, name.to_owned()));
            }
        } else if let Some(name) = key(line).filter(|_| within) {
            found.push((index + 1, name.to_owned()));
        }
    }
    found
}

fn is_dependency_section(section: &str) -> bool {
    section == "dependencies"
        || section == "build-dependencies"
        || (section.starts_with("target.") && section.ends_with(".dependencies"))
}

fn key(line: &str) -> Option<&str> {
    let name = line.split(['.', '=', ' ']).next()?;
    (!name.is_empty() && !name.starts_with('#')).then(|| name.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(krate: &str, manifest: &str) -> Vec<String> {
        let path = format!("crates/{krate}/Cargo.toml");
        check(&path, manifest)
            .into_iter()
            .map(|finding| finding.problem)
            .collect()
    }

    #[test]
    fn a_crate_uses_only_what_lies_below_it() {
        assert_eq!(
            problems("app", "[dependencies]\nfangfei-store.workspace = true\n"),
            [""; 0]
        );
        assert_eq!(
            problems(
                "store",
                "[dependencies]\nfangfei-app = { path = \"../app\" }\n"
            )
            .len(),
            1
        );
        assert_eq!(
            problems(
                "intake",
                "[dependencies.fangfei-report]\nworkspace = true\n"
            )
            .len(),
            1
        );
        assert_eq!(
            problems("web", "[dependencies]\nfangfei-store.workspace = true\n").len(),
            1
        );
    }

    #[test]
    fn tests_may_depend_on_the_kit() {
        assert_eq!(
            problems(
                "store",
                "[dev-dependencies]\nfangfei-testkit.workspace = true\n"
            ),
            [""; 0]
        );
    }

    #[test]
    fn sql_and_http_stay_with_their_owners() {
        assert_eq!(
            problems(
                "app",
                "[dependencies]\nsea-orm-migration.workspace = true\n"
            )
            .len(),
            1
        );
        assert_eq!(
            problems("store", "[dependencies]\nsea-orm.workspace = true\n"),
            [""; 0]
        );
        assert_eq!(problems("app", "[dependencies]\naxum = \"0.8\"\n").len(), 1);
        assert_eq!(
            problems("model", "[dependencies]\ntokio = \"1\"\n").len(),
            1
        );
    }

    #[test]
    fn a_crate_without_a_place_is_a_finding() {
        assert_eq!(problems("common", "[dependencies]\n").len(), 1);
        assert_eq!(check("fuzz/Cargo.toml", "[dependencies]\n"), []);
    }
}
