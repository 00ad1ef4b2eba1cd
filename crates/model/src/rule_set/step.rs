//! The moves of a rule set, each with the reason why it is refused. It must not know who may make
//! them or how they are stored.

use super::{RuleFile, RuleSet, RuleSetState, RuleTest};
use crate::{
    ctx::Stamp,
    refusal::{Refusal, reason},
};

impl RuleSet {
    /// 起草: a title is needed.
    pub fn drafted(mut self) -> Result<Self, Refusal> {
        self.title = self.title.trim().to_owned();
        if self.title.is_empty() {
            return Err(Refusal::new(
                "起草指标方案",
                "没有填写名称",
                "请用一句话写明这次调整什么",
            ));
        }
        Ok(self)
    }

    /// 修改: the files and the digest they come to. Trials of other rules no longer count.
    pub fn change(
        mut self,
        stamp: Stamp,
        files: Vec<RuleFile>,
        digest: String,
    ) -> Result<Self, Refusal> {
        self.must_be_draft("修改指标方案", "请另起草一个方案")?;
        self.files = files;
        self.digest = digest;
        self.written.push(stamp);
        Ok(self)
    }

    /// 试运行: a trial beside the rules in force.
    pub fn tested(mut self, test: RuleTest) -> Result<Self, Refusal> {
        self.must_be_draft("记录试运行", "已发布的方案请直接查看运行结果")?;
        self.tests.push(test);
        Ok(self)
    }

    /// 发布: tried as it stands now, and by somebody who wrote no part of it.
    pub fn publish(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "发布指标方案";
        self.must_be_draft(WHAT, "请另起草一个方案")?;
        if stamp.by.is_some() && self.written.iter().any(|w| w.by == stamp.by) {
            return Err(Refusal::new(
                WHAT,
                "起草人和发布人是同一人",
                "请由没有参与起草的另一人发布",
            ));
        }
        if self.test().is_none() {
            return Err(Refusal::new(
                WHAT,
                "方案最后一次修改后没有试运行",
                "请先与现行方案对照试运行，看清楚谁会因此进入或离开预警",
            ));
        }
        let reason = reason(WHAT, why)?;
        self.state = RuleSetState::Published { stamp, reason };
        Ok(self)
    }

    /// 被替代: another was published.
    pub fn replaced(mut self, by: Stamp) -> Result<Self, Refusal> {
        let RuleSetState::Published { stamp, .. } = self.state else {
            return Err(self.refuse_move("替代指标方案", "只有现行方案可以被替代"));
        };
        self.state = RuleSetState::Replaced {
            published: stamp,
            stamp: by,
        };
        Ok(self)
    }

    /// 撤回: a draft is given up, with the reason.
    pub fn withdraw(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "撤回指标方案";
        self.must_be_draft(WHAT, "现行方案请用新方案替代")?;
        let reason = reason(WHAT, why)?;
        self.state = RuleSetState::Withdrawn { stamp, reason };
        Ok(self)
    }

    fn must_be_draft(&self, what: &'static str, next: &'static str) -> Result<(), Refusal> {
        match self.state {
            RuleSetState::Draft => Ok(()),
            _ => Err(self.refuse_move(what, next)),
        }
    }

    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(
            what,
            format!("方案{}目前是“{}”", self.number, self.status()),
            next,
        )
    }
}
