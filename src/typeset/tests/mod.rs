//! Whole books to pages.

mod breaking;
mod fixture;
mod matter;
mod notes;
mod spreads;
mod tables;
