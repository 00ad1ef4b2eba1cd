//! A claim as it is typed into the form (集资参与人登记表), and how it is read. It must not know
//! whether it becomes a new claim or corrects one.

use fangfei_model::{
    claim::{Claim, ClaimDocument, ClaimFigures, ClaimState, Claimant, PayeeAccount},
    code::citizen_id::CitizenId,
    ctx::Ctx,
    funds_inquiry::FundsInquiry,
    id::ClaimId,
    money::Fen,
};
use serde::{Deserialize, Serialize};

use crate::{Result, refund::implausible_length, typed::Typed};

/// Rows for papers on the form.
pub const DOCUMENT_ROWS: usize = 4;
/// The longest single line.
const LONGEST: usize = 200;
/// The most accounts of one person.
const MOST_ACCOUNTS: usize = 20;

/// The form, every field as typed. Names are those of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimDraft {
    /// Name.
    pub name: String,
    /// Citizen number.
    pub citizen_id: String,
    /// Phone.
    pub phone: String,
    /// Heir or guardian.
    pub agent: String,
    /// Accounts paid from or on, one to a line.
    pub accounts: String,
    /// Principal paid in.
    pub paid_in: String,
    /// Its unit.
    pub paid_in_unit: String,
    /// Principal returned.
    pub returned: String,
    /// Its unit.
    pub returned_unit: String,
    /// Interest, dividends, commissions received.
    pub received: String,
    /// Its unit.
    pub received_unit: String,
    /// Where a refund is paid to.
    pub payee_number: String,
    /// Its bank.
    pub payee_bank: String,
    /// Kinds of the papers, row by row.
    pub document_kind: Vec<String>,
    /// Their words, row by row.
    pub document_text: Vec<String>,
}

impl ClaimDraft {
    /// The claim as it stands, for correcting it.
    pub fn of(claim: &Claim) -> Self {
        let yuan = |fen: Fen| fen.yuan();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (kinds, texts) = claim
            .documents
            .iter()
            .map(|paper| (paper.kind.code().to_owned(), paper.text.clone()))
            .unzip();
        Self {
            name: claim.claimant.name.clone(),
            citizen_id: claim
                .claimant
                .citizen_id
                .as_ref()
                .map(|id| id.full().to_owned())
                .unwrap_or_default(),
            phone: text(&claim.claimant.phone),
            agent: text(&claim.claimant.agent),
            accounts: claim.accounts.join("\n"),
            paid_in: yuan(claim.claimed.paid_in),
            returned: yuan(claim.claimed.returned),
            received: yuan(claim.claimed.received),
            payee_number: claim
                .payee
                .as_ref()
                .map(|p| p.number.clone())
                .unwrap_or_default(),
            payee_bank: claim
                .payee
                .as_ref()
                .map(|p| p.bank.clone())
                .unwrap_or_default(),
            document_kind: kinds,
            document_text: texts,
            ..Self::default()
        }
    }

    /// Reads every field into a claim of the inquiry that has no number yet.
    pub(super) fn read(&self, ctx: &Ctx, inquiry: &FundsInquiry) -> Result<Claim> {
        let mut typed = Typed::on(ctx.today());
        let name = typed.needed("name", "申报人姓名", &self.name, 50);
        let citizen_id = self.citizen(ctx, &mut typed);
        let phone = typed.words("phone", "电话", &self.phone, 30);
        let agent = typed.words("agent", "代办人", &self.agent, LONGEST);
        let accounts = self.numbers(&mut typed);
        let claimed = self.figures(&mut typed);
        let payee = self.payee(&mut typed);
        let documents = self.papers(&mut typed);
        let read = name.zip(claimed).map(|(name, claimed)| Claim {
            id: ctx.new_id::<ClaimId>(),
            number: String::new(),
            inquiry: inquiry.id,
            claimant: Claimant {
                name,
                citizen_id,
                phone,
                agent,
            },
            accounts,
            payee,
            claimed,
            documents,
            registered: ctx.stamp(),
            check: None,
            answered: Vec::new(),
            division: inquiry.division,
            unit: inquiry.unit,
            state: ClaimState::Registered,
        });
        typed.finish(read)
    }

