"""Confirmations on their way out of the service: mail, text messages, letters; and what the other side said."""
