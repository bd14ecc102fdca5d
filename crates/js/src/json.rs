//! The little JSON that crosses the border: objects of texts, numbers and flags in; the same, nested, out.
//!
//! A general reader and writer would be a third of the download.

use prearchive_core::json;

use crate::trouble::{Result, Trouble};

/// An object that is written.
#[derive(Debug)]
pub struct Object<'a> {
    out: &'a mut String,
    is_first: bool,
}

/// Something that is written as JSON.
pub trait Json {
    /// Appends it.
    fn json(&self, out: &mut String);
}

/// Writes JSON.
pub fn write(value: &(impl Json + ?Sized)) -> String {
    let mut out = String::new();
    value.json(&mut out);
    out
}

/// Writes an object.
pub fn object(out: &mut String, members: impl FnOnce(&mut Object<'_>)) {
    out.push('{');
    members(&mut Object {
        out,
        is_first: true,
    });
    out.push('}');
}

impl Object<'_> {
    /// A member of any kind.
    pub fn member(&mut self, name: &str, value: &dyn Json) -> &mut Self {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(',');
        }
        name.json(self.out);
        self.out.push(':');
        value.json(self.out);
        self
    }

    /// A text.
    pub fn text(&mut self, name: &str, text: &str) -> &mut Self {
        self.member(name, &text)
    }

    /// A text that is left out if it is empty.
    pub fn some(&mut self, name: &str, text: &str) -> &mut Self {
        if text.is_empty() {
            return self;
        }
        self.text(name, text)
    }

    /// A member that is left out if there is none.
    pub fn maybe<T: Json>(&mut self, name: &str, value: Option<&T>) -> &mut Self {
        if let Some(value) = value {
            self.member(name, value);
        }
        self
    }
}

impl Json for str {
    fn json(&self, out: &mut String) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        out.push('"');
        for c in self.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                '\0'..='\u{1f}' => {
                    let code = c as usize;
                    out.push_str("\\u00");
                    out.extend([HEX[code / 16], HEX[code % 16]].map(char::from));
                }
                c => out.push(c),
            }
        }
        out.push('"');
    }
}

impl Json for &str {
    fn json(&self, out: &mut String) {
        (**self).json(out);
    }
}

impl Json for String {
    fn json(&self, out: &mut String) {
        self.as_str().json(out);
    }
}

