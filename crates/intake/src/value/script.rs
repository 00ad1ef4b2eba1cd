//! Traditional characters (繁體字) of column titles and labels as simplified ones. It must not touch names: they stay as
//! printed.

/// Pairs of a traditional character and the simplified one, as titles of banks and firms use them.
const PAIRS: &str = "帳账賬账戶户號号額额餘余備备註注幣币別别轉转結结單单貸贷儲储據据憑凭證证續续費费總总計计業业務务來来項项稱称發发實实際际傳传匯汇臺台對对貨货數数開开銀银時时間间類类說说種种狀状態态進进銷销歸归屬属聯联絡络電电話话編编訂订購购買买賣卖應应內内國国區区縣县處处機机構构關关價价連连條条詢询碼码機机現现記记錄录網网點点線线簡简調调貿贸資资財财產产員员聲声錢钱繳缴納纳";

/// The simplified form of a character.
fn simplified_char(c: char) -> char {
    let mut pairs = PAIRS.chars();
    while let (Some(traditional), Some(simplified)) = (pairs.next(), pairs.next()) {
        if traditional == c {
            return simplified;
        }
    }
    c
}

/// A title or a label in simplified characters; as many bytes as before.
pub(crate) fn simplified(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_owned(),
        false => text.chars().map(simplified_char).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_banks_beyond_the_mainland() {
        for (printed, wanted) in [
            ("帳務日期", "账务日期"),
            ("結餘", "结余"),
            ("對方戶名", "对方户名"),
            ("戶口號碼", "户口号码"),
            ("交易摘要", "交易摘要"),
        ] {
            assert_eq!(simplified(printed), wanted);
            assert_eq!(simplified(printed).len(), printed.len());
        }
        assert_eq!(PAIRS.chars().count() % 2, 0);
    }
}
