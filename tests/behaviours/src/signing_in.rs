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
