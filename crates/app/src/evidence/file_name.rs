//! The name of an uploaded file: made safe to keep and to hand back, refused where the kind of file
//! is dangerous. It must not know what the file belongs to.

use fangfei_store::{Agreement, Media};

/// The longest name kept, in characters.
const LONGEST: usize = 120;

/// Endings that a desk computer runs when the file is opened.
const RUN: &[&str] = &[
    "exe", "com", "bat", "cmd", "scr", "msi", "msp", "pif", "cpl", "dll", "js", "jse", "vbs",
    "vbe", "wsf", "wsh", "ps1", "hta", "jar", "lnk", "reg", "sh", "apk", "app", "dmg", "iso",
    "img", "chm", "url",
];
/// Office endings that say: macros inside.
const MACROS: &[&str] = &[
    "xlsm", "xlsb", "xltm", "xlam", "docm", "dotm", "pptm", "ppam", "ppsm",
];

/// The name without folders, control characters and marks that turn the reading direction, cut to a
/// length that every file system takes; the ending stays.
pub(super) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turning = |c: &char| matches!(*c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !turning(c))
        .collect();
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() {
        return "未命名".to_owned();
    }
    if kept.chars().count() <= LONGEST {
        return kept.to_owned();
    }
    let (stem, ending) = kept
        .rsplit_once('.')
        .filter(|(_, e)| e.chars().count() <= 8)
        .unwrap_or((kept, ""));
    let stem: String = stem.chars().take(LONGEST - 9).collect();
    if ending.is_empty() {
        stem
    } else {
        format!("{stem}.{ending}")
    }
}

/// The media type to serve the file as, or why it is not taken.
pub(super) fn admit(name: &str, bytes: &[u8]) -> Result<&'static str, String> {
    if bytes.is_empty() {
        return Err("文件是空的（0 字节），请确认文件能打开后重新上传".to_owned());
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default();
    if RUN.contains(&ending.as_str()) {
        return Err(format!(
            "不接收可直接运行的文件（.{ending}）；作为证据留存的程序请先固定保全，再打包为 zip 上传"
        ));
    }
    if MACROS.contains(&ending.as_str()) {
        return Err(format!(
            "不接收带宏的文件（.{ending}）；请另存为不带宏的格式，需原样留存的请打包为 zip 上传"
        ));
    }
    let media = Media::sniff(&bytes[..bytes.len().min(8_192)], name);
    match media.agreement {
        Agreement::Executable => Err("文件内容是可直接运行的程序，不能作为材料上传".to_owned()),
        // Banks hand out web pages and text under the ending of a workbook. They are kept as they came, as
        // bytes that no browser interprets.
        Agreement::Different if is_table_in_text(&ending, media.media_type) => {
            Ok("application/octet-stream")
        }
        Agreement::Different => Err(format!(
            "文件内容（{}）与扩展名 .{ending} 不符；请确认选对了文件，并把扩展名改为实际格式后重新上传",
            media.media_type
        )),
        Agreement::Same => Ok(media.media_type),
        // Web pages and drawings with scripts among them: kept as bytes that no browser interprets.
        Agreement::UnknownEnding => Ok("application/octet-stream"),
    }
}

fn is_table_in_text(ending: &str, media_type: &str) -> bool {
    ending == "xls" && media_type.starts_with("text/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_page_that_a_bank_calls_a_workbook_is_kept_as_bytes() {
        let page = b"<html><body><table><tr><td>1</td></tr></table></body></html>";
        assert_eq!(admit("流水.xls", page), Ok("application/octet-stream"));
        assert!(admit("流水.docx", page).is_err());
    }

    #[test]
    fn a_name_keeps_its_words_and_loses_what_could_mislead() {
        assert_eq!(clean("C:\\扫描\\营业执照.jpg"), "营业执照.jpg");
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("照片\u{202e}gpj.exe"), "照片gpj.exe");
        assert_eq!(clean(" \n"), "未命名");
        let long = clean(&format!("{}.docx", "长".repeat(300)));
        assert!(
            long.ends_with(".docx") && long.chars().count() <= LONGEST,
            "{long}"
        );
    }

    #[test]
    fn dangerous_files_are_refused_with_a_way_out() {
        assert!(admit("工具.exe", b"text").is_err_and(|why| why.contains("zip")));
        assert!(admit("台账.xlsm", b"PK\x03\x04").is_err_and(|why| why.contains("宏")));
        assert!(admit("照片.jpg", b"%PDF-1.7").is_err_and(|why| why.contains("扩展名")));
        assert!(admit("照片.jpg", b"").is_err_and(|why| why.contains("空")));
        assert_eq!(
            admit("页面.html", b"<script>"),
            Ok("application/octet-stream")
        );
        assert_eq!(admit("合同.pdf", b"%PDF-1.7"), Ok("application/pdf"));
    }
}
