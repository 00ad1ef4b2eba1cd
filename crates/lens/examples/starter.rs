//! Learns the starter's weights from the starter texts and writes `starter/weights.txt`. It must not know anything else.

use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter/weights.txt");
    fs::write(file, fangfei_lens::text::starter_weights()?)?;
    Ok(())
}
