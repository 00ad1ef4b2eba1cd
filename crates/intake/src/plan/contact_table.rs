//! Address books in tables (通讯录、联络员名单): whom a row names, by the header above it.
//! It must not know contacts in running text.

use std::collections::HashMap;

use super::contact::{half_width, mails, phones};
use super::page::{Extent, Page};
use super::reading::{Contact, Span};
use super::table::cells;

/// What a column of an address book holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Unit,
    Name,
    Phone,
    Mail,
    Other,
}

/// The contacts of each row of a table that has a column for them, by the number of the paragraph.
/// A row of such a table that names nobody stands for none.
pub(super) fn rows(page: &Page) -> HashMap<usize, Vec<(Contact, Extent)>> {
    let mut found = HashMap::new();
    let mut header: Option<Vec<Column>> = None;
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        if !paragraph.is_row {
            header = None;
            continue;
        }
        let cells = cells(page, &paragraph.extent);
        let columns: Vec<Column> = cells.iter().map(|cell| column(page.slice(cell))).collect();
        if is_header(&columns) {
            header = Some(columns);
            found.insert(at, Vec::new());
        } else if let Some(header) = &header {
            found.insert(at, of_row(page, header, &cells));
        }
    }
    found
}

fn column(text: &str) -> Column {
    let bare: String = text.chars().filter(|c| *c != ' ').collect();
    let has =
        |words: &[&str]| bare.chars().count() <= 12 && words.iter().any(|word| bare.contains(word));
    match () {
        () if has(&["邮箱", "邮件", "E—mail", "Email", "email"]) => Column::Mail,
        () if has(&["电话", "手机", "座机", "联系方式", "号码"]) => Column::Phone,
        () if has(&[
            "姓名",
            "联系人",
            "联络员",
            "联络人",
            "负责人",
            "责任人",
            "经办人",
            "分管领导",
            "值班",
        ]) =>
        {
            Column::Name
        }
        () if has(&["单位", "部门", "乡镇", "街道", "机构", "科室"]) => Column::Unit,
        () => Column::Other,
    }
}

/// Somebody, and how to reach him.
fn is_header(columns: &[Column]) -> bool {
    let has = |wanted: Column| columns.contains(&wanted);
    (has(Column::Name) || has(Column::Unit)) && (has(Column::Phone) || has(Column::Mail))
}

/// Each name with the numbers up to the next name; the unit where the table has no names.
fn of_row(page: &Page, header: &[Column], cells: &[Extent]) -> Vec<(Contact, Extent)> {
    let by_name = header.contains(&Column::Name);
    let mut all: Vec<(Contact, Extent)> = Vec::new();
    for (column, cell) in header.iter().zip(cells) {
        let opens = match column {
            Column::Name => true,
            Column::Unit => !by_name,
            _ => false,
        };
        if opens {
            let name = page.printed(cell);
            let contact = Contact {
                name: (!name.is_empty()).then_some(name),
                phone: None,
                email: None,
                span: Span::default(),
            };
            all.push((contact, cell.clone()));
            continue;
        }
        let Some((open, whole)) = all.last_mut() else {
            continue;
        };
        let read = match column {
            Column::Phone => phones(page.slice(cell)),
            Column::Mail => mails(page.slice(cell)),
            _ => continue,
        };
        let printed = read.into_iter().map(|range| {
            half_width(&page.printed(&(cell.start + range.start..cell.start + range.end)))
        });
        let known = match column {
            Column::Phone => &mut open.phone,
            _ => &mut open.email,
        };
        for one in printed {
            match known {
                Some(known) => *known = format!("{known}、{one}"),
                None => *known = Some(one),
            }
            whole.end = cell.end;
        }
    }
    all.retain(|(contact, _)| {
        contact.name.is_some() && (contact.phone.is_some() || contact.email.is_some())
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<String>, Option<String>, Option<String>)> {
        let page = Page::new(text);
        let found = rows(&page);
        let mut places: Vec<usize> = found.keys().copied().collect();
        places.sort_unstable();
        let all = places.into_iter().flat_map(|at| found[&at].clone());
        all.map(|(contact, _)| (contact.name, contact.phone, contact.email))
            .collect()
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn columns_tell_whose_number_it_is() {
        assert_eq!(
            read(
                "单位\t分管领导\t联系电话\t联络员\t手机\t邮箱\n云台镇\t李云\t0350-7021001\t王溪\t13800000001\twx@yunxi.example\n清溪镇\t赵河\t\t\t\t"
            ),
            [
                (some("李云"), some("0350-7021001"), None),
                (some("王溪"), some("13800000001"), some("wx@yunxi.example")),
            ]
        );
    }

    #[test]
    fn a_directory_of_lines_names_the_bodies() {
        assert_eq!(
            read(
                "单位 | 举报电话 | 电子邮箱\n云台镇 | 7021001 | yt@yunxi.example\n清溪镇 | 7021002、7021003 |"
            ),
            [
                (some("云台镇"), some("7021001"), some("yt@yunxi.example")),
                (some("清溪镇"), some("7021002、7021003"), None),
            ]
        );
        assert!(read("单位\t完成时限\n云台镇\t5月3日").is_empty());
    }
}
