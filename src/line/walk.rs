//! Goes through the commands of a line in the order in which a shell runs them.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use super::parser::{LineError, parse};
use super::state::{Changes, ShellVariable, State, VariableValue, WorkingDirectory};
use super::syntax::{Item, Joint, List, Node, Redirect, Simple, WrittenWord};
use super::word::Word;
use super::{HOLE, is_known};

/// How many commands are gone through, repeated ones included.
pub(super) const MOST_COMMANDS: usize = 2_000;

/// How many functions and lines may call one another.
const MOST_NESTED: usize = 16;

/// What a line begins with.
pub(crate) struct Start<'a> {
    /// The environment. A value may have holes.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    /// The user's aliases.
    pub(crate) aliases: BTreeMap<String, String>,
    /// What `$0` is, if that is known.
    pub(crate) name: Option<String>,
    /// The positional parameters, if the line is called with any.
    pub(crate) parameters: Option<Vec<String>>,
    pub(crate) stdin: Stdin,
    /// Tells whether a directory exists.
    pub(crate) is_directory: &'a dyn Fn(&Path) -> bool,
    /// Commands that are functions of the user's, and change the environment.
    pub(crate) losing: &'a [&'a str],
}

/// A simple command that the line may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SimpleCommand {
    pub(crate) words: Vec<Word>,
    pub(crate) changes: Changes,
    pub(crate) directory: WorkingDirectory,
    pub(crate) stdin: Stdin,
    /// The files that it writes, and those that the line has written before it.
    pub(crate) writes: Rc<[String]>,
}

/// What a command reads, as far as the line says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stdin {
    #[default]
    Inherited,
    File(String),
    /// What is not known.
    Other,
    /// A here-document or the like, which may have holes.
    Text(String),
    /// The output of commands, as they are written.
    Piped(String),
}

/// Returns the commands that a line may run; or why it cannot be read.
pub(crate) fn commands(line: &str, start: &Start<'_>) -> Result<Vec<SimpleCommand>, LineError> {
    let (list, documents) = parse(line)?;
    let mut walk = Walk {
        start,
        documents: Rc::new(documents),
        state: State::new(start.aliases.clone(), start.parameters.clone()),
        stdin: start.stdin.clone(),
        found: Vec::new(),
        has_own_stdin: false,
        scopes: Vec::new(),
        returned: Vec::new(),
        left: Vec::new(),
        may_stay: false,
        writes: Vec::new(),
        nested: 0,
        steps: 0,
        bytes: 0,
    };
    walk.list(&list);
    // What is redirected without a command behind it is written all the same.
    if !walk.writes.is_empty() {
        walk.record(vec![Word::known(":")]);
    }
    if walk.steps > MOST_COMMANDS { Err(LineError::TooMuch) } else { Ok(walk.found) }
}

