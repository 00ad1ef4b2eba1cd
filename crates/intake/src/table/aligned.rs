//! Tables of a printer: columns that stand under each other with nothing but blanks between, and drawn lines
//! (│, ─┼─). Positions are counted as in GB 18030: a Chinese character is two wide. It must not know what the columns
//! mean, only what a date and an amount look like.

/// What parts cells in the text that is given back; no printed text holds it.
pub(super) const PARTS: char = '\x1F';

/// Rows that are needed to see columns.
const LEAST_ROWS: usize = 2;
/// Words that a row of a table has at least.
const LEAST_WORDS: usize = 4;

/// The text with its cells parted by [`PARTS`], line for line; `None` where no columns stand under each other.
pub(super) fn parted(text: &str) -> Option<String> {
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    if lines.iter().any(|line| line.contains(DRAWN)) {
        return Some(undrawn(&lines));
    }
    let words: Vec<Vec<Word<'_>>> = lines.iter().map(|line| words(line)).collect();
    let is_row: Vec<bool> = words.iter().map(|words| is_row(words)).collect();
    let rows = || {
        words
            .iter()
            .zip(&is_row)
            .filter(|(_, row)| **row)
            .map(|(words, _)| words)
    };
    if rows().count() < LEAST_ROWS {
        return None;
    }
    if let Some(spaced) = by_double_blanks(&lines, &is_row) {
        return Some(spaced);
    }
    let first = is_row.iter().position(|row| *row)?;
    let header = words[..first].iter().rposition(|words| is_header(words));
    let fields = fields(rows(), header.map(|at| words[at].as_slice()));
    let titled = header.filter(|at| words[*at].len() == fields.len());
    let cells = |at: usize| match () {
        () if Some(at) == titled => words[at].iter().map(|word| word.text.to_owned()).collect(),
        () if is_row[at] || Some(at) == header || within(&words[at], &fields) => {
            placed(&words[at], &fields)
        }
        () => spaced(lines[at]),
    };
    let parted: Vec<String> = (0..lines.len())
        .map(|at| cells(at).join(&PARTS.to_string()))
        .collect();
    Some(parted.join("\n"))
}

/// Where two blanks or more part as many pieces in every row as in the titles above, they part the cells, wherever these
/// stand.
fn by_double_blanks(lines: &[&str], is_row: &[bool]) -> Option<String> {
    let first = is_row.iter().position(|row| *row)?;
    let pieces = spaced(lines[first]).len();
    let rows = lines.iter().zip(is_row).filter(|(_, row)| **row);
    let alike = rows
        .clone()
        .filter(|(line, _)| spaced(line).len() == pieces)
        .count();
    let titled = lines[..first]
        .iter()
        .any(|line| spaced(line).len() == pieces);
    let parted = || {
        let line = |line: &&str| spaced(line).join(&PARTS.to_string());
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    (titled && pieces >= LEAST_WORDS && alike == rows.count()).then(parted)
}

/// Lines drawn between cells, thin and thick.
const DRAWN: [char; 3] = ['│', '┃', '║'];

fn undrawn(lines: &[&str]) -> String {
    let is_rule = |c: char| ('\u{2500}'..='\u{257F}').contains(&c) || c.is_whitespace() || c == '-';
    let cells = |line: &&str| -> String {
        if line.chars().all(is_rule) {
            return String::new();
        }
        let inner = line
            .trim()
            .trim_start_matches(DRAWN)
            .trim_end_matches(DRAWN);
        let cells: Vec<&str> = inner.split(DRAWN).map(str::trim).collect();
        cells.join(&PARTS.to_string())
    };
    lines.iter().map(cells).collect::<Vec<_>>().join("\n")
}

/// Signs between blanks, from column `start` up to `end`.
#[derive(Debug, Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

fn width(c: char) -> usize {
    1 + usize::from(!c.is_ascii())
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut open = false;
    let mut column = 0;
    for (at, c) in line.char_indices() {
        let next = column + width(c);
        if c.is_whitespace() {
            open = false;
        } else {
            let end = at + c.len_utf8();
            match found.last_mut().filter(|_| open) {
                Some(word) => {
                    let from = word.text.as_ptr() as usize - line.as_ptr() as usize;
                    (word.text, word.end) = (&line[from..end], next);
                }
                None => found.push(Word {
                    text: &line[at..end],
                    start: column,
                    end: next,
                }),
            }
            open = true;
        }
        column = next;
    }
    found
}

/// A row has a date, an amount with two decimals and a few words more.
fn is_row(words: &[Word<'_>]) -> bool {
    words.len() >= LEAST_WORDS
        && words.iter().any(|word| is_day(word.text))
        && words.iter().any(|word| is_amount(word.text))
}

fn is_day(text: &str) -> bool {
    let digits = text.chars().take(10).filter(char::is_ascii_digit).count();
    text.chars().next().is_some_and(|c| c.is_ascii_digit())
        && (6..=8).contains(&digits)
        && !text.contains(',')
        && (text.contains(['-', '/', '年']) || matches!(text.len(), 8 | 14) && !text.contains('.'))
}

fn is_amount(text: &str) -> bool {
    let bare = text.trim_start_matches(['-', '+', '¥', '￥']);
    let Some((whole, part)) = bare.rsplit_once('.') else {
        return false;
    };
    let is_whole = |c: char| c.is_ascii_digit() || c == ',';
    !whole.is_empty()
        && whole.chars().all(is_whole)
        && part.len() == 2
        && part.bytes().all(|b| b.is_ascii_digit())
}

/// The titles above a table: a few words without digits or colons.
fn is_header(words: &[Word<'_>]) -> bool {
    let is_title = |word: &Word<'_>| {
        !word
            .text
            .contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '：'))
    };
    words.len() >= LEAST_WORDS && words.iter().all(is_title)
}

