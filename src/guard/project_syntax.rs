//! Which keys stand in a file of a project: in JSON, TOML or YAML, without its comments.
//!
//! It reads no values and evaluates nothing. A file that looks malformed gives no answer.

use std::path::Path;

use super::project_json;
use super::project_tokens::{IsKey, ProjectSyntax, Token, aws_environment, tokens};

/// Finds the first key of a file that is one of those looked for, or the first name of an account
/// and a region. Fails if the text does not look like that of such a file.
pub(crate) fn find(
    file: &Path,
    of_tool: ProjectSyntax,
    text: &str,
    is_key: &IsKey<'_>,
) -> Result<Option<String>, ()> {
    let syntax = ProjectSyntax::of(file, of_tool);
    match syntax {
        ProjectSyntax::Json => project_json::find(text, is_key),
        ProjectSyntax::Toml | ProjectSyntax::Yaml => {
            for line in text.split(is_line_break) {
                if let Some(found) = in_line(&tokens(line, syntax)?, syntax, is_key)? {
                    return Ok(Some(found.to_owned()));
                }
            }
            Ok(None)
        }
    }
}

/// YAML 1.1 has more line breaks than others, and a comment ends at each.
///
/// <https://yaml.org/spec/1.1/#id871136>
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Tells whether a text may be any, as it is not read here what stands for what in it.
fn is_escaped(token: &Token<'_>) -> bool {
    matches!(token, Token::Quoted(text) if text.contains('\\'))
}

/// Finds a key in a line of TOML or YAML. Fails if it has one in a form that is not read.
fn in_line<'t>(
    line: &[Token<'t>],
    syntax: ProjectSyntax,
    is_key: &IsKey<'_>,
) -> Result<Option<&'t str>, ()> {
    if syntax == ProjectSyntax::Yaml && has_other_key(line) {
        return Err(());
    }
    let found = line.iter().enumerate().find_map(|(at, token)| {
        let (text, has_sign) = match *token {
            Token::Word(word) => match word.strip_suffix(':') {
                Some(key) if syntax == ProjectSyntax::Yaml => (key, true),
                _ => (word, false),
            },
            Token::Quoted(text) => (text, false),
            Token::Sign(_) => return None,
        };
        let sign = line.get(at + 1);
        let is_sign = |token: &Token<'_>| match syntax {
            ProjectSyntax::Yaml => is_colon(token),
            _ => *token == Token::Sign('='),
        };
        let is_set = has_sign || sign.is_some_and(is_sign);
        let value = line.get(at + 1 + usize::from(!has_sign));
        let is_null = matches!(value, Some(Token::Word("null" | "~")));
        let value = match (sign, value) {
            // A colon may stand right before the value.
            (Some(Token::Word(glued)), _) if !has_sign && *glued != ":" => glued.strip_prefix(':'),
            (_, Some(Token::Word(text) | Token::Quoted(text))) => Some(*text),
            // A text in another form, or with something before it.
            (_, Some(Token::Sign('|' | '>' | '!' | '&' | '*'))) => Some(""),
            _ => None,
        };
        let is_meant = is_key(text, value) || is_escaped(token);
        let key = (is_set && !is_null && is_meant).then_some(text);
        key.or_else(|| aws_environment(text))
    });
    Ok(found)
}

fn is_colon(token: &Token<'_>) -> bool {
    matches!(token, Token::Word(word) if word.starts_with(':'))
}

