//! What arithmetic does besides counting: it sets variables, and runs what is in the index of an array,
//! even where that is the value of a variable.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Shell-Arithmetic>

use super::HOLE;
use super::parser::is_name;
use super::state::VariableValue;
use super::syntax::WrittenWord;
use super::walk::Walk;
use super::word::{Word, has_command};

/// How many variables one expression may lead to.
const MOST: usize = 64;

impl Walk<'_> {
    pub(super) fn arithmetic(&mut self, word: &WrittenWord) {
        let text = self.text(word);
        self.evaluate(&text);
        self.set_unknown_variables_of(&word.source);
    }

    /// Goes through `[[ … ]]`, whose numbers are arithmetic.
    pub(super) fn expression(&mut self, words: &[WrittenWord]) {
        let operators = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v"];
        let is_number =
            words.iter().any(|word| word.plain().is_some_and(|text| operators.contains(&text)));
        for word in words {
            let text = self.text(word);
            if is_number {
                self.evaluate(&text);
            }
        }
    }

    /// Adds what an expression runs: the text is that after its expansion.
    pub(super) fn evaluate(&mut self, text: &str) {
        let mut texts = vec![text.to_owned()];
        let mut at = 0;
        while at < texts.len() && texts.len() < MOST {
            let names: Vec<String> = names(&texts[at]).map(str::to_owned).collect();
            for value in names.iter().filter_map(|name| self.variable(name)) {
                if !texts.contains(&value) {
                    texts.push(value);
                }
            }
            at += 1;
        }
        for text in texts.into_iter().filter(|text| has_command(text)) {
            self.record(vec![Word::known("eval"), Word::known(text)]);
        }
    }

    /// Arithmetic may set variables, whose names are not looked for.
    pub(super) fn set_unknown_variables_of(&mut self, source: &str) {
        // Only what may set anything has one of them in it.
        if !source.contains("++") && !source.contains("--") && !source.contains('=') {
            return;
        }
        for name in names(source) {
            self.set(name, VariableValue::Text(HOLE.to_string()), None);
        }
    }
}

/// Returns what may be the names of variables.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|name| is_name(name))
}
