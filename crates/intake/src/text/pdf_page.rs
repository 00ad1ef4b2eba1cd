//! The strings a PDF page shows, each with its place (ISO 32000-1, 9.4). It must not know lines of text.

use lopdf::{Object, content::Operation};

use super::pdf_font::Font;

/// A string on the page. Lengths in the page's own units (1/72 inch unless scaled).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub text: String,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub size: f32,
}

/// A matrix as PDF writes it: a b c d e f.
#[derive(Debug, Clone, Copy)]
struct Matrix([f32; 6]);

impl Matrix {
    const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn shift(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This one first, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }
}

/// What the operators have set.
#[derive(Clone, Copy)]
struct State<'a> {
    page: Matrix,
    text: Matrix,
    line: Matrix,
    font: Option<&'a Font>,
    size: f32,
    leading: f32,
    spacing: f32,
    stretch: f32,
}

/// The strings in the order the page shows them, and how many codes have no reading.
pub(super) fn pieces<'a>(
    operations: &[Operation],
    font_of: &dyn Fn(&[u8]) -> Option<&'a Font>,
) -> (Vec<Piece>, usize) {
    let mut reader = Reader {
        font_of,
        state: State {
            page: Matrix::UNIT,
            text: Matrix::UNIT,
            line: Matrix::UNIT,
            font: None,
            size: 0.0,
            leading: 0.0,
            spacing: 0.0,
            stretch: 1.0,
        },
        saved: Vec::new(),
        pieces: Vec::new(),
        lost: 0,
    };
    for operation in operations {
        reader.run(operation);
    }
    (reader.pieces, reader.lost)
}

/// Nested states beyond this are no page of text.
const MOST_SAVED: usize = 256;

struct Reader<'a, 'f> {
    font_of: &'f dyn Fn(&[u8]) -> Option<&'a Font>,
    state: State<'a>,
    saved: Vec<State<'a>>,
    pieces: Vec<Piece>,
    lost: usize,
}

impl Reader<'_, '_> {
    fn run(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        let number = |at: usize| {
            operands
                .get(at)
                .and_then(|operand| operand.as_float().ok())
                .unwrap_or(0.0)
        };
        let state = &mut self.state;
        match operation.operator.as_str() {
            "q" if self.saved.len() < MOST_SAVED => self.saved.push(*state),
            "Q" => {
                if let Some(saved) = self.saved.pop() {
                    self.state = saved;
                }
            }
            "cm" => state.page = matrix(operands).then(state.page),
            "BT" => (state.text, state.line) = (Matrix::UNIT, Matrix::UNIT),
            "Tf" => {
                state.font = operands
                    .first()
                    .and_then(|name| name.as_name().ok())
                    .and_then(self.font_of);
                state.size = number(1);
            }
            "TL" => state.leading = number(0),
            "Tc" => state.spacing = number(0),
            "Tz" => state.stretch = number(0) / 100.0,
            "Tm" => {
                state.line = matrix(operands);
                state.text = state.line;
            }
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show_operand(operands.first()),
            "'" | "\"" => {
                self.next_line(0.0, -self.state.leading);
                self.show_operand(operands.last());
            }
            "TJ" => self.show_all(operands.first()),
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.state.line = Matrix::shift(x, y).then(self.state.line);
        self.state.text = self.state.line;
    }

    fn show_operand(&mut self, operand: Option<&Object>) {
        if let Some(Object::String(bytes, _)) = operand {
            self.show(bytes);
        }
    }

    fn show_all(&mut self, operand: Option<&Object>) {
        let Some(Object::Array(all)) = operand else {
            return;
        };
        for part in all {
            match part {
                Object::String(bytes, _) => self.show(bytes),
                other => {
                    let back = other.as_float().unwrap_or(0.0) / 1000.0;
                    self.advance(-back * self.state.size * self.state.stretch);
                }
            }
        }
    }

    fn advance(&mut self, by: f32) {
        self.state.text = Matrix::shift(by, 0.0).then(self.state.text);
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font else { return };
        let (text, lost) = font.decode(bytes);
        self.lost += lost;
        // Widths are not looked up: Chinese is one wide, letters and digits half.
        let ems: f32 = text
            .chars()
            .map(|c| if c.is_ascii() { 0.5 } else { 1.0 })
            .sum();
        let count = f32::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX));
        let width = (ems * self.state.size + count * self.state.spacing) * self.state.stretch;
        let placed = self.state.text.then(self.state.page).0;
        let scale = placed[0].hypot(placed[1]);
        if !text.is_empty() {
            self.pieces.push(Piece {
                text,
                x: placed[4],
                y: placed[5],
                width: width * scale,
                size: (self.state.size * placed[2].hypot(placed[3])).abs(),
            });
        }
        self.advance(width);
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut values = [0.0; 6];
    for (value, operand) in values.iter_mut().zip(operands) {
        *value = operand.as_float().unwrap_or(0.0);
    }
    Matrix(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_stand_where_the_operators_put_them() {
        let font = Font::Standard(encoding_rs::WINDOWS_1252);
        let op = |name: &str, operands: Vec<Object>| Operation::new(name, operands);
        let string = |text: &str| Object::string_literal(text);
        let (pieces, lost) = pieces(
            &[
                op("q", vec![]),
                op("cm", [2, 0, 0, 2, 10, 0].map(Object::from).to_vec()),
                op("BT", vec![]),
                op("Tf", vec![Object::Name(b"F1".to_vec()), 10.into()]),
                op("Td", vec![5.into(), 100.into()]),
                op("Tj", vec![string("ab")]),
                op("TL", vec![12.into()]),
                op("T*", vec![]),
                op(
                    "TJ",
                    vec![Object::Array(vec![
                        string("c"),
                        (-1000).into(),
                        string("d"),
                    ])],
                ),
                op("Q", vec![]),
                op("Tj", vec![string("lost with its font")]),
            ],
            &|name| (name == b"F1").then_some(&font),
        );
        let places: Vec<(&str, f32, f32)> =
            pieces.iter().map(|p| (p.text.as_str(), p.x, p.y)).collect();
        assert_eq!(lost, 0);
        assert_eq!(
            places,
            [("ab", 20.0, 200.0), ("c", 20.0, 176.0), ("d", 50.0, 176.0)]
        );
    }
}
