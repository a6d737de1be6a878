//! Behaviour of reading a whole book.
