//! Alias tokens: a name and a secret that stand for a user's own.

use prearchive_core::calls::Call;
use prearchive_core::http::{Method, Request, Response};

use crate::World;

/// `owner:owner`, `member:member` and `admin:admin` in Base64.
const OWNER: &str = "b3duZXI6b3duZXI=";
const MEMBER: &str = "bWVtYmVyOm1lbWJlcg==";
const ADMIN: &str = "YWRtaW46YWRtaW4=";

/// Holds if a token stands for its user until it is ended.
pub async fn a_token_stands_for_its_user(world: World) {
    let issued = ask(&world, OWNER, &Call::IssueToken);
    assert_eq!(issued.media_type(), "application/json");
    let (alias, secret) = (field(&issued, "alias"), field(&issued, "secret"));
    assert_eq!(field(&issued, "xdatUserId"), "owner");

    // As a password in a form and, as other clients do, in every request.
    assert_eq!(
        world.stranger().sign_in(&alias, &secret).await,
        Ok("owner".into())
    );
    let basic = basic(&alias, &secret);
    let who = ask(&world, &basic, &Call::WhoAmI);
    assert_eq!(who.text(), "User 'owner' is logged in");
    let cookie = who.header("Set-Cookie").unwrap().to_owned();
    let again = Call::WhoAmI
        .request()
        .with_header("Authorization", format!("Basic {basic}"))
        .with_header("Cookie", cookie);
    let again = world.send(&again);
    assert_eq!(again.text(), "User 'owner' is logged in");
    assert_eq!(again.header("Set-Cookie"), None, "it is the same login");

    let validate = |secret: &str| {
        let call = Call::ValidateToken {
            alias: alias.clone(),
            secret: secret.into(),
        };
        ask(&world, MEMBER, &call).text().into_owned()
    };
    assert_eq!(validate(&secret), "{\"valid\":\"owner\"}");
    assert_eq!(validate("wrong"), "{\"valid\":false}");
    let wrong = self::basic(&alias, "wrong");
    assert_eq!(ask(&world, &wrong, &Call::WhoAmI).status, 401);

    let invalidate = Call::InvalidateToken {
        alias: alias.clone(),
    };
    assert_eq!(ask(&world, MEMBER, &invalidate).status, 404, "not theirs");
    assert_eq!(ask(&world, &basic, &Call::WhoAmI).status, 200);
    let ended = ask(&world, OWNER, &invalidate);
    assert_eq!(ended.text(), "{\"result\":\"OK\"}");
    assert_eq!(validate(&secret), "{\"valid\":false}");
    assert_eq!(ask(&world, &basic, &Call::WhoAmI).status, 401);
}

/// Holds if secrets are told once, and are kept nowhere.
pub async fn a_secret_is_told_once(world: World) {
    let issued = ask(&world, OWNER, &Call::IssueToken);
    let (alias, secret) = (field(&issued, "alias"), field(&issued, "secret"));
    let shown = ask(&world, OWNER, &Call::ShowTokens);
    assert_eq!(field(&shown, "alias"), alias);
    assert!(!shown.text().contains(&secret));
    let others = ask(&world, MEMBER, &Call::ShowTokens);
    assert_eq!(others.text(), "[]");
    let kept = world.store().token(&alias).unwrap().unwrap();
    assert_ne!(kept.secret_hash, secret);
    assert!(!format!("{kept:?}").contains(&kept.secret_hash));
}

/// Holds if administrators issue tokens for others, and nobody else does.
pub async fn administrators_issue_tokens_for_others(world: World) {
    let of = |user: &str| Call::IssueTokenFor { user: user.into() };
    let issued = ask(&world, ADMIN, &of("owner"));
    let basic = basic(&field(&issued, "alias"), &field(&issued, "secret"));
    let who = ask(&world, &basic, &Call::WhoAmI);
    assert_eq!(who.text(), "User 'owner' is logged in");
    assert_eq!(ask(&world, ADMIN, &of("nobody")).status, 404);
    assert_eq!(ask(&world, OWNER, &of("member")).status, 403);
    assert_eq!(ask(&world, OWNER, &of("owner")).status, 200);
    let nobody = Request::from_target(Method::Get, "/data/services/tokens/issue");
    assert_eq!(world.send(&nobody).status, 401);
}

fn ask(world: &World, basic: &str, call: &Call) -> Response {
    let request = call.request();
    world.send(&request.with_header("Authorization", format!("Basic {basic}")))
}

/// The text of a JSON field; the objects here hold no others of that name.
fn field(response: &Response, name: &str) -> String {
    let text = response.text();
    let key = format!("\"{name}\":\"");
    let (_, rest) = text.split_once(&key).unwrap_or_else(|| panic!("{text}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Name and password as RFC 7617 puts them into a header.
fn basic(name: &str, password: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = format!("{name}:{password}").into_bytes();
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let whole = chunk
            .iter()
            .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
        let whole = whole << (8 * (3 - chunk.len()));
        for place in 0..4 {
            text.push(match place <= chunk.len() {
                true => char::from(DIGITS[whole >> (18 - 6 * place) & 63]),
                false => '=',
            });
        }
    }
    text
}
