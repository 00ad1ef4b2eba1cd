//! Two judgements made one: the office's model where a text is of the kind it was trained on, the starter's elsewhere. It must
//! not know texts.

/// The logit of yes from the model's own and the carried-over one. `trust` (0 to 1) says how much the text is of the kind
/// the model knows. Of a strange text the model's silence says little, but what it recognises counts.
pub(super) fn mixed(own: f32, carried: f32, trust: f32) -> f32 {
    let strange = if own > 0.0 { carried.max(own) } else { carried };
    trust * own + (1.0 - trust) * strange
}

#[cfg(test)]
mod tests {
    use super::mixed;

    #[test]
    fn trust_decides_whose_word_counts() {
        assert_eq!(mixed(-3.0, 2.0, 1.0), -3.0);
        assert_eq!(mixed(-3.0, 2.0, 0.0), 2.0);
        assert_eq!(mixed(1.0, -2.0, 0.0), 1.0);
    }
}
