"""The judge: a whole small encoder that reads two passages together, trained on pairs labeled for meaning."""
