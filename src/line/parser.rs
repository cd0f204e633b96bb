//! Reads the commands of a line.
//!
//! The grammar is bash's, as far as one can tell commands apart by it:
//! <https://www.gnu.org/software/bash/manual/bash.html#Shell-Syntax>. What zsh has in addition
//! cannot be read. A line that cannot be read as a whole may hold any command.

use std::mem;
use std::rc::Rc;

use super::syntax::WordPlace;
use super::syntax::{Item, Joint, List, Node, WrittenWord};

/// How deep commands may be nested.
const MOST_NESTED: usize = 48;

/// The longest line that is read.
pub(super) const LONGEST: usize = 1 << 20;

/// Why a line cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineError {
    /// A quote, a parenthesis or a reserved word is not closed.
    Unfinished,
    /// A word or an operator stands where none can be.
    Misplaced,
    /// It is written in a way that is not known here.
    Unsupported,
    /// It is longer or deeper than what is read.
    TooMuch,
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
    /// How much may still be looked at, since some places are looked at more than once.
    pub(super) fuel: usize,
    /// The bodies of here-documents.
    pub(super) documents: Vec<WrittenWord>,
    /// Those whose bodies begin at the next line break.
    pub(super) pending: Vec<Pending>,
}

pub(super) struct Pending {
    pub(super) index: usize,
    pub(super) end: String,
    /// `<<-`: tabs at the beginning of lines do not count.
    pub(super) strips_tabs: bool,
    /// The end is quoted, so that nothing is expanded.
    pub(super) is_literal: bool,
}

