//! Rule: calls that have no place in the product: those that end the program, those that write to
//! the terminal, those that read the clock outside `Ctx`.

use super::finding::Finding;
use super::source::Source;

/// A forbidden call, why, and the paths that may make it.
struct Forbidden {
    call: &'static str,
    problem: &'static str,
    except: &'static [&'static str],
}

const ENDS: &str = "产品代码不能因此中止：返回错误";
const PRINTS: &str = "产品代码不直接打印：用 tracing，或由 cli 输出";
const UNFINISHED: &str = "没有写完的代码不进仓库";
const CLOCK: &str = "时间只从 Ctx 取";

/// Where the terminal is the user interface.
const TERMINAL: &[&str] = &["crates/cli/", "xtask/", "/src/bin/", "build.rs"];
/// Where the clock enters the program, and where progress is timed.
const CLOCKS: &[&str] = &[
    "/clock.rs",
    "/ctx.rs",
    "/ctx/",
    "/progress.rs",
    "/progress/",
    "xtask/",
    "/src/bin/",
];

const FORBIDDEN: [Forbidden; 17] = [
    Forbidden {
        call: ".unwrap()",
        problem: ENDS,
        except: &[],
    },
    Forbidden {
        call: "panic!(",
        problem: ENDS,
        except: &[],
    },
    Forbidden {
        call: "todo!(",
        problem: UNFINISHED,
        except: &[],
    },
    Forbidden {
        call: "unimplemented!(",
        problem: UNFINISHED,
        except: &[],
    },
    Forbidden {
        call: "dbg!(",
        problem: UNFINISHED,
        except: &[],
    },
    Forbidden {
        call: "println!(",
        problem: PRINTS,
        except: TERMINAL,
    },
    Forbidden {
        call: "print!(",
        problem: PRINTS,
        except: TERMINAL,
    },
    Forbidden {
        call: "eprintln!(",
        problem: PRINTS,
        except: TERMINAL,
    },
    Forbidden {
        call: "eprint!(",
        problem: PRINTS,
        except: TERMINAL,
    },
    Forbidden {
        call: "Timestamp::now(",
        problem: CLOCK,
        except: CLOCKS,
    },
    Forbidden {
        call: "Zoned::now(",
        problem: CLOCK,
        except: CLOCKS,
    },
    Forbidden {
        call: "SystemTime::now(",
        problem: CLOCK,
        except: CLOCKS,
    },
    Forbidden {
        call: "Instant::now(",
        problem: CLOCK,
        except: CLOCKS,
    },
    Forbidden {
        call: "Utc::now(",
        problem: CLOCK,
        except: CLOCKS,
    },
    Forbidden {
        call: "Local::now(",
        problem: CLOCK,
        except: CLOCKS,
    },
    Forbidden {
        call: "Uuid::now_v7(",
        problem: "编号只从 Ctx 取",
        except: CLOCKS,
    },
    Forbidden {
        call: "Uuid::new_v4(",
        problem: "编号只从 Ctx 取",
        except: CLOCKS,
    },
];

pub fn check(source: &Source) -> Vec<Finding> {
    let rules: Vec<&Forbidden> = FORBIDDEN
        .iter()
        .filter(|rule| !rule.excepts(&source.path))
        .collect();
    let lines = source.product_lines();
    lines
        .flat_map(|(number, line)| check_line(source, &rules, number, line))
        .collect()
}

fn check_line(source: &Source, rules: &[&Forbidden], number: usize, line: &str) -> Vec<Finding> {
    let broken = rules.iter().filter(|rule| calls(line, rule.call));
    broken
        .map(|rule| {
            Finding::new(
                &source.path,
                number,
                format!("{}…)：{}", rule.call.trim_end_matches(')'), rule.problem),
            )
        })
        .collect()
}

impl Forbidden {
    fn excepts(&self, path: &str) -> bool {
        self.except.iter().any(|part| path.contains(part))
    }
}

/// Whether the line makes the call itself and not one whose name merely ends alike.
fn calls(line: &str, call: &str) -> bool {
    line.match_indices(call).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        call.starts_with('.') || !before.is_some_and(|last| last.is_alphanumeric() || last == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> Vec<String> {
        check(&Source::new(path, text))
            .into_iter()
            .map(|finding| finding.problem)
            .collect()
    }

    #[test]
    fn what_ends_the_program_is_found_with_its_line() {
        let findings = check(&Source::new(
            "crates/app/src/clue.rs",
            "fn a() {\n  b().unwrap();\n}\n",
        ));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 2);
    }

    #[test]
    fn tests_literals_and_longer_names_are_not_found() {
        let text = "// a.unwrap()\nfn a() -> &'static str { my_println!(\"x\"); \"panic!()\" }\n#[test]\nfn t() { b().unwrap() }\n";
        assert_eq!(problems("crates/app/src/clue.rs", text), [""; 0]);
        assert_eq!(
            problems("crates/app/tests/clue.rs", "fn t() { b().unwrap() }"),
            [""; 0]
        );
    }

    #[test]
    fn only_the_terminal_programs_print() {
        assert_eq!(
            problems("crates/store/src/journal.rs", "fn a() { eprintln!(\"x\") }").len(),
            1
        );
        assert_eq!(
            problems("crates/cli/src/plan.rs", "fn a() { println!(\"x\") }"),
            [""; 0]
        );
    }

    #[test]
    fn only_the_context_reads_the_clock() {
        let text = "fn a() { jiff::Timestamp::now(); std::time::Instant::now(); }";
        assert_eq!(problems("crates/web/src/page.rs", text).len(), 2);
        assert_eq!(problems("crates/app/src/ctx.rs", text), [""; 0]);
        assert_eq!(problems("crates/app/benches/list.rs", text), [""; 0]);
    }
}
