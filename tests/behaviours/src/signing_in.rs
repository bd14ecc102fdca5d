//! Signing in and out, tokens, and logins that end.

use prearchive_core::calls::Call;
use prearchive_core::failure::FailureKind;
use prearchive_core::http::{Method, Request};
use prearchive_core::project::ProjectFilter;

use crate::World;
use crate::files::BRAIN;

/// Holds if the right password signs in.
pub async fn the_right_password_signs_in(world: World) {
    let client = world.stranger();
    assert_eq!(client.resume().await, Ok(None), "before");
    assert_eq!(client.sign_in("owner", "owner").await, Ok("owner".into()));
    assert_eq!(client.resume().await, Ok(Some("owner".into())), "after");
}

/// Holds if every way to sign in is open.
pub async fn every_way_to_sign_in_is_open(world: World) {
    let form = [("username", "owner"), ("password", "owner")].map(|(n, v)| (n.into(), v.into()));
    let basic = |method, path| {
        Request::from_target(method, path).with_header("Authorization", "Basic b3duZXI6b3duZXI=")
    };
    for request in [
        Request::from_target(Method::Post, "/data/services/auth").with_form(&form),
        Request::from_target(Method::Put, "/data/services/auth").with_form(&form),
        basic(Method::Get, "/data/JSESSION"),
        basic(Method::Post, "/data/JSESSION"),
        basic(Method::Get, "/REST/JSESSION"),
    ] {
        let response = world.send(&request);
        assert_eq!(response.status, 200, "{}", request.path);
        let id = response.text().into_owned();
        let cookie = format!("JSESSIONID={id}");
        let set = response.header("Set-Cookie").unwrap_or_default();
        assert!(set.starts_with(&cookie), "{}: {set}", request.path);
        let who = Request::from_target(Method::Get, "/data/auth").with_header("Cookie", cookie);
        assert_eq!(world.send(&who).text(), "User 'owner' is logged in");
    }
}

/// Holds if a wrong password is told.
pub async fn a_wrong_password_is_told(world: World) {
    let client = world.stranger();
    for (user, password) in [("owner", "wrong"), ("nobody", "owner"), ("owner", "")] {
        let error = client.sign_in(user, password).await.unwrap_err();
        assert_eq!(
            error.code(),
            FailureKind::WrongPassword.code(),
            "{user}/{password}"
        );
    }
}

/// Holds if signing out ends the login.
pub async fn signing_out_ends_the_login(world: World) {
    let client = world.client("owner").await;
    client.sign_out().await.unwrap();
    let error = client.sessions(&[]).await.unwrap_err();
    assert_eq!(error.code(), FailureKind::SignedOut.code());
}

/// Holds if a lost token is asked for again.
pub async fn a_lost_token_is_asked_for_again(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    // Two clients share one login: the second signs in again, which makes a new token.
    let transport = world.transport();
    let first = prearchive_client::Client::new(transport.clone());
    let second = prearchive_client::Client::new(transport);
    first.sign_in("owner", "owner").await.unwrap();
    second.sign_in("owner", "owner").await.unwrap();
    first.build(&address).await.unwrap();
}

/// Holds if a change without a token is refused.
pub async fn a_change_without_a_token_is_refused(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let request = Call::DeleteOne(address.clone())
        .request()
        .with_header("Authorization", "Basic b3duZXI6b3duZXI=");
    let browser = request.clone().with_header("User-Agent", "Mozilla/5.0");
    assert_eq!(world.send(&browser).status, 403, "a browser");
    assert!(world.store().session(&address).unwrap().is_some());
    assert_eq!(world.send(&request).status, 200, "a program");
    assert!(world.store().session(&address).unwrap().is_none());
}

/// Holds if an expired login is told as such.
pub async fn an_expired_login_is_told_as_such(world: World) {
    let client = world.stranger();
    for error in [
        client.sessions(&[]).await.unwrap_err(),
        client
            .projects(ProjectFilter::Accessible, true)
            .await
            .unwrap_err(),
        client.prearchive_code("ALPHA").await.unwrap_err(),
    ] {
        assert_eq!(error.code(), FailureKind::SignedOut.code());
    }
    let request = Request::new(Method::Get, ["data", "prearchive", "projects"]);
    let program = world.send(&request);
    assert_eq!(program.status, 401);
    assert!(program.header("WWW-Authenticate").is_some());
    let browser = world.send(&request.with_header("User-Agent", "Mozilla/5.0"));
    assert_eq!(browser.status, 302);
    assert_eq!(browser.header("Location"), Some("/app/template/Login.vm"));
}

