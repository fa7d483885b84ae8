"""What makes the packaged models: run from a checkout, never imported by `drift` (see README.md)."""
