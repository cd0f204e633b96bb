//! Reads compound commands: loops, branches, groups.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Compound-Commands>

use std::rc::Rc;

use super::parser::{LineError, Parser, is_name};
use super::syntax::{
    CaseBranch, Compound, List, Node, PieceKind, WordPiece, WordPlace, WrittenWord,
};

impl Parser<'_> {
    pub(super) fn function(&mut self, name: String) -> Result<Node, LineError> {
        self.breaks()?;
        let body = self.inside(Self::command)?;
        Ok(Node::Function(name, Rc::new(body)))
    }

    /// Reads a compound command, if one begins here.
    pub(super) fn compound(&mut self) -> Result<Option<Compound>, LineError> {
        if self.text[self.at..].starts_with("((")
            && let Some(word) = self.arithmetic()?
        {
            let source = word.source.clone();
            let pieces = vec![WordPiece { kind: PieceKind::Arithmetic(word), is_quoted: true }];
            return Ok(Some(Compound::Expression(vec![WrittenWord { pieces, source }])));
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
            "for" | "select" => self.repetition(word == "select")?,
            "case" => self.case()?,
            "[[" => self.expression()?,
            _ => {
                self.at -= word.len();
                return Ok(None);
            }
        }))
    }

    /// Reads `((…))`, unless it is a subshell in a subshell.
    pub(super) fn arithmetic(&mut self) -> Result<Option<WrittenWord>, LineError> {
        self.at += 2;
        let word = self.attempt(WordPlace::Arithmetic, "))")?;
        self.at -= if word.is_none() { 2 } else { 0 };
        Ok(word)
    }

    pub(super) fn branches(&mut self) -> Result<Compound, LineError> {
        let mut branches = Vec::new();
        loop {
            let condition = self.list_before(&["then"])?;
            self.expect_word("then")?;
            let body = self.list_before(&["elif", "else", "fi"])?;
            branches.push((condition, body));
            if self.takes_word("elif") {
                continue;
            }
            let rest =
                if self.takes_word("else") { self.list_before(&["fi"])? } else { List::new() };
            self.expect_word("fi")?;
            return Ok(Compound::If(branches, rest));
        }
    }

    pub(super) fn body(&mut self) -> Result<List, LineError> {
        self.expect_word("do")?;
        let body = self.list_before(&["done"])?;
        self.expect_word("done")?;
        Ok(body)
    }

    pub(super) fn repetition(&mut self, is_asked: bool) -> Result<Compound, LineError> {
        self.blanks();
        if self.text[self.at..].starts_with("((") {
            let word = self.arithmetic()?.ok_or(LineError::Misplaced)?;
            self.blanks();
            self.takes(";");
            return Ok(Compound::ArithmeticFor(word, self.body()?));
        }
        let name = self.upcoming().to_owned();
        if !is_name(&name) {
            return Err(LineError::Misplaced);
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
            if is_asked {
                // Which of them, and whether any, is for the person to say.
                let mut word = WrittenWord::default();
                word.push(&super::HOLE.to_string(), false);
                list.push(word);
            }
            words = Some(list);
        }
        self.blanks();
        self.takes(";");
        Ok(Compound::For(name, words, self.body()?))
    }

    pub(super) fn case(&mut self) -> Result<Compound, LineError> {
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
            let mut patterns = Vec::new();
            loop {
                self.blanks();
                // A pattern may be empty where it is quoted only.
                let pattern = self.word()?;
                if pattern.pieces.is_empty() {
                    let is_end = self.at == self.text.len();
                    return Err(if is_end { LineError::Unfinished } else { LineError::Misplaced });
                }
                patterns.push(pattern);
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
            let body = self.list(ends)?;
            let falls_through = self.takes(";;&") || !self.takes(";;") && self.takes(";&");
            branches.push(CaseBranch { patterns, body, falls_through });
        }
    }

    /// Reads `[[ … ]]`, of which only the words matter.
    pub(super) fn expression(&mut self) -> Result<Compound, LineError> {
        let mut words = Vec::new();
        loop {
            self.breaks()?;
            if self.takes_word("]]") {
                return Ok(Compound::Expression(words));
            }
            if self.peek().ok_or(LineError::Unfinished).is_ok_and(|byte| b"()<>|&;".contains(&byte))
            {
                self.at += 1;
                continue;
            }
            let word = self.word()?;
            if word.pieces.is_empty() {
                return Err(LineError::Unfinished);
            }
            words.push(word);
        }
    }
}
