"""The policy of examples/policies/threshold.mjs, in Python: the same digest for the same scenario and seed."""

import sys

from ringfence_env import RingfenceEnv

TELEPHONE_FROM = 1.8


def decide(observation):
    people, settings = observation["people"], observation["settings"]
    warn = []
    for at, person in enumerate(people["person"]):
        # null stands for somebody who was never warned.
        since = people["hoursSinceClosed"][at]
        if people["level"][at] > 0 or (since is not None and since < settings["cooldownHours"]):
            continue
        warn.append({"person": person, "channel": "message"})
        if people["exposure"][at] >= TELEPHONE_FROM:
            warn.append({"person": person, "channel": "telephone"})
    return warn


env = RingfenceEnv("smoke", settings=sys.argv[2:], command=sys.argv[1].split())
observation, _ = env.reset(seed=1)
total, terminated = 0, False
while not terminated:
    observation, reward, terminated, _, info = env.step(decide(observation))
    total += reward
print(total, info["peopleLost"], info["digest"])
env.close()
