"""Run one program so that nothing of it outlives us, however we end.

    python guard.py PARENT_PID GRACE_SECONDS COMMAND…

The guard is the only child of ops for that program. It adopts whatever the
program leaves behind (child subreaper), is told by the kernel when ops dies
(parent death signal) – also by SIGKILL – and then ends every descendant:
TERM first, KILL after the grace time. It exits as the program did.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

# How a program is started whose output is read as text.
READ = {
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "text": True,
    "encoding": "utf-8",
    "errors": "replace",
}
GRACE = 15
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def start(command, **kwargs):
    """Start a program under a guard of its own; arguments are those of Popen.

    To be called by the main thread: the kernel's death signal follows the thread.
    """
    kwargs.setdefault("stdin", subprocess.DEVNULL)
    guard = [sys.executable, "-S", os.path.abspath(__file__)]
    return subprocess.Popen(
        [*guard, str(os.getpid()), str(GRACE), *map(str, command)],
        # The terminal's Ctrl-C is for ops alone, which then ends the others in order.
        start_new_session=True,
        **kwargs,
    )


def stop(process):
    """End a program started above, and all that it started."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait()


def run(command, **kwargs):
    """Run a program to its end; return its CompletedProcess, output as text."""
    pipes = {**READ, "stderr": subprocess.PIPE}
    process = start(command, **{**pipes, **kwargs})
    try:
        output, errors = process.communicate()
    finally:
        stop(process)
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def prctl(option, value):
    """Call prctl(2); elsewhere than on Linux do without."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def descendants(ancestor):
    """Return the process ids below `ancestor`, as /proc knows them now."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as stat:
                    parent = int(stat.read().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(name))
    found, todo = [], [ancestor]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found


def send(pids, number):
    """Send a signal to those of `pids` that still live."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def main(parent, grace, command):
    """Run `command`, return its exit code."""
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    stopping = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, frame: stopping.append(time.monotonic()))
    if os.getppid() != parent:
        return 1
    guard = os.getpid()
    child = os.fork()
    if not child:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == guard:
            try:
                os.execvp(command[0], command)
            except OSError as error:
                print(f"ops: cannot run {command[0]}: {error}", file=sys.stderr)
        os._exit(127)
    told, status = False, None
    while status is None:
        pid, ended = os.waitpid(-1, os.WNOHANG)
        if pid == child:
            status = ended
        elif not pid:
            time.sleep(0.05)
        if stopping and not told:
            send([child], signal.SIGTERM)
            told = True
        if stopping and time.monotonic() > stopping[0] + grace:
            send(descendants(guard), signal.SIGKILL)
    end_the_rest(guard)
    return os.waitstatus_to_exitcode(status)


def end_the_rest(guard, patience=2):
    """End and reap what the program left behind."""
    start, number = time.monotonic(), signal.SIGTERM
    while left := descendants(guard):
        send(left, number)
        if time.monotonic() > start + patience:
            number = signal.SIGKILL
        time.sleep(0.02)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return


if __name__ == "__main__":
    code = main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
    # A program ended by a signal is reported the way shells do.
    sys.exit(code if code >= 0 else 128 - code)
