"""Several people who act at the same moment."""

import threading

from .channels import Refused


def at_once(*acts):
    """Do all of it at the same moment; return what each got: None or a Refused."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def act(number):
        gate.wait()
        try:
            acts[number]()
        except Refused as refusal:
            answers[number] = refusal

    threads = [threading.Thread(target=act, args=(i,)) for i in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
