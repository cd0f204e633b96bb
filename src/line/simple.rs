//! Reads simple commands: assignments, words, redirections and here-documents.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Simple-Commands>

use std::mem;

use super::parser::{LineError, Parser, Pending, is_name};
use super::syntax::WordPlace;
use super::syntax::{AssignedValue, Assignment, Node, PieceKind, Redirect, Simple, WrittenWord};

impl Parser<'_> {
    pub(super) fn simple(&mut self) -> Result<Node, LineError> {
        let mut simple = Simple::default();
        loop {
            self.spend()?;
            self.blanks();
            if let Some(redirect) =
                self.opened().map_or_else(|| self.redirect(), |it| Ok(Some(it)))?
            {
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
            // The index of an element may be expanded too.
            let element = word.source.split_once('[').filter(|(_, rest)| rest.contains("]="));
            if let Some((name, _)) = element.filter(|(name, _)| is_name(name))
                && simple.words.is_empty()
            {
                let name = name.to_owned();
                let value = AssignedValue::Element(String::new(), word);
                simple.assignments.push(Assignment { name, appends: false, value });
                continue;
            }
            let is_first = simple.words.is_empty() && simple.assignments.is_empty();
            if is_first && self.peek() == Some(b'(') {
                let name = word.plain().ok_or(LineError::Misplaced)?.to_owned();
                self.at += 1;
                self.blanks();
                self.expect(b')')?;
                return self.function(name);
            }
            // What declares variables takes arrays too.
            if self.peek() == Some(b'(') {
                let text = word.plain().filter(|text| text.ends_with('='));
                text.ok_or(LineError::Misplaced)?;
                let mut word = word;
                word.add(PieceKind::Array(self.array()?), true);
                simple.words.push(word);
                continue;
            }
            simple.words.push(word);
        }
        let is_nothing =
            simple.words.is_empty() && simple.assignments.is_empty() && simple.redirects.is_empty();
        if is_nothing {
            return Err(if self.at == self.text.len() {
                LineError::Unfinished
            } else {
                LineError::Misplaced
            });
        }
        Ok(Node::Simple(simple))
    }

    /// Reads `name=value`, if that comes next.
    pub(super) fn assignment(&mut self) -> Result<Option<Assignment>, LineError> {
        let rest = &self.text[self.at..];
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(0);
        let (name, after) = rest.split_at(name);
        if !is_name(name) {
            return Ok(None);
        }
        let is_element = after.starts_with('[');
        let (index, operator) = if is_element {
            let Some(end) = after.find(']') else { return Ok(None) };
            // An index is no place where commands are expected.
            if after[..end].contains(['$', '`', '"', '\'', '\n', ' ', ';', '&', '|']) {
                return Ok(None);
            }
            (&after[1..end], &after[end + 1..])
        } else {
            ("", after)
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
            if is_element {
                AssignedValue::Element(index.to_owned(), word)
            } else {
                AssignedValue::Text(word)
            }
        };
        Ok(Some(Assignment { name, appends, value }))
    }

    pub(super) fn array(&mut self) -> Result<Vec<WrittenWord>, LineError> {
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

    /// Reads the variable of a redirection, if one comes next.
    fn opened(&mut self) -> Option<Redirect> {
        let (name, after) = self.text[self.at..].strip_prefix('{')?.split_once('}')?;
        let is_opened = is_name(name) && after.starts_with(['<', '>']);
        self.at += if is_opened { name.len() + 2 } else { 0 };
        is_opened.then(|| Redirect::Opened(name.to_owned()))
    }

    /// Reads a redirection, if one comes next.
    pub(super) fn redirect(&mut self) -> Result<Option<Redirect>, LineError> {
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
            return Err(LineError::Unfinished);
        }
        Ok(Some(match operator {
            Some("<<<") => Redirect::Text(word),
            Some(operator @ ("<<" | "<<-")) => {
                let index = self.documents.len();
                self.documents.push(WrittenWord::default());
                self.pending.push(Pending {
                    index,
                    end: unquoted(&word)?,
                    strips_tabs: operator == "<<-",
                    is_literal: word.plain().is_none(),
                });
                Redirect::Document(index)
            }
            Some("<") => Redirect::Input(word),
            Some("<>") if digits == 0 || rest.starts_with("0<") => Redirect::InPlace(word),
            _ => Redirect::File(word),
        }))
    }

    /// Reads the bodies of the here-documents that begin here.
    pub(super) fn read_documents(&mut self) -> Result<(), LineError> {
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
                let mut word = WrittenWord::default();
                word.push(&body, true);
                word
            } else {
                self.inside(|parser| parser.document(&body))?
            };
            // What is read twice may have a document less the second time.
            *self.documents.get_mut(pending.index).ok_or(LineError::Unsupported)? = word;
        }
        Ok(())
    }

    /// Reads what is expanded in a here-document.
    pub(super) fn document(&mut self, body: &str) -> Result<WrittenWord, LineError> {
        let mut parser = Parser {
            depth: self.depth,
            documents: mem::take(&mut self.documents),
            ..Parser::new(body, self.fuel)
        };
        let word = parser.word_in(WordPlace::Document);
        self.fuel = parser.fuel;
        self.documents = parser.documents;
        word
    }
}

/// Returns the text of a word that is not expanded.
fn unquoted(word: &WrittenWord) -> Result<String, LineError> {
    let texts = word.pieces.iter().map(|piece| match &piece.kind {
        PieceKind::Text(text) => Ok(text.as_str()),
        _ => Err(LineError::Unsupported),
    });
    texts.collect()
}