    fn citizen(&self, ctx: &Ctx, typed: &mut Typed) -> Option<CitizenId> {
        let text = self.citizen_id.trim();
        if text.is_empty() {
            return None;
        }
        CitizenId::parse(text, ctx.today())
            .map_err(|fault| typed.wrong("citizen_id", fault.to_string()))
            .ok()
    }

    fn numbers(&self, typed: &mut Typed) -> Vec<String> {
        let parts = self
            .accounts
            .split(['\n', ',', '，', ';', '；', '、'])
            .map(account_number)
            .filter(|number| !number.is_empty());
        let mut numbers: Vec<String> = parts.collect();
        numbers.dedup();
        if let Some(wrong) = numbers.iter().find(|number| !is_account(number)) {
            typed.wrong(
                "accounts",
                format!("“{wrong}”不像账号：应为 6 位以上数字，遮盖部分写成 *"),
            );
        }
        if numbers.len() > MOST_ACCOUNTS {
            typed.wrong("accounts", format!("最多登记 {MOST_ACCOUNTS} 个账号"));
        }
        numbers
    }

    fn figures(&self, typed: &mut Typed) -> Option<ClaimFigures> {
        let paid_in = amount(typed, "paid_in", &self.paid_in, &self.paid_in_unit);
        if self.paid_in.trim().is_empty() {
            typed.wrong("paid_in", "请填写投入本金");
        }
        let returned = amount(typed, "returned", &self.returned, &self.returned_unit);
        let received = amount(typed, "received", &self.received, &self.received_unit);
        let read = paid_in.zip(returned).zip(received);
        read.map(|((paid_in, returned), received)| ClaimFigures {
            paid_in,
            returned,
            received,
        })
    }

    fn payee(&self, typed: &mut Typed) -> Option<PayeeAccount> {
        let number = account_number(&self.payee_number);
        let bank = typed.words("payee_bank", "开户银行", &self.payee_bank, LONGEST);
        if number.is_empty() {
            if bank.is_some() {
                typed.wrong("payee_number", "填写了开户银行，没有填写收款账号");
            }
            return None;
        }
        if !number.chars().all(|c| c.is_ascii_digit()) {
            typed.wrong("payee_number", "收款账号应为完整的数字，不能遮盖");
        } else if let Some(problem) = implausible_length(&number) {
            typed.wrong("payee_number", format!("收款账号{problem}"));
        }
        if bank.is_none() {
            typed.wrong("payee_bank", "请填写收款账号的开户银行");
        }
        bank.map(|bank| PayeeAccount { number, bank })
    }

    fn papers(&self, typed: &mut Typed) -> Vec<ClaimDocument> {
        let mut papers = Vec::new();
        for (row, text) in self.document_text.iter().enumerate() {
            let kind = self.document_kind.get(row).map_or("", String::as_str);
            let Some(text) = typed.words("document_text", "证明材料", text, LONGEST) else {
                continue;
            };
            match typed.needed_choice("document_kind", "材料种类", kind) {
                Some(kind) => papers.push(ClaimDocument {
                    kind,
                    text,
                    evidence: None,
                }),
                None => break,
            }
        }
        papers
    }
}

/// An amount that is nothing when left blank; an estimate is no claim.
fn amount(typed: &mut Typed, field: &'static str, text: &str, unit: &str) -> Option<Fen> {
    if text.trim().is_empty() {
        return Some(Fen::ZERO);
    }
    let read = typed.money(field, text, unit)?;
    if read.approximate {
        typed.wrong(field, "申报金额请填确数，不能写“约”");
    }
    Some(read.value)
}

/// Without blanks and hyphens, half-width.
pub(crate) fn account_number(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        '＊' => Some('*'),
        c if c.is_whitespace() || c == '-' => None,
        c => Some(c),
    };
    text.chars().filter_map(plain).collect()
}

fn is_account(number: &str) -> bool {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    digits >= 4
        && number.len() >= 6
        && number
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '*' || c == '@' || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(account_number("６２２２ 0204-09"), "6222020409");
        assert!(is_account("6222****1234"));
        assert!(!is_account("建行卡"));
    }
}
