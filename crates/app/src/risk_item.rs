//! risk_item
