//! Small DICOM images, made by hand.

/// A DICOM file in the making: explicit little endian but for its pixel data.
#[derive(Debug, Clone)]
pub(crate) struct Maker {
    syntax: &'static str,
    elements: Vec<(u32, [u8; 2], Vec<u8>)>,
    pixels: Vec<u8>,
}

pub(crate) const EXPLICIT_LITTLE: &str = "1.2.840.10008.1.2.1";

impl Maker {
    /// One frame of one sample, unsigned, as deep as said.
    pub(crate) fn new(syntax: &'static str, columns: u16, rows: u16, bits: u16) -> Self {
        Self::empty(syntax)
            .text(0x0008_0016, b"UI", "1.2.840.10008.5.1.4.1.1.7")
            .number(0x0028_0002, 1)
            .text(0x0028_0004, b"CS", "MONOCHROME2")
            .number(0x0028_0010, rows)
            .number(0x0028_0011, columns)
            .number(0x0028_0100, bits)
            .number(0x0028_0101, bits)
            .number(0x0028_0102, bits - 1)
            .number(0x0028_0103, 0)
    }

    fn empty(syntax: &'static str) -> Self {
        Self {
            syntax,
            elements: Vec::new(),
            pixels: Vec::new(),
        }
    }

    /// Three samples of 8 bits.
    pub(crate) fn color(syntax: &'static str, columns: u16, rows: u16, color: &str) -> Self {
        Self::new(syntax, columns, rows, 8)
            .number(0x0028_0002, 3)
            .text(0x0028_0004, b"CS", color)
    }

    pub(crate) fn number(self, tag: u32, value: u16) -> Self {
        self.numbers(tag, &[value])
    }

    pub(crate) fn numbers(self, tag: u32, values: &[u16]) -> Self {
        let value = values.iter().flat_map(|value| value.to_le_bytes());
        self.put(tag, b"US", value.collect())
    }

    pub(crate) fn text(self, tag: u32, vr: &[u8; 2], value: &str) -> Self {
        let mut value = value.as_bytes().to_vec();
        if value.len() % 2 == 1 {
            value.push(if vr == b"UI" { 0 } else { b' ' });
        }
        self.put(tag, vr, value)
    }

    /// A sequence of items, each of which holds the elements of one maker.
    pub(crate) fn sequence(self, tag: u32, items: &[Vec<u8>]) -> Self {
        let mut value = Vec::new();
        for item in items {
            value.extend(b"\xFE\xFF\x00\xE0");
            value.extend((item.len() as u32).to_le_bytes());
            value.extend(item);
        }
        self.put(tag, b"SQ", value)
    }

    /// Replaces the element.
    pub(crate) fn put(mut self, tag: u32, vr: &[u8; 2], value: Vec<u8>) -> Self {
        self.elements.retain(|(other, ..)| *other != tag);
        self.elements.push((tag, *vr, value));
        self.elements.sort();
        self
    }

    pub(crate) fn without(mut self, tag: u32) -> Self {
        self.elements.retain(|(other, ..)| *other != tag);
        self
    }

    /// Pixel data that is not compressed.
    pub(crate) fn native(mut self, value: &[u8]) -> Self {
        self.pixels = element(0x7FE0_0010, *b"OB", value);
        self
    }

    /// Encapsulated pixel data.
    pub(crate) fn fragments(mut self, offsets: &[u32], fragments: &[Vec<u8>]) -> Self {
        let table: Vec<u8> = offsets
            .iter()
            .flat_map(|offset| offset.to_le_bytes())
            .collect();
        let mut pixels = b"\xE0\x7F\x10\x00OB\0\0\xFF\xFF\xFF\xFF".to_vec();
        for item in [&table].into_iter().chain(fragments) {
            pixels.extend(b"\xFE\xFF\x00\xE0");
            pixels.extend((item.len() as u32).to_le_bytes());
            pixels.extend(item);
        }
        pixels.extend(b"\xFE\xFF\xDD\xE0\0\0\0\0");
        self.pixels = pixels;
        self
    }

    /// The elements alone, as they stand in an item.
    pub(crate) fn item(elements: &[(u32, &[u8; 2], &str)]) -> Vec<u8> {
        let mut item = Self::empty(EXPLICIT_LITTLE);
        for (tag, vr, value) in elements {
            item = item.text(*tag, vr, value);
        }
        item.data_set()
    }

    /// An item that holds sequences of one item each.
    pub(crate) fn group(sequences: &[(u32, Vec<u8>)]) -> Vec<u8> {
        let mut item = Self::empty(EXPLICIT_LITTLE);
        for (tag, content) in sequences {
            item = item.sequence(*tag, std::slice::from_ref(content));
        }
        item.data_set()
    }

    fn data_set(&self) -> Vec<u8> {
        (self.elements.iter())
            .flat_map(|(tag, vr, value)| element(*tag, *vr, value))
            .collect()
    }

