//! Goes through the commands of a line in the order in which a shell runs them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::expand::Word;
use super::parser::{Mistake, parse};
use super::state::{Changes, Directory, State, Value, Variable};
use super::syntax::{
    AssignedValue, Assignment, Compound, Item, Joint, List, Node, Redirect, Simple, Word as Written,
};
use super::{HOLE, is_known};

/// How many commands are gone through, repeated ones included.
const MOST_COMMANDS: usize = 2_000;

/// How many functions and lines may call one another.
const MOST_NESTED: usize = 16;

/// Over how many words a loop is gone through one by one.
const MOST_REPEATED: usize = 64;

/// What a line begins with.
pub(crate) struct Start<'a> {
    /// The environment. A value may have holes.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    /// The user's aliases.
    pub(crate) aliases: BTreeMap<String, String>,
    /// The positional parameters, if the line is called with any.
    pub(crate) parameters: Option<Vec<String>>,
    pub(crate) stdin: Stdin,
}

/// A simple command that the line may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SimpleCommand {
    pub(crate) words: Vec<Word>,
    pub(crate) changes: Changes,
    pub(crate) directory: Directory,
    pub(crate) stdin: Stdin,
}

/// What a command reads, as far as the line says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stdin {
    #[default]
    Inherited,
    /// A file, or nothing.
    Other,
    /// A here-document or the like, which may have holes.
    Text(String),
    /// The output of commands, as they are written.
    Piped(String),
}

/// Returns the commands that a line may run; or why it cannot be read.
pub(crate) fn commands(line: &str, start: &Start<'_>) -> Result<Vec<SimpleCommand>, Mistake> {
    let (list, documents) = parse(line)?;
    let mut walk = Walk {
        start,
        documents: Rc::new(documents),
        state: State::new(start.aliases.clone(), start.parameters.clone()),
        stdin: start.stdin.clone(),
        found: Vec::new(),
        nested: 0,
        steps: 0,
    };
    walk.list(&list);
    if walk.steps > MOST_COMMANDS { Err(Mistake::TooMuch) } else { Ok(walk.found) }
}

pub(super) struct Walk<'a> {
    start: &'a Start<'a>,
    pub(super) documents: Rc<Vec<Written>>,
    pub(super) state: State,
    /// What commands read that are not given anything themselves.
    stdin: Stdin,
    pub(super) found: Vec<SimpleCommand>,
    nested: usize,
    steps: usize,
}

