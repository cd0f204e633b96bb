//! What the words of a line become before a command gets them.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Shell-Expansions>

use super::state::VariableValue;
use super::syntax::{Item, List, Node, Operator, PieceKind, Variable, WordPiece, WrittenWord};
use super::walk::{MOST_COMMANDS, Stdin, Walk};
use super::word::Word;
use super::{HOLE, braces, is_known};

/// How many bytes the variables of a line may become.
const MOST_BYTES: usize = 1 << 22;

/// A word that is being put together.
#[derive(Default)]
struct Draft {
    text: String,
    /// Quotes make a word even of nothing.
    is_quoted: bool,
    is_open: bool,
}

/// The words that one word becomes.
#[derive(Default)]
struct Fields {
    done: Vec<Draft>,
    current: Option<Draft>,
}

impl Fields {
    fn current(&mut self) -> &mut Draft {
        self.current.get_or_insert_default()
    }

    fn end(&mut self) {
        self.done.extend(self.current.take());
    }

    fn add(&mut self, text: &str, is_quoted: bool) {
        let current = self.current();
        current.text.push_str(text);
        current.is_quoted |= is_quoted;
    }

    /// Adds text of the line, which is not split.
    fn literal(&mut self, text: &str) {
        let is_first = self.current.is_none();
        let current = self.current();
        // It is a part of a line that was put together from others, or of one that was typed before.
        let is_earlier = text.starts_with('!') && text.len() > 1;
        current.is_open |= is_first && (text.starts_with(HOLE) || is_earlier);
        // A pattern stands for names of files, or for itself.
        let is_class = text.find('[').is_some_and(|at| text[at..].contains(']'));
        let is_special = |c: char| matches!(c, '*' | '?') || c == '[' && is_class;
        current.text += &text.replace(is_special, HOLE.encode_utf8(&mut [0; 4]));
    }

    /// Adds what the shell splits at blanks.
    fn split(&mut self, text: &str) {
        for (index, part) in text.split([' ', '\t', '\n']).enumerate() {
            if index > 0 {
                self.end();
            }
            if part.is_empty() {
                continue;
            }
            let current = self.current();
            // What follows something other than a hyphen is no option.
            let is_inside = !current.text.is_empty() && !current.text.starts_with('-');
            let is_value = current.text.contains('=');
            if part.starts_with(HOLE) && !is_inside && !is_value {
                current.is_open = true;
            }
            current.text.push_str(part);
        }
    }
}