/// From column to column, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Field {
    start: usize,
    end: usize,
    /// Some row has something there.
    filled: bool,
    /// The header has a title there.
    titled: bool,
}

/// The fields that blanks part in all rows. Where these are as many as the titles they are taken as they are, whoever
/// stands a little beside his column; else titles count as a row does.
fn fields<'w>(
    rows: impl Iterator<Item = &'w Vec<Word<'w>>> + Clone,
    header: Option<&[Word<'_>]>,
) -> Vec<Field> {
    let body: Vec<&Word<'_>> = rows.flatten().collect();
    let alone = with_times(parts(&body, &[]), &body);
    let Some(titles) = header.filter(|titles| titles.len() != alone.len()) else {
        return alone;
    };
    let titles: Vec<&Word<'_>> = titles.iter().collect();
    let mut fields: Vec<Field> = Vec::new();
    for field in with_times(parts(&body, &titles), &body) {
        let beside = fields.last().is_some_and(|last| {
            (last.filled, last.titled, field.filled, field.titled) == (false, true, true, false)
                || (last.filled, last.titled, field.filled, field.titled)
                    == (true, false, false, true)
        });
        match fields.last_mut().filter(|_| beside) {
            // A title beside its values.
            Some(last) => last.join(field),
            None => fields.push(field),
        }
    }
    fields
}

/// A day and the times one blank behind it are one field.
fn with_times(fields: Vec<Field>, body: &[&Word<'_>]) -> Vec<Field> {
    let holds = |field: &Field, look: fn(&str) -> bool| {
        let mut inside = body
            .iter()
            .filter(|word| field.start <= word.start && word.end <= field.end)
            .peekable();
        inside.peek().is_some() && inside.all(|word| look(word.text))
    };
    let mut joined: Vec<Field> = Vec::new();
    for field in fields {
        let last = joined.last_mut().filter(|last| {
            field.start == last.end + 1 && holds(last, is_day) && holds(&field, is_clock)
        });
        match last {
            Some(last) => last.join(field),
            None => joined.push(field),
        }
    }
    joined
}

fn is_clock(text: &str) -> bool {
    text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || c == ':')
}

