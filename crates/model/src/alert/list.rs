//! The closed list of alerts' states. It must not know how an alert moves.

use crate::titled_enum::titled_enum;

titled_enum! {
    /// The name of an alert's state, without its data.
    AlertStatus {
        Open = "open" "待处理",
        Resting = "resting" "暂缓",
        ClueOpened = "clue_opened" "已转线索",
        SetAside = "set_aside" "已排除",
    }
}
