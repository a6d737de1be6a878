//! Whole books to pages.

mod breaking;
mod fixture;
mod floats;
mod matter;
mod notes;
mod pages;
mod roles;
mod spreads;
mod tables;
