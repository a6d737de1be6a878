//! The pipeline on books in memory.
