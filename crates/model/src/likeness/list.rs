//! The closed lists of likenesses. It must not know how a likeness moves.

use crate::titled_enum::titled_enum;

titled_enum! {
    /// What two records may have in common.
    LikenessKind {
        Subject = "subject" "疑似同一主体",
        Clue = "clue" "疑似串案",
    }
}

titled_enum! {
    /// The name of a likeness's state, without its data.
    LikenessStatus {
        Open = "open" "待判断",
        Same = "same" "已认定",
        Different = "different" "已排除",
        Lapsed = "lapsed" "不再相似",
    }
}
