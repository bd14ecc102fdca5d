//! The command line of `docs`: where the site will be.

use super::{Arguments, Command, unknown};

/// Reads what comes after `docs`; the path begins and ends with a slash, as VitePress joins it with names.
pub(super) fn parse<'a>(
    rest: &mut Arguments<impl Iterator<Item = &'a str>>,
) -> Result<Command, String> {
    let mut base = "/".to_owned();
    while let Some((name, value)) = rest.next_option()? {
        match name {
            "--base" => base = path(name, rest.value(name, value)?)?,
            _ => return Err(unknown("docs", name)),
        }
    }
    Ok(Command::Docs(base))
}

fn path(name: &str, text: &str) -> Result<String, String> {
    let is_path = text.starts_with('/') && text.ends_with('/') && !text.contains("//");
    if is_path {
        return Ok(text.to_owned());
    }
    Err(format!(
        "{name} takes a path such as /docs/, with a slash at both ends, not {text:?}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_site_will_be() {
        let read = |line: &str| {
            let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
            super::super::parse(&words)
        };
        for (line, base) in [
            ("docs", "/"),
            ("docs --base /", "/"),
            ("docs --base=/xnat/docs/", "/xnat/docs/"),
        ] {
            assert_eq!(read(line), Ok(Command::Docs(base.into())), "{line}");
        }
        for line in [
            "docs --base",
            "docs --base docs",
            "docs --base //",
            "docs x",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
