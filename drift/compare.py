"""Temporary forwarder: the module is drift.analyzer now."""
from drift.analyzer import *  # noqa
from drift.analyzer import Analyzer, compare  # noqa
