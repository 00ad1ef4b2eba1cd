//! A register of 100 000 rows in and a ledger of 100 000 rows out, by the real program's commands.

use std::{error::Error, ffi::OsStr, path::Path, time::Duration};

use fangfei_testkit::{
    bench::{Row, Run, add_clues, print},
    demo::{Draw, Size, firms, load, register_csv},
};
use jiff::civil::date;

const ROWS: usize = 100_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("county");
    tokio::runtime::Runtime::new()?.block_on(prepare(&data))?;
    let register = folder.path().join("register.csv");
    std::fs::write(&register, register_csv(&firms(&mut Draw::seeded(5), ROWS)))?;
    let mut rows = Vec::new();
    for (what, dry) in [
        ("100 000 行主体导入", false),
        ("同一文件再导入一次", false),
        ("只核对不写入", true),
    ] {
        let mut arguments = vec![
            "import".as_ref(),
            "subject".as_ref(),
            register.as_os_str(),
            "--data".as_ref(),
            data.as_os_str(),
        ];
        arguments.extend(dry.then_some(OsStr::new("--dry-run")));
        rows.push(row(what, Run::of(&arguments)?, Duration::from_secs(20)));
    }
    for format in ["xlsx", "csv", "json"] {
        let out = folder.path().join(format!("ledger.{format}"));
        let arguments: [&OsStr; 8] = [
            "ledger".as_ref(),
            "risk-clues".as_ref(),
            "--format".as_ref(),
            format.as_ref(),
            "--out".as_ref(),
            out.as_os_str(),
            "--data".as_ref(),
            data.as_os_str(),
        ];
        let run = Run::of(&arguments)?;
        let size = std::fs::metadata(&out)
            .map(|file| file.len() / 1024)
            .unwrap_or(0);
        rows.push(row(
            &format!("100 000 行台账导出 {format}（{size} KiB）"),
            run,
            Duration::from_secs(10),
        ));
    }
    print("Files of 100 000 rows", &rows);
    Ok(())
}

async fn prepare(data: &Path) -> Result<(), Box<dyn Error>> {
    let until = date(2026, 11, 1);
    load(
        data,
        Size {
            firms: 1_000,
            clues: 0,
            ..Size::county(until)
        },
        &mut |_| {},
    )
    .await?;
    add_clues(None, data, ROWS, until, &mut |_| {}).await?;
    Ok(())
}

fn row(what: &str, run: Run, limit: Duration) -> Row {
    let ok = if run.ok { "" } else { "，没有成功" };
    Row {
        what: what.to_owned(),
        measured: format!(
            "{:.1} s, at most {} MiB{ok}",
            run.took.as_secs_f64(),
            run.peak_kib / 1024
        ),
        target: format!("< {} s", limit.as_secs()),
        reached: run.ok && run.took < limit,
    }
}
