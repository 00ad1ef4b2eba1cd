//! The moves of a funds inquiry, each with the reason why it is refused. It must not know who may
//! make them or how they are stored.

use std::collections::BTreeSet;

use super::{
    AnalysisRequest, AnalysisRun, FundsInquiry, Ground, InquiryState, InquiryTurn, Judgement,
    StatementFile, Withdrawal,
};
use crate::{
    ctx::Stamp,
    id::EvidenceId,
    refusal::{Refusal, reason},
};

impl FundsInquiry {
    fn must_be_open(&self, what: &'static str) -> Result<(), Refusal> {
        match self.state {
            InquiryState::Open => Ok(()),
            InquiryState::Closed { .. } => Err(Refusal::new(
                what,
                format!("资金核查{}已结束", self.number),
                "如有新情况，请先重新打开核查",
            )),
        }
    }

    /// 立项: with a title, whom it is about, and a lawful ground.
    pub fn opened(mut self) -> Result<Self, Refusal> {
        const WHAT: &str = "立项核查";
        let blank = |text: &str| text.trim().is_empty();
        let missing = [
            (&self.title, "核查名称"),
            (&self.target.subject_name, "涉及主体"),
        ]
        .into_iter()
        .find(|(text, _)| blank(text));
        if let Some((_, title)) = missing {
            return Err(Refusal::new(
                WHAT,
                format!("没有填写{title}"),
                "请补充后再提交",
            ));
        }
        if self.grounds.is_empty() {
            return Err(Refusal::new(
                WHAT,
                "没有写明银行流水的取得依据",
                "银行流水只有依法取得的才能使用，请写明依据",
            ));
        }
        let grounds = std::mem::take(&mut self.grounds);
        for ground in grounds {
            self.grounds.push(ground.checked(WHAT)?);
        }
        Ok(self)
    }

    /// 补充依据: another document by which further statements were obtained.
    pub fn add_ground(mut self, ground: Ground) -> Result<Self, Refusal> {
        const WHAT: &str = "登记取得依据";
        self.must_be_open(WHAT)?;
        let ground = ground.checked(WHAT)?;
        let known = |g: &Ground| g.kind == ground.kind && g.document == ground.document;
        if self.grounds.iter().any(known) {
            return Err(Refusal::new(
                WHAT,
                format!("文书“{}”已经登记过", ground.document),
                "上传流水时直接选择这份文书即可",
            ));
        }
        self.grounds.push(ground);
        Ok(self)
    }

    /// 上传流水: a file that was obtained on one of the grounds. Content that is there already does
    /// not come in twice.
    pub fn add_file(mut self, file: StatementFile) -> Result<Self, Refusal> {
        const WHAT: &str = "上传流水";
        self.must_be_open(WHAT)?;
        if self.grounds.get(file.ground as usize).is_none() {
            return Err(Refusal::new(
                WHAT,
                "没有指明流水依据哪份文书取得",
                "请选择取得依据；没有的请先登记",
            ));
        }
        let again = |kept: &&StatementFile| kept.sha256 == file.sha256;
        if let Some(kept) = self.files_in_use().find(again) {
            return Err(Refusal::new(
                WHAT,
                format!("与已有文件“{}”内容相同", kept.file_name),
                "同一份流水不必重复上传",
            ));
        }
        self.files.push(file);
        Ok(self)
    }

    /// 停用流水: the file stays as evidence and no longer counts.
    pub fn withdraw_file(
        mut self,
        file: EvidenceId,
        stamp: Stamp,
        why: &str,
    ) -> Result<Self, Refusal> {
        const WHAT: &str = "停用流水文件";
        self.must_be_open(WHAT)?;
        let reason = reason(WHAT, why)?;
        let kept = self.files.iter_mut().find(|kept| kept.evidence == file);
        match kept {
            Some(kept) if kept.withdrawn.is_none() => {
                kept.withdrawn = Some(Withdrawal { stamp, reason });
                Ok(self)
            }
            _ => Err(Refusal::new(WHAT, "这份文件不在使用中", "请刷新页面后再看")),
        }
    }

    /// 开始分析: of the files in use.
    pub fn ask_analysis(mut self, request: AnalysisRequest) -> Result<Self, Refusal> {
        const WHAT: &str = "分析流水";
        self.must_be_open(WHAT)?;
        if self.files_in_use().next().is_none() {
            return Err(Refusal::new(WHAT, "还没有流水文件", "请先上传流水"));
        }
        if self
            .asked
            .as_ref()
            .is_some_and(|asked| asked.inputs == request.inputs)
        {
            return Err(Refusal::new(
                WHAT,
                "同样的分析正在进行",
                "请稍候，完成后刷新页面即可看到结果",
            ));
        }
        self.asked = Some(request);
        self.failure = None;
        Ok(self)
    }

    /// The analysis under way was finished.
    pub fn analysed(mut self, run: AnalysisRun) -> Self {
        if self
            .asked
            .as_ref()
            .is_some_and(|asked| asked.inputs == run.inputs)
        {
            self.asked = None;
        }
        self.failure = None;
        self.analysis = Some(run);
        self
    }

    /// The analysis under way could not be done; the last result stays.
    pub fn analysis_failed(mut self, inputs: &str, why: String) -> Self {
        if self
            .asked
            .as_ref()
            .is_some_and(|asked| asked.inputs == inputs)
        {
            self.asked = None;
            self.failure = Some(why);
        }
        self
    }

    /// 采信、排除 a finding, with the reason; the earlier judgement is kept.
    pub fn judge(mut self, judgement: Judgement) -> Result<Self, Refusal> {
        const WHAT: &str = "判断发现";
        self.must_be_open(WHAT)?;
        let reason = reason(WHAT, &judgement.reason)?;
        let holds = self.judgement(&judgement.finding);
        if holds.is_some_and(|held| held.verdict == judgement.verdict && held.reason == reason) {
            return Err(Refusal::new(
                WHAT,
                "与现有判断完全相同",
                "如需改变，请选择另一结论或写明新的理由",
            ));
        }
        self.judgements.push(Judgement {
            reason,
            ..judgement
        });
        Ok(self)
    }

    /// How many findings have been judged, whatever way.
    pub fn judged(&self) -> usize {
        let keys: BTreeSet<&str> = self.judgements.iter().map(|j| j.finding.as_str()).collect();
        keys.len()
    }

    /// 结束核查, with the reason.
    pub fn close(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "结束核查";
        self.must_be_open(WHAT)?;
        if self.asked.is_some() {
            return Err(Refusal::new(WHAT, "分析尚未完成", "请等分析完成后再结束"));
        }
        let reason = reason(WHAT, why)?;
        self.state = InquiryState::Closed { stamp, reason };
        Ok(self)
    }

    /// 重新打开, with the reason; the ending is kept.
    pub fn reopen(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "重新打开核查";
        let InquiryState::Closed {
            stamp: closed,
            reason: closed_reason,
        } = self.state
        else {
            return Err(Refusal::new(
                WHAT,
                format!("资金核查{}没有结束", self.number),
                "可以直接继续办理",
            ));
        };
        let reason = reason(WHAT, why)?;
        self.turns.push(InquiryTurn {
            closed,
            closed_reason,
            stamp,
            reason,
        });
        self.state = InquiryState::Open;
        Ok(self)
    }
}
