#!/usr/bin/env python3
"""Makes a log of clicks: a row for each visitor, a column for each ad, 1 where the ad is clicked.

    python3 make-clicks.py > clicks.csv

All of it is made up: ad i is clicked with the probability RATES[i], whatever the others do.
"""
import random

RATES = [0.05, 0.12, 0.08, 0.27, 0.16, 0.10]
ROWS = 1000

generator = random.Random(2018)
print(",".join(f"Ad {number}" for number in range(1, len(RATES) + 1)))
for _ in range(ROWS):
    print(",".join("1" if generator.random() < rate else "0" for rate in RATES))
