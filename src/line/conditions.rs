//! Conditions of which only literal words and known variables decide, so that one outcome holds.

use super::is_known;
use super::syntax::{
    AssignedValue, CaseBranch, Compound, Item, List, Node, PieceKind, WordPiece, WrittenWord,
};
use super::walk::{Stdin, Walk};
use super::word::Word;

/// How many lines a loop is gone through one by one.
const MOST_LINES: usize = 64;

impl Walk<'_> {
    /// Tells whether commands that have been gone through succeed or fail, if that is known.
    pub(super) fn holds(&mut self, condition: &List) -> Option<bool> {
        match &condition[..] {
            [Item { node, .. }] => self.succeeds(node),
            _ => None,
        }
    }

    /// Tells whether a command that has been gone through succeeds or fails, if that is known.
    pub(super) fn succeeds(&mut self, node: &Node) -> Option<bool> {
        let simple = match node {
            Node::Simple(simple) => simple,
            Node::Compound(compound, _) => {
                let Compound::Expression(words) = &**compound else { return None };
                return self.tested(words, true);
            }
            _ => return None,
        };
        let name = match simple.words.first() {
            Some(word) => word.plain()?,
            None => "true",
        };
        let runs_others = |word: &WrittenWord| word.source.contains(['$', '`']);
        let may_fail = simple.assignments.iter().any(|assignment| match &assignment.value {
            AssignedValue::Text(word) => runs_others(word),
            AssignedValue::Array(_) | AssignedValue::Element(..) => true,
        });
        let is_another =
            self.state.functions.contains_key(name) || self.state.aliases.contains_key(name);
        if is_another || may_fail && simple.words.is_empty() {
            return None;
        }
        match name {
            "cd" => (!self.may_stay).then_some(true),
            "export" | "echo" | "set" | "true" | ":" | "unset" | "declare" => Some(true),
            "false" => Some(false),
            "test" => self.tested(&simple.words[1..], false),
            "[" => {
                let (_, words) = simple.words[1..].split_last()?;
                self.tested(words, false)
            }
            _ => None,
        }
    }

    /// Returns what a comparison of texts says; `is_pattern` is so in `[[ … ]]`.
    fn tested(&mut self, written: &[WrittenWord], is_pattern: bool) -> Option<bool> {
        if !written.iter().all(has_no_commands) {
            return None;
        }
        let words: Vec<Word> = if is_pattern {
            written.iter().map(|word| Word::known(self.text(word))).collect()
        } else {
            self.words(written)
        };
        let texts: Option<Vec<&str>> = words.iter().map(Word::as_known).collect();
        let texts = texts?;
        let (is_not, texts) = match &texts[..] {
            ["!", rest @ ..] if !rest.is_empty() => (true, rest),
            all => (false, all),
        };
        let is_so = match texts {
            ["-n", text] => !text.is_empty(),
            ["-z", text] => text.is_empty(),
            [_, "=" | "==" | "!=", other] if is_pattern && has_pattern(other) => return None,
            [text, "=" | "==", other] => text == other,
            [text, "!=", other] => text != other,
            _ => return None,
        };
        Some(is_so != is_not)
    }

    /// Tells whether a subject is that of a branch of `case`, if that is known.
    pub(super) fn matches(&mut self, subject: &str, branch: &CaseBranch) -> Option<bool> {
        let mut all_differ = is_known(subject) && !branch.falls_through;
        for pattern in &branch.patterns {
            let text = self.text(pattern);
            if all_differ && pattern.plain() == Some("*") {
                return Some(true);
            }
            let is_text = is_known(&text) && !has_pattern(&text);
            if all_differ && is_text && text == subject {
                return Some(true);
            }
            all_differ &= is_text;
        }
        all_differ.then_some(false)
    }

    /// Returns the variable and the lines of a loop of `read`, if the line itself says what is read.
    pub(super) fn lines_read(&self, condition: &List) -> Option<(String, Vec<String>)> {
        let [Item { node: Node::Simple(simple), .. }] = &condition[..] else { return None };
        let words: Option<Vec<&str>> = simple.words.iter().map(WrittenWord::plain).collect();
        let (["read", name] | ["read", "-r", name]) = words?[..] else { return None };
        let is_separator = simple.assignments.iter().all(|assignment| assignment.name == "IFS");
        let Stdin::Text(text) = &self.stdin else { return None };
        let lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
        let is_plain = is_known(text) && !text.contains('\\') && text.ends_with('\n');
        let is_read = is_separator
            && simple.redirects.is_empty()
            && is_plain
            && lines.len() <= MOST_LINES
            && super::parser::is_name(name)
            && !self.state.functions.contains_key("read");
        is_read.then(|| (name.to_owned(), lines))
    }
}

fn has_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '\\', '('])
}

/// Tells whether the expansion of a word runs nothing, and so may be repeated.
fn has_no_commands(word: &WrittenWord) -> bool {
    let is_plain = |piece: &WordPiece| match &piece.kind {
        PieceKind::Text(_) => true,
        PieceKind::Variable(variable) => variable.word.pieces.is_empty(),
        _ => false,
    };
    word.pieces.iter().all(is_plain)
}
