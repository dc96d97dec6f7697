"""The child process that runs one notebook: nbclient over a kernel of ours, then nbconvert for what the cells showed.

Words: the folder that is its own, the notebook, its parent's pid, the memory in bytes and the processor seconds. It
leaves ``body.html`` and ``outcome.json`` (``{"failed_cell", "kind", "said"}``) in the folder.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from backoffice.reports.notebooks.confinement import confine

KERNEL = "informe"
#: Seconds for the kernel to answer.
START = 60
#: A folder whose path is no longer than this leaves room for the names of sockets.
SHORT = 80


def main() -> None:
    """Run it; whatever a cell raises is an outcome, not an error of ours."""
    folder, notebook = Path(sys.argv[1]), Path(sys.argv[2])
    parent, memory, seconds = (int(word) for word in sys.argv[3:6])
    confine(parent, memory=memory, seconds=seconds)
    lay_kernel(folder, memory, seconds)
    import nbformat  # noqa: PLC0415 - nothing large before the limits

    content = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    outcome = execute(content, folder)
    (folder / "body.html").write_text(body(content), "utf-8")
    (folder / "outcome.json").write_text(json.dumps(outcome), "utf-8")


def lay_kernel(folder: Path, memory: int, seconds: int) -> None:
    """Tell Jupyter of our own kernel, which is tied to this process."""
    place = folder / "data" / "kernels" / KERNEL
    place.mkdir(parents=True)
    limits = [str(os.getpid()), str(memory), str(seconds)]
    words = [sys.executable, "-m", "backoffice.reports.notebooks.kernel", *limits, "-f", "{connection_file}"]
    spec = {"argv": words, "display_name": "Informe", "language": "python"}
    (place / "kernel.json").write_text(json.dumps(spec), "utf-8")


def execute(content: Any, folder: Path) -> dict[str, Any]:
    """Run all cells in their order, up to the first that fails."""
    from nbclient import NotebookClient  # noqa: PLC0415
    from nbclient.exceptions import CellExecutionError, DeadKernelError  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415

    (folder / "work").mkdir()
    client = NotebookClient(
        content,
        timeout=None,
        startup_timeout=START,
        kernel_name=KERNEL,
        resources={"metadata": {"path": str(folder / "work")}},
        config=Config(sockets(folder)),
    )
    begun: list[int] = []
    client.on_cell_start = lambda cell, cell_index: begun.append(cell_index)
    try:
        client.execute()
    except CellExecutionError as stopped:
        print(stopped.traceback, file=sys.stderr)
        return {"failed_cell": cell_number(content, begun), "kind": stopped.ename, "said": stopped.evalue}
    except DeadKernelError:
        return {"failed_cell": cell_number(content, begun), "kind": "DeadKernel", "said": ""}
    return {"failed_cell": None, "kind": "", "said": ""}


def sockets(folder: Path) -> dict[str, Any]:
    """How runner and kernel talk: over files of their own folder; over signed loopback where its path is too long."""
    talk = {"transport": "ipc", "ip": str(folder / "kernel")}
    return {"KernelManager": talk} if len(str(folder)) <= SHORT else {}


def cell_number(content: Any, begun: list[int]) -> int:
    """The number of the last cell that was begun, as JupyterLab counts: cells of code from 1."""
    last = begun[-1] if begun else 0
    return sum(cell.cell_type == "code" for cell in content.cells[: last + 1])


def body(content: Any) -> str:
    """What the notebook says and shows, without its code, its warnings and its tracebacks."""
    from nbconvert import HTMLExporter  # noqa: PLC0415

    for cell in content.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if is_shown(one)]
    look: Any = {"template_name": "basic", "exclude_input": True, "exclude_output_prompt": True}
    exporter = HTMLExporter(**look)  # type: ignore[no-untyped-call]
    made, _ = exporter.from_notebook_node(content)
    return str(made)


def is_shown(output: Any) -> bool:
    """Errors and what goes to stderr are for operators."""
    return bool(output.output_type != "error" and output.get("name") != "stderr")


if __name__ == "__main__":
    main()
