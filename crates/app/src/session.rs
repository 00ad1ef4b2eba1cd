//! Signing in (登录): password, throttle, session token. A token is 256 random bits; the database
//! holds only its hash. It must not know cookies.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use fangfei_model::{
    action::Action,
    ctx::{Actor, Ctx},
    noun::Noun,
    query::Query,
    refusal::Refusal,
    unit::Unit,
    user::User,
};
use fangfei_store::{Session as StoredSession, Stored};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use crate::{App, Error, Result};

/// A session ends this long after the last request, so that a form left open over lunch still saves.
pub const IDLE: SignedDuration = SignedDuration::from_hours(4);
/// A session ends this long after sign-in, whatever happens.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// So many wrong passwords in a row close an account for a while.
const TRIES: u32 = 5;
const CLOSED_FOR: SignedDuration = SignedDuration::from_mins(15);

/// A signed-in person's session.
#[derive(Clone)]
pub struct Session {
    /// The context of their requests.
    pub ctx: Ctx,
    /// The token that their forms carry.
    pub csrf: String,
    /// The person.
    pub user: User,
    /// Their unit.
    pub unit: Unit,
    token_hash: String,
}

/// Checks name and password; the answer is the session's token. Every failure reads the same, so
/// that names cannot be guessed; each is journaled.
pub async fn sign_in(app: &App, ctx: &Ctx, login: &str, password: &str) -> Result<String> {
    let login = login.trim().to_lowercase();
    let throttle = app.store.throttle(&login).await?;
    if throttle.is_some_and(|t| t.failures >= TRIES && t.last_at + CLOSED_FOR > ctx.now()) {
        let next = "请 15 分钟后再试，或请系统管理员重置密码";
        return Err(Refusal::new("登录", "连续多次密码错误，账号暂时关闭", next).into());
    }
    let user = find(app, ctx, &login).await?;
    let hash = user.as_ref().map(|user| user.record.password_hash.clone());
    let right = verify(hash, password.to_owned()).await?;
    match user {
        Some(user) if right && user.record.active => open(app, ctx, user, &login).await,
        _ => {
            app.store.count_failure(&login, ctx.now()).await?;
            let mut write = app.store.write(ctx, Action::SignInRefused).await?;
            write.detail("login", login.chars().take(64).collect::<String>());
            write.commit().await?;
            Err(Error::field("password", "登录名或密码不正确，或账号已停用"))
        }
    }
}

async fn open(app: &App, ctx: &Ctx, user: Stored<User>, login: &str) -> Result<String> {
    let token = random_hex();
    let now = ctx.now();
    let session = StoredSession {
        token_hash: digest(&token),
        user: user.record.id,
        csrf: random_hex(),
        created_at: now,
        seen_at: now,
        expires_at: now + IDLE,
    };
    app.store.clear_failures(login).await?;
    app.store.open_session(&session).await?;
    let actor = actor(app, ctx, &user.record).await?.0;
    app.store
        .write(&ctx.acting_as(actor), Action::SignIn)
        .await?
        .commit()
        .await?;
    Ok(token)
}

/// The session of a token, if it still runs and the account is in use.
pub async fn resume(app: &App, ctx: &Ctx, token: &str) -> Result<Session> {
    let token_hash = digest(token);
    let now = ctx.now();
    let row = app
        .store
        .session(&token_hash, now)
        .await?
        .ok_or(Error::SignedOut)?;
    // Once a minute is enough to know who is here, and spares a write with every page.
    if now.duration_since(row.seen_at) > SignedDuration::from_mins(1) {
        let expires_at = (now + IDLE).min(row.created_at + LONGEST);
        app.store
            .touch_session(&token_hash, now, expires_at)
            .await?;
    }
    let user = app
        .store
        .read(ctx)
        .get::<User>(row.user.uuid())
        .await?
        .ok_or(Error::SignedOut)?
        .record;
    if !user.active {
        return Err(Error::SignedOut);
    }
    let (actor, unit) = actor(app, ctx, &user).await?;
    Ok(Session {
        ctx: ctx.acting_as(actor),
        csrf: row.csrf,
        user,
        unit,
        token_hash,
    })
}

/// Ends one session.
pub async fn sign_out(app: &App, ctx: &Ctx, session: &Session) -> Result<()> {
    app.store.close_session(&session.token_hash).await?;
    app.store
        .write(ctx, Action::SignOut)
        .await?
        .commit()
        .await?;
    Ok(())
}

async fn find(app: &App, ctx: &Ctx, login: &str) -> Result<Option<Stored<User>>> {
    let query = Query::of(Noun::User).equals("login", login);
    Ok(app.store.read(ctx).find::<User>(&query).await?)
}

/// The person as the actor of a context, with the unit they act for.
pub async fn actor(app: &App, ctx: &Ctx, user: &User) -> Result<(Actor, Unit)> {
    let unit = app
        .store
        .read(ctx)
        .get::<Unit>(user.unit.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Unit))?
        .record;
    let actor = Actor::User {
        id: user.id,
        name: user.name.clone(),
        unit: unit.id,
        roles: user.roles.clone(),
        scope: unit.scope(),
    };
    Ok((actor, unit))
}

/// A password's Argon2id hash as a PHC string. Slow on purpose, so off the runtime's threads.
pub async fn hash_password(password: String) -> Result<String> {
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    });
    hashed
        .await
        .map_err(Error::bug)?
        .map_err(|error| Error::bug(error.to_string()))
}

/// Compares; an unknown name takes as long as a wrong password.
async fn verify(hash: Option<String>, password: String) -> Result<bool> {
    let compared = tokio::task::spawn_blocking(move || match hash {
        Some(hash) => PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        }),
        None => {
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
    });
    compared.await.map_err(Error::bug)
}

/// Whether this is the person's password, for changing it.
pub async fn is_password(user: &User, password: &str) -> Result<bool> {
    verify(Some(user.password_hash.clone()), password.to_owned()).await
}

/// 256 random bits in hex.
fn random_hex() -> String {
    hex(&rand::random::<[u8; 32]>())
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