/// Tells whether a line of YAML has a key whose name is elsewhere: in the lines after a `?`, or
/// where the anchor of an alias such as `*name` is.
///
/// <https://yaml.org/spec/1.2.2/#822-block-mappings>
fn has_other_key(line: &[Token<'_>]) -> bool {
    let is_dashes = |word: &str| word.bytes().all(|byte| byte == b'-');
    line.iter().enumerate().any(|(at, token)| match token {
        Token::Sign('?') => match at.checked_sub(1).map(|before| line[before]) {
            None | Some(Token::Sign('{' | '[' | ',')) => true,
            Some(Token::Word(word)) => is_dashes(word),
            Some(_) => false,
        },
        Token::Sign('*') => match line.get(at + 1) {
            Some(Token::Word(name)) => {
                name.ends_with(':') || line.get(at + 2).is_some_and(is_colon)
            }
            _ => false,
        },
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 5] =
        ["profile", "role_arn", "assume_role", "allowed_account_ids", "aws:profile"];

    fn found(file: &str, text: &str) -> Result<Option<String>, ()> {
        find(Path::new(file), ProjectSyntax::Yaml, text, &|key, value| {
            KEYS.contains(&key) || key == "config" && value.is_some()
        })
    }

    #[test]
    fn a_key_is_found_in_every_language() {
        for (file, text, key) in [
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
            ("cluster.yaml", "a: aws://1/x", "aws://1/x"),
            ("a.yaml", "a: b # x\rprofile: prod", "profile"),
            ("a.yaml", "a: b # x\u{2028}profile: prod", "profile"),
            ("a.yaml", "\u{feff}profile: prod", "profile"),
            ("a.yaml", "&a profile: prod", "profile"),
            ("a.yaml", "!!str profile: prod", "profile"),
            ("a.yaml", "config: conf", "config"),
            ("a.yaml", "a: {\"config\":conf}", "config"),
            ("a.json", r#"{"prof\u0069le": "prod"}"#, "profile"),
            // Terraform takes every one of several keys of a name.
            ("a.tf.json", r#"{"profile": "prod", "profile": null}"#, "profile"),
            ("a.tf.json", r#"{"a": {"profile": "prod"}, "a": {}}"#, "profile"),
            ("a.tf.json", r#"{"a": [1, true, null, 1.5, {"profile": {}}]}"#, "profile"),
            ("a.json", r#"{"config": "conf"}"#, "config"),
            // Which character is meant is not worked out.
            ("a.yaml", r#"a: {"prof\u0069le": prod}"#, r"prof\u0069le"),
            ("a.yaml", r#""aws:prof\x69le" : prod"#, r"aws:prof\x69le"),
            ("a.toml", r#""prof\u0069le" = "prod""#, r"prof\u0069le"),
        ] {
            assert_eq!(found(file, text), Ok(Some(key.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_key_is_none() {
        for (file, text) in [
            ("a.json", r#"{"backend": {"profile": null, "role_arn": null}, "x": "profile"}"#),
            ("a.json", r#"{"environment": "aws://unknown-account/unknown-region"}"#),
            ("a.toml", "# profile = 1\na = \"x\" # profile = 1\nprofiles = 1\nb = \"profile\""),
            (
                "a.yaml",
                "# profile: 1\na: \"x\" # profile: 1\nmy-profile: 1\nb: profile\nprofile: null",
            ),
            ("a.yaml", ""),
            ("a.yaml", "config:\n  a: ?\n  b: x?y\n  c: *alias\n  d: \"a\\nb\""),
            ("a.yaml", "a: don't # it's \"x\r\nb: 'c'\r\n"),
        ] {
            assert_eq!(found(file, text), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_is_not_well_formed_gives_no_answer() {
        for (file, text) in [("a.json", "{"), ("a.json", ""), ("a.json", "{} {}")] {
            assert_eq!(found(file, text), Err(()), "{text}");
        }
    }

    #[test]
    fn a_key_in_a_form_that_is_not_read_gives_no_answer() {
        for (file, text) in [
            ("a.yaml", "a:\n  ? profile\n  : prod"),
            ("a.yaml", "- ? profile\n  : prod"),
            ("a.yaml", "{? profile\n : prod}"),
            ("a.yaml", "a: &key profile\n*key : prod"),
            ("a.yaml", "*key: prod"),
            // The text ends in another line, and what follows it there may be a key.
            ("a.yaml", "a: {b: \"x\n y # z\", profile: prod}"),
            ("a.yaml", "{a: 'x\n', 'profile': 'prod', 'b': ''}"),
            ("a.toml", "a = \"\"\"x\n # \"\"\"\nprofile = 1"),
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
        ] {
            let found = found(file, &text);
            assert!(matches!(found, Ok(None) | Err(())), "{file}");
        }
    }
}
