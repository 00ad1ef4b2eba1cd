//! The moves of an alert, each with the reason why it is refused. It must not know who may make them
//! or how they are stored.

use jiff::civil::Date;

use super::{Alert, AlertState, Ended, Rest, Sighting};
use crate::{
    ctx::Stamp,
    id::{AlertId, ClueId},
    refusal::{Refusal, reason},
    subject::Subject,
};

impl Alert {
    /// A first alert about a subject.
    pub fn raised(id: AlertId, number: String, subject: &Subject, seen: Sighting) -> Self {
        Self {
            id,
            number,
            subject: subject.id,
            subject_name: subject.name.clone(),
            division: subject.division,
            sightings: vec![seen],
            rests: Vec::new(),
            state: AlertState::Open,
        }
    }

    /// Whether a later sighting belongs to this alert instead of a new one.
    pub fn takes_sightings(&self) -> bool {
        matches!(self.state, AlertState::Open | AlertState::Resting { .. })
    }

    /// Whether a sighting is no news while this alert is the subject's latest: the matter goes on as a
    /// clue, or somebody set it aside within the last `days`, and the subject is in no higher band.
    pub fn keeps_quiet(&self, seen: &Sighting, days: i32) -> bool {
        let higher = self.latest().is_none_or(|s| seen.band_rank > s.band_rank);
        match &self.state {
            AlertState::Open | AlertState::Resting { .. } => false,
            AlertState::ClueOpened { .. } => !higher,
            AlertState::SetAside { ended } => {
                let since = seen.as_of.since(ended.stamp.day());
                !higher && since.is_ok_and(|span| span.get_days() < days)
            }
        }
    }

    /// 合并: a later run found the same subject. A resting alert wakes when its day has come, or when
    /// the subject has reached a higher band than the one it was let rest in. The same run twice
    /// changes nothing.
    pub fn seen_again(mut self, seen: Sighting) -> Result<Self, Refusal> {
        const WHAT: &str = "合并预警";
        if !self.takes_sightings() {
            return Err(self.refuse_move(WHAT, "请另立一条预警"));
        }
        if self.sightings.iter().any(|s| s.run == seen.run) {
            return Ok(self);
        }
        let before = self.latest().map_or(0, |s| s.band_rank);
        if let AlertState::Resting { rest } = &self.state
            && (seen.as_of >= rest.until || seen.band_rank > before)
        {
            self.state = AlertState::Open;
        }
        self.sightings.push(seen);
        Ok(self)
    }

    /// 暂缓: until a day after today, with the reason.
    pub fn rest(
        mut self,
        stamp: Stamp,
        today: Date,
        until: Date,
        why: &str,
    ) -> Result<Self, Refusal> {
        const WHAT: &str = "暂缓预警";
        if !matches!(self.state, AlertState::Open) {
            return Err(self.refuse_move(WHAT, "待处理的预警才能暂缓"));
        }
        if until <= today {
            return Err(Refusal::new(
                WHAT,
                format!("{until}不在今天之后"),
                "请填写以后的日期",
            ));
        }
        let rest = Rest {
            stamp,
            until,
            reason: reason(WHAT, why)?,
        };
        self.rests.push(rest.clone());
        self.state = AlertState::Resting { rest };
        Ok(self)
    }

    /// 恢复: its day has come, or somebody wants to look now.
    pub fn wake(mut self) -> Result<Self, Refusal> {
        if !matches!(self.state, AlertState::Resting { .. }) {
            return Err(self.refuse_move("恢复预警", "暂缓的预警才能恢复"));
        }
        self.state = AlertState::Open;
        Ok(self)
    }

    /// 转线索: the matter goes on as a clue.
    pub fn open_clue(mut self, stamp: Stamp, clue: ClueId) -> Result<Self, Refusal> {
        if !self.takes_sightings() {
            return Err(self.refuse_move("转为线索", "请在原线索中继续办理"));
        }
        self.state = AlertState::ClueOpened { stamp, clue };
        Ok(self)
    }

    /// 排除: looked at, nothing to follow up, with the reason.
    pub fn set_aside(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "排除预警";
        if !self.takes_sightings() {
            return Err(self.refuse_move(WHAT, "待处理或暂缓的预警才能排除"));
        }
        let reason = reason(WHAT, why)?;
        self.state = AlertState::SetAside {
            ended: Ended { stamp, reason },
        };
        Ok(self)
    }

    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(
            what,
            format!("预警{}目前是“{}”", self.number, self.status()),
            next,
        )
    }
}
