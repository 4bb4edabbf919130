"""Scores the texts of a data set with a model of scikit-learn, for `ringfence score`.

    npx ringfence generate smoke --join --out data/events.csv
    python3 docs/recipes/scikit-learn.py data/events.csv scores.csv learned.csv
    npx ringfence score scores.csv --data data --block-from 0.25 --leave-out learned.csv

The model learns from scripts for training alone. A call has no text, and so no score.
"""

import csv
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

data, scores, learned = sys.argv[1:]
with open(data, newline="", encoding="utf-8") as file:
    messages = [row for row in csv.DictReader(file) if row["text"]]
training = [row for row in messages if row["split_script"] == "train"]

features = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), min_df=3, max_features=100_000)
model = SGDClassifier(loss="log_loss", alpha=1e-6, random_state=1).fit(
    features.fit_transform(row["text"] for row in training),
    [row["label"] == "fraud" for row in training],
)

with open(scores, "w", newline="", encoding="utf-8") as file:
    found = model.predict_proba(features.transform(row["text"] for row in messages))[:, 1]
    csv.writer(file).writerows([("id", "score"), *zip((row["id"] for row in messages), found)])
with open(learned, "w", newline="", encoding="utf-8") as file:
    csv.writer(file).writerows([("id",), *((row["id"],) for row in training)])
