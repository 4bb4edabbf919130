"""Ringfence as an environment: one file on the standard library, a gymnasium.Env where that is installed.

    env = RingfenceEnv("smoke", settings=["hours=48"])
    observation, info = env.reset(seed=1)
    while True:
        warn = [{"person": person, "channel": "telephone"} for person in observation["people"]["person"]]
        observation, reward, terminated, truncated, info = env.step(warn)
        if terminated:
            break
"""

import json
import subprocess

try:
    from gymnasium import Env
except ImportError:
    Env = object


class RingfenceEnv(Env):
    """Whom to warn, hour by hour. The reward is minus the people who lost money since the step before."""

    def __init__(self, scenario="smoke", settings=(), command=("npx", "ringfence")):
        options = [word for setting in settings for word in ("--set", setting)]
        self._process = subprocess.Popen(
            [*command, "env", scenario, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def reset(self, *, seed=None, options=None):
        answer = self._exchange({"reset": 1 if seed is None else seed})
        return answer, {}

    def step(self, action):
        """action: a list of {"person", "channel", "priority"}; channels are message, telephone and visit."""
        answer = self._exchange({"warn": action})
        info = {key: answer[key] for key in ("digest", "peopleLost") if key in answer}
        return answer, answer["reward"], answer["done"], False, info

    def close(self):
        self._process.stdin.close()
        return self._process.wait()

    def _exchange(self, line):
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if answer == "":
            raise RuntimeError(f"ringfence env ended with exit code {self._process.wait()}")
        return json.loads(answer)
