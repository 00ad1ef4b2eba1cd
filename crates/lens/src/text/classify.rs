//! Classifying texts: yes or no, events, and the words that decided. It must not know where texts come from.

use std::sync::Arc;

use serde::Serialize;

use super::{
    calibration::sigmoid,
    label::Example,
    letters::{LetterReader, Letters},
    mixture::mixed,
    model::{Model, ModelWork},
    names::Tagger,
    report::TextReport,
    signal::SignalWork,
    starter_events::StarterEvents,
    transfer::Transfer,
    why::{Decided, Deciding, WhyWork},
};
use crate::screen::{Folded, Screen, ScreenError};

/// Classifies texts. Built once, shared between threads; each thread takes a [`Reading`].
#[derive(Debug)]
pub struct Classifier {
    reader: LetterReader,
    transfer: Transfer,
    events: StarterEvents,
    model: Option<Model>,
}

/// What a text is taken for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Probability (0 to 1) that a person would call it an offer or a report of illegal fundraising.
    pub illegal_fundraising: f32,
    /// The answer in the words of the training data; 是 or 否 where it had none.
    pub label: Arc<str>,
    /// Events with a probability of at least one half, the likeliest first.
    pub events: Vec<EventGuess>,
    /// The words that decided, the weightiest first.
    pub why: Vec<Deciding>,
}

/// An event a text may tell of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventGuess {
    /// The event, as named in the training data.
    pub event: Arc<str>,
    /// Probability, 0 to 1.
    pub p: f32,
}

impl Classifier {
    /// The starter's judgement alone.
    pub fn starter() -> Result<Self, ScreenError> {
        let reader = LetterReader::builtin()?;
        Ok(Self {
            transfer: Transfer::builtin(&reader),
            events: StarterEvents::builtin(&reader),
            reader,
            model: None,
        })
    }

    /// With a trained model.
    pub fn with_model(model: Model) -> Result<Self, ScreenError> {
        Ok(Self {
            model: Some(model),
            ..Self::starter()?
        })
    }

    /// The tagger of names of the trained model, where it has one.
    pub fn tagger(&self) -> Option<&Tagger> {
        self.model.as_ref().and_then(Model::names)
    }

    /// Whether it reads texts as this screen folds them, so that one folding serves both.
    pub(super) fn folds_by(&self, screen: &Screen) -> bool {
        self.reader.folds_by(screen.folding())
    }

    /// Buffers of one thread.
    pub fn reading(&self) -> Reading<'_> {
        let names = self.model.iter().flat_map(Model::events);
        let wording = self.model.as_ref().map(|m| &m.wording);
        Reading {
            classifier: self,
            events: names.map(Arc::from).collect(),
            yes: wording.map_or("是", |w| &w.yes).into(),
            no: wording.map_or("否", |w| &w.no).into(),
            folded: Folded::default(),
            letters: Letters::default(),
            model_work: ModelWork::default(),
            signal_work: SignalWork::default(),
            event_work: SignalWork::default(),
            why_work: WhyWork::default(),
        }
    }

    /// Scores on examples.
    pub fn evaluate(&self, examples: &[Example]) -> TextReport {
        let mut reading = self.reading();
        let mut asked = vec![(String::new(), Vec::new())];
        asked.extend(
            self.model
                .iter()
                .flat_map(Model::events)
                .map(|e| (e.to_owned(), Vec::new())),
        );
        for example in examples {
            let yes = reading.probability(&example.text);
            asked[0].1.push((yes, example.yes));
            let events = reading.event_logits();
            for ((name, answers), logit) in asked[1..].iter_mut().zip(events) {
                answers.push((sigmoid(*logit), example.events.contains(name)));
            }
        }
        TextReport::of(asked, None)
    }
}

/// Classifies one text after another in a thread.
#[derive(Debug)]
pub struct Reading<'c> {
    classifier: &'c Classifier,
    events: Vec<Arc<str>>,
    yes: Arc<str>,
    no: Arc<str>,
    folded: Folded,
    letters: Letters,
    model_work: ModelWork,
    signal_work: SignalWork,
    event_work: SignalWork,
    why_work: WhyWork,
}

