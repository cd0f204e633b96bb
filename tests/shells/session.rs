//! A person at a shell: types a line, and looks at what came of it once the next prompt is there.

use crate::home::Home;
use crate::shell::Shell;
use crate::terminal::{COLUMNS, Look, ROWS, Terminal};

/// How every prompt in these tests ends.
const END_OF_PROMPT: &str = "> ";

/// A letter that is typed and taken back. That it is echoed shows that the shell reads keys, so
/// that nothing of the prompt is still to come.
const PROBE: &str = "x";
const TAKE_BACK: &str = "\x7f";

/// What goes into the start-up file besides the user's own prompt.
pub(crate) struct Setup {
    shell: Shell,
    before: String,
    flags: String,
    /// What loads the hook, if it is not that of the program under test.
    hook: Option<String>,
    after: String,
    columns: u16,
}

impl Setup {
    pub(crate) fn new(shell: Shell) -> Self {
        let [before, flags, after] = [const { String::new() }; 3];
        Self { shell, before, flags, hook: None, after, columns: COLUMNS }
    }

    /// Adds lines that stand before ours.
    pub(crate) fn before(mut self, lines: &str) -> Self {
        self.before += &format!("{lines}\n");
        self
    }

    /// Adds lines that stand after ours.
    pub(crate) fn after(mut self, lines: &str) -> Self {
        self.after += &format!("{lines}\n");
        self
    }

    /// Calls `awsprompt init` with a flag.
    pub(crate) fn flag(mut self, flag: &str) -> Self {
        self.flags += &format!(" {flag}");
        self
    }

    /// Loads other lines in place of the hook.
    pub(crate) fn hook(mut self, lines: &str) -> Self {
        self.hook = Some(lines.to_owned());
        self
    }

    /// Opens the shell in a terminal of another width.
    pub(crate) fn columns(mut self, columns: u16) -> Self {
        self.columns = columns;
        self
    }

    /// Writes the start-up file.
    pub(crate) fn write(&self, home: &Home) {
        let Self { shell, before, flags, hook, after, columns: _ } = self;
        let hook = hook.clone().unwrap_or_else(|| shell.load(flags));
        if *shell == Shell::Nushell {
            // The hook is read after config.nu, and before this.
            home.write(".config/nushell/autoload/after.nu", after);
            shell.write_start_up_file(home, &format!("{before}{hook}"));
        } else {
            shell.write_start_up_file(home, &format!("{before}{hook}\n{after}"));
        }
    }

    /// Opens the shell and waits for its first prompt.
    pub(crate) fn open(self, home: &Home) -> Session<'_> {
        let session = self.open_below(home);
        assert_eq!(session.top, 0, "something was written before the first prompt: {session}");
        session
    }

    /// Does the same where something is above the first prompt, or its first lines are.
    pub(crate) fn open_below(self, home: &Home) -> Session<'_> {
        self.write(home);
        let Self { shell, flags, columns, .. } = self;
        let mut session = Session {
            home,
            terminal: Terminal::start(shell.name(), shell.interactive(home), columns),
            row: 0,
            top: 0,
            // readline leaves no place on the line on which one types.
            right_is_above: shell == Shell::Bash && flags.contains("right"),
            prompt: String::new(),
            right: String::new(),
        };
        session.settle(0);
        session
    }
}

/// An open shell that waits at its prompt.
pub(crate) struct Session<'a> {
    /// A shell whose home is gone would tell nothing.
    pub(crate) home: &'a Home,
    terminal: Terminal,
    /// The row on which one types, and the first of the prompt.
    row: u16,
    top: u16,
    right_is_above: bool,
    prompt: String,
    right: String,
}

