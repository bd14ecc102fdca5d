//! Where a zip is written: what is final can be taken away, and large files are left out to be read again.

use std::io::{self, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex};

use crate::lock;
use crate::tree::TreePath;

/// A place to write to that two hold: the writer, and whoever takes what is written.
#[derive(Clone, Default)]
pub(super) struct Sink(Arc<Mutex<State>>);

/// The zip is what was taken, then `done`, then the file that was left out, then `open`.
#[derive(Default)]
struct State {
    /// Bytes that nobody changes any more.
    done: Vec<u8>,
    /// A file that comes after them, and is not kept here.
    gap: Option<TreePath>,
    /// The head of the entry that is being written, which is changed when its size is known, and its data.
    open: Vec<u8>,
    /// Where `open` begins in the zip.
    start: u64,
    /// What is left out behind `open`, if it is, and how many bytes it has.
    left_out: Option<(TreePath, u64)>,
    /// True when the head has been changed: what is written behind it now belongs to the next entry.
    is_whole: bool,
    /// What follows the entry.
    after: Vec<u8>,
    position: u64,
}

impl State {
    /// Where the entry's data begin that are left out, or its end.
    fn open_end(&self) -> u64 {
        self.start + self.open.len() as u64
    }

    fn end(&self) -> u64 {
        let left_out = self.left_out.as_ref().map_or(0, |(_, size)| *size);
        self.open_end() + left_out + self.after.len() as u64
    }

    fn write(&mut self, bytes: &[u8]) {
        // How much of the entry lies behind the place to write at.
        let before = self.open_end().saturating_sub(self.position);
        self.position += bytes.len() as u64;
        let over = usize::try_from(before).unwrap_or(usize::MAX);
        let at = self.open.len() - over.min(self.open.len());
        let over = over.min(bytes.len());
        self.open[at..at + over].copy_from_slice(&bytes[..over]);
        let rest = &bytes[over..];
        if self.is_whole {
            self.after.extend_from_slice(rest);
        } else if let Some((_, size)) = &mut self.left_out {
            *size += rest.len() as u64;
        } else {
            self.open.extend_from_slice(rest);
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.0).write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let state = &mut *lock(&self.0);
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => state.position.checked_add_signed(by),
            SeekFrom::End(by) => state.end().checked_add_signed(by),
        };
        // What was taken away cannot be changed any more.
        let place = place
            .filter(|place| (state.start..=state.end()).contains(place))
            .ok_or(io::ErrorKind::InvalidInput)?;
        state.is_whole |= place < state.open_end();
        state.position = place;
        Ok(place)
    }
}

impl Sink {
    /// What comes next in the zip.
    pub(super) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut lock(&self.0).done)
    }

    /// The file that comes next in the zip, when all before it has been taken.
    pub(super) fn take_gap(&self) -> Option<TreePath> {
        lock(&self.0).gap.take()
    }

    /// Lets go of the entry that is whole, when the next one has begun.
    pub(super) fn settle(&self) {
        let state = &mut *lock(&self.0);
        if state.is_whole {
            state.start = state.end() - state.after.len() as u64;
            state.done.append(&mut state.open);
            state.open = std::mem::take(&mut state.after);
            state.gap = state.left_out.take().map(|(path, _)| path);
            state.is_whole = false;
        }
    }

    /// Lets go of everything: the zip is written to its end.
    pub(super) fn end(&self) {
        let state = &mut *lock(&self.0);
        state.start += state.open.len() as u64;
        state.done.append(&mut state.open);
    }

    /// Keeps nothing of the data that comes next: it is in a file.
    pub(super) fn leave_out(&self, path: TreePath) {
        lock(&self.0).left_out = Some((path, 0));
    }
}