/// Holds if any valid copy of the cookie counts.
pub async fn any_valid_copy_of_the_cookie_counts(world: World) {
    let session = |authorization: &str| {
        let request = Request::from_target(Method::Get, "/data/JSESSION");
        let request = match authorization {
            "" => request,
            text => request.with_header("Authorization", text),
        };
        world.send(&request).text().into_owned()
    };
    let (nobody, owner) = (session(""), session("Basic b3duZXI6b3duZXI="));
    for (cookie, status) in [
        (format!("JSESSIONID={owner}"), 200),
        (format!("JSESSIONID=STALE; JSESSIONID={owner}"), 200),
        (format!("JSESSIONID={owner}; JSESSIONID=STALE"), 200),
        (format!("JSESSIONID={nobody}; JSESSIONID={owner}"), 200),
        (format!("theme=dark;JSESSIONID={owner}"), 200),
        (format!("JSESSIONID={nobody}"), 401),
        ("JSESSIONID=STALE".to_owned(), 401),
        ("JSESSIONID=".to_owned(), 401),
    ] {
        let who = Request::from_target(Method::Get, "/data/auth").with_header("Cookie", &cookie);
        assert_eq!(world.send(&who).status, status, "{cookie}");
    }
}

/// Holds if both cookies are handed out, and are for HTTPS only where that is spoken.
pub async fn both_cookies_are_handed_out(world: World) {
    let form = [("username", "owner"), ("password", "owner")].map(|(n, v)| (n.into(), v.into()));
    for (front, secure) in [
        ("", false),
        ("http", false),
        ("https", true),
        ("https, http", true),
    ] {
        let request = Request::from_target(Method::Post, "/data/services/auth").with_form(&form);
        let request = match front {
            "" => request,
            front => request.with_header("X-Forwarded-Proto", front),
        };
        let response = world.send(&request);
        let cookies: Vec<&str> = response
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("Set-Cookie"))
            .map(|(_, value)| value.as_str())
            .collect();
        let [session, expires] = cookies[..] else {
            panic!("two cookies, not {cookies:?}");
        };
        assert!(session.starts_with("JSESSIONID="), "{session}");
        assert!(session.contains("; HttpOnly"), "{session}");
        assert!(session.contains("; SameSite=Lax"), "{session}");
        // Clients read when the login ends: the time and the interval in milliseconds, in quotes.
        let value = expires.strip_prefix("SESSION_EXPIRATION_TIME=\"").unwrap();
        let (times, _) = value.split_once('"').unwrap();
        let (at, interval) = times.split_once(',').unwrap();
        assert!(at.parse::<i64>().unwrap() > 1_700_000_000_000, "{expires}");
        assert_eq!(interval, "900000");
        assert!(!expires.contains("HttpOnly"), "{expires}");
        for cookie in cookies {
            assert_eq!(cookie.ends_with("; Secure"), secure, "{front:?}: {cookie}");
        }
    }
}

/// Holds if a provider can be named, and there is one only.
pub async fn a_provider_can_be_named(world: World) {
    let sign_in = |pairs: &[(&str, &str)]| {
        let form: Vec<(String, String)> = [("j_username", "owner"), ("j_password", "owner")]
            .iter()
            .chain(pairs)
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        let request = Request::from_target(Method::Put, "/data/services/auth").with_form(&form);
        world.send(&request).status
    };
    assert_eq!(sign_in(&[]), 200);
    assert_eq!(sign_in(&[("provider", "localdb")]), 200);
    assert_eq!(sign_in(&[("login_method", "Localdb")]), 200);
    assert_eq!(sign_in(&[("provider", "ldap")]), 401);
    assert_eq!(sign_in(&[("authenticatorId", "localdb")]), 200);
    assert_eq!(sign_in(&[("authenticatorId", "ldap")]), 400);
    for (basic, status) in [
        // localdb/owner:owner
        ("bG9jYWxkYi9vd25lcjpvd25lcg==", 200),
        // ldap/owner:owner
        ("bGRhcC9vd25lcjpvd25lcg==", 401),
        // localdb/owner:wrong
        ("bG9jYWxkYi9vd25lcjp3cm9uZw==", 401),
    ] {
        let request = Request::from_target(Method::Get, "/data/auth")
            .with_header("Authorization", format!("Basic {basic}"));
        assert_eq!(world.send(&request).status, status, "{basic}");
    }
}

/// Holds if wrong passwords lock nobody out: neither the user at whom somebody guesses, nor others.
pub async fn wrong_passwords_lock_nobody_out(world: World) {
    for _ in 0..3 {
        let error = world
            .stranger()
            .sign_in("owner", "guess")
            .await
            .unwrap_err();
        assert_eq!(error.code(), FailureKind::WrongPassword.code());
    }
    for user in ["owner", "member"] {
        assert_eq!(world.stranger().sign_in(user, user).await, Ok(user.into()));
    }
}

/// Holds if signing out twice is fine, also with the session's id in the path.
pub async fn signing_out_twice_is_fine(world: World) {
    let session = Request::from_target(Method::Get, "/data/JSESSION")
        .with_header("Authorization", "Basic b3duZXI6b3duZXI=");
    let id = world.send(&session).text().into_owned();
    let target = format!("/data/JSESSION/{id}");
    for path in [target.as_str(), "/data/JSESSION"] {
        let request = Request::from_target(Method::Delete, path)
            .with_header("Cookie", format!("JSESSIONID={id}"));
        assert_eq!(world.send(&request).status, 200, "{path}");
        let who = Request::from_target(Method::Get, "/data/auth")
            .with_header("Cookie", format!("JSESSIONID={id}"));
        assert_eq!(world.send(&who).status, 401, "{path}");
    }
}