    /// The whole file.
    pub(crate) fn file(&self) -> Vec<u8> {
        let mut syntax = self.syntax.as_bytes().to_vec();
        if syntax.len() % 2 == 1 {
            syntax.push(0);
        }
        let mut file = vec![0; 128];
        file.extend(b"DICM");
        file.extend(element(0x0002_0010, *b"UI", &syntax));
        file.extend(self.data_set());
        file.extend(&self.pixels);
        file
    }
}

fn element(tag: u32, vr: [u8; 2], value: &[u8]) -> Vec<u8> {
    let mut element = Vec::new();
    element.extend(((tag >> 16) as u16).to_le_bytes());
    element.extend((tag as u16).to_le_bytes());
    element.extend(vr);
    if matches!(&vr, b"OB" | b"OW" | b"SQ" | b"OV") {
        element.extend([0, 0]);
        element.extend((value.len() as u32).to_le_bytes());
    } else {
        element.extend((value.len() as u16).to_le_bytes());
    }
    element.extend(value);
    element
}

/// A lossless JPEG image (process 14, selection value 1) of one to three components with up to 16 bits.
///
/// Its Huffman table gives all 17 categories codes of five bits, the simplest one there is.
pub(crate) fn lossless_jpeg(
    columns: u16,
    rows: u16,
    bits: u8,
    components: usize,
    samples: &[u16],
) -> Vec<u8> {
    let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xC4, 0, 2 + 17 + 17, 0x00];
    jpeg.extend([0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    jpeg.extend(0..17);
    jpeg.extend([0xFF, 0xC3, 0, 8 + 3 * components as u8, bits]);
    jpeg.extend(rows.to_be_bytes());
    jpeg.extend(columns.to_be_bytes());
    jpeg.push(components as u8);
    for component in 0..components as u8 {
        jpeg.extend([component + 1, 0x11, 0]);
    }
    jpeg.extend([0xFF, 0xDA, 0, 6 + 2 * components as u8, components as u8]);
    for component in 0..components as u8 {
        jpeg.extend([component + 1, 0]);
    }
    jpeg.extend([1, 0, 0]);

    let mut written = Bits::default();
    let columns = usize::from(columns);
    for (at, sample) in samples.iter().enumerate() {
        let (pixel, left) = (at / components, components);
        let predicted = match (pixel / columns, pixel % columns) {
            (0, 0) => 1 << (bits - 1),
            (_, 0) => samples[at - left * columns],
            _ => samples[at - left],
        };
        // Differences are taken modulo 65536.
        let difference = i32::from(sample.wrapping_sub(predicted) as i16);
        written.difference(difference);
    }
    jpeg.extend(written.end());
    jpeg.extend([0xFF, 0xD9]);
    if jpeg.len() % 2 == 1 {
        jpeg.push(0);
    }
    jpeg
}

/// A JPEG image with 12 bits of grey (process 4): of each block of 8 by 8 only its mean, with a restart marker
/// behind every second block.
pub(crate) fn extended_jpeg(columns: u16, rows: u16, means: &[i32]) -> Vec<u8> {
    let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    jpeg.extend([1; 64]);
    // Means have 16 categories with codes of five bits; there is but one code of one bit for the rest: its end.
    jpeg.extend([0xFF, 0xC4, 0, 2 + 17 + 16 + 17 + 1, 0x00]);
    jpeg.extend([0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    jpeg.extend(0..16);
    jpeg.extend([0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    jpeg.extend([0xFF, 0xDD, 0, 4, 0, 2, 0xFF, 0xC1, 0, 11, 12]);
    jpeg.extend(rows.to_be_bytes());
    jpeg.extend(columns.to_be_bytes());
    jpeg.extend([1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);
    for (at, pair) in means.chunks(2).enumerate() {
        if at > 0 {
            jpeg.extend([0xFF, 0xD0 + (at as u8 - 1) % 8]);
        }
        let mut written = Bits::default();
        let mut last = 0;
        for mean in pair {
            // The mean of a block is an eighth of its first coefficient.
            let coefficient = (mean - 2048) * 8;
            written.difference(coefficient - last);
            written.put(0, 1);
            last = coefficient;
        }
        jpeg.extend(written.end());
    }
    jpeg.extend([0xFF, 0xD9]);
    if jpeg.len() % 2 == 1 {
        jpeg.push(0);
    }
    jpeg
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    last: u8,
    used: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        for bit in (0..count).rev() {
            self.last = self.last << 1 | (value >> bit & 1) as u8;
            self.used += 1;
            if self.used == 8 {
                self.bytes.push(self.last);
                if self.last == 0xFF {
                    self.bytes.push(0);
                }
                (self.last, self.used) = (0, 0);
            }
        }
    }

    /// A difference between two neighbours: its category in five bits, and its low bits.
    fn difference(&mut self, difference: i32) {
        if difference == -32768 {
            return self.put(16, 5);
        }
        let category = 32 - difference.unsigned_abs().leading_zeros();
        self.put(category, 5);
        let low = if difference < 0 {
            difference - 1
        } else {
            difference
        };
        self.put(low as u32 & ((1 << category) - 1), category);
    }

    fn end(mut self) -> Vec<u8> {
        while self.used > 0 {
            self.put(1, 1);
        }
        self.bytes
    }
}
