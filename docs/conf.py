"""Settings of the documentation site. The sources are `docs/` and `notebooks/`, so that their links hold on GitHub too.

`make docs` builds it into `build/docs`. Notebooks are shown with their stored outputs; nothing is run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import drift

sys.path.insert(0, str(Path(__file__).parent))  # for showing_code

project = "drift"
author = "the drift authors"
release = version = drift.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "showing_code"]
include_patterns = ["docs/**.md", "notebooks/*.ipynb", "CHANGELOG.md", "CONTRIBUTING.md", "training/README.md"]
exclude_patterns = [".venv", "build", "dist", "tests", "**.ipynb_checkpoints"]
root_doc = "docs/index"

nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3
smartquotes_action = "D"  # dashes alone: the pages have the quotation marks that they mean

default_role = "code"  # docstrings set code in single backticks
autodoc_typehints = "none"  # what is public says its shapes and units in words
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
add_module_names = False
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = f"drift {release}"
html_static_path = ["site"]
html_css_files = ["site.css"]
html_extra_path = ["site/index.html"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
