//! The mailbox a report goes to where no body is named: 发送至邮箱…, 发至上述邮箱.
//! It must not know dates.

use super::contact::{half_width, mails};
use super::fold::fold;
use super::page::Page;
use super::reading::Deadline;

/// Gives reports that name a mailbox and no body that mailbox as their recipient. 上述邮箱 stands for the
/// only one the text names; of several, none is guessed.
pub(super) fn fill(page: &Page, deadlines: &mut [Deadline]) {
    let only = only(page);
    for deadline in deadlines.iter_mut().filter(|one| one.to.is_none()) {
        deadline.to = stated(&deadline.what)
            .or_else(|| super::channel::stated(&deadline.what))
            .or_else(|| only.clone().filter(|_| names_mailbox(&deadline.what)));
    }
}

fn stated(what: &str) -> Option<String> {
    let mut folded = Vec::new();
    what.chars().for_each(|c| fold(c, &mut folded));
    let folded: String = folded.into_iter().collect();
    let place = mails(&folded).into_iter().next()?;
    Some(folded[place].replace('—', "-"))
}

fn names_mailbox(what: &str) -> bool {
    const SENDS: &[&str] = &["发", "报", "送", "交", "反馈"];
    what.contains("邮箱") && SENDS.iter().any(|verb| what.contains(verb))
}

fn only(page: &Page) -> Option<String> {
    let printed = |place| half_width(&page.printed(&place));
    let mut known: Vec<String> = mails(&page.text).into_iter().map(printed).collect();
    known.sort_unstable();
    known.dedup();
    if known.len() == 1 { known.pop() } else { None }
}
