//! JPEG Extended with 12 bits of grey (ITU-T T.81, process 4), which the decoder for all other JPEG images leaves out.
//!
//! One component, sequential, Huffman-coded: what gamma cameras and mammographs wrote.

use super::RenderError;

/// Places of the coefficients of a block in the order in which they are stored (T.81 figure A.6).
#[rustfmt::skip]
const ZIGZAG: [usize; 64] = [
     0,  1,  8, 16,  9,  2,  3, 10, 17, 24, 32, 25, 18, 11,  4,  5,
    12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13,  6,  7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// A Huffman table (T.81 annex C): its values, ordered by their codes.
#[derive(Debug, Clone, Default)]
struct Huffman {
    /// How many codes there are of 1 to 16 bits.
    counts: [u8; 16],
    values: Vec<u8>,
}

/// The tables that markers define, by their number.
#[derive(Debug, Default)]
struct Tables {
    quantization: [Option<[u16; 64]>; 4],
    dc: [Huffman; 4],
    ac: [Huffman; 4],
    /// Blocks between two restart markers; 0 when there are none.
    restart: usize,
}

/// The samples, 0 to 4095, row by row.
pub(super) fn decode(bytes: &[u8], rows: usize, columns: usize) -> Result<Vec<u16>, RenderError> {
    let mut tables = Tables::default();
    let mut quantization = None;
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        let [0xFF, marker, high, low, after @ ..] = rest else {
            return Err(damaged());
        };
        if *marker == 0xFF {
            // Markers may be filled up before them.
            rest = &rest[1..];
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let (content, next) = (length.checked_sub(2))
            .and_then(|length| after.split_at_checked(length))
            .ok_or_else(damaged)?;
        rest = next;
        match (marker, content) {
            (0xDB, _) => tables.put_quantization(content)?,
            (0xC4, _) => tables.put_huffman(content)?,
            (0xDD, [high, low]) => {
                tables.restart = usize::from(u16::from_be_bytes([*high, *low]));
            }
            (0xC1, [12, r1, r2, c1, c2, 1, _, _, table]) => {
                let size = [[*r1, *r2], [*c1, *c2]].map(u16::from_be_bytes);
                if size.map(usize::from) != [rows, columns] {
                    return Err(RenderError::damaged(format!(
                        "{columns}×{rows} declared, the JPEG image has {}×{}",
                        size[1], size[0]
                    )));
                }
                quantization = Some(usize::from(*table));
            }
            (0xDA, [1, _, tables_used, ..]) => {
                let quantization = (quantization)
                    .and_then(|table| *tables.quantization.get(table)?)
                    .ok_or_else(damaged)?;
                let (dc, ac) = (tables_used >> 4, tables_used & 15);
                let dc = tables.dc.get(usize::from(dc)).ok_or_else(damaged)?;
                let ac = tables.ac.get(usize::from(ac)).ok_or_else(damaged)?;
                let scan = Scan {
                    bits: Bits::new(rest),
                    dc,
                    ac,
                    quantization,
                    restart: tables.restart,
                };
                return scan.decode(rows, columns);
            }
            (0xC0..=0xCF, _) => {
                return Err(RenderError::NotSupported(
                    "this kind of JPEG with 12 bits per sample".to_owned(),
                ));
            }
            _ => {}
        }
    }
}

fn damaged() -> RenderError {
    RenderError::damaged("the JPEG image is damaged")
}

impl Tables {
    fn put_quantization(&mut self, mut content: &[u8]) -> Result<(), RenderError> {
        while let Some((kind, rest)) = content.split_first() {
            let width = usize::from(kind >> 4) + 1;
            let table = self.quantization.get_mut(usize::from(kind & 15));
            let (Some(table), 1..=2) = (table, width) else {
                return Err(damaged());
            };
            let (values, rest) = rest.split_at_checked(64 * width).ok_or_else(damaged)?;
            let mut numbers = [0; 64];
            for (number, value) in numbers.iter_mut().zip(values.chunks(width)) {
                *number = (value.iter()).fold(0, |number, byte| number << 8 | u16::from(*byte));
            }
            *table = Some(numbers);
            content = rest;
        }
        Ok(())
    }

    fn put_huffman(&mut self, mut content: &[u8]) -> Result<(), RenderError> {
        while let Some((kind, rest)) = content.split_first() {
            let tables = match kind >> 4 {
                0 => &mut self.dc,
                1 => &mut self.ac,
                _ => return Err(damaged()),
            };
            let table = tables.get_mut(usize::from(kind & 15)).ok_or_else(damaged)?;
            let (counts, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
            let count = counts.iter().map(|count| usize::from(*count)).sum();
            let (values, rest) = rest.split_at_checked(count).ok_or_else(damaged)?;
            *table = Huffman {
                counts: *counts,
                values: values.to_vec(),
            };
            content = rest;
        }
        Ok(())
    }
}

/// The compressed data, bit by bit (T.81 F.2.2.5).
struct Bits<'a> {
    bytes: &'a [u8],
    current: u8,
    left: u32,
}

impl<'a> Bits<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            current: 0,
            left: 0,
        }
    }

    fn bit(&mut self) -> Result<u32, RenderError> {
        if self.left == 0 {
            (self.current, self.bytes) = match self.bytes {
                // A zero is stuffed behind this byte, to tell it from a marker.
                [0xFF, 0, rest @ ..] => (0xFF, rest),
                [0xFF, ..] | [] => return Err(damaged()),
                [byte, rest @ ..] => (*byte, rest),
            };
            self.left = 8;
        }
        self.left -= 1;
        Ok(u32::from(self.current >> self.left & 1))
    }

    /// A signed number of so many bits (T.81 F.2.2.1).
    fn number(&mut self, size: u8) -> Result<i32, RenderError> {
        let mut value = 0;
        for _ in 0..size {
            value = value << 1 | self.bit()? as i32;
        }
        let negative = size > 0 && value < 1 << (size - 1);
        Ok(if negative {
            value - (1 << size) + 1
        } else {
            value
        })
    }

    fn value(&mut self, table: &Huffman) -> Result<u8, RenderError> {
        let (mut code, mut first, mut index) = (0, 0, 0);
        for count in table.counts {
            code = code << 1 | self.bit()? as usize;
            let count = usize::from(count);
            if code < first + count {
                return (code.checked_sub(first))
                    .and_then(|place| table.values.get(index + place).copied())
                    .ok_or_else(damaged);
            }
            index += count;
            first = (first + count) << 1;
        }
        Err(damaged())
    }

    /// Goes on behind the next restart marker.
    fn restart(&mut self) -> Result<(), RenderError> {
        self.left = 0;
        match self.bytes {
            [0xFF, 0xD0..=0xD7, rest @ ..] => {
                self.bytes = rest;
                Ok(())
            }
            _ => Err(damaged()),
        }
    }
}

