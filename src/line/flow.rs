//! Goes through commands of which some may run, or run several times.

use std::rc::Rc;

use super::HOLE;
use super::state::{State, VariableValue};
use super::syntax::{Compound, Item, Joint, List, Node, WrittenWord};
use super::walk::{Stdin, Walk};
use super::word::Word;

/// Over how many words a loop is gone through one by one.
const MOST_REPEATED: usize = 64;

impl Walk<'_> {
    /// Goes through commands with `&&` and `||` between them, each of which may fail.
    pub(super) fn chain(&mut self, chain: &[Item]) {
        // What is so after a failure; none where there can be none.
        let mut failed: Option<State> = None;
        let mut succeeded = None;
        for item in chain {
            match item.joint {
                Joint::Then => {}
                Joint::And => self.state = succeeded.take().unwrap_or_else(|| self.state.clone()),
                Joint::Or => {
                    // After what cannot fail it does not run; it counts as if it did.
                    let before = failed.take().unwrap_or_else(|| self.state.clone());
                    let other = std::mem::replace(&mut self.state, before);
                    self.node(&item.node);
                    let is_end = ends(&item.node);
                    let may_fail = !is_end && fails(&item.node);
                    failed = may_fail.then(|| self.state.clone());
                    succeeded = Some(if is_end { other } else { other.or(&self.state) });
                    self.state = succeeded.clone().unwrap_or_else(|| self.state.clone());
                    continue;
                }
            }
            let before = failed.take();
            self.node(&item.node);
            succeeded = Some(self.state.clone());
            let may_fail = !ends(&item.node) && fails(&item.node);
            let own = may_fail.then(|| self.state.clone());
            failed = match (before, own) {
                (Some(before), Some(own)) => Some(before.or(&own)),
                (before, own) => before.or(own),
            };
        }
        if let Some(failed) = failed.filter(|_| !self.state.ends_on_failure) {
            self.state = failed.or(&self.state);
        }
    }

    pub(super) fn pipeline(&mut self, nodes: &[(Node, Rc<str>)]) {
        let before = self.state.clone();
        let outer = self.stdin.clone();
        for (index, (node, source)) in nodes.iter().enumerate() {
            let first = self.found.len();
            self.state = before.clone();
            self.node(node);
            let written = self.written_by(node, first);
            let source = match &self.stdin {
                Stdin::Piped(before) | Stdin::Text(before) if index > 0 => {
                    format!("{before} | {source}")
                }
                _ => source.to_string(),
            };
            self.stdin = written.map_or(Stdin::Piped(source), Stdin::Text);
        }
        self.stdin = outer;
        // The last one runs in this shell in zsh, and not in bash.
        self.state = before.or(&self.state);
    }

    /// Returns what a command writes, if the line itself says it.
    pub(super) fn written_by(&self, node: &Node, first: usize) -> Option<String> {
        let [command] = &self.found[first..] else { return None };
        let Node::Simple(_) = node else { return None };
        let words: Vec<&str> = command.words.iter().map(|word| &*word.text).collect();
        if command.words.iter().any(|word| word.is_open) {
            return None;
        }
        match &words[..] {
            ["echo", "-n" | "-e" | "-ne", words @ ..] | ["echo", words @ ..] => {
                Some(words.join(" ").replace("\\n", "\n") + "\n")
            }
            ["printf", format, words @ ..] => match format.trim_end_matches("\\n") {
                "%s" => Some(words.join("\n") + "\n"),
                text if !text.contains('%') && words.is_empty() => {
                    Some(text.replace("\\n", "\n") + "\n")
                }
                _ => None,
            },
            ["cat"] | ["cat", "-"] => match &command.stdin {
                Stdin::Text(text) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn compound(&mut self, compound: &Compound) {
        match compound {
            Compound::Subshell(list) => self.aside(list),
            Compound::Group(list) => self.list(list),
            Compound::If(branches, rest) => {
                let mut after: Option<State> = None;
                let mut add = |state: State| {
                    after = Some(match after.take() {
                        Some(other) => other.or(&state),
                        None => state,
                    });
                };
                for (condition, body) in branches {
                    self.list(condition);
                    let otherwise = self.state.clone();
                    self.list(body);
                    let end = std::mem::replace(&mut self.state, otherwise);
                    if !body.last().is_some_and(|item| ends(&item.node)) {
                        add(end);
                    }
                }
                self.list(rest);
                if rest.last().is_some_and(|item| ends(&item.node)) {
                    self.state = after.unwrap_or_else(|| self.state.clone());
                } else {
                    add(self.state.clone());
                    self.state = after.unwrap_or_else(|| self.state.clone());
                }
            }
            Compound::While(condition, body) => self.repeat(|walk| {
                walk.list(condition);
                walk.list(body);
            }),
            Compound::For(name, words, body) => self.for_each(name, words.as_deref(), body),
            Compound::ArithmeticFor(word, body) => {
                self.text(word);
                self.set_unknown_variables_of(word);
                self.repeat(|walk| walk.list(body));
            }
            Compound::Case(subject, branches) => {
                self.text(subject);
                let before = self.state.clone();
                let mut after = before.clone();
                for branch in branches {
                    self.state = before.clone();
                    self.list(branch);
                    if !branch.last().is_some_and(|item| ends(&item.node)) {
                        after = after.or(&self.state);
                    }
                }
                self.state = after;
            }
            Compound::Expression(words) => {
                for word in words {
                    self.text(word);
                    self.set_unknown_variables_of(word);
                }
            }
        }
    }

    /// Arithmetic may set variables, whose names are not looked for.
    pub(super) fn set_unknown_variables_of(&mut self, word: &WrittenWord) {
        let names: Vec<String> = self.state.variables.keys().cloned().collect();
        for name in names.iter().filter(|name| word.source.contains(&**name)) {
            self.set(name, VariableValue::Text(HOLE.to_string()), None);
        }
    }

    /// Goes through what runs any number of times.
    pub(super) fn repeat(&mut self, mut once: impl FnMut(&mut Self)) {
        let before = self.state.clone();
        once(self);
        let after = before.clone().or(&self.state);
        let has_changed = !after.is_as(&before);
        self.state = after;
        if has_changed {
            once(self);
            let last = self.state.clone();
            self.state = before.or(&last);
        }
    }

    pub(super) fn for_each(&mut self, name: &str, words: Option<&[WrittenWord]>, body: &List) {
        let words = match words {
            Some(words) => self.words(words),
            None => match &self.state.parameters {
                Some(parameters) => parameters.iter().map(Word::known).collect(),
                None => vec![Word::open("\"$@\"")],
            },
        };
        let is_known = words.iter().all(|word| !word.is_open);
        if is_known && words.len() <= MOST_REPEATED {
            for word in words {
                self.set(name, VariableValue::Text(word.text), None);
                self.list(body);
            }
        } else {
            self.repeat(|walk| {
                walk.set(name, VariableValue::Text(HOLE.to_string()), None);
                walk.list(body);
            });
        }
    }
}

/// Tells whether a command can fail, as far as that matters for what follows.
fn fails(node: &Node) -> bool {
    let Node::Simple(simple) = node else { return true };
    let name = simple.words.first().and_then(WrittenWord::plain);
    // That a directory exists is taken for granted.
    let succeeds = ["cd", "export", "echo", "set", "true", ":", "unset", "declare", "alias"];
    match name {
        Some(name) => !succeeds.contains(&name),
        None => !simple.words.is_empty(),
    }
}

/// Tells whether nothing that follows a command is run.
fn ends(node: &Node) -> bool {
    match node {
        Node::Simple(simple) => {
            let name = simple.words.first().and_then(WrittenWord::plain);
            name.is_some_and(|name| ["exit", "return", "break", "continue"].contains(&name))
        }
        Node::Compound(compound, _) => match &**compound {
            Compound::Group(list) => list.last().is_some_and(|item| ends(&item.node)),
            _ => false,
        },
        _ => false,
    }
}
