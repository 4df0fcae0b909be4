"""Runs a command and prints what it took: exit code, seconds, peak memory in bytes.

The system keeps the peak for the process as a whole, all its threads included, and hands it to whoever
waits for its end. Node does not say it of a child. What the command prints on standard output is dropped.
"""

import json
import os
import sys
import time

silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
begin = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - begin
unit = 1 if sys.platform == "darwin" else 1024
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"code": code, "seconds": seconds, "peak": usage.ru_maxrss * unit}))