impl Reading<'_> {
    /// Classifies a text.
    pub fn classify(&mut self, text: &str) -> Verdict {
        let probability = self.probability(text);
        let events = self.events(probability);
        self.weigh();
        Verdict {
            illegal_fundraising: probability,
            label: Arc::clone(self.label(probability)),
            events,
            why: self.deciding(text).map(Deciding::from).collect(),
        }
    }

    /// The probability of yes; leaves what it rests on in the buffers.
    pub(super) fn probability(&mut self, text: &str) -> f32 {
        self.classifier.reader.fold(text, &mut self.folded);
        self.letters.read(&self.folded);
        self.probability_of_letters()
    }

    /// The same of a text as the screen folds it.
    pub(super) fn probability_of_folded(&mut self, folded: &Folded) -> f32 {
        self.letters.read(folded);
        self.probability_of_letters()
    }

    /// The events of the text read last, which is yes with this probability.
    pub(super) fn events(&mut self, probability: f32) -> Vec<EventGuess> {
        match self.classifier.model {
            Some(_) => self.likely_events(),
            None => self.starter_events(probability),
        }
    }

    /// Whether the text classified last is of a kind the model does not know; without a model every text is.
    pub fn strange(&self) -> bool {
        let model = self.classifier.model.as_ref();
        model.is_none_or(|m| m.source.familiar(self.model_work.known) < 0.5)
    }

    fn probability_of_letters(&mut self) -> f32 {
        let classifier = self.classifier;
        let carried = classifier
            .transfer
            .logit(&self.letters, &mut self.signal_work);
        let Some(model) = &classifier.model else {
            return sigmoid(carried);
        };
        let features = &self.signal_work.features;
        model.score(&self.letters, carried, features, &mut self.model_work);
        match self.own_logit(model) {
            Some(own) => mixed(own, carried, self.model_work.trust),
            None => sigmoid(carried),
        }
    }

    fn own_logit(&self, model: &Model) -> Option<f32> {
        let first = self.model_work.logits.first().copied();
        first.filter(|_| model.answers_yes)
    }

    fn event_logits(&self) -> &[f32] {
        let from = self
            .classifier
            .model
            .as_ref()
            .map_or(0, |m| usize::from(m.answers_yes));
        self.model_work.logits.get(from..).unwrap_or_default()
    }

    fn likely_events(&self) -> Vec<EventGuess> {
        let guesses = self.events.iter().zip(self.event_logits());
        let mut likely: Vec<EventGuess> = guesses
            .filter(|(_, logit)| **logit >= 0.0)
            .map(|(event, logit)| EventGuess {
                event: event.clone(),
                p: sigmoid(*logit),
            })
            .collect();
        likely.sort_by(|a, b| b.p.total_cmp(&a.p));
        likely
    }

    /// What the starter says of events: looked for where a signal of trouble stands, since most texts hold none.
    fn starter_events(&mut self, probability: f32) -> Vec<EventGuess> {
        let classifier = self.classifier;
        let told = classifier.transfer.tells_of_trouble(&self.signal_work);
        if !told && probability < 0.5 {
            return Vec::new();
        }
        let (letters, work) = (&self.letters, &mut self.event_work);
        let events = classifier.events.read(letters, told, probability, work);
        let guess = |(event, p)| EventGuess { event, p };
        events.into_iter().map(guess).collect()
    }

    /// The answer to a text read last, in words.
    pub(super) fn label(&self, probability: f32) -> &Arc<str> {
        let classes = self
            .classifier
            .model
            .as_ref()
            .is_some_and(|m| m.wording.classes);
        let guesses = self.events.iter().zip(self.event_logits());
        let best = guesses.max_by(|a, b| a.1.total_cmp(b.1));
        match best.filter(|_| classes) {
            Some((class, _)) => class,
            None if probability >= 0.5 => &self.yes,
            None => &self.no,
        }
    }

    /// Lays what the answer to the text read last rests on upon its letters.
    pub(super) fn weigh(&mut self) {
        self.why_work.begin(self.letters.codes.len());
        let mut heard = 1.0;
        if let Some(model) = self.classifier.model.as_ref().filter(|m| m.answers_yes) {
            let trust = self.model_work.trust;
            let starter = model.heads.first().map_or(0.0, |h| h.standing.starter());
            heard = (1.0 - trust) + trust * starter;
            let width = model.width();
            for run in &self.model_work.found {
                let steps = f32::from(model.steps[run.row as usize * width]);
                let weight = steps * self.model_work.unit * trust;
                self.why_work.add(run.start, run.start + run.len, weight);
            }
        }
        for feature in &self.signal_work.features {
            let weight = self.classifier.transfer.weight(feature.number) * feature.value;
            let half = weight * heard / 2.0;
            for (from, to) in feature.on {
                self.why_work.add(from, to, half);
            }
        }
        self.why_work.decide();
    }

    /// The words of `text`, which was weighed last, that decided; the weightiest first.
    pub(super) fn deciding<'t>(&self, text: &'t str) -> impl Iterator<Item = Decided<'t>> + Clone {
        let stretches = self.why_work.deciding().iter();
        stretches.filter_map(move |(from, to, weight)| {
            let stretch = self.letters.stretch(text, *from, *to)?;
            Some(Decided::of(text, stretch, *weight))
        })
    }
}
