"""The kernel of a notebook that is run for a report: IPython's own, once it is limited and tied to its runner.

Words: the runner's pid, the memory in bytes, the processor seconds, and what IPython wants to know.
"""

import sys


def main() -> None:
    """Be a kernel until told to stop."""
    from backoffice.reports.notebooks.confinement import confine  # noqa: PLC0415 - nothing else before the limits

    parent, memory, seconds = (int(word) for word in sys.argv[1:4])
    confine(parent, memory=memory, seconds=seconds)
    del sys.argv[1:4]
    from ipykernel.kernelapp import launch_new_instance  # noqa: PLC0415

    launch_new_instance()


if __name__ == "__main__":
    main()
