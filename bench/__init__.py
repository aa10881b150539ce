"""Measurements: ratios against the same work done raw, in one run."""
