"""Runs a command and writes what it used: CPU seconds (user and system) and the peak of resident memory in MB.

usage: measured.py FILE COMMAND…    FILE gets one JSON object; the exit status is the command's

A small process of its own, because the kernel counts the memory of whoever starts a program as that program's too.
"""
import json
import os
import sys


def main(file, command):
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    with open(file, 'w', encoding='utf-8') as out:
        json.dump({'cpu_s': usage.ru_utime + usage.ru_stime, 'peak_rss_mb': usage.ru_maxrss / 1024}, out)
    return os.waitstatus_to_exitcode(status)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
