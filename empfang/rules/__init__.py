"""Decisions without I/O, on frozen values: data in, today in, verdict with reasons out."""
