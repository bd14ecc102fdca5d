//! The README's table of calls says what core's table of routes says.

#![cfg(not(target_arch = "wasm32"))]

use std::path::Path;

use prearchive_core::calls::{PAGE, route};

const README: &str = include_str!("../../../README.md");

/// The cells of the table's row for a call.
fn row(title: &str) -> Vec<&'static str> {
    let begin = format!("| {title} |");
    let line = README.lines().find(|line| line.starts_with(&begin));
    let line = line.unwrap_or_else(|| panic!("the README has no row for “{title}”"));
    line.trim_matches('|').split('|').map(str::trim).collect()
}

#[test]
fn every_call_of_the_page_has_its_row() {
    assert_eq!(PAGE.len(), 11);
    for (title, routes) in PAGE {
        let cells = row(title);
        let paths: Vec<String> = routes
            .iter()
            .map(|id| route(*id))
            .map(|route| format!("`{} {}`", route.method.as_str(), route.path))
            .collect();
        assert_eq!(cells[1], paths.join(", "), "{title}");
        // `ListAll` and `List` are one call with and without projects.
        let call = format!("`{:?}`", routes[routes.len() - 1]);
        assert_eq!(cells[2], call, "{title}");
    }
}

#[test]
fn what_the_rows_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let client = ["listing", "actions", "inside", "settings", "sign_in"]
        .map(|file| root.join(format!("crates/client/src/client/{file}.rs")))
        .map(|path| std::fs::read_to_string(&path).unwrap_or_default())
        .concat();
    for (title, _) in PAGE {
        let cells = row(title);
        let plain = |cell: usize| cells[cell].trim_matches('`');
        let method = format!("pub async fn {}(", plain(3));
        assert!(client.contains(&method), "{title}: {method}");
        let file = root.join("crates/engine/src").join(plain(4));
        assert!(file.is_file(), "{title}: {}", file.display());
        let behaviour = root.join(format!("tests/behaviours/src/{}.rs", plain(6)));
        assert!(behaviour.is_file(), "{title}: {}", behaviour.display());
    }
}
