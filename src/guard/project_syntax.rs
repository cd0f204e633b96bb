//! Which keys stand in a file of a project: in HCL, JSON, TOML or YAML, without its comments.
//!
//! It reads no values and evaluates nothing. A file that looks malformed gives no answer.

use std::path::Path;

use serde_json::Value;

/// The language of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ProjectSyntax {
    Hcl,
    Json,
    Toml,
    Yaml,
}

impl ProjectSyntax {
    /// YAML is the language of a file whose name does not say more.
    fn of(file: &Path) -> Self {
        let extension = file.extension().and_then(|extension| extension.to_str());
        match extension.unwrap_or_default() {
            "tf" | "tofu" | "tfvars" | "hcl" => Self::Hcl,
            "json" | "tfstate" => Self::Json,
            "toml" => Self::Toml,
            _ => Self::Yaml,
        }
    }

    fn is_quote(self, c: char) -> bool {
        c == '"' || c == '\'' && self != Self::Hcl
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

/// Finds the first key of a file that is one of those looked for, or the first name of an account
/// and a region. Fails if the text does not look like that of such a file.
pub(crate) fn find(
    file: &Path,
    text: &str,
    is_key: &dyn Fn(&str) -> bool,
) -> Result<Option<String>, ()> {
    let syntax = ProjectSyntax::of(file);
    let found = match syntax {
        ProjectSyntax::Json => {
            let value: Value = serde_json::from_str(text).map_err(|_| ())?;
            return Ok(in_json(&value, is_key));
        }
        ProjectSyntax::Hcl => in_hcl(&tokens(text, syntax)?, is_key)?,
        ProjectSyntax::Toml | ProjectSyntax::Yaml => {
            let mut lines = text.lines().map(|line| tokens(line, syntax));
            lines.find_map(|line| Some(in_line(&line.ok()?, syntax, is_key)?.to_owned()))
        }
    };
    Ok(found)
}

fn in_json(value: &Value, is_key: &dyn Fn(&str) -> bool) -> Option<String> {
    match value {
        Value::String(text) => aws_environment(text).map(str::to_owned),
        Value::Array(values) => values.iter().find_map(|value| in_json(value, is_key)),
        Value::Object(members) => members.iter().find_map(|(key, value)| {
            let is_found = is_key(key) && !value.is_null();
            if is_found { Some(key.clone()) } else { in_json(value, is_key) }
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    /// The text between two quotes.
    Quoted(&'t str),
    Sign(char),
}

/// Parts a text, without its comments.
fn tokens(text: &str, syntax: ProjectSyntax) -> Result<Vec<Token<'_>>, ()> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    // The quotes of texts that end in another line, each looked for once.
    let mut open = Vec::new();
    while let Some(c) = rest.chars().next() {
        // In YAML an apostrophe can stand inside a word.
        let is_start = syntax != ProjectSyntax::Yaml || before == ':' || !syntax.is_word(before);
        let mut length = c.len_utf8();
        if let Some(comment) = comment(rest, before, syntax)? {
            length = comment;
        } else if let Some(heredoc) = heredoc(rest, syntax)? {
            length = heredoc;
        } else if is_start && syntax.is_quote(c) && !open.contains(&c) {
            match quoted(rest, c, syntax) {
                Some(end) => {
                    tokens.push(Token::Quoted(&rest[1..end]));
                    length = end + 1;
                }
                None if syntax != ProjectSyntax::Hcl => {
                    open.push(c);
                    tokens.push(Token::Sign(c));
                }
                None => return Err(()),
            }
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
fn comment(text: &str, before: char, syntax: ProjectSyntax) -> Result<Option<usize>, ()> {
    let line = || Ok(Some(text.find('\n').unwrap_or(text.len())));
    match syntax {
        ProjectSyntax::Yaml if text.starts_with('#') && before.is_whitespace() => line(),
        ProjectSyntax::Toml if text.starts_with('#') => line(),
        ProjectSyntax::Hcl if text.starts_with('#') || text.starts_with("//") => line(),
        ProjectSyntax::Hcl if text.starts_with("/*") => {
            text.find("*/").map(|end| Some(end + 2)).ok_or(())
        }
        _ => Ok(None),
    }
}

/// Returns the length of the text over several lines that a text begins with, with its marks.
///
/// <https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings>
fn heredoc(text: &str, syntax: ProjectSyntax) -> Result<Option<usize>, ()> {
    let Some(mark) = text.strip_prefix("<<").filter(|_| syntax == ProjectSyntax::Hcl) else {
        return Ok(None);
    };
    let (mark, _) = mark.strip_prefix('-').unwrap_or(mark).split_once('\n').ok_or(())?;
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        if length > 0 && line.trim() == mark.trim() {
            return Ok(Some(length + line.trim_end().len()));
        }
        length += line.len();
    }
    Err(())
}

/// Returns the place of the quote that ends what a text begins with.
fn quoted(text: &str, quote: char, syntax: ProjectSyntax) -> Option<usize> {
    // In HCL an expression can stand in a text, and texts in that: each with its own end.
    let mut open = vec![quote];
    let mut skipped = false;
    let mut before = quote;
    for (at, c) in text.char_indices().skip(1) {
        let is_text = open.last() == Some(&quote);
        let is_escape = c == '\\' && quote == '"' && is_text;
        if skipped {
            skipped = false;
        } else if is_escape {
            skipped = true;
        } else if is_text && c == quote {
            open.pop();
        } else if is_text && c == '\n' {
            return None;
        } else if syntax == ProjectSyntax::Hcl && is_text {
            if c == '{' && matches!(before, '$' | '%') {
                open.push('}');
            }
        } else if !is_text {
            match c {
                '"' => open.push('"'),
                '{' => open.push('}'),
                '}' => _ = open.pop(),
                _ => {}
            }
        }
        if open.is_empty() {
            return Some(at);
        }
        before = c;
    }
    None
}

/// The blocks of Terraform that say nothing of a provider, nor of where the state is.
///
/// Their arguments have the same names: `role_arn` is one of many resources.
const OTHER_BLOCKS: [&str; 11] = [
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "removed",
    "resource",
    "variable",
];

fn in_hcl(tokens: &[Token<'_>], is_key: &dyn Fn(&str) -> bool) -> Result<Option<String>, ()> {
    let mut depth = 0_usize;
    let mut block = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth = depth.checked_sub(1).ok_or(())?,
            Token::Sign('\n') if depth == 0 => block = None,
            Token::Word(word) if depth == 0 && block.is_none() => block = Some(*word),
            _ => {}
        }
        let is_other = block.is_some_and(|block| OTHER_BLOCKS.contains(&block));
        if let Some(found) = hcl_key(tokens, at, is_key).filter(|_| !is_other) {
            return Ok(Some(found.to_owned()));
        }
    }
    if depth == 0 { Ok(None) } else { Err(()) }
}

/// Returns the key at a place, if it is one of those looked for and is given a value.
fn hcl_key<'t>(tokens: &[Token<'t>], at: usize, is_key: &dyn Fn(&str) -> bool) -> Option<&'t str> {
    use Token::{Quoted, Sign, Word};
    let after = |steps| tokens.get(at + steps);
    let is_attribute = after(1) == Some(&Sign('=')) && after(2) != Some(&Sign('='));
    let (key, is_set) = match tokens[at] {
        Quoted(text) if aws_environment(text).is_some() => return aws_environment(text),
        Word(word) => (word, is_attribute || after(1) == Some(&Sign('{'))),
        Quoted(text) => {
            let is_block = after(1) == Some(&Sign('{'));
            let is_label = at > 0 && matches!(tokens[at - 1], Word("dynamic" | "backend"));
            (text, is_attribute || after(1) == Some(&Sign(':')) || is_block && is_label)
        }
        Sign(_) => return None,
    };
    let is_whole = matches!(after(3), None | Some(Sign('\n' | '}' | ',')));
    let is_null = is_attribute && is_whole && after(2) == Some(&Word("null"));
    let is_inner = at > 0 && tokens[at - 1] == Sign('.');
    (is_set && !is_null && !is_inner && is_key(key)).then_some(key)
}

/// Finds a key in a line of TOML or YAML.
fn in_line<'t>(
    line: &[Token<'t>],
    syntax: ProjectSyntax,
    is_key: &dyn Fn(&str) -> bool,
) -> Option<&'t str> {
    line.iter().enumerate().find_map(|(at, token)| {
        let (text, has_sign) = match *token {
            Token::Word(word) => match word.strip_suffix(':') {
                Some(key) if syntax == ProjectSyntax::Yaml => (key, true),
                _ => (word, false),
            },
            Token::Quoted(text) => (text, false),
            Token::Sign(_) => return None,
        };
        let is_sign = |token: &Token<'_>| match syntax {
            ProjectSyntax::Yaml => matches!(token, Token::Word(word) if word.starts_with(':')),
            _ => *token == Token::Sign('='),
        };
        let is_set = has_sign || line.get(at + 1).is_some_and(is_sign);
        let value = line.get(at + 1 + usize::from(!has_sign));
        let is_null = matches!(value, Some(Token::Word("null" | "~")));
        let key = (is_set && !is_null && is_key(text)).then_some(text);
        key.or_else(|| aws_environment(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 5] =
        ["profile", "role_arn", "assume_role", "allowed_account_ids", "aws:profile"];

    fn found(file: &str, text: &str) -> Result<Option<String>, ()> {
        find(Path::new(file), text, &|key| KEYS.contains(&key))
    }

    #[test]
    fn a_key_is_found_in_every_language() {
        for (file, text, key) in [
            ("a.tf", "provider \"aws\" {\n  profile = var.profile\n}\n", "profile"),
            ("a.tftest.hcl", "provider \"aws\" {\n profile = null == var.x ? 1 : 2\n}", "profile"),
            ("a.tf", "provider \"aws\" { assume_role { role_arn = \"x\" } }", "assume_role"),
            ("a.tf", "provider aws {\n dynamic \"assume_role\" {\n }\n}", "assume_role"),
            ("a.tf", "provider aws {\n a = \"${f(\"}\")}\" # {\n role_arn = 1\n}", "role_arn"),
            ("a.tf", "terraform {\n backend \"s3\" {\n role_arn = \"x\"\n }\n}", "role_arn"),
            (
                "a.tf",
                "locals {\n a = <<-E\n  \" { \n  E\n}\nprovider aws { profile = 1 }",
                "profile",
            ),
            (
                "a.tf",
                "resource a b {\n}\nprovider aws {\n allowed_account_ids=[]\n}",
                "allowed_account_ids",
            ),
            ("a.tfvars", "x = 1\nprofile = \"prod\"\n", "profile"),
            ("a.tfvars", "x = {\n \"profile\" : \"prod\"\n}\n", "profile"),
            ("a.tf.json", r#"{"provider": {"aws": [{"profile": "x"}]}}"#, "profile"),
            (
                "manifest.json",
                r#"{"a": [{"environment": "aws://999988887777/us-east-1"}]}"#,
                "aws://999988887777/us-east-1",
            ),
            ("samconfig.toml", "[default.deploy.parameters]\nprofile = \"prod\"\n", "profile"),
            ("samconfig.toml", "default.deploy.parameters.profile=\"prod\"", "profile"),
            ("samconfig.toml", "a = { b = \"x # y\", \"profile\" = \"prod\" }", "profile"),
            ("Pulumi.a.yaml", "config:\n  aws:profile: prod\n", "aws:profile"),
            ("Pulumi.a.yaml", "config: {\"aws:profile\": prod}", "aws:profile"),
            ("samconfig.yaml", "a: don't\nb: {c: isn't, profile : x}", "profile"),
            ("samconfig.yaml", "a: 'it''s # x' \nb: [ 'profile' : x ]", "profile"),
            ("cluster", "a: aws://1/x", "aws://1/x"),
        ] {
            assert_eq!(found(file, text), Ok(Some(key.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_key_is_none() {
        for (file, text) in [
            ("a.tf", "provider aws {\n iam_instance_profile = 1\n a = var.profile == 1\n}"),
            ("a.tf", "provider aws {\n # profile = 1\n // profile = 1\n /* profile = 1\n */ }"),
            ("a.tf", "provider aws {\n region = \"x\" # profile = 1\n profile = null\n}"),
            ("a.tf", "provider aws {\n a = \"profile = 1\"\n b = <<E\nprofile = 1\nE\n}"),
            (
                "a.tf",
                "resource \"aws_eks_cluster\" \"profile\" {\n role_arn = aws_iam_role.a.arn\n}",
            ),
            (
                "a.tf",
                "data \"aws_iam_policy_document\" \"assume_role\" {\n}\nvariable \"profile\" {}",
            ),
            ("a.json", r#"{"backend": {"profile": null, "role_arn": null}, "x": "profile"}"#),
            ("a.json", r#"{"environment": "aws://unknown-account/unknown-region"}"#),
            ("a.toml", "# profile = 1\na = \"x\" # profile = 1\nprofiles = 1\nb = \"profile\""),
            (
                "a.yaml",
                "# profile: 1\na: \"x\" # profile: 1\nmy-profile: 1\nb: profile\nprofile: null",
            ),
            ("a.yaml", ""),
        ] {
            assert_eq!(found(file, text), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_is_not_well_formed_gives_no_answer() {
        for (file, text) in [
            ("a.json", "{"),
            ("a.json", ""),
            ("a.tf", "provider aws {"),
            ("a.tf", "}"),
            ("a.tf", "a = \"x"),
            ("a.tf", "a = \"${x\""),
            ("a.tf", "a = <<E\nx"),
            ("a.tf", "/* x"),
        ] {
            assert_eq!(found(file, text), Err(()), "{text}");
        }
    }

    #[test]
    fn what_is_long_takes_no_longer_than_its_length() {
        let many = 100_000;
        for (file, text) in [
            ("a.yaml", "\"".to_owned() + &"\\\"".repeat(many)),
            ("a.yaml", "'\" ".repeat(many)),
            ("a.toml", "\\\"'".repeat(many)),
            ("a.json", format!("\"{}\"", "aws://unknown-account ".repeat(many))),
            ("a.tf", "a = \"${".repeat(many)),
            ("a.tf", "{".repeat(many)),
        ] {
            let found = found(file, &text);
            assert!(matches!(found, Ok(None) | Err(())), "{file}");
        }
    }
}
