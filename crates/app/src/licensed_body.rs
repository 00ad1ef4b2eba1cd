//! licensed_body
