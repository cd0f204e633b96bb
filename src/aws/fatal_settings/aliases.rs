//! The file of aliases, which the AWS CLI reads before every command (rule 7.31).

use std::path::PathBuf;

use crate::aws::cause::Cause;
use crate::aws::reader::python::read_flat;
use crate::aws::reader::{SyntaxError, SyntaxErrorKind};
use crate::aws::sourced::Origin;
use crate::aws::world::{FileState, Lookup, World};

/// The byte order mark, which the AWS CLI takes for a part of the text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Returns why the AWS CLI cannot read its aliases, if it cannot. A file that may not be read
/// counts as empty.
pub(crate) fn refused_aliases(
    world: &World,
    lookup: &dyn Lookup,
) -> Option<(PathBuf, SyntaxError)> {
    let path = world.locations.home.as_ref()?.join(".aws/cli/alias");
    let error = match &*lookup.content(&path) {
        FileState::Content(bytes) if bytes.starts_with(MARK) => {
            SyntaxError { line: 1, kind: SyntaxErrorKind::ByteOrderMark }
        }
        FileState::Content(bytes) => read_flat(bytes).err()?,
        FileState::Directory => SyntaxError { line: 0, kind: SyntaxErrorKind::Directory },
        FileState::Absent
        | FileState::Hidden
        | FileState::BrokenLink
        | FileState::NotRegular(_)
        | FileState::Unreadable
        | FileState::TooLarge => return None,
    };
    Some((path, error))
}

/// Returns the same as the cause of a failure.
pub(super) fn refused(world: &World, lookup: &dyn Lookup) -> Option<(Origin, Cause)> {
    let (path, error) = refused_aliases(world, lookup)?;
    let origin = Origin::line(&path, error.line);
    Some((origin, Cause::Syntax { path, error }))
}
