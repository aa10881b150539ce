"""Front desk and hotline of a vaccination centre: works without a network, loses nothing."""

__version__ = "0.1.0"
