//! Closed lists with a stable code and a Chinese word each. It must not know any list.

macro_rules! titled_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal $title:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant),* }

        impl $name {
            /// All of them, in the order in which people see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code used in URLs, files and the database.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The Chinese word.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.title())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::record::UnknownCode;

            /// Reads the code or the Chinese word.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|v| v.code() == text || v.title() == text).ok_or_else(|| {
                    $crate::record::UnknownCode {
                        text: text.to_owned(),
                        known: Self::ALL.iter().map(|v| v.title()).collect::<Vec<_>>().join("、"),
                    }
                })
            }
        }
    };
}
pub(crate) use titled_enum;
