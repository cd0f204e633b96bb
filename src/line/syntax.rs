//! The parts of a shell line, as the parser finds them.

use std::rc::Rc;

/// Commands one after the other.
pub(super) type List = Vec<Item>;

/// A command of a list, and how it is joined to the one before.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) joint: Joint,
    pub(super) node: Node,
    /// It ends in `&`.
    pub(super) is_background: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// `;`, `&`, a line break, or nothing before it.
    Then,
    And,
    Or,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Simple(Simple),
    /// Several commands with `|` between them, each with what is written.
    Pipeline(Vec<(Node, Rc<str>)>),
    Compound(Rc<Compound>, Vec<Redirect>),
    Function(String, Rc<Node>),
    /// `coproc` runs it in parallel to the rest, and a variable of this name gets its descriptors.
    Coprocess(String, Box<Node>),
}

#[derive(Clone, Debug)]
pub(super) enum Compound {
    Subshell(List),
    Group(List),
    /// Conditions with what each leads to, and the rest.
    If(Vec<(List, List)>, List),
    /// `while` and `until`.
    While(List, List),
    /// `for` and `select`; without words, over the positional parameters.
    For(String, Option<Vec<WrittenWord>>, List),
    /// `for ((…))`, with what is expanded in it.
    ArithmeticFor(WrittenWord, List),
    Case(WrittenWord, Vec<CaseBranch>),
    /// `[[ … ]]` and `((…))`, of which only what they expand matters.
    Expression(Vec<WrittenWord>),
}

/// A branch of `case`.
#[derive(Clone, Debug)]
pub(super) struct CaseBranch {
    pub(super) patterns: Vec<WrittenWord>,
    pub(super) body: List,
    /// It ends in `;&` or `;;&`, so that others may run too.
    pub(super) falls_through: bool,
}

/// A simple command.
#[derive(Clone, Debug, Default)]
pub(super) struct Simple {
    pub(super) assignments: Vec<Assignment>,
    pub(super) words: Vec<WrittenWord>,
    pub(super) redirects: Vec<Redirect>,
}

#[derive(Clone, Debug)]
pub(super) struct Assignment {
    pub(super) name: String,
    /// `+=`.
    pub(super) appends: bool,
    pub(super) value: AssignedValue,
}

#[derive(Clone, Debug)]
pub(super) enum AssignedValue {
    Text(WrittenWord),
    /// `(…)`.
    Array(Vec<WrittenWord>),
    /// To the element of an index, as in `a[1]=x`.
    Element(String, WrittenWord),
}

#[derive(Clone, Debug)]
pub(super) enum Redirect {
    /// To a file, or a copy of a descriptor.
    File(WrittenWord),
    /// From a file.
    Input(WrittenWord),
    /// From a file that is written too.
    InPlace(WrittenWord),
    /// The variable that gets the number of a descriptor, as in `{name}<file`.
    Opened(String),
    /// A here-document, by its number in the text.
    Document(usize),
    /// `<<<`.
    Text(WrittenWord),
}

/// A word as it is written in the line.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenWord {
    pub(super) pieces: Vec<WordPiece>,
    /// As it is written.
    pub(super) source: String,
}

#[derive(Clone, Debug)]
pub(super) struct WordPiece {
    pub(super) kind: PieceKind,
    /// What it expands to is not split, and no pattern.
    pub(super) is_quoted: bool,
}

#[derive(Clone, Debug)]
pub(super) enum PieceKind {
    Text(String),
    Variable(Variable),
    /// `$(…)` and backquotes.
    Command(Rc<List>),
    /// `<(…)`.
    Process(Rc<List>),
    /// `>(…)`, which reads what is written there.
    Receiver(Rc<List>),
    /// `(…)` after `name=` where that is a word.
    Array(Vec<WrittenWord>),
    /// `$((…))`.
    Arithmetic(WrittenWord),
}

/// `$x` or `${x…}`.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    /// `[@]` or `[*]`: all elements.
    pub(super) is_whole: bool,
    pub(super) operator: Operator,
    pub(super) word: WrittenWord,
}

/// What `${x…}` does with the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    None,
    /// `-` and `?`, with and without a colon before it: the word if there is no value.
    Else,
    /// `=`: the same, and the variable gets it.
    Assign,
    /// `+`: the word if there is a value.
    Instead,
    /// `!`: what the variable that the value names has.
    Indirect,
    /// Everything else, such as `#`, `%` and `/`.
    Other,
}

impl Node {
    /// Tells whether a command is one that may not find the directory to go to.
    pub(super) fn moves(&self) -> bool {
        let Self::Simple(simple) = self else { return false };
        simple.words.first().and_then(WrittenWord::plain) == Some("cd")
    }
}

impl WrittenWord {
    /// Returns the text of a word that has no quotes and nothing to expand.
    pub(super) fn plain(&self) -> Option<&str> {
        match &self.pieces[..] {
            [WordPiece { kind: PieceKind::Text(text), is_quoted: false }] => Some(text),
            _ => None,
        }
    }

    /// Tells whether it begins with a file of what commands write.
    pub(super) fn is_process(&self) -> bool {
        matches!(&self.pieces[..], [WordPiece { kind: PieceKind::Process(_), .. }, ..])
    }
}

/// Where a word stands, which decides what ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WordPlace {
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

impl WordPlace {
    pub(super) fn is_quoted(self) -> bool {
        match self {
            Self::Line | Self::Braces { is_quoted: false } => false,
            Self::Quotes | Self::Braces { .. } | Self::Arithmetic | Self::Document => true,
        }
    }

    /// Tells whether single quotes mean anything there.
    pub(super) fn has_quotes(self) -> bool {
        match self {
            Self::Line | Self::Braces { is_quoted: false } => true,
            Self::Quotes | Self::Braces { .. } | Self::Arithmetic | Self::Document => false,
        }
    }
}
