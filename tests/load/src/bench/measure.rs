//! Measuring: medians of times, and the memory that a process needs meanwhile.

use std::fs;
use std::time::Duration;

/// The middle one of several times.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The memory of another process, read from `/proc` (proc(5)), so on Linux only.
pub(crate) struct Memory {
    process: u32,
    before: u64,
}

impl Memory {
    /// Begins to watch: the peak is forgotten, and what is resident now is remembered.
    pub(crate) fn watch(process: u32) -> Result<Self, String> {
        let file = format!("/proc/{process}/clear_refs");
        // 5 sets the peak back to what is resident.
        fs::write(&file, "5").map_err(|error| format!("{file}: {error}"))?;
        Ok(Self {
            process,
            before: status(process, "VmRSS:")?,
        })
    }

    /// The peak since then minus what was resident before, in bytes.
    pub(crate) fn growth(&self) -> Result<u64, String> {
        let peak = status(self.process, "VmHWM:")?;
        Ok(peak.saturating_sub(self.before))
    }
}

/// A line of the status of a process, in bytes.
fn status(process: u32, name: &str) -> Result<u64, String> {
    let file = format!("/proc/{process}/status");
    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kibibytes: u64 = number
        .and_then(|number| number.trim().parse().ok())
        .ok_or_else(|| format!("{file} has no {name}"))?;
    Ok(kibibytes * 1024)
}

/// Bytes as mebibytes.
pub(crate) fn mebibytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_one() {
        let times = [5, 1, 9].map(Duration::from_secs).to_vec();
        assert_eq!(median(times), Duration::from_secs(5));
        assert_eq!(median(Vec::new()), Duration::ZERO);
    }
}
