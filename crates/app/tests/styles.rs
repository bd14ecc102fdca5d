//! The style sheets hold what makes the page usable for everyone: it mirrors, and it follows the system's wishes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

/// Every style sheet with its name.
fn sheets() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/styles");
    let mut sheets: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    sheets.sort();
    assert!(!sheets.is_empty());
    sheets
}

/// The declarations of a sheet: property and value.
fn declarations(sheet: &str) -> Vec<(String, String)> {
    let mut text = String::new();
    for (at, part) in sheet.split("/*").enumerate() {
        text += if at == 0 {
            part
        } else {
            part.split_once("*/").unwrap().1
        };
    }
    let parts = text.split(['{', '}', ';']).map(str::trim);
    let pairs = parts.filter_map(|part| part.split_once(':'));
    pairs
        .map(|(property, value)| (property.trim().to_owned(), value.trim().to_owned()))
        .filter(|(property, _)| {
            let plain = |c: char| c.is_ascii_lowercase() || c == '-';
            !property.is_empty() && property.chars().all(plain)
        })
        .collect()
}

/// The lengths of a shorthand for four sides; what is in brackets is one of them.
fn sides(value: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, letter) in value.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 => {
                found.push(&value[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&value[from..]);
    found
}

/// True if a declaration means the left or the right side whatever the direction of the text.
fn is_physical(property: &str, value: &str) -> bool {
    let is_side = |word: &str| word == "left" || word == "right";
    let four = ["padding", "margin", "inset", "border-width"].contains(&property);
    let lengths = sides(value);
    property.split('-').any(is_side)
        || value.split([' ', ',']).any(is_side)
        || (four && lengths.len() == 4 && lengths[1] != lengths[3])
        || (property == "border-radius" && lengths.len() > 1)
}

#[test]
fn physical_sides_are_recognised() {
    for (property, value, physical) in [
        ("margin-left", "4px", true),
        ("left", "0", true),
        ("border-right-color", "red", true),
        ("text-align", "right", true),
        ("float", "left", true),
        ("padding", "1px 2px 3px 4px", true),
        ("padding", "1px calc(1px + 2px) 3px calc(1px + 2px)", false),
        ("padding", "1px 2px 3px", false),
        ("padding-inline", "2px 4px", false),
        ("text-align", "start", false),
    ] {
        assert_eq!(
            is_physical(property, value),
            physical,
            "{property}: {value}"
        );
    }
}

#[test]
fn the_page_mirrors_for_texts_from_right_to_left() {
    let mut wrong = Vec::new();
    for (name, sheet) in sheets() {
        for (property, value) in declarations(&sheet) {
            if is_physical(&property, &value) {
                wrong.push(format!("{name}: {property}: {value}"));
            }
        }
        // A shadow that marks one side has a twin for the other direction.
        for line in sheet
            .lines()
            .filter(|line| line.contains("inset 2px 0") || line.contains("inset 3px 0"))
        {
            let mirrored = sheet.contains("inset -2px 0") || sheet.contains("inset -3px 0");
            assert!(mirrored, "{name}: {line}");
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_page_follows_the_systems_wishes() {
    let all: String = sheets().into_iter().map(|(_, sheet)| sheet).collect();
    for wish in [
        "prefers-reduced-motion: reduce",
        "prefers-contrast: more",
        "forced-colors: active",
    ] {
        assert!(all.contains(wish), "{wish}");
    }
}
