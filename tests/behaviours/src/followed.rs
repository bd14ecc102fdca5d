//! Work that is followed by a key, and what came lately.

use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::http::{Request, Response};
use prearchive_core::resultset::Table;
use prearchive_core::stamp;

use crate::World;
use crate::files::{BRAIN, HEAD, TOSHIBA};

/// Holds if archiving can be followed to its end, by whoever asked for it.
pub async fn archiving_can_be_followed(world: World) {
    let address = world.imported("ALPHA", "S1", &TOSHIBA).await;
    let mut request = ArchiveRequest::of(address);
    request.listener = Some("my-key".into());
    let begun = as_user(&world, OWNER, &Call::Archive(request.clone()));
    assert_eq!(begun.status, 303);
    assert_eq!(begun.header("Location"), Some("/"));

    let key = || "my-key".to_owned();
    let track = Call::Tracking { key: key() };
    let ended = world
        .until("the end of archiving", async || {
            let response = as_user(&world, OWNER, &track);
            assert_eq!(response.status, 200);
            let text = response.text().into_owned();
            (!text.contains("\"succeeded\":null")).then_some(text)
        })
        .await;
    let message = "Archive:/data/archive/projects/ALPHA/subjects/SUBJECT_S1/experiments/S1";
    assert!(ended.contains("\"succeeded\":true"), "{ended}");
    let told = format!("\"finalMessage\":\"{message}\"");
    assert!(ended.contains(&told), "{ended}");

    let payload = as_user(&world, OWNER, &Call::TrackingPayload { key: key() });
    assert_eq!(payload.media_type(), "text/plain");
    assert!(payload.text().starts_with("{\"entryList\":[{"));
    let progress = as_user(&world, OWNER, &Call::Progress { key: key() });
    let last = format!("{{\"msg\":\"{message}\",\"status\":\"COMPLETED\",\"terminal\":true}}]]}}");
    assert!(progress.text().ends_with(&last), "{}", progress.text());

    // It is nobody else's, whatever else they may do.
    for call in [
        &track,
        &Call::TrackingPayload { key: key() },
        &Call::Progress { key: key() },
        &Call::ForgetProgress { key: key() },
    ] {
        assert_eq!(as_user(&world, ADMIN, call).status, 404, "{call:?}");
    }
    let forget = Call::ForgetProgress { key: key() };
    assert_eq!(as_user(&world, OWNER, &forget).status, 200);
    assert_eq!(as_user(&world, OWNER, &track).status, 404);
}

/// Holds if a failure is told as such, with its reason.
pub async fn a_failure_is_told_with_its_reason(world: World) {
    world.imported("ALPHA", "S1", &TOSHIBA).await;
    let first = world.imported("ALPHA", "S1", &TOSHIBA).await;
    let client = world.client("owner").await;
    client.archive(&ArchiveRequest::of(first)).await.unwrap();
    let rows = client.sessions(&[]).await.unwrap();
    let mut request = ArchiveRequest::of(rows[0].address.clone());
    request.subject = Some("ANOTHER".into());
    request.listener = Some("k".into());
    assert_eq!(as_user(&world, OWNER, &Call::Archive(request)).status, 303);
    let track = Call::Tracking { key: "k".into() };
    let ended = world
        .until("the end of archiving", async || {
            let text = as_user(&world, OWNER, &track).text().into_owned();
            (!text.contains("\"succeeded\":null")).then_some(text)
        })
        .await;
    assert!(ended.contains("\"succeeded\":false"), "{ended}");
    assert!(ended.contains("\"finalMessage\":\"FAILED: "), "{ended}");
}

/// Holds if what came lately is told oldest first, with Java's dates.
pub async fn what_came_lately_is_told_oldest_first(world: World) {
    let first = world.imported("BETA", "S2", &HEAD).await;
    let second = world.imported("ALPHA", "S1", &BRAIN).await;
    let unbuilt = world.imported("ALPHA", "S3", &TOSHIBA).await;
    let old = world.imported("ALPHA", "S4", &TOSHIBA).await;
    for (address, uploaded) in [(&unbuilt, ""), (&old, "2001-02-03 04:05:06.0")] {
        let changed = world.store().update(address, &mut |row| {
            row.uploaded = uploaded.to_owned().into();
            true
        });
        assert!(changed.unwrap().is_some());
    }
    let response = as_user(&world, OWNER, &Call::Recent { days: 10 });
    let table = Table::read(&response.body, Format::Json).unwrap();
    let told: Vec<String> = table.iter().map(|row| row.text("url")).collect();
    assert_eq!(told, [first.to_string(), second.to_string()]);
    for row in table.iter() {
        for column in ["lastmod", "uploaded"] {
            let text = row.text(column);
            assert_eq!(text.split(' ').count(), 6, "{column}: {text}");
            assert!(stamp::read(&text).is_some(), "{column}: {text}");
        }
        let scanned = row.text("scan_date");
        assert_eq!(scanned.split('-').count(), 3, "{scanned}");
    }
}

/// `owner:owner` and `admin:admin` in Base64.
const OWNER: &str = "b3duZXI6b3duZXI=";
const ADMIN: &str = "YWRtaW46YWRtaW4=";

fn as_user(world: &World, basic: &str, call: &Call) -> Response {
    let request: Request = call.request();
    world.send(&request.with_header("Authorization", format!("Basic {basic}")))
}
