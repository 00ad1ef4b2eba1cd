//! Files that the offices of the county bring in: the register, the licensed bodies, the contacts, an
//! old ledger, later a correction of the register. It must not know how they are read.

use super::{
    agenda::office_moment,
    draw::Draw,
    load::LoadError,
    person, picture,
    register::{clue_ledger, contact_list, industry_list, licensed_list, register_csv},
    step::Step,
    world::World,
};
use encoding_rs::GB18030;
use fangfei_app::{
    Page, Result, clue,
    evidence::{self, AttachedTo, NewFile},
    import::{self, FileImport, ImportKind, ImportSettings},
    subject,
};
use fangfei_model::{
    ctx::Ctx,
    evidence::EvidenceKind,
    noun::Noun,
    permission::Role,
    query::{Query, Test},
    record::Value,
};

/// So many firms that words draw attention to get their papers photographed.
const FILED: u64 = 60;

/// The lists at the beginning of the year.
pub async fn opening(world: &mut World) -> Result<(), LoadError> {
    let market = world.clerk_of(world.offices.departments[1].id);
    let office = world.ctx(world.offices.of_office(Role::LeadClerk));
    let year = office.today().year() - 1;
    let register = register_csv(&world.firms);
    let licensed = licensed_list(&mut world.draw);
    let contacts = contact_list(&mut world.draw, &world.offices.units());
    let ledger = clue_ledger(&mut world.draw, &world.firms, year);
    let files = [
        (
            &office,
            ImportKind::Industry,
            "国民经济行业分类（节选）.csv",
            industry_list().into_bytes(),
        ),
        (
            &market,
            ImportKind::Subject,
            "云溪县经营主体名录.csv",
            encoded(&register),
        ),
        (
            &office,
            ImportKind::LicensedBody,
            "持牌金融机构和地方金融组织名录.csv",
            licensed.into_bytes(),
        ),
        (
            &office,
            ImportKind::Contact,
            "分管领导及联络员信息表.csv",
            contacts.into_bytes(),
        ),
        (
            &office,
            ImportKind::Clue,
            "往年线索台账.csv",
            encoded(&ledger),
        ),
    ];
    for (ctx, kind, name, bytes) in files {
        take(world, ctx, kind, name, bytes)
            .await
            .map_err(LoadError::during(name))?;
    }
    take_up(world)
        .await
        .map_err(LoadError::during("受理往年线索"))?;
    photograph(world)
        .await
        .map_err(LoadError::during("建档材料"))?;
    let now = fangfei_model::ctx::Clock::now(&*world.clock);
    let at = office_moment(&mut world.draw, now, (180, 184));
    world.agenda.plan(at, Step::Correction);
    Ok(())
}

async fn take(
    world: &World,
    ctx: &Ctx,
    kind: ImportKind,
    name: &str,
    bytes: Vec<u8>,
) -> Result<()> {
    let import = FileImport {
        kind,
        file_name: name.to_owned(),
        bytes,
        sheets: Vec::new(),
        settings: ImportSettings::default(),
        dry_run: false,
    };
    import::import_file(&world.app, ctx, import, &|_| {}).await?;
    Ok(())
}

/// As an older program saves it.
fn encoded(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

/// Half a year later: some firms moved, some are new, some rows are wrong.
pub async fn correction(world: &mut World) -> Result<()> {
    let market = world.clerk_of(world.offices.departments[1].id);
    let mut some: Vec<_> = world.firms.iter().take(400).cloned().collect();
    for (at, firm) in some.iter_mut().enumerate() {
        match at % 9 {
            0 => firm.phone = person::mobile(&mut world.draw),
            1 => firm.status = "注销",
            5 => firm.uscc = wrong(&firm.uscc),
            _ => {}
        }
    }
    take(
        world,
        &market,
        ImportKind::Subject,
        "经营主体变更情况（半年）.csv",
        register_csv(&some).into_bytes(),
    )
    .await
}

/// The code with its last character taken for the next: a typing error.
fn wrong(code: &str) -> String {
    let last = if code.ends_with('1') { '2' } else { '1' };
    format!("{}{last}", &code[..code.len() - 1])
}

/// A file that somebody has uploaded and not yet checked.
pub async fn closing(world: &mut World) -> Result<(), LoadError> {
    let clerk = world.clerk_of(world.offices.townships[0].id);
    let firms: Vec<_> = world
        .firms
        .iter()
        .filter(|firm| firm.township.digits == "101")
        .take(80)
        .cloned()
        .collect();
    let bytes = register_csv(&firms).into_bytes();
    let uploaded = import::upload(
        &world.app,
        &clerk,
        ImportKind::Subject,
        "清溪镇重点场所排查表.csv",
        &bytes,
    )
    .await;
    uploaded.map_err(LoadError::during("上传待核对的表格"))?;
    Ok(())
}

/// Clues of the old ledger are taken up one after another.
async fn take_up(world: &mut World) -> Result<()> {
    let office = world.ctx(world.offices.of_office(Role::LeadClerk));
    for row in clue::list(&world.app, &office, &clue::to_accept(), Page::first(500)).await? {
        world.plan((1, 45), Step::Accept(row.clue.id));
    }
    Ok(())
}

/// Papers of the firms that words draw attention to, added by their township.
async fn photograph(world: &mut World) -> Result<()> {
    let office = world.ctx(world.offices.of_office(Role::LeadClerk));
    let query = Query::of(Noun::Subject)
        .when("hit_count", Test::From(Value::Int(1)))
        .by("hit_count", true);
    for row in subject::list(&world.app, &office, &query, Page::first(FILED)).await? {
        let subject = row.subject;
        for (kind, title) in papers(&mut world.draw) {
            let bytes = picture::photograph(&mut world.draw, &subject.name);
            let file = NewFile {
                kind,
                name: &format!("{title}.png"),
                bytes: &bytes,
                note: "",
            };
            evidence::add(
                &world.app,
                &office,
                AttachedTo::new(Noun::Subject, subject.id.uuid()),
                file,
            )
            .await?;
        }
    }
    Ok(())
}

/// Not every file is complete.
fn papers(draw: &mut Draw) -> Vec<(EvidenceKind, &'static str)> {
    let all = [
        (EvidenceKind::Licence, "营业执照"),
        (EvidenceKind::ShopFront, "门脸照片"),
        (EvidenceKind::Publicity, "宣传资料"),
    ];
    let count = draw.below(4);
    draw.some(&all, count)
}
