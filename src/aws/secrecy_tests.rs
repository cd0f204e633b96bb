//! What holds secrets cannot be printed.

use std::fmt::Debug;

use super::environment::Environment;
use super::profiles::{FileSection, ParsedFiles, Profile, Profiles, Setting};
use super::reader::{Document, Entry, Section};
use super::world::{FileState, World};

/// Compiles for types that have no `Debug`: for all others there are two ways to be silent.
trait Silent<Way> {
    fn holds() {}
}

struct Printed;

impl<T> Silent<()> for T {}
impl<T: Debug> Silent<Printed> for T {}

macro_rules! assert_silent {
    ($($type:ty),+ $(,)?) => {
        $(<$type as Silent<_>>::holds();)+
    };
}

#[test]
fn what_holds_secrets_has_no_debug_print() {
    assert_silent!(Environment, FileState, World);
    assert_silent!(Document<'_>, Section<'_>, Entry<'_>);
    assert_silent!(
        ParsedFiles<'_>,
        Profiles<'_>,
        Profile<'_, '_>,
        FileSection<'_, '_>,
        Setting<'_>
    );
}
