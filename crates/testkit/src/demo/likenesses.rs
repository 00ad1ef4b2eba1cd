//! A township's own list from walking its streets names firms as people call them, without codes; the
//! program finds which files it doubles, and the lead office decides about some. It must not know how
//! likenesses are found.

use fangfei_app::{
    Page, Result,
    import::{self, FileImport, ImportKind, ImportSettings},
    likeness::{self, LikenessFilter},
    worker,
};
use fangfei_model::{
    ctx::Ctx,
    likeness::{Likeness, LikenessKind, LikenessStatus},
    permission::Role,
};

use super::{firm::Firm, load::LoadError, world::World};

/// Firms on the list.
const WALKED: usize = 24;
const REASON: &str = "走访核对：同一门店、同一负责人和电话，走访名单用的是简称";

/// The list comes in, what it doubles is found, and some of it is decided.
pub async fn walk(world: &World) -> Result<(), LoadError> {
    import_list(world)
        .await
        .map_err(LoadError::during("走访名单"))?;
    worker::drain(&world.app, &world.system())
        .await
        .map_err(LoadError::during("查重比对"))?;
    decide(world)
        .await
        .map_err(LoadError::during("合并重复档案"))?;
    Ok(())
}

async fn import_list(world: &World) -> Result<()> {
    let clerk = world.clerk_of(world.offices.townships[0].id);
    let of_town = |firm: &&Firm| firm.township.digits == "101" && firm.status.starts_with("存续");
    let walked: Vec<&Firm> = world.firms.iter().filter(of_town).take(WALKED).collect();
    let mut text = String::from("门店名称,负责人,联系电话,经营地址\n");
    for firm in walked {
        let (name, head, phone) = (called(&firm.name), &firm.head, &firm.phone);
        text.push_str(&format!("{name},{head},{phone},{}\n", firm.address));
    }
    let import = FileImport {
        kind: ImportKind::Subject,
        file_name: "清溪镇沿街门店走访名单.csv".to_owned(),
        bytes: text.into_bytes(),
        sheets: Vec::new(),
        settings: ImportSettings::default(),
        dry_run: false,
    };
    import::import_file(&world.app, &clerk, import, &|_| {}).await?;
    Ok(())
}

/// As people say it: without the county, the form cut short.
fn called(name: &str) -> String {
    let short = name.strip_prefix("云溪县").unwrap_or(name);
    short
        .replace("有限责任公司", "公司")
        .replace("有限公司", "公司")
}

async fn decide(world: &World) -> Result<()> {
    let clerk = world.ctx(world.offices.of_office(Role::LeadClerk));
    for (at, found) in open(world, &clerk, LikenessKind::Subject)
        .await?
        .iter()
        .enumerate()
    {
        match at % 4 {
            0 => {
                let kept = with_code(world, &clerk, found).await?;
                likeness::judge_same(&world.app, &clerk, found.id, Some(kept), REASON).await?;
            }
            1 if at > 4 => {
                let why = "电话相同但门店不同，分别经营";
                likeness::judge_different(&world.app, &clerk, found.id, why).await?;
            }
            _ => {}
        }
    }
    if let Some(first) = open(world, &clerk, LikenessKind::Clue).await?.first() {
        let why = "两处宣传同一产品，由同一人收款";
        likeness::judge_same(&world.app, &clerk, first.id, None, why).await?;
    }
    Ok(())
}

async fn open(world: &World, ctx: &Ctx, kind: LikenessKind) -> Result<Vec<Likeness>> {
    let filter = LikenessFilter {
        kind,
        status: Some(LikenessStatus::Open),
    };
    let rows = likeness::list(&world.app, ctx, filter, Page::first(40)).await?;
    Ok(rows.into_iter().map(|row| row.likeness).collect())
}

/// The file that has a credit code goes on; the left one where neither has.
async fn with_code(world: &World, ctx: &Ctx, found: &Likeness) -> Result<uuid::Uuid> {
    for id in [found.left.id, found.right.id] {
        let subject = fangfei_app::subject::get(&world.app, ctx, id.into()).await?;
        if subject.record.uscc.is_some() {
            return Ok(id);
        }
    }
    Ok(found.left.id)
}
