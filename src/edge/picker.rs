//! Shows the picker on the terminal itself, since stdout belongs to the shell that evaluates it,
//! and reads its keys there.
#![expect(
    clippy::disallowed_methods,
    reason = "this module talks to the terminal, and starts fzf if the user wants that"
)]

#[cfg(unix)]
use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use super::look::width;
use super::perform::tell;
#[cfg(unix)]
use super::raw_terminal::{Event, RawTerminal};
use super::terminal::Terminal;
use crate::cmd::picker::{Picker, SEPARATOR};
#[cfg(unix)]
use crate::cmd::picker::{PickerKey, first_key};
use crate::error::Error;
use crate::prompt::PickerSetting;

/// Lets a person choose a profile; returns nothing if the person leaves.
pub(crate) fn choose(picker: &mut Picker<'_>) -> Result<Option<String>, Error> {
    let chosen = match picker.setting() {
        PickerSetting::Fzf => match fzf(picker) {
            Err(error) => {
                // The picker has a screen of its own, which this is under.
                tell(&format!("awsprompt: could not start fzf: {error}\n"));
                own(picker)
            }
            chosen => chosen,
        },
        PickerSetting::Own | PickerSetting::None => own(picker),
    };
    chosen.map_err(|error| Error::failed(format!("could not show the picker: {error}")))
}

#[cfg(unix)]
fn own(picker: &mut Picker<'_>) -> io::Result<Option<String>> {
    // A terminal that says nothing of itself, or that it moves no cursor.
    match env::var_os("TERM") {
        Some(name) if !name.is_empty() && name != "dumb" => on_screen(picker),
        _ => in_lines(picker),
    }
}

#[cfg(not(unix))]
fn own(picker: &mut Picker<'_>) -> io::Result<Option<String>> {
    in_lines(picker)
}

#[cfg(unix)]
fn on_screen(picker: &mut Picker<'_>) -> io::Result<Option<String>> {
    let mut terminal = RawTerminal::open()?;
    // What was typed before anything is shown may search, but chooses nothing.
    let mut typed = terminal.typed_ahead()?;
    let mut is_shown = false;
    loop {
        let size = terminal.size();
        while let Some((key, length)) = first_key(&typed) {
            typed.drain(..length);
            match key {
                PickerKey::Leave => return Ok(None),
                PickerKey::Choose if !is_shown => {}
                PickerKey::Choose if picker.selected().is_some() => {
                    return Ok(picker.selected().map(str::to_owned));
                }
                key => picker.press(key, size.page()),
            }
        }
        if typed.is_empty() {
            terminal.write(&picker.draw(size))?;
            is_shown = true;
        }
        match terminal.wait(!typed.is_empty())? {
            Event::Typed(bytes) => typed.extend(bytes),
            Event::Resized => {}
            // What an escape begins would have come by now, so it is the key.
            Event::Paused if typed == [0x1b] => return Ok(None),
            Event::Paused => typed.clear(),
            Event::Ended => return Ok(None),
        }
    }
}

/// Asks for the number of a profile, line by line.
fn in_lines(picker: &mut Picker<'_>) -> io::Result<Option<String>> {
    let mut terminal = Terminal::open()?;
    loop {
        let Some(line) = terminal.ask(&picker.numbered(width(&terminal.screen)))? else {
            return Ok(None);
        };
        let line = line.trim();
        if line.is_empty() {
            return Ok(None);
        }
        if let Some(name) = picker.take(line) {
            return Ok(Some(name));
        }
    }
}

/// Lets the person choose in fzf, which opens the terminal itself.
fn fzf(picker: &Picker<'_>) -> io::Result<Option<String>> {
    let mut fzf = Command::new("fzf")
        // The user's own FZF_DEFAULT_OPTS may take the only one by themselves.
        .args(["--no-select-1", "--no-exit-0"])
        .args(["--read0", "--no-multi", "--tiebreak=index", "--with-nth=2..", "--prompt=profile: "])
        .arg(format!("--delimiter={SEPARATOR}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let profiles = picker.for_fzf();
    if let Some(mut stdin) = fzf.stdin.take() {
        // The person may choose before fzf has read everything.
        let _ = stdin.write_all(profiles.as_bytes());
    }
    let output = fzf.wait_with_output()?;
    let line = String::from_utf8_lossy(&output.stdout);
    let place = line.split(SEPARATOR).next().and_then(|place| place.trim().parse().ok());
    Ok(place.and_then(|place| picker.name(place)).map(str::to_owned))
}