fn parts(body: &[&Word<'_>], titles: &[&Word<'_>]) -> Vec<Field> {
    let reach = body
        .iter()
        .chain(titles)
        .map(|word| word.end)
        .max()
        .unwrap_or(0);
    let mut taken = vec![(false, false); reach + 1];
    for word in body {
        taken[word.start..word.end]
            .iter_mut()
            .for_each(|at| at.0 = true);
    }
    for word in titles {
        taken[word.start..word.end]
            .iter_mut()
            .for_each(|at| at.1 = true);
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut open = false;
    for (at, (filled, titled)) in taken.into_iter().enumerate() {
        if !filled && !titled {
            open = false;
            continue;
        }
        if !open {
            fields.push(Field {
                start: at,
                end: at,
                filled: false,
                titled: false,
            });
        }
        open = true;
        if let Some(field) = fields.last_mut() {
            field.end = at + 1;
            field.filled |= filled;
            field.titled |= titled;
        }
    }
    fields
}

impl Field {
    fn join(&mut self, next: Self) {
        self.end = next.end;
        self.filled |= next.filled;
        self.titled |= next.titled;
    }
}

/// Whether a line's words keep to the fields, and fill more than one.
fn within(words: &[Word<'_>], fields: &[Field]) -> bool {
    let inside = |word: &Word<'_>| {
        fields
            .iter()
            .any(|f| f.start <= word.start && word.end <= f.end)
    };
    words.len() > 1 && words.iter().all(inside) && words.iter().any(|word| is_amount(word.text))
}

/// Each word in the field where it begins.
fn placed(words: &[Word<'_>], fields: &[Field]) -> Vec<String> {
    let mut cells = vec![String::new(); fields.len()];
    for word in words {
        let field = fields.iter().rposition(|field| field.start <= word.start);
        let cell = &mut cells[field.unwrap_or(0)];
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(word.text);
    }
    cells
}

/// The pieces of a line outside the table, parted by two blanks or more.
fn spaced(line: &str) -> Vec<String> {
    let line = line.replace('\u{3000}', "  ");
    line.split("  ")
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let parted = parted(text).unwrap();
        let row = |line: &str| line.split(PARTS).map(str::to_owned).collect();
        parted.lines().map(row).collect()
    }

    #[test]
    fn columns_that_stand_under_each_other() {
        let text = "户名：甲某    账号：6222020000000000001\n\
                    交易日期    摘要      支出金额     收入金额     余额         对方户名\n\
                    2024-05-06  转存                  5,000.00     5,000.00     乙某\n\
                    2024-05-07  ATM取款   1,000.00                 4,000.00\n\
                    2024-05-08  利息结算                  1.25     4,001.25     ";
        let found = cells(text);
        assert_eq!(found[0], ["户名：甲某", "账号：6222020000000000001"]);
        assert_eq!(found[1][2..4], ["支出金额", "收入金额"]);
        assert_eq!(
            found[2],
            ["2024-05-06", "转存", "", "5,000.00", "5,000.00", "乙某"]
        );
        assert_eq!(
            found[3],
            ["2024-05-07", "ATM取款", "1,000.00", "", "4,000.00", ""]
        );
        assert_eq!(found[4][1..5], ["利息结算", "", "1.25", "4,001.25"]);
    }

    #[test]
    fn a_time_behind_its_day_needs_no_title() {
        let text = "交易时间             金额      余额  摘要\n\
                    2024-05-06 12:03:04  5,000.00  5,000.00  转存\n\
                    2024-05-07 08:00:00 -1,000.00  4,000.00  取款\n";
        let found = cells(text);
        assert_eq!(found[0], ["交易时间", "金额", "余额", "摘要"]);
        assert_eq!(
            found[1],
            ["2024-05-06 12:03:04", "5,000.00", "5,000.00", "转存"]
        );
        assert_eq!(found[2][1], "-1,000.00");
    }

    #[test]
    fn drawn_tables() {
        let text = "┌────┬────┐\n│日期│金额│\n├────┼────┤\n│2024-05-06│ 5.00 │\n└────┴────┘";
        let found = cells(text);
        assert_eq!(found[1], ["日期", "金额"]);
        assert_eq!(found[3], ["2024-05-06", "5.00"]);
    }

    #[test]
    fn prose_is_no_table() {
        assert_eq!(
            parted("关于开展排查的通知\n各乡镇  各部门：\n请于2024-05-06 前 报送 5.00 万元\n"),
            None
        );
    }
}
