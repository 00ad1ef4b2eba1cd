//! Two judgements made one: the office's model where a text is of the kind it was trained on, the starter's elsewhere. It must
//! not know texts.

use super::calibration::sigmoid;

/// The probability of yes from the logits of the model's own judgement and of the carried-over one. `trust` (0 to 1) says how
/// much the text is of the kind the model knows. Of a strange text the model's silence says little, but what it recognises
/// counts. Probabilities are mixed, not logits: a model that is wrongly sure of a strange text must not outweigh the other.
pub(super) fn mixed(own: f32, carried: f32, trust: f32) -> f32 {
    let strange = if own > 0.0 { carried.max(own) } else { carried };
    trust * sigmoid(own) + (1.0 - trust) * sigmoid(strange)
}

#[cfg(test)]
mod tests {
    use super::{mixed, sigmoid};

    #[test]
    fn trust_decides_whose_word_counts() {
        assert_eq!(mixed(-3.0, 2.0, 1.0), sigmoid(-3.0));
        assert_eq!(mixed(-3.0, 2.0, 0.0), sigmoid(2.0));
        assert_eq!(mixed(1.0, -2.0, 0.0), sigmoid(1.0));
        assert!(mixed(-9.0, 2.0, 0.3) > 0.5);
    }
}
