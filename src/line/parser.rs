//! Reads the commands of a line.
//!
//! The grammar is bash's, as far as one can tell commands apart by it:
//! <https://www.gnu.org/software/bash/manual/bash.html#Shell-Syntax>. What zsh has in addition
//! cannot be read. A line that cannot be read as a whole may hold any command.

use std::mem;
use std::rc::Rc;

use super::scanner::Place;
use super::syntax::{
    AssignedValue, Assignment, Compound, Item, Joint, List, Node, Redirect, Simple, Word,
};

/// How deep commands may be nested.
const MOST_NESTED: usize = 48;

/// The longest line that is read.
pub(super) const LONGEST: usize = 1 << 20;

/// Why a line cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
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
    depth: usize,
    /// How much may still be looked at, since some places are looked at more than once.
    fuel: usize,
    /// The bodies of here-documents.
    documents: Vec<Word>,
    /// Those whose bodies begin at the next line break.
    pending: Vec<Pending>,
}

struct Pending {
    index: usize,
    end: String,
    /// `<<-`: tabs at the beginning of lines do not count.
    strips_tabs: bool,
    /// The end is quoted, so that nothing is expanded.
    is_literal: bool,
}

/// Reads a text, and returns its commands and its here-documents.
pub(super) fn parse(text: &str) -> Result<(List, Vec<Word>), Mistake> {
    if text.len() > LONGEST {
        return Err(Mistake::TooMuch);
    }
    let fuel = 4096 + 8 * text.len();
    let mut parser = Parser::new(text, fuel);
    let list = parser.whole()?;
    Ok((list, parser.documents))
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, fuel: usize) -> Self {
        Self { text, at: 0, depth: 0, fuel, documents: Vec::new(), pending: Vec::new() }
    }

    fn whole(&mut self) -> Result<List, Mistake> {
        let list = self.list(|_| false)?;
        self.read_documents()?;
        if self.at < self.text.len() { Err(Mistake::Misplaced) } else { Ok(list) }
    }

    /// Reads code that is not a part of the text.
    pub(super) fn apart(&mut self, code: &str) -> Result<List, Mistake> {
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
    pub(super) fn spend(&mut self) -> Result<(), Mistake> {
        self.fuel = self.fuel.saturating_sub(1);
        self.check_fuel()
    }

    pub(super) fn check_fuel(&self) -> Result<(), Mistake> {
        if self.fuel == 0 { Err(Mistake::TooMuch) } else { Ok(()) }
    }

    /// Reads something nested, unless that is too deep.
    pub(super) fn inside<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Mistake>,
    ) -> Result<T, Mistake> {
        if self.depth == MOST_NESTED {
            // Nothing that is tried instead shall take long.
            self.fuel = 0;
            return Err(Mistake::TooMuch);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Mistake> {
        match self.peek() {
            Some(next) if next == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(Mistake::Misplaced),
            None => Err(Mistake::Unfinished),
        }
    }

    /// Returns the text up to a byte, which is taken too.
    pub(super) fn up_to(&mut self, byte: u8) -> Result<String, Mistake> {
        let rest = &self.text[self.at..];
        let end = rest.find(char::from(byte)).ok_or(Mistake::Unfinished)?;
        self.at += end + 1;
        Ok(rest[..end].to_owned())
    }

    /// Passes over blanks, comments and escaped line breaks.
    fn blanks(&mut self) {
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
    fn breaks(&mut self) -> Result<(), Mistake> {
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
        place: Place,
        end: &str,
    ) -> Result<Option<Word>, Mistake> {
        let (at, documents, pending) = (self.at, self.documents.len(), self.pending.len());
        let word = self.inside(|parser| parser.word_in(place));
        self.check_fuel()?;
        if let Ok(word) = word
            && self.takes(end)
        {
            return Ok(Some(word));
        }
        self.at = at;
        self.documents.truncate(documents);
        self.pending.truncate(pending);
        Ok(None)
    }

    /// Tells whether an operator comes next, and takes it.
    fn takes(&mut self, operator: &str) -> bool {
        let comes = self.text[self.at..].starts_with(operator);
        self.at += if comes { operator.len() } else { 0 };
        comes
    }

    /// Returns the reserved word that comes next, or a word that looks like one.
    fn upcoming(&self) -> &'a str {
        let rest = &self.text[self.at..];
        let ends = |byte: u8| b" \t\n;&|<>()".contains(&byte);
        &rest[..rest.bytes().position(ends).unwrap_or(rest.len())]
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let comes = self.upcoming() == word;
        self.at += if comes { word.len() } else { 0 };
        comes
    }

    fn expect_word(&mut self, word: &str) -> Result<(), Mistake> {
        self.breaks()?;
        if self.takes_word(word) {
            return Ok(());
        }
        Err(if self.at == self.text.len() { Mistake::Unfinished } else { Mistake::Misplaced })
    }

    /// Reads commands up to a closing byte, which is taken too.
    pub(super) fn list_until(&mut self, end: u8) -> Result<List, Mistake> {
        let list = self.list(|parser| parser.peek() == Some(end))?;
        self.expect(end)?;
        Ok(list)
    }

    /// Reads commands up to one of the reserved words, which stays unread.
    fn list_before(&mut self, ends: &[&str]) -> Result<List, Mistake> {
        let list = self.list(|parser| ends.contains(&parser.upcoming()))?;
        if self.at == self.text.len() { Err(Mistake::Unfinished) } else { Ok(list) }
    }

    /// Reads commands up to where `ends` says, or the end of the text.
    fn list(&mut self, ends: impl Fn(&Self) -> bool) -> Result<List, Mistake> {
        let mut list = List::new();
        let mut joint = Joint::Then;
        loop {
            self.breaks()?;
            if self.at == self.text.len() || ends(self) {
                let is_open = joint != Joint::Then;
                return if is_open { Err(Mistake::Unfinished) } else { Ok(list) };
            }
            let node = self.pipeline()?;
            self.blanks();
            let mut item = Item { joint, node, is_background: false };
            joint = Joint::Then;
            let rest = &self.text[self.at..];
            if rest.starts_with(";;") || rest.starts_with(";&") {
                // The end of a branch of `case`.
                list.push(item);
                return if ends(self) { Ok(list) } else { Err(Mistake::Misplaced) };
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
                return if is_end { Ok(list) } else { Err(Mistake::Misplaced) };
            }
            list.push(item);
        }
    }

    fn pipeline(&mut self) -> Result<Node, Mistake> {
        loop {
            self.blanks();
            if self.takes_word("time") {
                self.blanks();
                while self.takes_word("-p") || self.takes_word("--") {
                    self.blanks();
                }
            } else if !self.takes_word("!") {
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
        Ok(if nodes.len() == 1 { nodes.remove(0).0 } else { Node::Pipeline(nodes) })
    }

    fn command(&mut self) -> Result<Node, Mistake> {
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
                // A name may stand before a compound command.
                let before = self.at;
                self.at += self.upcoming().len();
                self.blanks();
                let is_compound = matches!(self.peek(), Some(b'{' | b'('))
                    || ["if", "while", "until", "for", "case"].contains(&self.upcoming());
                if !is_compound {
                    self.at = before;
                }
                Ok(Node::Coprocess(Box::new(self.inside(Self::command)?)))
            }
            "then" | "else" | "elif" | "fi" | "do" | "done" | "esac" | "in" | "}" | "]]" => {
                Err(Mistake::Misplaced)
            }
            _ => self.simple(),
        }
    }

    fn function(&mut self, name: String) -> Result<Node, Mistake> {
        self.breaks()?;
        let body = self.inside(Self::command)?;
        Ok(Node::Function(name, Rc::new(body)))
    }

    /// Reads a compound command, if one begins here.
    fn compound(&mut self) -> Result<Option<Compound>, Mistake> {
        if self.text[self.at..].starts_with("((")
            && let Some(word) = self.arithmetic()?
        {
            return Ok(Some(Compound::Expression(vec![word])));
        }
        if self.takes("(") {
            return Ok(Some(Compound::Subshell(self.list_until(b')')?)));
        }
        let word = self.upcoming();
        self.at += word.len();
        Ok(Some(match word {
            "{" => {
                let list = self.list_before(&["}"])?;
                self.expect_word("}")?;
                Compound::Group(list)
            }
            "if" => self.branches()?,
            "while" | "until" => {
                let condition = self.list_before(&["do"])?;
                Compound::While(condition, self.body()?)
            }
            "for" | "select" => self.repetition()?,
            "case" => self.case()?,
            "[[" => self.expression()?,
            _ => {
                self.at -= word.len();
                return Ok(None);
            }
        }))
    }

    /// Reads `((…))`, unless it is a subshell in a subshell.
    fn arithmetic(&mut self) -> Result<Option<Word>, Mistake> {
        self.at += 2;
        let word = self.attempt(Place::Arithmetic, "))")?;
        self.at -= if word.is_none() { 2 } else { 0 };
        Ok(word)
    }

    fn branches(&mut self) -> Result<Compound, Mistake> {
        let mut branches = Vec::new();
        loop {
            let condition = self.list_before(&["then"])?;
            self.expect_word("then")?;
            let body = self.list_before(&["elif", "else", "fi"])?;
            branches.push((condition, body));
            if self.takes_word("elif") {
                continue;
            }
            let rest = if self.takes_word("else") { self.list_before(&["fi"])? } else { List::new() };
            self.expect_word("fi")?;
            return Ok(Compound::If(branches, rest));
        }
    }

    fn body(&mut self) -> Result<List, Mistake> {
        self.expect_word("do")?;
        let body = self.list_before(&["done"])?;
        self.expect_word("done")?;
        Ok(body)
    }

    fn repetition(&mut self) -> Result<Compound, Mistake> {
        self.blanks();
        if self.text[self.at..].starts_with("((") {
            let word = self.arithmetic()?.ok_or(Mistake::Misplaced)?;
            self.blanks();
            self.takes(";");
            return Ok(Compound::ArithmeticFor(word, self.body()?));
        }
        let name = self.upcoming().to_owned();
        if !is_name(&name) {
            return Err(Mistake::Misplaced);
        }
        self.at += name.len();
        self.breaks()?;
        let mut words = None;
        if self.takes_word("in") {
            let mut list = Vec::new();
            loop {
                self.blanks();
                let word = self.word()?;
                if word.pieces.is_empty() {
                    break;
                }
                list.push(word);
            }
            words = Some(list);
        }
        self.blanks();
        self.takes(";");
        Ok(Compound::For(name, words, self.body()?))
    }

    fn case(&mut self) -> Result<Compound, Mistake> {
        self.blanks();
        let subject = self.word()?;
        self.expect_word("in")?;
        let mut branches = Vec::new();
        loop {
            self.breaks()?;
            if self.takes_word("esac") {
                return Ok(Compound::Case(subject, branches));
            }
            self.takes("(");
            loop {
                self.blanks();
                // A pattern may be empty where it is quoted only.
                if self.word()?.pieces.is_empty() {
                    let is_end = self.at == self.text.len();
                    return Err(if is_end { Mistake::Unfinished } else { Mistake::Misplaced });
                }
                self.blanks();
                if !self.takes("|") {
                    break;
                }
            }
            self.expect(b')')?;
            let ends = |parser: &Self| {
                let rest = &parser.text[parser.at..];
                rest.starts_with(";;") || rest.starts_with(";&") || parser.upcoming() == "esac"
            };
            branches.push(self.list(ends)?);
            let _ = self.takes(";;&") || self.takes(";;") || self.takes(";&");
        }
    }

    /// Reads `[[ … ]]`, of which only the words matter.
    fn expression(&mut self) -> Result<Compound, Mistake> {
        let mut words = Vec::new();
        loop {
            self.breaks()?;
            if self.takes_word("]]") {
                return Ok(Compound::Expression(words));
            }
            if self.peek().ok_or(Mistake::Unfinished).is_ok_and(|byte| b"()<>|&;".contains(&byte)) {
                self.at += 1;
                continue;
            }
            let word = self.word()?;
            if word.pieces.is_empty() {
                return Err(Mistake::Unfinished);
            }
            words.push(word);
        }
    }

    fn simple(&mut self) -> Result<Node, Mistake> {
        let mut simple = Simple::default();
        loop {
            self.spend()?;
            self.blanks();
            if let Some(redirect) = self.redirect()? {
                simple.redirects.push(redirect);
                continue;
            }
            if simple.words.is_empty()
                && let Some(assignment) = self.assignment()?
            {
                simple.assignments.push(assignment);
                continue;
            }
            let word = self.word()?;
            if word.pieces.is_empty() {
                break;
            }
            let is_first = simple.words.is_empty() && simple.assignments.is_empty();
            if is_first && self.peek() == Some(b'(') {
                let name = word.plain().ok_or(Mistake::Misplaced)?.to_owned();
                self.at += 1;
                self.blanks();
                self.expect(b')')?;
                return self.function(name);
            }
            // What declares variables takes arrays too.
            if self.peek() == Some(b'(') {
                let text = word.plain().filter(|text| text.ends_with('='));
                text.ok_or(Mistake::Misplaced)?;
                self.array()?;
                let mut word = word;
                word.push(&super::HOLE.to_string(), true);
                simple.words.push(word);
                continue;
            }
            simple.words.push(word);
        }
        let is_nothing = simple.words.is_empty()
            && simple.assignments.is_empty()
            && simple.redirects.is_empty();
        if is_nothing {
            return Err(if self.at == self.text.len() {
                Mistake::Unfinished
            } else {
                Mistake::Misplaced
            });
        }
        Ok(Node::Simple(simple))
    }

    /// Reads `name=value`, if that comes next.
    fn assignment(&mut self) -> Result<Option<Assignment>, Mistake> {
        let rest = &self.text[self.at..];
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(0);
        let (name, after) = rest.split_at(name);
        if !is_name(name) {
            return Ok(None);
        }
        let is_element = after.starts_with('[');
        let operator = if is_element {
            let Some(end) = after.find(']') else { return Ok(None) };
            // An index is no place where commands are expected.
            if after[..end].contains(['$', '`', '"', '\'', '\n', ' ', ';', '&', '|']) {
                return Ok(None);
            }
            &after[end + 1..]
        } else {
            after
        };
        let appends = operator.starts_with("+=");
        if !appends && !operator.starts_with('=') {
            return Ok(None);
        }
        let name = name.to_owned();
        self.at = self.text.len() - operator.len() + usize::from(appends) + 1;
        let value = if self.peek() == Some(b'(') {
            AssignedValue::Array(self.array()?)
        } else {
            let word = self.word()?;
            if is_element { AssignedValue::Element(word) } else { AssignedValue::Text(word) }
        };
        Ok(Some(Assignment { name, appends, value }))
    }

    fn array(&mut self) -> Result<Vec<Word>, Mistake> {
        self.expect(b'(')?;
        let mut words = Vec::new();
        loop {
            self.breaks()?;
            let word = self.word()?;
            if word.pieces.is_empty() {
                self.expect(b')')?;
                return Ok(words);
            }
            words.push(word);
        }
    }

    /// Reads a redirection, if one comes next.
    fn redirect(&mut self) -> Result<Option<Redirect>, Mistake> {
        let rest = &self.text[self.at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_redirect = match &rest.as_bytes()[digits..] {
            [b'<' | b'>', b'(', ..] => false,
            [b'<' | b'>', ..] => true,
            [b'&', b'>', ..] => digits == 0,
            _ => false,
        };
        if !is_redirect {
            return Ok(None);
        }
        self.at += digits;
        let operators = ["<<<", "<<-", "<<", "&>>", "&>", ">>", ">&", "<&", "<>", ">|", "<", ">"];
        let operator = operators.into_iter().find(|operator| self.takes(operator));
        self.blanks();
        let word = self.word()?;
        if word.pieces.is_empty() {
            return Err(Mistake::Unfinished);
        }
        Ok(Some(match operator {
            Some("<<<") => Redirect::Text(word),
            Some(operator @ ("<<" | "<<-")) => {
                let index = self.documents.len();
                self.documents.push(Word::default());
                self.pending.push(Pending {
                    index,
                    end: unquoted(&word)?,
                    strips_tabs: operator == "<<-",
                    is_literal: word.plain().is_none(),
                });
                Redirect::Document(index)
            }
            _ => Redirect::File(word),
        }))
    }

    /// Reads the bodies of the here-documents that begin here.
    fn read_documents(&mut self) -> Result<(), Mistake> {
        for pending in mem::take(&mut self.pending) {
            let mut body = String::new();
            while self.at < self.text.len() {
                self.spend()?;
                let rest = &self.text[self.at..];
                let end = rest.find('\n').unwrap_or(rest.len());
                self.at = (self.at + end + 1).min(self.text.len());
                let line = &rest[..end];
                let line = if pending.strips_tabs { line.trim_start_matches('\t') } else { line };
                if line == pending.end {
                    break;
                }
                body.push_str(line);
                body.push('\n');
            }
            let word = if pending.is_literal {
                let mut word = Word::default();
                word.push(&body, true);
                word
            } else {
                self.inside(|parser| parser.document(&body))?
            };
            self.documents[pending.index] = word;
        }
        Ok(())
    }

    /// Reads what is expanded in a here-document.
    fn document(&mut self, body: &str) -> Result<Word, Mistake> {
        let mut parser = Parser {
            depth: self.depth,
            documents: mem::take(&mut self.documents),
            ..Parser::new(body, self.fuel)
        };
        let word = parser.word_in(Place::Document);
        self.fuel = parser.fuel;
        self.documents = parser.documents;
        word
    }
}

/// Returns the text of a word that is not expanded.
fn unquoted(word: &Word) -> Result<String, Mistake> {
    use super::syntax::PieceKind;
    let texts = word.pieces.iter().map(|piece| match &piece.kind {
        PieceKind::Text(text) => Ok(text.as_str()),
        _ => Err(Mistake::Unsupported),
    });
    texts.collect()
}

/// Tells whether a text can be the name of a variable.
pub(super) fn is_name(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.bytes().all(is_inner) && text.bytes().next().is_some_and(|byte| !byte.is_ascii_digit())
}
