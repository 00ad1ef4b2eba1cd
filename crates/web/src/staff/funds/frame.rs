//! What stands around every tab of an inquiry: title, state, tabs. It must not know the tabs' content.

use fangfei_app::funds::{InquiryFile, Outdated};

use super::{LIST, href, state_badge, step};
use crate::{
    signed_in::SignedIn,
    ui::{Badge, Place, Shell, Tab, Tabs},
};

/// Shell, badge and tabs.
pub struct Frame {
    /// The frame of the page.
    pub shell: Shell,
    /// The state.
    pub state: Badge,
    /// The line below the title.
    pub lead: String,
    /// The tabs.
    pub tabs: Tabs,
    /// Said above the content when the result is out of date or an analysis is under way.
    pub notice: Option<(&'static str, String)>,
}

/// The frame of an inquiry's page with this tab open.
pub fn frame(reader: &SignedIn, file: &InquiryFile, current: &str) -> Frame {
    let inquiry = &file.inquiry.record;
    let id = inquiry.id;
    let counts = inquiry.analysis.as_ref().map(|run| run.counts);
    let tab = |label: &str, path: &str, count: Option<u64>| {
        let to = if path.is_empty() {
            href(id)
        } else {
            step(id, path)
        };
        let tab = Tab::new(label, to, path == current);
        match count {
            Some(count) => tab.count(count),
            None => tab,
        }
    };
    let tabs = vec![
        tab("流水", "", Some(inquiry.files_in_use().count() as u64)),
        tab("发现", "findings", counts.map(|c| c.findings)),
        tab("参与人", "participants", counts.map(|c| c.participants)),
        tab("走向", "trace", None),
        tab("曲线", "curve", None),
        tab("申报", "claims", None),
        tab("退付", "refunds", None),
    ];
    Frame {
        shell: reader
            .shell(Some(Place::Funds), &inquiry.title)
            .crumb("资金核查", LIST),
        state: state_badge(inquiry.status()),
        lead: format!(
            "{} · {} · {} · {}",
            inquiry.number,
            inquiry.target.subject_name,
            file.place,
            file.units.get(inquiry.unit)
        ),
        tabs: Tabs { tabs },
        notice: notice(file),
    }
}

fn notice(file: &InquiryFile) -> Option<(&'static str, String)> {
    let inquiry = &file.inquiry.record;
    if inquiry.asked.is_some() {
        let text = "正在后台分析流水，完成后刷新本页即可看到结果；可以先做别的";
        return Some(("info", text.to_owned()));
    }
    if let Some(failure) = &inquiry.failure {
        return Some(("danger", format!("上次分析没有完成：{failure}")));
    }
    file.outdated.map(|why| {
        let text = match why {
            Outdated::Files => "流水文件在上次分析之后有变化，以下结果不含新的变化；请重新分析",
            Outdated::Program => {
                "程序在上次分析之后有改进，重新分析可能得出不同的结果；以下是当时的结果"
            }
        };
        ("watch", text.to_owned())
    })
}