impl Session<'_> {
    /// Returns what stands before the place where one types.
    pub(crate) fn prompt(&self) -> &str {
        &self.prompt
    }

    /// Returns how each character of the prompt looks.
    pub(crate) fn looks(&self) -> Vec<Look> {
        let length = u16::try_from(self.prompt.chars().count()).expect("a prompt is short");
        (0..length).map(|column| self.terminal.look(self.row, column)).collect()
    }

    /// Returns what stands at the right edge of the line.
    pub(crate) fn right(&self) -> &str {
        &self.right
    }

    /// Returns how the last character of that looks.
    pub(crate) fn look_at_the_right(&self) -> Look {
        let text = self.terminal.text(self.top, 0..COLUMNS);
        let length = u16::try_from(text.trim_end().chars().count()).expect("a row is short");
        self.terminal.look(self.top, length - 1)
    }

    /// Tells whether that ends where the line does; zsh and fish leave the last column free.
    pub(crate) fn is_at_the_right_edge(&self) -> bool {
        let end = self.terminal.text(self.top, COLUMNS - 2..COLUMNS);
        !end.trim().is_empty()
    }

    /// Returns every byte that the shell has written so far.
    pub(crate) fn written(&self) -> &[u8] {
        self.terminal.written()
    }

    /// Types a line and returns the rows that came of it, up to the next prompt.
    pub(crate) fn run(&mut self, line: &str) -> Vec<String> {
        let room = usize::from(COLUMNS) - self.prompt.chars().count();
        assert!(line.chars().count() < room, "the line would wrap: {line}");
        self.terminal.type_keys(&format!("{line}\r"));
        let typed = self.row;
        self.settle(typed + 1);
        self.terminal.rows(typed + 1..self.top)
    }

    /// Types a line that asks a question, and the keys that answer it; returns the rows that came
    /// of it, question and all.
    pub(crate) fn run_and_answer(
        &mut self,
        line: &str,
        question: &str,
        answer: &str,
    ) -> Vec<String> {
        self.run_until(line, question);
        self.answer(answer)
    }

    /// Types the keys that answer an open question; returns the rows since the line was typed.
    pub(crate) fn answer(&mut self, answer: &str) -> Vec<String> {
        self.terminal.type_keys(answer);
        let typed = self.row;
        self.settle(typed + 1);
        self.terminal.rows(typed + 1..self.top)
    }

    /// Types a line and waits for a word at the end of what comes of it.
    pub(crate) fn run_until(&mut self, line: &str, word: &str) {
        self.type_until(&format!("{line}\r"), word);
    }

    /// Types keys and waits for a word before the cursor.
    pub(crate) fn type_until(&mut self, keys: &str, word: &str) {
        self.terminal.type_keys(keys);
        self.terminal.wait_until(&format!("{word:?}"), |terminal| {
            let (row, column) = terminal.cursor();
            terminal.text(row, 0..column).ends_with(word)
        });
    }

    /// Returns all rows of the screen.
    pub(crate) fn screen(&self) -> Vec<String> {
        self.terminal.rows(0..ROWS)
    }

    /// Changes the width of the terminal.
    pub(crate) fn resize(&mut self, columns: u16) {
        self.terminal.resize(columns);
    }

    /// Presses keys that draw the prompt anew, on a screen that they may have cleared.
    pub(crate) fn press(&mut self, keys: &str) {
        self.terminal.type_keys(keys);
        self.settle(0);
    }

    /// Presses keys that write a text anywhere, and then draw the prompt anew.
    pub(crate) fn press_for(&mut self, keys: &str, text: &str) {
        self.terminal.type_keys(keys);
        self.terminal.wait_until(&format!("{text:?}"), |terminal| {
            terminal.rows(0..ROWS).iter().any(|row| row.contains(text))
        });
        self.settle(0);
    }

    /// Types a line that has nothing to say.
    pub(crate) fn run_silently(&mut self, line: &str) {
        let rows = self.run(line);
        assert_eq!(rows, [""; 0], "{line} was not silent: {self}");
    }

    /// Checks the prompt: the segment, if any, and then the user's own.
    pub(crate) fn expect_segment(&self, segment: &str) {
        let gap = if segment.is_empty() { "" } else { " " };
        self.expect_prompt(&format!("{segment}{gap}{END_OF_PROMPT}"));
    }

    /// Checks the whole prompt.
    pub(crate) fn expect_prompt(&self, prompt: &str) {
        assert_eq!(self.prompt, prompt, "in {self}");
    }

    /// Waits for a prompt that is not above a row, and for the shell to read keys there.
    fn settle(&mut self, first_row: u16) {
        self.terminal.wait_until("a prompt", |terminal| {
            let (row, column) = terminal.cursor();
            row >= first_row && terminal.text(row, 0..column).ends_with(END_OF_PROMPT)
        });
        self.terminal.type_keys(PROBE);
        let end = format!("{END_OF_PROMPT}{PROBE}");
        self.terminal.wait_until("the letter that was typed", |terminal| {
            let (row, column) = terminal.cursor();
            row >= first_row && terminal.text(row, 0..column).ends_with(&end)
        });
        let (row, column) = self.terminal.cursor();
        let prompt = self.terminal.text(row, 0..column);
        self.row = row;
        self.top = row;
        prompt.strip_suffix(PROBE).unwrap_or(&prompt).clone_into(&mut self.prompt);
        self.terminal.text(row, column..COLUMNS).trim().clone_into(&mut self.right);
        let above = row.saturating_sub(1);
        let is_indented = self.terminal.text(above, 0..1).trim().is_empty();
        if self.right_is_above && row > 0 && is_indented {
            self.top = above;
            self.terminal.text(self.top, 0..COLUMNS).trim().clone_into(&mut self.right);
        }
        self.terminal.type_keys(TAKE_BACK);
    }
}

impl std::fmt::Display for Session<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.terminal.fmt(formatter)
    }
}
