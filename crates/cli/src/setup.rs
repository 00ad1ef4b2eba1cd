//! `fangfei setup`: a new installation with its first administrator. It must not know how it is
//! stored.

use clap::Args;
use fangfei_app::setup::{self, NewOffice};

use crate::{clock, failure::Failure, office::OfficeArgs};

/// Options of `setup`.
#[derive(Args)]
pub struct SetupArgs {
    /// 办公室名称，例如 云溪县处置非法集资工作领导小组办公室
    #[arg(long, value_name = "NAME")]
    office: String,
    /// 所辖行政区划代码，例如 140521
    #[arg(long, value_name = "CODE")]
    division: String,
    /// 所辖行政区划名称，例如 云溪县
    #[arg(long, value_name = "NAME")]
    division_name: String,
    /// 管理员登录名
    #[arg(long, default_value = "admin", value_name = "LOGIN")]
    admin: String,
    /// 管理员姓名
    #[arg(long, default_value = "系统管理员", value_name = "NAME")]
    admin_name: String,
    /// 从标准输入读取密码的第一行，而不是在终端询问
    #[arg(long)]
    password_stdin: bool,
}

/// Sets up, refusing a folder that already holds an installation.
pub async fn run(office: &OfficeArgs, args: SetupArgs) -> Result<(), Failure> {
    let password = if args.password_stdin {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        rpassword::prompt_password("请设置管理员密码（至少 10 位）：")?
    };
    let new = NewOffice {
        office: args.office,
        division: args.division,
        division_name: args.division_name,
        login: args.admin,
        name: args.admin_name,
        password,
    };
    setup::create(&office.settings(), &clock::ctx("初始化"), new).await?;
    println!("已建立：{}", office.data.display());
    println!("下一步：fangfei serve --data {}", office.data.display());
    Ok(())
}