impl Walk<'_> {
    /// Returns the words that a command gets for those of the line.
    pub(super) fn words(&mut self, written: &[WrittenWord]) -> Vec<Word> {
        written.iter().flat_map(|word| self.fields(word)).collect()
    }

    /// Returns the words that one word becomes.
    pub(super) fn fields(&mut self, written: &WrittenWord) -> Vec<Word> {
        let Some(words) = braces::expanded(written) else {
            return vec![Word::open(&written.source)];
        };
        let mut found = Vec::new();
        for word in words {
            let mut fields = Fields::default();
            for (index, piece) in word.pieces.iter().enumerate() {
                self.piece(piece, index == 0, &mut fields);
            }
            fields.end();
            found.extend(fields.done);
        }
        found.retain(|draft| draft.is_quoted || draft.is_open || !draft.text.is_empty());
        let source = || written.source.clone();
        let word =
            |draft: Draft| Word { text: draft.text, source: source(), is_open: draft.is_open };
        found.into_iter().map(word).collect()
    }

    /// Returns the text of a word that is not split, as in an assignment.
    pub(super) fn text(&mut self, written: &WrittenWord) -> String {
        let mut text = String::new();
        for (index, piece) in written.pieces.iter().enumerate() {
            match &piece.kind {
                PieceKind::Text(own) if !piece.is_quoted && index == 0 => {
                    text += &self.with_home(own);
                }
                PieceKind::Text(own) => text += own,
                PieceKind::Variable(variable) => text += &self.value(variable).join(" "),
                _ => text.push_str(&self.output(&piece.kind)),
            }
        }
        text
    }

    fn piece(&mut self, piece: &WordPiece, is_first: bool, fields: &mut Fields) {
        match (&piece.kind, piece.is_quoted) {
            (PieceKind::Text(text), true) => fields.add(text, true),
            (PieceKind::Text(text), false) => {
                let text = if is_first { self.with_home(text) } else { text.clone() };
                fields.literal(&text);
            }
            (PieceKind::Variable(variable), true) => {
                let values = self.value(variable);
                let is_list = variable.is_whole || variable.name == "@";
                if !is_list {
                    return fields.add(&values.join(" "), true);
                }
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        fields.end();
                    }
                    fields.add(value, true);
                    // Of a list that is not known, the length is not known either.
                    fields.current().is_open |= value.as_str() == HOLE.to_string();
                }
            }
            (PieceKind::Variable(variable), false) if !self.splits_at_blanks() => {
                // Where words end is not known.
                self.value(variable);
                fields.split(&HOLE.to_string());
            }
            (PieceKind::Variable(variable), false) => {
                let is_number = matches!(&*variable.name, "#" | "?" | "$" | "!");
                for (index, value) in self.value(variable).iter().enumerate() {
                    if index > 0 {
                        fields.end();
                    }
                    if is_number { fields.add(value, false) } else { fields.split(value) }
                }
            }
            (kind @ PieceKind::Command(list), false) => {
                let output = self.output(kind);
                if writes_one_word(list) {
                    fields.add(&output, false);
                } else {
                    fields.split(&output);
                }
            }
            (kind, _) => {
                let output = self.output(kind);
                fields.add(&output, true);
            }
        }
    }

    /// Walks through the commands of an expansion, whose output is mostly not known.
    fn output(&mut self, kind: &PieceKind) -> String {
        match kind {
            PieceKind::Command(list) if list.len() == 1 => {
                let first = self.found.len();
                self.aside(list);
                let output = self.written_by(&list[0].node, first);
                if let Some(output) = output {
                    return output.trim_end_matches('\n').to_owned();
                }
            }
            PieceKind::Command(list) | PieceKind::Process(list) => self.aside(list),
            PieceKind::Receiver(list) => {
                let outer = std::mem::replace(&mut self.stdin, Stdin::Text(HOLE.to_string()));
                self.aside(list);
                self.stdin = outer;
            }
            PieceKind::Arithmetic(word) => self.arithmetic(word),
            PieceKind::Array(words) => drop(self.words(words)),
            PieceKind::Text(_) | PieceKind::Variable(_) => {}
        }
        HOLE.to_string()
    }

    /// Runs commands that change nothing of this shell.
    pub(super) fn aside(&mut self, list: &List) {
        let before = self.state.clone();
        self.list(list);
        self.state = before;
    }

    /// Returns the text with a tilde at its beginning replaced.
    fn with_home(&mut self, text: &str) -> String {
        let Some(rest) = text.strip_prefix('~') else { return text.to_owned() };
        if !rest.is_empty() && !rest.starts_with('/') {
            return format!("/{HOLE}");
        }
        let home = self.variable("HOME").unwrap_or_else(|| format!("/{HOLE}"));
        home + rest
    }

    /// Returns what a variable stands for, as long as a line does not blow up with it.
    fn value(&mut self, variable: &Variable) -> Vec<String> {
        let value = self.expanded(variable);
        self.bytes += value.iter().map(String::len).sum::<usize>();
        if self.bytes <= MOST_BYTES {
            return value;
        }
        self.steps = MOST_COMMANDS + 1;
        vec![HOLE.to_string()]
    }

    /// Returns the elements of a variable.
    fn expanded(&mut self, variable: &Variable) -> Vec<String> {
        let own = match variable.operator {
            Operator::Other | Operator::Indirect => None,
            _ => self.elements(&variable.name, variable.is_whole),
        };
        let hole = || vec![HOLE.to_string()];
        match variable.operator {
            Operator::None => own.unwrap_or_else(hole),
            Operator::Other | Operator::Indirect => {
                let word = self.text(&variable.word);
                if word.starts_with(['[', ':']) {
                    self.evaluate(&word);
                }
                // The value is the name of an element, or what a prompt is made of.
                if variable.operator == Operator::Indirect || word.ends_with("@P") {
                    let value = self.elements(&variable.name, true).unwrap_or_default();
                    self.evaluate(&value.join(" "));
                }
                hole()
            }
            Operator::Assign => {
                let otherwise = Variable { operator: Operator::Else, ..variable.clone() };
                let value = self.value(&otherwise);
                self.set(&variable.name, VariableValue::Text(value.join(" ")), None);
                value
            }
            Operator::Else | Operator::Instead => {
                let word = self.text(&variable.word);
                let is_set = own.as_ref().map(|values| match &values[..] {
                    [] => Some(false),
                    [text] if text.is_empty() => Some(false),
                    values => values.iter().all(|value| is_known(value)).then_some(true),
                });
                match (is_set.flatten(), variable.operator) {
                    (Some(true), Operator::Else) => own.unwrap_or_default(),
                    (Some(false), Operator::Else) | (Some(true), _) => vec![word],
                    (Some(false), _) => Vec::new(),
                    (None, _) => hole(),
                }
            }
        }
    }
}

/// Tells whether commands write one word that is no option.
fn writes_one_word(list: &List) -> bool {
    let [Item { node: Node::Simple(simple), .. }] = &list[..] else { return false };
    let words: Vec<&str> = simple.words.iter().map(|word| &*word.source).collect();
    match &words[..] {
        ["arch" | "hostname" | "nproc" | "uname" | "uuidgen" | "whoami"] | ["id", "-u"] => true,
        ["date", arguments @ ..] => {
            let is_format = |word: &&str| word.starts_with("+%") && !word.contains(['n', 't', 'c']);
            arguments.last().is_some_and(is_format)
        }
        _ => false,
    }
}
