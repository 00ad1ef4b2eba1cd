//! clue
