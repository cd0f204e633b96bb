//! Goes through commands of which some may run, or run several times.

use std::rc::Rc;

use super::HOLE;
use super::state::{State, VariableValue};
use super::syntax::{
    CaseBranch, Compound, Item, Joint, List, Node, PieceKind, WordPiece, WrittenWord,
};
use super::walk::{Stdin, Walk};
use super::word::Word;

/// Over how many words a loop is gone through one by one.
const MOST_REPEATED: usize = 64;

impl Walk<'_> {
    /// Goes through commands with `&&` and `||` between them, each of which may fail.
    pub(super) fn chain(&mut self, chain: &[Item]) {
        // What is so if the last one that ran has succeeded, and if it has failed.
        let (mut succeeded, mut failed): (Option<State>, Option<State>) = (None, None);
        for item in chain {
            let before = match item.joint {
                Joint::Then => Some(self.state.clone()),
                Joint::And => succeeded.take(),
                Joint::Or => failed.take(),
            };
            // What never runs is gone through all the same; that changes nothing.
            let runs = before.is_some();
            self.state = before.unwrap_or_else(|| self.state.clone());
            let directory = self.state.directory.clone();
            self.node(&item.node);
            if !runs || self.ends(&item.node) {
                continue;
            }
            let success = self.succeeds(&item.node);
            if success != Some(false) {
                add(&mut succeeded, &self.state);
            }
            if success != Some(true) {
                if item.node.moves() {
                    self.state.directory = directory;
                }
                add(&mut failed, &self.state);
            }
        }
        self.state = match (succeeded, failed) {
            (Some(succeeded), Some(failed)) => succeeded.or(&failed),
            (succeeded, failed) => succeeded.or(failed).unwrap_or_else(|| self.state.clone()),
        };
    }

    pub(super) fn pipeline(&mut self, nodes: &[(Node, Rc<str>)]) {
        let before = self.state.clone();
        let outer = self.stdin.clone();
        for (index, (node, source)) in nodes.iter().enumerate() {
            let first = self.found.len();
            self.state = before.clone();
            self.node(node);
            let written = self.written_by(node, first);
            let documents = self.found[first..].iter().filter_map(|command| match &command.stdin {
                Stdin::Text(text) => Some(&**text),
                _ => None,
            });
            let source = [&**source].into_iter().chain(documents).collect::<Vec<_>>().join("\n");
            let source = match &self.stdin {
                Stdin::Piped(before) | Stdin::Text(before) if index > 0 => {
                    format!("{before} | {source}")
                }
                _ => source,
            };
            self.stdin = written.map_or(Stdin::Piped(source), Stdin::Text);
        }
        self.stdin = outer;
        // The last one runs in this shell in zsh, and not in bash.
        self.state = before.or(&self.state);
    }

    /// Returns what `<(…)` makes to be read.
    pub(super) fn made_by(&mut self, word: &WrittenWord) -> Stdin {
        let first = self.found.len();
        self.text(word);
        let written = match &word.pieces[..] {
            [WordPiece { kind: PieceKind::Process(list), .. }] if list.len() == 1 => {
                self.written_by(&list[0].node, first)
            }
            _ => None,
        };
        written.map_or_else(|| Stdin::Piped(word.source.clone()), Stdin::Text)
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
                plain(&words.join(" ")).map(|text| text + "\n")
            }
            ["printf", format, words @ ..] => match format.trim_end_matches("\\n") {
                "%s" => Some(words.join("\n") + "\n"),
                text if !text.contains('%') && words.is_empty() => {
                    plain(text).map(|text| text + "\n")
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
            Compound::If(branches, rest) => self.branches(branches, rest),
            Compound::While(condition, body) => self.repeat_while(condition, body),
            Compound::For(name, words, body) => self.for_each(name, words.as_deref(), body),
            Compound::ArithmeticFor(word, body) => {
                self.arithmetic(word);
                self.repeat(|walk| walk.list(body));
            }
            Compound::Case(subject, branches) => self.case(subject, branches),
            Compound::Expression(words) => self.expression(words),
        }
    }

    /// Goes through the branches of `if`, of which one may be known to run.
    fn branches(&mut self, branches: &[(List, List)], rest: &List) {
        let mut after: Option<State> = None;
        let mut is_decided = false;
        for (condition, body) in branches {
            self.list(condition);
            let holds = self.holds(condition);
            let otherwise = self.state.clone();
            self.list(body);
            let end = std::mem::replace(&mut self.state, otherwise);
            if !is_decided && holds != Some(false) && !self.is_end(body) {
                add(&mut after, &end);
            }
            is_decided |= holds == Some(true);
        }
        self.list(rest);
        if !is_decided && !self.is_end(rest) {
            add(&mut after, &self.state);
        }
        self.state = after.unwrap_or_else(|| self.state.clone());
    }

    fn case(&mut self, subject: &WrittenWord, branches: &[CaseBranch]) {
        let falls_through = branches.iter().any(|branch| branch.falls_through);
        let text = self.text(subject);
        let text = if falls_through { HOLE.to_string() } else { text };
        let before = self.state.clone();
        let mut after: Option<State> = None;
        let mut is_decided = false;
        for branch in branches {
            self.state = before.clone();
            let matches = self.matches(&text, branch);
            self.list(&branch.body);
            if !is_decided && matches != Some(false) && !self.is_end(&branch.body) {
                add(&mut after, &self.state);
            }
            is_decided |= matches == Some(true);
        }
        if !is_decided {
            add(&mut after, &before);
        }
        self.state = after.unwrap_or(before);
    }

    fn repeat_while(&mut self, condition: &List, body: &List) {
        let Some((name, lines)) = self.lines_read(condition) else {
            return self.repeat(|walk| {
                walk.list(condition);
                walk.list(body);
            });
        };
        // The commands of the body may read some of the lines.
        let outer = std::mem::replace(&mut self.stdin, Stdin::Other);
        for line in lines {
            let before = self.state.clone();
            self.set(&name, VariableValue::Text(line), None);
            self.body(|walk| walk.list(body));
            self.state = before.or(&self.state);
        }
        self.stdin = outer;
    }

    fn is_end(&self, list: &List) -> bool {
        list.last().is_some_and(|item| self.ends(&item.node))
    }

    /// Runs the body of a loop once.
    fn body(&mut self, once: impl FnOnce(&mut Self)) {
        self.left.push(None);
        once(self);
        if let Some(left) = self.left.pop().flatten() {
            self.state = left.or(&self.state);
        }
    }

    /// Goes through what runs any number of times.
    pub(super) fn repeat(&mut self, mut once: impl FnMut(&mut Self)) {
        let before = self.state.clone();
        self.body(&mut once);
        let after = before.clone().or(&self.state);
        let has_changed = !after.is_as(&before);
        self.state = after;
        if has_changed {
            self.body(&mut once);
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
                self.body(|walk| walk.list(body));
            }
        } else {
            self.repeat(|walk| {
                walk.set(name, VariableValue::Text(HOLE.to_string()), None);
                walk.list(body);
            });
        }
    }

    /// Tells whether nothing that follows a command is run.
    fn ends(&self, node: &Node) -> bool {
        match node {
            Node::Simple(simple) => match simple.words.first().and_then(WrittenWord::plain) {
                Some("exit") => true,
                Some("return") => !self.returned.is_empty(),
                Some("break" | "continue") => !self.left.is_empty(),
                _ => false,
            },
            Node::Compound(compound, _) => match &**compound {
                Compound::Group(list) => list.last().is_some_and(|item| self.ends(&item.node)),
                _ => false,
            },
            _ => false,
        }
    }

    /// Keeps what is so where a function or a loop is left.
    pub(super) fn leave(&mut self, name: &str, arguments: &[Word]) {
        let mut state = self.state.clone();
        let place = if name == "return" {
            self.returned.last_mut()
        } else {
            // Of several loops, which is left is not looked for.
            state.is_adrift |= !arguments.is_empty();
            self.left.last_mut()
        };
        if let Some(place) = place {
            add(place, &state);
        }
    }
}

/// Adds what may be so too.
fn add(to: &mut Option<State>, state: &State) {
    *to = Some(match to.take() {
        Some(other) => other.or(state),
        None => state.clone(),
    });
}

/// Returns what `echo` makes of a text; none if it has more escapes than line breaks.
fn plain(text: &str) -> Option<String> {
    let text = text.replace("\\n", "\n");
    (!text.contains('\\')).then_some(text)
}
