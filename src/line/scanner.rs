//! Reads words: quotes, escapes and what is expanded.
//!
//! <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02>,
//! <https://www.gnu.org/software/bash/manual/bash.html#Quoting>

use std::rc::Rc;

use super::parser::{Mistake, Parser};
use super::syntax::{List, Operator, Piece, PieceKind, Variable, Word};

/// Where a word stands, which decides what ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Among the words of a command.
    Line,
    /// In double quotes, up to the closing one.
    Quotes,
    /// In `${x…}`, up to the brace; in quotes or not.
    Braces { is_quoted: bool },
    /// In arithmetic, up to its last parenthesis.
    Arithmetic,
    /// The body of a here-document, up to its end.
    Document,
}

impl Place {
    fn is_quoted(self) -> bool {
        match self {
            Self::Line | Self::Braces { is_quoted: false } => false,
            Self::Quotes | Self::Braces { .. } | Self::Arithmetic | Self::Document => true,
        }
    }

    /// Tells whether single quotes mean anything there.
    fn has_quotes(self) -> bool {
        match self {
            Self::Line | Self::Braces { is_quoted: false } => true,
            Self::Quotes | Self::Braces { .. } | Self::Arithmetic | Self::Document => false,
        }
    }
}

impl Parser<'_> {
    /// Reads a word of a line, which is empty where none begins.
    pub(super) fn word(&mut self) -> Result<Word, Mistake> {
        self.word_in(Place::Line)
    }

    /// Reads a word up to what ends it, which stays unread.
    pub(super) fn word_in(&mut self, place: Place) -> Result<Word, Mistake> {
        let begin = self.at;
        let mut word = Word::default();
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.spend()?;
            match (byte, place) {
                (b'"', Place::Quotes) | (b'}', Place::Braces { .. }) => break,
                (b'<' | b'>', Place::Line) if self.peek_at(1) == Some(b'(') => {
                    self.at += 2;
                    let list = self.inside(|parser| parser.list_until(b')'))?;
                    word.add(PieceKind::Process(Rc::new(list)), true);
                }
                (
                    b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')',
                    Place::Line,
                ) => {
                    break;
                }
                (b'(', Place::Arithmetic) => {
                    depth += 1;
                    self.literal(&mut word, place);
                }
                (b')', Place::Arithmetic) => {
                    if depth == 0 {
                        break;
                    }
                    depth -= 1;
                    self.literal(&mut word, place);
                }
                (b'\\', _) => self.escape(&mut word, place),
                (b'\'', _) if place.has_quotes() => {
                    self.at += 1;
                    let text = self.up_to(b'\'')?;
                    word.push(&text, true);
                }
                (b'"', Place::Line | Place::Braces { .. } | Place::Arithmetic) => {
                    self.at += 1;
                    let quoted = self.inside(|parser| parser.word_in(Place::Quotes))?;
                    self.expect(b'"')?;
                    // Even empty quotes make a word.
                    word.push("", true);
                    word.pieces.extend(quoted.pieces);
                }
                (b'`', _) => {
                    self.at += 1;
                    let list = self.backquoted(place == Place::Quotes)?;
                    word.add(PieceKind::Command(Rc::new(list)), place.is_quoted());
                }
                (b'$', _) => self.dollar(&mut word, place)?,
                _ => self.literal(&mut word, place),
            }
        }
        if place == Place::Line {
            self.text[begin..self.at].clone_into(&mut word.source);
        }
        Ok(word)
    }

    /// Takes characters that mean nothing.
    fn literal(&mut self, word: &mut Word, place: Place) {
        let begin = self.at;
        self.at += 1;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte > 127) {
            self.at += 1;
        }
        word.push(&self.text[begin..self.at], place.is_quoted());
    }

    fn escape(&mut self, word: &mut Word, place: Place) {
        let begin = self.at;
        self.at += 1;
        let Some(next) = self.text[self.at..].chars().next() else {
            return word.push("\\", true);
        };
        self.at += next.len_utf8();
        let is_escape = match place {
            Place::Line | Place::Braces { is_quoted: false } => true,
            Place::Quotes | Place::Braces { .. } => {
                matches!(next, '$' | '`' | '"' | '\\' | '\n' | '}')
            }
            Place::Arithmetic | Place::Document => matches!(next, '$' | '`' | '\\' | '\n'),
        };
        match next {
            '\n' if is_escape => {}
            _ if is_escape => word.push(next.encode_utf8(&mut [0; 4]), true),
            _ => word.push(&self.text[begin..self.at], true),
        }
    }

    /// Reads what begins with a dollar sign.
    fn dollar(&mut self, word: &mut Word, place: Place) -> Result<(), Mistake> {
        let is_quoted = place.is_quoted();
        self.at += 1;
        match self.peek() {
            Some(b'(') if self.peek_at(1) == Some(b'(') => {
                self.at += 2;
                if let Some(arithmetic) = self.attempt(Place::Arithmetic, "))")? {
                    word.add(PieceKind::Arithmetic(arithmetic), true);
                } else {
                    // `$( (…) … )`.
                    self.at -= 2;
                    self.substitution(word, is_quoted)?;
                }
            }
            Some(b'(') => self.substitution(word, is_quoted)?,
            Some(b'{') => {
                self.at += 1;
                let variable = self.inside(|parser| parser.braced(is_quoted))?;
                word.add(PieceKind::Variable(variable), is_quoted);
            }
            Some(b'\'') if place.has_quotes() => {
                self.at += 1;
                let text = self.ansi()?;
                word.push(&text, true);
            }
            Some(b'"') if place.has_quotes() => {}
            Some(b'[') if place != Place::Document => {
                // Old arithmetic of bash, which the manual no longer has.
                return Err(Mistake::Unsupported);
            }
            _ => {
                let name = self.parameter();
                if name.is_empty() {
                    word.push("$", true);
                } else {
                    let variable = Variable::plain(name);
                    word.add(PieceKind::Variable(variable), is_quoted);
                }
            }
        }
        Ok(())
    }

    fn substitution(&mut self, word: &mut Word, is_quoted: bool) -> Result<(), Mistake> {
        self.at += 1;
        let list = self.inside(|parser| parser.list_until(b')'))?;
        word.add(PieceKind::Command(Rc::new(list)), is_quoted);
        Ok(())
    }

    /// Reads the name of a variable, or one of the special parameters.
    fn parameter(&mut self) -> String {
        let begin = self.at;
        match self.peek() {
            Some(b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' | b'0'..=b'9') => self.at += 1,
            _ => {
                while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                    self.at += 1;
                }
            }
        }
        self.text[begin..self.at].to_owned()
    }

    /// Reads what is between the braces of `${…}`, and the last one.
    fn braced(&mut self, is_quoted: bool) -> Result<Variable, Mistake> {
        // A length, or what another variable names.
        let is_indirect = matches!(self.peek(), Some(b'#' | b'!')) && self.peek_at(1) != Some(b'}');
        self.at += usize::from(is_indirect);
        let is_number = self.peek().is_some_and(|byte| byte.is_ascii_digit());
        let mut name = self.parameter();
        while is_number && self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            name.push_str(&self.text[self.at..=self.at]);
            self.at += 1;
        }
        if name.is_empty() {
            // `${ command; }` and flags of zsh.
            return Err(Mistake::Unsupported);
        }
        let mut variable = Variable::plain(name);
        let rest = &self.text[self.at..];
        if rest.starts_with("[@]") || rest.starts_with("[*]") {
            variable.is_whole = true;
            self.at += 3;
        } else if rest.starts_with('[') {
            variable.operator = Operator::Other;
        }
        let mut bytes = self.text[self.at..].bytes();
        let operator = match (bytes.next(), bytes.next()) {
            (Some(b'}'), _) => Operator::None,
            (Some(b':'), Some(b'-' | b'=' | b'?')) | (Some(b'-' | b'=' | b'?'), _) => {
                Operator::Else
            }
            (Some(b':'), Some(b'+')) | (Some(b'+'), _) => Operator::Instead,
            _ => Operator::Other,
        };
        if is_indirect || variable.operator == Operator::Other {
            variable.operator = Operator::Other;
        } else {
            variable.operator = operator;
        }
        if variable.operator != Operator::None && self.peek() != Some(b'}') {
            self.at += usize::from(self.peek() == Some(b':'));
            self.at += usize::from(self.peek().is_some_and(|byte| b"-=?+".contains(&byte)));
        }
        variable.word = self.word_in(Place::Braces { is_quoted })?;
        self.expect(b'}')?;
        Ok(variable)
    }

    /// Reads the commands between backquotes, in which a backslash protects some characters.
    fn backquoted(&mut self, in_quotes: bool) -> Result<List, Mistake> {
        let mut code = String::new();
        loop {
            self.spend()?;
            let next = self.text[self.at..].chars().next().ok_or(Mistake::Unfinished)?;
            self.at += next.len_utf8();
            match next {
                '`' => break,
                '\\' => match self.peek() {
                    Some(byte @ (b'$' | b'`' | b'\\')) => {
                        code.push(char::from(byte));
                        self.at += 1;
                    }
                    Some(b'"') if in_quotes => {
                        code.push('"');
                        self.at += 1;
                    }
                    _ => code.push('\\'),
                },
                other => code.push(other),
            }
        }
        self.inside(|parser| parser.apart(&code))
    }

    /// Reads `$'…'`, in which a backslash begins an escape as in C.
    ///
    /// <https://www.gnu.org/software/bash/manual/bash.html#ANSI_002dC-Quoting>
    fn ansi(&mut self) -> Result<String, Mistake> {
        let mut text = String::new();
        loop {
            self.spend()?;
            let next = self.text[self.at..].chars().next().ok_or(Mistake::Unfinished)?;
            self.at += next.len_utf8();
            match next {
                '\'' => return Ok(text),
                '\\' => {
                    let next = self.text[self.at..].chars().next().ok_or(Mistake::Unfinished)?;
                    self.at += next.len_utf8();
                    match next {
                        'n' => text.push('\n'),
                        't' => text.push('\t'),
                        'r' => text.push('\r'),
                        '\\' | '\'' | '"' | '?' => text.push(next),
                        'x' => self.number(&mut text, 16, 2)?,
                        'u' => self.number(&mut text, 16, 4)?,
                        'U' => self.number(&mut text, 16, 8)?,
                        '0'..='7' => {
                            self.at -= 1;
                            self.number(&mut text, 8, 3)?;
                        }
                        // Control characters, which no name that matters has.
                        _ => text.push(super::HOLE),
                    }
                }
                other => text.push(other),
            }
        }
    }

    /// Reads a character that is written as a number.
    fn number(&mut self, text: &mut String, radix: u32, most: usize) -> Result<(), Mistake> {
        let rest = self.text[self.at..].chars().take(most);
        let digits: String = rest.take_while(|digit| digit.is_digit(radix)).collect();
        self.at += digits.len();
        let code = u32::from_str_radix(&digits, radix).map_err(|_| Mistake::Unsupported)?;
        // Beyond ASCII, `\x` is a byte and no character.
        let is_byte = most < 4 && code > 127;
        let character = char::from_u32(code).filter(|_| !is_byte);
        text.push(character.unwrap_or(super::HOLE));
        Ok(())
    }
}

impl Variable {
    fn plain(name: String) -> Self {
        Self { name, is_whole: false, operator: Operator::None, word: Word::default() }
    }
}

impl Word {
    /// Adds text, to the text before it where that is of the same kind.
    pub(super) fn push(&mut self, text: &str, is_quoted: bool) {
        match self.pieces.last_mut() {
            Some(Piece { kind: PieceKind::Text(before), is_quoted: before_is })
                if *before_is == is_quoted =>
            {
                before.push_str(text);
            }
            _ => self.add(PieceKind::Text(text.to_owned()), is_quoted),
        }
    }

    fn add(&mut self, kind: PieceKind, is_quoted: bool) {
        self.pieces.push(Piece { kind, is_quoted });
    }
}
