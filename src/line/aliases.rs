//! The aliases of a shell, as its command `alias` prints them.

use std::collections::BTreeMap;

use super::parser::parse;
use super::syntax::{AssignedValue, Item, Node, PieceKind, WrittenWord};

/// Reads lines of `alias NAME=VALUE`, as bash prints, or of `NAME=VALUE`, as zsh and dash do. None if
/// they are something else.
pub(crate) fn aliases_of(text: &str) -> Option<BTreeMap<String, String>> {
    let (list, _) = parse(text).ok()?;
    let mut aliases = BTreeMap::new();
    for Item { node, .. } in &list {
        let Node::Simple(simple) = node else { return None };
        for assignment in &simple.assignments {
            let AssignedValue::Text(word) = &assignment.value else { return None };
            aliases.insert(assignment.name.clone(), literal(word)?);
        }
        let words: Option<Vec<String>> = simple.words.iter().map(literal).collect();
        let words = words?;
        let words =
            words.iter().filter(|word| !matches!(word.as_str(), "alias" | "-g" | "-s" | "--"));
        for word in words {
            let (name, value) = word.split_once('=')?;
            aliases.insert(name.to_owned(), value.to_owned());
        }
    }
    Some(aliases)
}

/// Returns the text of a word of which nothing is expanded.
fn literal(word: &WrittenWord) -> Option<String> {
    let texts = word.pieces.iter().map(|piece| match &piece.kind {
        PieceKind::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_read_as_each_shell_prints_them() {
        let value = |text, name: &str| aliases_of(text)?.get(name).cloned();
        assert_eq!(value("alias a='aws --profile x'\nalias b='c'\\''d'", "b"), Some("c'd".into()));
        assert_eq!(value("a='aws --profile x'\n..='cd ..'", "a"), Some("aws --profile x".into()));
        assert_eq!(value("..='cd ..'\nk-x=y", ".."), Some("cd ..".into()));
        assert_eq!(value("alias -- -='cd -'", "-"), Some("cd -".into()));
        assert_eq!(aliases_of(""), Some(BTreeMap::new()));
        for text in ["alias a=$(x)", "if true; then a; fi", "a 'b"] {
            assert_eq!(aliases_of(text), None, "{text}");
        }
    }
}
