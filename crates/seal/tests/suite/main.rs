//! Laws of the doors' keys, codes and envelopes.

mod age_tool;
mod code;
mod envelope;
mod keyring;
mod vectors;