impl Walk<'_> {
    pub(super) fn list(&mut self, list: &List) {
        let mut rest = &list[..];
        while let Some(first) = rest.first() {
            let joined = rest[1..].iter().take_while(|item| item.joint != Joint::Then).count();
            let (chain, after) = rest.split_at(joined + 1);
            if chain[joined].is_background {
                let before = self.state.clone();
                self.chain(chain);
                self.state = before;
            } else if joined == 0 {
                self.node(&first.node);
            } else {
                self.chain(chain);
            }
            rest = after;
        }
    }

    /// Goes through commands with `&&` and `||` between them, each of which may fail.
    fn chain(&mut self, chain: &[Item]) {
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

    fn node(&mut self, node: &Node) {
        self.steps += 1;
        if self.steps > MOST_COMMANDS {
            return;
        }
        match node {
            Node::Simple(simple) => self.simple(simple),
            Node::Pipeline(nodes) => self.pipeline(nodes),
            Node::Compound(compound, redirects) => {
                let outer = self.stdin.clone();
                if let Some(stdin) = self.redirected(redirects) {
                    self.stdin = stdin;
                }
                self.compound(compound);
                self.stdin = outer;
            }
            Node::Function(name, body) => {
                self.state.functions.insert(name.clone(), Some(body.clone()));
            }
            Node::Coprocess(node) => {
                let before = self.state.clone();
                self.node(node);
                self.state = before;
            }
        }
    }

    fn pipeline(&mut self, nodes: &[(Node, Rc<str>)]) {
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
    fn written_by(&self, node: &Node, first: usize) -> Option<String> {
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

    fn compound(&mut self, compound: &Compound) {
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
    fn set_unknown_variables_of(&mut self, word: &Written) {
        let names: Vec<String> = self.state.variables.keys().cloned().collect();
        for name in names.iter().filter(|name| word.source.contains(&**name)) {
            self.set(name, Value::Text(HOLE.to_string()), None);
        }
    }

    /// Goes through what runs any number of times.
    fn repeat(&mut self, mut once: impl FnMut(&mut Self)) {
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

    fn for_each(&mut self, name: &str, words: Option<&[Written]>, body: &List) {
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
                self.set(name, Value::Text(word.text), None);
                self.list(body);
            }
        } else {
            self.repeat(|walk| {
                walk.set(name, Value::Text(HOLE.to_string()), None);
                walk.list(body);
            });
        }
    }

    /// Returns what redirections give a command to read.
    fn redirected(&mut self, redirects: &[Redirect]) -> Option<Stdin> {
        let mut stdin = None;
        for redirect in redirects {
            let next = match redirect {
                Redirect::File(word) => {
                    self.fields(word);
                    continue;
                }
                Redirect::Document(index) => {
                    let documents = self.documents.clone();
                    documents.get(*index).map(|word| self.text(word))
                }
                Redirect::Text(word) => Some(self.text(word) + "\n"),
            };
            stdin = Some(next.map_or(Stdin::Other, Stdin::Text));
        }
        stdin
    }

    fn simple(&mut self, simple: &Simple) {
        let words = self.words(&simple.words);
        let stdin = self.redirected(&simple.redirects);
        if words.is_empty() {
            for assignment in &simple.assignments {
                self.assign(assignment);
            }
            return;
        }
        // They hold for the command alone.
        let outer: Vec<_> = simple
            .assignments
            .iter()
            .map(|assignment| {
                let before = self.state.variables.get(&assignment.name).cloned();
                self.assign(assignment);
                if let Some(variable) = self.state.variables.get_mut(&assignment.name) {
                    variable.is_exported = true;
                }
                (assignment.name.clone(), before)
            })
            .collect();
        let before = std::mem::replace(&mut self.stdin, Stdin::Inherited);
        self.stdin = stdin.unwrap_or_else(|| before.clone());
        let is_alias = simple.words[0].plain().is_some();
        self.call(words, is_alias);
        self.stdin = before;
        for (name, before) in outer.into_iter().rev() {
            match before {
                Some(before) => self.state.variables.insert(name, before),
                None => self.state.variables.remove(&name),
            };
        }
    }

    /// Runs a command by its words: a function, one of the shell's own, or a program.
    fn call(&mut self, words: Vec<Word>, may_be_alias: bool) {
        let Some(name) = words[0].as_known().map(str::to_owned) else {
            return self.record(words);
        };
        let alias = self.state.aliases.get(&name).filter(|_| may_be_alias).cloned();
        if let Some(alias) = alias {
            return self.alias(&alias, words);
        }
        if let Some(body) = self.state.functions.get(&name).cloned() {
            return match body {
                Some(body) => self.function(&body, &words[1..]),
                // One of several, so that the name says nothing.
                None => self.record([vec![Word::open(&name)], words].concat()),
            };
        }
        self.builtin(&name, words);
    }

    /// Runs what an alias stands for, and what the name stands for where aliases are not expanded.
    fn alias(&mut self, alias: &str, words: Vec<Word>) {
        let rest: Vec<Word> = words[1..].to_vec();
        let name = words[0].text.clone();
        self.state.aliases.remove(&name);
        let before = self.state.clone();
        self.call(words, false);
        let without = std::mem::replace(&mut self.state, before);
        let list = parse(alias).ok().filter(|_| self.nested < MOST_NESTED);
        match list.as_ref().and_then(|(list, _)| list.split_last()) {
            Some((Item { node: Node::Simple(last), .. }, first)) => {
                self.nested += 1;
                let first: List = first.to_vec();
                self.list(&first);
                for assignment in &last.assignments {
                    self.assign(assignment);
                }
                let words = [self.words(&last.words), rest].concat();
                if !words.is_empty() {
                    self.call(words, true);
                }
                self.nested -= 1;
            }
            _ => self.record([vec![Word::open(alias)], rest].concat()),
        }
        self.state = without.or(&self.state);
        self.state.aliases.insert(name, alias.to_owned());
    }

    fn function(&mut self, body: &Node, arguments: &[Word]) {
        if self.nested == MOST_NESTED {
            self.steps = MOST_COMMANDS + 1;
            return;
        }
        let is_known = arguments.iter().all(|word| !word.is_open);
        let parameters = arguments.iter().map(|word| word.text.clone()).collect();
        let parameters = is_known.then_some(parameters);
        let outer = std::mem::replace(&mut self.state.parameters, parameters);
        self.nested += 1;
        self.node(body);
        self.nested -= 1;
        self.state.parameters = outer;
    }

    /// Adds a command to what the line may run.
    pub(super) fn record(&mut self, words: Vec<Word>) {
        self.found.push(SimpleCommand {
            words,
            changes: self.state.changes(),
            directory: self.state.directory.clone(),
            stdin: self.stdin.clone(),
        });
    }

    /// Goes through code in this shell, as `eval` does.
    pub(super) fn code(&mut self, code: &str) -> Result<(), Mistake> {
        if self.nested == MOST_NESTED {
            return Err(Mistake::TooMuch);
        }
        let (list, documents) = parse(code)?;
        let outer = std::mem::replace(&mut self.documents, Rc::new(documents));
        self.nested += 1;
        self.list(&list);
        self.nested -= 1;
        self.documents = outer;
        Ok(())
    }

    fn assign(&mut self, assignment: &Assignment) {
        let Assignment { name, appends, value } = assignment;
        let value = match value {
            AssignedValue::Text(word) => Value::Text(self.text(word)),
            AssignedValue::Array(words) => {
                let words = self.words(words);
                let is_known = words.iter().all(|word| !word.is_open);
                let texts = words.into_iter().map(|word| word.text).collect();
                if is_known { Value::List(texts) } else { Value::Text(HOLE.to_string()) }
            }
            AssignedValue::Element(word) => {
                self.text(word);
                Value::Text(HOLE.to_string())
            }
        };
        let value = if *appends { self.appended(name, value) } else { value };
        self.set(name, value, None);
    }

    fn appended(&self, name: &str, value: Value) -> Value {
        let before = self.state.variables.get(name).and_then(|variable| variable.value.clone());
        match (before, value) {
            (Some(Value::List(mut before)), Value::List(value)) => {
                before.extend(value);
                Value::List(before)
            }
            (None, value @ Value::List(_)) if !self.state.is_lost => value,
            (_, Value::Text(text)) => {
                Value::Text(self.variable(name).unwrap_or_default() + &text)
            }
            _ => Value::Text(HOLE.to_string()),
        }
    }

    /// Sets a variable, which stays exported or not unless that is said.
    pub(super) fn set(&mut self, name: &str, value: Value, is_exported: Option<bool>) {
        let is_exported = is_exported.unwrap_or_else(|| {
            let own = self.state.variables.get(name).map(|variable| variable.is_exported);
            let of_start = || self.state.is_lost || (self.start.variable)(name).is_some();
            self.state.exports_all || own.unwrap_or_else(of_start)
        });
        let variable = Variable { value: Some(value), is_exported };
        self.state.variables.insert(name.to_owned(), variable);
    }

    /// Returns the value of a variable; nothing if it is unset for certain.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        self.elements(name, false).map_or(Some(HOLE.to_string()), |values| values.into_iter().next())
    }

    /// Returns the elements of a variable, or none if they are not known.
    pub(super) fn elements(&self, name: &str, is_whole: bool) -> Option<Vec<String>> {
        let parameters = self.state.parameters.as_ref();
        if let Ok(number) = name.parse::<usize>() {
            let parameter = parameters?.get(number.checked_sub(1)?).cloned();
            return Some(vec![parameter.unwrap_or_default()]);
        }
        if matches!(name, "@" | "*") {
            return parameters.cloned();
        }
        if let Some(variable) = self.state.variables.get(name) {
            return Some(match &variable.value {
                None => Vec::new(),
                Some(Value::Text(text)) => vec![text.clone()],
                Some(Value::List(values)) if is_whole => values.clone(),
                Some(Value::List(values)) => vec![values.first().cloned().unwrap_or_default()],
            });
        }
        let own = if self.state.is_lost { None } else { (self.start.variable)(name) };
        own.map(|value| vec![value])
    }

    /// Tells whether `IFS`, at which words are split, is as it was.
    pub(super) fn splits_at_blanks(&self) -> bool {
        !self.state.is_lost && !self.state.variables.contains_key("IFS")
    }

    pub(super) fn is_deep(&self) -> bool {
        self.nested == MOST_NESTED
    }
}

/// Tells whether a command can fail, as far as that matters for what follows.
fn fails(node: &Node) -> bool {
    let Node::Simple(simple) = node else { return true };
    let name = simple.words.first().and_then(Written::plain);
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
            let name = simple.words.first().and_then(Written::plain);
            name.is_some_and(|name| ["exit", "return", "break", "continue"].contains(&name))
        }
        Node::Compound(compound, _) => match &**compound {
            Compound::Group(list) => list.last().is_some_and(|item| ends(&item.node)),
            _ => false,
        },
        _ => false,
    }
}

/// Tells whether a text has nothing that is not known.
pub(super) fn all_known(words: &[Word]) -> bool {
    words.iter().all(|word| word.as_known().is_some_and(is_known))
}
