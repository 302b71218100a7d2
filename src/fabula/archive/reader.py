"""The process that reads: it holds the model, takes stories one at a time, and answers with their tables.

``supervision.py`` starts it. Requests and answers are pickles on its standard input and output. A thread waits for
requests, so that the process leaves at once when whoever started it is gone.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
from typing import IO, Any

from fabula.archive.fetching import Fetcher
from fabula.archive.item import Item
from fabula.archive.limits import limited_memory, resident_memory, too_greedy
from fabula.archive.messages import Begun, Done, Ready, Setting
from fabula.archive.outcome import Failure, failure_of, read_fetched
from fabula.errors import StoryTooGreedy
from fabula.reading import read_text

WARM_UP = '"I am Anne," said Anne Shirley. "With an e," she added. Marilla looked at her, and the clock struck six.'
_SIGNS_OF_EXHAUSTION = ("bad_alloc", "bad allocation", "allocate memory", "start new thread")


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints does not go among the answers
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    setting: Setting = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_take_requests, args=(sys.stdin.buffer, requests), daemon=True).start()
    try:
        read_text(WARM_UP, threads=setting.threads)
    except Exception as error:  # without a model no story can be read: whoever started this is told
        _answer(answers, Ready(failure_of(error)))
        return
    _answer(answers, Ready())
    fetcher = Fetcher(setting.text_column)
    while True:
        _answer(answers, _read(requests.get(), fetcher, setting, answers))


def _read(item: Item, fetcher: Fetcher, setting: Setting, answers: IO[bytes]) -> Done:
    try:
        with limited_memory(setting.memory):
            fetched = fetcher.fetch(item)
            _answer(answers, Begun(len(fetched.data), resident_memory()))
            return Done(read_fetched(item, fetched, setting.threads))
    except Exception as error:  # whatever is wrong with one story, the others are read
        if _is_of_memory(error):
            reason = too_greedy(item.source, setting.memory)
            return Done(Failure(StoryTooGreedy.code, reason), is_exhausted=True)
        return Done(failure_of(error))


def _is_of_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError) or any(sign in str(error) for sign in _SIGNS_OF_EXHAUSTION):
            return True
        error = error.__cause__ or error.__context__
    return False


def _take_requests(requests: IO[bytes], taken: queue.SimpleQueue[Any]) -> None:
    while True:
        try:
            taken.put(pickle.load(requests))
        except (EOFError, OSError, pickle.UnpicklingError):
            if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
                os.killpg(0, signal.SIGKILL)  # with what was started to help
            os._exit(0)


def _answer(answers: IO[bytes], answer: object) -> None:
    pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    main()
