"""Trains a classifier by hand, at the rates that arrive on stdin: docs/protocol.md, in Python, without a package."""

import json
import math
import random
import sys

# The glue: what is printed elsewhere goes to stderr, so that nothing but messages is on stdout.
channel, sys.stdout = sys.stdout, sys.stderr


def tell(**message):
    print(json.dumps(message), file=channel, flush=True)


def rates():
    tell(anneal=1)
    for message in map(json.loads, sys.stdin):
        if "stop" in message:
            return
        if "rate" in message:
            yield message["step"], message["rate"]


# Two clouds of points, and a line that is to part them: logistic regression.
random.seed(1)
points = [(random.gauss(side, 1), random.gauss(-side, 1), (side + 1) / 2) for side in (-1, 1) * 100]
a, b, c = 0.0, 0.0, 0.0
# A weight whose gradient is always 1: it walks by each rate that was really used.
walk = 0.0

for step, rate in rates():
    if step == 60:
        tell(done=True)
        break
    loss = grad_a = grad_b = grad_c = 0.0
    for x, y, label in points:
        guess = 1 / (1 + math.exp(-(a * x + b * y + c)))
        loss -= math.log(guess if label else 1 - guess) / len(points)
        error = (guess - label) / len(points)
        grad_a, grad_b, grad_c = grad_a + error * x, grad_b + error * y, grad_c + error
    a, b, c = a - rate * grad_a, b - rate * grad_b, c - rate * grad_c
    walk += rate
    tell(step=step, loss=loss, walk=walk)
