"""The screens: each composes, reads, calls one function of the desk, and shows."""
