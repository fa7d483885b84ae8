"""The sums behind drift, quality and support."""
