//! Findings as text in rustc's manner, and as JSON lines.