impl Json for bool {
    fn json(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Json for u64 {
    fn json(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl Json for i64 {
    fn json(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl<T: Json> Json for Option<T> {
    fn json(&self, out: &mut String) {
        match self {
            Some(value) => value.json(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn json(&self, out: &mut String) {
        out.push('[');
        for (at, value) in self.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            value.json(out);
        }
        out.push(']');
    }
}

/// An object of names and texts.
impl Json for Vec<(String, String)> {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            for (name, text) in self {
                object.text(name, text);
            }
        });
    }
}

/// An object that was read: texts as they are, numbers and flags as their texts, what is nested as its JSON.
#[derive(Debug, Default)]
pub struct Args(Vec<(String, String)>);

impl Args {
    /// Reads an object.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] if it is none.
    pub fn read(text: &str) -> Result<Self> {
        let bytes = text.as_bytes();
        let mut members = Vec::new();
        let mut at = after(bytes, 0, b'{')?;
        while !ends(bytes, &mut at, b'}', members.is_empty())? {
            let (name, end) = whole(json::string(bytes, json::blank(bytes, at)))?;
            let (value, end) = element(bytes, after(bytes, end, b':')?)?;
            members.push((name.text().into_owned(), value));
            at = end;
        }
        Ok(Self(members))
    }

    /// A text; `None` if it is not given, null or empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found
            .map(|(_, text)| text.clone())
            .filter(|text| !text.is_empty())
    }

    /// A text that has to be there.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] with its name if it is not.
    pub fn needed(&self, name: &str) -> Result<String> {
        let missing = || Trouble::argument(&format!("{name} is missing"));
        self.text(name).ok_or_else(missing)
    }

    /// A whole number.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] if it is something else.
    pub fn number(&self, name: &str) -> Result<Option<i64>> {
        let number = |text: String| {
            let odd = |_| Trouble::argument(&format!("{name} is no whole number: {text}"));
            text.parse().map_err(odd)
        };
        self.text(name).map(number).transpose()
    }

    /// True or false, if it is said.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.text(name).map(|text| text == "true")
    }

    /// A list; its elements as [`Args`] has members, null as the empty text.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] if it is something else.
    pub fn list(&self, name: &str) -> Result<Vec<String>> {
        let Some(text) = self.text(name) else {
            return Ok(Vec::new());
        };
        let bytes = text.as_bytes();
        let mut list = Vec::new();
        let mut at = after(bytes, 0, b'[')?;
        while !ends(bytes, &mut at, b']', list.is_empty())? {
            let (value, end) = element(bytes, at)?;
            list.push(value);
            at = end;
        }
        Ok(list)
    }
}

fn element(bytes: &[u8], at: usize) -> Result<(String, usize)> {
    let (value, end) = whole(json::value(bytes, json::blank(bytes, at)))?;
    Ok((value.text().into_owned(), end))
}

/// True at the end; else the place is that of the next element.
fn ends(bytes: &[u8], at: &mut usize, end: u8, is_first: bool) -> Result<bool> {
    *at = json::blank(bytes, *at);
    if bytes.get(*at) == Some(&end) {
        return Ok(true);
    }
    if !is_first {
        *at = after(bytes, *at, b',')?;
    }
    Ok(false)
}

fn after(bytes: &[u8], at: usize, wanted: u8) -> Result<usize> {
    whole(json::expect(bytes, json::blank(bytes, at), wanted))
}

fn whole<T>(step: json::Step<T>) -> Result<T> {
    match step {
        Ok(Some(read)) => Ok(read),
        Ok(None) => Err(Trouble::argument("the JSON ends too early")),
        Err(reason) => Err(Trouble::argument(&reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json() {
        let mut out = String::new();
        object(&mut out, |object| {
            object
                .text("a\"b", "line\nend\\ \u{1}ü")
                .some("empty", "")
                .member("list", &vec!["x".to_owned(), String::new()])
                .member("none", &None::<bool>)
                .maybe("absent", None::<&bool>)
                .maybe("count", Some(&7_u64));
        });
        let read: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let wanted = serde_json::json!({
            "a\"b": "line\nend\\ \u{1}ü", "list": ["x", ""], "none": null, "count": 7
        });
        assert_eq!(read, wanted);
        assert_eq!(write(&Vec::<String>::new()), "[]");
    }

    #[test]
    fn what_is_given_is_read() {
        let args = r#" { "text" : "a \"b\" \u00fc", "flag":true, "number":-7, "null":null, "list":["x",null,{"id":"y"}] } "#;
        let args = Args::read(args).expect("an object");
        assert_eq!(args.text("text").as_deref(), Some("a \"b\" ü"));
        assert_eq!((args.flag("flag"), args.flag("other")), (Some(true), None));
        assert_eq!(args.number("number"), Ok(Some(-7)));
        assert_eq!((args.text("null"), args.text("other")), (None, None));
        let list = args.list("list").expect("a list");
        assert_eq!(list[..2], ["x", ""]);
        assert_eq!(
            Args::read(&list[2]).expect("an object").needed("id"),
            Ok("y".into())
        );
        assert!(args.number("text").is_err() && args.needed("other").is_err());
        for odd in ["", "[]", "{\"a\"", "{\"a\":1 \"b\":2}"] {
            assert!(Args::read(odd).is_err(), "{odd}");
        }
        assert_eq!(
            Args::read("{}").expect("an object").list("none"),
            Ok(Vec::new())
        );
    }
}