/// The one scan of the image, about to be decoded.
struct Scan<'a> {
    bits: Bits<'a>,
    dc: &'a Huffman,
    ac: &'a Huffman,
    quantization: [u16; 64],
    restart: usize,
}

impl Scan<'_> {
    fn decode(mut self, rows: usize, columns: usize) -> Result<Vec<u16>, RenderError> {
        let blocks = rows.div_ceil(8) * columns.div_ceil(8);
        // A block takes two bits at least.
        if blocks > self.bits.bytes.len().saturating_mul(4) {
            return Err(damaged());
        }
        let cosines = cosines();
        let mut samples = vec![0; rows * columns];
        let mut dc = 0;
        for block in 0..blocks {
            if self.restart > 0 && block > 0 && block.is_multiple_of(self.restart) {
                self.bits.restart()?;
                dc = 0;
            }
            let pixels = transform(&self.block(&mut dc)?, &cosines);
            let top = block / columns.div_ceil(8) * 8;
            let left = block % columns.div_ceil(8) * 8;
            let width = (columns - left).min(8);
            for (line, row) in pixels.chunks(8).zip(top..rows) {
                let start = row * columns + left;
                for (sample, pixel) in samples[start..start + width].iter_mut().zip(line) {
                    *sample = (pixel + 2048.0).round().clamp(0.0, 4095.0) as u16;
                }
            }
        }
        Ok(samples)
    }

    /// The coefficients of a block, row by row.
    fn block(&mut self, dc: &mut i32) -> Result<[f32; 64], RenderError> {
        let mut block = [0.0; 64];
        let size = self.bits.value(self.dc)?;
        if size > 15 {
            return Err(damaged());
        }
        *dc = dc.wrapping_add(self.bits.number(size)?);
        block[0] = *dc as f32 * f32::from(self.quantization[0]);
        let mut at = 1;
        while at < 64 {
            let value = self.bits.value(self.ac)?;
            let (zeros, size) = (usize::from(value >> 4), value & 15);
            match (zeros, size) {
                (15, 0) => at += 16,
                (_, 0) => break,
                _ => {
                    at += zeros;
                    let place = ZIGZAG.get(at).ok_or_else(damaged)?;
                    block[*place] =
                        self.bits.number(size)? as f32 * f32::from(self.quantization[at]);
                    at += 1;
                }
            }
        }
        Ok(block)
    }
}

/// How much frequency `u` adds to place `x`, as `[x][u]` (T.81 A.3.3).
fn cosines() -> [[f32; 8]; 8] {
    std::array::from_fn(|x| {
        std::array::from_fn(|u| {
            let scale = if u == 0 { 0.125_f32.sqrt() } else { 0.5 };
            let angle = (2 * x + 1) as f32 * u as f32 * std::f32::consts::PI / 16.0;
            scale * angle.cos()
        })
    })
}

/// The inverse cosine transform: rows, then columns.
fn transform(block: &[f32; 64], cosines: &[[f32; 8]; 8]) -> [f32; 64] {
    let mut rows = [0.0; 64];
    for (at, place) in rows.iter_mut().enumerate() {
        let line = &block[at / 8 * 8..][..8];
        *place = (line.iter().zip(&cosines[at % 8]))
            .map(|(a, b)| a * b)
            .sum();
    }
    std::array::from_fn(|at| {
        let column = rows[at % 8..].iter().step_by(8);
        (column.zip(&cosines[at / 8])).map(|(a, b)| a * b).sum()
    })
}
