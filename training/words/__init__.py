"""The small models behind words."""
