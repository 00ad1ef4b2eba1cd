//! The index on a cluster of processes on this machine: the same bytes as without one, and still when a node is
//! killed. It must not know how plans travel.

#![cfg(feature = "cluster")]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use std::{
    fmt::Write as _,
    fs::File,
    io::{BufRead, BufReader, Read},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

const FIRMS: usize = 3_000;
const PATIENCE: Duration = Duration::from_secs(60);

/// A node that ends with the test.
struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Two ports, one after the other, that nobody uses.
fn two_ports() -> u16 {
    loop {
        let first = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
}

fn fangfei(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
    command.current_dir(folder).args(["--data", "data"]);
    command
}

fn succeeded(output: Output) -> Vec<u8> {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{told}");
    output.stdout
}

/// A lake of invented firms with adverts, complaints and owners.
fn office() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut firms = String::from("企业编号,企业名称,经营范围,注册资本（万元）,成立日期\n");
    let mut adverts = String::from("企业编号,发现日期,媒介,广告内容\n");
    let mut complaints = String::from("企业编号,收到日期,渠道,事项,件数\n");
    for n in 0..FIRMS {
        let trade = ["财富管理", "养老服务", "日用品", "餐饮"][n % 4];
        let capital = 10 + n % 990;
        let (month, day) = (1 + n % 12, 1 + n % 28);
        writeln!(firms, "F{n:05},天南市第{n}号{trade}有限公司,投资咨询；{trade},{capital},2020-{month:02}-{day:02}").unwrap();
        let said = [
            "保本保息，月息2分，稳赚不赔",
            "新店开张，买一送一",
            "存10万一年返3万，名额有限",
            "招聘店员",
        ][n % 4];
        writeln!(
            adverts,
            "F{n:05},2024-{month:02}-{day:02},公众号,第{n}期：{said}"
        )
        .unwrap();
        if n % 5 == 0 {
            writeln!(
                complaints,
                "F{n:05},2024-06-{day:02},12345,到期不兑付,{}",
                1 + n % 9
            )
            .unwrap();
        }
    }
    for (kind, text) in [
        ("enterprise", firms),
        ("advert", adverts),
        ("complaint", complaints),
    ] {
        let file = format!("{kind}.csv");
        std::fs::write(folder.path().join(&file), text).unwrap();
        let args = ["lake", "load", kind, &file, "--known-on", "2024-07-01"];
        succeeded(fangfei(folder.path()).args(args).output().unwrap());
    }
    folder
}

struct Cluster {
    address: String,
    executors: Vec<Node>,
    _scheduler: Node,
}

/// Starts `fangfei cluster ROLE ARGS`; what it says goes to `NAME.log`.
fn node(folder: &Path, name: &str, args: &[&str]) -> Node {
    let log = File::create(folder.join(format!("{name}.log"))).unwrap();
    let mut command = fangfei(folder);
    command.arg("cluster").args(args);
    Node(command.stdout(Stdio::null()).stderr(log).spawn().unwrap())
}

impl Cluster {
    fn start(folder: &Path) -> Self {
        let address = format!("127.0.0.1:{}", two_ports());
        let args = ["scheduler", "--bind", &address, "--lost-after", "4"];
        let scheduler = node(folder, "scheduler", &args);
        wait_until("the scheduler listens", || {
            TcpStream::connect(&address).is_ok()
        });
        let executors = ["first", "second"].map(|name| {
            let bind = format!("127.0.0.1:{}", two_ports());
            let work = format!("work-{name}");
            let args = [
                "executor",
                "--scheduler",
                &address,
                "--bind",
                &bind,
                "--work",
                &work,
                "--threads",
                "1",
            ];
            let executor = node(folder, name, &args);
            wait_until("an executor listens", || TcpStream::connect(&bind).is_ok());
            executor
        });
        Self {
            address: format!("http://{address}"),
            executors: executors.into(),
            _scheduler: scheduler,
        }
    }

    fn index(&self, folder: &Path) -> Command {
        let mut command = fangfei(folder);
        command.args(INDEX).args(["--cluster", &self.address]);
        command
    }
}

const INDEX: [&str; 5] = ["index", "run", "--json", "--as-of", "2024-07-02"];

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "waited too long until {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Runs the index on the cluster and kills an executor when a third of the indicators are done.
fn index_with_a_loss(cluster: &mut Cluster, folder: &Path) -> Vec<u8> {
    let mut run = cluster.index(folder);
    let mut run = run
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut answer = run.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        answer.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let mut told = String::new();
    for line in BufReader::new(run.stderr.take().unwrap()).lines() {
        let line = line.unwrap();
        if line.starts_with("35/") {
            drop(cluster.executors.pop());
        }
        told.push_str(&line);
        told.push('\n');
    }
    assert_eq!(run.wait().unwrap().code(), Some(0), "{told}");
    assert_eq!(
        cluster.executors.len(),
        1,
        "the run ended too early: {told}"
    );
    reader.join().unwrap()
}

#[test]
fn a_cluster_gives_the_same_bytes_even_when_a_node_is_killed() {
    let folder = office();
    let folder = folder.path();
    let alone = succeeded(fangfei(folder).args(INDEX).output().unwrap());
    assert!(alone.len() > FIRMS * 100, "an index of every firm");
    let mut cluster = Cluster::start(folder);
    let together = succeeded(cluster.index(folder).output().unwrap());
    assert!(alone == together, "the cluster's answer differs");
    let with_a_loss = index_with_a_loss(&mut cluster, folder);
    assert!(alone == with_a_loss, "the answer after a loss differs");
}

#[test]
fn a_cluster_that_is_not_there_is_said_to_be_so() {
    let folder = office();
    let nobody = format!("http://127.0.0.1:{}", two_ports());
    let output = fangfei(folder.path())
        .args(INDEX)
        .args(["--cluster", &nobody])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("fangfei cluster scheduler"), "{told}");
}

#[test]
fn a_node_with_other_words_refuses_to_count() {
    let folder = office();
    let folder = folder.path();
    let cluster = Cluster::start(folder);
    let words = folder.join("other/words");
    std::fs::create_dir_all(&words).unwrap();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../lens/words");
    for file in std::fs::read_dir(shipped).unwrap() {
        let file = file.unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        let other = text.replace("\"稳赚\",", "\"稳赚\", \"必赚\",");
        std::fs::write(words.join(file.file_name()), other).unwrap();
    }
    let output = cluster
        .index(folder)
        .args(["--rules", "other"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("同一规则目录"), "{told}");
}
