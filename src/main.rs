//! Starts the program, and hands over to the library.
//!
//! Rust's own start prepares a message for a stack that overflows, for which it reads the memory map
//! of the process: an eighth of the time that an empty program takes, at every prompt. With glibc,
//! which gives the arguments to the [standard library before that][arguments], the C library's start
//! is enough. What else Rust's does, and this program relies on, is done here; without that message a
//! stack that overflows ends the program all the same.
//!
//! [arguments]: https://doc.rust-lang.org/std/env/fn.args.html#platform-specific-behavior
#![cfg_attr(all(target_os = "linux", target_env = "gnu", not(test)), no_main)]

#[cfg(all(target_os = "linux", target_env = "gnu", not(test)))]
mod start {
    use std::{ffi::c_int, fs::File, os::fd::IntoRawFd, panic, process};

    use rustix::{
        io::{FdFlags, fcntl_getfd, fcntl_setfd},
        stdio,
    };

    /// What the C library calls.
    #[expect(unsafe_code, reason = "no other function of this program has the name `main`")]
    #[unsafe(no_mangle)]
    extern "C" fn main() -> c_int {
        fill_standard_streams();
        ignore_closed_pipes();
        // Where a panic unwinds, as in the tests, it must not go on into C.
        c_int::from(panic::catch_unwind(awsprompt::run).unwrap_or(101))
    }

    /// Opens what the caller has closed of stdin, stdout and stderr, for this program and those that
    /// it starts, or a file that is opened later would take its place.
    fn fill_standard_streams() {
        for stream in [stdio::stdin(), stdio::stdout(), stdio::stderr()] {
            if fcntl_getfd(stream).is_ok() {
                continue;
            }
            let Ok(nothing) = File::options().read(true).write(true).open("/dev/null") else {
                process::abort()
            };
            let _ = fcntl_setfd(&nothing, FdFlags::empty());
            let _ = nothing.into_raw_fd();
        }
    }

    /// Lets a write to a pipe that nobody reads fail, rather than end the program.
    #[expect(unsafe_code, reason = "there is no safe function for it")]
    fn ignore_closed_pipes() {
        // SAFETY: SIG_IGN calls nothing back, and there is no other thread yet.
        unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu", not(test))))]
fn main() -> std::process::ExitCode {
    awsprompt::run().into()
}
