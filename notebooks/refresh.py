"""Runs the notebooks and writes their outputs into them: python notebooks/refresh.py [NAME...]

Widgets are kept as the static HTML that comes with them: a model that no kernel holds could not be shown.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
WIDGET = "application/vnd.jupyter.widget-view+json"


def static(outputs):
    """The outputs without live widgets and without what progress bars printed."""
    for output in outputs:
        data = output.get("data")
        if data is not None and WIDGET in data:
            if "text/html" not in data:
                continue
            del data[WIDGET]
        if output.get("name") != "stderr":
            yield output


def refresh(path):
    """Run one notebook in its folder."""
    notebook = nbformat.read(path, as_version=4)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": {"name": "python"}})
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(HERE)}}).execute()
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = list(static(cell.outputs))
    nbformat.write(notebook, path)


for name in sys.argv[1:] or sorted(path.name for path in HERE.glob("*.ipynb")):
    print(name, file=sys.stderr)
    refresh(HERE / name)
