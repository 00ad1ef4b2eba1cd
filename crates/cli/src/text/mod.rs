//! `fangfei text train|eval|scan`: texts classified. A file per subcommand. It must not know how texts are judged.

use clap::Subcommand;

use crate::failure::Failure;

mod lines;
mod scan;
mod scores;
mod train;

/// Subcommands of `text`.
#[derive(Subcommand)]
pub enum TextCommand {
    /// 用标注好的文本训练模型，并给出交叉验证成绩
    Train(train::TrainArgs),
    /// 用标注好的文本检验模型
    Eval(train::EvalArgs),
    /// 逐条判断文本：是否非法集资、事件类型、词类命中、判断依据
    Scan(scan::ScanArgs),
}

/// Runs a subcommand.
pub fn run(command: TextCommand) -> Result<(), Failure> {
    match command {
        TextCommand::Train(args) => train::train_model(&args),
        TextCommand::Eval(args) => train::eval(&args),
        TextCommand::Scan(args) => scan::run(&args),
    }
}
