//! Reads words: quotes, escapes and what is expanded.
//!
//! <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02>,
//! <https://www.gnu.org/software/bash/manual/bash.html#Quoting>

use std::rc::Rc;

use super::parser::{LineError, Parser};
use super::syntax::{List, Operator, PieceKind, Variable, WordPiece, WordPlace, WrittenWord};

impl Parser<'_> {
    /// Reads a word of a line, which is empty where none begins.
    pub(super) fn word(&mut self) -> Result<WrittenWord, LineError> {
        self.word_in(WordPlace::Line)
    }

    /// Reads a word up to what ends it, which stays unread.
    pub(super) fn word_in(&mut self, place: WordPlace) -> Result<WrittenWord, LineError> {
        let begin = self.at;
        let mut word = WrittenWord::default();
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.spend()?;
            match (byte, place) {
                (b'"', WordPlace::Quotes) | (b'}', WordPlace::Braces { .. }) => break,
                (b'<' | b'>', WordPlace::Line) if self.peek_at(1) == Some(b'(') => {
                    self.at += 2;
                    let list = Rc::new(self.inside(|parser| parser.list_until(b')'))?);
                    let is_read = byte == b'<';
                    let kind =
                        if is_read { PieceKind::Process(list) } else { PieceKind::Receiver(list) };
                    word.add(kind, true);
                }
                (
                    b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')',
                    WordPlace::Line,
                ) => {
                    break;
                }
                (b'(', WordPlace::Arithmetic) => {
                    depth += 1;
                    self.literal(&mut word, place);
                }
                (b')', WordPlace::Arithmetic) => {
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
                (b'"', WordPlace::Line | WordPlace::Braces { .. } | WordPlace::Arithmetic) => {
                    self.at += 1;
                    let quoted = self.inside(|parser| parser.word_in(WordPlace::Quotes))?;
                    self.expect(b'"')?;
                    // Even empty quotes make a word.
                    word.push("", true);
                    word.pieces.extend(quoted.pieces);
                }
                (b'`', _) => {
                    self.at += 1;
                    let list = self.backquoted(place == WordPlace::Quotes)?;
                    word.add(PieceKind::Command(Rc::new(list)), place.is_quoted());
                }
                (b'$', _) => self.dollar(&mut word, place)?,
                _ => self.literal(&mut word, place),
            }
        }
        if place == WordPlace::Line {
            self.text[begin..self.at].clone_into(&mut word.source);
        }
        Ok(word)
    }

    /// Takes characters that mean nothing.
    fn literal(&mut self, word: &mut WrittenWord, place: WordPlace) {
        let begin = self.at;
        self.at += 1;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte > 127) {
            self.at += 1;
        }
        word.push(&self.text[begin..self.at], place.is_quoted());
    }

    fn escape(&mut self, word: &mut WrittenWord, place: WordPlace) {
        let begin = self.at;
        self.at += 1;
        let Some(next) = self.text[self.at..].chars().next() else {
            return word.push("\\", true);
        };
        self.at += next.len_utf8();
        let is_escape = match place {
            WordPlace::Line | WordPlace::Braces { is_quoted: false } => true,
            WordPlace::Quotes | WordPlace::Braces { .. } => {
                matches!(next, '$' | '`' | '"' | '\\' | '\n' | '}')
            }
            WordPlace::Arithmetic | WordPlace::Document => matches!(next, '$' | '`' | '\\' | '\n'),
        };
        match next {
            '\n' if is_escape => {}
            _ if is_escape => word.push(next.encode_utf8(&mut [0; 4]), true),
            _ => word.push(&self.text[begin..self.at], true),
        }
    }

    /// Reads what begins with a dollar sign.
    fn dollar(&mut self, word: &mut WrittenWord, place: WordPlace) -> Result<(), LineError> {
        let is_quoted = place.is_quoted();
        self.at += 1;
        match self.peek() {
            Some(b'(') if self.peek_at(1) == Some(b'(') => {
                self.at += 2;
                if let Some(arithmetic) = self.attempt(WordPlace::Arithmetic, "))")? {
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
            Some(b'[') if place != WordPlace::Document => {
                // Old arithmetic of bash, which the manual no longer has.
                return Err(LineError::Unsupported);
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

    fn substitution(&mut self, word: &mut WrittenWord, is_quoted: bool) -> Result<(), LineError> {
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
    fn braced(&mut self, is_quoted: bool) -> Result<Variable, LineError> {
        // A length, or what another variable names.
        let prefix = self.peek().filter(|byte| matches!(byte, b'#' | b'!'));
        let prefix = prefix.filter(|_| self.peek_at(1) != Some(b'}'));
        self.at += usize::from(prefix.is_some());
        let is_number = self.peek().is_some_and(|byte| byte.is_ascii_digit());
        let mut name = self.parameter();
        while is_number && self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            name.push_str(&self.text[self.at..=self.at]);
            self.at += 1;
        }
        if name.is_empty() {
            // `${ command; }` and flags of zsh.
            return Err(LineError::Unsupported);
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
            (Some(b':'), Some(b'=')) | (Some(b'='), _) => Operator::Assign,
            (Some(b':'), Some(b'-' | b'?')) | (Some(b'-' | b'?'), _) => Operator::Else,
            (Some(b':'), Some(b'+')) | (Some(b'+'), _) => Operator::Instead,
            _ => Operator::Other,
        };
        variable.operator = match (prefix, variable.operator) {
            (Some(b'!'), _) => Operator::Indirect,
            (Some(_), _) | (None, Operator::Other) => Operator::Other,
            (None, _) => operator,
        };
        let has_word = !matches!(variable.operator, Operator::None | Operator::Other);
        if has_word && self.peek() != Some(b'}') {
            self.at += usize::from(self.peek() == Some(b':'));
            self.at += usize::from(self.peek().is_some_and(|byte| b"-=?+".contains(&byte)));
        }
        variable.word = self.word_in(WordPlace::Braces { is_quoted })?;
        self.expect(b'}')?;
        Ok(variable)
    }

    /// Reads the commands between backquotes, in which a backslash protects some characters.
    fn backquoted(&mut self, in_quotes: bool) -> Result<List, LineError> {
        let mut code = String::new();
        loop {
            self.spend()?;
            let next = self.text[self.at..].chars().next().ok_or(LineError::Unfinished)?;
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
    fn ansi(&mut self) -> Result<String, LineError> {
        let mut text = String::new();
        loop {
            self.spend()?;
            let next = self.text[self.at..].chars().next().ok_or(LineError::Unfinished)?;
            self.at += next.len_utf8();
            match next {
                '\'' => return Ok(text),
                '\\' => {
                    let next = self.text[self.at..].chars().next().ok_or(LineError::Unfinished)?;
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
    fn number(&mut self, text: &mut String, radix: u32, most: usize) -> Result<(), LineError> {
        let rest = self.text[self.at..].chars().take(most);
        let digits: String = rest.take_while(|digit| digit.is_digit(radix)).collect();
        self.at += digits.len();
        let code = u32::from_str_radix(&digits, radix).map_err(|_| LineError::Unsupported)?;
        // Beyond ASCII, `\x` is a byte and no character.
        let is_byte = most < 4 && code > 127;
        let character = char::from_u32(code).filter(|_| !is_byte);
        text.push(character.unwrap_or(super::HOLE));
        Ok(())
    }
}

impl Variable {
    fn plain(name: String) -> Self {
        Self { name, is_whole: false, operator: Operator::None, word: WrittenWord::default() }
    }
}

impl WrittenWord {
    /// Adds text, to the text before it where that is of the same kind.
    pub(super) fn push(&mut self, text: &str, is_quoted: bool) {
        match self.pieces.last_mut() {
            Some(WordPiece { kind: PieceKind::Text(before), is_quoted: before_is })
                if *before_is == is_quoted =>
            {
                before.push_str(text);
            }
            _ => self.add(PieceKind::Text(text.to_owned()), is_quoted),
        }
    }

    pub(super) fn add(&mut self, kind: PieceKind, is_quoted: bool) {
        self.pieces.push(WordPiece { kind, is_quoted });
    }
}
