"""The same in PyTorch, with its own optimizer, and with states to save: docs/protocol.md."""

import base64
import io
import json
import sys

# The glue: what is printed elsewhere goes to stderr, so that nothing but messages is on stdout.
channel, sys.stdout = sys.stdout, sys.stderr

import torch  # noqa: E402


def tell(**message):
    print(json.dumps(message), file=channel, flush=True)


def rates():
    tell(anneal=1, saves=True)
    for message in map(json.loads, sys.stdin):
        if "stop" in message:
            return
        if "save" in message:
            tell(saved=message["save"], state=save())
        if "restore" in message:
            restore(message["restore"])
            tell(restored=True)
        if "rate" in message:
            yield message["step"], message["rate"]


def save():
    file = io.BytesIO()
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "walk": walk}, file)
    return base64.b64encode(file.getvalue()).decode()


def restore(state):
    global walk
    saved = torch.load(io.BytesIO(base64.b64decode(state)))
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    walk = saved["walk"]


torch.manual_seed(1)
labels = torch.tensor([0.0, 1.0]).repeat(100)
side = (2 * labels - 1).unsqueeze(1)
points = torch.randn(200, 2) + torch.cat([side, -side], dim=1)
model = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.5)
# A weight whose gradient is always 1: it walks by each rate that was really used.
walk = 0.0

for step, rate in rates():
    if step == 60:
        tell(done=True)
        continue  # no rate comes any more, but it may be asked for its state, until stop or the end of stdin
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(model(points).squeeze(1), labels)
    loss.backward()
    optimizer.step()
    # Read back from the optimizer: the rate that it had.
    rate = optimizer.param_groups[0]["lr"]
    walk += rate
    tell(step=step, rate=rate, loss=loss.item(), walk=walk)
