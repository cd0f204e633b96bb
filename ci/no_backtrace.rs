//! Takes the place of the functions of the C library that unwind the stack: each ends the program.
//! The compiler then sees that nothing reads the stack for a backtrace, and leaves out what std
//! reads debug information with: 200 kB.
//!
//! `ci/release` builds this. The program that is released has neither names nor tables for
//! unwinding (see `release.ld`), so that there would be nothing to print. A panic prints its
//! message first.
#![no_std]

unsafe extern "C" {
    safe fn abort() -> !;
}

/// As std declares it; only so does the compiler see through its calls.
#[unsafe(no_mangle)]
pub extern "C" fn _Unwind_Backtrace(_trace: *const (), _argument: *const ()) -> i32 {
    abort()
}

/// Defines what is only called while the stack is unwound, which never begins.
macro_rules! not_reached {
    ($($function:ident)*) => {$(
        #[unsafe(no_mangle)]
        pub extern "C" fn $function() -> ! {
            abort()
        }
    )*};
}

not_reached! {
    _Unwind_GetDataRelBase
    _Unwind_GetIP
    _Unwind_GetIPInfo
    _Unwind_GetLanguageSpecificData
    _Unwind_GetRegionStart
    _Unwind_GetTextRelBase
    _Unwind_Resume
    _Unwind_SetGR
    _Unwind_SetIP
}
