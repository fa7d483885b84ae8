"""The version, in a file of its own: what names it in a signature or a file must not import the whole package."""

__version__ = "0.1.0"