pub(super) struct Walk<'a> {
    pub(super) start: &'a Start<'a>,
    pub(super) documents: Rc<Vec<WrittenWord>>,
    pub(super) state: State,
    /// What commands read that are not given anything themselves.
    pub(super) stdin: Stdin,
    pub(super) found: Vec<SimpleCommand>,
    /// It is given to the command that runs, and to no other.
    pub(super) has_own_stdin: bool,
    /// What the local variables of each function hide.
    pub(super) scopes: Vec<BTreeMap<String, Option<ShellVariable>>>,
    /// What is so where each function may have returned.
    pub(super) returned: Vec<Option<State>>,
    /// What is so where each loop may have left its body.
    pub(super) left: Vec<Option<State>>,
    /// The last `cd` may not have found its directory.
    pub(super) may_stay: bool,
    /// The files that are written before the next command.
    pub(super) writes: Vec<String>,
    pub(super) nested: usize,
    pub(super) steps: usize,
    /// What its variables have become.
    pub(super) bytes: usize,
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
            } else if joined == 0 && !first.node.moves() {
                self.node(&first.node);
            } else {
                self.chain(chain);
            }
            rest = after;
        }
    }

    pub(super) fn node(&mut self, node: &Node) {
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
                // It is called for what is no command, or at another time.
                let is_called = ["command_not_found_handle", "TRAP"];
                if is_called.iter().any(|begin| name.starts_with(begin))
                    || ["chpwd", "periodic", "precmd", "preexec", "zshexit"].contains(&&**name)
                {
                    self.function(body, &[Word::open("\"$@\"")]);
                    self.state.is_adrift = true;
                }
            }
            Node::Coprocess(name, node) => {
                let before = self.state.clone();
                // Anything may be written to it.
                let outer = std::mem::replace(&mut self.stdin, Stdin::Text(HOLE.to_string()));
                self.node(node);
                self.stdin = outer;
                self.state = before;
                self.set(name, VariableValue::List(vec![HOLE.to_string(); 2]), None);
            }
        }
    }

    /// Returns what redirections give a command to read.
    pub(super) fn redirected(&mut self, redirects: &[Redirect]) -> Option<Stdin> {
        let mut stdin = None;
        for redirect in redirects {
            let next = match redirect {
                Redirect::File(word) => {
                    let files = self.fields(word);
                    self.writes.extend(files.into_iter().map(|file| file.text));
                    continue;
                }
                Redirect::InPlace(word) => {
                    let file = self.text(word);
                    self.writes.push(file.clone());
                    stdin = Some(Stdin::File(file));
                    continue;
                }
                Redirect::Opened(name) => {
                    self.set(name, VariableValue::Text(HOLE.to_string()), None);
                    continue;
                }
                Redirect::Input(word) if word.is_process() => {
                    stdin = Some(self.made_by(word));
                    continue;
                }
                Redirect::Input(word) => {
                    let name = self.text(word);
                    stdin = Some(match &*name {
                        "/dev/null" => Stdin::Text(String::new()),
                        _ => Stdin::File(name),
                    });
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

    pub(super) fn simple(&mut self, simple: &Simple) {
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
        self.has_own_stdin = stdin.is_some();
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
    pub(super) fn call(&mut self, words: Vec<Word>, may_be_alias: bool) {
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
    pub(super) fn alias(&mut self, alias: &str, words: Vec<Word>) {
        let rest: Vec<Word> = words[1..].to_vec();
        let name = words[0].text.clone();
        self.state.aliases.remove(&name);
        let before = self.state.clone();
        self.call(words, false);
        let without = std::mem::replace(&mut self.state, before);
        let read = parse(alias).ok().filter(|_| self.nested < MOST_NESTED);
        match read.as_ref().and_then(|(items, _)| items.split_last()) {
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

    pub(super) fn function(&mut self, body: &Node, arguments: &[Word]) {
        if self.nested == MOST_NESTED {
            self.steps = MOST_COMMANDS + 1;
            return;
        }
        let parameters = arguments.iter().map(Word::as_parameter).collect();
        let outer = self.state.parameters.replace(parameters);
        self.nested += 1;
        self.scopes.push(BTreeMap::new());
        self.returned.push(None);
        self.node(body);
        if let Some(returned) = self.returned.pop().flatten() {
            self.state = returned.or(&self.state);
        }
        for (name, before) in self.scopes.pop().unwrap_or_default() {
            match before {
                Some(before) => self.state.variables.insert(name, before),
                None => self.state.variables.remove(&name),
            };
        }
        self.nested -= 1;
        self.state.parameters = outer;
    }

    /// Adds a command to what the line may run.
    pub(super) fn record(&mut self, words: Vec<Word>) {
        self.found.push(SimpleCommand {
            words,
            changes: self.state.changes(),
            directory: self.state.place(),
            stdin: self.stdin.clone(),
            writes: std::mem::take(&mut self.writes).into(),
        });
    }

    /// Goes through code in this shell, as `eval` does.
    pub(super) fn code(&mut self, code: &str) -> Result<(), LineError> {
        if self.nested == MOST_NESTED {
            return Err(LineError::TooMuch);
        }
        let (list, documents) = parse(code)?;
        let outer = std::mem::replace(&mut self.documents, Rc::new(documents));
        self.nested += 1;
        self.list(&list);
        self.nested -= 1;
        self.documents = outer;
        Ok(())
    }

    /// Tells whether a command changes what the shell knows in a way that is not known.
    pub(super) fn is_losing(&self, name: &str) -> bool {
        self.start.losing.contains(&name)
    }

    pub(super) fn is_deep(&self) -> bool {
        self.nested == MOST_NESTED
    }
}

/// Tells whether a text has nothing that is not known.
pub(super) fn all_known(words: &[Word]) -> bool {
    words.iter().all(|word| word.as_known().is_some_and(is_known))
}
