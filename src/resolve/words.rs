//! The words a book needs in its own language: "Contents", "Chapter", "Note".
