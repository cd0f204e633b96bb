//! The words, texts and signs of a file of a project: of TOML and YAML, without its comments.

use std::path::Path;

/// The language of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProjectSyntax {
    Json,
    Toml,
    Yaml,
}

impl ProjectSyntax {
    /// Finds the language by the file's name, or takes that of the tool.
    pub(super) fn of(file: &Path, of_tool: Self) -> Self {
        let extension = file.extension().and_then(|extension| extension.to_str());
        match extension.unwrap_or_default() {
            "json" | "tfstate" => Self::Json,
            "toml" => Self::Toml,
            "yaml" | "yml" => Self::Yaml,
            _ => of_tool,
        }
    }

    fn is_quote(c: char) -> bool {
        matches!(c, '"' | '\'')
    }

    fn is_word(self, c: char) -> bool {
        // In YAML a text needs no quotes, and a colon is a sign only before a space.
        let is_text = self == Self::Yaml && matches!(c, ':' | '/' | '.');
        c.is_alphanumeric() || matches!(c, '_' | '-') || is_text
    }
}

/// What begins the name of an account and a region, as the CDK writes them.
const ENVIRONMENT: &str = "aws://";

/// What the CDK writes for the account that the environment has.
const ANY_ENVIRONMENT: &str = "aws://unknown-account";

/// Returns the name of an account and a region in a text, such as `aws://111122223333/eu-west-1`.
pub(super) fn aws_environment(text: &str) -> Option<&str> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',');
    let mut starts = text.match_indices(ENVIRONMENT).map(|(at, _)| &text[at..]);
    let named = starts.find(|start| !start.starts_with(ANY_ENVIRONMENT))?;
    named.split(is_end).next()
}

/// Tells whether a key is looked for, from its name and its value where that is a text.
pub(crate) type IsKey<'a> = dyn Fn(&str, Option<&str>) -> bool + 'a;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Word(&'t str),
    /// The text between two quotes.
    Quoted(&'t str),
    Sign(char),
}

/// Parts a text, without its comments. Of TOML and YAML it takes one line, and fails if that ends
/// within quotes: what follows may be text or not.
pub(super) fn tokens(text: &str, syntax: ProjectSyntax) -> Result<Vec<Token<'_>>, ()> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        // In YAML an apostrophe can stand inside a word.
        let is_start = syntax != ProjectSyntax::Yaml || before == ':' || !syntax.is_word(before);
        let mut length = c.len_utf8();
        if let Some(comment) = comment(rest, before, syntax) {
            length = comment;
        } else if is_start && ProjectSyntax::is_quote(c) {
            let end = quoted(rest, c).ok_or(())?;
            tokens.push(Token::Quoted(&rest[1..end]));
            length = end + 1;
        } else if syntax.is_word(c) {
            length = rest.find(|c| !syntax.is_word(c)).unwrap_or(rest.len());
            tokens.push(Token::Word(&rest[..length]));
        } else if c == '\n' || !c.is_whitespace() {
            tokens.push(Token::Sign(c));
        }
        before = rest[..length].chars().next_back().unwrap_or(c);
        rest = &rest[length..];
    }
    Ok(tokens)
}

/// Returns the length of the comment that a text begins with, up to the end of the line.
fn comment(text: &str, before: char, syntax: ProjectSyntax) -> Option<usize> {
    let line = || Some(text.find('\n').unwrap_or(text.len()));
    match syntax {
        ProjectSyntax::Yaml if text.starts_with('#') && before.is_whitespace() => line(),
        ProjectSyntax::Toml if text.starts_with('#') => line(),
        _ => None,
    }
}

/// Returns the place of the quote that ends what a text begins with.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if quote == '"' => is_escaped = true,
            '\n' => return None,
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}
