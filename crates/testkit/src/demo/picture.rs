//! Small self-made files that stand for evidence: a drawn picture. It must not know
//! what they are attached to.

use super::draw::Draw;

const WIDTH: u32 = 96;
const HEIGHT: u32 = 64;

/// A small PNG of a shop front in drawn colours; the text makes it differ from every other.
pub fn photograph(draw: &mut Draw, text: &str) -> Vec<u8> {
    let colours = draw.bytes(9);
    let pixel = |x: u32, y: u32| match (y, x) {
        (0..20, _) => &colours[0..3],
        (20..30, 12..84) => &colours[3..6],
        (34..64, 36..60) => &colours[6..9],
        _ => &[0xd8, 0xd4, 0xcc],
    };
    let mut rows = Vec::new();
    for y in 0..HEIGHT {
        rows.push(0);
        (0..WIDTH).for_each(|x| rows.extend_from_slice(pixel(x, y)));
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"tEXt", &[b"Comment\0", text.as_bytes()].concat());
    chunk(&mut png, b"IDAT", &stored(&rows));
    chunk(&mut png, b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let start = png.len();
    png.extend(kind);
    png.extend(data);
    let sum = crc(&png[start..]);
    png.extend(sum.to_be_bytes());
}

/// zlib's frame around one uncompressed block; a row of pixels is small.
fn stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
    let mut out = vec![0x78, 0x01, 0x01];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(data);
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend(((b << 16) | a).to_be_bytes());
    out
}

fn crc(data: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            }
        })
    };
    !data.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_png_standard() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        let png = photograph(&mut Draw::seeded(1), "FX");
        assert!(png.starts_with(b"\x89PNG") && png.len() < 20_000);
    }
}
