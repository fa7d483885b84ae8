"""The cross-encoder, which reads two passages together."""
