//! Tells when a file reads the same in every dialect, so that one reading does for all clients.
//!
//! Most files are plain: headers and `key = value` in the first column, comments on lines of their
//! own, ordinary characters. Whatever is not certain to be plain counts as not plain, which costs
//! another reading and nothing else. `sdk` has the test that holds this against the dialects.

use super::{
    AwsFile,
    python::scanner::{Kind, Line},
};

/// Collects what is known about a file so far.
pub(super) struct Plainness {
    file: AwsFile,
    is_plain: bool,
    /// How many headers there are for the default profile, which may be spelt in two ways.
    defaults: u32,
    /// Whether the section is one whose keys hold blocks.
    in_services: bool,
    block: Block,
}

/// The indented lines below a key without a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    None,
    /// Its key has been read.
    Awaited,
    /// So has a line of it.
    Begun,
}

impl Plainness {
    pub(super) fn new(file: AwsFile) -> Self {
        Self { file, is_plain: true, defaults: 0, in_services: false, block: Block::None }
    }

    pub(super) fn add(&mut self, line: &Line<'_>) {
        let block = std::mem::replace(&mut self.block, Block::None);
        self.is_plain &= match line.kind {
            Kind::Header(name) => {
                let stands_alone = line.raw.len() == name.len() + 2;
                stands_alone && block != Block::Awaited && self.is_plain_header(name)
            }
            Kind::Key { key, value } => {
                if value.is_empty() {
                    self.block = Block::Awaited;
                }
                block != Block::Awaited
                    && is_plain_key(line.raw, key)
                    && is_plain_text(line.raw)
                    && !value.starts_with(['"', '\''])
                    && (!value.is_empty() || self.in_services || key == "s3")
            }
            Kind::Continuation { text, .. } => {
                self.block = Block::Begun;
                block != Block::None && is_plain_text(line.raw) && !text.starts_with('[')
            }
            Kind::Junk(_) => false,
        };
    }

    pub(super) fn finish(self) -> bool {
        self.is_plain && self.block != Block::Awaited && self.defaults <= 1
    }

    fn is_plain_header(&mut self, header: &str) -> bool {
        let (kind, name) = match (self.file, header.split_once(' ')) {
            (AwsFile::Config, Some(words)) => words,
            (AwsFile::Config, None) => ("", header),
            (AwsFile::Credentials, _) => return is_identifier(header),
        };
        self.in_services = kind == "services";
        self.defaults += u32::from(name == "default" && matches!(kind, "" | "profile"));
        match kind {
            "profile" | "sso-session" | "services" => is_identifier(name),
            // A dot may stand for the blank in the dialect of JavaScript.
            "" => is_identifier(name) && !name.contains('.'),
            _ => false,
        }
    }
}

/// Tells whether text is a name to every dialect.
fn is_identifier(text: &str) -> bool {
    super::sdk::is_identifier(text) && !text.is_empty()
}

/// Tells whether a key stands in the first column, in lower case, before an equals sign.
fn is_plain_key(raw: &str, key: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    let after = raw.strip_prefix(key).unwrap_or_default();
    key.bytes().all(is_plain) && after.trim_start_matches(' ').starts_with('=')
}

/// Tells whether a line is printable ASCII that no dialect cuts or unescapes.
fn is_plain_text(line: &str) -> bool {
    let bytes = line.as_bytes();
    // No early end, so that the loop needs no branches.
    let is_printable =
        bytes.iter().fold(true, |so_far, byte| so_far & (byte.wrapping_sub(b' ') <= b'~' - b' '));
    let is_comment = |at: usize| at == 0 || bytes[at - 1] == b' ';
    is_printable
        && !memchr::memchr2_iter(b'#', b';', bytes).any(is_comment)
        && memchr::memchr(b'\\', bytes).is_none()
}
