//! Which rows of a long list are drawn.

use std::ops::Range;

/// Rows drawn above and below what can be seen.
const OVERSCAN: usize = 10;

/// The rows to draw, given what can be seen of the list, in pixels.
pub(super) fn window(scrolled: f64, height: f64, row: f64, rows: usize) -> Range<usize> {
    let first = (scrolled.max(0.0) / row) as usize;
    let last = ((scrolled.max(0.0) + height.max(0.0)) / row).ceil() as usize;
    let first = first.saturating_sub(OVERSCAN).min(rows);
    // An even first row, so that stripes and small movements do not redraw everything.
    let first = first - first % 2;
    first..last.saturating_add(OVERSCAN).clamp(first, rows.max(first))
}

/// Where to scroll so that a row can be seen whole below the header; `None` if it can be already.
pub(super) fn reveal(
    index: usize,
    scrolled: f64,
    height: f64,
    row: f64,
    header: f64,
) -> Option<f64> {
    let top = index as f64 * row;
    let bottom = top + row;
    let seen = height - header;
    if top < scrolled {
        Some(top)
    } else if bottom > scrolled + seen {
        Some(bottom - seen)
    } else {
        None
    }
}

/// Where a key brings the cursor; `None` if the key does not move it.
pub(super) fn step(key: &str, at: Option<usize>, page: usize, rows: usize) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    let Some(at) = at else {
        return match key {
            "ArrowDown" | "ArrowUp" | "Home" | "PageUp" | "PageDown" => Some(0),
            "End" => Some(last),
            _ => None,
        };
    };
    Some(match key {
        "ArrowDown" => (at + 1).min(last),
        "ArrowUp" => at.saturating_sub(1),
        "PageDown" => (at + page.max(1)).min(last),
        "PageUp" => at.saturating_sub(page.max(1)),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_seen_is_drawn() {
        for (scrolled, height, rows, wanted) in [
            (0.0, 320.0, 10_000, 0..20),
            (3200.0, 320.0, 10_000, 90..120),
            (3216.0, 320.0, 10_000, 90..121),
            (319_680.0, 320.0, 10_000, 9980..10_000),
            (0.0, 320.0, 3, 0..3),
            (0.0, 320.0, 0, 0..0),
            (9_999_999.0, 320.0, 5, 4..5),
            (-50.0, 320.0, 100, 0..20),
        ] {
            assert_eq!(
                window(scrolled, height, 32.0, rows),
                wanted,
                "{scrolled} {rows}"
            );
        }
    }

    #[test]
    fn a_row_is_revealed_with_as_little_scrolling_as_possible() {
        for (index, scrolled, wanted) in [
            (5, 0.0, None),
            (0, 100.0, Some(0.0)),
            (9, 0.0, Some(32.0)),
            (8, 0.0, None),
            (8, 1.0, None),
        ] {
            assert_eq!(
                reveal(index, scrolled, 320.0, 32.0, 32.0),
                wanted,
                "{index} {scrolled}"
            );
        }
    }

    #[test]
    fn keys_move_the_cursor_and_stay_inside() {
        for (key, at, rows, wanted) in [
            ("ArrowDown", None, 5, Some(0)),
            ("End", None, 5, Some(4)),
            ("ArrowDown", Some(4), 5, Some(4)),
            ("ArrowUp", Some(0), 5, Some(0)),
            ("PageDown", Some(1), 50, Some(11)),
            ("PageUp", Some(4), 50, Some(0)),
            ("Home", Some(4), 5, Some(0)),
            ("x", Some(4), 5, None),
            ("ArrowDown", None, 0, None),
        ] {
            assert_eq!(step(key, at, 10, rows), wanted, "{key} {at:?}");
        }
    }
}
