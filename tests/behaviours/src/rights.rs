//! Who may do what.

mod site;
mod table;

use prearchive_core::calls::ROUTES;
use prearchive_core::format::Format;
use prearchive_core::http::Response;
use prearchive_core::project::Project;
use prearchive_core::resultset::Table;
use prearchive_core::status::Status;

use crate::World;
use crate::files::{BRAIN, HEAD};
use site::{BASE, Site};
use table::{KINDS, Wanted, call, heads, rows};

/// Holds if who sees what.
pub async fn who_sees_what(world: World) {
    let alpha = world.imported("ALPHA", "S1", &BRAIN).await;
    let unassigned = world.imported("Unassigned", "S2", &HEAD).await;
    // user, rows of the whole listing, status of ALPHA's, of Unassigned's, of the session's scans
    for (user, all, of_alpha, of_unassigned, scans) in [
        ("admin", 2, None, None, None),
        ("owner", 1, None, Some(403), None),
        ("member", 1, None, Some(403), None),
        ("collaborator", 0, None, Some(403), Some(403)),
        ("stranger", 0, Some(403), Some(403), Some(403)),
    ] {
        let client = world.client(user).await;
        assert_eq!(client.sessions(&[]).await.unwrap().len(), all, "{user}");
        let listing = client.sessions(&["ALPHA".into()]).await.err();
        assert_eq!(listing.and_then(|e| e.status()), of_alpha, "{user}: ALPHA");
        let listing = client.sessions(&[Project::Unassigned]).await.err();
        assert_eq!(
            listing.and_then(|e| e.status()),
            of_unassigned,
            "{user}: Unassigned"
        );
        let inside = client.scans(&alpha).await.err();
        assert_eq!(inside.and_then(|e| e.status()), scans, "{user}: scans");
        let inside = client.scans(&unassigned).await.err();
        assert_eq!(
            inside.is_none(),
            user == "admin",
            "{user}: unassigned scans"
        );
    }
}

/// Holds if members move one but not by service.
pub async fn members_move_one_but_not_by_service(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("member").await;
    let alpha = Project::from("ALPHA");
    let source = std::slice::from_ref(&address);
    for error in [
        client.move_sessions(source, &alpha).await.unwrap_err(),
        client.rebuild(source).await.unwrap_err(),
        client.delete(source).await.unwrap_err(),
        client.move_one(&address, &"BETA".into()).await.unwrap_err(),
    ] {
        assert_eq!(error.status(), Some(403));
    }
    client.build(&address).await.unwrap();
    client.delete_one(&address).await.unwrap();
    assert_eq!(world.store().session(&address), Ok(None));
}

/// Holds if anybody moves an unassigned session by its address.
pub async fn anybody_moves_an_unassigned_session_by_its_address(world: World) {
    let address = world.imported("Unassigned", "S1", &BRAIN).await;
    let client = world.client("member").await;
    client.build(&address).await.unwrap();
    let refused = client.move_one(&address, &"BETA".into()).await.unwrap_err();
    assert_eq!(refused.status(), Some(403), "not into a project of others");
    let place = client.move_one(&address, &"ALPHA".into()).await.unwrap();
    let row = client.session(&place).await.unwrap().unwrap();
    assert_eq!(row.status, Status::READY);
}

/// Holds if the table of `docs/rights.md` holds, cell by cell.
pub async fn the_table_holds_cell_by_cell(world: World) {
    for heads in heads() {
        assert_eq!(heads, KINDS);
    }
    let rows = rows();
    for route in ROUTES {
        let told = rows.iter().any(|row| row.route == route);
        assert!(told, "the table has no row for {}", call(route));
    }
    let mut site = Site::new(world);
    let mut wrong = Vec::new();
    for row in &rows {
        assert_eq!(row.cells.len(), KINDS.len(), "{}", row.call);
        for (column, wanted) in row.cells.iter().enumerate() {
            let response = site.cell(row, column);
            let got = match wanted {
                Wanted::Rows(_) if response.status == 200 => Wanted::Rows(count(&response)),
                _ => Wanted::Status(response.status),
            };
            if got != *wanted {
                let (call, place, with, kind) = (row.call, row.place, &row.with, KINDS[column]);
                wrong.push(format!(
                    "{call} {place:?} {with:?} {kind}: {got:?}, not {wanted:?}"
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cells are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// How many rows a table has; of sessions only those that stay.
fn count(response: &Response) -> usize {
    let table = Table::read(&response.body, Format::Json).unwrap();
    let sessions = table.columns().iter().any(|column| column == "folderName");
    table
        .iter()
        .filter(|row| !sessions || row.text("folderName") == BASE)
        .count()
}
