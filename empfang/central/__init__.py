"""The reference booking service."""
