//! Stylesheets, script and pictures, embedded in the program and addressed by their content.
//! It must not know HTTP; the handler turns an `Asset` into a response with a cache of a year.

use std::{collections::BTreeMap, sync::LazyLock};

/// One embedded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its content.
    pub bytes: &'static [u8],
    /// Its media type.
    pub mime: &'static str,
    /// Changes when the content does; quoted as the header wants it.
    pub etag: String,
    /// Whether the address names this very content, so that it may be kept for ever.
    pub immutable: bool,
}

const WORKBENCH: &str = concat!(
    include_str!("../../assets/css/tokens.css"),
    include_str!("../../assets/css/base.css"),
    include_str!("../../assets/css/shell.css"),
    include_str!("../../assets/css/table.css"),
    include_str!("../../assets/css/form.css"),
    include_str!("../../assets/css/part.css"),
    include_str!("../../assets/css/review.css"),
    include_str!("../../assets/css/trace.css"),
    include_str!("../../assets/css/print.css"),
);

const PUBLIC: &str = concat!(
    include_str!("../../assets/css/tokens.css"),
    include_str!("../../assets/css/base.css"),
    include_str!("../../assets/css/form.css"),
    include_str!("../../assets/css/part.css"),
    include_str!("../../assets/css/public.css"),
);

const FILES: [(&str, &str, &[u8]); 7] = [
    (
        "workbench.css",
        "text/css; charset=utf-8",
        WORKBENCH.as_bytes(),
    ),
    ("public.css", "text/css; charset=utf-8", PUBLIC.as_bytes()),
    (
        "app.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../assets/app.js"),
    ),
    (
        "trace.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../assets/trace.js"),
    ),
    (
        "icons.svg",
        "image/svg+xml",
        include_bytes!("../../assets/icons.svg"),
    ),
    (
        "logo.svg",
        "image/svg+xml",
        include_bytes!("../../assets/logo.svg"),
    ),
    (
        "favicon.svg",
        "image/svg+xml",
        include_bytes!("../../assets/favicon.svg"),
    ),
];

/// Name → content hash, worked out once.
static HASHES: LazyLock<BTreeMap<&'static str, String>> = LazyLock::new(|| {
    let hash = |(name, _, bytes): (&'static str, _, &[u8])| (name, content_hash(bytes));
    FILES.into_iter().map(hash).collect()
});

/// The address of an asset, with its content hash: `/assets/0f3a….workbench.css`.
///
/// An unknown name keeps its plain address, which then answers 404.
pub fn url(name: &str) -> String {
    match HASHES.get(name) {
        Some(hash) => format!("/assets/{hash}.{name}"),
        None => format!("/assets/{name}"),
    }
}

/// The asset at the path below `/assets/`, with or without its hash.
pub fn get(path: &str) -> Option<Asset> {
    let (asked, name) = match path.split_once('.') {
        Some((hash, rest)) if rest.contains('.') => (Some(hash), rest),
        _ => (None, path),
    };
    let (_, mime, bytes) = FILES.into_iter().find(|(known, ..)| *known == name)?;
    let hash = HASHES.get(name)?;
    // A page of the previous version may still ask for the old hash: it gets today's file, but may not keep it.
    Some(Asset {
        bytes,
        mime,
        etag: format!("\"{hash}\""),
        immutable: asked == Some(hash.as_str()),
    })
}

/// FNV-1a in 64 bits: names content for caches, protects nothing.
fn content_hash(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(name: &str) -> Asset {
        let url = url(name);
        get(url.strip_prefix("/assets/").unwrap()).unwrap()
    }

    #[test]
    fn every_asset_is_served_at_its_own_address() {
        for (name, ..) in FILES {
            let asset = fetch(name);
            assert!(asset.immutable && !asset.bytes.is_empty(), "{name}");
        }
    }

    #[test]
    fn an_old_address_is_answered_but_not_kept() {
        let asset = get("0000000000000000.workbench.css").unwrap();
        assert!(!asset.immutable);
        assert!(get("workbench.css").is_some());
        assert!(get("../Cargo.toml").is_none());
    }

    #[test]
    fn the_scripts_stay_small() {
        assert!(fetch("app.js").bytes.len() < 5 * 1024);
        assert!(fetch("trace.js").bytes.len() < 24 * 1024);
    }

    /// Chromium 80 is the oldest browser in the offices; these came later and would be dropped silently.
    #[test]
    fn stylesheets_keep_to_what_old_browsers_know() {
        for css in [WORKBENCH, PUBLIC] {
            for newer in [
                ":has(",
                "color-mix(",
                "@container",
                "inset:",
                "aspect-ratio",
                ":is(",
                ":where(",
                "@layer",
            ] {
                assert!(!css.contains(newer), "{newer}");
            }
        }
    }

    #[test]
    fn every_icon_named_in_a_place_is_in_the_sprite() {
        let sprite = std::str::from_utf8(fetch("icons.svg").bytes).unwrap();
        let nav = crate::ui::Nav::new(None, |_| true);
        for item in nav.sections.iter().flat_map(|section| &section.items) {
            let id = format!(r#"id="{}""#, item.place.icon());
            assert!(sprite.contains(&id), "{id}");
        }
    }
}
