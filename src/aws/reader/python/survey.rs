//! Reads a whole file where the Python clients stop at the first error (rule 2C): finds every
//! error, and the lines that do not mean what they seem to.

use std::borrow::Cow;
use std::convert::Infallible;

use super::scanner::{header, strip, strip_end};
use super::{Document, Line, LineKind, PythonIndex, Scanner, lower_case, offset};
use crate::aws::reader::{AwsFile, Heading, SyntaxError, SyntaxErrorKind, known};

/// A file as the clients would read it without its errors, and the errors.
#[derive(Default)]
pub(crate) struct Survey<'a> {
    /// Duplicate sections are joined.
    pub(crate) document: Document<'a>,
    /// All reasons for which the clients refuse the file.
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) continuations: Vec<Continuation<'a>>,
    /// Headers at the end of a value, each with its line and the key.
    pub(crate) glued: Vec<(u32, &'a str, Cow<'a, str>)>,
    /// The lines in which text other than a comment follows a header, and whether that is a key.
    pub(crate) trailing: Vec<(u32, &'a str, bool)>,
    /// The lines of indented headers.
    pub(crate) indented_headers: Vec<u32>,
    /// The lines of keys that end with a colon (case b12).
    pub(crate) colons: Vec<u32>,
}

/// A line that continues the value before it, and was hardly meant to (rule 2A.3).
pub(crate) struct Continuation<'a> {
    pub(crate) line: u32,
    pub(crate) what: ContinuationKind<'a>,
    /// The key of that value, and its line.
    pub(crate) key: Cow<'a, str>,
    pub(crate) key_line: u32,
}

/// What such a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContinuationKind<'a> {
    Section(&'a str),
    Key(&'static str),
    /// Not a known key: none of it may be shown.
    Text,
}

/// The key whose value is being read.
struct OpenKey<'a> {
    key: Cow<'a, str>,
    line: u32,
    is_block: bool,
}

/// Reads a file to its end, whatever is in it.
pub(crate) fn survey<'a>(bytes: &'a [u8], file: AwsFile) -> Survey<'a> {
    let mut survey = Survey::default();
    let mut error = |line, kind| survey.errors.push(SyntaxError { line, kind });
    let text = std::str::from_utf8(bytes).unwrap_or_else(|_| {
        error(0, SyntaxErrorKind::NotUtf8);
        ""
    });
    let mut index = PythonIndex::new(text, file, true);
    let add = |index: &mut PythonIndex<'a>, line: &Line<'a>| index.add(line);
    let mut scanner = Scanner::new(text, 1);
    let mut open: Option<OpenKey<'_>> = None;
    let Ok(()) = scanner.each_line(|line| -> Result<(), Infallible> {
        if let Some(name) = unclosed_header(line) {
            // Its author meant it as the header of the next lines.
            error(line.number, SyntaxErrorKind::UnclosedHeader);
            let _ = add(&mut index, &Line { kind: LineKind::Header(name), ..*line });
            open = None;
            return Ok(());
        }
        if let Err(kind) = add(&mut index, line) {
            error(line.number, kind);
        } else {
            let found = open.as_ref().and_then(|open| continuation(open, line));
            survey.continuations.extend(found);
        }
        match line.kind {
            LineKind::Header(name) => {
                let after = strip(&strip(line.raw)[name.len() + 2..]);
                if !(after.is_empty() || after.starts_with(['#', ';'])) {
                    let key = after.split('=').next().unwrap_or_default();
                    let is_key = known::shown(&strip_end(key).to_lowercase()).is_some();
                    survey.trailing.push((line.number, name, is_key));
                }
                if !line.raw.starts_with('[') {
                    survey.indented_headers.push(line.number);
                }
                open = None;
            }
            LineKind::Key { key, value, sign, is_lower_case } => {
                if sign == b':' {
                    survey.colons.push(line.number);
                }
                let key = lower_case(key, is_lower_case);
                if let Some((start, name)) = glued_header(value) {
                    // The next lines are meant for its section.
                    let start = line.start + line.raw.len() - (value.len() - start);
                    let _ = add(&mut index, &Line { kind: LineKind::Header(name), start, ..*line });
                    survey.glued.push((line.number, name, key));
                    open = None;
                    return Ok(());
                }
                let is_block = value.is_empty() && !known::takes_a_word(&key);
                open = Some(OpenKey { key, line: line.number, is_block });
            }
            LineKind::Continuation { .. } | LineKind::Junk(_) => {}
        }
        Ok(())
    });
    survey.document = index.finish(false);
    join_duplicates(&mut survey.document);
    survey
}

/// Finds a header at the end of a value, where a tool added a section to a file whose last line
/// had no end.
fn glued_header(value: &str) -> Option<(usize, &str)> {
    let (before, name) = value.strip_suffix(']')?.split_once('[')?;
    let is_of_name = |c: char| c.is_alphanumeric() || " _-./@+:'\"".contains(c);
    let is_name = name.chars().all(is_of_name) && name.contains(char::is_alphabetic);
    // An address of IPv6 follows a slash.
    let is_glued = !before.is_empty()
        && !before.ends_with(char::is_whitespace)
        && !before.ends_with(['/', '@']);
    (is_name && is_glued).then_some((before.len(), name))
}

