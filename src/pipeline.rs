//! Read, resolve, each edition: the way of a book from files to bytes.
