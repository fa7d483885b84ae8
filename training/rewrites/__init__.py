"""Hand-written rewrites, faithful and changed, and the check of their form."""
