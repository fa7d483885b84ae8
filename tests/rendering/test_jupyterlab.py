"""The notebook as its readers meet it: JupyterLab, a real browser, run all, move a slider."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

ROOT = Path(__file__).parents[2]
PATIENCE = 300_000  # milliseconds; a loaded machine loads the model slowly


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on copies of the notebooks and seeds."""
    home = tmp_path_factory.mktemp("lab")
    for folder in ("notebooks", "seeds"):
        shutil.copytree(ROOT / folder, home / folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "PYTHONPATH": str(ROOT),
    }
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        "--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={home}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with (home / "log.txt").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=home)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(240):
                if server.poll() is not None:
                    pytest.fail((home / "log.txt").read_text(encoding="utf-8"))
                try:
                    urllib.request.urlopen(f"{address}/api", timeout=5).close()  # noqa: S310 - the server started above
                    break
                except OSError:
                    time.sleep(0.5)
            yield address
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1400, "height": 1000})
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


def test_a_slider_in_the_notebook_changes_what_is_shown(lab: str, page: Page) -> None:
    page.goto(f"{lab}/lab/tree/notebooks/explore.ipynb")
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle")  # cells run before the kernel is there run nothing
    page.click(".lm-MenuBar >> text=Run")
    page.click(".lm-Menu >> text=Run All Cells")
    widget = page.locator(".drift-explore")
    widget.wait_for()
    count = widget.locator(".dx-count")
    before = count.text_content()
    assert int(before.split()[0]) > 10
    marks = widget.locator("mark:not(.off)").count()
    widget.locator("[data-filter=confidence]").fill("0.9")
    page.wait_for_function("old => document.querySelector('.drift-explore .dx-count').textContent !== old", arg=before)
    assert int(count.text_content().split()[0]) < int(before.split()[0])
    assert widget.locator("mark:not(.off)").count() < marks
    widget.locator("[data-side=original] .dx-line").first.click()
    assert "Words of the original" in widget.locator(".dx-details").text_content()