/// Reads a text, and returns its commands and its here-documents.
pub(super) fn parse(text: &str) -> Result<(List, Vec<WrittenWord>), LineError> {
    if text.len() > LONGEST {
        return Err(LineError::TooMuch);
    }
    let fuel = 4096 + 8 * text.len();
    let mut parser = Parser::new(text, fuel);
    let list = parser.whole()?;
    Ok((list, parser.documents))
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, fuel: usize) -> Self {
        Self { text, at: 0, depth: 0, fuel, documents: Vec::new(), pending: Vec::new() }
    }

    pub(super) fn whole(&mut self) -> Result<List, LineError> {
        let list = self.list(|_| false)?;
        self.read_documents()?;
        if self.at < self.text.len() { Err(LineError::Misplaced) } else { Ok(list) }
    }

    /// Reads code that is not a part of the text.
    pub(super) fn apart(&mut self, code: &str) -> Result<List, LineError> {
        let mut parser = Parser {
            depth: self.depth,
            documents: mem::take(&mut self.documents),
            ..Parser::new(code, self.fuel)
        };
        let list = parser.whole();
        self.fuel = parser.fuel;
        self.documents = parser.documents;
        list
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Counts a step.
    pub(super) fn spend(&mut self) -> Result<(), LineError> {
        self.fuel = self.fuel.saturating_sub(1);
        self.check_fuel()
    }

    pub(super) fn check_fuel(&self) -> Result<(), LineError> {
        if self.fuel == 0 { Err(LineError::TooMuch) } else { Ok(()) }
    }

    /// Reads something nested, unless that is too deep.
    pub(super) fn inside<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, LineError>,
    ) -> Result<T, LineError> {
        if self.depth == MOST_NESTED {
            // Nothing that is tried instead shall take long.
            self.fuel = 0;
            return Err(LineError::TooMuch);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), LineError> {
        match self.peek() {
            Some(next) if next == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(LineError::Misplaced),
            None => Err(LineError::Unfinished),
        }
    }

    /// Returns the text up to a byte, which is taken too.
    pub(super) fn up_to(&mut self, byte: u8) -> Result<String, LineError> {
        let rest = &self.text[self.at..];
        let end = rest.find(char::from(byte)).ok_or(LineError::Unfinished)?;
        self.at += end + 1;
        Ok(rest[..end].to_owned())
    }

    /// Passes over blanks, comments and escaped line breaks.
    pub(super) fn blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            match rest.as_bytes() {
                [b' ' | b'\t', ..] => self.at += 1,
                [b'\\', b'\n', ..] => self.at += 2,
                [b'#', ..] => self.at += rest.find('\n').unwrap_or(rest.len()),
                _ => return,
            }
        }
    }

    /// Passes over blanks and line breaks.
    pub(super) fn breaks(&mut self) -> Result<(), LineError> {
        loop {
            self.spend()?;
            self.blanks();
            if self.peek() != Some(b'\n') {
                return Ok(());
            }
            self.at += 1;
            self.read_documents()?;
        }
    }

    /// Reads what may turn out to be something else, of which nothing is left then.
    pub(super) fn attempt(
        &mut self,
        place: WordPlace,
        end: &str,
    ) -> Result<Option<WrittenWord>, LineError> {
        let (at, documents, pending) = (self.at, self.documents.len(), self.pending.len());
        let word = self.inside(|parser| parser.word_in(place));
        self.check_fuel()?;
        let source = at..self.at;
        if let Ok(mut word) = word
            && self.takes(end)
        {
            self.text[source].clone_into(&mut word.source);
            return Ok(Some(word));
        }
        self.at = at;
        self.documents.truncate(documents);
        self.pending.truncate(pending);
        Ok(None)
    }

    /// Tells whether an operator comes next, and takes it.
    pub(super) fn takes(&mut self, operator: &str) -> bool {
        let comes = self.text[self.at..].starts_with(operator);
        self.at += if comes { operator.len() } else { 0 };
        comes
    }

    /// Returns the reserved word that comes next, or a word that looks like one.
    pub(super) fn upcoming(&self) -> &'a str {
        let rest = &self.text[self.at..];
        let ends = |byte: u8| b" \t\n;&|<>()".contains(&byte);
        &rest[..rest.bytes().position(ends).unwrap_or(rest.len())]
    }

    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        let comes = self.upcoming() == word;
        self.at += if comes { word.len() } else { 0 };
        comes
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Result<(), LineError> {
        self.breaks()?;
        if self.takes_word(word) {
            return Ok(());
        }
        Err(if self.at == self.text.len() { LineError::Unfinished } else { LineError::Misplaced })
    }

    /// Reads commands up to a closing byte, which is taken too.
    pub(super) fn list_until(&mut self, end: u8) -> Result<List, LineError> {
        let list = self.list(|parser| parser.peek() == Some(end))?;
        self.expect(end)?;
        Ok(list)
    }

    /// Reads commands up to one of the reserved words, which stays unread.
    pub(super) fn list_before(&mut self, ends: &[&str]) -> Result<List, LineError> {
        let list = self.list(|parser| ends.contains(&parser.upcoming()))?;
        if self.at == self.text.len() { Err(LineError::Unfinished) } else { Ok(list) }
    }

    /// Reads commands up to where `ends` says, or the end of the text.
    pub(super) fn list(&mut self, ends: impl Fn(&Self) -> bool) -> Result<List, LineError> {
        let mut list = List::new();
        let mut joint = Joint::Then;
        loop {
            self.breaks()?;
            if self.at == self.text.len() || ends(self) {
                let is_open = joint != Joint::Then;
                return if is_open { Err(LineError::Unfinished) } else { Ok(list) };
            }
            let node = self.pipeline()?;
            self.blanks();
            let mut item = Item { joint, node, is_background: false };
            joint = Joint::Then;
            let rest = &self.text[self.at..];
            if rest.starts_with(";;") || rest.starts_with(";&") {
                // The end of a branch of `case`.
                list.push(item);
                return if ends(self) { Ok(list) } else { Err(LineError::Misplaced) };
            }
            if self.takes("&&") {
                joint = Joint::And;
            } else if self.takes("||") {
                joint = Joint::Or;
            } else if self.takes("&") {
                item.is_background = true;
            } else if !(self.takes(";") || self.peek() == Some(b'\n')) {
                list.push(item);
                let is_end = self.at == self.text.len() || ends(self);
                return if is_end { Ok(list) } else { Err(LineError::Misplaced) };
            }
            list.push(item);
        }
    }

    pub(super) fn pipeline(&mut self) -> Result<Node, LineError> {
        let mut is_negated = false;
        loop {
            self.blanks();
            if self.takes_word("time") {
                self.blanks();
                while self.takes_word("-p") || self.takes_word("--") {
                    self.blanks();
                }
            } else if self.takes_word("!") {
                is_negated = true;
            } else {
                break;
            }
        }
        let mut nodes = Vec::new();
        loop {
            self.blanks();
            let begin = self.at;
            let node = self.command()?;
            nodes.push((node, self.text[begin..self.at].into()));
            self.blanks();
            let is_pipe = self.peek() == Some(b'|') && self.peek_at(1) != Some(b'|');
            if !is_pipe {
                break;
            }
            self.at += 1;
            self.takes("&");
            self.breaks()?;
        }
        // What succeeds and what fails is not told from the command then.
        let is_plain = nodes.len() == 1 && !is_negated;
        Ok(if is_plain { nodes.remove(0).0 } else { Node::Pipeline(nodes) })
    }

    pub(super) fn command(&mut self) -> Result<Node, LineError> {
        self.spend()?;
        self.blanks();
        if let Some(compound) = self.inside(Self::compound)? {
            let mut redirects = Vec::new();
            self.blanks();
            while let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                self.blanks();
            }
            return Ok(Node::Compound(Rc::new(compound), redirects));
        }
        match self.upcoming() {
            "function" => {
                self.takes_word("function");
                self.blanks();
                let name = self.upcoming().to_owned();
                self.at += name.len();
                self.blanks();
                if self.takes("(") {
                    self.blanks();
                    self.expect(b')')?;
                }
                self.function(name)
            }
            "coproc" => {
                self.takes_word("coproc");
                self.blanks();
                // A name may come before a compound command.
                let before = self.at;
                let mut name = self.upcoming().to_owned();
                self.at += name.len();
                self.blanks();
                let is_compound = matches!(self.peek(), Some(b'{' | b'('))
                    || ["if", "while", "until", "for", "case"].contains(&self.upcoming());
                if !is_compound || !is_name(&name) {
                    self.at = before;
                    "COPROC".clone_into(&mut name);
                }
                Ok(Node::Coprocess(name, Box::new(self.inside(Self::command)?)))
            }
            "then" | "else" | "elif" | "fi" | "do" | "done" | "esac" | "in" | "}" | "]]" => {
                Err(LineError::Misplaced)
            }
            _ => self.simple(),
        }
    }
}

/// Tells whether a text can be the name of a variable.
pub(super) fn is_name(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.bytes().all(is_inner) && text.bytes().next().is_some_and(|byte| !byte.is_ascii_digit())
}