fn unclosed_header<'a>(line: &Line<'a>) -> Option<&'a str> {
    let LineKind::Junk(_) = line.kind else { return None };
    let name = strip(line.raw).strip_prefix('[').map(strip)?;
    (!name.is_empty()).then_some(name)
}

fn continuation<'a>(open: &OpenKey<'a>, line: &Line<'a>) -> Option<Continuation<'a>> {
    let LineKind::Continuation { text, .. } = line.kind else { return None };
    let key = || {
        let (key, _) = text.split_once(['=', ':'])?;
        let key = strip_end(key).to_lowercase();
        let is_meant = known::is_outside_blocks(&key) || !open.is_block;
        known::shown(&key).filter(|_| is_meant)
    };
    let what = match header(text) {
        Some(name) => ContinuationKind::Section(name),
        None => match key() {
            Some(key) => ContinuationKind::Key(key),
            None if known::takes_a_word(&open.key) => ContinuationKind::Text,
            None => return None,
        },
    };
    Some(Continuation { line: line.number, what, key: open.key.clone(), key_line: open.line })
}

/// Joins sections of one name, which is what their author most likely meant.
fn join_duplicates(document: &mut Document<'_>) {
    let sections = std::mem::take(&mut document.sections);
    document.places.clear();
    for section in sections {
        let Heading::Python(name) = section.heading else { continue };
        let next = document.sections.len();
        let place = *document.places.entry(name).or_insert(offset(next)) as usize;
        if place == next {
            document.sections.push(section);
        } else {
            document.sections[place].body.more.push(section.body.first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Survey<'_> {
        survey(text.as_bytes(), AwsFile::Config)
    }

    #[test]
    fn every_mistake_is_found() {
        let text = "stray\n[a]\njunk\nk = 1\nk = 2\n= v\n[b]\nl = 1\n[a]\nm = 1\ns3 =\n  junk\n";
        let errors = of(text).errors;
        let lines: Vec<_> = errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [1, 3, 5, 6, 9, 12]);
        let unclosed = of("[a]\nk = 1\n[b\nk = 2\n").errors;
        assert_eq!(unclosed, [SyntaxError { line: 3, kind: SyntaxErrorKind::UnclosedHeader }]);
        let strict = super::super::read(text.as_bytes(), AwsFile::Config).err().unwrap();
        assert_eq!(errors[0], strict, "the first is the one that the strict reader reports");
    }

    #[test]
    fn duplicate_sections_are_joined() {
        let survey = of("[a]\nk = 1\n[a]\nl = 2\n[b]\n");
        let [a, _] = &survey.document.sections[..] else { panic!("two sections") };
        let keys: Vec<_> = survey.document.keys(a).map(|entry| (&*entry.key, entry.line)).collect();
        assert_eq!(keys, [("k", 2), ("l", 4)]);
        let b = survey.document.headed("b").unwrap();
        assert_eq!(
            b.lines().next(),
            Some(5),
            "found after a section that was joined with an earlier one"
        );
    }

    #[test]
    fn a_header_at_the_end_of_a_value_begins_a_section() {
        let text = "[a]\nregion = eu-west-1[profile b]\nregion = x\nregion = http://[::1]\n";
        let survey = of(text);
        assert_eq!(survey.glued, [(2, "profile b", "region".into())]);
        let keys = |name: &str| {
            let section = survey.document.headed(name).unwrap();
            survey
                .document
                .keys(section)
                .map(|entry| (entry.value.clone(), entry.line))
                .collect::<Vec<_>>()
        };
        assert_eq!(keys("a"), [("eu-west-1".into(), 2)]);
        assert_eq!(keys("profile b")[0], ("x".into(), 3));
        for value in ["x [b]", "[b]", "a[0]", "a[]", "a[b].c[d]", "http://[::1]", "f[?x=='y']"] {
            assert_eq!(glued_header(value), None, "{value}");
        }
    }

    #[test]
    fn lines_that_look_like_something_else_are_found() {
        let whats = |text| {
            let survey = of(text);
            survey.continuations.iter().map(|line| (line.line, line.what)).collect::<Vec<_>>()
        };
        let cases = [
            ("[a]\noutput = json\n  region = x\n", vec![(3, ContinuationKind::Key("region"))]),
            ("[a]\nregion =\n  output = x\n", vec![(3, ContinuationKind::Key("output"))]),
            ("[a]\nregion = x\n [b]\n", vec![(3, ContinuationKind::Section("b"))]),
            ("[a]\naws_session_token = x\n  yz\n", vec![(3, ContinuationKind::Text)]),
            ("[a]\ns3 =\n  x = y\n  region = z\n", vec![(4, ContinuationKind::Key("region"))]),
            ("[services a]\ns3 =\n  endpoint_url = z\n", vec![]),
            ("[a]\ncredential_process = x\n  --flag\n", vec![]),
            ("[a]\nnote = x\n  more: text\n", vec![]),
            ("  [a]\n  k = v\n", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(whats(text), expected, "{text:?}");
        }
        assert_eq!(of("  [a]\n  k = v\n[b]\n").indented_headers, [1]);
    }
}
