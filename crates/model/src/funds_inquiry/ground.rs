//! On which lawful ground bank records were obtained (取得依据). It must not know the records.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::GroundKind;
use crate::{
    ctx::Stamp,
    refusal::{Refusal, reason},
};

/// One document by which statements were obtained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// In which lawful way.
    pub kind: GroundKind,
    /// Who obtained the records, and from whom.
    pub obtained_by: String,
    /// The document's number or, for a holder's own records, the receipt's.
    pub document: String,
    /// The day of the document.
    pub dated: Date,
    /// The principal head who approved the query (条例 Art 21); needed for a query of accounts.
    pub approver: Option<String>,
    /// Who entered it.
    pub stamp: Stamp,
}

impl Ground {
    /// Names what is missing: without a ground, records may not be used.
    pub fn checked(mut self, what: &'static str) -> Result<Self, Refusal> {
        self.obtained_by = named(what, &self.obtained_by, "由谁向谁取得")?;
        self.document = named(what, &self.document, "法律文书文号")?;
        if self.dated > self.stamp.day() {
            return Err(Refusal::new(
                what,
                format!("文书日期{}在将来", self.dated),
                "请填写文书上的日期",
            ));
        }
        self.approver = self
            .approver
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty());
        if self.kind == GroundKind::AccountQuery && self.approver.is_none() {
            return Err(Refusal::new(
                what,
                "没有写明批准查询账户的主要负责人",
                "依照条例第二十一条，查询账户须经处非牵头部门主要负责人批准，请补充批准人",
            ));
        }
        Ok(self)
    }
}

fn named(what: &'static str, text: &str, title: &str) -> Result<String, Refusal> {
    reason(what, text).map_err(|_| {
        Refusal::new(
            what,
            format!("没有填写{title}"),
            "银行流水只有依法取得的才能使用，请写明依据后再提交",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground(kind: GroundKind) -> Ground {
        Ground {
            kind,
            obtained_by: "县公安局经侦大队移交".into(),
            document: "云公（经）调证字〔2024〕12号".into(),
            dated: jiff::civil::date(2024, 7, 1),
            approver: None,
            stamp: Stamp {
                by: None,
                name: "经办".into(),
                unit: None,
                at: "2024-07-02T02:00:00Z".parse().unwrap(),
            },
        }
    }

    #[test]
    fn records_without_a_document_cannot_be_used() {
        let bare = Ground {
            document: " ".into(),
            ..ground(GroundKind::Police)
        };
        assert!(
            bare.checked("登记依据")
                .is_err_and(|r| r.why.contains("文号"))
        );
        assert!(ground(GroundKind::Police).checked("登记依据").is_ok());
    }

    #[test]
    fn a_query_of_accounts_names_the_head_who_approved_it() {
        let query = ground(GroundKind::AccountQuery);
        let refusal = query.clone().checked("登记依据").unwrap_err();
        assert!(refusal.next.contains("第二十一条"));
        let approved = Ground {
            approver: Some("主要负责人".into()),
            ..query
        };
        assert!(approved.checked("登记依据").is_ok());
    }

    #[test]
    fn a_document_of_tomorrow_is_refused() {
        let early = Ground {
            dated: jiff::civil::date(2024, 7, 3),
            ..ground(GroundKind::Court)
        };
        assert!(early.checked("登记依据").is_err());
    }
}
