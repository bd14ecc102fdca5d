//! Which rows of a long list are drawn.

use std::ops::Range;

/// Rows drawn above and below what can be seen: a browser shows a scrolled list before it tells the page, so that this
/// is how far a list can go in one frame (36 rows are some 2,000 a second) without showing a gap.
pub(super) const OVERSCAN: usize = 36;

/// Higher than this, in pixels, an element cannot be in every browser: Firefox ends at 17.9 million.
const HIGHEST: f64 = 15_000_000.0;

/// A list of rows of the same height; where it is too high for an element, scrolling goes in larger steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Length {
    rows: usize,
    /// The height of a row in pixels.
    pub(super) row: f64,
}

impl Length {
    pub(super) fn of(rows: usize, row: f64) -> Self {
        Self { rows, row }
    }

    /// The height of the element that is scrolled.
    pub(super) fn height(self) -> f64 {
        (self.rows as f64 * self.row).min(HIGHEST)
    }

    /// How many pixels of the list a pixel of the element stands for.
    fn scale(self) -> f64 {
        (self.rows as f64 * self.row / HIGHEST).max(1.0)
    }

    /// The rows to draw, given how far the element is scrolled and how much of it can be seen.
    pub(super) fn window(self, scrolled: f64, height: f64, overscan: usize) -> Range<usize> {
        let top = scrolled.max(0.0) * self.scale();
        let first = (top / self.row) as usize;
        let last = ((top + height.max(0.0)) / self.row).ceil() as usize;
        let first = first.saturating_sub(overscan).min(self.rows);
        // An even first row, so that stripes and small movements do not redraw everything.
        let first = first - first % 2;
        first
            ..last
                .saturating_add(overscan)
                .clamp(first, self.rows.max(first))
    }

    /// Where the first row that is drawn is in the element.
    pub(super) fn offset(self, scrolled: f64, first: usize) -> f64 {
        let scrolled = scrolled.max(0.0);
        scrolled + (first as f64 * self.row - scrolled * self.scale())
    }

    /// Where to scroll so that a row can be seen whole; `None` if it can be already.
    pub(super) fn reveal(self, row: usize, scrolled: f64, seen: f64) -> Option<f64> {
        let (top, from) = (row as f64 * self.row, scrolled * self.scale());
        if top < from {
            Some(top / self.scale())
        } else if top + self.row > from + seen {
            Some((top + self.row - seen) / self.scale())
        } else {
            None
        }
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
            (0.0, 320.0, 10_000, 0..46),
            (3200.0, 320.0, 10_000, 64..146),
            (3216.0, 320.0, 10_000, 64..147),
            (319_680.0, 320.0, 10_000, 9954..10_000),
            (0.0, 320.0, 3, 0..3),
            (0.0, 320.0, 0, 0..0),
            (9_999_999.0, 320.0, 5, 4..5),
            (-50.0, 320.0, 100, 0..46),
        ] {
            assert_eq!(
                Length::of(rows, 32.0).window(scrolled, height, OVERSCAN),
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
                Length::of(100, 32.0).reveal(index, scrolled, 288.0),
                wanted,
                "{index} {scrolled}"
            );
        }
    }

    #[test]
    fn a_list_that_is_too_high_is_scrolled_in_larger_steps() {
        let length = Length::of(1_000_000, 30.0);
        assert!((length.height() - HIGHEST).abs() < 1.0);
        let (end, seen) = (HIGHEST - 300.0, 300.0);
        let rows = length.window(end, seen, OVERSCAN);
        assert!(rows.contains(&999_969) && rows.start < 999_980, "{rows:?}");
        let top = length.reveal(999_999, 0.0, seen).unwrap_or_default();
        let rows = length.window(top, seen, OVERSCAN);
        assert!(rows.contains(&999_999), "{rows:?}");
        let last = length.offset(top, rows.start) + (999_999 - rows.start) as f64 * 30.0;
        assert!(
            (last + 30.0 - top - seen).abs() < 1.0,
            "the last row is at the lower edge"
        );
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
