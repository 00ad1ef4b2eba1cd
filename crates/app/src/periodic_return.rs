//! periodic_return
