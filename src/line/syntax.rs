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
    /// `coproc` runs it beside the rest.
    Coprocess(Box<Node>),
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
    For(String, Option<Vec<Word>>, List),
    /// `for ((…))`, with what is expanded in it.
    ArithmeticFor(Word, List),
    Case(Word, Vec<List>),
    /// `[[ … ]]` and `((…))`, of which only what they expand matters.
    Expression(Vec<Word>),
}

/// A simple command.
#[derive(Clone, Debug, Default)]
pub(super) struct Simple {
    pub(super) assignments: Vec<Assignment>,
    pub(super) words: Vec<Word>,
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
    Text(Word),
    /// `(…)`.
    Array(Vec<Word>),
    /// To one element, as in `a[1]=x`.
    Element(Word),
}

#[derive(Clone, Debug)]
pub(super) enum Redirect {
    /// To or from a file, or a copy of a descriptor.
    File(Word),
    /// A here-document, by its number in the text.
    Document(usize),
    /// `<<<`.
    Text(Word),
}

/// A word as it stands in the line.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    pub(super) pieces: Vec<Piece>,
    /// As it is written.
    pub(super) source: String,
}

#[derive(Clone, Debug)]
pub(super) struct Piece {
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
    /// `<(…)` and `>(…)`.
    Process(Rc<List>),
    /// `$((…))`.
    Arithmetic(Word),
}

/// `$x` or `${x…}`.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    /// `[@]` or `[*]`: all elements.
    pub(super) is_whole: bool,
    pub(super) operator: Operator,
    pub(super) word: Word,
}

/// What `${x…}` does with the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    None,
    /// `-`, `=` and `?`, with and without a colon before it: the word if there is no value.
    Else,
    /// `+`: the word if there is a value.
    Instead,
    /// Everything else, such as `#`, `%` and `/`.
    Other,
}

impl Word {
    /// Returns the text of a word that has no quotes and nothing to expand.
    pub(super) fn plain(&self) -> Option<&str> {
        match &self.pieces[..] {
            [Piece { kind: PieceKind::Text(text), is_quoted: false }] => Some(text),
            _ => None,
        }
    }
}
