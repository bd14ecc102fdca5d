//! A project's prearchive code.

use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::ProjectFilter;

use crate::World;

/// Holds if the code is read and set.
pub async fn the_code_is_read_and_set(world: World) {
    let client = world.client("owner").await;
    for (project, code) in [("ALPHA", 0), ("AUTO", 4), ("OVER", 5)] {
        assert_eq!(
            client.prearchive_code(project).await,
            Ok(PrearchiveCode(code))
        );
    }
    // XNAT takes any integer.
    for code in [4, 5, 0, 11] {
        let code = PrearchiveCode(code);
        client.set_prearchive_code("ALPHA", code).await.unwrap();
        assert_eq!(client.prearchive_code("ALPHA").await, Ok(code));
    }
    let rows = client
        .projects(ProjectFilter::Accessible, true)
        .await
        .unwrap();
    let alpha = rows.iter().find(|row| row.id == "ALPHA").unwrap();
    assert_eq!(alpha.prearchive_code, Some(PrearchiveCode(11)));
    assert_eq!(alpha.role, "Owners");
}

/// Holds if only owners set the code.
pub async fn only_owners_set_the_code(world: World) {
    for (user, read, set) in [
        ("admin", None, None),
        ("owner", None, None),
        ("member", None, Some(403)),
        ("collaborator", None, Some(403)),
        ("stranger", Some(404), Some(403)),
    ] {
        let client = world.client(user).await;
        let status = client.prearchive_code("ALPHA").await.err();
        assert_eq!(status.and_then(|e| e.status()), read, "{user} reads");
        let result = client.set_prearchive_code("ALPHA", PrearchiveCode(0)).await;
        assert_eq!(result.err().and_then(|e| e.status()), set, "{user} sets");
    }
}
